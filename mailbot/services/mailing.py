"""Mail about groups and sessions, put into the outbox: as a draft, or by leave given beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.mail.compose import compose, digest, make_message_id
from mailbot.mail.invite import calendar_bytes, compose_invitation
from mailbot.model.outbox import Audience, Channel, Envelope, State
from mailbot.model.sessions import Part
from mailbot.services.basis import based
from mailbot.services.drafting import sender
from mailbot.services.meetings import address_of
from mailbot.store import drafts, groups, keep, outbox, outgoing, record, threads
from mailbot.store.outbox import Approval
from mailbot.store.outgoing import NewMail
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.calendar import CalendarObject, CalendarWords
    from mailbot.model.mail import Address
    from mailbot.model.outbox import Letter
    from mailbot.model.seats import Bundle, StandingApproval
    from mailbot.model.sessions import Attendee, SessionMail
    from mailbot.services.office import Office


@dataclass(frozen=True, slots=True)
class SessionLetter:
    """A letter about a group, before it is a row in the outbox.

    Attributes:
        kind: What it is for.
        key: Why it exists; unique for ever.
        group_id: Which group.
        reader: Whom it is for.
        letter: The words.
        calendar: What it asks of the reader's calendar, and in which words; None for plain mail.
        bundle: The drafts that it is decided with.
        answers: Message-ID and References of the mail that it answers, and that mail's thread and
            row; None for a new conversation.
    """

    kind: SessionMail
    key: str
    group_id: int
    reader: Attendee
    letter: Letter
    calendar: tuple[CalendarObject, CalendarWords] | None = None
    bundle: Bundle | None = None
    answers: Answered | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """The mail that a letter answers.

    Attributes:
        message_id: Its Message-ID; None where it has none.
        references: Its conversation, oldest first, without itself.
        mail_id: Its row.
        thread_id: Its thread.
    """

    message_id: str | None
    references: tuple[str, ...]
    mail_id: int
    thread_id: int


def draft(office: Office, connection: Connection, new: SessionLetter, now: datetime) -> int:
    """Put a letter into the outbox as a draft, and return its row.

    Plain mail is wanted in the Drafts folder, too; an invitation is not, for mail programs lose the
    calendar when they send a draft that another program wrote.

    Raises:
        IntegrityError: A mail of this key is there already.
        MailProblem: An address cannot stand in a mail.
    """
    to = address_of(connection, new.reader)
    outbox_id, own_digest = _add(office, connection, new, to, now, automatic=False)
    if new.calendar is None:
        drafts.want(connection, outbox_id, own_digest)
    why = f"{new.kind.value} for group {new.group_id}"
    _event(connection, "draft", why, new, outbox_id, now)
    return outbox_id


def send_by_standing(
    office: Office,
    connection: Connection,
    new: SessionLetter,
    standing: StandingApproval,
    now: datetime,
) -> int:
    """Put a letter into the outbox that leave was given for beforehand, and return its row.

    Raises:
        IntegrityError: A mail of this key is there already.
        MailProblem: An address cannot stand in a mail.
    """
    to = address_of(connection, new.reader)
    outbox_id, own_digest = _add(office, connection, new, to, now, automatic=True)
    approve_by_standing(connection, outbox_id, own_digest, standing, now)
    why = f"{new.key}, by standing approval {standing.id} of group {standing.group_id}"
    _event(connection, "approved", why, new, outbox_id, now)
    return outbox_id


def approve_by_standing(
    connection: Connection,
    outbox_id: int,
    own_digest: str,
    standing: StandingApproval,
    now: datetime,
) -> None:
    """Approve a mail by leave that was given beforehand."""
    outbox.approve(
        connection,
        Approval(
            outbox_id,
            own_digest,
            Channel.STANDING,
            standing.by,
            now,
            standing_id=standing.id,
        ),
    )
    outbox.move(connection, outbox_id, (State.DRAFT,), State.APPROVED, now, due_at=now)


def compose_letter(
    office: Office,
    new: SessionLetter,
    to: Address,
    message_id: str,
    now: datetime,
    *,
    automatic: bool,
) -> bytes:
    """Return the bytes of a letter, with its calendar where it has one.

    Raises:
        MailProblem: An address cannot stand in a mail.
    """
    answers = new.answers
    own = (answers.message_id,) if answers and answers.message_id else ()
    envelope = Envelope(
        message_id=message_id,
        sender=sender(office),
        recipient=to,
        in_reply_to=answers.message_id if answers else None,
        references=(*answers.references, *own) if answers else (),
        auto_submitted=automatic,
    )
    if new.calendar is None:
        return compose(new.letter, envelope, at=now)
    invitation, words = new.calendar
    calendar = calendar_bytes(invitation, words, organizer=sender(office), attendee=to, at=now)
    return compose_invitation(new.letter, envelope, calendar, invitation.method, at=now)


def _add(
    office: Office,
    connection: Connection,
    new: SessionLetter,
    to: Address,
    now: datetime,
    *,
    automatic: bool,
) -> tuple[int, str]:
    message_id = make_message_id(sender(office).domain)
    raw = compose_letter(office, new, to, message_id, now, automatic=automatic)
    id_digest = keep.digester(connection).message_id(message_id)
    member = new.reader.part is Part.MEMBER
    thread_id = new.answers.thread_id if new.answers else threads.create(connection, now)
    row = NewMail(
        key=new.key,
        kind=f"session/{new.kind.value}",
        audience=Audience.STUDENT if member else Audience.LEADER,
        recipient=to.email,
        message_id=message_id,
        message_id_digest=id_digest,
        raw=raw,
        digest=digest(raw),
        thread_id=thread_id,
        applicant_id=new.reader.id if member else None,
        mail_ids=(new.answers.mail_id,) if new.answers else (),
        group_id=new.group_id,
        bundle_id=new.bundle.id if new.bundle else None,
        leader_id=None if member else new.reader.id,
        sequence=groups.sequence(connection, new.group_id),
    )
    outbox_id = outgoing.add(connection, based(connection, row, now), now)
    threads.join(connection, thread_id, id_digest, ours=True)
    return outbox_id, digest(raw)


def _event(
    connection: Connection,
    kind: str,
    why: str,
    new: SessionLetter,
    outbox_id: int,
    now: datetime,
) -> None:
    applicant_id = new.reader.id if new.reader.part is Part.MEMBER else None
    record.add(
        connection,
        Event(
            now,
            kind,
            why,
            applicant_id=applicant_id,
            outbox_id=outbox_id,
            group_id=new.group_id,
        ),
    )
