"""Questions about the article itself: its author, date, publication, edition, title.

A question is one of these when nothing is left of it once the words for the fields, the words
for "this article" and the names of the article itself are taken away. So 作者是谁 is, and
作者认为数字化的根本要求是什么 is not.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from types import MappingProxyType

from bot.answering.index.names import bare
from bot.answering.index.register import NAMED, Register
from bot.answering.sources.about import calls_it_a_text
from bot.answering.sources.catalogue import Catalogue
from bot.language.expressions import expression
from bot.language.han import has_han
from bot.language.normalise import folded
from bot.model import Article, Field, Source
from bot.remembered import remembered

__all__ = ["MOST_READ", "SourceRecords", "asked_fields"]

_WHEN = r"(?:什么时候|什么时间|啥时候|啥时间|何时|几时|哪一?天|哪一?日|哪一?年|哪一?个?月|几月几[号日]|几月份?|几号|多久以?前|年份)"
_PUBLISH = r"(?:发表|刊登|刊发|刊载|登载|登报|见报|上报|发布|出版|登出来|登|刊|发|写成|写|出)"
_WHERE = r"(?:哪里|哪儿|哪个地方|什么地方|何处|哪)"
_PAPER = r"(?:日报|晚报|报纸|报刊|报社|报|媒体|刊物|杂志|期刊|平台)"
_WHAT = r"(?:哪一?[个家份张种本]?|什么|啥|何)"

_CHINESE: Mapping[Field, str] = MappingProxyType(
    {
        Field.AUTHOR_POST: r"职务|身份|头衔|职位|职称|任职|官职|来头"
        rf"|(?:作者|笔者|他|她)?(?:目前|当时|现在)?(?:是|在)?(?:干什么|干啥|干嘛|做什么|做啥|什么人|何许人|何人|{_WHAT}单位)(?:的|也|工作|任职|上班)?"
        r"|担任(?:什么|啥|何)(?:职务?)?|(?:什么|啥)(?:官|领导|级别)|作者(?:的)?(?:简介|介绍|背景|单位)",
        Field.AUTHOR: r"作者|笔者|撰稿人?|撰写者?|撰写?人|执笔人?|署名|撰文|作家"
        r"|(?:谁|哪一?位)(?:所|来)?(?:写|作|著|撰|执笔)|(?:出自|来自)谁(?:的?(?:手笔|之?手))?|谁的(?:文章|手笔|作品|稿子|稿)|何人(?:所)?(?:写|作|著|撰)|写(?:这篇|本)?(?:文章|稿子)?的?(?:人|是谁)",
        Field.PUBLISHED: rf"{_PUBLISH}(?:出来|出)?(?:的|于|在|是)*(?:日期|时间|日子|{_WHEN})"
        rf"|{_WHEN}(?:的)?(?:{_PUBLISH}(?:出来|出)?|文章|报纸?|稿子?)?|日期",
        Field.EDITION: rf"版面|版次|版号|版名|版位|页码|第几[版页]|几版|{_WHAT}(?:版面?|页)|几页",
        Field.COLUMN: rf"(?:{_WHAT})?(?:栏目|专栏)|{_WHAT}栏",
        Field.PUBLICATION: rf"{_WHAT}{_PAPER}|报纸|报刊|刊物|媒体|出处|来源|转自|摘自|报名"
        rf"|(?:{_PUBLISH}|出自|来自|源自)(?:于|在|到)*(?:{_WHERE})|(?:在)?{_WHERE}(?:可以|能)?(?:{_PUBLISH}|看到|出来)",
        Field.TITLE: r"标题|题目|题名|篇名|文题|大标题|主标题|(?:文章|文|篇)名(?:字|称)?",
        Field.URL: r"链接|连[接结]|网址|网页|url|link|原文(?:地址|在哪里?)|网上(?:地址)?",
        Field.LENGTH: r"多少字|字数|几千字|几个字|有?多长|篇幅(?:有?多[大少长])?|(?:多少|几)个?(?:自然)?段落?|长度",
        Field.RIGHTS: r"(?:版权|著作权)(?:归|属于?|是|在)*谁?(?:所有)?|(?:可以|能|能不能|可不可以|允许)?转载|(?:需?要)?授权",
    }
)

# Asks for the title only if it asks for nothing else: 版面叫什么 is about the page.
_CALLED = r"(?:叫|名)(?:做|作|为)?(?:什么|啥)(?:名字?|题目|标题)?|(?:什么|啥)(?:名字?|题)|名字|名称"

_FILLER = expression(
    r"请问|请教|请|告诉|[你您]?知道|想|[你您]?能不能|[你您]?能否|[你您]?能|可以|帮|给|查|找|问|说|讲|看|一下|下子?|我们?"
    r"|这|那|篇|本|该|此|文章|文|稿子?|报道|笔谈|内容|东西|原|全|整"
    r"|的|地|得|了|是|属于|在|于|由|被|上|里|中|有|为|所|来着?|过|着"
    r"|吗|呢|啊|呀|吧|嘛|么|哈|哦|哇|咧|捏"
    r"|哪里|哪儿|哪|个|家|份|张|位|一|什么|啥|多少|几|第|谁|何|人|号|年|月|日|天|时候|时间"
    r"|叫|写|作|著|发表|刊登|登载|登|见报|发布|刊发|出版|发|刊|载|报纸|报"
    r"|具体|到底|究竟|和|与|跟|及|以及|还有|或者?|分别|都|它|他|她|其|并|又|也|就|是否|大概|总共|一共|共|名字?|姓名?|姓"
)

_ENGLISH: Mapping[Field, str] = MappingProxyType(
    {
        Field.AUTHOR_POST: r"\b(?:position|post|job|occupation|affiliation|role)\b",
        Field.AUTHOR: r"\b(?:authors?|writer|byline|who wrote|wrote|written by|who penned)\b",
        Field.PUBLISHED: r"\b(?:date of publication|publication date|when|date|dated|day|year|month)\b",
        Field.EDITION: r"\b(?:page|pages|edition|section)\b",
        Field.COLUMN: r"\bcolumn\b",
        Field.PUBLICATION: r"\b(?:newspaper|paper|publication|publisher|journal|magazine|where|source)\b",
        Field.TITLE: r"\b(?:title|titled|headline|called|name)\b",
        Field.URL: r"\b(?:links?|url|website|web address)\b",
        Field.LENGTH: r"\b(?:how long|length|word count|how many (?:words|characters|paragraphs))\b",
        Field.RIGHTS: r"\b(?:copyright|rights|licence|license)\b",
    }
)

_ENGLISH_FILLER = expression(
    r"\b(?:the|a|an|is|was|are|were|it|its|it's|this|that|article|essay|piece|text|story|of|in|on|at|to|by|for|from"
    r"|what|what's|which|who|whose|whom|how|did|does|do|can|could|you|please|tell|me|give|show|i|know|and|or|his|her|their"
    r"|publish|published|printed|appear|appeared|appears|own|owns|run|released|written|come|came|out|has|have|be|name|s)\b"
)


# 你能 alone is a plea, as in 你能告诉我; 你能做什么 asks what the bot is for.
_ASKS_THE_BOT = expression(r"[你您]们?(?:都|还|到底|究竟)?(?:能|会|可以)+(?:帮我?|给我)?(?:做|干)")
_ASKS = expression("|".join((*_CHINESE.values(), *_ENGLISH.values(), _CALLED, "谁", r"^who\b")))


# Asked of a text rather than of a thing: a bridge has a date too, but it does not appear on a page.
_ASKED_OF_TEXTS = expression(
    r"写|作者|笔者|撰|署名|执笔|发表|刊|登|见报|版[面次号名位]|[第几哪]一?版|栏目|专栏|转载|稿|\b(?:wrote|writer|author|written|byline|newspaper|column)\b"
)
_THIS_TEXT = expression(r"(?:这|那|本|该|此)一?(?:篇|个|份)?(?:文章|论文|报道|笔谈|稿子?|文)")
_SHORTEST_PART = 3
"""Characters of a title's part that names its article, if nothing calls it an article."""
_LONGEST_NAMING = 200
"""Characters of a question that names an article by a part of its title."""
MOST_READ = 1_000
"""The newest of the articles named whose records are looked at; nobody chooses from more."""
_NAMELESS = Article(Source(title=""), "")


