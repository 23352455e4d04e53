"""What a reading tells beside its articles, and what becomes of a place that could not be read."""

import json

import pytest
from articles import LIBRARY, NOTE
from shelves import shelf

from bot.answering.answerer import Answerer
from bot.locale import languages, locale
from bot.model import Article, PassageAnswer, Question, Source, Verdict
from bot.readers import File, Reading, read
from bot.readers.reading import Remark, RemarkKind
from bot.reply.remarks import remark_line

GAP = "码头的旧仓库改成了食堂。食堂每天蒸包子〔…〕笼，卖完就收摊。渡船的钟声一响，厨师就掀开笼盖。"
TOLD = Reading(
    (LIBRARY, NOTE),
    (Remark(RemarkKind.LEFT_OUT, 8, (3, 5), ("少了的一段",)), Remark(RemarkKind.MACHINE_READ)),
)


def test_a_reading_comes_whole_out_of_json() -> None:
    """Articles and remarks, to the last field."""
    assert TOLD == Reading.of_record(json.loads(json.dumps(TOLD.record())))


def test_places_that_cannot_be_read_are_told() -> None:
    """Whatever reader marked them."""
    assert (Remark(RemarkKind.UNREADABLE, 1),) == read(File("食堂.txt", GAP.encode())).remarks
    assert () == read(File("食堂.txt", GAP.replace("〔…〕", "九").encode())).remarks


@pytest.mark.parametrize(("mark", "verdict"), [("九", Verdict.SURE), ("〔…〕", Verdict.UNSURE)])
def test_what_cannot_be_read_is_never_quoted_as_sure(mark: str, verdict: Verdict) -> None:
    """However well the passage answers."""
    article = Article(Source(title="码头的食堂"), GAP.replace("〔…〕", mark))
    answer = Answerer(shelf(article)).ask(Question("食堂每天蒸多少笼包子"))
    assert isinstance(answer, PassageAnswer)
    assert verdict is answer.verdict


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", RemarkKind)
def test_every_remark_is_one_line_in_every_language(language: str, kind: RemarkKind) -> None:
    """With its number and its pages, of which a long row is cut."""
    say = locale(language)
    line = remark_line(Remark(kind, 7), say)
    assert "\n" not in line
    assert ("7" in line) == ("{number}" in say.messages[f"reading.{kind}"])
    assert "2, 3, 5, 7, 11…" in remark_line(Remark(kind, 7, (2, 3, 5, 7, 11, 13)), say)
