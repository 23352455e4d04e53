"""The inbox: no update is lost, and none handled twice where that can be known, wherever the process is killed."""

import re
import tempfile
from pathlib import Path

from databases import content, sqlite
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import insert

from bot.answering.quoting.citation import STYLES
from bot.chat.telegram.transport.in_hand import Hand
from bot.notebook import FINAL, Event, Inbox, Notebook, Post, Restart, State, state_after
from bot.notebook.inbox import MAX_KILLS, MAX_STARTS, MAX_UPDATES
from bot.notebook.states import TRANSITIONS
from bot.storage.database import open_database
from bot.storage.schema import updates
from notebook.scene import GROUP, MORNING, PERSON, Clock

DOCS = Path(__file__).parents[2] / "docs" / "inbox.md"


def _post(number: int, text: str = "停车场在哪里？") -> Post:
    return Post(number, text, GROUP.id, int(PERSON.id))


def _numbers(found: Restart) -> list[int]:
    return [post.number for post in found.unfinished]


def _moved(inbox: Inbox, post: Post, *events: Event) -> Post:
    """The post after these events, all of them written."""
    for event in events:
        post = Post(post.number, post.body, post.chat_id, None, state_after(post.state, event), post.sent)
        inbox.write(post, "old")
    return post


def test_the_table_in_the_docs_is_the_one_that_is_kept() -> None:
    """Every state and event, and no more."""
    rows = [
        re.findall(r"[^|]+", line)
        for line in DOCS.read_text(encoding="utf-8").splitlines()
        if line[:1] == "|"
    ]
    [head, _, *body] = [[cell.strip() for cell in row] for row in rows]
    told = {
        (State(state), Event(event)): State(cell)
        for state, *cells in body
        for event, cell in zip(head[1:], cells, strict=True)
        if cell != "–"
    }
    assert TRANSITIONS == told
    assert [str(state) for state in State if state not in FINAL] == [row[0] for row in body]


def test_an_update_waits_until_it_is_taken(notebook: Notebook) -> None:
    """Delivered again before that it waits all the same, and afterwards it does not."""
    inbox = notebook.inbox("telegram", 7)
    assert {1, 2} == inbox.receive([_post(1), _post(2)])
    assert {1} == inbox.receive([_post(1)])
    _moved(inbox, _post(1), Event.TAKE, Event.FINISH)
    assert {2} == inbox.receive([_post(1), _post(2)])


def test_the_numbers_belong_to_a_bot(notebook: Notebook) -> None:
    """Two bots, or two platforms, share a database and lose nothing."""
    for platform, bot_id in (("telegram", 7), ("telegram", 8), ("discord", 7)):
        inbox = notebook.inbox(platform, bot_id)
        assert {1} == inbox.receive([_post(1)])
        assert [1] == _numbers(inbox.start())


def test_what_is_done_leaves_its_number_only(notebook: Notebook, url: str) -> None:
    """Neither the text nor whose it was."""
    inbox = notebook.inbox("telegram", 7)
    inbox.receive([_post(1, "秘密一"), _post(2, "秘密二"), Post(3, "秘密三", state=State.GIVEN_UP)])
    assert "秘密一" in str(content(url)["updates"])
    _moved(inbox, _post(1), Event.TAKE, Event.FINISH)
    _moved(inbox, _post(2), Event.GIVE_UP)
    left = str(content(url)["updates"])
    assert not any(word in left for word in ("秘密", str(GROUP.id), notebook.hash_person(PERSON)))
    assert [] == _numbers(inbox.start())


