"""Stopping mail that goes by itself, as a weekly page numbers it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mailbot.errors import NotFoundError
from mailbot.letters.review import OrderDone
from mailbot.model.orders import Action
from mailbot.model.outbox import State
from mailbot.services import approval
from mailbot.store import groups, record, reviews, standings, stops
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.errors import MailbotError
    from mailbot.model.casework import Role
    from mailbot.model.orders import Order
    from mailbot.model.review import Review
    from mailbot.services.office import Office
    from mailbot.store.stops import Stop

_SESSION = re.compile(r"/session:(\d+)")
_STOPPABLE = (State.DRAFT, State.APPROVED, State.FAILED, State.UNCERTAIN)


@dataclass(slots=True)
class Stopping:
    """Carries out orders on one weekly page, in the transaction of the mail that gives them.

    Attributes:
        connection: The transaction.
        page: The review that is the page.
        stops: What can be stopped, by number.
        role: Who gives the orders.
        mail_id: The mail that gives them.
        now: The instant.
        changed: Nothing on a page is shown again.
    """

    connection: Connection
    page: Review
    stops: tuple[Stop, ...]
    role: Role
    mail_id: int
    now: datetime
    changed: bool = field(default=False, init=False)

    @property
    def numbers(self) -> list[int]:
        """The numbers on the page."""
        return [each.number for each in self.stops]

    def waiting(self, _numbers: Iterable[int]) -> tuple[int, ...]:
        """Return the drafts that are to be shown again: a page has none."""
        return ()

    def objections(self, order: Order) -> Iterator[tuple[str, str]]:
        """Yield what speaks against an order."""
        stop = self._stop(order.number)
        who = f"{order.number}, {name_of(self.connection, stop)}"
        if order.action is not Action.REJECT:
            yield f"{who}: of what goes by itself you can only say “stop {order.number}”.", ""
        elif self._done_at(stop) is None and not open_keys(self.connection, stop):
            yield f"{who}: nothing is left to stop; it has gone out.", ""

    def obey(self, order: Order) -> OrderDone:
        """Carry out an order.

        Raises:
            RefusedError: A mail is leaving just now; all of the order's mail is to be undone.
        """
        stop = self._stop(order.number)
        name, several = name_of(self.connection, stop), len(stop.keys) > 1
        already = self._done_at(stop)
        if already is not None:
            return OrderDone(order.number, name, order.action, already, several)
        stop_in(self.connection, stop, f"stopped by the {self.role.value}, by mail", self.now)
        reviews.mark_done(
            self.connection, self.page.id, stop.number, order.action, self.now, self.mail_id
        )
        return OrderDone(order.number, name, order.action, None, several)

    @staticmethod
    def in_her_words(error: MailbotError) -> str:
        """Return what is in the way."""
        return error.what

    def _stop(self, number: int) -> Stop:
        return next(each for each in self.stops if each.number == number)

    def _done_at(self, stop: Stop) -> datetime | None:
        return reviews.done_at(self.connection, self.page.id, stop.number, Action.REJECT)


def stop_by_number(office: Office, number: int, now: datetime) -> str:
    """Stop what the newest weekly page has under a number, and return what it is.

    Raises:
        NotFoundError: There is no such number, or nothing of it is left to stop.
        RefusedError: A mail is leaving just now.
    """
    with office.database.transaction() as connection:
        page = stops.newest_page(connection)
        offered = stops.of_page(connection, page) if page is not None else ()
        stop = next((each for each in offered if each.number == number), None)
        if stop is None:
            raise NotFoundError(f"The newest weekly page has no number {number} to stop.")
        name = name_of(connection, stop)
        if not open_keys(connection, stop):
            raise NotFoundError(f"Nothing is left to stop of {number}, {name}.")
        stop_in(connection, stop, "stopped by the coordinator, by command", now)
    return name


def stop_in(connection: Connection, stop: Stop, why: str, now: datetime) -> None:
    """See that none of these mails goes: what is made is turned down, the rest never made.

    Raises:
        RefusedError: One is leaving just now.
    """
    made = stops.made(connection, stop)
    for key in open_keys(connection, stop):
        if key in made:
            outbox_id, _ = made[key]
            approval.reject_in(connection, outbox_id, why, now)
        else:
            standings.skip(connection, key, stop.group_id, why, now)
        event = Event(now, "skipped", f"{key}: {why}", group_id=stop.group_id)
        record.add(connection, event)


def open_keys(connection: Connection, stop: Stop) -> tuple[str, ...]:
    """Return the keys of a stop's mails that may still go."""
    skipped, made = standings.skips(connection, stop.group_id), stops.made(connection, stop)
    gone = {key for key, (_, state) in made.items() if state not in _STOPPABLE}
    return tuple(key for key in stop.keys if key not in skipped and key not in gone)


def name_of(connection: Connection, stop: Stop) -> str:
    """Return what is stopped in a few words, such as `reminder of session 3, Tue 19:00 Sydney`."""
    label = groups.get(connection, stop.group_id).label
    found = _SESSION.search(stop.keys[0])
    return f"reminder of session {found[1]}, {label}" if found else f"reminder of an offer, {label}"
