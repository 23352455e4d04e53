"""The folder `corpus/`, mirrored into the public shelf."""

import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from tools import until

from bot.errors import ConfigurationError, ZhaiyinError
from bot.folder import files_below
from bot.library import Library
from bot.library.corpus import Stamps, keep_mirrored, mirror, stamps
from bot.model import Article, Source

ENTRY = """---
title: {title}
publication: 青石日报
published: 2024-03-08
kind: {kind}
---
{text}
"""


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty corpus, which is looked at more often than usual."""
    monkeypatch.setattr("bot.library.corpus._POLL_MS", 100)
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder


def _write(corpus: Path, name: str, text: str, title: str = "题", kind: str = "digest") -> None:
    (corpus / name).write_text(ENTRY.format(title=title, text=text, kind=kind), encoding="utf-8")


def _is_shelved(library: Library, text: str) -> bool:
    return text in _texts(library)


def _texts(library: Library) -> list[str]:
    return [article.text for article in library.articles()]


def test_the_shelf_follows_the_folder(library: Library, corpus: Path) -> None:
    """A new file appears, a changed one changes, a deleted one goes."""
    _write(corpus, "a.md", "第一版。")
    mirror(library, corpus)
    assert ["第一版。"] == _texts(library)
    _write(corpus, "a.md", "第二版。")
    _write(corpus, "b.md", "另一篇。", title="另")
    mirror(library, corpus)
    assert ["第二版。", "另一篇。"] == _texts(library)
    (corpus / "a.md").unlink()
    mirror(library, corpus)
    assert ["另一篇。"] == _texts(library)


def test_a_file_that_was_renamed_keeps_its_article_on_the_shelf(library: Library, corpus: Path) -> None:
    """Under its old id, and gone with the file of the new name."""
    _write(corpus, "a.md", "文。")
    mirror(library, corpus)
    [before] = library.articles()
    (corpus / "a.md").rename(corpus / "b.md")
    mirror(library, corpus)
    assert (before,) == library.articles()
    (corpus / "b.md").unlink()
    mirror(library, corpus)
    assert () == library.articles()


def test_two_files_of_one_article_are_told_and_the_shelf_rests(library: Library, corpus: Path) -> None:
    """The later name stays, and looking again changes nothing."""
    _write(corpus, "a.md", "渡口今天通了第一班船，船上坐了三十个人。")
    _write(corpus, "b.md", "渡口今天通了第一班船，船上坐了三十个人，还有一只狗。")
    [told] = mirror(library, corpus)
    revision = library.revision()
    mirror(library, corpus)
    assert "a.md: holds the same article as b.md; delete one of them" == str(told)
    assert (["渡口今天通了第一班船，船上坐了三十个人，还有一只狗。"], revision) == (
        _texts(library),
        library.revision(),
    )


def test_what_an_editor_leaves_in_the_folder_is_no_article(library: Library, corpus: Path) -> None:
    """A hidden file is not mirrored, and not complained of."""
    _write(corpus, ".a.md", "半篇。")
    (corpus / ".#a.md").symlink_to("nobody@nowhere")
    assert () == mirror(library, corpus)
    assert [] == _texts(library)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep names in Unicode")
def test_a_file_whose_name_is_in_an_old_encoding_is_mirrored(library: Library, corpus: Path) -> None:
    """Added once, and gone with its file."""
    file = Path(os.fsdecode(os.fsencode(corpus) + b"/\xbb\xe1.md"))
    file.write_text("这次会议都同意了。", "utf-8")
    mirror(library, corpus)
    mirror(library, corpus)
    assert ["这次会议都同意了。"] == _texts(library)
    file.unlink()
    mirror(library, corpus)
    assert [] == _texts(library)


def test_a_renamed_title_leaves_no_copy_behind(library: Library, corpus: Path) -> None:
    """The file now holds another article; the old one goes."""
    _write(corpus, "a.md", "文。", title="旧题")
    mirror(library, corpus)
    _write(corpus, "a.md", "文。", title="新题")
    mirror(library, corpus)
    assert ["新题"] == [article.source.title for article in library.articles()]


def test_a_renamed_file_keeps_its_article(library: Library, corpus: Path) -> None:
    """The article is the same, whatever its file is called."""
    _write(corpus, "a.md", "文。")
    mirror(library, corpus)
    (corpus / "a.md").rename(corpus / "b.md")
    mirror(library, corpus)
    mirror(library, corpus)
    assert ["文。"] == _texts(library)


FERRY = "渡口今天通了第一班船，船上坐了三十个人。船票两元，孩子不收钱。"
MARKET = "菜市场下周一搬家，新棚子有一百个摊位，卖鱼的都在东头。"


@pytest.mark.parametrize("text", [f"{FERRY}晚上也开船。", FERRY[:12], "全部重写过了，一个字也没有留下。"])
def test_an_edited_file_keeps_the_id_of_its_article(library: Library, corpus: Path, text: str) -> None:
    """However much of it was edited under its title; no copy is left."""
    _write(corpus, "a.md", FERRY)
    mirror(library, corpus)
    [before] = library.articles()
    _write(corpus, "a.md", text)
    mirror(library, corpus)
    assert [(before.id, text)] == [(article.id, article.text) for article in library.articles()]


def test_articles_of_one_title_and_day_are_as_many_files(library: Library, corpus: Path) -> None:
    """Each is there, also those that are alike in part, and looking again changes nothing."""
    texts = [FERRY, MARKET, f"{FERRY[:20]}码头修过了，候船的棚子也是新的，下雨天不再滑。"]
    for number, text in enumerate(texts):
        _write(corpus, f"{number}.md", text, kind="article")
    assert () == mirror(library, corpus)
    revision = library.revision()
    mirror(library, corpus)
    assert (texts, revision) == (_texts(library), library.revision())


def test_ids_of_an_earlier_version_of_the_program_stay_on_the_shelf(library: Library, corpus: Path) -> None:
    """Of files that did not change, and of one that was edited since."""
    _write(corpus, "a.md", FERRY)
    _write(corpus, "b.md", MARKET, title="另")
    mirror(library, corpus)
    old = {"a.md": "aaaaaaaaaa", "b.md": "bbbbbbbbbb"}
    for entry in library.shelved():
        library.remove(entry.article.id)
        library.put(entry.article.under(old[entry.origin]), origin=entry.origin)
    revision = library.revision()
    mirror(library, corpus)
    assert revision == library.revision()
    _write(corpus, "b.md", f"{MARKET}早上五点开门。", title="另")
    mirror(library, corpus)
    assert set(old.values()) == {article.id for article in library.articles()}


def test_a_file_with_another_article_has_another_id(library: Library, corpus: Path) -> None:
    """A link to what it held before does not lead to what it holds now."""
    _write(corpus, "a.md", FERRY)
    mirror(library, corpus)
    [before] = library.articles()
    _write(corpus, "a.md", MARKET, title="菜市场")
    mirror(library, corpus)
    [after] = library.articles()
    assert before.id != after.id


def test_nothing_changes_when_nothing_changed(library: Library, corpus: Path) -> None:
    """A second mirroring does not step the revision."""
    _write(corpus, "a.md", "文。")
    mirror(library, corpus)
    before = library.revision()
    mirror(library, corpus)
    assert before == library.revision()


def test_the_original_that_somebody_added_replaces_the_digest_for_good(
    library: Library, corpus: Path
) -> None:
    """Mirroring again does not bring the digest back; removing the original does."""
    _write(corpus, "a.md", "摘要。")
    mirror(library, corpus)
    [digest] = library.articles()
    original = Article(
        Source(title="题", publication="青石日报", published=digest.source.published), "原文。"
    )
    library.add(original)
    mirror(library, corpus)
    assert [original.under(digest.id)] == list(library.articles())
    library.remove(digest.id)
    mirror(library, corpus)
    assert [digest] == list(library.articles())


def test_a_broken_file_is_told_and_the_rest_is_there(library: Library, corpus: Path) -> None:
    """What the broken file held before stays on the shelf."""
    _write(corpus, "a.md", "好的。")
    _write(corpus, "b.md", "会坏的。", title="另")
    mirror(library, corpus)
    (corpus / "b.md").write_bytes(b"\0\1\2\3")
    [failure] = mirror(library, corpus)
    assert str(failure).startswith("b.md: ")
    assert ["好的。", "会坏的。"] == _texts(library)


def test_a_missing_folder_is_told(library: Library, tmp_path: Path) -> None:
    """The message names the setting."""
    with pytest.raises(ConfigurationError, match=r"nowhere.*ZHAIYIN_CORPUS_DIR"):
        mirror(library, tmp_path / "nowhere")


@contextmanager
def _watcher(library: Library, corpus: Path, mirrored: Stamps) -> Iterator[list[ZhaiyinError]]:
    """Something that watches the folder; what went wrong with it."""
    told: list[ZhaiyinError] = []
    stop = threading.Event()
    watcher = threading.Thread(target=keep_mirrored, args=(library, corpus, mirrored, told.append, stop))
    watcher.start()
    try:
        yield told
    finally:
        stop.set()
        watcher.join()


@contextmanager
def _watched(library: Library, corpus: Path) -> Iterator[list[ZhaiyinError]]:
    """The folder being watched already; what went wrong with it."""
    with _watcher(library, corpus, stamps(corpus)) as told:
        _write(corpus, "draft.md", "初稿。", title="稿")
        until(lambda: "初稿。" in _texts(library))
        yield told


def test_a_file_that_changed_after_it_was_mirrored_reaches_the_shelf(library: Library, corpus: Path) -> None:
    """Also before the watch begins, and if nothing changes afterwards."""
    mirrored = stamps(corpus)
    mirror(library, corpus)
    _write(corpus, "a.md", "其间写的一篇。")
    with _watcher(library, corpus, mirrored):
        until(lambda: "其间写的一篇。" in _texts(library))


def test_a_file_that_changes_while_watched_reaches_the_shelf(library: Library, corpus: Path) -> None:
    """Within seconds; a broken one is reported without ending the watch."""
    with _watched(library, corpus) as told:
        (corpus / "broken.md").write_bytes(b"\0\1\2\3")
        until(lambda: told)
        _write(corpus, "a.md", "后来的一篇。")
        until(lambda: "后来的一篇。" in _texts(library))


def test_names_in_an_old_encoding_do_not_end_the_watch(library: Library, corpus: Path) -> None:
    """Not even of files that are no articles, which come and go while an editor saves."""
    folder = os.fsencode(corpus)
    with _watched(library, corpus) as told:
        for number in range(3):
            other = Path(os.fsdecode(folder + b"/\xbb\xe1%d.tmp" % number))
            other.write_text("x")
            _write(corpus, "a.md", f"第{number}稿。")
            until(partial(_is_shelved, library, f"第{number}稿。"))
            other.unlink()
        (corpus / "draft.md").unlink()
        until(lambda: "初稿。" not in _texts(library))
    assert [] == told


def _piped(file: Path, outside: Path) -> None:
    os.mkfifo(file)


def _socket(file: Path, outside: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound:
        here = Path.cwd()
        os.chdir(file.parent)  # the address of a socket may have 107 bytes
        try:
            bound.bind(file.name)
        finally:
            os.chdir(here)


def _linked(file: Path, outside: Path) -> None:
    file.symlink_to(outside / "secret.md")


def _linked_by_links(file: Path, outside: Path) -> None:
    (file.parent / "step").symlink_to(outside)
    (file.parent / "second").symlink_to("step/secret.md")
    file.symlink_to("second")


def _in_a_circle(file: Path, outside: Path) -> None:
    (file.parent / "round").symlink_to(file.name)
    file.symlink_to("round")


def _linked_folder(file: Path, outside: Path) -> None:
    file.symlink_to(outside)


def _device(file: Path, outside: Path) -> None:
    file.symlink_to("/dev/zero")


def _huge(file: Path, outside: Path) -> None:
    with file.open("wb") as out:
        out.truncate(50_000_000_000)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
@pytest.mark.parametrize(
    "make",
    [_piped, _socket, _linked, _linked_by_links, _in_a_circle, _linked_folder, _device, _huge],
    ids=lambda make: make.__name__.strip("_"),
)
def test_what_is_no_file_of_the_folder_is_told_and_never_read(
    library: Library, corpus: Path, make: Callable[[Path, Path], None]
) -> None:
    """Nothing from outside gets on the shelf, nothing is waited for, and the rest is mirrored."""
    outside = corpus.with_name("outside")
    outside.mkdir()
    _write(outside, "secret.md", "不许外传。", title="密")
    _write(corpus, "a.md", "好文章。")
    make(corpus / "odd.md", outside)
    [failure] = mirror(library, corpus)
    assert "odd.md" in str(failure)
    assert ["好文章。"] == _texts(library)
    assert [] == [file for file in files_below(corpus, (".md",)) if file.is_symlink()]


def test_a_link_within_the_folder_is_followed(library: Library, corpus: Path) -> None:
    """As systems mount settings: each name is a link to the version that counts."""
    versions = corpus / "..2024"
    versions.mkdir()
    _write(versions, "a.md", "挂载的一篇。")
    (corpus / "..data").symlink_to("..2024")
    (corpus / "a.md").symlink_to("..data/a.md")
    assert () == mirror(library, corpus)
    assert ["挂载的一篇。"] == _texts(library)


def test_a_folder_that_was_made_anew_is_followed(library: Library, corpus: Path) -> None:
    """As when a new version of it is put in its place; the system reports nothing from there."""
    _write(corpus, "a.md", "旧的一篇。")
    mirror(library, corpus)
    with _watched(library, corpus):
        corpus.rename(corpus.with_name("old"))
        corpus.mkdir()
        _write(corpus, "b.md", "新的一篇。", title="新")
        until(lambda: _texts(library) == ["新的一篇。"])
        _write(corpus, "c.md", "更新的一篇。", title="更新")
        until(lambda: "更新的一篇。" in _texts(library))
