"""The door for assistants: tools over the Model Context Protocol that quote the public shelf."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Annotated

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from bot.answering.quoting.citation import DEFAULT_STYLE, STYLES
from bot.answering.sources.finding import Order, found, ordered
from bot.assistant.assistant import Assistant
from bot.assistant.conversation import Conversation
from bot.errors import ArchiveUnavailable
from bot.reply import locale_of
from bot.reply.record import PASSAGES, References, article_record, listing_record, record
from bot.reply.shapes import AnswerObject, ArticleExcerpt, ArticleList, VerificationObject
from bot.reply.verification_record import verification_record

__all__ = ["run", "server"]

_MAX_CHARACTERS = 2000
_INSTRUCTIONS = """\
Quotes articles on a shelf word for word, with their sources; mostly Chinese ones. Nothing is composed: `passage` and \
`focus` are an article's own characters, to be quoted unchanged. Ask search_passages in the language of the articles; \
where `found` is false, the shelf does not say it. Before you quote from memory, hold the words against the articles \
with verify_claim. list_articles tells what is on the shelf, read_article reads on."""

Question = Annotated[
    str, Field(max_length=_MAX_CHARACTERS, description="The question, as a person would ask it.")
]
After = Annotated[
    str,
    Field(max_length=_MAX_CHARACTERS, description="The questions asked before, oldest first, one a line."),
]
Claim = Annotated[
    str,
    Field(
        max_length=_MAX_CHARACTERS,
        description="The words to verify; words in quotation marks each by themselves.",
    ),
]
ArticleId = Annotated[
    str, Field(pattern="^[a-z2-7]{10}$", description="The article's id, as list_articles has it.")
]
OnlyArticle = Annotated[
    str,
    Field(
        pattern="^([a-z2-7]{10})?$", description="The id of the only article to ask; empty for all of them."
    ),
]
Passages = Annotated[
    int, Field(ge=1, le=20, description="How many passages at most: the answer, and `others`.")
]
Style = Annotated[
    str, Field(json_schema_extra={"enum": list(STYLES)}, description="The style of `citation`.")
]
Words = Annotated[
    str,
    Field(
        max_length=_MAX_CHARACTERS,
        description="Words that title, author, publication or date holds; empty for all.",
    ),
]
Page = Annotated[int, Field(ge=1, le=9_999_999, description="The page, from 1.")]
PerPage = Annotated[int, Field(ge=1, le=200, description="How many articles a page has.")]
First = Annotated[int, Field(ge=1, le=9_999_999, description="The number of the first paragraph to read.")]
Paragraphs = Annotated[int, Field(ge=1, le=500, description="How many paragraphs at most.")]


def run(assistant: Assistant) -> None:
    """Serve one assistant on standard input and output until it disconnects."""
    server(assistant).run("stdio")


def server(assistant: Assistant) -> MCPServer:
    """Return a server that asks `assistant`."""
    tools = MCPServer("zhaiyin", title="Zhaiyin", instructions=_INSTRUCTIONS, version=version("zhaiyin"))
    door = _Tools(assistant)
    for tool in (door.search_passages, door.verify_claim, door.list_articles, door.read_article):
        tools.add_tool(tool, annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))
    return tools


class _Tools:
    """The tools; a docstring is what an assistant reads of each."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant, self._desk = assistant, assistant.desk

    def search_passages(
        self,
        question: Question,
        after: After = "",
        article_id: OnlyArticle = "",
        limit: Passages = PASSAGES,
        style: Style = DEFAULT_STYLE,
    ) -> AnswerObject:
        """The passage of an article that answers a question, word for word, with its focus, source and citation.

        Asked what an article is about, its outline. `found` is false where no article answers; then nothing is quoted.
        A question that leans on earlier ones (还有呢, and the second?) is answered in their light if `after` holds
        them; `after` in the result is the one that it leaned on, null if it stood alone. `items` are those of a list, in
        order, each with what is quoted of it and all of it. Where `choices` are given, ask again with the `article_id` of
        the article that is meant. `confidence` is a probability, 0 to 1.
        """
        conversation = Conversation(say=locale_of(question))
        with _telling(conversation):
            previous = self._assistant.previous.to_questions(conversation, after.splitlines())
            answer = self._assistant.ask(conversation, question, previous=previous, of=article_id).answer
        made = record(answer, conversation.say, self._references(style), limit=limit)
        return AnswerObject.model_validate(made)

    def verify_claim(self, claim: Claim, style: Style = DEFAULT_STYLE) -> VerificationObject:
        """Whether words stand in the articles: exactly, with differences, joined from several places, in part or not.

        Each of the `stretches` has what is `claimed` beside the `original`, and their `differences`; `nowhere` is what no
        article says.
        """
        conversation = Conversation(say=locale_of(claim))
        with _telling(conversation):
            made = verification_record(self._assistant.verify(conversation, claim), self._references(style))
        return VerificationObject.model_validate(made)

    def list_articles(
        self, words: Words = "", order: Order = Order.ADDED, page: Page = 1, limit: PerPage = 50
    ) -> ArticleList:
        """The articles on the shelf with their sources: all, or those that `words` find."""
        listed = ordered(found(self._desk.articles(), words), order)
        made = listing_record(
            listed,
            self._desk.added_at(of=listed[(page - 1) * limit : page * limit]),
            self._references(),
            page,
            limit,
        )
        return ArticleList.model_validate(made)

    def read_article(
        self, article_id: ArticleId, first: First = 1, limit: Paragraphs = 100
    ) -> ArticleExcerpt:
        """An article's source and its text from paragraph `first` on; `next` is where to read on, null at its end."""
        article = self._desk.shelf().article(article_id)
        if article is None:
            raise ToolError(f"{article_id}: no article of that id; list_articles has those there are")
        last = first - 1 + limit
        text = [span.cut(article.text) for span in article.paragraphs[first - 1 : last]]
        on = last + 1 if last < len(article.paragraphs) else None
        made = {**article_record(article, self._references()), "first": first, "text": text, "next": on}
        return ArticleExcerpt.model_validate(made)

    def _references(self, style: str = DEFAULT_STYLE) -> References:
        """Return the citation style, and links if the pages have a public address."""
        if style not in STYLES:
            raise ToolError(f"{style}: no such citation style; there are: {', '.join(STYLES)}")
        links = self._assistant.links
        if links is None:
            return References(style)
        return References(style, lambda article, paragraph: links.article(article, paragraph=paragraph))


@contextmanager
def _telling(conversation: Conversation) -> Iterator[None]:
    """Raise ToolError, which an assistant reads, while the archive cannot be searched."""
    try:
        yield
    except ArchiveUnavailable:
        raise ToolError(conversation.say("chat.archive_away")) from None
