"""One sample file of each format gives the paragraphs and the source that its JSON says, and nothing else."""

import json
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import pytest

from bot.readers import File, formats, read_path, suffixes
from bot.readers.formats import doc, markdown, picture, text
from bot.readers.worker import read_safely

FORMATS = Path(__file__).parents[1] / "fixtures" / "formats"
SAMPLES = sorted(path for path in FORMATS.iterdir() if path.suffix in suffixes())
READERS = [import_module(f"{formats.__name__}.{info.name}") for info in iter_modules(formats.__path__)]
FIELDS = (
    "title",
    "author",
    "author_post",
    "publication",
    "edition",
    "edition_name",
    "column",
    "url",
    "rights",
)


def expected(path: Path) -> dict[str, Any]:
    """What the sample's JSON says; a field of the source that it does not name is not checked to be None."""
    found: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_sample_gives_its_paragraphs(path: Path) -> None:
    """Every paragraph of the article is there as its author set it, in order, and nothing around it."""
    want, found = expected(path), read_path(path).article.text
    assert want["paragraphs"] == found.split("\n")
    assert [] == [held for held in want["must_not_hold"] if held in found]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_sample_gives_its_headings(path: Path) -> None:
    """The paragraphs that are set as headings, with their levels, if the format has any."""
    want, article = expected(path), read_path(path).article
    assert [list(heading) for heading in article.headings] == want.get("headings", [])


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_sample_gives_its_source(path: Path) -> None:
    """Title, author, publication, date and the rest are found; what the sample does not say is None."""
    want, source = expected(path), read_path(path).article.source
    assert {key: want.get(key) for key in FIELDS} == {key: getattr(source, key) for key in FIELDS}
    assert want.get("published") == (str(source.published) if source.published else None)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_sample_read_in_a_worker_is_the_same_article(path: Path) -> None:
    """No field is lost or changed on its way out of the worker."""
    assert read_path(path) == read_safely(File(path.name, path.read_bytes()))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__.rpartition(".")[2])
def test_every_format_has_a_sample_or_tests_of_its_own(reader: ModuleType) -> None:
    """Without a sample a format would go untested; text, Markdown and what a program reads have tests of their own."""
    assert reader in (doc, markdown, picture, text) or {path.suffix for path in SAMPLES} & set(
        reader.SUFFIXES
    )
