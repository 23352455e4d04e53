"""The file of learned weights."""

from importlib.resources import files

from bench.weights_file import as_toml
from bot.answering.index.memory_shelf import MemoryShelf
from bot.answering.ranking.candidates import Candidates
from bot.answering.ranking.evidence import signs
from bot.answering.ranking.prepared_question import prepare
from bot.answering.ranking.weights import shipped
from bot.model import Article, Source
from bot.retrieval.memory import MemoryEngine

SHELF = MemoryShelf([Article(Source(title="赵州桥"), "赵州桥是石桥。李春造了赵州桥。")], MemoryEngine)
FEATURES = Candidates.found(prepare("赵州桥是谁造的", SHELF), {0: [0]}, SHELF).of_article(0)


def test_the_shipped_weights_rank_by_features_that_exist() -> None:
    """A renamed feature must be learned anew."""
    assert set() == set(shipped().ranking.weights) - set(FEATURES.of_passage(0))


def test_the_shipped_odds_are_of_signs_that_exist() -> None:
    """The score, which ranking gives, is one of them."""
    known = set(signs(FEATURES, 0, SHELF)) | {"score"}
    mixes = [
        mix for blend in (shipped().relevance, shipped().confidence) for mix in (blend.narrow, blend.wide)
    ]
    assert set() == {name for mix in mixes for name in mix.weights} - known


def test_the_shipped_file_is_what_the_command_writes() -> None:
    """Only its thresholds are edited by hand, and the command keeps them."""
    assert (files("bot.answering.ranking") / "weights.toml").read_text(encoding="utf-8") == as_toml(shipped())
