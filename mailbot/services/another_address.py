"""A letter of ours that is answered from another address than it went to: she says who it is.

Nobody is taken for somebody else by a guess: the mail, or the calendar's answer, is put before the
coordinator with whose letter it answers, and the place is held until she has decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.letters.context import AlertContext
from mailbot.model.casework import AlertKind
from mailbot.model.seats import OfferState
from mailbot.model.sessions import Part, SessionMail
from mailbot.services.alerting import person_of, raise_alert
from mailbot.services.answering_offers import choices
from mailbot.store import keep, offers, outbox, people

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.mail import Message
    from mailbot.services.arrival import Arrival
    from mailbot.services.office import Office
    from mailbot.store.keep import Digester
    from mailbot.store.outbox import Outbound
    from mailbot.store.people import Applicant

_OFFERS = frozenset(
    f"session/{kind.value}" for kind in (SessionMail.OFFER, SessionMail.OFFER_REMINDER)
)
_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Named:
    """Whose letter was answered.

    Attributes:
        applicant_id: The student that the letter went to; None for a leader.
        group_id: The group that it is about.
        name: Theirs.
        email: Where our letters to them go.
    """

    applicant_id: int | None
    group_id: int
    name: str
    email: str


def letter_answered(
    connection: Connection, digester: Digester, message: Message
) -> Outbound | None:
    """Return the letter to a student about a group that `message` answers; None where none."""
    for message_id in (*message.in_reply_to, *reversed(message.references)):
        mail = outbox.by_message_id(connection, digester.message_id(message_id))
        if mail and mail.applicant_id is not None and mail.kind.startswith("session/"):
            return mail
    return None


def answers_own_offer(
    connection: Connection, letter: Outbound | None, applicant: Applicant | None
) -> bool:
    """Tell whether a student answers the letter that makes the offer which is open to them."""
    if letter is None or applicant is None or letter.kind not in _OFFERS:
        return False
    made = offers.pending_of(connection, applicant.id)
    return (
        made is not None
        and made.state is OfferState.OPEN
        and (letter.applicant_id, letter.group_id) == (applicant.id, made.group_id)
    )


def is_anothers(letter: Outbound | None, applicant: Applicant | None) -> bool:
    """Tell whether a letter went to somebody else than the writer, as far as is known."""
    return letter is not None and (applicant is None or applicant.id != letter.applicant_id)


def ask(
    office: Office, connection: Connection, arrival: Arrival, mail_id: int, now: datetime
) -> None:
    """Ask the coordinator who it is that answers somebody's letter from another address."""
    named = _named(connection, arrival)
    if named is None:
        return
    message = arrival.message
    lines = tuple(line for line in message.new_text.splitlines() if line.strip())
    raise_alert(
        office,
        connection,
        AlertKind.GROUP,
        f"{named.group_id}/another/{arrival.seen.identity[:24]}",
        AlertContext(
            person=person_of(message),
            subject=message.subject,
            folder=arrival.folder,
            words=lines[:_MOST_WORDS],
            matter=f"group {named.group_id}: a letter is answered from another address",
            reason=f"It answers our letter to {named.name}, {named.email}, but came from "
            f"{message.sender.email}. Nothing was taken down, and a place is held meanwhile.",
            choices=_choices(connection, named, message.sender.email, now),
        ),
        now,
        mail_id=mail_id,
        applicant_id=named.applicant_id,
    )


def _named(connection: Connection, arrival: Arrival) -> Named | None:
    if arrival.calendar is not None:
        seat = arrival.calendar.seat
        email = arrival.calendar.elsewhere
        return Named(
            seat.person.id if seat.person.part is Part.MEMBER else None,
            seat.roster.group.id,
            seat.person.name,
            email,
        )
    letter = letter_answered(connection, keep.digester(connection), arrival.message)
    if letter is None or letter.applicant_id is None or letter.group_id is None:
        return None
    applicant = people.get(connection, letter.applicant_id)
    return Named(applicant.id, letter.group_id, applicant.shown, letter.recipient)


def _choices(connection: Connection, named: Named, sender: str, now: datetime) -> tuple[str, ...]:
    other = "If it is somebody else, answer them yourself."
    if named.applicant_id is None:
        return ("Ask the leader which address is theirs.", other)
    join = (
        f"If they are one person: `mailbot queue join {named.email} {sender}`. Where that address "
        f"is not known yet, `mailbot queue add {sender}` first."
    )
    made = offers.pending_of(connection, named.applicant_id)
    if made is None or made.state is not OfferState.OPEN:
        return (join, other)
    applicant = people.get(connection, named.applicant_id)
    return (join, *choices(connection, applicant, made, now), other)
