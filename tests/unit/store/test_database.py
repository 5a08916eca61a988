"""The database: made and brought up to date, kept from others, and never half written."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext

from mailbot.errors import DatabaseUnavailable, NotFoundError
from mailbot.store import alerts, keep
from mailbot.store import database as database_module
from mailbot.store.database import Database
from mailbot.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = database_module._script().get_current_head()
FIRST = "0001"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the database is to be."""
    return tmp_path / "data" / "mailbot.db"


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    """An open database that is not there yet."""
    opened = Database(f"sqlite:///{file}")
    yield opened
    opened.close()


def at_first_revision(database: Database) -> None:
    with database.transaction() as connection:
        command.upgrade(database_module._config(connection), FIRST)


def put_all(database: Database, **values: Any) -> None:
    """Keep several values in one transaction."""
    with database.transaction() as connection:
        for name, value in values.items():
            keep.put(connection, name, value)


def test_the_migrations_make_the_tables_of_the_schema(database: Database) -> None:
    assert database.upgrade() is None
    with database.transaction() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.require_current()


def test_its_folder_is_for_this_user_only(database: Database, file: Path) -> None:
    database.upgrade()
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_copy_is_saved_before_anything_is_changed(database: Database, file: Path) -> None:
    at_first_revision(database)
    with database.transaction() as connection:
        keep.put(connection, "kept", "before")
    saved = database.upgrade()
    assert saved == file.with_name("mailbot.db.before-0001")
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    with contextlib.closing(sqlite3.connect(saved)) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (FIRST,)
        assert copy.execute("SELECT value FROM keep").fetchone() == ("before",)
    assert database.version() == HEAD
    with database.transaction() as connection:
        assert keep.get(connection, "kept") == "before"
    assert database.upgrade() is None


def test_where_no_copy_can_be_saved_nothing_is_changed(database: Database, file: Path) -> None:
    at_first_revision(database)
    file.with_name("mailbot.db.before-0001.part").mkdir()
    with pytest.raises(DatabaseUnavailable, match="cannot be saved"):
        database.upgrade()
    assert database.version() == FIRST


