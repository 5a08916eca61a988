"""The coordinator's orders by mail, carried out: all of a mail's, or none, and always answered."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from mailbot.casework.orders import read_orders
from mailbot.casework.stop_orders import read_stop_orders
from mailbot.errors import NotFoundError, RefusedError
from mailbot.letters.review import OrderAnswer
from mailbot.letters.review_links import TOKEN
from mailbot.letters.stops import StopAnswer
from mailbot.model.casework import Role
from mailbot.model.orders import Action, Orders
from mailbot.services import being_away, reviewing, stop_orders
from mailbot.services.alerting import put_out, written
from mailbot.services.obeying import Obeying
from mailbot.services.review_answers import ASKED_KEY, DONE_KEY
from mailbot.services.stop_orders import PageAnswer
from mailbot.store import outbox, record, stops
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.letters.review import OrderDone
    from mailbot.model.mail import Address, Message
    from mailbot.model.orders import Order
    from mailbot.model.outbox import Letter
    from mailbot.model.review import Review
    from mailbot.services.office import Office
    from mailbot.services.review_answers import ReviewAnswer

    Read = Callable[..., Orders]

_TAG = re.compile(rf"{TOKEN.pattern}[^\]]*\]?", re.IGNORECASE)
_REPLY = re.compile(r"\s*\w{1,4}\s?(?:\[\d+\])?[:：]")
_STRUCK = "Some of your words are struck through, so it is not sure which of them count."
_MOST_REFUSALS = 10
"""Of mails in her name without proof she is told so often a day: a forger must not flood her."""


def carry_out(
    office: Office,
    connection: Connection,
    answer: ReviewAnswer,
    message: Message,
    mail_id: int,
    now: datetime,
) -> None:
    """Carry out what an answer to a review mail orders, and answer it by mail.

    Args:
        office: The rooms.
        connection: The transaction that keeps the mail.
        answer: What the mail answers, and whether it is proved.
        message: The mail.
        mail_id: Its row.
        now: The instant.
    """
    if answer.doubt is not None or answer.review is None:
        _refuse(office, connection, answer, message, mail_id, now)
        return
    letter, done = _answered(office, connection, answer, answer.review, message, mail_id, now)
    to = _address(office, answer.role)
    key = f"{DONE_KEY if done else ASKED_KEY}{mail_id}"
    put_out(office, connection, letter, "review/answer", key, to, now, answers=message)


def _answered(
    office: Office,
    connection: Connection,
    answer: ReviewAnswer,
    review: Review,
    message: Message,
    mail_id: int,
    now: datetime,
) -> tuple[Letter, bool]:
    """Return what is answered to orders on a review, and whether any was carried out.

    The review is one of drafts, or a page of the week.
    """
    stoppable = stops.of_page(connection, review.id)
    if not stoppable:
        told = _obeyed(office, connection, answer, review, message, mail_id, now)
        return written(office, lambda letters: letters.order_answer(told)), bool(told.done)
    page = PageAnswer(review, stoppable, answer.role, mail_id, now)
    orders = _ordered(office, answer, message, page.numbers, read_stop_orders)
    blank = StopAnswer(message.subject, office.settings.coordinator.zone, token=answer.token)
    stopped = stop_orders.obey(connection, page, orders, blank)
    return written(office, lambda letters: letters.stop_answer(stopped)), bool(stopped.done)


def _obeyed(
    office: Office,
    connection: Connection,
    answer: ReviewAnswer,
    review: Review,
    message: Message,
    mail_id: int,
    now: datetime,
) -> OrderAnswer:
    blank = OrderAnswer(message.subject, office.settings.coordinator.zone, token=answer.token)
    obeying = Obeying(office, connection, review, answer.role, mail_id, now)
    if review.expires_at <= now:
        again = obeying.waiting(obeying.numbers)
        reviewing.show_again(connection, answer.role, again)
        _event(connection, "order_refused", "the review is too old", mail_id, now)
        return replace(blank, expired=True, again=bool(again), token="")
    some_left = bool(obeying.waiting(obeying.numbers))
    read = partial(read_orders, after_done=answer.after_done and some_left)
    orders = _ordered(office, answer, message, obeying.numbers, read)
    if orders.unclear:
        _event(connection, "order_unclear", "asked about", mail_id, now)
        return replace(blank, unclear=orders.unclear)
    return _all_or_none(connection, obeying, orders.orders, blank)


def _all_or_none(
    connection: Connection,
    obeying: Obeying,
    orders: tuple[Order, ...],
    blank: OrderAnswer,
) -> OrderAnswer:
    objections = [each for order in orders for each in obeying.objections(order)]
    if not objections:
        undo = connection.begin_nested()
        done: list[OrderDone] = []
        try:
            for order in orders:
                done.append(obeying.obey(order))  # noqa: PERF401 - how far it came is asked below
        except (RefusedError, NotFoundError) as error:
            undo.rollback()
            objections = [(obeying.in_her_words(orders[len(done)], error), "")]
        else:
            undo.commit()
            edited = [each.number for each in orders if each.action is Action.EDIT]
            again = obeying.waiting(edited)
            reviewing.show_again(connection, obeying.role, again)
            return replace(blank, done=tuple(done), again=bool(again))
    again = obeying.waiting(order.number for order in orders) if obeying.changed else ()
    reviewing.show_again(connection, obeying.role, again)
    _event(connection, "order_refused", "not as it was shown", obeying.mail_id, obeying.now)
    return replace(
        blank,
        refused=tuple(sentence for sentence, _ in objections),
        changed="\n\n".join(difference for _, difference in objections if difference),
        again=bool(again),
    )


def _ordered(
    office: Office, answer: ReviewAnswer, message: Message, numbers: Collection[int], read: Read
) -> Orders:
    if answer.struck:
        return Orders(unclear=(_STRUCK,))
    return orders_of(message, numbers, _name(office, answer.role), read=read)


def orders_of(
    message: Message, numbers: Collection[int], name: str, *, read: Read = read_orders
) -> Orders:
    """Return what a mail orders: by its new words, or where there are none by its subject.

    A mail program that does not fill in the text of a link still fills in the subject.

    Args:
        message: The mail.
        numbers: Of what the review mail shows.
        name: The writer's, which may stand below as a signature.
        read: What reads them; it takes what `read_orders` does.
    """
    nothing = read("", numbers, name=name)
    found = read(
        _TAG.sub("", message.new_text),
        numbers,
        name=name,
        between_quotes=_between_quotes(message),
    )
    if found != nothing or _REPLY.match(message.subject):
        return found
    return read(_TAG.sub("", message.subject), numbers, name=name)


def _between_quotes(message: Message) -> bool:
    """Tell whether new words stand with quoted mail both above and below them."""
    lines = [line.strip() for line in message.body.splitlines()]
    quoted = [at for at, line in enumerate(lines) if line.startswith(">")]
    new = {line.strip() for line in message.new_text.splitlines() if line.strip()}
    return any(
        line in new and quoted[0] < at < quoted[-1] for at, line in enumerate(lines) if quoted
    )


def _refuse(
    office: Office,
    connection: Connection,
    answer: ReviewAnswer,
    message: Message,
    mail_id: int,
    now: datetime,
) -> None:
    """Tell the coordinator of an answer in her name that nothing was done on, within limits."""
    doubt = answer.doubt.value if answer.doubt else ""
    _event(connection, "order_refused", f"no proof: {doubt}", mail_id, now)
    zone = office.settings.coordinator.zone
    today = f"review/refused/{now.astimezone(zone).date().isoformat()}/"
    if len(outbox.keys_like(connection, today)) >= _MOST_REFUSALS:
        return
    told = OrderAnswer(message.subject, zone, unproved=doubt)
    to = _address(office, Role.COORDINATOR)
    letter = written(office, lambda letters: letters.order_answer(told))
    put_out(office, connection, letter, "review/answer", f"{today}{mail_id}", to, now)


def _address(office: Office, role: Role) -> Address:
    deputy = being_away.deputy_address(office) if role is Role.DEPUTY else None
    return deputy or being_away.coordinator_address(office)


def _name(office: Office, role: Role) -> str:
    return office.settings.coordinator.name if role is Role.COORDINATOR else ""


def _event(connection: Connection, kind: str, why: str, mail_id: int, now: datetime) -> None:
    record.add(connection, Event(now, kind, why, mail_id))
