"""nginx in front of the pages, with the file of deploy/ and a certificate of the test's own."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from botapi import BotApiServer, User, World
from databases import Copies
from fleet import Fleet
from serving import free_port, listens, serving
from tools import HANG_S, environment_in, unavailable, until

from bot.assistant.hook import Hook

DEPLOY = Path(__file__).parents[2] / "deploy"
FILE, ALONE, SCALE = (
    (DEPLOY / name).read_text(encoding="utf-8")
    for name in ("nginx.conf", "upstream.conf", "upstream.scale.conf")
)

KINDS = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member", "guest_message"]


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


@pytest.mark.parametrize("upstream", [ALONE, SCALE], ids=["alone", "scale"])
def test_nginx_understands_its_files(upstream: str, tmp_path: Path) -> None:
    """As they are, but for the certificate; nothing is warned of."""
    command = [*_written(tmp_path, upstream + _certified(tmp_path)), "-t"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert 0 == done.returncode, done.stderr
    assert "[" not in done.stderr


@pytest.fixture
def site(environment: dict[str, str], tmp_path: Path) -> Iterator[httpx.Client]:
    """The pages behind nginx, and a browser that comes over HTTPS."""
    web = free_port()
    settings = {**environment, "WEB_PORT": str(web), "PUBLIC_URL": "https://zhaiyin.example"}
    with serving(tmp_path, settings), _in_front(tmp_path, ALONE, [web]) as browser:
        yield browser


@contextmanager
def _in_front(folder: Path, upstream: str, ports: Sequence[int]) -> Iterator[httpx.Client]:
    """Run nginx before the processes at these ports, for each server that the file names one; yields a browser."""
    plain, secure = free_port(), free_port()
    names = list(dict.fromkeys(re.findall(r"server ([\d.]+:8080)", upstream)))
    for name, port in zip(names, ports, strict=True):
        upstream = upstream.replace(name, f"127.0.0.1:{port}")
    sites = re.sub(r" *listen \[::\]:.*\n", "", upstream + _certified(folder))
    sites = sites.replace("listen 80;", f"listen 127.0.0.1:{plain};")
    sites = sites.replace("listen 443 ", f"listen 127.0.0.1:{secure} ")
    nginx = subprocess.Popen(_written(folder, sites), stderr=subprocess.DEVNULL)
    try:
        until(lambda: nginx.poll() is not None or listens(secure))
        with httpx.Client(
            base_url=f"https://127.0.0.1:{secure}",
            headers={"host": "zhaiyin.example"},
            verify=False,
            timeout=HANG_S,
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


def test_three_replicas_behind_nginx_answer_though_one_is_killed(copies: Copies, tmp_path: Path) -> None:
    """Pages, and the updates that are posted to whichever lives; each question once."""
    # nobody listens there: what Telegram would post is posted here
    hook = Hook("https://127.0.0.1:9", "a-secret-of-the-tests")
    with BotApiServer(World()) as telegram, copies.lent() as url:
        world, alice = telegram.world, telegram.world.user("Alice")
        world.webhook = {"url": hook.url}
        world.queue.allow(KINDS)
        settings = {**environment_in(tmp_path), **telegram.environment(), "PUBLIC_URL": "https://127.0.0.1:9"}
        fleet = Fleet(tmp_path, {**settings, "WEBHOOK_SECRET": hook.secret}, url, 3, "--webhook")
        with closing(fleet), _in_front(tmp_path, SCALE, fleet.ports) as browser:
            browser.headers["host"] = "127.0.0.1"
            for number in range(3):
                fleet.start(number)
            fleet.until_shared()
            _post(world, browser, hook, alice, 6)
            fleet.kill(1)
            _post(world, browser, hook, alice, 6)
            assert "三个率先" in browser.get("/", params={"q": "三个率先是什么"}).text
            world.wait_for(lambda: len(world.sent(alice)) >= 12)
            assert 12 == len({one.reply_to for one in world.sent(alice)}) == len(world.sent(alice))


def _post(world: World, browser: httpx.Client, hook: Hook, person: User, questions: int) -> None:
    """Let the person ask so often, and Telegram post it."""
    for _ in range(questions):
        world.say(person, person, "三个率先是什么")
    for update in world.pending():
        answer = browser.post(
            hook.path, json=update.json(), headers={"x-telegram-bot-api-secret-token": hook.secret}
        )
        assert 200 == answer.status_code
        world.queue.done(update)
