"""An old Word document (.doc) → a new one, by LibreOffice where it is installed."""

from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from bot.errors import Damaged, ReaderMissing
from bot.readers.file import File
from bot.readers.programs import is_installed, run
from bot.readers.reading import Bundle

__all__ = ["SUFFIXES", "TIME_S", "read"]

SUFFIXES = (".doc", ".wps")
TIME_S = 90
_PROGRAMS = ("soffice", "libreoffice")
_STEM = "document"


def read(file: File) -> Bundle:
    """Return the document in `file` as Word has saved it since 2007.

    Raises ReaderMissing without LibreOffice, else UnreadableArticle if it cannot read the file.
    """
    program = next(filter(is_installed, _PROGRAMS), None)
    if program is None:
        raise ReaderMissing(f"{file.name}: needs LibreOffice; install it, or save the file as .docx")
    with TemporaryDirectory(prefix="zhaiyin-") as name:
        folder = Path(name)
        # no name of a stranger's becomes an argument
        given = folder / f"{_STEM}{file.suffix}"
        given.write_bytes(file.data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        arguments = (profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", folder, given)
        run(file.name, program, arguments, folder=folder, timeout_s=TIME_S - 10)
        made = given.with_suffix(".docx")
        if not made.is_file():
            raise Damaged(f"{file.name}: cannot be read by LibreOffice; save it as .docx")
        return Bundle((File(f"{PurePath(file.name).stem}.docx", made.read_bytes(), file.url),))
