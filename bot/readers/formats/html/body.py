"""Which blocks of a web page are its article: what trafilatura finds, and what stands with it in its element."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any

from bot.readers.formats.html.credits import is_credit
from bot.readers.markup import Block
from bot.readers.newspaper.byline import author_of
from bot.readers.newspaper.furniture import Kind, lines, squeeze
from bot.readers.tags import is_hidden, tag_name

__all__ = ["article_blocks", "ends_article", "is_frame", "is_link", "is_notice", "is_prose", "promotes"]

_TELLING_CHARACTERS = 12
"""As many characters of a paragraph tell it from every other on a page."""
_MAX_LINKED_SHARE = 0.6
_MOST = 0.6
"""The share of an article's prose that its element holds."""
_SENTENCE = re.compile(r"[。！？!?.…][”’」』）)\"']*$")
_NOTICE = re.compile(
    r"免责声明|免責聲明|版权声明|版權聲明|版权归|版权与|侵权|不代表本[站网平]|与本[站网]无关|本[站网](?:对|不|转载|所有)|未经.{0,30}(?:授权|许可|同意)"
    r"|转载(?:请|须)注明|法律责任|法律責任|违法和不良信息|Cookie|all rights reserved",
    re.IGNORECASE,
)
_PROMOTION = re.compile(
    r"[【\[［（(]?\s*(?:详细|详情|查看(?:详情|全文|更多|原文)|阅读(?:全文|原文|更多)|点击(?:查看|进入|阅读).{0,12}|更多|全文|进入专题)\s*[】\]］）)>＞»…]*$"
)
_AFTER = re.compile(
    r"\W*(?:(?:相关|相關)(?:阅读|閱讀|新闻|新聞|文章|链接|連結|报道|報導|推荐|专题|内容)|(?:推荐|推薦|延伸|热门|更多|精彩|最新)(?:阅读|閱讀|新闻|新聞|文章|推荐|推薦|评论|評論|内容)"
    r"|猜你喜欢|大家都在看|推荐|评论|評論|(?:网友|全部|最新|发表|暂无|参与)(?:评论|評論)|related (?:articles|posts|stories)|more from\b.{0,20}"
    r"|you may also like|comments?)\W*\d*\W*条?\W*",
    re.IGNORECASE,
)
_ADVERTISEMENT = re.compile(r"\W*(?:广告|廣告|AD|Advertisements?|Sponsored|赞助内容)\W*", re.IGNORECASE)
_DECLARED = (
    "//*[@id='js_content' or @id='vsb_content' or @id='ozoom' or @itemprop='articleBody'"
    " or contains(concat(' ', @class, ' '), ' v_news_content ') or contains(concat(' ', @class, ' '), ' TRS_Editor ')]"
)
_MAX_NOTICE_CHARACTERS = 600
_MAX_DECLARED = 20
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
            [i for i, block in enumerate(page_blocks) if _is_content(block)] if _is_small(page_blocks) else []
        )
    if not found:
        return []
    return _trim(page_blocks, _tail_cut(page_blocks, _closure(page_blocks, found, title)), title)


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
        i for i, block in enumerate(page_blocks) if block.path[: len(path)] == path and _is_content(block)
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


def is_link(block: Block) -> bool:
    """Return whether the block is a link and not a sentence that is one."""
    return block.linked > _MAX_LINKED_SHARE and not _SENTENCE.search(block.text)


def is_frame(block: Block) -> bool:
    """Return whether the block is a page's frame: navigation, footer, editors, a caption."""
    return all(line.kind in (Kind.FURNITURE, Kind.MASTHEAD, Kind.ASIDE) for line in lines(block.text))


def is_notice(block: Block) -> bool:
    """Return whether the block is the site's notice on rights and liability."""
    return len(block.text) <= _MAX_NOTICE_CHARACTERS and len(_NOTICE.findall(block.text)) >= (
        1 if len(block.text) < 60 else 2
    )


