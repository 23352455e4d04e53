"""The door for assistants: three tools over the Model Context Protocol that quote the public shelf."""

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from bot.assistant.assistant import Assistant
from bot.assistant.conversation import Conversation
from bot.reply import locale_of
from bot.reply.record import article_record, record
from bot.reply.verification_record import verification_record

__all__ = ["run", "server"]

Json = dict[str, object]
_MAX_AFTER = 2000
"""Characters of earlier questions that are read."""


def run(assistant: Assistant) -> None:
    """Serve one assistant on standard input and output until it disconnects."""
    server(assistant).run("stdio")


def server(assistant: Assistant) -> MCPServer:
    """Return a server that asks `assistant`."""
    desk = assistant.desk
    tools = MCPServer("zhaiyin", instructions="Quotes Chinese articles verbatim, with their sources.")

    def search_passages(question: str, after: str = "", article_id: str = "") -> Json:
        """The passage of an article that answers a question, word for word, with its focus, source and citation.

        Asked what an article is about, its outline. `found` is false where no article answers; then nothing is quoted.
        A question that leans on earlier ones (还有呢, and the second?) is answered in their light if `after` holds
        them, oldest first, one a line; `after` in the result is the one that it leaned on, null if it stood alone.
        `items` are those of a list, in order, each with what is quoted of it and all of it. Where `choices` are given, ask
        again with the `article_id` of the article that is meant; with one, only that article is asked. `confidence` is a
        probability, 0 to 1.
        """
        conversation = Conversation(say=locale_of(question))
        previous = assistant.previous.to_questions(conversation, after[-_MAX_AFTER:].splitlines())
        answer = assistant.ask(conversation, question, previous=previous, of=article_id).answer
        return record(answer, conversation.say)

    def verify_claim(claim: str) -> Json:
        """Whether words stand in the articles: exactly, with differences, joined from several places, in part or not.

        Each of the `stretches` has what is `claimed` beside the `original`, and their `differences`; `nowhere` is what no
        article says. Words in quotation marks are verified each by themselves. At most 2,000 characters are read.
        """
        conversation = Conversation(say=locale_of(claim))
        return verification_record(assistant.verify(conversation, claim))

    def read_article(article_id: str = "") -> Json:
        """An article's source and its text, paragraph by paragraph; without an id, the list of articles."""
        if not article_id:
            return {"articles": [article_record(article) for article in desk.articles()]}
        article = desk.shelf().answerer.article(article_id)
        if article is None:
            raise ToolError(f"{article_id}: no article of that id; call without one for the list")
        return {**article_record(article), "text": [span.cut(article.text) for span in article.paragraphs]}

    for tool in (search_passages, verify_claim, read_article):
        tools.add_tool(tool, annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))
    return tools
