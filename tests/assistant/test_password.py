"""The operator's password is known by its hash alone."""

from pathlib import Path

import pytest

from bot.assistant.password import MIN_CHARACTERS, Password, hash_of
from bot.errors import ConfigurationError


def test_a_hash_knows_its_password_and_no_other() -> None:
    """Also typed with accents apart; two hashes of one password are not the same."""
    hashed = hash_of("caf\u00e9 am Fluss")
    password = Password(hashed)
    assert hashed.startswith("$argon2id$")
    assert hashed != hash_of("caf\u00e9 am Fluss")
    typed = ("caf\u00e9 am Fluss", "cafe\u0301 am Fluss", "cafe am Fluss", "")
    assert [True, True, False, False] == [password.matches(text) for text in typed]


@pytest.mark.parametrize("typed", ["", "x" * (MIN_CHARACTERS - 1), "x" * 1_001])
def test_a_password_is_neither_short_nor_endless(typed: str) -> None:
    """It is said how long it may be; the password itself is not repeated."""
    with pytest.raises(ConfigurationError, match=f"^password: has {len(typed)} characters; take 12 to 1,000"):
        hash_of(typed)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "cannot be read"),
        (b"", "holds no Argon2 hash"),
        (b"four old chairs and a lamp\n", "holds no Argon2 hash"),
        (b"$argon2id$v=19$m=65536,t=3,p=4$", "holds no Argon2 hash"),
        (b"$2b$12$abcdefghijklmnopqrstuv", "holds no Argon2 hash"),
        (b"\xff\xfe", "holds no Argon2 hash"),
    ],
)
def test_a_file_without_a_hash_is_refused_with_what_to_do(
    tmp_path: Path, content: bytes | None, why: str
) -> None:
    """A password in the clear counts as none, and is not shown."""
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"^WEB_PASSWORD_FILE: ") as caught:
        Password.at(file)
    assert why in str(caught.value)
    assert "zhaiyin password FILE" in str(caught.value)
    assert "chairs" not in str(caught.value)


def test_a_hash_from_another_program_is_taken(tmp_path: Path) -> None:
    """With its own costs, a line feed or a space behind it."""
    file = tmp_path / "password"
    file.write_text(
        "$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQ$Kv4O4NF0jBSaPkb3+DtCvC8+f18sB5ubpzL1JmyoZFA \n",
        encoding="ascii",
    )
    assert not Password.at(file).matches("four old chairs")
