"""The letters of an offer: the offer itself, the same drafted anew, and its one reminder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.letters.session import SessionNews
from mailbot.mail.compose import digest
from mailbot.model.mail import Address
from mailbot.model.outbox import State
from mailbot.model.seats import GroupStatus
from mailbot.model.sessions import SessionMail
from mailbot.services import mailing
from mailbot.services.mailing import SessionLetter
from mailbot.services.meetings import student
from mailbot.services.offer_moments import reminder_key
from mailbot.store import drafts, groups, members, offers, outbox, people, record
from mailbot.store.drafts import Standing
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.seats import Bundle, Offer, StandingApproval
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

_TOO_NEAR = "drafted anew with a later deadline, for the old one came too near"
_HERS = frozenset({Standing.EDITED, Standing.VANISHED})


def draft_offer(
    office: Office, connection: Connection, offer: Offer, bundle: Bundle, now: datetime
) -> int:
    """Draft the mail that makes an offer, and return its row.

    Raises:
        MailProblem: The student's address cannot stand in a mail.
        NotFoundError: There is no address of theirs.
        TemplateError: The template is broken.
    """
    letter = _letter(office, connection, offer, SessionMail.OFFER, now, bundle)
    outbox_id = mailing.draft(office, connection, letter, now)
    offers.set_mail(connection, offer.id, outbox_id, offer.deadline)
    return outbox_id


def draft_anew(
    office: Office,
    connection: Connection,
    offer: Offer,
    mail: Outbound,
    deadline: datetime,
    now: datetime,
    why: str = _TOO_NEAR,
) -> None:
    """Give an unsent offer another deadline, on record and in its letter, which waits again.

    Args:
        office: The rooms.
        connection: The transaction that the cause belongs to.
        offer: The offer.
        mail: Its mail, not sent.
        deadline: Until when the place is held from now on.
        now: The instant.
        why: For the record.

    Raises:
        TemplateError: The template is broken.
    """
    offers.draft_anew(connection, offer.id, deadline, now)
    outbox.move(connection, mail.id, (State.APPROVED,), State.DRAFT, now, reason=why)
    offer = offers.get(connection, offer.id)
    letter = _letter(office, connection, offer, SessionMail.OFFER, now)
    to = Address(mail.recipient, letter.reader.name)
    raw = mailing.compose_letter(office, letter, to, mail.message_id, now, automatic=False)
    outbox.revise(connection, mail, raw, digest(raw), now)
    if drafts.get(connection, mail.id) is not None:
        drafts.want(connection, mail.id, digest(raw))
    event = Event(
        now,
        "draft",
        why,
        applicant_id=offer.applicant_id,
        outbox_id=mail.id,
        group_id=offer.group_id,
    )
    record.add(connection, event)


def remind(
    office: Office, connection: Connection, offer: Offer, leave: StandingApproval, now: datetime
) -> None:
    """Send the one reminder of an offer, by leave given beforehand.

    Raises:
        MailProblem: The student's address cannot stand in a mail.
        NotFoundError: There is no address of theirs.
        TemplateError: The template is broken.
    """
    letter = _letter(office, connection, offer, SessionMail.OFFER_REMINDER, now)
    mailing.send_by_standing(office, connection, letter, leave, now)


def in_her_hands(connection: Connection, mail: Outbound) -> bool:
    """Tell whether the coordinator has written an offer in words of her own."""
    copy = drafts.get(connection, mail.id)
    if copy is not None and copy.standing in _HERS:
        return True
    events = record.events(connection, outbox_id=mail.id)
    return any(event.kind == "edited" for event in events)


def _letter(
    office: Office,
    connection: Connection,
    offer: Offer,
    kind: SessionMail,
    now: datetime,
    bundle: Bundle | None = None,
) -> SessionLetter:
    reader = student(people.get(connection, offer.applicant_id))
    news = SessionNews(
        reader=reader,
        timetable=groups.timetable(connection, offer.group_id),
        leaders=_leaders(connection, offer.group_id),
        now=now,
        deadline=offer.deadline,
        confirmed=groups.get(connection, offer.group_id).status is GroupStatus.CONFIRMED,
    )
    key = f"offer/{offer.id}" if kind is SessionMail.OFFER else reminder_key(offer)
    letter = office.letters.session(kind, news)
    return SessionLetter(kind, key, offer.group_id, reader, letter, bundle=bundle)


def _leaders(connection: Connection, group_id: int) -> tuple[str, ...]:
    return tuple(
        each.leader.name for each in members.leaders_of(connection, group_id) if each.until is None
    )
