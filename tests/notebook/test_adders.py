"""Who added which article: known of a group, and forgotten with it, with the article or with the person."""

from identities import chat_id

from bot.notebook import Notebook
from notebook.scene import GROUP, OTHER, PERSON

SUPERGROUP = chat_id(GROUP.id - 1)
FIRST, SECOND = "aaaaaaaaaa", "bbbbbbbbbb"


def test_who_added_an_article_is_known_for_its_chat_alone(notebook: Notebook) -> None:
    """Nobody else is taken for that person; who added it again takes the place of who did before."""
    notebook.note_adder(GROUP, FIRST, PERSON)
    asked = (
        (GROUP, FIRST, PERSON),
        (GROUP, FIRST, OTHER),
        (GROUP, SECOND, PERSON),
        (SUPERGROUP, FIRST, PERSON),
    )
    assert [True, False, False, False] == [notebook.is_adder(*one) for one in asked]
    notebook.note_adder(GROUP, FIRST, OTHER)
    assert [False, True, False, False] == [notebook.is_adder(*one) for one in asked]


def test_an_article_that_is_gone_has_no_adder(notebook: Notebook) -> None:
    """What stood beside it keeps its own."""
    notebook.note_adder(GROUP, FIRST, PERSON)
    notebook.note_adder(GROUP, SECOND, PERSON)
    notebook.forget_adder(GROUP, FIRST)
    assert [False, True] == [notebook.is_adder(GROUP, one, PERSON) for one in (FIRST, SECOND)]


def test_adders_follow_a_group_into_its_supergroup(notebook: Notebook) -> None:
    """In the place of those of the same article there; being told twice changes nothing more."""
    notebook.note_adder(GROUP, FIRST, PERSON)
    notebook.note_adder(SUPERGROUP, FIRST, OTHER)
    notebook.move_chat(GROUP, SUPERGROUP)
    notebook.move_chat(GROUP, SUPERGROUP)
    assert [True, False] == [notebook.is_adder(SUPERGROUP, FIRST, one) for one in (PERSON, OTHER)]


def test_a_person_and_a_chat_that_are_forgotten_added_nothing(notebook: Notebook) -> None:
    """A person in every chat, a chat for everybody."""
    notebook.note_adder(GROUP, FIRST, PERSON)
    notebook.note_adder(GROUP, SECOND, OTHER)
    notebook.forget_person(PERSON)
    assert [False, True] == [notebook.is_adder(GROUP, *one) for one in ((FIRST, PERSON), (SECOND, OTHER))]
    notebook.forget_chat(GROUP)
    assert not notebook.is_adder(GROUP, SECOND, OTHER)