def test_a_migration_that_fails_leaves_all_as_it_was(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_first_revision(database)

    def halfway(config: object, _to: str) -> None:
        connection = config.attributes["connection"]  # type: ignore[attr-defined]
        connection.execute(sa.text("CREATE TABLE half (id INTEGER)"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0002'"))
        raise sa.exc.OperationalError("", {}, Exception("database or disk is full"))

    monkeypatch.setattr(command, "upgrade", halfway)
    with pytest.raises(DatabaseUnavailable, match="full"):
        database.upgrade()
    assert database.version() == FIRST
    with database.transaction() as connection:
        assert not sa.inspect(connection).has_table("half")


def test_a_database_of_a_newer_version_is_refused_untouched(database: Database, file: Path) -> None:
    database.upgrade()
    with database.transaction() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    before = file.read_bytes()
    for use in (database.upgrade, database.require_current):
        with pytest.raises(DatabaseUnavailable, match="newer version"):
            use()
    assert file.read_bytes() == before


def test_an_older_one_is_for_the_worker_to_prepare(database: Database) -> None:
    at_first_revision(database)
    with pytest.raises(DatabaseUnavailable, match="not prepared") as refused:
        database.require_current()
    assert "mailbot run" in refused.value.remedy


def test_a_second_worker_is_kept_out_and_let_in_afterwards(file: Path, database: Database) -> None:
    other = Database(f"sqlite:///{file}")
    with (
        database.only_worker(),
        pytest.raises(DatabaseUnavailable, match="already runs"),
        other.only_worker(),
    ):
        pass
    with other.only_worker():
        pass
    other.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_said_so(file: Path) -> None:
    file.parent.mkdir(mode=0o500)
    database = Database(f"sqlite:///{file}")
    with pytest.raises(DatabaseUnavailable, match=r"may write|unable to open"):
        database.upgrade()
    with pytest.raises(DatabaseUnavailable), database.only_worker():
        pass
    database.close()


def test_a_lock_that_cannot_be_taken_is_said_so(database: Database, file: Path) -> None:
    Path(f"{file}.worker.lock").mkdir()
    with pytest.raises(DatabaseUnavailable, match="lock"), database.only_worker():
        pass


def test_what_is_no_database_is_said_so(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"Dear diary, " * 500)
    database = Database(f"sqlite:///{file}")
    with pytest.raises(DatabaseUnavailable, match="damaged"):
        database.upgrade()
    database.close()
    assert file.read_bytes().startswith(b"Dear diary")


def test_a_full_disk_loses_nothing_that_was_there_and_keeps_nothing_of_the_rest(
    database: Database,
) -> None:
    database.upgrade()
    with database.transaction() as connection:
        keep.put(connection, "first", "here")

    @sa.event.listens_for(database._engine, "begin")
    def _no_more_pages(connection: sa.Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(DatabaseUnavailable, match="full") as full:
        put_all(database, small="x", large="x" * 1_000_000)
    assert "Make room" in full.value.remedy
    sa.event.remove(database._engine, "begin", _no_more_pages)
    with database.transaction() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert keep.get(connection, "first") == "here"
        assert keep.get(connection, "small") is None


@pytest.mark.parametrize(("free", "full"), [(4096, True), (10**10, False)])
def test_an_input_or_output_error_is_a_full_disk_where_there_is_no_room(
    database: Database, monkeypatch: pytest.MonkeyPatch, free: int, full: bool
) -> None:
    database.upgrade()
    usage = SimpleNamespace(free=free)
    monkeypatch.setattr("mailbot.store.database.shutil.disk_usage", lambda _: usage)
    with pytest.raises(DatabaseUnavailable) as error, database.transaction():
        raise sa.exc.OperationalError("", {}, Exception("disk I/O error"))
    assert ("the disk is full" in error.value.what) is full


def test_a_transaction_is_undone_as_a_whole(database: Database) -> None:
    database.upgrade()
    with pytest.raises(sa.exc.IntegrityError):
        put_all(database, a="b", **{"": None})
    with database.transaction() as connection:
        assert keep.get(connection, "a") is None


def test_two_processes_wait_for_each_other_instead_of_failing(
    database: Database, file: Path
) -> None:
    database.upgrade()
    with database.transaction() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 30_000
        # What only reads so far has the lock already, so it cannot fail later in the middle.
        keep.get(connection, "a")
        with (
            contextlib.closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("BEGIN IMMEDIATE")


def test_a_killed_process_loses_only_what_was_not_committed(file: Path, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{file}")
    database.upgrade()
    database.close()
    script = tmp_path / "killed.py"
    script.write_text(
        "import os, sys\n"
        "from mailbot.store import keep\n"
        "from mailbot.store.database import Database\n"
        "database = Database(sys.argv[1])\n"
        "with database.transaction() as connection:\n"
        "    keep.put(connection, 'committed', 'yes')\n"
        "with database.transaction() as connection:\n"
        "    keep.put(connection, 'open', 'no')\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    subprocess.run(
        [sys.executable, str(script), f"sqlite:///{file}"],
        check=False,
        cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONPATH": "."},
    )
    with database.transaction() as connection:
        assert keep.get(connection, "committed") == "yes"
        assert keep.get(connection, "open") is None
    database.close()


def test_the_sql_of_the_migrations_can_be_written_for_postgresql(
    capsys: pytest.CaptureFixture[str],
) -> None:
    script = database_module._script()
    with EnvironmentContext(
        Config(), script, fn=lambda _rev, _context: script._upgrade_revs("head", "base")
    ) as environment:
        environment.configure(dialect_name="postgresql", as_sql=True, target_metadata=metadata)
        with environment.begin_transaction():
            environment.run_migrations()
    written = capsys.readouterr().out
    assert "CREATE TABLE outbox" in written
    assert "event_refuse" in written


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_a_number_that_no_row_can_have_is_one_that_nothing_has(tmp_path: Path, number: int) -> None:
    database = Database(f"sqlite:///{tmp_path / 'mailbot.db'}")
    database.upgrade()
    with (
        pytest.raises(NotFoundError, match=f"nothing of number {number}"),
        database.transaction() as connection,
    ):
        alerts.get(connection, number)
    database.close()
