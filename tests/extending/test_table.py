"""CONTRIBUTING's table says what is tried."""

from pathlib import Path

from extending.table import rows

HERE = Path(__file__).parent


def test_every_row_of_the_table_is_tried() -> None:
    """A row that nobody tries is a promise that nobody keeps; and what is tried stands in the table."""
    tried = {file.stem.removeprefix("test_").replace("_", " ") for file in HERE.glob("test_a*.py")}
    assert tried == set(rows(HERE.parents[1]))
