"""The tables of a shelf on disk: layers that followed changes tell what one made at once does."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from articles import LIBRARY, NOTE
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.index.cutting import postings_of
from bot.answering.index.disk.layer import Layer, Shelved, joined, layer_of
from bot.answering.index.disk.tables import Tables, keys_of
from bot.answering.index.register import NAMED
from bot.answering.sources.catalogue import Catalogue
from bot.language.vocabulary import NO_WORDS
from bot.model import Article, Field, Source

_SOURCES = (
    Source(title="渡口的灯", author="周小渡", publication="白水晚报"),
    Source(title="渡口的灯和木桥", author="周小渡", publication="白水晚报", published=date(2023, 5, 6)),
    Source(title="流动书车", author="贺船工", publication="白水日报"),
    Source(title="《白水》", author=None, publication="白水", language="en"),
)
_NUMBERS = range(4)
_EDITIONS = st.builds(
    lambda number, source, text: (number, Article(source, text, kept_id=f"id{number}")),
    st.sampled_from(_NUMBERS),
    st.sampled_from(_SOURCES),
    st.sampled_from([LIBRARY.text, NOTE.text, "灯塔高二十八米，每晚七点点灯。", "……"]),
)
_CHANGES = st.one_of(_EDITIONS, st.tuples(st.sampled_from(_NUMBERS), st.none()))
Change = tuple[int, Article | None]
_TEXT = "渡口的灯和木桥，白水晚报的周小渡写《白水》流动书车，贺船工在白水日报"
_TERMS = ("b:灯塔", "b:书架", "c:船", "c:的", "n28")


def _shelved(articles: Mapping[int, Article]) -> list[Shelved]:
    return [Shelved(number, one, postings_of(one, NO_WORDS)) for number, one in sorted(articles.items())]


def _changed(there: dict[int, Article], changes: Sequence[Change]) -> Layer:
    """Make the changes, and return the layer that they add."""
    last = dict(changes)
    left = [postings_of(there[number], NO_WORDS) for number in last if number in there]
    gone = [number for number, one in last.items() if one is None and number in there]
    put = {number: one for number, one in last.items() if one is not None}
    for number in last:
        there.pop(number, None)
    there.update(put)
    return layer_of(_shelved(put), left, gone)


def _told(tables: Tables) -> list[object]:
    """What the tables tell, by all that can be asked of them."""
    register, catalogue = tables.register, Catalogue(tables.register)
    names = [name for field in NAMED for name in ("", "白水", *register.names_in(field, _TEXT))]
    return [
        (tables.passages, tables.sentences, tables.terms, tables.frequencies(keys_of(_TERMS)).tolist()),
        (tables.stamps(_NUMBERS), tables.keys(_NUMBERS)),
        (len(register), register.numbers.tolist(), register.ids.tolist(), register.days.tolist()),
        [register.names_in(field, _TEXT) for field in NAMED],
        [register.has_bare(field, name) for field in NAMED for name in names],
        [register.named(field, name) for field in NAMED for name in names],
        [register.holding(field, name) for field in NAMED for name in names],
        [(register.number_of(f"id{number}"), register.name(Field.TITLE, number)) for number in _NUMBERS],
        [register.of_record(source) for source in _SOURCES],
        (register.spoken("zh"), register.published(date(2023, 1, 1), date(2023, 12, 31))),
        register.title_places.argsort(kind="stable").tolist(),
        [catalogue.named(text) for text in (_TEXT, "渡口的灯和木桥的灯塔", "白水晚报的白水日报")],
    ]


@settings(deadline=None)
@given(before=st.lists(_EDITIONS), changes=st.lists(st.lists(_CHANGES, max_size=3), max_size=4))
def test_layers_tell_what_is_there_and_nothing_of_what_was(
    before: list[tuple[int, Article]], changes: list[list[Change]]
) -> None:
    """Added, replaced, named otherwise and removed in any order: as one layer of the same articles."""
    there = dict(before)
    below = layer_of(_shelved(there))
    above = joined([layer_of([]), *(_changed(there, some) for some in changes)])
    anew = Tables([layer_of(_shelved(there))], "seal")
    assert _told(anew) == _told(Tables([below, above], "seal"))
    assert _told(anew) == _told(Tables([joined([below, above])], "seal"))


def test_an_earlier_title_hides_no_other() -> None:
    """Once an article is called otherwise, its earlier name stands in no question: the others named there are meant."""
    lamp, paper = (Article(source, NOTE.text, kept_id=f"id{n}") for n, source in enumerate(_SOURCES[1:3]))
    there = {0: lamp, 1: paper}
    below = layer_of(_shelved(there))
    above = _changed(there, [(0, replace(lamp, source=_SOURCES[0]))])
    catalogue = Catalogue(Tables([below, above], "seal").register)
    scope = catalogue.named("《渡口的灯和木桥》和《流动书车》说了什么")
    assert scope is not None
    assert {1} == set(scope.articles)
