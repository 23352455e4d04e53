"""nginx in front of the pages, with the file of deploy/ and a certificate of the test's own."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from serving import free_port, listens, serving
from tools import HANG_S, unavailable, until

FILE = (Path(__file__).parents[2] / "deploy" / "nginx.conf").read_text(encoding="utf-8")


def _program(name: str) -> str:
    program = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    return program or unavailable(f"{name} is not installed")


def _certified(folder: Path) -> str:
    """Return the file with a certificate for itself in place of the operator's."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    made = ["req", "-x509", "-nodes", "-newkey", "rsa:2048", "-days", "2", "-subj", "/CN=zhaiyin.example"]
    command = [_program("openssl"), *made, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return re.sub(r"/etc/letsencrypt\S*fullchain\.pem", str(certificate), FILE).replace(
        "/etc/letsencrypt/live/zhaiyin.example/privkey.pem", str(key)
    )


def _written(folder: Path, sites: str) -> list[str]:
    """Write a file for a nginx of the test's own, and return the command that reads it."""
    (folder / "logs").mkdir(exist_ok=True)
    places = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    configuration = folder / "whole.conf"
    configuration.write_text(
        f"daemon off;\nmaster_process off;\npid {folder}/pid;\nevents {{}}\nhttp {{\n{places}{sites}}}\n",
        encoding="utf-8",
    )
    return [_program("nginx"), "-p", str(folder), "-e", "stderr", "-c", str(configuration)]


def test_nginx_understands_its_file(tmp_path: Path) -> None:
    """As it is, but for the certificate; nothing is warned of."""
    command = [*_written(tmp_path, _certified(tmp_path)), "-t"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert 0 == done.returncode, done.stderr
    assert "[" not in done.stderr


@pytest.fixture
def site(environment: dict[str, str], tmp_path: Path) -> Iterator[httpx.Client]:
    """The pages behind nginx, and a browser that comes over HTTPS."""
    web, plain, secure = free_port(), free_port(), free_port()
    sites = _certified(tmp_path).replace("127.0.0.1:8080", f"127.0.0.1:{web}")
    sites = re.sub(r" *listen \[::\]:.*\n", "", sites)
    sites = sites.replace("listen 80;", f"listen 127.0.0.1:{plain};").replace(
        "listen 443 ", f"listen 127.0.0.1:{secure} "
    )
    settings = {**environment, "WEB_PORT": str(web), "PUBLIC_URL": "https://zhaiyin.example"}
    with serving(tmp_path, settings):
        nginx = subprocess.Popen(_written(tmp_path, sites), stderr=subprocess.DEVNULL)
        try:
            until(lambda: nginx.poll() is not None or listens(secure))
            headers = {"host": "zhaiyin.example"}
            with httpx.Client(
                base_url=f"https://127.0.0.1:{secure}", headers=headers, verify=False, timeout=HANG_S
            ) as browser:
                yield browser
        finally:
            nginx.terminate()
            nginx.wait()


def test_pages_are_served_over_https_and_how_it_goes_is_not(site: httpx.Client) -> None:
    """An answer, a long address, and the limits of what may be sent; only what is added may be large."""
    assert "三个率先" in site.get("/", params={"q": "三个率先是什么"}).text
    assert 200 == site.get("/", params={"q": "问" * 2_000}).status_code
    assert {404} == {site.get(path).status_code for path in ("/health", "/healthz", "/readyz")}
    large = b"x" * 2_000_000
    assert 413 == site.post("/", content=large).status_code
    assert 404 == site.post("/add", content=large).status_code
