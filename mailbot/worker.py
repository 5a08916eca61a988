"""The worker: mail in, mail out and the clock, three loops that meet only in the database."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from apscheduler.schedulers.background import BackgroundScheduler

from mailbot.errors import MailbotError, MailboxUnavailable, WorldProblem, fault_of
from mailbot.mail.imap import open_mailbox
from mailbot.mail.smtp import open_mailer
from mailbot.services import (
    delivery,
    filing,
    learning,
    looking,
    relabelling,
    retracting,
    second_way,
    ticking,
    trouble,
    wellbeing,
)
from mailbot.services.delivery import Ways
from mailbot.store.mails import Fate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mailbot.clock import Clock
    from mailbot.model.folders import Mailbox, Mailer
    from mailbot.services.intake import Taken
    from mailbot.services.looking import Look
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

_log = logging.getLogger(__name__)

_SHORTEST_PAUSE = 1.0
_LONGEST_PAUSE = 300.0
_TICK_SECONDS = 1.0
_MOST_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told what the worker does, for a person to see; called from the worker's threads."""

    taken: Callable[[Taken], None] = lambda _: None
    looked: Callable[[Look], None] = lambda _: None
    left: Callable[[Outbound], None] = lambda _: None
    trouble: Callable[[MailbotError], None] = lambda _: None


@dataclass(slots=True)
class _Connections:
    """The connections of one thread, opened at need and dropped when they fail."""

    office: Office
    _mailbox: Mailbox | None = field(default=None, init=False)
    _mailer: Mailer | None = field(default=None, init=False)

    def mailbox(self) -> Mailbox:
        if self._mailbox is None:
            settings = self.office.settings
            self._mailbox = open_mailbox(settings.mailbox, settings.secrets)
        return self._mailbox

    def mailer(self) -> Mailer:
        if self._mailer is None:
            settings = self.office.settings
            self._mailer = open_mailer(
                settings.delivery, settings.secrets, user=settings.mailbox.user
            )
        return self._mailer

    def interrupt(self) -> None:
        # Called from other threads, while the owner may close the mailbox at any moment.
        mailbox = self._mailbox
        if mailbox is not None:
            mailbox.interrupt()

    def close(self) -> None:
        if self._mailbox is not None:
            self._mailbox.close()
            self._mailbox = None
        if self._mailer is not None:
            self._mailer.close()
            self._mailer = None


def run_once(office: Office, clock: Clock, listener: Listener | None = None) -> None:
    """Do all that waits or is due, then return.

    Raises:
        WorldProblem: A server or the database is in the way; what was done stays done.
    """
    told = listener or Listener()
    connections = _Connections(office)
    try:
        with office.database.only_worker():
            office.database.upgrade()
            try:
                _do_all_once(office, connections, clock, told)
            except WorldProblem:
                with suppress(WorldProblem):
                    second_way.tell_by_second_way(office, clock.now)
                raise
            # Last, so that it delays no mail.
            second_way.tell_by_second_way(office, clock.now)
    finally:
        connections.close()


def _do_all_once(office: Office, connections: _Connections, clock: Clock, told: Listener) -> None:
    ways = Ways(connections.mailer, connections.mailbox)
    with _alerts_leave_anyway(office, connections, clock, told):
        _begin(office, connections, clock)
    for _ in range(_MOST_ROUNDS):
        with _alerts_leave_anyway(office, connections, clock, told):
            _look(office, connections, clock, told)
        ticking.tick(office, clock.now())
        in_the_way = _file_if_it_can(office, connections, clock)
        left = _deliver(office, ways, clock, told)
        if in_the_way is not None:
            raise in_the_way
        if not left:
            break


@contextmanager
def _alerts_leave_anyway(
    office: Office, connections: _Connections, clock: Clock, told: Listener
) -> Iterator[None]:
    """Let alerts leave where the mailbox is in the way; replies wait until it was looked at."""
    try:
        yield
    except WorldProblem:
        connections.close()
        with suppress(WorldProblem):
            ways = Ways(connections.mailer, connections.mailbox)
            _deliver(office, ways, clock, told, staff_only=True)
        raise


def _file_if_it_can(
    office: Office, connections: _Connections, clock: Clock
) -> MailboxUnavailable | None:
    try:
        filing.file_all(office, connections.mailbox(), clock.now())
    except MailboxUnavailable as error:
        connections.close()
        return error
    return None


