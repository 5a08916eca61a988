"""Opening the database, bringing it up to date, and keeping a second worker out."""

from __future__ import annotations

import contextlib
import functools
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock, Timeout
from sqlalchemy.exc import DBAPIError

from mailbot.errors import DatabaseUnavailable, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

_MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_BUSY_MILLISECONDS = 30_000
_ROOM_BYTES = 1_000_000


class Database:
    """One database, and transactions on it.

    Args:
        url: An SQLAlchemy URL; a relative SQLite path is relative to the current folder.
        durable: What is committed outlives the machine's power; False only for what is scratch.
    """

    def __init__(self, url: str, *, durable: bool = True) -> None:
        self.url = url
        parsed = sa.make_url(url)
        self.file = _sqlite_file(parsed)
        if self.file:
            _make_folder(self.file.parent)
        self._engine = sa.create_engine(url, connect_args=_connect_args(parsed))
        if parsed.get_backend_name() == "sqlite":
            _as_users_need_sqlite(self._engine, durable)
            _bear_any_number(self._engine)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """Give a connection whose work is committed together at the end, or not at all.

        Raises:
            DatabaseUnavailable: Full disk, read-only file, locked, or gone.
            NotFoundError: A number was looked for that is greater than any row's.
        """
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            if isinstance(error, sa.exc.IntegrityError | sa.exc.ProgrammingError):
                raise
            raise self._unavailable(error) from error

    def upgrade(self) -> Path | None:
        """Create the tables or bring them up to date, after saving a copy of an SQLite file.

        Returns:
            The saved copy; None where nothing had to be saved.

        Raises:
            DatabaseUnavailable: The database comes from a newer version, or cannot be used.
        """
        here, newest = self.version(), _script().get_current_head()
        if here == newest:
            return None
        self._refuse_newer(here)
        saved = self._save_copy(here) if here else None
        with self.transaction() as connection:
            command.upgrade(_config(connection), "head")
        return saved

    def version(self) -> str | None:
        """Return the revision of the tables; None where there are none yet."""
        with self.transaction() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    def require_current(self) -> None:
        """Check that the tables are those of this version.

        Raises:
            DatabaseUnavailable: They are older, newer, or not there.
        """
        here = self.version()
        if here == _script().get_current_head():
            return
        self._refuse_newer(here)
        raise DatabaseUnavailable(
            f"The database {self.name} is not prepared for this version of Mailbot.",
            "`mailbot run` prepares it, after saving a copy.",
        )

    @property
    def name(self) -> str:
        """The file or the server, without any secret."""
        return str(self.file) if self.file else sa.make_url(self.url).render_as_string()

    @contextlib.contextmanager
    def only_worker(self) -> Iterator[None]:
        """Hold the place of the one worker on an SQLite database.

        Raises:
            DatabaseUnavailable: Another worker runs on it.
        """
        if not self.file:
            yield
            return
        lock = FileLock(f"{self.file}.worker.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise DatabaseUnavailable(
                f"Another Mailbot worker already runs on {self.file}.",
                "One is enough: stop the other one first, or leave this one be.",
            ) from None
        except OSError as error:
            raise DatabaseUnavailable(
                f"The lock beside the database {self.file} cannot be taken: {error.strerror}.",
                "Check that this user may write the folder that the database stands in.",
            ) from error
        try:
            yield
        finally:
            lock.release()

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def _refuse_newer(self, here: str | None) -> None:
        known = {revision.revision for revision in _script().walk_revisions()}
        if here and here not in known:
            raise DatabaseUnavailable(
                f"The database {self.name} was written by a newer version of Mailbot "
                f"(revision {here}).",
                "Install that version again; this one has not touched the database.",
            )

    def _save_copy(self, revision: str) -> Path | None:
        if not self.file:
            return None
        copy = self.file.with_name(f"{self.file.name}.before-{revision}")
        unfinished = copy.with_name(f"{copy.name}.part")
        try:
            unfinished.unlink(missing_ok=True)
            unfinished.touch(mode=0o600)
            with (
                contextlib.closing(sqlite3.connect(self.file)) as source,
                contextlib.closing(sqlite3.connect(unfinished)) as target,
            ):
                source.backup(target)
            unfinished.replace(copy)
        except (OSError, sqlite3.Error) as error:
            raise DatabaseUnavailable(
                f"The database {self.name} cannot be saved to {copy} before it is brought up to "
                f"date: {error}.",
                "Make room, or check that this user may write there; nothing was changed.",
            ) from error
        return copy

    def _no_room(self) -> bool:
        """Tell whether the disk is full, of which SQLite may say no more than `disk I/O error`."""
        return self.file is not None and shutil.disk_usage(self.file.parent).free < _ROOM_BYTES

    def _unavailable(self, error: DBAPIError) -> DatabaseUnavailable:
        said = str(error.orig)
        remedy = "Nothing was lost: what was under way is tried again."
        if "full" in said or ("disk I/O" in said and self._no_room()):
            said, remedy = f"the disk is full ({said})", f"Make room. {remedy}"
        elif "readonly" in said or "read-only" in said or "unable to open" in said:
            remedy = "Check that this user may write the file and its folder."
        elif "locked" in said:
            remedy = f"Another program holds it for long. {remedy}"
        elif "not a database" in said or "malformed" in said:
            remedy = "The file is damaged: restore a backup."
        return DatabaseUnavailable(f"The database {self.name} cannot be used: {said}.", remedy)


def _sqlite_file(url: sa.URL) -> Path | None:
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


def _connect_args(url: sa.URL) -> dict[str, Any]:
    if url.get_backend_name() != "sqlite":
        return {}
    return {"timeout": _BUSY_MILLISECONDS / 1000, "isolation_level": None}


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailable(
            f"The folder {folder} for the database cannot be made: {error.strerror}.",
            "Check that this user may write there.",
        ) from error


def _as_users_need_sqlite(engine: sa.Engine, durable: bool) -> None:
    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={'FULL' if durable else 'OFF'}",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    # A transaction that reads before it writes could otherwise fail in the middle (SQLITE_BUSY
    # on upgrade of the lock, which no timeout waits for).
    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _bear_any_number(engine: sa.Engine) -> None:
    """Let a number that SQLite has no room for be one that nothing has."""

    @sa.event.listens_for(engine, "handle_error")
    def _tell(context: sa.engine.ExceptionContext) -> None:
        if isinstance(context.original_exception, OverflowError):
            given = context.parameters
            values = given.values() if isinstance(given, dict) else given or ()
            number = max((each for each in values if isinstance(each, int)), key=abs, default=0)
            raise NotFoundError(f"There is nothing of number {number}.", "Look at the number.")


@functools.cache
def _script() -> ScriptDirectory:
    return ScriptDirectory(str(_MIGRATIONS))


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
