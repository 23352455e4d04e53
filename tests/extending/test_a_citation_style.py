"""A citation style is one file."""

import json
from pathlib import Path

from extending.copied import Copy

CHICAGO = "林知远. “把书送到山里去”. 青石日报, March 8, 2024."


def test_a_new_style_is_offered_under_an_answer(project: Copy, tmp_path: Path) -> None:
    """On Telegram in the menu of styles and in the settings, which it is kept in, and on a page."""
    with project.having("a citation style", "chicago"):
        shown = json.loads(project.run("-m", "extending.doors", "en", "chicago", data=tmp_path))
    assert ["GB/T 7714", "APA", "MLA", "BibTeX", "Chicago"] == shown["styles"][:-1]
    assert "chicago" in shown["style_settings"]
    assert [CHICAGO] == shown["copied"]
    assert CHICAGO in shown["page"]
