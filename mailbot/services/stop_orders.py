"""Orders on a weekly page, carried out: all of a mail's, or none, and always answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailbot.errors import RefusedError
from mailbot.letters.stops import StopAnswer, StopDone
from mailbot.model.orders import Action
from mailbot.services import stopping
from mailbot.store import record, reviews
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.casework import Role
    from mailbot.model.orders import Order, Orders
    from mailbot.model.review import Review
    from mailbot.store.stops import Stop

_KNOWN = frozenset({Action.STOP, Action.RESUME})


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """An answer to a weekly page, in the transaction of the mail that is it.

    Attributes:
        page: The review that is the page.
        stops: What can be stopped, by number.
        role: Who answers.
        mail_id: The mail.
        now: The instant.
    """

    page: Review
    stops: tuple[Stop, ...]
    role: Role
    mail_id: int
    now: datetime

    @property
    def numbers(self) -> list[int]:
        """The numbers on the page."""
        return [each.number for each in self.stops]


def obey(
    connection: Connection, answer: PageAnswer, orders: Orders, blank: StopAnswer
) -> StopAnswer:
    """Carry out the orders of an answer, all or none, and return what is answered to it.

    Args:
        connection: The transaction.
        answer: Which page is answered, by whom.
        orders: What it orders.
        blank: An answer that tells nothing yet.
    """
    if answer.page.expires_at <= answer.now:
        _refused(connection, answer, "the page is too old")
        return replace(blank, expired=True, token="")
    if orders.unclear:
        _event(connection, answer, "order_unclear", "asked about")
        return replace(blank, unclear=orders.unclear)
    objections = tuple(
        each for order in orders.orders for each in _objections(connection, answer, order)
    )
    if objections:
        _refused(connection, answer, "not as it was shown")
        return replace(blank, refused=objections)
    undo = connection.begin_nested()
    try:
        done = tuple(_do(connection, answer, order) for order in orders.orders)
    except RefusedError as error:
        undo.rollback()
        _refused(connection, answer, "one is leaving")
        return replace(blank, refused=(error.what,))
    undo.commit()
    return replace(blank, done=done)


def _objections(connection: Connection, answer: PageAnswer, order: Order) -> Iterator[str]:
    number, stop = order.number, _stop(answer, order)
    who = f"{number}, {stopping.name_of(connection, stop)}"
    if order.action not in _KNOWN:
        yield (
            f"{who}: of what goes by itself you can only say “stop {number}”, or “go on {number}” "
            "where you have stopped it."
        )
    elif _already(connection, answer, order, stop) is not None:
        return
    elif order.action is Action.STOP and not stopping.open_keys(connection, stop):
        stopped = stopping.is_stopped(connection, stop)
        yield f"{who}: {'it is stopped already' if stopped else 'nothing is left to stop'}."
    elif order.action is Action.RESUME:
        why = stopping.why_not_resumed(connection, stop, answer.now)
        if not why and _done_at(connection, answer, order) is not None:
            # An order that lets mail go is good once, whoever repeats it.
            why = (
                f"this page's word for that is used; `mailbot reminders --resume {number}` does it"
            )
        if why:
            yield f"{who}: {why}."


def _do(connection: Connection, answer: PageAnswer, order: Order) -> StopDone:
    stop, resumes = _stop(answer, order), order.action is Action.RESUME
    name = stopping.name_of(connection, stop)
    already = _already(connection, answer, order, stop)
    if already is not None:
        return StopDone(order.number, name, resumes, already)
    by, lost = f"the {answer.role.value}, by mail", 0
    if resumes:
        lost = stopping.resume_in(connection, stop, by, answer.now)
    else:
        stopping.stop_in(connection, stop, by, answer.now)
    if _done_at(connection, answer, order) is None:
        reviews.mark_done(
            connection, answer.page.id, order.number, order.action, answer.now, answer.mail_id
        )
    return StopDone(order.number, name, resumes, lost=lost)


def _already(
    connection: Connection, answer: PageAnswer, order: Order, stop: Stop
) -> datetime | None:
    """Return when just this was done before, where it still is so."""
    stands = stopping.is_stopped(connection, stop)
    if order.action is Action.RESUME:
        stands = not stopping.stopped_keys(connection, stop)
    return _done_at(connection, answer, order) if stands else None


def _done_at(connection: Connection, answer: PageAnswer, order: Order) -> datetime | None:
    return reviews.done_at(connection, answer.page.id, order.number, order.action)


def _stop(answer: PageAnswer, order: Order) -> Stop:
    return next(each for each in answer.stops if each.number == order.number)


def _refused(connection: Connection, answer: PageAnswer, why: str) -> None:
    _event(connection, answer, "order_refused", why)


def _event(connection: Connection, answer: PageAnswer, kind: str, why: str) -> None:
    record.add(connection, Event(answer.now, kind, why, answer.mail_id))
