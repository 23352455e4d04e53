"""A chat's settings, and whether the bot is welcome there."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace

import pytest
from identities import chat_id

from bot.answering.quoting.citation import STYLES
from bot.model import PUBLIC, ShelfRef
from bot.notebook import Adders, ChatSettings, Length, Notebook, Quiet, StoredCounts
from notebook.scene import ASKED, GROUP, PRIVATE

SUPERGROUP = chat_id(GROUP.id - 1)


def test_a_chat_where_nobody_chose_has_the_defaults(notebook: Notebook) -> None:
    """Short answers with buttons, in the asker's language, from the public shelf."""
    assert ChatSettings() == notebook.settings(GROUP)
    assert ChatSettings().citation_style in STYLES


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "en"),
        ("language", None),
        ("citation_style", "apa"),
        ("length", "full"),
        ("quiet", "silent"),
        ("buttons", False),
        ("lookup", True),
        ("adding", "everybody"),
        ("shelf", ShelfRef(("club",))),
    ],
)
def test_a_change_changes_one_setting_of_one_chat(notebook: Notebook, name: str, value: object) -> None:
    """The other settings and the other chats stay as they are."""
    expected = replace(ChatSettings(), **{name: value})  # type: ignore[arg-type]  # whatever the case names
    assert expected == notebook.change(GROUP, **{name: value})
    assert expected == notebook.settings(GROUP)
    assert ChatSettings() == notebook.settings(PRIVATE)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("color", "red"),
        ("language", "tlh"),
        ("citation_style", "GBT7714"),
        ("length", "long"),
        ("quiet", True),
        ("buttons", 1),
        ("buttons", "yes"),
        ("lookup", None),
        ("adding", "nobody"),
        ("shelf", ShelfRef(("",))),
        ("shelf", "club"),
        ("shelf", ShelfRef(("x" * 65,))),
        ("shelf", None),
    ],
)
def test_what_is_no_setting_or_no_value_of_one_is_refused(
    notebook: Notebook, name: str, value: object
) -> None:
    """The message names the setting; nothing is changed."""
    with pytest.raises(ValueError, match=f"^{name}: "):
        notebook.change(GROUP, **{"length": "full", name: value})
    assert ChatSettings() == notebook.settings(GROUP)


def test_settings_come_back_as_the_types_they_are(notebook: Notebook) -> None:
    """A length is a Length and a switch a bool, whatever the database makes of them."""
    settings = notebook.change(GROUP, length="full", quiet=Quiet.MESSAGE, buttons=False, adding="everybody")
    values = (settings.length, settings.quiet, settings.buttons, settings.adding)
    assert (Length, Quiet, bool, Adders) == tuple(map(type, values))


def test_changes_by_two_admins_at_once_are_both_kept(notebook: Notebook) -> None:
    """Each change writes only what it names."""
    changes: list[dict[str, object]] = [{"length": "full"}, {"quiet": "silent"}, {"buttons": False}]
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda change: notebook.change(GROUP, **change), changes * 5))
    expected = ChatSettings(length=Length.FULL, quiet=Quiet.SILENT, buttons=False)
    assert expected == notebook.settings(GROUP)


def test_a_bound_chat_asks_its_shelf(notebook: Notebook) -> None:
    """Binding is a change of the shelf alone."""
    notebook.change(GROUP, language="en")
    assert ChatSettings(language="en", shelf=ShelfRef.parse("club")) == notebook.bind(
        GROUP, ShelfRef.parse("club")
    )


def test_all_of_a_group_follows_it_into_its_supergroup(notebook: Notebook) -> None:
    """Settings, answers and gaps; being told twice changes nothing more."""
    notebook.change(GROUP, length="full")
    number = notebook.write(ASKED).number
    notebook.note_unanswered(GROUP, PUBLIC, "停车场在哪里？")
    notebook.move_chat(GROUP, SUPERGROUP)
    notebook.change(SUPERGROUP, language="en")
    notebook.move_chat(GROUP, SUPERGROUP)
    assert ChatSettings(length=Length.FULL, language="en") == notebook.settings(SUPERGROUP)
    given = notebook.answer(number)
    assert given is not None
    assert given.chat == SUPERGROUP
    assert StoredCounts(settings=True, answers=1, unanswered=1, asked=0, votes=0) == notebook.stored_counts(
        SUPERGROUP
    )
    assert StoredCounts(settings=False, answers=0, unanswered=0, asked=0, votes=0) == notebook.stored_counts(
        GROUP
    )


def test_the_settings_of_a_group_replace_those_its_supergroup_got_meanwhile(notebook: Notebook) -> None:
    """The group's admins chose; the supergroup is a minute old."""
    notebook.change(SUPERGROUP, language="en")
    notebook.change(GROUP, length="full")
    notebook.move_chat(GROUP, SUPERGROUP)
    assert ChatSettings(length=Length.FULL) == notebook.settings(SUPERGROUP)


def test_messages_of_a_group_are_not_taken_for_those_of_its_supergroup(notebook: Notebook) -> None:
    """A supergroup numbers its messages anew, so message 11 there is another one."""
    number = notebook.write(ASKED).number
    notebook.note_message(number, 12)
    notebook.move_chat(GROUP, SUPERGROUP)
    assert notebook.answer_to(SUPERGROUP, 11) is None
    assert (moved := notebook.answer(number)) is not None
    assert moved.answer_message_id is None


def test_every_setting_can_be_changed(notebook: Notebook) -> None:
    """A new field of ChatSettings is a setting from the start."""
    everything = {field.name: getattr(ChatSettings(), field.name) for field in fields(ChatSettings)}
    assert ChatSettings() == notebook.change(GROUP, **everything)
