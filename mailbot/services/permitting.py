"""A reply goes by itself: where leave was given for its kind, and nothing at all speaks against it.

Such a reply is approved by that leave, stands in Drafts, and leaves only when the time is over in
which the coordinator can call it back. Until then the smallest change makes it a draft again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.casework.sensitive import (
    Candidate,
    Surroundings,
    against,
    against_person,
    sureness,
    unexplained,
)
from mailbot.letters import unsettled
from mailbot.model.outbox import Channel, State
from mailbot.model.permissions import MailKind
from mailbot.services import earning, new_words
from mailbot.services.judgement import Judged, Judgement
from mailbot.store import drafts, outbox, people, permissions, record, surroundings, threads
from mailbot.store.drafts import Standing
from mailbot.store.outbox import Approval
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.casework import DraftReply
    from mailbot.model.outbox import Letter
    from mailbot.model.permissions import Permission
    from mailbot.services.arrival import Arrival
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

_GOES = Judgement(Judged.LEAVES)
_NO_SETTING = "[approvals] reply does not allow it any more"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A reply that is about to be put into the outbox.

    Attributes:
        decision: What it is composed of.
        letter: Its words.
        mail_id: The mail that it answers.
        thread_id: The thread.
        applicant_id: Whom it goes to.
        answers: How many mails it answers.
    """

    decision: DraftReply
    letter: Letter
    mail_id: int
    thread_id: int
    applicant_id: int
    answers: int


def leave_for(
    office: Office, connection: Connection, arrival: Arrival, drafted: Drafted, now: datetime
) -> Permission | None:
    """Return the permission by which a reply goes by itself; None where a person decides.

    What keeps a reply of a permitted kind from it is put on the record.
    """
    kind = MailKind.of(drafted.decision.blocks, drafted.decision.missing)
    leave = permissions.of_kind(connection, kind)
    if leave is None or why_ended(office, connection, leave):
        return None
    reasons = _against(office, connection, arrival, drafted, leave)
    if reasons:
        why = f"not by itself (permission {leave.id}): {'; '.join(reasons)}"
        record.add(connection, Event(now, "waits", why, drafted.mail_id, drafted.applicant_id))
        return None
    return leave


def let_go(
    office: Office, connection: Connection, outbox_id: int, leave: Permission, now: datetime
) -> None:
    """Approve a reply by a permission; it leaves once it can be called back no more."""
    mail = outbox.get(connection, outbox_id)
    assert mail is not None  # noqa: S101 - it was put there just now
    outbox.approve(connection, Approval(outbox_id, mail.digest, Channel.STANDING, leave.by, now))
    outbox.move(connection, outbox_id, (State.DRAFT,), State.APPROVED, now, due_at=now)
    permissions.permit(connection, outbox_id, leave.id, now + office.settings.approvals.delay)
    why = f"goes by itself, by permission {leave.id}, digest {mail.digest[:12]}"
    _event(connection, mail, "approved", why, now)


def placed(office: Office, connection: Connection, outbox_id: int, now: datetime) -> None:
    """Let the time in which a reply can be called back begin, now that it stands in Drafts."""
    leave = permissions.goes(connection, outbox_id)
    if leave is not None:
        until = max(leave.not_before, now + office.settings.approvals.delay)
        permissions.put_off(connection, outbox_id, until)


def give_back(connection: Connection, outbox_id: int, why: str, now: datetime) -> bool:
    """Make a reply that was to go by itself a draft again that waits for her.

    Returns:
        False where it was not to go by itself, or has left.
    """
    if permissions.goes(connection, outbox_id) is None:
        return False
    mail = outbox.get(connection, outbox_id)
    if mail is None or not outbox.move(
        connection, outbox_id, (State.APPROVED,), State.DRAFT, now, reason=why, hold=None
    ):
        return False
    permissions.give_back(connection, outbox_id, now)
    copy = drafts.get(connection, outbox_id)
    if copy is not None and copy.standing is Standing.GONE:
        drafts.forget_place(connection, outbox_id)
    _event(connection, mail, "waits", why, now)
    return True


