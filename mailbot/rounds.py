"""One round of the worker: mail in, what the clock brings about, filing, mail out; and all once."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mailbot.errors import MailboxUnavailable, WorldProblem
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
    wellbeing,
)
from mailbot.services.delivery import Ways
from mailbot.store.mails import Fate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mailbot.clock import Clock
    from mailbot.errors import MailbotError
    from mailbot.model.folders import Mailbox, Mailer
    from mailbot.services.intake import Taken
    from mailbot.services.looking import Look
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

_MOST_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told what the worker does, for a person to see; called from the worker's threads."""

    taken: Callable[[Taken], None] = lambda _: None
    looked: Callable[[Look], None] = lambda _: None
    left: Callable[[Outbound], None] = lambda _: None
    trouble: Callable[[MailbotError], None] = lambda _: None


@dataclass(slots=True)
class Connections:
    """The connections of one thread, opened at need and dropped when they fail."""

    office: Office
    _mailbox: Mailbox | None = field(default=None, init=False)
    _mailer: Mailer | None = field(default=None, init=False)

    def mailbox(self) -> Mailbox:
        """Return the mailbox, opened where it is not."""
        if self._mailbox is None:
            settings = self.office.settings
            self._mailbox = open_mailbox(settings.mailbox, settings.secrets)
        return self._mailbox

    def mailer(self) -> Mailer:
        """Return the way out, opened where it is not."""
        if self._mailer is None:
            settings = self.office.settings
            self._mailer = open_mailer(
                settings.delivery, settings.secrets, user=settings.mailbox.user
            )
        return self._mailer

    def interrupt(self) -> None:
        """End the mailbox's waiting for news."""
        # Called from other threads, while the owner may close the mailbox at any moment.
        mailbox = self._mailbox
        if mailbox is not None:
            mailbox.interrupt()

    def close(self) -> None:
        """Drop both; they are opened again at need."""
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
    connections = Connections(office)
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


def _do_all_once(office: Office, connections: Connections, clock: Clock, told: Listener) -> None:
    ways = Ways(connections.mailer, connections.mailbox)
    with _alerts_leave_anyway(office, connections, clock, told):
        begin(office, connections, clock)
    for _ in range(_MOST_ROUNDS):
        with _alerts_leave_anyway(office, connections, clock, told):
            look(office, connections, clock, told)
        ticking.tick(office, clock.now())
        in_the_way = _file_if_it_can(office, connections, clock)
        left = deliver(office, ways, clock, told)
        if in_the_way is not None:
            raise in_the_way
        if not left:
            break


@contextmanager
def _alerts_leave_anyway(
    office: Office, connections: Connections, clock: Clock, told: Listener
) -> Iterator[None]:
    """Let alerts leave where the mailbox is in the way; replies wait until it was looked at."""
    try:
        yield
    except WorldProblem:
        connections.close()
        with suppress(WorldProblem):
            ways = Ways(connections.mailer, connections.mailbox)
            deliver(office, ways, clock, told, staff_only=True)
        raise


def _file_if_it_can(
    office: Office, connections: Connections, clock: Clock
) -> MailboxUnavailable | None:
    try:
        filing.file_all(office, connections.mailbox(), clock.now())
    except MailboxUnavailable as error:
        connections.close()
        return error
    return None


def begin(office: Office, connections: Connections, clock: Clock) -> None:
    """Settle what a stop left half done, then see where the mailbox stands."""
    mailbox = connections.mailbox()
    delivery.settle_interrupted(office, Ways(connections.mailer, connections.mailbox), clock.now())
    retracting.settle_interrupted(office, connections.mailbox, clock.now())
    learning.learn_at_start(office, clock.now())
    looking.start(office, mailbox, clock.now())
    looking.try_again(office, mailbox, {Fate.PUT_ASIDE}, clock.now())


def look(office: Office, connections: Connections, clock: Clock, listener: Listener) -> Look:
    """Look once for mail that came, and for what she did with labels."""
    mailbox = connections.mailbox()
    learning.refresh(office)
    looking.try_again(office, mailbox, {Fate.WAITING}, clock.now())
    seen = looking.look(office, mailbox, clock.now, listener.taken)
    relabelling.look_at_labels(office, mailbox, clock.now())
    wellbeing.note_look(office, clock.now())
    listener.looked(seen)
    return seen


def deliver(
    office: Office, ways: Ways, clock: Clock, listener: Listener, *, staff_only: bool = False
) -> list[Outbound]:
    """Let leave what is due, and return it."""
    left = delivery.deliver(office, ways, clock.now(), staff_only=staff_only)
    for mail in left:
        listener.left(mail)
    return left
