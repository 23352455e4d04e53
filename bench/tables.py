"""What was measured, as Markdown tables: shares in percent, in brackets what they were before."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from bench.measured import ZHAIYIN, Row
from bot.evaluation.alone import AloneReport

__all__ = ["alone_table", "whole_table"]


class _Line(NamedTuple):
    """What was measured of a set, and what to compare it with, if there is anything."""

    now: Row | AloneReport
    before: Row | AloneReport | None
    plain: Row | None = None


_Cell = Callable[[_Line], str]


def whole_table(rows: Sequence[Row], before: Sequence[Row] = ()) -> str:
    """Return the sets measured whole; times with ratios to the plain recipe's."""
    plain = {row.set: row for row in rows if row.recipe == "plain"}
    was = {row.set: row for row in before if row.recipe == ZHAIYIN}
    lines = [
        _Line(row, was.get(row.set) if row.recipe == ZHAIYIN else None, plain.get(row.set)) for row in rows
    ]
    return _markdown(_WHOLE, lines, names=2)


def alone_table(reports: Sequence[AloneReport], before: Sequence[AloneReport] = ()) -> str:
    """Return the sets whose questions were put to their documents alone."""
    was = {report.set: report for report in before}
    return _markdown(_ALONE, [_Line(report, was.get(report.set)) for report in reports], names=1)


def _markdown(columns: Mapping[str, _Cell], lines: Sequence[_Line], names: int) -> str:
    rows = [list(columns), [*["---"] * names, *["--:"] * (len(columns) - names)]]
    rows += [[cell(line) for cell in columns.values()] for line in lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _name(field: str) -> _Cell:
    return lambda line: str(getattr(line.now, field))


def _percent(field: str) -> _Cell:
    def cell(line: _Line) -> str:
        now, before = (_in_percent(measured, field) for measured in (line.now, line.before))
        return now if before in ("–", now) else f"{now} [{before}]"

    return cell


def _in_percent(measured: Row | AloneReport | None, field: str) -> str:
    value = getattr(measured, field, None)
    return "–" if value is None else f"{100 * value:.1f}"


def _figure(field: str, places: int, *, ratio: bool = False) -> _Cell:
    def cell(line: _Line) -> str:
        value = getattr(line.now, field)
        if value is None:
            return "–"
        compared = ratio and line.plain is not None and line.now is not line.plain
        return f"{value:.{places}f}" + (f" ({value / getattr(line.plain, field):.1f}×)" if compared else "")

    return cell


_WHOLE: Mapping[str, _Cell] = {
    "set": _name("set"),
    "recipe": _name("recipe"),
    "R@1": _percent("recall_at_1"),
    "R@5": _percent("recall_at_5"),
    "MRR@10": _percent("mrr_at_10"),
    "nDCG@10": _percent("ndcg_at_10"),
    "AUROC": _percent("auroc"),
    "refused, unanswerable": _percent("refused_unanswerable"),
    "sure, unanswerable": _percent("sure_unanswerable"),
    "refused, answerable": _percent("refused_answerable"),
    "unsure, answerable": _percent("unsure_answerable"),
    "passage": _percent("passage_holds_answer"),
    "focus": _percent("focus_holds_answer"),
    "ms p50": _figure("ms_p50", 1, ratio=True),
    "ms p95": _figure("ms_p95", 1, ratio=True),
    "build s": _figure("build_s", 1),
    "peak MB": _figure("peak_mb", 0),
}
_ALONE: Mapping[str, _Cell] = {
    "set": _name("set"),
    "questions": _figure("answerable", 0),
    "first passage": _percent("passage_holds_answer"),
    "focus": _percent("focus_holds_answer"),
    "shown": _percent("shown"),
    "shown with right focus": _percent("shown_focus_holds_answer"),
    "sure": _percent("sure"),
    "unsure": _percent("unsure"),
    "refused": _percent("refused"),
    "sure and wrong": _percent("sure_and_wrong"),
    "off-topic": _figure("off_topic", 0),
    "… shown": _percent("off_topic_shown"),
    "… sure": _percent("off_topic_sure"),
    "ms p50": _figure("ms_p50", 1),
    "ms p95": _figure("ms_p95", 1),
}
