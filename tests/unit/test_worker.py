"""The worker's loops go on whatever fails, begin with patience, and end when they are told to."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mailbot.worker
from mailbot.errors import (
    DatabaseUnavailable,
    FolderMissing,
    LoginRefused,
    MailboxUnavailable,
    MailerUnavailable,
)
from mailbot.model.outbox import State
from mailbot.rounds import Listener, run_once
from mailbot.services import trouble
from mailbot.worker import Worker, _Pause
from tests.faults.house import RUTH, House, build
from tests.servers.fakes import FakeMailbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mailbot.errors import MailbotError
    from mailbot.services.intake import Taken
    from mailbot.store.outbox import Outbound

_PATIENCE = 20.0
PRIYA = "Priya Raman <priya@student.test>"


class PatientMailbox(FakeMailbox):
    """Waits until it is interrupted, as a real one does."""

    def __init__(self) -> None:
        super().__init__()
        self._news = threading.Event()

    def wait(self, folder: str, seconds: float) -> bool:
        """See `Mailbox.wait`."""
        super().wait(folder, seconds)
        news = self._news.wait(min(seconds, _PATIENCE))
        self._news.clear()
        return news

    def interrupt(self) -> None:
        """See `Mailbox.interrupt`."""
        self._news.set()


@dataclass
class Running:
    """A worker in a thread of its own, and what it tells."""

    house: House
    worker: Worker = field(init=False)
    taken: list[Taken] = field(default_factory=list)
    left: list[Outbound] = field(default_factory=list)
    troubles: list[MailbotError] = field(default_factory=list)
    told: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        listener = Listener(
            taken=self._note(self.taken),
            left=self._note(self.left),
            trouble=self._note(self.troubles),
        )
        self.worker = Worker(self.house.office, self.house.clock, listener)

    def _note(self, notes: list[Any]) -> Callable[[Any], None]:
        def note(one: Any) -> None:
            with self.told:
                notes.append(one)
                self.told.notify_all()

        return note

    def until(self, done: Callable[[], bool]) -> None:
        """Wait until the worker has told enough."""
        with self.told:
            assert self.told.wait_for(done, _PATIENCE)

    @contextmanager
    def at_work(self) -> Iterator[Running]:
        """Run the worker; it must end by itself once it is told to stop."""
        failures: list[BaseException] = []

        def run() -> None:
            try:
                self.worker.run()
            except BaseException as error:  # noqa: BLE001 - handed to the test
                failures.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield self
        finally:
            self.worker.stop()
            thread.join(_PATIENCE)
        assert not thread.is_alive()
        assert not failures, failures


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    built = build(tmp_path, monkeypatch, mailbox=PatientMailbox())
    built.work()
    monkeypatch.setattr(mailbot.worker, "_Pause", lambda: _Pause(seconds=0.001))
    yield built
    built.office.database.close()


def test_it_takes_mail_in_and_sends_what_is_approved(house: House) -> None:
    house.writes(PRIYA, "#cost")
    with Running(house).at_work() as running:
        running.until(lambda: len(running.taken) == 1)
        house.approves(house.draft())
        running.until(lambda: len(running.left) == 1)
    assert len(house.got("priya@student.test")) == 1


@pytest.mark.parametrize(
    "error", [MailboxUnavailable("gone"), RuntimeError("a fault"), DatabaseUnavailable("full")]
)
def test_whatever_fails_is_told_of_and_the_looking_goes_on(house: House, error: Exception) -> None:
    house.writes(PRIYA, "#cost")
    house.mailbox.faults.fail("uids_after", error, after=0)
    with Running(house).at_work() as running:
        running.until(lambda: len(running.taken) == 1)
        assert len(running.troubles) == 1
    assert "close" in house.mailbox.faults.calls, "a connection that failed is opened anew"
    assert house.draft().recipient == "priya@student.test"


def test_a_mailer_away_holds_no_mail_in_and_loses_none_out(house: House) -> None:
    house.writes(PRIYA, "#cost")
    house.work()
    house.approves(house.draft())
    for _ in range(3):
        house.mailer.faults.fail("send", MailerUnavailable("away"))
    with Running(house).at_work() as running:
        running.until(lambda: len(running.left) == 1)
    assert len(running.troubles) == 3
    assert len(house.got("priya@student.test")) == 1


def test_a_server_away_at_the_start_is_waited_for(house: House) -> None:
    house.writes(PRIYA, "#cost")
    for _ in range(3):
        house.mailbox.faults.fail("folders", MailboxUnavailable("the power was cut"))
    with Running(house).at_work() as running:
        running.until(lambda: len(running.taken) == 1)
    assert len(running.troubles) == 3


@pytest.mark.parametrize("error", [LoginRefused("no"), FolderMissing("no Drafts")])
def test_what_a_person_must_mend_ends_it_at_the_start(house: House, error: Exception) -> None:
    house.mailbox.faults.fail("folders", error)
    with pytest.raises(type(error)):
        Worker(house.office, house.clock).run()
    with house.office.database.only_worker():
        """Its place is free again."""


def test_a_second_worker_is_refused(house: House) -> None:
    with house.office.database.only_worker():
        with pytest.raises(DatabaseUnavailable, match="already runs"):
            Worker(house.office, house.clock).run()
        with pytest.raises(DatabaseUnavailable, match="already runs"):
            run_once(house.office, house.clock)


def test_it_can_be_told_to_stop_before_it_runs(house: House) -> None:
    worker = Worker(house.office, house.clock)
    worker.stop()
    worker.run()


def test_what_was_interrupted_is_settled_before_anything_leaves(house: House) -> None:
    house.writes(PRIYA, "#cost")
    house.work()
    house.approves(house.draft())
    with house.office.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'sending'")
    house.work()
    assert len(house.mails(State.UNCERTAIN)) == 1
    assert house.got("priya@student.test") == []


@given(failures=st.integers(0, 40))
def test_pauses_grow_to_five_minutes_and_begin_anew(failures: int) -> None:
    pause = _Pause()
    waited = timedelta()
    for _ in range(failures):
        before = pause.seconds
        waited += timedelta(seconds=before)
        pause.grow()
        assert before <= pause.seconds <= 300
        assert pause.lasted == waited
    pause.over()
    assert (pause.seconds, pause.lasted) == (1.0, timedelta())


def test_lasting_trouble_is_told_once_a_day(house: House) -> None:
    away = MailboxUnavailable("The server imap.test cannot be reached.", "Check the network.")
    minutes = timedelta(minutes=1)
    for lasted in (1, 14, 15, 30, 60, 600):
        trouble.tell_if_it_lasts(house.office, away, lasted * minutes, house.clock.now())
    assert len(house.alerts("world")) == 1
    house.later(60 * 24)
    trouble.tell_if_it_lasts(house.office, away, 30 * minutes, house.clock.now())
    assert len(house.alerts("world")) == 2
    house.work()
    assert len(house.got(RUTH)) == 2


def test_trouble_with_the_database_itself_is_only_logged(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    def full(_: str) -> None:
        raise DatabaseUnavailable("full")

    house.hook = full
    trouble.tell_if_it_lasts(
        house.office, DatabaseUnavailable("full"), timedelta(hours=1), house.clock.now()
    )
    assert "cannot even be noted" in caplog.text
