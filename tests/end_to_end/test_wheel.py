"""The wheel that people install."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_an_installed_wheel_answers_from_the_corpus_inside_it(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """Built, unpacked elsewhere and asked: no checkout is needed."""
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=120)
    [wheel] = tmp_path.glob("zhaiyin-*.whl")
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    done = subprocess.run(
        [
            sys.executable,
            "-P",
            "-c",
            "import bot; print(bot.__file__); from bot.cli import main; main()",
            "ask",
            "三个率先",
        ],
        env={**environment, "PYTHONPATH": str(installed)},
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=False,
    )
    where, *answer = done.stdout.splitlines()
    assert str(installed) in where
    assert "三个率先" in answer[0]
    assert 0 == done.returncode
