"""Which blocks of a web page are its article: what trafilatura finds, and what stands with it in its element."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any

from bot.readers.formats.html.credits import is_credit
from bot.readers.formats.html.furniture import (
    ends_article,
    is_advertisement,
    is_content,
    is_frame,
    is_link,
    is_notice,
    is_prose,
    promotes,
)
from bot.readers.markup import Block
from bot.readers.markup.tags import is_hidden, tag_name
from bot.readers.newspaper.byline import author_of
from bot.readers.newspaper.furniture import squeeze

__all__ = ["article_blocks"]

_TELLING_CHARACTERS = 12
"""As many characters of a paragraph tell it from every other on a page."""
_MOST = 0.6
"""The share of an article's prose that its element holds."""
_DECLARED = (
    "//*[@id='js_content' or @id='vsb_content' or @id='ozoom' or @itemprop='articleBody'"
    " or contains(concat(' ', @class, ' '), ' v_news_content ') or contains(concat(' ', @class, ' '), ' TRS_Editor ')]"
)
_MOST_ABOVE = 3
"""Of an article's prose two thirds or more stand below its headline."""
_MAX_DECLARED = 20
_MOST_COMPARED = 1_500
"""On a page of more blocks justext, which looks from each at its neighbours, would take minutes."""
_ENOUGH = 40
"""As many characters of prose are an article that may end."""


def article_blocks(root: Any, page_blocks: Sequence[Block], title: str) -> list[int]:
    """Return the numbers of the article's blocks under `root`, in the page's order; none if there is no article."""
    title = squeeze(title)
    if declared := _declared(root, page_blocks):
        return _trim(page_blocks, declared, title)
    found = [i for i in _found(root, page_blocks) if not is_notice(page_blocks[i])]
    if not _suffices(page_blocks, found):
        densest = _densest(page_blocks, title)
        if _prose(page_blocks, densest) > 2 * _prose(page_blocks, found):
            found = densest
    if not found:
        found = (
            [i for i, block in enumerate(page_blocks) if is_content(block)] if _is_small(page_blocks) else []
        )
    if not found:
        return []
    chosen = _within(page_blocks, _closure(page_blocks, found, title), title)
    return _trim(page_blocks, _tail_cut(page_blocks, chosen), title)


def _declared(root: Any, page_blocks: Sequence[Block]) -> list[int]:
    """Return the blocks of the one element that the page itself calls its article; none if they are not its prose."""
    elements = root.xpath(_DECLARED)[:_MAX_DECLARED]
    outer = [
        one for one in elements if not any(one is not other and _holds(other, one) for other in elements)
    ]
    if len(outer) != 1:
        return []
    path = _path(outer[0])
    inside = [
        i for i, block in enumerate(page_blocks) if block.path[: len(path)] == path and is_content(block)
    ]
    return inside if _prose(page_blocks, inside) >= _ENOUGH else []


def _holds(outer: Any, inner: Any) -> bool:
    return any(element is outer for element in inner.iterancestors())


def _path(element: Any) -> tuple[int, ...]:
    """Return where `element` stands, as `Block.path` says it."""
    steps = [element, *element.iterancestors()]
    return tuple(int(parent.index(child)) for child, parent in pairwise(steps))[::-1]


def _is_small(page_blocks: Sequence[Block]) -> bool:
    """Return whether the page has more text than links."""
    linked = sum(len(block.text) for block in page_blocks if is_link(block) or block.around)
    return 2 * linked < sum(len(block.text) for block in page_blocks)


def _found(root: Any, page_blocks: Sequence[Block]) -> list[int]:
    """Return the blocks that trafilatura takes for the body of the page."""
    texts = _extracted(root, fast=len(page_blocks) > _MOST_COMPARED)
    squeezed = {squeeze(text) for text in texts}
    whole = "".join(squeeze(text) for text in texts)
    openings = {text[:_TELLING_CHARACTERS] for text in squeezed if len(text) >= _TELLING_CHARACTERS}
    return [
        i
        for i, block in enumerate(page_blocks)
        if not (block.around or is_link(block) or is_advertisement(block))
        and _is_in(block, squeezed, openings, whole)
    ]


def _extracted(root: Any, *, fast: bool) -> list[str]:
    """Return the lines of the body that trafilatura finds; if `fast`, without holding it against justext's."""
    import trafilatura
    from trafilatura.settings import use_config

    config = use_config()
    # its 250 characters are a long paragraph in Chinese; MIN_EXTRACTED_SIZE stays, or it would do without `div`
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "20")
    extracted: Any = trafilatura.bare_extraction(
        _shown(root), include_comments=False, include_tables=True, config=config, fast=fast
    )
    body = getattr(extracted, "body", None)
    texts = () if body is None else body.itertext()
    return [line for text in texts for line in text.split("\n") if line.strip()]


def _shown(root: Any) -> Any:
    """Return a copy of the page with what a browser shows, and nothing that trafilatura drops unread."""
    copy = deepcopy(root)
    for element in list(copy.iter()):
        name = tag_name(element)
        if name and is_hidden(element) and element.getparent() is not None:
            element.drop_tree()
        elif name:
            element.attrib.pop("style", None)
            if name == "form":
                element.tag = "div"
    return copy


def _is_in(block: Block, texts: set[str], openings: set[str], whole: str) -> bool:
    if block.tag == "tr":
        return all(squeeze(cell) in texts or not squeeze(cell) for cell in block.text.split("\u3000"))
    letters = squeeze(block.text)
    if letters in texts:
        return True
    return len(letters) >= _TELLING_CHARACTERS and (
        letters[:_TELLING_CHARACTERS] in openings or letters[: 2 * _TELLING_CHARACTERS] in whole
    )


