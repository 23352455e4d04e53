"""The index of a shelf in a folder: built, kept up with the library, made smaller, opened by any number of processes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from bot.answering.index.cutting import seal_of
from bot.answering.index.disk.disk_shelf import DiskShelf
from bot.answering.index.disk.index_folder import DAMAGED, IndexFolder, is_refused
from bot.answering.index.disk.intake import Intake
from bot.answering.index.disk.layer import (
    Layer,
    Shelved,
    joined,
    layer_of,
    stack,
    stamp_of,
)
from bot.answering.index.disk.manifest import UNKNOWN, Manifest
from bot.answering.index.disk.store import Store
from bot.answering.index.disk.tables import Tables, sealed
from bot.answering.index.processes import Workshop
from bot.language.vocabulary import Vocabulary
from bot.retrieval.found import Finder
from bot.retrieval.found_writer import FoundWriter, writing
from bot.retrieval.packing import opened
from bot.retrieval.postings import Postings
from bot.retrieval.spare_memory import writing_bytes
from bot.retrieval.whole_file import require_space

__all__ = ["DiskIndex", "IndexDamaged"]

_BATCH = 1_000
_FRESH = 1_000
"""Articles of the newest table, which is written with every change; with more it becomes part of the large one."""
_COMMIT_S = 5.0
"""How long an index that nobody could ask so far is built until what there is of it can be asked."""
_SHOWN_AGAIN = 4
"""The next time comes once it has been built this many times as long: each leaves a piece, and many are slow to ask."""
_BYTES_A_PASSAGE = 5_000
"""What one of 300 characters takes in memory, at most, until its piece is written."""
Progress = Callable[[int, int], None]
"""Is told how many of how many articles are done."""


class IndexDamaged(Exception):
    """The folder does not hold what its manifest says; it has to be built anew."""


class _Change(NamedTuple):
    """What is to be done about articles that changed."""

    there: Sequence[Shelved]
    filled: Sequence[Shelved]
    """Those of them whose terms are not in the folder yet."""
    emptied: Sequence[int]
    """The numbers whose terms in the folder no longer count."""
    gone: Sequence[int]
    """The numbers that nobody has any more."""
    left: Sequence[Postings]
    """The postings as they were."""
    forgotten: Sequence[tuple[str, str]]
    """The ids and seals of those among them that are not needed."""


@dataclass(frozen=True)
class DiskIndex:
    """The index of the shelf `shelf`, whose articles are in `store`, in `folder`."""

    folder: Path
    shelf: str
    store: Store
    vocabulary: Vocabulary

    @property
    def seal(self) -> str:
        """What the manifest of an index bears that was made by these words, in this form."""
        return seal_of(self.vocabulary)

    @property
    def _there(self) -> IndexFolder:
        return IndexFolder(self.folder, self.seal)

    def manifest(self) -> Manifest | None:
        """Return what the folder says of itself; None if it holds no index of this form and vocabulary."""
        return self._there.manifest()

    def opened(self, manifest: Manifest, damaged: Callable[[], None] = lambda: None) -> DiskShelf:
        """Return the shelf as the manifest has it; `damaged` is called if a question meets damage. Raises IndexDamaged."""
        try:
            tables = self._there.tables(manifest)
            finder = Finder(self._there.terms(manifest))
        except DAMAGED as error:
            raise IndexDamaged(str(error)) from error
        return DiskShelf(tables, finder, self.shelf, self.store, self.vocabulary, manifest.revision, damaged)

    @property
    def is_ours(self) -> bool:
        """Whether this account may read and change the folder."""
        return self._there.is_ours

    def is_whole(self) -> bool:
        """Return whether every byte of the tables is as it was written, and tantivy can open its own."""
        return self._there.is_whole()

    def follow(self) -> Manifest | None:
        """Bring the index up to the library's state, and return it; None if it has to be built anew.

        Raises IndexBusy if another process is at it, IndexDamaged, LibraryUnavailable; one of DAMAGED if the disk takes
        no change, or the folder cannot be entered.
        """
        with self._there.changing():
            self._there.clear()
            manifest = self.manifest()
            if manifest is None or not manifest.is_complete:
                return None
            try:
                # what is being built may still need postings that this one does not
                return self._caught_up(manifest, forgetting=not self._there.is_being_built)
            except DAMAGED as error:
                if is_refused(error):
                    raise
                raise IndexDamaged(str(error)) from error

    def _caught_up(self, manifest: Manifest, *, forgetting: bool) -> Manifest | None:
        revision, ids = self.store.changed(self.shelf, manifest.revision)
        if ids is None or len(ids) > manifest.articles:
            return None
        if not ids and revision == manifest.revision:
            return manifest
        manifest, left = self._followed(manifest, revision, ids)
        if forgetting:
            self.store.forget(self.shelf, left)
        return manifest

    def _followed(
        self, manifest: Manifest, revision: int, ids: Sequence[str]
    ) -> tuple[Manifest, Sequence[tuple[str, str]]]:
        """Return the index with these articles as they are now, and the ids and seals of postings that it does not need."""
        layers = self._there.layers(manifest)
        with writing(self._there.terms(manifest), settled=False) as writer:
            # somebody was stopped after he had committed: of what changed since, the folder may hold anything
            is_ahead = manifest.committed not in (UNKNOWN, writer.committed)
            change = self._change(Tables(layers, self.seal), ids, is_ahead=is_ahead)
            for number in change.emptied:
                writer.remove(number)
            _add(writer, change.filled)
            names = self._written(layers, layer_of(change.there, change.left, change.gone), manifest)
            published = replace(
                manifest,
                revision=revision,
                layers=names,
                # what came and went meanwhile lies there under a number that nobody knows
                removed=manifest.removed + len(change.emptied) + is_ahead,
                committed=writer.commit(),
            )
            manifest = self._there.publish(published)
        return manifest, change.forgotten

    def settle(self) -> None:
        """Join the small pieces that many changes left. Raises IndexBusy."""
        with self._there.changing():
            manifest = self.manifest()
            if manifest is not None:
                with writing(self._there.terms(manifest)) as writer:
                    writer.commit()

    def forget(self) -> None:
        """Delete the folder, unless somebody builds the index in it."""
        self._there.delete()

    def _change(self, tables: Tables, ids: Sequence[str], *, is_ahead: bool) -> "_Change":
        """Return what is to be done about these articles; all their terms anew if the folder `is_ahead` of the tables.

        Raises ValueError if their postings are lost.
        """
        register = tables.register
        known = {one: number for one in ids if (number := register.number_of(one)) is not None}
        keys = tables.keys(list(known.values()))
        packed = self.store.postings(self.shelf, list(keys.values()))
        if len(packed) != len(known):
            raise ValueError("the postings of an article are lost")
        with self._intake() as intake:
            there = intake.shelved(ids, known, lambda number: bool(tables.stamps([number])))
        stamps, now = tables.stamps(list(known.values())), {one.number: _stamp(one) for one in there}
        kept = {(one.article.id, sealed(self.seal, _stamp(one))) for one in there}
        changed = {number for number in {*stamps, *now} if is_ahead or stamps.get(number) != now.get(number)}
        return _Change(
            there,
            filled=[one for one in there if one.number in changed],
            emptied=[number for number in changed if is_ahead or number in stamps],
            gone=[number for number in stamps if number not in now],
            left=[opened(each).postings for each in packed.values()],
            forgotten=[each for each in keys.values() if each not in kept],
        )

    def _written(self, layers: Sequence[Layer], fresh: Layer, manifest: Manifest) -> tuple[str, ...]:
        """Write the tables with the fresh one on top, and return the names of their files."""
        base = layers[:1] if layers and len(layers[0].entries.numbers) > _FRESH else []
        fresh = joined([*layers[len(base) :], fresh])
        if base and len(fresh.entries.numbers) <= _FRESH:
            return manifest.layers[0], self._there.write(fresh)
        return (self._there.write(joined([*base, fresh]) if base else fresh),)

    def build(
        self, progress: Progress = lambda _done, _all: None, published: Callable[[], None] = lambda: None
    ) -> Manifest:
        """Build the index of all articles beside what is there, which is asked, and follows every change, until it is done.

        If nothing is there, what is done so far can be asked from time to time; then `published` is called. That leaves
        it in pieces, so that it is then written once more, of the postings that are kept by now, if half as many pieces
        hold it. Raises IndexBusy if another process is at it, LibraryUnavailable, OSError.
        """
        before = self.manifest()
        manifest = self._built(progress, published)
        if before is not None and before.is_complete:
            return manifest
        fewest = ceil(manifest.passages * _BYTES_A_PASSAGE / writing_bytes())
        if Finder(self._there.terms(manifest)).pieces < max(2, 2 * fewest):
            return manifest
        published()
        return self._built(progress, published)

    def _built(self, progress: Progress, published: Callable[[], None]) -> Manifest:
        with self._there.building(), ExitStack() as held:
            held.enter_context(self._there.changing(patiently=True))
            manifest = self._there.begin()
            revision, _ = self.store.changed(self.shelf, -1)
            ids = self.store.ids(self.shelf)
            before = self.manifest()
            is_shown = before is None or not before.is_complete
            if not is_shown:
                held.close()
            manifest, layers = self._filled(manifest, ids, progress, published if is_shown else None)
            if not is_shown:
                held.enter_context(self._there.changing(patiently=True))
            return self._finished(replace(manifest, revision=revision, is_complete=True), layers)

    def _filled(
        self, manifest: Manifest, ids: Sequence[str], progress: Progress, published: Callable[[], None] | None
    ) -> tuple[Manifest, list[Layer]]:
        """Fill the folder with the terms of these articles, and return their tables; what is done so far is `published`."""
        layers: list[Layer] = []
        begun, shown_after = monotonic(), _COMMIT_S
        with writing(self._there.terms(manifest), writing_bytes()) as writer:
            for batch in self._batches(ids, progress, layers):
                _add(writer, batch)
                if published is not None and monotonic() - begun > shown_after:
                    writer.commit()
                    manifest = self._so_far(manifest, layers)
                    published()
                    shown_after = _SHOWN_AGAIN * (monotonic() - begun)
            return replace(manifest, committed=writer.commit()), layers

    def _finished(self, manifest: Manifest, layers: list[Layer]) -> Manifest:
        """Publish the index, catch up with what changed meanwhile, and forget the postings that nothing needs."""
        begun = manifest.revision
        manifest = self._so_far(manifest, layers)
        manifest = self._caught_up(manifest, forgetting=False) or manifest
        _, changed = self.store.changed(self.shelf, begun)
        tables = self._there.tables(manifest)
        numbers = (tables.register.number_of(one) for one in changed or ())
        needed = tables.keys([number for number in numbers if number is not None])
        self.store.forget_all_but(self.shelf, changed or (), list(needed.values()))
        self.store.forget_others(self.shelf, self.seal, manifest.revision)
        return manifest

    def _batches(
        self, ids: Sequence[str], progress: Progress, layers: list[Layer]
    ) -> Iterator[list[Shelved]]:
        """Yield the articles, with each batch its table is added to `layers`."""
        taken: set[int] = set()
        with self._intake() as intake:
            for start in range(0, len(ids), _BATCH):
                shelved = intake.shelved(ids[start : start + _BATCH], {}, taken.__contains__)
                taken.update(one.number for one in shelved)
                stack(layers, layer_of(shelved))
                yield shelved
                require_space(self.folder, 0)
                progress(min(start + _BATCH, len(ids)), len(ids))

    @contextmanager
    def _intake(self) -> Iterator[Intake]:
        with Workshop() as workshop:
            yield Intake(self.store, self.shelf, self.vocabulary, self.seal, workshop)

    def _so_far(self, manifest: Manifest, layers: list[Layer]) -> Manifest:
        """Publish the index with these tables, joined to one."""
        layers[:] = [joined(layers)] if layers else [layer_of([])]
        published = replace(manifest, layers=(self._there.write(layers[0]),))
        return self._there.publish(published, is_builder=True)


def _add(writer: FoundWriter, shelved: Sequence[Shelved]) -> None:
    for one in shelved:
        writer.add(one.number, _stamp(one), one.postings)


def _stamp(one: Shelved) -> int:
    return stamp_of(one.article.text_hash)
