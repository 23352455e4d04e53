"""Which blocks of a web page are its article: what trafilatura finds, and what stands with it in its element."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any

from bot.readers.formats.html.credits import is_credit
from bot.readers.formats.html.extent import (
    ENOUGH,
    innermost,
    prose_of,
    trimmed,
    within,
    without_promotion,
)
from bot.readers.formats.html.furniture import (
    ends_article,
    is_advertisement,
    is_content,
    is_link,
    is_notice,
    is_prose,
)
from bot.readers.markup import Block
from bot.readers.markup.tags import is_hidden, tag_name
from bot.readers.newspaper.furniture import squeeze

__all__ = ["article_blocks"]

_TELLING_CHARACTERS = 12
"""As many characters of a paragraph tell it from every other on a page."""
_DECLARED = (
    "//*[@id='js_content' or @id='vsb_content' or @id='ozoom' or @itemprop='articleBody'"
    " or contains(concat(' ', @class, ' '), ' v_news_content ') or contains(concat(' ', @class, ' '), ' TRS_Editor ')]"
)
_MAX_DECLARED = 20
_MOST_COMPARED = 1_500
"""On a page of more blocks justext, which looks from each at its neighbours, would take minutes."""


def article_blocks(root: Any, page_blocks: Sequence[Block], title: str) -> list[int]:
    """Return the numbers of the article's blocks under `root`, in the page's order; none if there is no article."""
    title = squeeze(title)
    if declared := _declared(root, page_blocks):
        return trimmed(page_blocks, declared, title)
    found = [i for i in _found(root, page_blocks) if not is_notice(page_blocks[i])]
    if not _suffices(page_blocks, found):
        densest = _densest(page_blocks, title)
        if prose_of(page_blocks, densest) > 2 * prose_of(page_blocks, found):
            found = densest
    if not found:
        found = (
            [i for i, block in enumerate(page_blocks) if is_content(block)] if _is_small(page_blocks) else []
        )
    if not found:
        return []
    chosen = within(page_blocks, _closure(page_blocks, found, title), title)
    return trimmed(page_blocks, without_promotion(page_blocks, chosen), title)


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
    return inside if prose_of(page_blocks, inside) >= ENOUGH else []


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


def _suffices(page_blocks: Sequence[Block], found: Sequence[int]) -> bool:
    """Return whether the blocks hold half of the page's prose or more."""
    return 2 * prose_of(page_blocks, found) >= prose_of(page_blocks, range(len(page_blocks)))


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


def _closure(page_blocks: Sequence[Block], found: Sequence[int], title: str) -> list[int]:
    """Return `found` with what stands between and beside it in the same element, up to headline and frame."""
    path = innermost(page_blocks, found, 0.8)
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