class SourceRecords:
    """The source records of a shelf, and which of them a question asks for."""

    def __init__(self, register: Register, catalogue: Catalogue | None = None) -> None:
        self._register = register
        self._catalogue = catalogue or Catalogue(register)

    def _is_alone(self, text: str) -> bool:
        """Return whether the text is the name of a paper or an author, which alone asks for the record."""
        return any(self._register.has_bare(field, bare(text)) for field in (Field.PUBLICATION, Field.AUTHOR))

    def asked(
        self, question: str, meant: Article | None = None
    ) -> tuple[Sequence[Article], tuple[Field, ...]] | None:
        """Return the articles and the fields asked for, in the order of `Field`; None if none are.

        The articles are those that the question names, in full or by a part of the title; if it names none, `meant`,
        or all. Newest first, and only one where all that are named have the same record.
        """
        text = folded(question)
        if _ASKS_THE_BOT.search(text) or (not _ASKS.search(text) and not self._is_alone(text)):
            return None
        numbers = self._register.numbers
        if len(numbers) > 1 and (fields := asked_fields(question, _NAMELESS)):
            return ((meant,) if meant else self._register.articles(numbers[::-1])), fields
        named = self._named(text)
        if not named and len(numbers) > 1:
            return self._titled(text)
        return _alike(_fitting(question, self._register.articles(named or numbers)[-MOST_READ:]))

    def _named(self, text: str) -> list[int]:
        """Return the numbers of the articles of which any name stands in the text, in order."""
        named = (
            self._register.named(field, name)
            for field in NAMED
            for name in self._register.names_in(field, text)
        )
        return sorted(set(chain.from_iterable(named)))

    def _titled(self, text: str) -> tuple[tuple[Article, ...], tuple[Field, ...]] | None:
        """Return the articles that a part of their title names, and the fields."""
        fields, name = _fields_and_name(text[:_LONGEST_NAMING])
        is_text, of_texts = calls_it_a_text(text), _ASKED_OF_TEXTS.search(text)
        least = 0.5 if re.search("[《〈]", text) else 0.0
        if (
            not fields
            or len(text) > _LONGEST_NAMING
            or not (is_text or (of_texts and len(name) >= _SHORTEST_PART))
        ):
            return None
        titled = self._catalogue.titled(name, least)
        articles = self._register.articles(sorted(titled, reverse=True)[:MOST_READ])
        ordered = tuple(field for field in Field if field in fields)
        return _alike([(article, ordered) for article in articles])


