"""The `zhaiyin` command: its output and exit status, as a process of its own if that matters."""

import gc
import json
import os
import re
import shlex
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from command_line import Zhaiyin, run
from identities import chat_id

from bot.model import PUBLIC, ShelfRef
from bot.notebook import WEB, Notebook

PAGES = Path(__file__).parents[1] / "fixtures" / "pages"


@pytest.fixture
def zhaiyin() -> Zhaiyin:
    """Runs `zhaiyin` with the arguments given, in an empty folder."""
    return run


def _objects(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_ask_quotes_the_passage_and_names_its_source(zhaiyin: Zhaiyin) -> None:
    """Exit status 0, the focus between ** in a pipe, nothing on standard error."""
    done = zhaiyin("ask", "三个率先是什么")
    assert (0, "") == (done.returncode, done.stderr)
    announced, *items, source = done.stdout.splitlines()
    assert "三个率先" in announced
    assert [True] * 3 == [item.startswith("**") for item in items]
    assert source.startswith(
        "——李春奎《致力在数字重庆建设的新赛道中跑出加速度》，重庆日报，2023年5月29日，第011版，第3段"
    )


def test_ask_says_not_found_with_exit_status_1(zhaiyin: Zhaiyin) -> None:
    """As grep does."""
    done = zhaiyin("ask", "今天天气怎么样")
    assert 1 == done.returncode
    assert done.stdout.startswith("文章里没有找到。")


def test_an_empty_shelf_says_how_to_add_an_article(zhaiyin: Zhaiyin, tmp_path: Path) -> None:
    """Asked, talked to, listed: the command to type."""
    empty = {"ZHAIYIN_CORPUS_DIR": str(tmp_path)}
    assert "书架上还没有文章。\n放上文章：zhaiyin add 文件\n" == zhaiyin("ask", "会费多少", **empty).stdout
    assert "zhaiyin add FILE" in zhaiyin("chat", typed="what is it?\n", **empty).stdout
    listed = zhaiyin("list", **empty)
    assert (0, "", True) == (listed.returncode, listed.stdout, "zhaiyin add FILE" in listed.stderr)


def test_what_looks_like_a_name_of_an_emoji_is_quoted_as_it_stands(zhaiyin: Zhaiyin, tmp_path: Path) -> None:
    """So is a tab: an answer is word for word in a pipe too."""
    sentence = "Whoever is on duty writes :bell: and then\t:smile: into the book of the tower."
    (tmp_path / "tower.txt").write_text(f"The tower\n\n{sentence}\n", encoding="utf-8")
    assert 0 == zhaiyin("add", str(tmp_path / "tower.txt"), "--shelf", "tower").returncode
    done = zhaiyin("ask", "--shelf", "tower", "who is on duty in the tower")
    assert f"**{sentence}**" in done.stdout


def test_verify_shows_a_claim_beside_the_article(zhaiyin: Zhaiyin) -> None:
    """What differs between ** in a pipe; exit status 0 for what stands word for word, 1 otherwise."""
    done = zhaiyin("verify", "听人说第三，突出“五个高效”，把九龙坡区推进数字重庆建设的路走实，全国第一")
    assert (1, "") == (done.returncode, done.stderr)
    assert "**五**" in done.stdout
    assert "书架上没有：" in done.stdout
    assert 0 == zhaiyin("verify", "把九龙坡区推进数字重庆建设的路走实").returncode
    [told] = _objects(zhaiyin("verify", "--json", "把九龙坡区推进数字重庆建设的路走实").stdout)
    assert ("exact", False) == (told["outcome"], told["cut"])


def test_a_line_of_a_chat_that_begins_so_is_verified(zhaiyin: Zhaiyin) -> None:
    """核对 or /verify before the claim."""
    done = zhaiyin("chat", typed="核对：把九龙坡区推进数字重庆建设的路走实\n/verify 月亮上住着一只兔子\n")
    assert "逐字出自原文：" in done.stdout
    assert "书架上没有这句话：" in done.stdout


def test_gaps_are_what_was_asked_in_the_browser_and_missing(zhaiyin: Zhaiyin, tmp_path: Path) -> None:
    """Most wanted first, one per line, of the public shelf only; what somebody wrote there steers no terminal."""
    none = zhaiyin("gaps")
    assert (0, "") == (none.returncode, none.stdout)
    assert "zhaiyin: no question in the browser was left without an answer\n" == none.stderr
    assert ("", "") == ((silent := zhaiyin("gaps", "--json")).stdout, silent.stderr)
    notebook = Notebook.at(f"sqlite:///{tmp_path / 'data' / 'zhaiyin.db'}", styles=())
    for question in ("停车场在哪里", "停车场在哪里", "借书证\x1b[2J\n怎么办"):
        notebook.note_unanswered(WEB, PUBLIC, question)
    notebook.note_unanswered(chat_id(7), ShelfRef.parse("chat7"), "群里问的")
    notebook.close()
    assert ["2×  停车场在哪里", "1×  借书证[2J 怎么办"] == zhaiyin("gaps").stdout.splitlines()
    [first] = _objects(zhaiyin("gaps", "--json", "--limit", "1").stdout)
    assert (["停车场在哪里"], 2, 0) == (first["questions"], first["count"], first["down_votes"])


def test_a_question_with_bytes_that_are_no_utf_8_is_answered(environment: dict[str, str]) -> None:
    """As an argument, and as a line of input."""
    for ask in ("zhaiyin ask --json $'\\xff三个率先'", "printf '\\xff三个率先\\n' | zhaiyin ask --json -"):
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-c", ask], env={**environment, "PATH": path}, capture_output=True, check=False
        )
        asked = json.loads(done.stdout)["question"]
        assert (0, "三个率先") == (done.returncode, asked.lstrip("?\ufffd"))


