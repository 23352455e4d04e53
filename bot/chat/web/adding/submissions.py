"""A form with files, a text and an address, read within bounds: files go to temporary ones, never whole into memory."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

__all__ = ["MOST_FILES", "MOST_FORM_BYTES", "MOST_TEXT_BYTES", "Submission", "TooMuch", "read_submission"]

MOST_FILES = 10
MOST_FORM_BYTES = 60_000_000
MOST_TEXT_BYTES = 2_000_000
_MOST_FIELDS = 8
_MOST_IGNORED_BYTES = 300_000_000
"""What is still received of a form that is too large: a browser shows no answer before it has sent all."""


class TooMuch(Exception):
    """The form has more files, or more bytes, than are taken at once."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What the form holds; empty fields are empty."""

    form_key: str
    files: tuple[UploadFile, ...]
    text: str
    address: str

    @property
    def is_empty(self) -> bool:
        """True if nothing was handed over."""
        return not (self.files or self.text or self.address)


@asynccontextmanager
async def read_submission(request: Request) -> AsyncIterator[Submission]:
    """Yield what the form holds; its files are deleted afterwards.

    Raises TooMuch, and HTTPException 400 for what is no such form.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data;"):
        raise HTTPException(400)
    stream = request.stream()
    try:
        form = await _parser(request, stream).parse()
    except MultiPartException:
        await _ignore(stream)
        raise TooMuch from None
    except ClientDisconnect:
        raise HTTPException(400) from None
    try:
        yield _submission(form)
    finally:
        await form.close()


def _parser(request: Request, stream: AsyncGenerator[bytes, None]) -> MultiPartParser:
    return MultiPartParser(
        request.headers,
        _bounded(stream),
        max_files=MOST_FILES,
        max_fields=_MOST_FIELDS,
        max_part_size=MOST_TEXT_BYTES,
    )


async def _bounded(stream: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    received = 0
    async for chunk in stream:
        received += len(chunk)
        if received > MOST_FORM_BYTES:
            raise MultiPartException("too large")
        yield chunk


async def _ignore(stream: AsyncGenerator[bytes, None]) -> None:
    """Receive the rest of a form, within a bound, and forget it."""
    ignored = 0
    async for chunk in stream:
        ignored += len(chunk)
        if ignored > _MOST_IGNORED_BYTES:
            return


def _submission(form: FormData) -> Submission:
    # a field for files that was left empty comes as one without a name
    files = [
        file for file in form.getlist("file") if isinstance(file, UploadFile) and (file.filename or file.size)
    ]
    return Submission(
        _typed(form, "form_key"), tuple(files), _typed(form, "text").strip(), _typed(form, "address").strip()
    )


def _typed(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""
