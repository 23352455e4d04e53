"""How much memory an index may take while it is written, by what limits the process."""

from pathlib import Path

import pytest

from bot.retrieval.spare_memory import writing_bytes

LIMIT = 1_600_000_000
"""Less than any machine of the tests has."""
SERVICE = "system.slice/zhaiyin.service"


def _machine(folder: Path, groups: str, **limits: str) -> Path:
    """Return the root of a machine: what it says of the process's control groups, and the files of limits."""
    files = {"proc/self/cgroup": groups, **{f"sys/fs/cgroup/{name}": told for name, told in limits.items()}}
    for name, told in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{told}\n", encoding="ascii")
    return folder


@pytest.mark.parametrize(
    ("groups", "limits"),
    [
        ("0::/", {"memory.max": f"{LIMIT}"}),
        (f"0::/{SERVICE}", {f"{SERVICE}/memory.max": f"{LIMIT}"}),
        (f"0::/{SERVICE}", {"system.slice/memory.max": f"{LIMIT}", f"{SERVICE}/memory.max": "max"}),
        (f"0::/{SERVICE}/of:it", {f"{SERVICE}/memory.max": f"{LIMIT}"}),
        (f"5:cpu,memory:/{SERVICE}\n0::/", {f"memory/{SERVICE}/memory.limit_in_bytes": f"{LIMIT}"}),
        ("4:memory:/docker/0123", {"memory/memory.limit_in_bytes": f"{LIMIT}"}),
        ("nonsense", {"memory.max": f"{LIMIT}"}),
    ],
)
def test_an_index_takes_an_eighth_of_what_limits_the_process(
    tmp_path: Path, groups: str, limits: dict[str, str]
) -> None:
    """A container, a service of systemd's or a slice that it is in, in either form of control groups."""
    assert writing_bytes(_machine(tmp_path, groups, **limits)) == LIMIT // 8


def test_a_limit_of_others_is_none(tmp_path: Path) -> None:
    """Neither of another service, nor of another kind than memory."""
    machine = _machine(
        tmp_path, f"3:pids:/{SERVICE}\n0::/user.slice", **{f"{SERVICE}/memory.max": f"{LIMIT}"}
    )
    assert writing_bytes(machine) == writing_bytes(tmp_path / "nothing")


@pytest.mark.parametrize(("limit", "taken"), [(1, 64_000_000), (100_000_000, 64_000_000)])
def test_however_little_there_is_an_index_is_written(tmp_path: Path, limit: int, taken: int) -> None:
    """It takes what tantivy needs at least."""
    assert writing_bytes(_machine(tmp_path, "0::/", **{"memory.max": f"{limit}"})) == taken
