"""The recipes that Zhaiyin is measured against."""

import pytest

from bench.recipes import Plain, Recipe, Reference
from bot.model import Article, Source

TEXTS = {
    "lake": "西湖在杭州。湖边种着柳树。",
    "wall": "长城很长。秦朝修了长城。",
    "tower": "大雁塔在西安。玄奘在那里译经。",
    "bridge": "赵州桥是石桥。李春造了它。",
}
DOCUMENTS = {name: Article(Source(title=""), text) for name, text in TEXTS.items()}


@pytest.mark.parametrize("recipe", [Plain, Reference])
def test_the_document_that_speaks_of_it_comes_first(recipe: type[Recipe]) -> None:
    """Both recipes know who built the bridge."""
    assert "bridge" == recipe(DOCUMENTS).ranked("赵州桥是谁造的").documents[0]


def test_the_plain_recipe_ranks_every_document_in_order_of_score() -> None:
    """Those that match nothing too, at the end, in the documents' order."""
    ranking = Plain(DOCUMENTS).ranked("玄奘")
    assert ("tower", "lake", "wall", "bridge") == ranking.documents
    assert ranking.confidence > 0


def test_the_reference_recipe_reads_traditional_characters() -> None:
    """It folds both sides, and lists only documents that match."""
    assert ("wall",) == Reference(DOCUMENTS).ranked("長城").documents


def test_the_reference_recipe_is_not_sure_where_nothing_matches() -> None:
    """Confidence is a share of what is asked."""
    assert ((), 0.0) == Reference(DOCUMENTS).ranked("量子")