def _fitting(question: str, articles: Iterable[Article]) -> list[tuple[Article, tuple[Field, ...]]]:
    """Return those of the articles of which the question asks for fields, newest first, with the fields."""
    text = folded(question)
    known: dict[tuple[tuple[Field, str | None], ...], tuple[Field, ...]] = {}
    fitting = []
    for article in reversed(list(articles)):
        # of a thousand articles by one author, all are asked for the same
        names = tuple((field, _form_in(text, name)) for field, name in _names(article).items())
        fields = known.get(names)
        if fields is None:
            fields = known[names] = asked_fields(question, article)
        if fields:
            fitting.append((article, fields))
    return fitting


def _alike(
    fitting: Sequence[tuple[Article, tuple[Field, ...]]],
) -> tuple[tuple[Article, ...], tuple[Field, ...]] | None:
    """Return the articles that are asked for what the newest is; only that one if their records say the same."""
    if not fitting:
        return None
    fields = fitting[0][1]
    articles = tuple(article for article, other in fitting if other == fields)
    values = {tuple(getattr(a.source, f, a.id) for f in fields) for a in articles}
    return (articles if len(values) > 1 else articles[:1]), fields


def _fields_and_name(text: str) -> tuple[set[Field], str]:
    """Return the fields whose words stand in the folded text, and the words left that may name an article."""
    text, chinese = _in_one_language(text)
    patterns, filler = (_CHINESE, _FILLER) if chinese else (_ENGLISH, _ENGLISH_FILLER)
    found: set[Field] = set()
    for field, pattern in patterns.items():
        text, count = re.subn(pattern, "\0", text)
        if count:
            found.add(field)
    pieces = (
        re.sub(rf"^(?:关于|有关|{filler.pattern}|\W)+|(?:{filler.pattern}|\W)+$", "", piece)
        for piece in text.split("\0")
    )
    return found, " ".join(piece for piece in pieces if piece)