def end(connection: Connection, leave: Permission, why: str, now: datetime) -> int:
    """End a permission at once; what waits to go by it becomes drafts again.

    Returns:
        How many drafts that makes.
    """
    permissions.end(connection, leave.id, why, now)
    record.add(connection, Event(now, "permission_ended", f"permission {leave.id}: {why}"))
    told = f"it does not go by itself: {why}"
    return sum(
        give_back(connection, each.outbox_id, told, now)
        for each in permissions.waiting(connection)
        if each.permission_id == leave.id
    )


def why_ended(office: Office, connection: Connection, leave: Permission) -> str:
    """Return why a permission does not count now, in words to her; empty where it does."""
    if leave.ended_at is not None:
        return leave.why_ended or "it was switched off"
    if not office.settings.approvals.allow(leave.kind):
        return _NO_SETTING
    return earning.why_lost(connection, leave)


def judge(office: Office, connection: Connection, mail: Outbound, now: datetime) -> Judgement:
    """Look once more, as it would leave, at a reply that goes by itself.

    Anything new about leave, person or thread makes it a draft again.
    """
    leave = permissions.goes(connection, mail.id)
    if leave is None:
        return _GOES
    given = permissions.get(connection, leave.permission_id)
    why = why_ended(office, connection, given) if given else "its permission is gone"
    why = why or "; ".join(_against_person_now(connection, mail))
    if why:
        give_back(connection, mail.id, f"it does not go by itself: {why}", now)
        return Judgement(Judged.WAITS, why)
    copy = drafts.get(connection, mail.id)
    unseen = copy is not None and copy.standing is Standing.WANTED
    if unseen or now < leave.not_before:
        return Judgement(Judged.WAITS, "it can still be called back")
    return _GOES


def _against(
    office: Office,
    connection: Connection,
    arrival: Arrival,
    drafted: Drafted,
    leave: Permission,
) -> tuple[str, ...]:
    settings = office.settings.approvals
    around = _around(
        connection, drafted.thread_id, drafted.applicant_id, frozenset({drafted.mail_id})
    )
    candidate = Candidate(
        arrival.reading,
        arrival.background.case,
        arrival.ruling,
        drafted.decision,
        around,
        answers=drafted.answers,
        attachments=bool(arrival.message.attachments),
        damaged=bool(arrival.message.defects),
        marks=bool(unsettled(drafted.letter.text)),
        unexplained=_unexplained(connection, arrival, drafted),
    )
    sure = sureness(arrival.reading)
    least = max(leave.least, settings.least)
    unsure = (f"less sure ({sure:.2f}) than {least:.2f}",) if sure < least else ()
    return (*against(candidate, first_mail=settings.first_mail), *unsure)


def _unexplained(connection: Connection, arrival: Arrival, drafted: Drafted) -> tuple[str, ...]:
    message = arrival.message
    before = new_words.earlier(
        connection,
        message,
        drafted.thread_id,
        drafted.applicant_id,
        frozenset({drafted.mail_id}),
    )
    text = f"{message.new_text}\n\n{new_words.left_out(message, before)}"
    return unexplained(text, arrival.reading, new_words.new_subject(message, before))


def _against_person_now(connection: Connection, mail: Outbound) -> tuple[str, ...]:
    if mail.thread_id is None or mail.applicant_id is None:
        return ("nobody knows any more whom it goes to",)
    answered = frozenset(mail.mail_ids)
    around = _around(connection, mail.thread_id, mail.applicant_id, answered)
    return against_person(around)


def _around(
    connection: Connection, thread_id: int, applicant_id: int, answered: frozenset[int]
) -> Surroundings:
    person = people.get(connection, applicant_id)
    others = surroundings.others(connection, thread_id, applicant_id, answered)
    return Surroundings(
        readings=tuple(one.text.reading for one in others),
        distress=person.distress or threads.distressed(connection, thread_id),
        held=person.held_at is not None,
        waits=surroundings.waits(connection, thread_id, applicant_id, answered),
    )


def _event(connection: Connection, mail: Outbound, kind: str, why: str, now: datetime) -> None:
    record.add(connection, Event(now, kind, why, applicant_id=mail.applicant_id, outbox_id=mail.id))