def test_json_has_every_field_and_the_passage_is_a_slice(zhaiyin: Zhaiyin) -> None:
    """One object per line, with the same keys whether found or not."""
    done = zhaiyin("ask", "--json", "-", typed="三个率先是什么\n\n作者是谁\n今天天气怎么样\n")
    passage, source, nothing = _objects(done.stdout)
    assert 0 == done.returncode
    assert passage.keys() == source.keys() == nothing.keys()
    assert {
        "question",
        "found",
        "passage",
        "focus",
        "source",
        "citation",
        "score",
        "confidence",
        "evidence",
        "others",
    } <= passage.keys()
    assert {
        "title",
        "author",
        "publication",
        "edition",
        "column",
        "published",
        "url",
        "paragraph",
    } <= passage["source"].keys()
    announced, *items = passage["focus"].splitlines()
    assert announced in passage["passage"]
    assert [item["text"] for item in passage["items"]] == [item.removesuffix("…") for item in items]
    assert 0 <= passage["confidence"] <= 1
    assert (
        "李春奎. 致力在数字重庆建设的新赛道中跑出加速度[N]. 重庆日报, 2023-05-29(011)." == passage["citation"]
    )
    assert "作者：李春奎" == source["passage"]
    assert (False, None, None) == (nothing["found"], nothing["passage"], nothing["source"])


def test_the_reply_is_in_the_language_of_the_question(zhaiyin: Zhaiyin) -> None:
    """Traditional and English questions are answered in kind."""
    done = zhaiyin("ask", "-", typed="作者是誰，什麼職務\nWho is the author?\n")
    assert "作者職務：中共九龙坡区委书记" in done.stdout
    assert "Author: 李春奎" in done.stdout


def test_a_title_is_listed_as_it_stands(zhaiyin: Zhaiyin, tmp_path: Path) -> None:
    """Brackets in it are no markup."""
    title = "会议[bold]记录[/bold]一则"
    (tmp_path / "minutes.txt").write_text(f"{title}\n\n会议决定本月修好渡口的路灯。\n", encoding="utf-8")
    assert 0 == zhaiyin("add", str(tmp_path / "minutes.txt")).returncode
    assert title in "".join(zhaiyin("list", COLUMNS="200").stdout.split())


