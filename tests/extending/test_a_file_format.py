"""A file format is one file."""

import json
from pathlib import Path

from extending.copied import Copy

TEXT = "社区的书车\n书车每周三下午停在东门，一次可以借五本书。\n冬天改在周六上午来。"


def _rtf(text: str) -> bytes:
    """As a word processor writes it: characters that are not ASCII by their numbers."""
    lines = ("".join(f"\\u{ord(character)}?" for character in line) for line in text.split("\n"))
    return ("{\\rtf1\\ansi " + "\\par ".join(lines) + "}").encode("ascii")


def test_a_file_of_a_new_format_is_added_and_quoted(project: Copy, tmp_path: Path) -> None:
    """By its suffix, and although its first bytes are known to be of that kind."""
    file = tmp_path / "car.rtf"
    file.write_bytes(_rtf(TEXT))
    with project.having("a file format", "rtf"):
        project.run("-m", "bot", "add", str(file), data=tmp_path)
        asked = project.run("-m", "bot", "ask", "书车停在哪里", "--json", data=tmp_path)
    answer = json.loads(asked)
    assert "社区的书车" == answer["source"]["title"]
    assert "书车每周三下午停在东门" in answer["passage"]
