"""What `make bench-scale` is measured with."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bench.archive_texts import articles, questions
from bench.scale_plot import plot
from bench.scale_systems import SYSTEMS, Zhaiyin


def test_generated_texts_are_always_the_same_and_questions_quote_them() -> None:
    """Two runs measure the same; of a larger archive the first texts are those of a smaller one."""
    assert list(articles(5)) == list(articles(9))[:5]
    assert 9 == len({article.text for article in articles(9)})
    texts = [article.text for article in articles(9)]
    assert all(any(asked.removesuffix("是什么？") in text for text in texts) for asked in questions(7, 9))


@pytest.mark.parametrize("name", ["tantivy", "Zhaiyin"])
def test_a_system_is_built_once_and_finds_what_is_added(name: str, tmp_path: Path) -> None:
    """Opened anew from its folder."""
    SYSTEMS[name]().build(articles(12), tmp_path)
    system = SYSTEMS[name]()
    system.open(tmp_path)
    assert system.ask(questions(1, 12)[0])
    assert system.add()


@pytest.mark.parametrize(("name", "where"), [("memory", "MemoryShelf"), ("disk", "DiskShelf")])
def test_either_shelf_is_measured_whatever_its_size(name: str, where: str, tmp_path: Path) -> None:
    """So that both stand beside each other; what could be asked is reckoned anew each time."""
    SYSTEMS[name]().build(articles(12), tmp_path)
    system = SYSTEMS[name]()
    system.open(tmp_path)
    assert isinstance(system, Zhaiyin)
    assert where == system.where()
    assert system.suggestions() == system.first_suggestions()
    assert system.add()
    assert system.suggestions()


def test_a_plot_has_a_line_for_each_system() -> None:
    """Of its times and of its memory, as SVG."""
    rows = [
        {"passages": size, "system": name, "p50 ms": [size / 100, 1.0], "memory MB": 100.0 + size}
        for size in (10, 100)
        for name in ("a", "b")
    ]
    lines = [each for each in ET.fromstring(plot(rows)).iter() if each.tag.endswith("polyline")]
    assert 4 == len(lines)
