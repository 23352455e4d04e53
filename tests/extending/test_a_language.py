"""A language is one file."""

import json
from pathlib import Path

from extending.copied import Copy

ENGLISH = Path(__file__).parents[2] / "bot" / "locale" / "en.toml"
FRENCH = {
    'name = "English"': 'name = "Français"',
    'short_name = "En"': 'short_name = "Fr"',
    'title = "“{title}”"': 'title = "« {title} »"',
    'paragraph = "paragraph {paragraph}"': 'paragraph = "paragraphe {paragraph}"',
    'ask = "Ask the article a question"': 'ask = "Poser une question à l’article"',
    'on_the_shelf = "On the shelf"': 'on_the_shelf = "Sur l’étagère"',
}


def _french() -> str:
    """English with a few lines in French: which ones does not matter here."""
    text = ENGLISH.read_text(encoding="utf-8")
    for english, french in FRENCH.items():
        assert text.count(f"\n{english}\n") == 1, english
        text = text.replace(f"\n{english}\n", f"\n{french}\n")
    return text


def test_a_reader_of_a_new_language_is_answered_in_it(project: Copy, tmp_path: Path) -> None:
    """On Telegram, with commands and a setting of its own, and on a page, by what the browser asks for."""
    with project.having("a language", "fr", _french()):
        shown = json.loads(project.run("-m", "extending.doors", "fr", "gbt7714", data=tmp_path))
    assert "« 把书送到山里去 »" in shown["answer"]
    assert "paragraphe 2" in shown["answer"]
    assert "Poser une question à l’article" == shown["commands"][0]
    assert "fr" in shown["language_settings"]
    assert '<html lang="fr">' in shown["page"]
    assert "« 把书送到山里去 »" in shown["page"]
