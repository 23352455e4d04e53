"""An article's passages as documents of a search cluster, and the index that takes them."""

from collections.abc import Iterator, Mapping

from bot.answering.index.cluster.ports import Written
from bot.answering.index.disk.layer import Shelved, stamp_of
from bot.retrieval.engine import K1, B
from bot.retrieval.generation import Entry
from bot.retrieval.tokens import documents_of

__all__ = ["deleted", "entry_of", "index_body", "written"]

_PASSAGES_A_SHARD = 2_000_000
_MOST_SHARDS = 12


def index_body(characters: int, shards: int | None = None) -> Mapping[str, object]:
    """Return settings and fields of an index for so many characters.

    Tokens are ours, cut already; BM25 has the parameters of the engine in memory. What was deleted still counts until
    it is merged away, which is not before every copy has said, twice a minute, that it needs it no more; little is let
    lie. The refresh interval is named so that a search after a rest is not slower. Nothing is stored but what a search
    returns: texts stay in the library.
    """
    few = min(_MOST_SHARDS, 1 + characters // (300 * _PASSAGES_A_SHARD))
    return {
        "settings": {
            "number_of_shards": shards or few,
            "auto_expand_replicas": "0-1",
            "refresh_interval": "1s",
            "index.merge.policy.deletes_pct_allowed": 10,
            "index.merge.policy.expunge_deletes_allowed": 0,
            "similarity": {"ours": {"type": "BM25", "k1": K1, "b": B, "discount_overlaps": False}},
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"enabled": False},
            "properties": {
                "terms": {
                    "type": "text",
                    "analyzer": "whitespace",
                    "similarity": "ours",
                    "index_options": "freqs",
                },
                "article": {"type": "long"},
                "passage": {"type": "integer", "index": False},
                "stamp": {"type": "keyword", "index": False},
            },
        },
    }


def written(one: Shelved, version: int) -> Iterator[Written]:
    """Yield the article's passages."""
    stamp = f"{stamp_of(one.article.text_hash):016x}"
    for number, tokens in enumerate(documents_of(one.postings)):
        document = {"terms": tokens, "article": one.number, "passage": number, "stamp": stamp}
        yield Written(f"{one.article.id}-{number}", version, document)


def deleted(entry: Entry, first: int, version: int) -> Iterator[Written]:
    """Yield that the article's passages from the `first` on are to be deleted, all that may be there."""
    for number in range(first, max(entry.reserved, entry.passages)):
        yield Written(f"{entry.id}-{number}", version, None)


def entry_of(one: Shelved) -> Entry:
    """Return what an index holds of the article."""
    lengths = one.postings.parts.lengths
    passages = len(one.postings.firsts) - 1
    stamp = stamp_of(one.article.text_hash)
    return Entry(one.article.id, one.number, stamp, passages, len(lengths), int(lengths.sum()), passages)