def test_add_list_and_remove(zhaiyin: Zhaiyin) -> None:
    """A page that was added is listed, and can be removed again."""
    page = json.loads((PAGES / "joined-headlines.json").read_text(encoding="utf-8"))
    added = zhaiyin("add", str(PAGES / "joined-headlines.txt"))
    assert (0, "") == (added.returncode, added.stderr)
    assert added.stdout.startswith(f"added: {page['title']}")
    listed = {article["title"]: article for article in _objects(zhaiyin("list", "--json").stdout)}
    assert page["author"] == listed[page["title"]]["author"]
    assert page["title"] in "".join(zhaiyin("list", COLUMNS="200").stdout.split())
    removed = zhaiyin("remove", listed[page["title"]]["id"])
    assert f"removed: {page['title']}\n" == removed.stdout
    assert page["title"] not in zhaiyin("list", "--json").stdout


def test_add_tells_what_could_not_be_read(zhaiyin: Zhaiyin, tmp_path: Path) -> None:
    """On standard error, or in the file's record."""
    (tmp_path / "a.txt").write_text(
        "船票\n\n船票卖〔…〕元一张，孩子坐船不要钱，狗也不要钱。", encoding="utf-8"
    )
    added = zhaiyin("add", str(tmp_path / "a.txt"))
    assert "Places that could not be read: 1; " in added.stderr
    [told] = _objects(zhaiyin("add", "--json", str(tmp_path / "a.txt")).stdout)
    assert [{"kind": "unreadable", "number": 1, "pages": [], "passages": []}] == told["remarks"]


