"""The errors raised on purpose; every message is one line, fit to show a person: what, why, what to do.

ZhaiyinError
  · ConfigurationError
  · UnreadableArticle
    · UnknownFormat
    · NoText
    · NoWords
    · TooLarge
    · TooComplex
    · Damaged
    · Mislabelled
    · Protected
    · ReaderMissing
    · Unreachable
    · NotPublic
  · UnreadableQuestionSet
  · UnknownShelf
  · ArticleNotFound
  · LibraryUnavailable
    · ArchiveUnavailable
    · ShelfChanged
  · TelegramUnavailable
    · TokenRefused
    · WebhookStands
"""

__all__ = [
    "ArchiveUnavailable",
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
    "ShelfChanged",
    "TelegramUnavailable",
    "TokenRefused",
    "TooComplex",
    "TooLarge",
    "UnknownFormat",
    "UnknownShelf",
    "Unreachable",
    "UnreadableArticle",
    "UnreadableQuestionSet",
    "WebhookStands",
    "ZhaiyinError",
]


class ZhaiyinError(Exception):
    """The root of all errors that this project raises on purpose."""


class ConfigurationError(ZhaiyinError):
    """A setting is missing or wrong."""


class UnreadableArticle(ZhaiyinError):
    """No article can be read from a file."""


class UnknownFormat(UnreadableArticle):
    """No reader knows the file's format."""


class NoText(UnreadableArticle):
    """A file is empty, or holds nothing but pictures."""


class NoWords(UnreadableArticle):
    """A message holds only signs and pictures."""


class TooLarge(UnreadableArticle):
    """A file is larger than the limit."""


class TooComplex(UnreadableArticle):
    """A file takes more time or memory, or has more parts, than a reader is allowed."""


class Damaged(UnreadableArticle):
    """A file is broken, or breaks its reader."""


class Mislabelled(UnreadableArticle):
    """A file is of another kind than its name says."""


class Protected(UnreadableArticle):
    """A file opens only with a password, or forbids copying."""


class ReaderMissing(UnreadableArticle):
    """The library that reads the file's format is not installed."""


class Unreachable(UnreadableArticle):
    """An address gives no page."""


class NotPublic(UnreadableArticle):
    """An address is not on the public web."""


class UnreadableQuestionSet(ZhaiyinError):
    """A question set is missing, broken or inconsistent."""


class UnknownShelf(ZhaiyinError):
    """There is no shelf of that name."""


class ArticleNotFound(ZhaiyinError):
    """There is no article of that id on the shelf."""


class LibraryUnavailable(ZhaiyinError):
    """The database cannot be opened or written."""


class ArchiveUnavailable(LibraryUnavailable):
    """The search cluster or the disk, where large shelves are found, does not do what it is asked."""


class ShelfChanged(LibraryUnavailable):
    """An article was removed or changed while a question that found it was answered."""


class TelegramUnavailable(ZhaiyinError):
    """The Bot API server refuses the token or cannot be reached."""


class TokenRefused(TelegramUnavailable):
    """The Bot API server refuses the token again and again."""


class WebhookStands(TelegramUnavailable):
    """A webhook is set, so that the bot cannot be polled."""
