"""The order of titles, kept in columns."""

import numpy as np

from bot.answering.index.spellings import joined_spellings, places_in_order, spellings_of
from bot.language.spelling import spelled

_PARTS = (["渡口", "长沙", "Album", "渡口"], ["灯塔", "渡口", "安静"], ["", "中山"])


def test_titles_of_several_tables_stand_in_one_order() -> None:
    """As they are spelled; the same title has the same place wherever it stands."""
    places = np.concatenate(places_in_order([spellings_of(part) for part in _PARTS])).tolist()
    titles = [title for part in _PARTS for title in part]
    placed = sorted(zip(places, titles, strict=True))
    assert sorted(titles, key=spelled) == [title for _, title in placed]
    assert len(set(titles)) == len(set(places))


def test_joined_tables_have_the_order_that_all_titles_have_at_once() -> None:
    """Of the articles that stay."""
    first, second, _ = map(spellings_of, _PARTS)
    joined = joined_spellings([(first, np.array([1, 2])), (second, np.array([0, 2]))])
    at_once = spellings_of(["长沙", "Album", "灯塔", "安静"])
    assert at_once.codes.tolist() == joined.codes.tolist()
    assert list(at_once) == list(joined)
