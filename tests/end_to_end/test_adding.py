"""`zhaiyin add`: several articles of one title, editions, and a source told by options."""

import json
import re
from pathlib import Path

import pytest
from command_line import run

HEAD = "---\ntitle: 简讯\npublication: 石渡日报\npublished: 2024-05-29\n---\n\n"
FERRY = "石渡渡口昨天换上了新渡船，一次能坐四十个人。\n\n船票还是两元，孩子和老人不收钱。\n\n老船留在岸边，给孩子们当教室。"
MARKET = "河西菜市场下周一搬家，新棚子有一百个摊位。\n\n卖鱼的都在东头，卖菜的在西头，中间是豆腐摊。"
NEAR = f"{FERRY.partition(chr(10))[0]}\n\n新船是本地船厂造的，用了半年。\n\n码头也修过了，下雨天不再滑，候船的棚子是木头的。"
CASES = Path(__file__).parents[3] / "shared" / "cases" / "files"


def _write(folder: Path, **texts: str) -> list[str]:
    """Files of these texts, by their names."""
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return [str(folder / f"{name}.md") for name in texts]


def _listed() -> list[dict[str, object]]:
    lines = run("list", "--json", "--shelf", "club").stdout.splitlines()
    return [json.loads(line) for line in lines]


def test_two_briefs_are_two_and_a_corrected_one_takes_its_place(tmp_path: Path) -> None:
    """Under the id that it had; added once more it is there already."""
    a, b, newer = _write(tmp_path, a=HEAD + FERRY, b=HEAD + MARKET, c=HEAD + FERRY.replace("四十", "五十"))
    outcomes = [run("add", "--shelf", "club", file).stdout for file in (a, b, newer, newer)]
    assert ["added", "added", "replaced", "already there"] == [line.partition(":")[0] for line in outcomes]
    ids = [re.findall(r"id (\w+)", line)[0] for line in outcomes]
    assert [ids[0], ids[1]] == [article["id"] for article in _listed()]
    assert ids[0] == ids[2] == ids[3]


@pytest.mark.skipif(not CASES.is_dir(), reason="needs the cases beside the project")
def test_the_briefs_of_the_cases_are_two() -> None:
    """Pages of one paper and day with one headline."""
    for name in ("a", "b"):
        assert run("add", "--shelf", "club", str(CASES / f"same_title_{name}.html")).stdout.startswith(
            "added: "
        )
    assert 2 == len(_listed())


def test_what_may_be_a_new_version_is_kept_beside_and_told(tmp_path: Path) -> None:
    """With the id of the one that it is like; `--replace` puts it there."""
    a, near = _write(tmp_path, a=HEAD + FERRY, near=HEAD + NEAR)
    run("add", "--shelf", "club", a)
    [earlier] = _listed()
    kept = run("add", "--shelf", "club", near)
    assert kept.stdout.startswith("added: 简讯")
    assert f"may be a new version of 简讯 (id {earlier['id']}); both are kept" in kept.stderr
    for article in _listed():
        run("remove", "--shelf", "club", str(article["id"]))
    run("add", "--shelf", "club", a)
    [told] = map(json.loads, run("add", "--shelf", "club", "--replace", "--json", near).stdout.splitlines())
    assert ("replaced", earlier["id"], None) == (told["outcome"], told["id"], told["near"])
    assert [earlier["id"]] == [article["id"] for article in _listed()]


def test_articles_that_are_alike_survive_the_way_out_and_back(tmp_path: Path) -> None:
    """Each under its id, though one might be taken for an edition of another."""
    files = _write(tmp_path, a=HEAD + FERRY, near=HEAD + NEAR, c=HEAD + MARKET)
    run("add", "--shelf", "club", *files)
    before = _listed()
    run("export", "club", str(tmp_path / "out"))
    for article in before:
        run("remove", "--shelf", "club", str(article["id"]))
    done = run("add", "--shelf", "club", str(tmp_path / "out"))
    assert "" == done.stderr
    assert {article["id"] for article in before} == {article["id"] for article in _listed()}


def test_options_tell_the_source_of_one_file(tmp_path: Path) -> None:
    """Where the file says nothing or errs; also of an article that is on the shelf already, which keeps its id."""
    [file] = _write(tmp_path, a=f"---\nauthor: 错的人\n---\n\n{FERRY}")
    run("add", "--shelf", "club", file)
    [before] = _listed()
    given = ("--title", "新\n渡船", "--author", "", "--publication", "石渡日报", "--date", "2024年5月29日")
    done = run("add", "--shelf", "club", file, *given, "--url", "https://example.org/a")
    assert (0, "") == (done.returncode, done.stderr)
    [article] = _listed()
    assert ("新 渡船", None, "石渡日报", "2024-05-29", "https://example.org/a") == tuple(
        article[field] for field in ("title", "author", "publication", "published", "url")
    )
    assert before["id"] == article["id"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--date", "去年秋天"), "--date: '去年秋天' is no date"),
        (("--date", "2024-02-30"), "--date: '2024-02-30' is no date"),
        (("--title", " "), "--title: is empty"),
        (("--url", "file:///etc/passwd"), "--url: 'file:///etc/passwd' is no address"),
        (("--url", "http://["), "--url: 'http://[' is no address"),
        (("--author", "周一鸣", "b.md"), "--author: tell the source of one article; name one file, not 2"),
    ],
)
def test_options_that_cannot_be_are_one_line(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    """And nothing is added."""
    file, _ = _write(tmp_path, a=FERRY, b=MARKET)
    done = run("add", "--shelf", "club", file, *options)
    assert (2, "") == (done.returncode, done.stdout)
    [line] = done.stderr.splitlines()
    assert said in line
