"""What a mail says about sessions of a group, noted in the transaction that keeps the mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.groups.absences import Announced
from mailbot.model.casework import DraftReply, NoteAbsence
from mailbot.model.reading import Topic
from mailbot.model.sessions import AbsenceKind, SessionMail
from mailbot.services import absenting, leaving
from mailbot.services.arrival import written_at
from mailbot.services.mailing import Answered, SessionLetter, draft
from mailbot.store import absences, keep, record
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.groups.absences import AbsenceReading
    from mailbot.letters.session import SessionNews
    from mailbot.model.sessions import Absence
    from mailbot.services.absenting import Seat
    from mailbot.services.arrival import Arrival
    from mailbot.services.group_mails import CalendarAnswer, LeaderMail
    from mailbot.services.office import Office
    from mailbot.store.mails import Enquiry

_TOLD_OF = frozenset({Topic.ABSENCE.value, Topic.AVAILABILITY.value})


@dataclass(frozen=True, slots=True)
class Noted:
    """The mail that something is noted of.

    Attributes:
        arrival: The mail and the ruling.
        mail_id: Its row.
        thread_id: Its thread.
        applicant_id: Its writer, where that is a student.
        now: The instant.
    """

    arrival: Arrival
    mail_id: int
    thread_id: int
    applicant_id: int | None
    now: datetime


def note_absence(office: Office, connection: Connection, noted: Noted) -> None:
    """Keep which sessions a member's mail says they will miss, or come to after all."""
    seat = _member(office, connection, noted)
    if seat is None:
        return
    reading = _understood(connection, noted, seat)
    for session in reading.comes:
        absenting.take_back(connection, seat, session, noted.now, mail_id=noted.mail_id)
    if NoteAbsence(only_back=True) in noted.arrival.ruling.decisions:
        return
    absenting.note(office, connection, seat, reading.announced, noted.now, mail_id=noted.mail_id)


def absences_told(
    office: Office, connection: Connection, noted: Noted, earlier: Sequence[Enquiry]
) -> SessionNews | None:
    """Return what a reply acknowledges of absences; None where it need not.

    That is what this mail and those still unanswered before it announced; where that is nothing,
    though an absence was raised, it asks which session is meant.
    """
    blocks = {
        block
        for each in noted.arrival.ruling.decisions
        if isinstance(each, DraftReply)
        for block in each.blocks
    }
    seat = _member(office, connection, noted) if blocks & _TOLD_OF else None
    if seat is None:
        return None
    mail_ids = [noted.mail_id, *(mail.id for mail in earlier)]
    announced = absences.from_mails(connection, seat.roster.group.id, mail_ids)
    comes = absenting.taken_back(connection, seat, seat.person.id, mail_ids)
    if announced or comes:
        return absenting.news(seat, announced, noted.now, comes=comes)
    if Topic.ABSENCE not in blocks:
        return None
    reading = _understood(connection, noted, seat)
    return absenting.news(
        seat,
        (),
        noted.now,
        candidates=reading.candidates,
        comes=reading.comes,
        unsure=reading.unsure,
    )


def note_group_mail(office: Office, connection: Connection, noted: Noted) -> None:
    """Keep what a calendar answered, or what a leader wrote, and acknowledge an absence."""
    if noted.arrival.calendar is not None:
        _note_calendar(office, connection, noted, noted.arrival.calendar)
    elif noted.arrival.leader is not None:
        _note_leader(office, connection, noted, noted.arrival.leader)


def _note_calendar(
    office: Office, connection: Connection, noted: Noted, answer: CalendarAnswer
) -> None:
    seat, now, mail_id = answer.seat, noted.now, noted.mail_id
    for each in answer.accepted:
        absenting.take_back(connection, seat, each.number, now, mail_id=mail_id)
    new = absenting.note(
        office,
        connection,
        seat,
        [
            Announced(each.number, AbsenceKind.ABSENT)
            for each in answer.declined
            if not each.cancelled
        ],
        now,
        mail_id=mail_id,
    )
    if answer.unclear:
        _event(connection, noted, seat, answer.unclear)
    if answer.leaves:
        leaving.ask_about(office, connection, seat, "Their calendar declines all sessions.", now)
    _acknowledge(office, connection, noted, seat, new)


def _note_leader(office: Office, connection: Connection, noted: Noted, mail: LeaderMail) -> None:
    seat, now, mail_id = mail.seat, noted.now, noted.mail_id
    if mail.reported and mail.session is not None:
        absences.report(
            connection,
            seat.roster.group.id,
            mail.session,
            seat.person.id,
            mail.attendance.missing,
            now,
            mail_id=mail_id,
        )
        count = len(mail.attendance.missing)
        _event(connection, noted, seat, f"session {mail.session}: {count} missing")
    for session in mail.own.comes:
        absenting.take_back(connection, seat, session, now, mail_id=mail_id)
    new = absenting.note(office, connection, seat, mail.own.announced, now, mail_id=mail_id)
    if mail.undated:
        why = "They write that they cannot lead, and it is not clear when."
        leaving.ask_about(office, connection, seat, why, now)
    _acknowledge(office, connection, noted, seat, new)


def _acknowledge(
    office: Office,
    connection: Connection,
    noted: Noted,
    seat: Seat,
    new: tuple[Absence, ...],
) -> None:
    """Draft an acknowledgement of what is newly known; to whom mail is held, she writes herself."""
    if not new or seat.person.held:
        return
    message = noted.arrival.message
    news = absenting.news(seat, new, noted.now, subject=message.subject)
    letter = SessionLetter(
        kind=SessionMail.ABSENCE_NOTED,
        key=f"absence/{noted.arrival.seen.identity}",
        group_id=seat.roster.group.id,
        reader=seat.person,
        letter=office.letters.session(SessionMail.ABSENCE_NOTED, news),
        answers=Answered(message.message_id, message.references, noted.mail_id, noted.thread_id),
    )
    draft(office, connection, letter, noted.now)


def _understood(connection: Connection, noted: Noted, seat: Seat) -> AbsenceReading:
    arrival = noted.arrival
    written = written_at(arrival.message, arrival.came, noted.now)
    return absenting.understood(
        connection, keep.digester(connection), seat, arrival.message, written
    )


def _member(office: Office, connection: Connection, noted: Noted) -> Seat | None:
    if noted.applicant_id is None:
        return None
    return absenting.member(office, connection, noted.applicant_id)


def _event(connection: Connection, noted: Noted, seat: Seat, why: str) -> None:
    record.add(
        connection,
        Event(
            noted.now,
            "group_mail",
            f"{seat.person.part.value} {seat.person.id}: {why}",
            noted.mail_id,
            noted.applicant_id,
            group_id=seat.roster.group.id,
        ),
    )
