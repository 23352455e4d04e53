"""The grammars of the door: what buttons and deep links say is read as it was written, and nothing else is."""

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import texts

from bot.assistant.own_shelves import ShelfChoice
from bot.chat.telegram import deep_links
from bot.chat.telegram.callbacks import (
    AnswerAction,
    AnswerWish,
    AskInstead,
    ChangeSetting,
    ChoicePage,
    ChooseArticle,
    Correctable,
    CorrectSource,
    ForgetData,
    ForgetShelf,
    GapsPage,
    KeepBoth,
    ListPage,
    OpenArticle,
    RemoveArticle,
    ReplaceEarlier,
    SwitchShelf,
    UndoAdding,
    UndoAll,
    Wish,
    parse_wish,
)
from bot.chat.telegram.deep_links import ChooseShelf, Correction, DeepLink, OpenParagraph, ShowPage

IDS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=10, max_size=10)
PAGES = st.integers(0, 9999)
FIELDS = st.sampled_from(get_args(Correctable))
WISHES: st.SearchStrategy[Wish] = st.one_of(
    st.builds(
        AnswerWish,
        st.sampled_from(get_args(AnswerAction)),
        st.integers(0, 10**12 - 1),
        st.integers(0, 999),
        st.integers(-9999, 9999),
        st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=16),
    ),
    st.builds(ChooseArticle, st.integers(0, 10**12 - 1), IDS),
    st.builds(ChoicePage, st.integers(0, 10**12 - 1), st.integers(0, 999_999)),
    st.builds(UndoAdding, IDS),
    st.builds(UndoAll),
    st.builds(AskInstead, IDS),
    st.builds(ReplaceEarlier, IDS, IDS),
    st.builds(KeepBoth, IDS),
    st.builds(CorrectSource, FIELDS, IDS),
    st.builds(ListPage, PAGES),
    st.builds(OpenArticle, IDS, PAGES),
    st.builds(RemoveArticle, IDS, PAGES, st.booleans()),
    st.builds(ForgetShelf, st.booleans()),
    st.builds(SwitchShelf, st.sampled_from(ShelfChoice), st.booleans()),
    st.builds(GapsPage, st.integers(0, 999)),
    st.builds(ForgetData, st.sampled_from(["me", "chat"]), st.booleans()),
    st.just(ForgetData("back")),
    st.builds(
        ChangeSetting, st.text("abcdefg_", min_size=1, max_size=20), st.text("aZ9-", min_size=1, max_size=20)
    ),
)
LINKS: st.SearchStrategy[DeepLink] = st.one_of(
    st.builds(OpenParagraph, IDS, st.integers(0, 999_999)),
    st.builds(ChooseShelf, st.text("aZ9_-", min_size=1, max_size=60)),
    st.builds(Correction, FIELDS, IDS),
    st.builds(ShowPage, st.sampled_from(["privacy", "help"])),
)


@given(WISHES)
def test_a_wish_is_read_as_it_was_written(wish: Wish) -> None:
    """In at most 64 bytes, whichever kind it is."""
    assert len(wish.data().encode()) <= 64
    assert wish == parse_wish(wish.data())


@given(LINKS)
def test_a_deep_link_is_read_as_it_was_written(link: DeepLink) -> None:
    """In at most 64 of the characters that Telegram allows there."""
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", link.payload(), re.ASCII)
    assert link == deep_links.parse_link(link.payload())


@given(texts(max_size=64))
def test_whatever_somebody_sends_is_a_wish_only_if_it_is_written_so(data: str) -> None:
    """Callback data and payloads can be forged: what is read is written back the same, anything else is nothing."""
    wish, link = parse_wish(data), deep_links.parse_link(data)
    assert wish is None or parse_wish(wish.data()) == wish
    assert link is None or deep_links.parse_link(link.payload()) == link


@pytest.mark.parametrize(
    ("data", "wish"),
    [
        ("h:12:0:0", AnswerWish("hit", 12)),
        ("n:12:3:-2", AnswerWish("near", 12, 3, -2)),
        ("c:12:0:0:bibtex", AnswerWish("cite", 12, style="bibtex")),
        ("p:7:0:0", AnswerWish("public", 7)),
        ("art:undo:abcdefghij", UndoAdding("abcdefghij")),
        ("art:undo:all", UndoAll()),
        ("art:question:abcdefghij", AskInstead("abcdefghij")),
        ("art:new:abcdefghij:234567abcd", ReplaceEarlier("abcdefghij", "234567abcd")),
        ("art:both:abcdefghij", KeepBoth("abcdefghij")),
        ("art:fix:author:abcdefghij", CorrectSource("author", "abcdefghij")),
        ("art:list:2", ListPage(2)),
        ("art:open:abcdefghij:2", OpenArticle("abcdefghij", 2)),
        ("art:drop:abcdefghij:0", RemoveArticle("abcdefghij")),
        ("art:gone:abcdefghij:1", RemoveArticle("abcdefghij", 1, sure=True)),
        ("art:forget:yes", ForgetShelf(True)),
        ("art:ask:both", SwitchShelf(ShelfChoice.BOTH, shown=False)),
        ("art:shelf:own", SwitchShelf(ShelfChoice.OWN)),
        ("gaps:3", GapsPage(3)),
        ("keep:me:yes", ForgetData("me", sure=True)),
        ("keep:back", ForgetData("back")),
        ("set:citation_style:gbt7714", ChangeSetting("citation_style", "gbt7714")),
        ("art:fix:text:abcdefghij", None),
        ("art:new:abcdefghij:", None),
        ("z:1:0:0", None),
        ("h:1:0", None),
        ("h:１:0:0", None),
        ("keep:you", None),
        ("", None),
        (None, None),
    ],
)
def test_buttons_of_years_ago_are_understood(data: str | None, wish: Wish | None) -> None:
    """They stand under messages for ever, so what was once written is always read."""
    assert wish == parse_wish(data)
