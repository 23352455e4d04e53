"""Sound files that were damaged by chance: what comes of them is an article, or an error that says what is wrong."""

from pathlib import Path
from random import Random

import pytest

from bench.mutated import mutated_file, samples
from bot.errors import UnreadableArticle
from bot.readers import File, read

_CASES = 12


@pytest.mark.filterwarnings("ignore")  # libraries warn of what is damaged
@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.name)
def test_damage_is_read_or_named(sample: Path) -> None:
    """No exception of a library gets out; `make fuzz` tries thousands."""
    texts = [
        _text_or_reason(mutated_file(sample, Random(f"{sample.name} {number}"))) for number in range(_CASES)
    ]
    assert all(texts)


@pytest.mark.filterwarnings("ignore")
def test_a_dictionary_that_only_one_of_two_programs_understands_is_no_end() -> None:
    """The second reading of a PDF gives up, the first one counts."""
    [sample] = [one for one in samples() if one.suffix == ".pdf"]
    data = sample.read_bytes().replace(b"/F1 3 0 R/F2", b"/F1/F2")
    assert _text_or_reason(File("odd.pdf", data))


def _text_or_reason(file: File) -> str:
    try:
        return "".join(article.text for article in read(file).articles)
    except UnreadableArticle as error:
        return str(error)