class Worker:
    """Runs until it is stopped; each loop may fail and goes on by itself.

    Args:
        office: The rooms.
        clock: Tells the time.
        listener: Who is told what happens.
    """

    def __init__(self, office: Office, clock: Clock, listener: Listener | None = None) -> None:
        self._office = office
        self._clock = clock
        self._listener = listener or Listener()
        self._stopping = threading.Event()
        self._outgoing = threading.Event()
        self._ticked = threading.Event()
        self._noted = threading.Event()
        self._mail_in = _Connections(office)
        self._mail_out = _Connections(office)

    def run(self) -> None:
        """Work until `stop` is called from another thread or a signal handler.

        Raises:
            LoginRefused: A server refuses the log-in at the very start.
            FolderMissing: A folder that is needed is not there at the very start.
            DatabaseUnavailable: Another worker runs, or the database cannot be used.
        """
        database = self._office.database
        with database.only_worker():
            database.upgrade()
            ticker = _ticker(self._ticked)
            try:
                self._begin_with_patience()
                others = (
                    threading.Thread(target=self._deliver_on_and_on, name="mail-out"),
                    threading.Thread(target=self._tick_on_and_on, name="clock"),
                    threading.Thread(target=self._tell_on_and_on, name="second-way"),
                )
                for each in others:
                    each.start()
                try:
                    self._look_on_and_on()
                finally:
                    self.stop()
                    for each in others:
                        each.join()
            finally:
                ticker.shutdown(wait=False)
                self._mail_in.close()
                self._mail_out.close()

    def stop(self) -> None:
        """End all loops soon; what is under way is finished first."""
        self._stopping.set()
        self._outgoing.set()
        self._ticked.set()
        self._noted.set()
        self._mail_in.interrupt()

    def nudge(self) -> None:
        """Look, tick and deliver now, without waiting for news or the clock."""
        self._ticked.set()
        self._mail_in.interrupt()

    def _begin_with_patience(self) -> None:
        """Begin; a server that is away for now, as after a power cut, is waited for."""
        pause = _Pause()
        while not self._stopping.is_set():
            try:
                _begin(self._office, self._mail_in, self._clock)
                return
            except MailboxUnavailable as error:
                self._mail_in.close()
                self._hold_on(error, pause)

    def _look_on_and_on(self) -> None:
        pause = _Pause()
        while not self._stopping.is_set():
            try:
                mailbox = self._mail_in.mailbox()
                look = _look(self._office, self._mail_in, self._clock, self._listener)
                self._outgoing.set()
                self._noted.set()
                filing.file_all(self._office, mailbox, self._clock.now())
                pause.over()
                if not (look.taken or look.noticed or self._stopping.is_set()):
                    mailbox.wait(
                        mailbox.folders().inbox, self._office.settings.mailbox.full_look_seconds
                    )
            except Exception as error:  # noqa: BLE001 - a worker that dies helps nobody
                self._mail_in.close()
                self._hold_on(error, pause)

    def _deliver_on_and_on(self) -> None:
        pause = _Pause()
        ways = Ways(self._mail_out.mailer, self._mail_out.mailbox)
        while not self._stopping.is_set():
            self._outgoing.wait()
            self._outgoing.clear()
            try:
                left = _deliver(self._office, ways, self._clock, self._listener)
                pause.over()
                if left:
                    self._mail_in.interrupt()
            except Exception as error:  # noqa: BLE001 - a worker that dies helps nobody
                self._mail_out.close()
                self._hold_on(error, pause)
                self._outgoing.set()

    def _tick_on_and_on(self) -> None:
        """Do what the clock brings about; mail that is due leaves whether or not that succeeds."""
        pause, ticker = _Pause(), ticking.Ticker()
        while not self._stopping.is_set():
            self._ticked.wait()
            self._ticked.clear()
            try:
                ticker.tick(self._office, self._clock.now())
                pause.over()
            except Exception as error:  # noqa: BLE001 - a worker that dies helps nobody
                self._outgoing.set()
                self._hold_on(error, pause)
            self._outgoing.set()
            self._noted.set()

    def _tell_on_and_on(self) -> None:
        """Tell by the second way, whose server may be slow, apart from all mail."""
        pause = _Pause()
        while not self._stopping.is_set():
            self._noted.wait()
            self._noted.clear()
            try:
                second_way.tell_by_second_way(self._office, self._clock.now)
                pause.over()
            except Exception as error:  # noqa: BLE001 - a worker that dies helps nobody
                self._hold_on(error, pause)

    def _hold_on(self, error: Exception, pause: _Pause) -> None:
        problem = error if isinstance(error, MailbotError) else _fault(error)
        _log.warning("%s Trying again in %.0f s.", problem, pause.seconds)
        self._listener.trouble(problem)
        wellbeing.note_trouble(self._office, problem.what, pause.seconds, self._clock.now())
        trouble.tell_if_it_lasts(self._office, problem, pause.lasted, self._clock.now())
        self._stopping.wait(pause.seconds)
        pause.grow()


def _fault(error: Exception) -> MailbotError:
    return MailbotError(
        f"Mailbot has a fault: {fault_of(error)}.",
        "Nothing was lost; please tell those who look after Mailbot.",
    )


@dataclass(slots=True)
class _Pause:
    """Growing pauses while the world is in the way."""

    seconds: float = _SHORTEST_PAUSE
    lasted: timedelta = timedelta()

    def over(self) -> None:
        self.seconds, self.lasted = _SHORTEST_PAUSE, timedelta()

    def grow(self) -> None:
        self.lasted += timedelta(seconds=self.seconds)
        self.seconds = min(self.seconds * 2, _LONGEST_PAUSE)


def _ticker(event: threading.Event) -> BackgroundScheduler:
    ticker = BackgroundScheduler(timezone="UTC")
    ticker.add_job(
        event.set, "interval", seconds=_TICK_SECONDS, coalesce=True, misfire_grace_time=None
    )
    ticker.start()
    return ticker


def _begin(office: Office, connections: _Connections, clock: Clock) -> None:
    mailbox = connections.mailbox()
    delivery.settle_interrupted(office, Ways(connections.mailer, connections.mailbox), clock.now())
    retracting.settle_interrupted(office, connections.mailbox, clock.now())
    learning.learn_at_start(office, clock.now())
    looking.start(office, mailbox, clock.now())
    looking.try_again(office, mailbox, {Fate.PUT_ASIDE}, clock.now())


def _look(office: Office, connections: _Connections, clock: Clock, listener: Listener) -> Look:
    mailbox = connections.mailbox()
    learning.refresh(office)
    looking.try_again(office, mailbox, {Fate.WAITING}, clock.now())
    look = looking.look(office, mailbox, clock.now, listener.taken)
    relabelling.look_at_labels(office, mailbox, clock.now())
    wellbeing.note_look(office, clock.now())
    listener.looked(look)
    return look


def _deliver(
    office: Office, ways: Ways, clock: Clock, listener: Listener, *, staff_only: bool = False
) -> list[Outbound]:
    left = delivery.deliver(office, ways, clock.now(), staff_only=staff_only)
    for mail in left:
        listener.left(mail)
    return left
