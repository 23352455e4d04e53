"""Files of every format, damaged by chance as a bad disk, a bad program or a bad person damages them."""

import io
import zipfile
from pathlib import Path
from random import Random

from bot.readers import File, suffixes

__all__ = ["mutated_file", "samples"]

_SAMPLES = Path(__file__).parents[1] / "tests" / "fixtures" / "formats"
_TOKENS = (
    b"<",
    b">",
    b"&",
    b'"',
    b"{",
    b"}",
    b"\\",
    b"\0",
    b"-1",
    b"99999999999",
    b"/",
    b" ",
    b"<table>",
    b"[[[",
)
_MOST_BYTES = 60


def samples() -> list[Path]:
    """Return the sound files to be damaged, by name; no pictures, which other programs read."""
    known = set(suffixes()) - {".png", ".jpg", ".jpeg"}
    return [file for file in sorted(_SAMPLES.iterdir()) if file.suffix in known]


def mutated_file(sample: Path, rng: Random) -> File:
    """Return the file with damage; of an archive mostly with a part that is damaged before it is packed."""
    data = sample.read_bytes()
    packed = zipfile.is_zipfile(sample) and rng.random() < 0.8
    return File(sample.name, _with_bad_part(data, rng) if packed else _mutated(data, rng))


def _with_bad_part(data: bytes, rng: Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        bad = rng.choice(before.namelist())
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, _mutated(part, rng) if name == bad else part)
    return out.getvalue()


def _mutated(data: bytes, rng: Random) -> bytes:
    """Return the bytes with one to twenty changes: bits, cuts, repetitions, noise, tokens, an end that comes early."""
    content = bytearray(data)
    for _ in range(rng.choice((1, 2, 5, 20))):
        at, size = rng.randrange(len(content) + 1), rng.randrange(1, _MOST_BYTES)
        match rng.randrange(12):
            case 0 | 1 | 2:
                content[at : at + 1] = bytes([rng.randrange(256)])
            case 3 | 4:
                del content[at : at + size]
            case 5 | 6:
                content[at:at] = content[at : at + size] * rng.randrange(1, 4)
            case 7:
                content[at:at] = rng.randbytes(rng.randrange(1, 6))
            case 8:
                del content[max(at, 8) :]
            case _:
                content[at : at + 1] = rng.choice(_TOKENS)
    return bytes(content)
