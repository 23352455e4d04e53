"""An operator's own words and synonyms: read, cut, indexed, asked."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigurationError
from bot.language.segmenter import segmenter
from bot.language.terms import content_words, question_terms, terms, with_known_synonyms
from bot.language.vocabulary import NO_WORDS, OwnWord, Vocabulary, read_vocabulary

CORPUS = Path(__file__).parents[2] / "corpus"
WORDS = Vocabulary(words=(OwnWord("云上贵州", tag="nz"), OwnWord("视频办")))
SYNONYMS = Vocabulary(synonyms=(("平方米", "平米"), ("电脑", "计算机", "微机")))


def _read(folder: Path, words: str = "", synonyms: str = "") -> Vocabulary:
    (folder / "words.txt").write_text(words, encoding="utf-8")
    (folder / "synonyms.txt").write_text(synonyms, encoding="utf-8")
    return read_vocabulary(folder)


def test_a_folder_without_either_file_adds_nothing(tmp_path: Path) -> None:
    """Most operators write neither, and a folder may not be there at all."""
    assert read_vocabulary(tmp_path) is NO_WORDS
    assert read_vocabulary(tmp_path / "nowhere") is NO_WORDS


def test_words_are_read_in_the_format_of_jieba(tmp_path: Path) -> None:
    """Frequency and part of speech are optional; comments and blank lines say nothing."""
    read = _read(tmp_path, "\ufeff# 词\n\n云计算 100 n\r\n视频办 nz  # 政务\n环保码 5\n  C# \n　５Ｇ基站\n")
    wanted = (
        OwnWord("云计算", 100, "n"),
        OwnWord("视频办", None, "nz"),
        OwnWord("环保码", 5, "x"),
        OwnWord("c#"),
        OwnWord("5g基站"),
    )
    assert wanted == read.words


def test_synonyms_are_read_folded_a_group_a_line(tmp_path: Path) -> None:
    """Traditional, full-width and capital forms are one word; nothing stands twice."""
    assert (("电脑", "计算机", "pc"),) == _read(tmp_path, synonyms="電腦 计算机\tＰＣ 计算机\n").synonyms


@pytest.mark.parametrize(
    ("file", "content", "line", "reason"),
    [
        ("words.txt", "云计算\n云 计算 100 n\n", 2, "like: 云计算 100 n"),
        ("words.txt", "云计算 100 n 5\n", 1, "like: 云计算 100 n"),
        ("words.txt", "# 一\n\n云计算 0\n", 3, "1 or more"),
        ("words.txt", "西部之芯·赋能高地 n\n", 1, "西部之芯·赋能高地: not one word"),
        ("words.txt", "，\n", 1, "not one word"),
        ("synonyms.txt", "平米 平方米\n电脑\n", 2, "two words or more"),
        ("synonyms.txt", "电脑 電腦\n", 1, "two words or more"),
        ("synonyms.txt", "平米，平方米 m\n", 1, "平米，平方米: not one word"),
    ],
)
def test_a_mistake_is_one_line_naming_file_and_line(
    file: str, content: str, line: int, reason: str, tmp_path: Path
) -> None:
    """It says what is wrong, and what to do."""
    (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError) as raised:
        read_vocabulary(tmp_path)
    assert str(raised.value).startswith(f"{tmp_path / file}:{line}: ")
    assert reason in str(raised.value)
    assert "\n" not in str(raised.value)


def test_another_encoding_is_a_mistake_too(tmp_path: Path) -> None:
    """Windows likes to save Chinese in GB 18030."""
    (tmp_path / "words.txt").write_bytes(b"yun\n" + "云计算".encode("gb18030"))
    with pytest.raises(ConfigurationError, match=r"words\.txt:2: not UTF-8"):
        read_vocabulary(tmp_path)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A folder of that name, for one."""
    (tmp_path / "synonyms.txt").mkdir()
    with pytest.raises(ConfigurationError, match=r"synonyms\.txt: cannot be read"):
        read_vocabulary(tmp_path)


@given(st.lists(st.text(alphabet="云计算a1 #·\n\t", max_size=12), max_size=5))
def test_any_file_is_read_or_refused_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    """No file breaks a start in any other way."""
    folder = tmp_path_factory.mktemp("corpus")
    message, vocabulary = "", NO_WORDS
    try:
        vocabulary = _read(folder, "\n".join(lines), "\n".join(lines))
    except ConfigurationError as error:
        message = str(error)
    assert "\n" not in message
    assert all(len(group) > 1 for group in vocabulary.synonyms)


def test_an_own_word_is_a_term_and_a_word_of_the_question() -> None:
    """On both sides, whatever the dictionary would have cut."""
    assert "w:云上贵州" not in terms("上云上贵州平台")
    assert "w:云上贵州" in terms("上云上贵州平台", WORDS)
    assert "w:云上贵州" in question_terms("云上贵州是什么", WORDS)
    assert ("云上贵州",) == content_words("云上贵州是什么", WORDS)
    assert ("云上贵州", "nz") in list(segmenter(WORDS).tags("我用云上贵州"))


def test_two_vocabularies_do_not_mix() -> None:
    """One process may hold both, and one with neither."""
    other = Vocabulary(words=(OwnWord("环保码"),))
    text = "视频办和环保码"
    assert ["视频办", "和", "环保", "码"] == list(segmenter(WORDS).words(text))
    assert ["视频", "办", "和", "环保码"] == list(segmenter(other).words(text))
    assert ["视频", "办", "和", "环保", "码"] == list(segmenter().words(text))


@pytest.mark.parametrize("word", ["平方米", "平米"])
def test_whichever_synonym_stands_there_the_first_is_a_term(word: str) -> None:
    """So that text and question meet in it."""
    assert "w:平方米" in terms(f"三百{word}", SYNONYMS)
    assert "w:平方米" in question_terms(f"多少{word}", SYNONYMS)


def test_a_synonym_within_another_word_counts() -> None:
    """个人电脑 is a 电脑, hence a 计算机."""
    first_other = Vocabulary(synonyms=(("计算机", "电脑"),))
    assert "w:计算机" in terms("个人电脑", first_other)


def test_synonyms_add_terms_and_take_none_away() -> None:
    """Nothing that was found before is lost."""
    text = "微机房三百平米"
    assert set(terms(text)) <= set(terms(text, SYNONYMS))


def test_a_word_that_the_shelf_lacks_is_searched_as_its_synonym() -> None:
    """Only where the shelf has the other."""
    shelf = set(terms("电脑四十台", SYNONYMS)).__contains__
    assert "电脑有多少台" == with_known_synonyms("微机有多少台", shelf, SYNONYMS)
    assert "电脑有多少台" == with_known_synonyms("电脑有多少台", shelf, SYNONYMS)
    assert "多少平米" == with_known_synonyms("多少平米", shelf, SYNONYMS)


def test_a_word_that_the_shelf_has_is_searched_as_it_is() -> None:
    """Even where the shelf has its synonym too."""
    shelf = set(terms("电脑四十台，微机两台", SYNONYMS)).__contains__
    assert "微机有多少台" == with_known_synonyms("微机有多少台", shelf, SYNONYMS)


def test_the_files_that_come_with_the_project_are_sound() -> None:
    """Both have entries, and no word is in two groups."""
    vocabulary = read_vocabulary(CORPUS)
    assert vocabulary.words
    words = [word for group in vocabulary.synonyms for word in group]
    assert sorted(set(words)) == sorted(words)
