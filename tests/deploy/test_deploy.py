"""What runs the bot for good, as far as it can be tried without a container engine and without systemd."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from serving import free_port, serving
from tools import unavailable

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(
    (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
)  # as YAML has it
UNIT = (DEPLOY / "zhaiyin.service").read_text(encoding="utf-8")
DOCS = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in ("README.md", "README.zh.md", "docs/operations.md")
}
SETTINGS = {name.upper() for name in Settings.model_fields}
LAST_S = 30
BOTS = [name for name, service in COMPOSE["services"].items() if service["image"] == "zhaiyin"]


def _checked(tool: str, *arguments: str | Path) -> None:
    """Run a checker that comes with the tests, or with the system; fail with what it says."""
    program = shutil.which(tool, path=str(Path(sys.executable).parent)) or shutil.which(tool)
    if program is None:
        unavailable(f"{tool} is not installed")
    done = subprocess.run([program, *arguments], capture_output=True, encoding="utf-8", check=False)
    assert (0, "") == (done.returncode, done.stderr), done.stdout + done.stderr


def _instructions(name: str) -> list[str]:
    """The arguments of each such instruction of the Dockerfile, on one line."""
    whole = DOCKERFILE.replace("\\\n", " ")
    return [" ".join(line.split()) for line in re.findall(rf"^{name} (.*)$", whole, re.MULTILINE)]


def _health_check() -> Sequence[str]:
    command: list[str] = json.loads(_instructions("HEALTHCHECK")[0].partition("CMD ")[2])
    return command


def test_the_dockerfile_has_nothing_to_find_fault_with() -> None:
    """By hadolint, each of its rules."""
    _checked("hadolint", DEPLOY / "Dockerfile")


def test_an_image_is_small_and_runs_as_nobody() -> None:
    """Two stages of one base; a number as user, which an operator can give files to; SIGTERM comes to the bot itself."""
    first, second = _instructions("FROM")
    assert (second, "python:3.12-slim") == (first.removesuffix(" AS build"), second)
    [user] = _instructions("USER")
    assert int(user) > 0
    assert f"--uid {user} " in DOCKERFILE
    assert ["zhaiyin", "run"] == json.loads(_instructions("CMD")[-1])
    assert ["SIGTERM"] == _instructions("STOPSIGNAL")


def test_an_image_has_every_extra_of_an_operator() -> None:
    """Those of pyproject.toml, but for developing and measuring."""
    [wanted] = re.findall(r'pip install .*"\.(\[.*?\])"', DOCKERFILE)
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    [section] = re.findall(r"\[project\.optional-dependencies\]\n(.*?)\n\n", pyproject, re.DOTALL)
    formats = Requirement(re.findall(r'^all = \["(.*)"\]$', section, re.MULTILINE)[0]).extras
    extras = set(re.findall(r"^(\w+) = ", section, re.MULTILINE))
    assert extras - formats - {"dev", "bench"} == Requirement(f"zhaiyin{wanted}").extras


def test_what_goes_into_an_image_is_what_the_package_is_built_of(tmp_path: Path) -> None:
    """Nothing else is let in, and a wheel with the articles comes of it."""
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = [line[1:] for line in ignored if line.startswith("!")]
    assert "*" in ignored
    source = tmp_path / "source"
    source.mkdir()
    for of in (ROOT / name for name in let_in):
        if of.is_dir():
            shutil.copytree(of, source / of.name)
        else:
            shutil.copy(of, source)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path)]
    subprocess.run([*build, str(source)], check=True, capture_output=True)
    [wheel] = tmp_path.glob("zhaiyin-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "bot/__main__.py" in names
    assert any(re.fullmatch(r"bot/corpus/.+\.md", name) for name in names)


def test_the_health_check_is_passed_while_the_bot_serves(environment: dict[str, str], tmp_path: Path) -> None:
    """And failed once it does not."""
    port = free_port()
    [python, *arguments] = _health_check()
    # a machine that tests is slower than one that serves
    command = [
        sys.executable,
        *(one.replace("8080", str(port)).replace("timeout=5", "timeout=120") for one in arguments),
    ]
    assert "python" == python
    with serving(tmp_path, {**environment, "WEB_PORT": str(port)}):
        assert 0 == subprocess.run(command, capture_output=True, check=False).returncode
    assert 0 != subprocess.run(command, capture_output=True, check=False).returncode


def test_compose_understands_its_file() -> None:
    """By the schema of its specification."""
    _checked("check-jsonschema", "-q", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml")


@pytest.mark.parametrize("name", BOTS)
def test_a_container_can_change_nothing_but_its_data(name: str) -> None:
    """No privileges, no other folder; time to finish what is in hand."""
    service = COMPOSE["services"][name]
    assert (True, ["ALL"], ["no-new-privileges:true"]) == (
        service["read_only"],
        service["cap_drop"],
        service["security_opt"],
    )
    [volume] = service["volumes"]
    assert ":/data" == volume.removeprefix(volume.partition(":")[0])
    assert volume.partition(":")[0] in COMPOSE["volumes"]
    assert "/data" == _instructions("VOLUME")[0]
    assert int(service["stop_grace_period"].removesuffix("s")) > LAST_S
    assert ["CMD", *_health_check()] == service["healthcheck"]["test"]


def test_the_profiles_are_one_container_and_three() -> None:
    """One's pages are for the host alone, whose nginx is believed; of three nginx alone is reached."""
    services = COMPOSE["services"]
    assert {"single"} == {name for name, service in services.items() if service["profiles"] == ["single"]}
    assert {name for name, service in services.items() if service["profiles"] == ["scale"]} == (
        services.keys() - {"single"}
    )
    assert all(port.startswith("127.0.0.1:") for port in services["single"]["ports"])
    assert {"single", "nginx"} == {name for name, service in services.items() if "ports" in service}
    assert COMPOSE["networks"]["inside"]["internal"]
    for name in ("postgres", "search1", "search2", "search3"):
        assert ["inside"] == services[name]["networks"]
    assert (
        COMPOSE["networks"]["outside"]["ipam"]["config"][0]["gateway"]
        == services["single"]["environment"]["WEB_PROXIES"]
    )


