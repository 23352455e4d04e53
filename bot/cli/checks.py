"""The checks of `zhaiyin doctor`, one after the other."""

import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, requires, version

from packaging.requirements import Requirement

from bot.answering.answerer import Answerer
from bot.answering.index.index_cache import damaged_indexes
from bot.assistant.desk import Desk
from bot.assistant.large_shelves import Health, LargeShelves, State
from bot.assistant.password import Password
from bot.cli.opening import open_archive
from bot.cli.output import counted
from bot.errors import ConfigurationError, UnreadableArticle, ZhaiyinError
from bot.extras import how_to_install
from bot.folder import files_in
from bot.language.vocabulary import read_vocabulary
from bot.library import Library
from bot.library.corpus import mirror
from bot.model import Article, Question, is_found
from bot.readers import read_path
from bot.retrieval import engine_named
from bot.settings import Settings, read_settings
from bot.storage.database import open_database, place
from bot.storage.private import private_folder
from bot.storage.schema import HEAD
from bot.storage.transaction import require_writable

__all__ = ["Check", "checks"]


@dataclass(frozen=True, slots=True)
class Check:
    """A finding and what to do; `ok` is None if it does not matter or was not checked."""

    name: str
    ok: bool | None
    detail: str
    todo: str | None = None


def checks() -> Iterator[Check]:
    """Yield the checks, each after those it depends on; nothing is raised."""
    yield Check("python", True, f"Python {sys.version.split()[0]}")
    yield from _guarded("libraries", _libraries)
    try:
        settings = read_settings()
    except ConfigurationError as error:
        for line in str(error).splitlines():
            yield _failed("settings", ConfigurationError(line))
        yield Check("everything else", None, "not checked, since it depends on the settings")
        return
    yield Check("settings", True, "readable")
    for name, check in _NEEDING_SETTINGS.items():
        yield from _guarded(name, partial(check, settings))


def _guarded(name: str, check: Callable[[], Iterable[Check]]) -> list[Check]:
    try:
        return list(check())
    except ZhaiyinError as error:
        return [_failed(name, error)]
    except Exception as error:  # noqa: BLE001 # a doctor examines whatever comes
        return [Check(name, False, f"failed unexpectedly ({type(error).__name__})", "report this as a bug")]


def _failed(name: str, error: ZhaiyinError) -> Check:
    """Return the error as a check; what follows its last semicolon is the advice."""
    detail, _, todo = str(error).rpartition("; ")
    return Check(name, False, detail or todo, todo if detail else None)


def _libraries() -> Iterator[Check]:
    try:
        wanted = [Requirement(line) for line in requires("zhaiyin") or []]
    except PackageNotFoundError:
        yield Check("libraries", False, "zhaiyin is not installed", "pip install . in its folder")
        return
    # the libraries of an extra are only for those who want it
    wanted = [
        library for library in wanted if library.marker is None or library.marker.evaluate({"extra": ""})
    ]
    wrong = [problem for library in wanted if (problem := _problem(library))]
    detail = "; ".join(wrong) or f"zhaiyin {version('zhaiyin')}, {len(wanted)} libraries"
    yield Check("libraries", not wrong, detail, "pip install --upgrade zhaiyin" if wrong else None)


def _problem(library: Requirement) -> str | None:
    """Return what is wrong with a library (missing, too old or too new); None if nothing is."""
    try:
        installed = version(library.name)
    except PackageNotFoundError:
        return f"{library.name} is missing"
    fits = library.specifier.contains(installed, prereleases=True)
    return None if fits else f"{library.name} is {installed} and should be {library.specifier}"


def _data_folder(settings: Settings) -> Iterator[Check]:
    folder = settings.zhaiyin_data_dir
    try:
        private_folder(folder)
        with tempfile.TemporaryFile(dir=folder):
            yield Check("data folder", True, f"{folder} is writable")
    except OSError as error:
        detail = f"{folder} cannot be written ({error.strerror})"
        yield Check("data folder", False, detail, "set ZHAIYIN_DATA_DIR to a folder of yours")


def _database(settings: Settings) -> Iterator[Check]:
    engine = open_database(settings.library_url)
    try:
        require_writable(engine)
    finally:
        engine.dispose()
    yield Check("database", True, f"{place(engine.url)} is at the newest migration, {HEAD}")


def _corpus(settings: Settings) -> Iterator[Check]:
    folder = settings.zhaiyin_corpus_dir
    if not folder.is_dir():
        raise ConfigurationError(f"{folder}: no such folder; check ZHAIYIN_CORPUS_DIR")
    files = files_in(folder, "*.md")
    failures = []
    for file in files:
        try:
            read_path(file)
        except UnreadableArticle as error:
            failures.append(str(error))
    if failures:
        yield Check("corpus", False, " | ".join(failures), "mend these files or take them away")
    else:
        yield Check("corpus", True, f"{folder}: {counted(len(files), 'article')}")


def _words(settings: Settings) -> Iterator[Check]:
    vocabulary = read_vocabulary(settings.zhaiyin_corpus_dir)
    detail = f"{counted(len(vocabulary.words), 'own word')}, {counted(len(vocabulary.synonyms), 'group')} of synonyms"
    yield Check("words", True, detail)


