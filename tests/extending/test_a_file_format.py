"""A file format is one file."""

import json
from pathlib import Path

from extending.copied import Copy

TEXT = "社区的书车\n==========\n\n书车每周三下午停在东门，一次可以借五本书。\n\n冬天改在周六上午来。\n"


def test_a_file_of_a_new_format_is_added_and_quoted(project: Copy, tmp_path: Path) -> None:
    """By its suffix alone."""
    file = tmp_path / "car.rst"
    file.write_text(TEXT, encoding="utf-8")
    with project.having("a file format", "rst"):
        project.run("-m", "bot", "add", str(file), data=tmp_path)
        asked = project.run("-m", "bot", "ask", "书车停在哪里", "--json", data=tmp_path)
    answer = json.loads(asked)
    assert "社区的书车" == answer["source"]["title"]
    assert "书车每周三下午停在东门" in answer["passage"]