def test_three_replicas_are_told_updates_behind_nginx() -> None:
    """At the addresses of nginx's file; it alone is believed about whom it asks for; each waits for the database."""
    services = COMPOSE["services"]
    upstream = (DEPLOY / "upstream.scale.conf").read_text("utf-8")
    replicas = [services[name] for name in BOTS if name != "single"]
    addresses = {f"{one['networks']['front']['ipv4_address']}:8080" for one in replicas}
    assert addresses == set(re.findall(r"server (\S+:8080)", upstream))
    for one in replicas:
        assert ["zhaiyin", "run", "--webhook"] == one["command"]
        assert services["nginx"]["networks"]["front"]["ipv4_address"] == one["environment"]["WEB_PROXIES"]
        assert {"postgres": {"condition": "service_healthy"}} == one["depends_on"]
        assert {"front", "inside"} == one["networks"].keys()
    mounted = {volume.partition(":")[0].removeprefix("./") for volume in services["nginx"]["volumes"]}
    assert {"nginx.conf", "upstream.scale.conf", "/etc/letsencrypt"} == mounted


def test_three_nodes_of_opensearch_find_each_other() -> None:
    """Each keeps its data; an index has as many clauses as a long question."""
    nodes = {name: one for name, one in COMPOSE["services"].items() if name.startswith("search")}
    names = ",".join(nodes)
    for name, node in nodes.items():
        environment = node["environment"]
        assert name == environment["node.name"]
        assert {names} == {
            environment["discovery.seed_hosts"],
            environment["cluster.initial_cluster_manager_nodes"],
        }
        assert [f"{name}:/usr/share/opensearch/data"] == node["volumes"]
    url = COMPOSE["services"]["replica1"]["environment"]["CLUSTER_URL"]
    assert [f"http://{name}:9200" for name in nodes] == url.split(",")


@pytest.mark.parametrize("name", BOTS)
def test_secrets_of_a_container_are_files(name: str) -> None:
    """None stands in its environment, which names settings alone."""
    service = COMPOSE["services"][name]
    assert set(service["environment"]) <= SETTINGS
    files = {value for name, value in service["environment"].items() if name.endswith("_FILE")}
    assert {f"/run/secrets/{name}" for name in service["secrets"]} == files
    assert set(service["secrets"]) <= COMPOSE["secrets"].keys()
    assert not {"TELEGRAM_BOT_TOKEN", "DATABASE_URL", "WEBHOOK_SECRET"} & set(service["environment"])


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    """But for the place of the program, which is not installed here."""
    unit = tmp_path / "zhaiyin.service"
    unit.write_text(re.sub(r"(?m)^ExecStart=\S+", f"ExecStart={sys.executable}", UNIT), encoding="utf-8")
    _checked("systemd-analyze", "verify", "--man=no", unit)


def test_the_unit_is_confined() -> None:
    """The exposure that systemd works out is at most 2 of 10."""
    _checked("systemd-analyze", "security", "--offline=true", "--threshold=20", DEPLOY / "zhaiyin.service")


def test_the_unit_has_its_secrets_from_files_and_time_to_end() -> None:
    """The files are credentials; what it sets are settings."""
    assert set(re.findall(r"^Environment=(\w+)=", UNIT, re.MULTILINE)) <= SETTINGS
    loaded = set(re.findall(r"^LoadCredential=(\w+):", UNIT, re.MULTILINE))
    assert loaded == set(re.findall(r"^Environment=\w+_FILE=%d/(\w+)$", UNIT, re.MULTILINE))
    [seconds] = re.findall(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)
    assert int(seconds) > LAST_S
    # readers of files bound themselves with setrlimit
    assert not re.search(r"^SystemCallFilter=~.*@resources", UNIT, re.MULTILINE)


@pytest.mark.parametrize("name", DOCS)
def test_the_pages_speak_of_these_files(name: str) -> None:
    """Each file of deploy/ that a page names is there, and both READMEs lead to them."""
    named = set(re.findall(r"deploy/(?!secrets)([\w.-]*\w)", DOCS[name]))
    assert named
    assert named <= {file.name for file in DEPLOY.iterdir()}


def test_the_commands_to_run_it_for_good_are_those_of_the_files() -> None:
    """The profile, the secrets' places, their owner, where the unit expects program and settings."""
    page = DOCS["docs/operations.md"]
    commands = re.findall(
        r"docker compose .*", "".join(DOCS.values()) + (DEPLOY / "compose.yaml").read_text("utf-8")
    )
    assert len(commands) >= 3
    profiles = {profile for service in COMPOSE["services"].values() for profile in service["profiles"]}
    for command in commands:
        assert "-f deploy/compose.yaml" in command
        assert set(re.findall(r"--profile (\w+)", command)) <= profiles
    for secret in COMPOSE["secrets"].values():
        assert f"deploy/{secret['file']}" in page
    assert f"chown {_instructions('USER')[0]}" in page
    [program] = re.findall(r"^ExecStart=(\S+) run$", UNIT, re.MULTILINE)
    assert program.removesuffix("/bin/zhaiyin") in page
    for place in re.findall(r"/etc/zhaiyin/\w+", UNIT):
        assert place in page
    assert "/etc/systemd/system/zhaiyin.service" in page
    assert "/etc/nginx/conf.d/zhaiyin.conf" in page
