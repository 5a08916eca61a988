"""Telling an answer to a review mail from any other mail of the coordinator's or the deputy's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from mailbot.letters.review_links import TOKEN
from mailbot.mail.struck import has_struck
from mailbot.model.casework import Role
from mailbot.services import proving
from mailbot.services.readers import reader_of
from mailbot.store import outbox, reviews

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.mail import Message, Screening
    from mailbot.model.review import Review
    from mailbot.services.office import Office
    from mailbot.store.keep import Digester
    from mailbot.store.outbox import Outbound

_DECIDE = frozenset({Role.COORDINATOR, Role.DEPUTY})
_FORWARD = re.compile(
    r"\s*(?:(?:re|aw|antw|sv)\s?[:：]\s*)*(?:fwd?|fw|wg|tr|rv|enc|vl|doorst)\s?[:：]", re.IGNORECASE
)
DONE_KEY = "review/answer/"
"""How the keys begin of what Mailbot answers to orders that it has carried out."""

ASKED_KEY = "review/asked/"
"""How they begin where it carried out none."""

_UNTIL_IN_SENT = timedelta(minutes=10)
"""How long a mail program may take to put a copy of what it sent into Sent."""


class Doubt(StrEnum):
    """Why an answer to a review mail is no order."""

    NO_COPY = "no_copy"
    NO_HEADER = "no_header"
    TOKEN = "token"  # noqa: S105 - a word for the record, no secret
    OTHER = "other"
    NOT_AWAY = "not_away"


@dataclass(frozen=True, slots=True)
class ReviewAnswer:
    """A mail that answers a review mail.

    Attributes:
        role: Whose address it bears.
        review: Which review; None where its token is none.
        token: The right token; empty where there is none.
        doubt: Why nothing may be done on it; None where all is well.
        waits: Its copy may still come into Sent, so it is looked at again.
        struck: Words in it are struck through, which its text does not show.
        after_done: It answers what Mailbot told of orders that were carried out.
    """

    role: Role
    review: Review | None
    token: str
    doubt: Doubt | None
    waits: bool
    struck: bool = False
    after_done: bool = False


def review_answer(
    office: Office,
    connection: Connection,
    message: Message,
    screening: Screening,
    role: Role,
    digester: Digester,
    *,
    in_sent: bool,
    came: datetime,
    now: datetime,
    raw: bytes = b"",
) -> ReviewAnswer | None:
    """Return what a mail answers, and whether it may be obeyed; None for any other mail.

    Args:
        office: The rooms.
        connection: The transaction that handles the mail.
        message: The mail.
        screening: What wrote it.
        role: Who its sender is, by address.
        digester: Of this installation.
        in_sent: Just this mail stands in Sent, too.
        came: When it came to the mailbox.
        now: The instant.
        raw: The mail as it came, in which alone can be seen what is struck through.
    """
    if role not in _DECIDE or screening.origin.machine or _meant_for_others(office, message):
        return None
    named = [digester.message_id(one) for one in message.in_reply_to]
    answered = reviews.by_message_ids(connection, named)
    tokens = list(_tokens(message))
    ours = _ours(connection, named)
    if not tokens and not ours:
        return None
    if not proving.is_proved(office, message, in_sent=in_sent):
        own = message.sender.email in office.settings.own_addresses
        unproved = Doubt.NO_COPY if own else Doubt.NO_HEADER
        return ReviewAnswer(role, None, "", unproved, own and now - came < _UNTIL_IN_SENT)
    token, review = _first_right(connection, tokens)
    doubt = _doubt(review, answered, role)
    if doubt is None and reader_of(office, connection, role, now) is None:
        doubt = Doubt.NOT_AWAY
    after_done = any(mail.key.startswith(DONE_KEY) for mail in ours)
    return ReviewAnswer(
        role, review, token, doubt, waits=False, struck=has_struck(raw), after_done=after_done
    )


def _doubt(review: Review | None, answered: Review | None, role: Role) -> Doubt | None:
    if review is None or review.reader is not role:
        return Doubt.TOKEN
    if answered is not None and answered.id != review.id:
        return Doubt.OTHER
    return None


def _meant_for_others(office: Office, message: Message) -> bool:
    """Tell whether it is a forward, or goes to anybody but Mailbot's people."""
    settings = office.settings
    staff = {*settings.own_addresses, settings.coordinator.alert_address}
    staff.add(settings.coordinator.deputy.lower())
    addressed = {one.email for one in (*message.to, *message.cc)}
    to_us = bool(addressed & settings.own_addresses)
    return not to_us or bool(addressed - staff) or _FORWARD.match(message.subject) is not None


def _ours(connection: Connection, named: list[str]) -> list[Outbound]:
    """Return the review mails that it answers, and what Mailbot answered to orders."""
    mails = (outbox.by_message_id(connection, each) for each in named)
    return [mail for mail in mails if mail is not None and mail.kind.startswith("review/")]


def _tokens(message: Message) -> Iterator[str]:
    for text in (message.subject, message.body):
        for found in TOKEN.finditer(text):
            yield found[1].lower()


def _first_right(connection: Connection, tokens: list[str]) -> tuple[str, Review | None]:
    for token in dict.fromkeys(tokens):
        review = reviews.by_token(connection, token)
        if review is not None:
            return token, review
    return "", None
