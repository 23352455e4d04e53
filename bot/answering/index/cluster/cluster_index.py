"""The index of a shelf in a search cluster: built beside the one that is asked, kept up with the library, cleared away."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from bot.answering.index.cluster.documents import deleted, entry_of, index_body, written
from bot.answering.index.cluster.ports import Cluster, Roster, Written
from bot.answering.index.cutting import CUT, seal_of
from bot.answering.index.disk.intake import Intake
from bot.answering.index.disk.layer import Shelved
from bot.answering.index.disk.store import Store
from bot.answering.index.disk.tables import sealed
from bot.answering.index.processes import Workshop
from bot.language.vocabulary import Vocabulary
from bot.retrieval.found_writer import IndexBusy
from bot.retrieval.generation import Entry, Generation, Job, Stage

__all__ = ["IN_USE", "ClusterIndex"]

_BATCH = 250
"""Articles that are sent at once, and noted as done."""
IN_USE = timedelta(seconds=60)
"""How long an index that was retired stays, for whoever has not heard of it yet."""

Progress = Callable[[int, int], None]
"""Is told how many of how many articles are done."""


@dataclass(frozen=True)
class ClusterIndex:
    """The index of the shelf `shelf`, whose articles are in `store`, in `cluster`, as `roster` has noted."""

    shelf: str
    store: Store
    roster: Roster
    cluster: Cluster
    vocabulary: Vocabulary
    shards: int | None = None
    """Of a new index; by its size if None."""

    @property
    def seal(self) -> str:
        """What is noted of an index that was made by these words, in this form."""
        return seal_of(self.vocabulary)

    @property
    def alias(self) -> str:
        """The name that always stands for the shelf's live index, for those who look into the cluster."""
        return f"zhaiyin-{sha256(self.shelf.encode()).hexdigest()[:16]}"

    def live(self) -> Generation | None:
        """Return the index to be asked; None if there is none of this form. It may be of another vocabulary."""
        live, _ = self.standing()
        return live

    def standing(self) -> tuple[Generation | None, Generation | None]:
        """Return the index to be asked, and the one of this vocabulary that is being built; None for one that is not there.

        Both as of one moment: what is being built may take the other's place in the next.
        """
        readable = [one for one in self.roster.of(self.shelf) if one.form == CUT]
        live = (one for one in readable if one.state == Stage.LIVE)
        unfinished = (one for one in readable if one.state == Stage.BUILDING and one.seal == self.seal)
        return next(live, None), next(unfinished, None)

    def follow(self, generation: Generation) -> bool:
        """Send the cluster what has changed, unless another process does; return whether the index has it all."""
        if not self.roster.jobs(generation.name, 1):
            return True
        with self.roster.alone(f"follow {generation.name}") as is_alone:
            if is_alone:
                self._follow(generation)
        return is_alone

    def _follow(self, generation: Generation) -> None:
        while jobs := self.roster.jobs(generation.name, _BATCH + 1):
            # one more was asked for, since articles of one revision may be parted
            rest, jobs = jobs[_BATCH:], jobs[:_BATCH]
            upto = rest[0].revision - 1 if rest else jobs[-1].revision
            self._learn(generation, max(generation.revision, upto), jobs)

    def _learn(self, generation: Generation, revision: int, jobs: Sequence[Job]) -> None:
        """Bring the cluster what these articles are now, and note it once all of it can be found."""
        name, ids = generation.name, [job.id for job in jobs]
        known = self.roster.entries(name, ids)
        numbers = {one: entry.number for one, entry in known.items() if entry.stamp is not None}
        with self._intake(generation.seal) as intake:
            shelved = intake.shelved(ids, numbers, lambda number: self.roster.is_taken(name, number))
        there = {one.article.id: entry_of(one) for one in shelved}
        gone = [
            Entry(one, entry.number, None)
            for one, entry in known.items()
            if one not in there and (entry.stamp is not None or entry.reserved)
        ]
        self.roster.will_hold(name, [each for one, each in there.items() if _grows(each, known.get(one))])
        version = max(revision, *(job.revision for job in jobs))
        changes = list(_changes(shelved, gone, known, version))
        if changes:
            self.cluster.write(name, changes)
            self.cluster.show(name)
        self.roster.done(name, revision, [*there.values(), *gone], jobs)
        self.store.forget(self.shelf, list(_left(known.values(), there, generation.seal)))

    def build(
        self,
        characters: int,
        progress: Progress = lambda _done, _all: None,
        published: Callable[[], None] = lambda: None,
    ) -> Generation:
        """Build the index of all articles beside the one that is asked, until it takes its place.

        `published` is called with each part that can be asked. Raises IndexBusy if another process is at it.
        """
        with self.roster.alone(f"build {self.shelf}") as is_alone:
            if not is_alone:
                raise IndexBusy(self.shelf)
            # whoever was at it before is gone
            self._retire(Stage.BUILDING)
            generation = self._begun(characters)
            self._fill(generation, progress, published)
            # what came meanwhile; of what comes after this, others take care
            self._follow(generation)
            self.cluster.point(self.alias, generation.name)
            self.roster.publish(generation.name, self.shelf)
            self.follow(generation)
            return generation

    def _begun(self, characters: int) -> Generation:
        name = f"{self.alias}-{uuid4().hex[:12]}"
        self.roster.begin(name, self.shelf, self.seal, CUT)
        self.cluster.make(name, index_body(characters, self.shards))
        return next(one for one in self.roster.of(self.shelf) if one.name == name)

    def _fill(self, generation: Generation, progress: Progress, published: Callable[[], None]) -> None:
        ids, name = self.store.ids(self.shelf), generation.name
        taken: set[int] = set()
        with self._intake(generation.seal) as intake:
            for start in range(0, len(ids), _BATCH):
                shelved = intake.shelved(ids[start : start + _BATCH], {}, taken.__contains__)
                taken.update(one.number for one in shelved)
                self.cluster.write(
                    name, [each for one in shelved for each in written(one, generation.revision)]
                )
                self.cluster.show(name)
                self.roster.done(name, generation.revision, [entry_of(one) for one in shelved], ())
                published()
                progress(min(start + _BATCH, len(ids)), len(ids))

    @contextmanager
    def _intake(self, seal: str) -> Iterator[Intake]:
        with Workshop() as workshop:
            yield Intake(self.store, self.shelf, self.vocabulary, seal, workshop)

    def purge(self, generation: Generation) -> None:
        """Let nothing remain in the cluster of what was deleted, as far as no copy of it may still need that."""
        size = self.cluster.sizes(generation.name).get(generation.name)
        if size is not None and size.deleted:
            self.cluster.expunge(generation.name)

    def forget(self) -> None:
        """Ask none of the shelf's indexes any more, and delete them."""
        self._retire(Stage.BUILDING, Stage.LIVE)
        self.sweep(timedelta(0))

    def _retire(self, *stages: Stage) -> None:
        if names := [one.name for one in self.roster.of(self.shelf) if one.state in stages]:
            self.roster.retire(*names)

    def sweep(self, after: timedelta = IN_USE) -> None:
        """Delete from the cluster what was retired so long ago, and from the library what was cut for it alone."""
        every, until = self.roster.of(self.shelf), datetime.now(UTC) - after
        swept = [one for one in every if one.state == Stage.RETIRED and one.since <= until]
        for one in swept:
            self.cluster.remove(one.name)
            self.roster.drop(one.name)
        if swept and [one.state for one in every if one not in swept] == [Stage.LIVE]:
            [live] = (one for one in every if one not in swept)
            self.store.forget_others(self.shelf, live.seal, live.revision)


def _grows(now: Entry, before: Entry | None) -> bool:
    return before is None or now.reserved > before.reserved


def _changes(
    shelved: Sequence[Shelved], gone: Sequence[Entry], known: Mapping[str, Entry], version: int
) -> Iterator[Written]:
    """Yield what is to be written for articles that are there, and deleted of what they had."""
    for one in shelved:
        now, before = entry_of(one), known.get(one.article.id)
        # of an article whose source was corrected nothing changes here
        if before is None or (before.stamp, before.number, before.reserved) != (
            now.stamp,
            now.number,
            now.reserved,
        ):
            yield from written(one, version)
        if before is not None:
            yield from deleted(before, now.passages, version)
    for each in gone:
        yield from deleted(known[each.id], 0, version)


def _left(known: Iterable[Entry], there: Mapping[str, Entry], seal: str) -> Iterator[tuple[str, str]]:
    """Yield the ids and seals of postings that are of earlier texts."""
    for entry in known:
        if entry.stamp is not None and (entry.id not in there or there[entry.id].stamp != entry.stamp):
            yield entry.id, sealed(seal, entry.stamp)
