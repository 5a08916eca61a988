"""The coordinator's orders by mail, carried out: all of a mail's, or none, and always answered."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from mailbot.casework.orders import read_orders
from mailbot.errors import NotFoundError, RefusedError
from mailbot.letters.review import OrderAnswer
from mailbot.letters.review_links import TOKEN
from mailbot.model.casework import Role
from mailbot.model.orders import Action
from mailbot.services import being_away, reviewing
from mailbot.services.alerting import put_out, written
from mailbot.services.obeying import Obeying
from mailbot.services.stopping import Stopping
from mailbot.store import outbox, record, stops
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.mail import Address, Message
    from mailbot.model.orders import Order, Orders
    from mailbot.model.review import Review
    from mailbot.services.office import Office
    from mailbot.services.review_answers import ReviewAnswer

_TAG = re.compile(rf"{TOKEN.pattern}[^\]]*\]?", re.IGNORECASE)
_REPLY = re.compile(r"\s*\w{1,4}\s?(?:\[\d+\])?[:：]")
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
    told = _obeyed(office, connection, answer, answer.review, message, mail_id, now)
    to = _address(office, answer.role)
    key = f"review/answer/{mail_id}"
    _post(office, connection, told, key, to, now, answers=message)


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
    obeying = _obeying(office, connection, answer.role, review, mail_id, now)
    if review.expires_at <= now:
        again = obeying.waiting(obeying.numbers)
        reviewing.show_again(connection, answer.role, again)
        _event(connection, "order_refused", "the review is too old", mail_id, now)
        return replace(blank, expired=True, again=bool(again), token="")
    orders = orders_of(message, obeying.numbers, _name(office, answer.role))
    if orders.unclear:
        _event(connection, "order_unclear", "asked about", mail_id, now)
        return replace(blank, unclear=orders.unclear)
    return _all_or_none(connection, obeying, orders.orders, blank)


def _obeying(
    office: Office,
    connection: Connection,
    role: Role,
    review: Review,
    mail_id: int,
    now: datetime,
) -> Obeying | Stopping:
    """Return what carries out orders on a review: one of drafts, or a page of the week."""
    stoppable = stops.of_page(connection, review.id)
    if stoppable:
        return Stopping(connection, review, stoppable, role, mail_id, now)
    return Obeying(office, connection, review, role, mail_id, now)


def _all_or_none(
    connection: Connection,
    obeying: Obeying | Stopping,
    orders: tuple[Order, ...],
    blank: OrderAnswer,
) -> OrderAnswer:
    objections = [each for order in orders for each in obeying.objections(order)]
    if not objections:
        undo = connection.begin_nested()
        try:
            done = tuple(obeying.obey(order) for order in orders)
        except (RefusedError, NotFoundError) as error:
            undo.rollback()
            objections = [(obeying.in_her_words(error), "")]
        else:
            undo.commit()
            edited = [each.number for each in orders if each.action is Action.EDIT]
            again = obeying.waiting(edited)
            reviewing.show_again(connection, obeying.role, again)
            return replace(blank, done=done, again=bool(again))
    again = obeying.waiting(order.number for order in orders) if obeying.changed else ()
    reviewing.show_again(connection, obeying.role, again)
    _event(connection, "order_refused", "not as it was shown", obeying.mail_id, obeying.now)
    return replace(
        blank,
        refused=tuple(sentence for sentence, _ in objections),
        changed="\n\n".join(difference for _, difference in objections if difference),
        again=bool(again),
    )


def orders_of(message: Message, numbers: Collection[int], name: str) -> Orders:
    """Return what a mail orders: by its new words, or where there are none by its subject.

    A mail program that does not fill in the text of a link still fills in the subject.

    Args:
        message: The mail.
        numbers: Of what the review mail shows.
        name: The writer's, which may stand below as a signature.
    """
    nothing = read_orders("", numbers, name=name)
    found = read_orders(
        _TAG.sub("", message.new_text),
        numbers,
        name=name,
        between_quotes=_between_quotes(message),
    )
    if found != nothing or _REPLY.match(message.subject):
        return found
    return read_orders(_TAG.sub("", message.subject), numbers, name=name)


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
    _post(office, connection, told, f"{today}{mail_id}", to, now, answers=None)


def _post(
    office: Office,
    connection: Connection,
    told: OrderAnswer,
    key: str,
    to: Address,
    now: datetime,
    *,
    answers: Message | None,
) -> None:
    letter = written(office, lambda letters: letters.order_answer(told))
    put_out(office, connection, letter, "review/answer", key, to, now, answers=answers)


def _address(office: Office, role: Role) -> Address:
    deputy = being_away.deputy_address(office) if role is Role.DEPUTY else None
    return deputy or being_away.coordinator_address(office)


def _name(office: Office, role: Role) -> str:
    return office.settings.coordinator.name if role is Role.COORDINATOR else ""


def _event(connection: Connection, kind: str, why: str, mail_id: int, now: datetime) -> None:
    record.add(connection, Event(now, kind, why, mail_id))
