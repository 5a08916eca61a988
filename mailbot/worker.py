"""The worker: mail in, mail out and the clock, three loops that meet only in the database."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from apscheduler.schedulers.background import BackgroundScheduler

from mailbot.errors import MailbotError, MailboxUnavailable, fault_of
from mailbot.rounds import Connections, Listener, begin, deliver, look
from mailbot.services import filing, second_way, ticking, trouble, wellbeing
from mailbot.services.delivery import Ways

if TYPE_CHECKING:
    from mailbot.clock import Clock
    from mailbot.services.office import Office

_log = logging.getLogger(__name__)

_SHORTEST_PAUSE = 1.0
_LONGEST_PAUSE = 300.0
_TICK_SECONDS = 1.0


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
        self._mail_in = Connections(office)
        self._mail_out = Connections(office)

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
                begin(self._office, self._mail_in, self._clock)
                return
            except MailboxUnavailable as error:
                self._mail_in.close()
                self._hold_on(error, pause)

    def _look_on_and_on(self) -> None:
        pause = _Pause()
        while not self._stopping.is_set():
            try:
                mailbox = self._mail_in.mailbox()
                seen = look(self._office, self._mail_in, self._clock, self._listener)
                self._outgoing.set()
                self._noted.set()
                filing.file_all(self._office, mailbox, self._clock.now())
                pause.over()
                if not (seen.taken or seen.noticed or self._stopping.is_set()):
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
                left = deliver(self._office, ways, self._clock, self._listener)
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
