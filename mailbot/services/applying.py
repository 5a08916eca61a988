"""Keeping a mail about the programme: its thread, its writer, its words, and what follows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mailbot.letters.context import AlertContext
from mailbot.model.casework import AlertKind, DraftReply, PutBefore, Role, Where
from mailbot.model.reading import Topic
from mailbot.services.alerting import person_of, raise_alert
from mailbot.services.carrying import Carrier
from mailbot.services.drafting import put_before, supersede
from mailbot.services.sorting import label_of
from mailbot.store import chores, mails, people, threads
from mailbot.store.chores import ChoreKind
from mailbot.store.mails import Fate, MailText

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.casework import Ruling
    from mailbot.services.arrival import Arrival
    from mailbot.services.office import Office

_NO_STUDENT = frozenset(
    {Topic.NOT_STUDENT, Topic.ORGANISATION, Topic.LEADER_MATTER, Topic.UNRELATED}
)


def apply(
    office: Office, connection: Connection, arrival: Arrival, known: int | None, now: datetime
) -> tuple[int, Fate]:
    """Keep the mail and carry out the ruling.

    Returns:
        The mail's row and what became of it.

    Raises:
        TemplateError: A template is broken; the caller's transaction is to be undone.
    """
    thread_id = arrival.background.thread_id or threads.create(connection, now)
    applicant_id = _applicant(connection, arrival, now)
    fate = _fate(arrival.ruling)
    seen = replace(arrival.seen, fate=fate, thread_id=thread_id, applicant_id=applicant_id)
    if known is None:
        mail_id = mails.add(connection, seen)
    else:
        mails.settle(connection, known, seen)
        mail_id = known
    mails.add_text(connection, mail_id, _text(arrival))
    if arrival.from_a_person:
        people.clear_bounce(connection, arrival.message.sender.email)
    if seen.message_id_digest:
        threads.join(connection, thread_id, seen.message_id_digest, ours=False)
    if not arrival.reading.screening.origin.machine:
        _withdraw_older(office, connection, arrival, thread_id, applicant_id, now)
    Carrier(office, connection, arrival, mail_id, thread_id, applicant_id, now).carry_out()
    if arrival.background.case.where is Where.INBOX:
        label = label_of(arrival.ruling)
        chores.add(connection, ChoreKind.LABEL, now, mail_id=mail_id, label=label)
    return mail_id, fate


def _applicant(connection: Connection, arrival: Arrival, now: datetime) -> int | None:
    if arrival.background.applicant:
        return arrival.background.applicant.id
    topics = arrival.reading.topic_set
    leads = arrival.background.case.role is Role.LEADER
    writes = bool(topics or arrival.reading.flag_set) and not topics & _NO_STUDENT
    # Who answers a letter of ours is kept, so that the coordinator can say who they are.
    student = (writes or arrival.background.case.anothers_letter) and not leads
    if not (arrival.from_a_person and student and arrival.message.sender.email):
        return None
    sender = arrival.message.sender
    return people.add(connection, sender.email, sender.name, now)


def _fate(ruling: Ruling) -> Fate:
    for decision in ruling.decisions:
        if isinstance(decision, PutBefore):
            return Fate.PUT_BEFORE
    return Fate.HANDLED


def _text(arrival: Arrival) -> MailText:
    message = arrival.message
    return MailText(
        message_id=message.message_id,
        references=(*message.references, *message.in_reply_to),
        sender=message.sender.email,
        sender_name=message.sender.name,
        subject=message.subject,
        new_text=message.new_text,
        received_at=arrival.came,
        reading=arrival.reading,
    )


def _withdraw_older(
    office: Office,
    connection: Connection,
    arrival: Arrival,
    thread_id: int,
    applicant_id: int | None,
    now: datetime,
) -> None:
    message = arrival.message
    why = "a newer mail came in this thread"
    withdrawn, stale = supersede(
        connection, thread_id, {message.sender.email}, applicant_id, why, now
    )
    answered_anew = (
        {mail.id for mail in arrival.background.pending}
        if any(isinstance(decision, DraftReply) for decision in arrival.ruling.decisions)
        else set()
    )
    for mail_id in sorted({one for old in withdrawn for one in old.mail_ids} - answered_anew):
        put_before(connection, mail_id, "its draft was withdrawn, since a newer mail came", now)
    for draft in stale:
        raise_alert(
            office,
            connection,
            AlertKind.STALE_DRAFT,
            f"{draft.id}/{arrival.seen.identity[:24]}",
            AlertContext(
                person=person_of(message),
                subject=message.subject,
                folder=arrival.folder,
                reason="A newer mail came while you were editing the draft.",
                reference=str(draft.id),
            ),
            now,
            applicant_id=draft.applicant_id,
        )