def test_forgetting_reaches_what_is_in_hand(notebook: Notebook, url: str) -> None:
    """Of a chat, or of a person in any chat; it is not handled after the next start, nor if it comes again."""
    inbox = notebook.inbox("telegram", 7)
    inbox.receive([_post(1), Post(2, "二", 5, int(PERSON.id)), Post(3, "三", 5, 6)])
    counts = notebook.stored_counts(GROUP, PERSON)
    assert (1, 2) == (counts.in_hand, counts.sent)
    notebook.forget_chat(GROUP)
    notebook.forget_person(PERSON)
    counts = notebook.stored_counts(GROUP, PERSON)
    assert (0, 0) == (counts.in_hand, counts.sent)
    assert [3] == _numbers(inbox.start())
    assert "停车场" not in str(content(url)["updates"])
    assert set() == inbox.receive([_post(1)])
    inbox.write(Post(1, "", state=State.SENDING))
    assert [3] == _numbers(inbox.start())


def test_an_update_that_ends_the_process_each_time_is_given_up(notebook: Notebook) -> None:
    """After twenty starts; the others go on."""
    inbox = notebook.inbox("telegram", 7)
    inbox.receive([_post(1), _post(2)])
    for _ in range(MAX_STARTS + 1):
        [post, _] = inbox.start().unfinished
        _moved(inbox, post, Event.TAKE)
    last = inbox.start()
    assert ([2], {"never ended": 1}) == (_numbers(last), last.given_up)


def test_an_update_is_begun_anew_after_five_kills_while_a_message_left(notebook: Notebook) -> None:
    """And not after six, since each may have arrived; a kill before it leaves counts as none."""
    inbox, found = notebook.inbox("telegram", 7), list[Restart]()
    inbox.receive([_post(1), _post(2)])
    for _ in range(MAX_KILLS + 1):
        _moved(inbox, _post(1), Event.TAKE, Event.SEND)
        _moved(inbox, _post(2), Event.TAKE)
        found.append(inbox.start())
    *again, last = found
    assert [([1, 2], {}, 1)] * MAX_KILLS == [(_numbers(at), at.given_up, at.on_their_way) for at in again]
    assert ([2], {"killed while sending": 1}) == (_numbers(last), last.given_up)


def test_a_kill_does_not_count_as_a_doubt(notebook: Notebook) -> None:
    """What a timeout left in doubt may leave once more, also after a kill while it did; then it is given up."""
    inbox = notebook.inbox("telegram", 7)
    inbox.receive([_post(1)])
    _moved(inbox, _post(1), Event.TAKE, Event.SEND, Event.LOSE, Event.SEND)
    [post] = inbox.start().unfinished
    assert (State.IN_DOUBT, 1, 1) == (post.state, post.starts, post.kills)
    assert State.GIVEN_UP is _moved(inbox, post, Event.TAKE, Event.SEND, Event.LOSE).state


def test_finished_updates_are_let_go_and_others_are_not(notebook: Notebook, url: str, clock: Clock) -> None:
    """After two days, since Telegram keeps them for one, and beyond ten thousand."""
    inbox = notebook.inbox("telegram", 7)
    engine = open_database(url)
    row = {"platform": "telegram", "bot_id": 7, "seen_at": MORNING, "starts": 0, "kills": 0}
    rows = [
        {**row, "update_id": n, "state": State.DONE if n else State.RECEIVED} for n in range(MAX_UPDATES + 90)
    ]
    with engine.begin() as connection:
        connection.execute(insert(updates), rows)
    engine.dispose()
    inbox.receive([_post(10**6)])
    assert MAX_UPDATES + 2 == len(content(url)["updates"])
    clock.move(days=2)
    notebook.inbox("telegram", 7).receive([_post(10**6 + 1)])
    assert 3 == len(content(url)["updates"])