def _prose(page_blocks: Sequence[Block], numbers: Sequence[int]) -> int:
    """Return how many characters of prose the blocks hold."""
    return sum(len(page_blocks[i].text) for i in numbers if is_prose(page_blocks[i]))


def _suffices(page_blocks: Sequence[Block], found: Sequence[int]) -> bool:
    """Return whether the blocks hold half of the page's prose or more."""
    return 2 * _prose(page_blocks, found) >= _prose(page_blocks, range(len(page_blocks)))


def _densest(page_blocks: Sequence[Block], title: str) -> list[int]:
    """Return the blocks of the element with the most prose right in it, as readability scores it; below the title."""
    heads = [i for i, block in enumerate(page_blocks) if title and squeeze(block.text) == title]
    score: dict[tuple[int, ...], float] = defaultdict(float)
    for i, block in enumerate(page_blocks):
        if is_prose(block) and (not heads or i > heads[0]) and not block.aside:
            for up, share in ((1, 1.0), (2, 0.5)):
                score[block.path[: max(0, len(block.path) - up)]] += share * len(block.text)
    if not score:
        return []
    best = max(score, key=lambda path: score[path])
    return [i for i, block in enumerate(page_blocks) if block.path[: len(best)] == best and not block.around]


def _element(page_blocks: Sequence[Block], numbers: Sequence[int], share: float) -> tuple[int, ...]:
    """Return the path of the innermost element that holds that share of the prose of the blocks."""
    weights: dict[tuple[int, ...], int] = defaultdict(int)
    for i in numbers:
        path, weight = page_blocks[i].path, len(page_blocks[i].text)
        for end in range(len(path)):
            weights[path[:end]] += weight
    needed = share * weights[()] if weights else 0
    return max((path for path, weight in weights.items() if weight >= needed), key=len, default=())


def _closure(page_blocks: Sequence[Block], found: Sequence[int], title: str) -> list[int]:
    """Return `found` with what stands between and beside it in the same element, up to headline and frame."""
    path = _element(page_blocks, found, 0.8)
    inside = [i for i, block in enumerate(page_blocks) if block.path[: len(path)] == path]
    first, last = found[0], found[-1]
    earlier = _beside(page_blocks, [i for i in reversed(inside) if i < first], title)
    later = _beside(page_blocks, [i for i in inside if i > last], title)
    between = [i for i in inside if first < i < last and is_content(page_blocks[i])]
    return sorted({*found, *earlier, *between, *later})


def _beside(page_blocks: Sequence[Block], numbers: Sequence[int], title: str) -> Iterator[int]:
    """Yield the blocks that go on with the article, up to the first that does not."""
    waiting: list[int] = []
    for i in numbers:
        block = page_blocks[i]
        if squeeze(block.text) == title or not is_content(block) or ends_article(block) or is_credit(block):
            return
        waiting.append(i)
        if is_prose(block) or block.level or block.mark or block.tag in ("pre", "tr", "dt", "dd"):
            yield from waiting
            waiting = []


def _within(page_blocks: Sequence[Block], chosen: Sequence[int], title: str) -> list[int]:
    """Return `chosen` without what stands above the headline, and below what ends an article."""
    start, stop, before = 0, len(page_blocks), 0
    whole = _prose(page_blocks, chosen)
    picked = set(chosen)
    for i in range(chosen[-1] + 1):
        block = page_blocks[i]
        if title and squeeze(block.text) == title and _MOST_ABOVE * before <= whole:
            start = i
        elif before >= _ENOUGH and ends_article(block):
            stop = i
            break
        before += len(block.text) if i in picked and is_prose(block) else 0
    return [i for i in chosen if start <= i < stop]


def _tail_cut(page_blocks: Sequence[Block], chosen: Sequence[int]) -> list[int]:
    """Return `chosen` up to the first block that promotes something else, outside the innermost element of the prose."""
    core = _element(page_blocks, [i for i in chosen if is_prose(page_blocks[i])], _MOST)
    ends = [n for n, i in enumerate(chosen) if page_blocks[i].path[: len(core)] == core]
    after = ends[-1] + 1 if ends else len(chosen)
    for n, i in enumerate(chosen[after:], after):
        if promotes(page_blocks[i]):
            rest = _prose(page_blocks, chosen[n:])
            return list(chosen[:n]) if 2 * rest < _prose(page_blocks, chosen[:n]) else list(chosen)
    return list(chosen)


def _trim(page_blocks: Sequence[Block], chosen: Sequence[int], title: str) -> list[int]:
    """Return `chosen` without the title, and without the page's frame at its start and end."""
    chosen = [i for i in chosen if not title or squeeze(page_blocks[i].text) != title]
    start, stop = 0, len(chosen)
    while start < stop and _is_before(page_blocks, chosen[start : start + 2]):
        start += 1
    while stop > start and _is_behind(page_blocks[chosen[stop - 1]]):
        stop -= 1
    return list(chosen[start:stop])


def _is_before(page_blocks: Sequence[Block], pair: Sequence[int]) -> bool:
    """Return whether the first of two blocks belongs to the headline: frame, credits, a name above the date."""
    first = page_blocks[pair[0]]
    if is_frame(first) or is_credit(first):
        return True
    return (
        len(pair) > 1 and not first.level and bool(author_of(first.text)) and is_credit(page_blocks[pair[1]])
    )


def _is_behind(block: Block) -> bool:
    return is_frame(block) or ends_article(block) or is_notice(block)
