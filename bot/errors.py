"""The error tree; every message is one line, fit to show a person: what, why, what to do."""

__all__ = [
    "ArticleNotFound",
    "ConfigurationError",
    "LibraryUnavailable",
    "NoText",
    "TelegramUnavailable",
    "TooLarge",
    "UnknownFormat",
    "UnknownShelf",
    "UnreadableArticle",
    "UnreadableQuestionSet",
    "ZhaiyinError",
]


class ZhaiyinError(Exception):
    """The root of everything this project raises on purpose."""


class ConfigurationError(ZhaiyinError):
    """A setting is missing or wrong."""


class UnreadableArticle(ZhaiyinError):
    """A file is there but no article can be read from it."""


class UnknownFormat(UnreadableArticle):
    """No reader knows the file's format."""


class NoText(UnreadableArticle):
    """A file is empty, or holds nothing but pictures."""


class TooLarge(UnreadableArticle):
    """A file is larger than what is read."""


class UnreadableQuestionSet(ZhaiyinError):
    """A question set is missing, broken or inconsistent."""


class UnknownShelf(ZhaiyinError):
    """There is no shelf of that name."""


class ArticleNotFound(ZhaiyinError):
    """There is no article of that id on the shelf."""


class LibraryUnavailable(ZhaiyinError):
    """The database cannot be opened or written."""


class TelegramUnavailable(ZhaiyinError):
    """The Bot API server refuses the token or cannot be reached."""