def _shelf(settings: Settings) -> Iterator[Check]:
    folder = settings.zhaiyin_corpus_dir
    library = Library.at(settings.library_url)
    mirror(library, folder)
    began = time.perf_counter()
    desk = Desk(
        library,
        engine_named(),
        read_vocabulary(folder),
        settings.zhaiyin_data_dir / "indexes",
        settings.zhaiyin_disk_characters,
        archive=open_archive(settings, library),
    )
    articles = desk.articles()
    ready_ms = _ms_since(began)
    if not articles:
        yield Check("shelf", False, "nothing is on it", "zhaiyin add FILE")
        return
    answerer = desk.shelf().answerer
    passage_count = answerer.index.passages if isinstance(answerer, Answerer) else 0
    other_shelves = len(library.shelves()) - 1
    beside = (
        f", and {other_shelves} more {'shelf' if other_shelves == 1 else 'shelves'}" if other_shelves else ""
    )
    size = f"{counted(len(articles), 'article')}, {counted(passage_count, 'passage')}"
    detail = f"{size}{beside}; indexed in {ready_ms} ms"
    yield Check("shelf", True, detail)
    yield _sample(desk, articles)


def _index(settings: Settings) -> Iterator[Check]:
    for file in damaged_indexes(settings.zhaiyin_data_dir / "indexes"):
        yield Check("index", False, f"the kept one {file.name} is damaged", f"remove {file}; it is made anew")
    library = Library.at(settings.library_url)
    archive = open_archive(settings, library)
    if archive is None:
        library.close()
        yield Check(
            "index", None, f"large shelves are held in memory; on disk with: {how_to_install('disk')}"
        )
        return
    if settings.cluster_url is not None:
        yield _cluster(archive)
    found = [archive.health(name) for name in library.shelves()]
    library.close()
    ill = [one for one in found if one.state in (State.DAMAGED, State.REFUSED)]
    for one in ill:
        yield _ill(one)
    away = [one for one in found if one.state is State.AWAY]
    on_disk = [one for one in found if one.state is not State.IN_MEMORY]
    if not ill and not away:
        size = counted(sum(one.passages for one in on_disk), "passage")
        where = "on disk" if settings.cluster_url is None else "in the cluster"
        detail = (
            f"large shelves {where}: {len(on_disk)}, {size}"
            if on_disk
            else "every shelf is small, and in memory"
        )
        yield Check("index", True, detail)


def _ill(one: Health) -> Check:
    if one.state is State.REFUSED:
        detail = (
            f"'{one.shelf}' takes no change, and may be asked in memory: {one.folder} refuses this account"
        )
        return Check("index", False, detail, "let this account read and write all in it")
    return Check(
        "index", False, f"'{one.shelf}' is {one.state}", f"zhaiyin index --rebuild --shelf {one.shelf}"
    )


def _cluster(archive: LargeShelves) -> Check:
    obstacle = archive.obstacle()
    todo = "check CLUSTER_URL and the cluster; large shelves answer nothing meanwhile" if obstacle else None
    return Check("cluster", not obstacle, obstacle or "every index can be asked", todo)


def _sample(desk: Desk, articles: Sequence[Article]) -> Check:
    question = next(iter(desk.suggestions()), articles[0].source.title)
    began = time.perf_counter()
    answer = desk.ask(Question(question))
    detail = f"「{question}」 {'answered' if is_found(answer) else 'found nothing'} in {_ms_since(began)} ms"
    return Check(
        "sample question", is_found(answer), detail, None if is_found(answer) else "report this as a bug"
    )


def _ms_since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)


def _addresses(settings: Settings) -> Iterator[Check]:
    if settings.zhaiyin_chat_urls:
        detail = "chats may add pages, which this machine fetches from public addresses"
        yield Check("addresses", True, detail)
    else:
        yield Check("addresses", None, "chats may not add pages; ZHAIYIN_CHAT_URLS=true lets them")


def _password(settings: Settings) -> Iterator[Check]:
    if settings.web_password_file is None:
        todo = "nobody adds articles in the browser; WEB_PASSWORD_FILE and zhaiyin password let them"
        yield Check("password", None, todo)
        return
    Password.at(settings.web_password_file)
    yield Check("password", True, "whoever knows it adds articles in the browser")


def _telegram(settings: Settings) -> Iterator[Check]:
    if settings.telegram_bot_token is None:
        todo = "@BotFather: /newbot, then put TELEGRAM_BOT_TOKEN=… into the environment or .env"
        yield Check("telegram", None, "not checked, since there is no TELEGRAM_BOT_TOKEN", todo)
        return
    from bot.chat.telegram.about.checkup import checkup

    token = settings.telegram_bot_token.get_secret_value()
    for finding in checkup(token, settings.telegram_api_base_url):
        yield Check(*finding)


_NEEDING_SETTINGS: dict[str, Callable[[Settings], Iterator[Check]]] = {
    "data folder": _data_folder,
    "database": _database,
    "corpus": _corpus,
    "words": _words,
    "shelf": _shelf,
    "index": _index,
    "addresses": _addresses,
    "password": _password,
    "telegram": _telegram,
}