class Killed(RuleBasedStateMachine):
    """One chat's updates, handled in turn, with two messages each; a kill drops everything but the database."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        # opened once: a kill drops all else, and to open it takes longer than what is tried here
        self._notebook = Notebook.at(sqlite(Path(self._folder.name) / "zhaiyin.db"), styles=STYLES)
        self.arrived = 0
        self.confirmed: list[tuple[int, int]] = []
        self.finished: list[int] = []
        self.doubts: dict[int, int] = {}
        self.kills: dict[int, int] = {}
        self.lost: set[int] = set()
        self.at: tuple[Hand, int] | None = None

    @initialize()
    def open(self) -> None:
        """The process starts, and takes up what it finds."""
        self.inbox = self._notebook.inbox("telegram", 7)
        self.waiting = list(self.inbox.start().unfinished)
        self.at = None

    @rule(count=st.integers(1, 3))
    def arrive(self, count: int) -> None:
        """Updates come, some of them for the second time."""
        numbers = range(max(self.arrived, 1), self.arrived + count + 1)
        new = self.inbox.receive([_post(number) for number in numbers])
        known = {post.number for post in self.waiting} | ({self.at[0].post.number} if self.at else set())
        self.waiting += [_post(number) for number in sorted(new - known)]
        self.arrived += count

    @precondition(lambda self: self.at is None and self.waiting)
    @rule()
    def take(self) -> None:
        """The next update of the chat is begun."""
        hand = Hand(post=self.waiting.pop(0))
        self._note(hand, Event.TAKE)
        self.at = (hand, 0)

    @precondition(lambda self: self.at is not None)
    @rule(end=st.sampled_from(["confirm", "fail", "lose", "kill"]))
    def send(self, end: str) -> None:
        """Its next message is passed over, or leaves; what became of that is known, or not, or the process is killed."""
        assert self.at is not None
        hand, done = self.at
        number = hand.post.number
        if done == 2 or hand.post.state in FINAL:
            return
        if hand.next_sent() is not None:
            self.at = (hand, done + 1)
            return
        self._note(hand, Event.SEND)
        if end == "lose":
            self.doubts[number] = self.doubts.get(number, 0) + 1
        if end == "confirm":
            self._note(hand, Event.CONFIRM, 100 + done)
            self.confirmed.append((number, done))
            self.doubts.pop(number, None)
            self.at = (hand, done + 1)
        elif end == "kill":
            self.kills[number] = self.kills.get(number, 0) + 1
            if self.kills[number] > MAX_KILLS:
                self.lost.add(number)
            self.kill()
        else:
            self._note(hand, Event.FAIL if end == "fail" else Event.LOSE)
            if hand.post.state in FINAL:
                self.lost.add(number)

    @precondition(lambda self: self.at is not None)
    @rule()
    def finish(self) -> None:
        """The update is done once both messages are."""
        assert self.at is not None
        hand, done = self.at
        if done == 2 or hand.post.state in FINAL:
            self._note(hand, Event.FINISH)
            self.finished.append(hand.post.number)
            self.at = None

    @rule()
    def kill(self) -> None:
        """The process ends where it stands, and starts anew."""
        self.open()

    @invariant()
    def nothing_is_lost_twice_or_out_of_order(self) -> None:
        """Each update is finished, waiting or in hand; no message was confirmed twice; order is that of arrival."""
        here = [self.at[0].post.number] if self.at else []
        waiting = [post.number for post in self.waiting]
        ended = set(self.finished) | self.lost
        assert set(range(1, self.arrived + 1)) == ended | set(here) | set(waiting)
        assert len(set(self.confirmed)) == len(self.confirmed)
        assert sorted(self.confirmed) == self.confirmed
        assert sorted(here + waiting) == here + waiting
        assert all(times <= 2 for times in self.doubts.values())

    def teardown(self) -> None:
        """Leave nothing behind."""
        self._notebook.close()
        self._folder.cleanup()

    def _note(self, hand: Hand, event: Event, message_id: int | None = None) -> None:
        """What a hand does, without waiting: every step is in the database before the next."""

        async def keep(post: Post, reason: str) -> None:
            self.inbox.write(post, reason)

        hand.keep = keep
        step = hand.note(event, message_id)
        try:
            step.send(None)
        except StopIteration:
            return
        raise AssertionError("the hand waits for something")


TestKilled = Killed.TestCase
TestKilled.settings = settings(stateful_step_count=40)