def asked_fields(question: str, article: Article) -> tuple[Field, ...]:
    """Return the fields of the article's source record that `question` asks for, in their order.

    None if the question asks for anything besides; simplified, traditional and English are understood.
    """
    text, named = _without_names(folded(question), article)
    text, chinese = _in_one_language(text)
    rest = re.sub(r"[^\w]+", "" if chinese else " ", text).replace("_", "").strip()
    fields = _chinese_fields(rest) if chinese else _fields(rest, _ENGLISH, _ENGLISH_FILLER)
    if fields is None:
        return ()
    if Field.TITLE in named:
        fields = fields - _of_its_subject(rest)
    if not rest:
        fields = _bare(folded(question), article)
    elif not fields - {Field.AUTHOR} and re.search("谁|作者|^who", rest):
        fields = fields | _person(named)
    return tuple(field for field in Field if field in fields)


def _in_one_language(text: str) -> tuple[str, bool]:
    """Return the folded text, and whether it is Chinese; an English question may say 这篇文章 for the article."""
    english = _THIS_TEXT.sub(" this article ", text)
    if not has_han(english):
        return english, False
    return text, True


def _of_its_subject(text: str) -> set[Field]:
    """Return the fields that ask about the thing behind a title, not about the article."""
    return {Field.TITLE} if re.search("字|段|篇幅", text) else {Field.TITLE, Field.LENGTH}


def _chinese_fields(text: str) -> set[Field] | None:
    fields = _fields(text, _CHINESE, _FILLER)
    if fields:
        return fields
    return _fields(text, {Field.TITLE: _CALLED}, _FILLER)


def _fields(text: str, patterns: Mapping[Field, str], filler: re.Pattern[str]) -> set[Field] | None:
    """Return the fields whose words stand in `text`; None if other words stand there too."""
    found: set[Field] = set()
    for field, pattern in patterns.items():
        text, count = re.subn(pattern, "\0", text)
        if count:
            found.add(field)
    rest = re.sub(_CALLED, "", text) if found else text
    return found if not filler.sub("", rest.replace("\0", "")).strip() else None


def _person(named: set[Field]) -> set[Field]:
    """Return what 谁 asks for: of an author, the post too; of a post, the author."""
    if Field.AUTHOR in named:
        return {Field.AUTHOR, Field.AUTHOR_POST}
    return {Field.AUTHOR} if Field.AUTHOR_POST in named else set()


def _bare(question: str, article: Article) -> set[Field]:
    """Return what the author's or the paper's name asks for if it stands alone."""
    return next((fields for name, fields in _bare_names(article).items() if name == bare(question)), set())


@remembered(4096)
def _bare_names(article: Article) -> Mapping[str, set[Field]]:
    names = {
        bare(folded(article.source.publication or "")): {Field.PUBLICATION, Field.PUBLISHED},
        bare(folded(article.source.author or "")): {Field.AUTHOR, Field.AUTHOR_POST},
    }
    return {name: fields for name, fields in names.items() if name}


@remembered(4096)
def _names(article: Article) -> Mapping[Field, str]:
    """Return the article's own title, author, post, paper and column, folded, if it has them."""
    source = article.source
    names = {
        Field.TITLE: source.title,
        Field.AUTHOR: source.author,
        Field.AUTHOR_POST: source.author_post,
        Field.PUBLICATION: source.publication,
        Field.COLUMN: source.column,
    }
    return {field: folded(name) for field, name in names.items() if name}


def _without_names(text: str, article: Article) -> tuple[str, set[Field]]:
    """Return `text` without the article's own names, and the fields of those that stood there."""
    named: set[Field] = set()
    for field, name in _names(article).items():
        form = _form_in(text, name)
        if form:
            text = text.replace(form, "")
            named.add(field)
    return text, named


def _form_in(text: str, name: str) -> str | None:
    return next((form for form in _forms(name) if form in text), None)


def _forms(name: str) -> list[str]:
    """Return the name, and the name without its first characters, down to the last four."""
    return [name, *(name[start:] for start in range(1, len(name) - 3))]
