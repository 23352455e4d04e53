"""The error tree; every message is one line, fit to show a person: what, why, what to do."""

__all__ = [
    "ArticleNotFound",
    "ConfigurationError",
    "Damaged",
    "LibraryUnavailable",
    "Mislabelled",
    "NoText",
    "NoWords",
    "NotPublic",
    "Protected",
    "ReaderMissing",
    "TelegramUnavailable",
    "TooComplex",
    "TooLarge",
    "UnknownFormat",
    "UnknownShelf",
    "Unreachable",
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


class NoWords(UnreadableArticle):
    """A message holds signs and pictures only."""


class TooLarge(UnreadableArticle):
    """A file is larger than what is read."""


class TooComplex(UnreadableArticle):
    """A file takes more time, memory or parts than a reader is given."""


class Damaged(UnreadableArticle):
    """A file is broken, or breaks its reader."""


class Mislabelled(UnreadableArticle):
    """A file is of another kind than its name says."""


class Protected(UnreadableArticle):
    """A file opens with a password only, or forbids copying."""


class ReaderMissing(UnreadableArticle):
    """The library that reads the file's format is not installed."""


class Unreachable(UnreadableArticle):
    """An address gives no page."""


class NotPublic(UnreadableArticle):
    """An address is none of the public web."""


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