def _found(root: Any, page_blocks: Sequence[Block]) -> list[int]:
    """Return the blocks that trafilatura takes for the body of the page."""
    texts = _extracted(root)
    squeezed = {squeeze(text) for text in texts}
    whole = "".join(squeeze(text) for text in texts)
    openings = {text[:_TELLING_CHARACTERS] for text in squeezed if len(text) >= _TELLING_CHARACTERS}
    return [
        i
        for i, block in enumerate(page_blocks)
        if not (block.around or is_link(block) or _ADVERTISEMENT.fullmatch(block.text))
        and _is_in(block, squeezed, openings, whole)
    ]


def _extracted(root: Any) -> list[str]:
    import trafilatura
    from trafilatura.settings import use_config

    config = use_config()
    # its 250 characters are a long paragraph in Chinese; MIN_EXTRACTED_SIZE stays, or it would do without `div`
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "20")
    extracted: Any = trafilatura.bare_extraction(
        _shown(root), include_comments=False, include_tables=True, config=config
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


def is_prose(block: Block) -> bool:
    """Return whether the block reads as a paragraph of somebody's, and not of the page's frame."""
    return (
        not block.around
        and not is_link(block)
        and len(block.text) > 8
        and bool(_SENTENCE.search(block.text) or len(block.text) > 40)
        and not is_notice(block)
        and not is_frame(block)
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
    between = [i for i in inside if first < i < last and _is_content(page_blocks[i])]
    return sorted({*found, *earlier, *between, *later})


def _beside(page_blocks: Sequence[Block], numbers: Sequence[int], title: str) -> Iterator[int]:
    """Yield the blocks that go on with the article, up to the first that does not."""
    waiting: list[int] = []
    for i in numbers:
        block = page_blocks[i]
        if squeeze(block.text) == title or not _is_content(block) or ends_article(block) or is_credit(block):
            return
        waiting.append(i)
        if is_prose(block) or block.level or block.mark or block.tag in ("pre", "tr", "dt", "dd"):
            yield from waiting
            waiting = []


def _is_content(block: Block) -> bool:
    if (
        block.around
        or block.aside
        or is_link(block)
        or is_notice(block)
        or _ADVERTISEMENT.fullmatch(block.text)
    ):
        return False
    return not is_frame(block) or (block.tag in ("tr", "pre") and not re.search(r"[^\W\d_]", block.text))


def ends_article(block: Block) -> bool:
    """Return whether the block heads what follows an article: recommendations, comments."""
    return len(block.text) <= 24 and _AFTER.fullmatch(block.text) is not None


def _tail_cut(page_blocks: Sequence[Block], chosen: Sequence[int]) -> list[int]:
    """Return `chosen` up to the first block that promotes something else, outside the innermost element of the prose."""
    before = 0
    for n, i in enumerate(chosen):
        if before >= _ENOUGH and ends_article(page_blocks[i]):
            chosen = chosen[:n]
            break
        before += len(page_blocks[i].text) if is_prose(page_blocks[i]) else 0
    core = _element(page_blocks, [i for i in chosen if is_prose(page_blocks[i])], _MOST)
    ends = [n for n, i in enumerate(chosen) if page_blocks[i].path[: len(core)] == core]
    after = ends[-1] + 1 if ends else len(chosen)
    for n, i in enumerate(chosen[after:], after):
        if promotes(page_blocks[i]):
            rest = _prose(page_blocks, chosen[n:])
            return list(chosen[:n]) if 2 * rest < _prose(page_blocks, chosen[:n]) else list(chosen)
    return list(chosen)


def promotes(block: Block) -> bool:
    """Return whether the block below an article leads to something else."""
    if block.aside or is_link(block) or ends_article(block) or _PROMOTION.search(block.text):
        return True
    bare = block.mark or block.tag in ("li", "a", "span")
    return bool(bare) and len(block.text) < 12 and not re.search(r"[，。；：、]", block.text)


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