def test_add_check_shows_what_was_read_and_shelves_nothing(zhaiyin: Zhaiyin, tmp_path: Path) -> None:
    """With the remarks of the reader, for a person or a program."""
    text = "船票卖〔…〕元一张，孩子坐船不要钱，[bold]狗[/bold]也不要钱。"
    (tmp_path / "a.txt").write_text(f"船票\n\n{text}", encoding="utf-8")
    (tmp_path / "b.txt").write_text("船票\n\n渡船不收钱，早班六点开。", encoding="utf-8")
    before = zhaiyin("list", "--json").stdout
    checked = zhaiyin("add", "--check", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert (0, "") == (checked.returncode, checked.stderr)
    assert f"a.txt: 船票 (1 paragraph, {len(text)} characters)" in checked.stdout
    assert "Places that could not be read: 1; " in checked.stdout
    assert "nothing to remark" in checked.stdout
    [told] = _objects(zhaiyin("add", "--check", "--json", str(tmp_path / "a.txt")).stdout)
    assert ("checked", "unreadable") == (told["outcome"], told["remarks"][0]["kind"])
    assert 2 == zhaiyin("add", "--check", str(tmp_path / "missing.txt")).returncode
    assert before == zhaiyin("list", "--json").stdout


def test_an_article_of_the_corpus_is_removed_with_its_file(zhaiyin: Zhaiyin) -> None:
    """It would only come back; the message says what to do."""
    [digest] = _objects(zhaiyin("list", "--json").stdout)
    done = zhaiyin("remove", digest["id"])
    assert 2 == done.returncode
    assert "ZHAIYIN_CORPUS_DIR" in done.stderr


def test_chat_answers_line_by_line_without_a_terminal(zhaiyin: Zhaiyin) -> None:
    """Piped questions are answered one by one, and the end of input ends it."""
    done = zhaiyin("chat", typed="三个率先\n作者是谁\n")
    assert 0 == done.returncode
    assert "三个率先" in done.stdout
    assert "作者：李春奎" in done.stdout


def test_a_chat_shows_further_passages_and_ends_when_told(zhaiyin: Zhaiyin) -> None:
    """What follows `exit` is not asked; help says what there is."""
    done = zhaiyin("chat", typed="视频办\nnext\n下一条\nn\nn\nn\nn\nn\nn\nhelp\nexit\n作者是谁\n")
    first, second, *_, last, told = done.stdout.strip().split("\n\n")
    assert first != second
    assert all("——李春奎" in passage for passage in (first, second))
    assert "没有下一条了。" == last
    assert "下一条" in told
    assert "作者" not in done.stdout


def test_a_chat_answers_several_questions_of_a_line(zhaiyin: Zhaiyin) -> None:
    """Each under its question, in order."""
    done = zhaiyin("chat", typed="作者是谁？什么时候发表的？\n")
    assert ["问> 作者是谁？", "问> 什么时候发表的？"] == [
        line for line in done.stdout.splitlines() if line.startswith("问>")
    ]
    assert done.stdout.index("作者：李春奎") < done.stdout.index("发表日期：2023-05-29")


def test_a_question_needs_no_quotes(zhaiyin: Zhaiyin) -> None:
    """Its words are joined as they were typed."""
    assert zhaiyin("ask", "who", "wrote", "it").stdout == zhaiyin("ask", "who wrote it").stdout


@pytest.mark.parametrize(
    ("columns", "headings"),
    [("80", "id title author published"), ("140", "id title author publication published paragraphs kind")],
)
def test_a_narrow_terminal_lists_what_articles_are_known_by(
    zhaiyin: Zhaiyin, columns: str, headings: str
) -> None:
    """An article a line, its title whole."""
    first, second = zhaiyin("list", COLUMNS=columns).stdout.splitlines()
    assert headings.split() == first.split()
    assert "致力在数字重庆建设的新赛道中跑出加速度" in second


def test_a_shell_completes_commands_and_options(zhaiyin: Zhaiyin) -> None:
    """As its completion script asks."""
    asked = {"_ZHAIYIN_COMPLETE": "complete_bash"}
    assert "list\n" == zhaiyin(**asked, COMP_WORDS="zhaiyin li", COMP_CWORD="1").stdout
    assert "--shelf\n" == zhaiyin(**asked, COMP_WORDS="zhaiyin list --s", COMP_CWORD="2").stdout


def test_a_chat_that_goes_on_answers_from_a_file_that_came_meanwhile(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """The corpus is mirrored while a person asks, as it is for every other door."""
    (tmp_path / "corpus").mkdir()
    settings = {**environment, "ZHAIYIN_CORPUS_DIR": str(tmp_path / "corpus")}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"],
        env=settings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        bufsize=1,
    ) as process:
        # only so that a chat that never answers ends this test too
        hanging = threading.Timer(120, process.kill)
        hanging.daemon = True
        hanging.start()
        assert "书架上还没有文章。" == _answer(process, "马灯挂在哪里")
        (tmp_path / "corpus" / "a.md").write_text("# 渡口\n\n船工老韩在船头挂一盏马灯。\n", encoding="utf-8")
        while "船头" not in _answer(process, "马灯挂在哪里"):
            pass
        process.communicate()
        hanging.cancel()


def _answer(process: "subprocess.Popen[str]", question: str) -> str:
    """Ask the question and return the first line of the answer; the others are read too."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{question}\n")
    lines = []
    while (line := process.stdout.readline()) != "\n":
        assert line, "the chat ended"
        lines.append(line.strip())
    return lines[0]


@pytest.mark.parametrize("arguments", [["ask", "-"], ["chat"]], ids=" ".join)
def test_a_closed_standard_input_is_an_empty_one(environment: dict[str, str], arguments: list[str]) -> None:
    """Nothing was asked, and nothing is said."""
    command = shlex.join([sys.executable, "-m", "bot", *arguments])
    done = subprocess.run(["sh", "-c", f"{command} <&-"], capture_output=True, env=environment, check=False)
    assert (b"", b"") == (done.stdout, done.stderr)


@pytest.mark.parametrize(
    "arguments", ["ask 三个率先", "ask 三个率先 --shelf public", "list", "--help", "doctor"]
)
def test_what_cannot_be_written_is_one_line(environment: dict[str, str], arguments: str) -> None:
    """The output goes to a disk that is full: that is no bug of ours."""
    command = [sys.executable, "-m", "bot", *arguments.split()]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=environment, check=False)
    line = "zhaiyin: what was to be told cannot be written (No space left on device)\n"
    assert (2, line) == (done.returncode, done.stderr.decode())


@pytest.mark.parametrize("question", ["？？？", "", "   ", "\0", "🙂", "…" * 5000])
def test_nonsense_is_not_found(zhaiyin: Zhaiyin, question: str) -> None:
    """Neither a passage nor a traceback."""
    done = zhaiyin("ask", "-", typed=question + "\n") if "\0" in question else zhaiyin("ask", question)
    assert 1 == done.returncode
    assert "Traceback" not in done.stderr


TEN_MEGABYTES = b"\xe5\xa4\xa7" * 3_400_000


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n", "empty.txt|blank.txt"),
        ("binary.txt", bytes(range(256)) * 10, "binary"),
        ("sheet.xlsx", b"PK", r"no reader for '\.xlsx'; known: "),
        ("noname", b"text", "no reader for 'noname'; known: "),
        ("big.txt", TEN_MEGABYTES * 5, "too large"),
        ("missing.txt", None, "no such file"),
    ],
)
def test_a_bad_file_is_one_line_and_stores_nothing(
    zhaiyin: Zhaiyin, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    """What, why and what to do, exit status 2, and the shelf as it was."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = zhaiyin("add", str(tmp_path / name))
    assert 2 == done.returncode
    [line] = done.stderr.splitlines()
    assert name in line
    assert re.search(said, line)
    assert 1 == len(_objects(zhaiyin("list", "--json").stdout))


def test_good_files_are_added_although_another_fails(zhaiyin: Zhaiyin, tmp_path: Path) -> None:
    """One failure does not lose the others."""
    (tmp_path / "good.txt").write_text("一个题目\n\n这是一篇文章的第一段，说了一些事情。\n", encoding="utf-8")
    done = zhaiyin("add", "missing.txt", "good.txt")
    assert 2 == done.returncode
    assert "2 files: 1 added, 0 replaced, 0 already there, 1 failed\n" == done.stdout


@pytest.mark.parametrize(
    ("arguments", "variables", "said"),
    [
        (("ask", "--shelf", "nowhere", "问"), {}, "nowhere: no shelf of that name"),
        (("list", "--shelf", "nowhere"), {}, "nowhere: no shelf of that name"),
        (("ask", "问"), {"LOG_LEVEL": "LOUD"}, "LOG_LEVEL: "),
        (("ask", "问"), {"ZHAIYIN_CORPUS_DIR": "/nowhere"}, "/nowhere: no such folder"),
        (("ask", "问"), {"ZHAIYIN_DATA_DIR": "/dev/null/data"}, "cannot be made"),
        (("ask", "问"), {"DATABASE_URL": "nonsense"}, "DATABASE_URL: "),
        (("remove", "abc"), {}, "abc: no such article"),
        (("evaluate", ".", "--engine", "steam"), {}, "--engine steam: no engine of that name"),
    ],
)
def test_wrong_use_is_one_line_with_exit_status_2(
    zhaiyin: Zhaiyin, arguments: tuple[str, ...], variables: dict[str, str], said: str
) -> None:
    """What, why, what to do."""
    done = zhaiyin(*arguments, **variables)
    assert (2, "") == (done.returncode, done.stdout)
    [line] = done.stderr.splitlines()
    assert line.startswith("zhaiyin: ")
    assert said in line


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs a system that lists open files")
@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("add", "a.txt"),
        ("add", "missing.txt"),
        ("remove", "abc"),
        ("ask", "三个率先是什么"),
        ("ask", "-"),
    ],
)
def test_a_command_leaves_nothing_of_the_library_open(
    zhaiyin: Zhaiyin, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """However it ends: newer Pythons complain of a database that nobody closed."""
    (tmp_path / "a.txt").write_text("书架\n\n书架在阅览室的北墙边。\n", encoding="utf-8")
    gc.disable()
    try:
        zhaiyin(*arguments)
        open_files = [os.path.realpath(file) for file in Path("/proc/self/fd").iterdir()]
    finally:
        gc.enable()
    assert [] == [file for file in open_files if file.startswith(str(tmp_path / "data"))]


def test_an_unknown_option_has_exit_status_2(zhaiyin: Zhaiyin) -> None:
    """The same status as every other wrong use."""
    assert 2 == zhaiyin("ask", "--nonsense").returncode


@pytest.mark.parametrize("command", ["", "run", "ask", "chat", "add", "list", "remove"])
def test_every_command_has_help(zhaiyin: Zhaiyin, command: str) -> None:
    """It starts with what the command does, and does not speak of Python's types where there is nothing to fill in."""
    done = zhaiyin(*filter(None, [command]), "--help")
    assert 0 == done.returncode
    assert command in done.stdout
    assert "bool" not in done.stdout
