"""Mail that concerns a group: a calendar's answer to our invitation, or what a leader writes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.groups.absences import AbsenceReading, read_absence
from mailbot.groups.attendance import read_attendance
from mailbot.groups.calendar import answered_sessions
from mailbot.mail.authenticity import is_authentic
from mailbot.mail.calendar_reply import read_calendar_replies
from mailbot.mail.invite import series_uid
from mailbot.model.calendar import Answer
from mailbot.model.casework import GroupMail, Role
from mailbot.model.sessions import Part
from mailbot.services.absenting import Seat, answered_session, of_person
from mailbot.services.drafting import sender
from mailbot.services.meetings import roster
from mailbot.store import groups, members, outbox, people

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.groups.attendance import Attendance
    from mailbot.model.calendar import CalendarReply
    from mailbot.model.mail import Message
    from mailbot.model.sessions import Session
    from mailbot.services.meetings import Roster
    from mailbot.services.office import Office
    from mailbot.store.keep import Digester

_MAY_ANSWER = re.compile(rb"text/calendar|application/ics|\.ics\b", re.IGNORECASE)
_UID = re.compile(r"balint-group-(\d+)@")
_REPORTABLE = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """What somebody's calendar answered to an invitation of ours.

    Attributes:
        seat: Who answered, in which group.
        declined: Sessions that they decline, but for the series as a whole.
        accepted: Sessions that they accept.
        comment: What the person wrote with it.
        unclear: Why a person must look, in words; empty where none need.
        leaves: They decline the series as a whole: they may mean to leave.
        elsewhere: The attendee that it names, where it came from an address that is not known to
            be theirs: nothing of it is taken down.
    """

    seat: Seat
    declined: tuple[Session, ...] = ()
    accepted: tuple[Session, ...] = ()
    comment: str = ""
    unclear: str = ""
    leaves: bool = False
    elsewhere: str = ""

    @property
    def kind(self) -> GroupMail:
        """What it is to `decide`."""
        return GroupMail.UNCLEAR if self.unclear else GroupMail.CLEAR


@dataclass(frozen=True, slots=True)
class LeaderMail:
    """What a leader writes about a group of theirs.

    Attributes:
        seat: The leader in that group.
        attendance: Who was missing, by their word.
        session: The session that this is about; None where that is not clear.
        own: Their own absence.
        proved: The receiving server stands behind the sender.
    """

    seat: Seat
    attendance: Attendance
    session: int | None
    own: AbsenceReading
    proved: bool

    @property
    def reported(self) -> bool:
        """Their word on who was missing can be taken down."""
        return self.attendance.said and self.session is not None and self.proved

    @property
    def undated(self) -> bool:
        """They cannot lead, and it is not clear when: perhaps not any more at all."""
        return bool(self.attendance.own) and not self.own.announced

    @property
    def whole(self) -> bool:
        """All that the mail says is understood."""
        told = self.reported or not self.attendance.said
        return self.attendance.whole and told and not (self.own.unclear or self.undated)

    @property
    def kind(self) -> GroupMail:
        """What it is to `decide`."""
        if not (self.reported or self.own.announced or self.undated):
            return GroupMail.UNPROVED if self.attendance.said else GroupMail.NONE
        return GroupMail.CLEAR if self.whole else GroupMail.UNCLEAR


def calendar_answer(
    office: Office, connection: Connection, raw: bytes, message: Message
) -> CalendarAnswer | None:
    """Return what a mail answers to an invitation of ours; None where it answers none.

    UID and sender must both be right: the attendee who answers is the sender, or the same student
    under another address of theirs, and belongs to the group now. What comes from elsewhere for
    somebody of the group is for a person.
    """
    if not _MAY_ANSWER.search(raw):
        return None
    found: CalendarAnswer | None = None
    for reply in read_calendar_replies(raw):
        seat = _answering(office, connection, reply, message.sender.email)
        if seat is None:
            found = found or _from_elsewhere(office, connection, reply, message.sender.email)
            continue
        if found and not found.elsewhere and _group_of(found.seat) != _group_of(seat):
            continue
        found = _with(found if found and not found.elsewhere else CalendarAnswer(seat), reply)
    return found


def leader_mail(
    office: Office,
    connection: Connection,
    message: Message,
    digester: Digester,
    written: datetime,
) -> LeaderMail | None:
    """Return what a leader's mail says; None where the sender leads no group, or several."""
    leader = members.leader_by_email(connection, message.sender.email)
    if leader is None:
        return None
    about = _group_written_about(
        connection, message, digester, members.led_by(connection, leader.id)
    )
    seat = about and of_person(roster(office, connection, about), Part.LEADER, leader.id)
    if not seat:
        return None
    table = seat.roster.meeting.timetable
    attendees = seat.roster.meeting.attendees
    names = [(each.id, _plain(each.listed)) for each in attendees if each.part is Part.MEMBER]
    attendance = read_attendance(message.new_text, names)
    answers = answered_session(connection, digester, message, seat.roster.group.id)
    own = (
        read_absence(attendance.own, table, zone=seat.zone, written=written, answers=answers)
        if attendance.own
        else AbsenceReading()
    )
    return LeaderMail(
        seat,
        attendance,
        _reported_session(seat.roster, answers, written),
        own,
        is_authentic(message, office.settings.mailbox.authserv),
    )


def role_of_leader(office: Office, connection: Connection, email: str) -> Role | None:
    """Return `leader` where the address is that of one who leads, or led, or is to lead."""
    known = members.leader_by_email(connection, email) is not None
    configured = {each.email.lower() for each in office.slots.leaders.values()}
    return Role.LEADER if email and (known or email in configured) else None


def _answering(
    office: Office, connection: Connection, reply: CalendarReply, sender_email: str
) -> Seat | None:
    in_group = _answered_roster(office, connection, reply)
    if in_group is None or not sender_email:
        return None
    applicant = people.by_email(connection, sender_email)
    if applicant is not None and reply.attendee in applicant.emails:
        return of_person(in_group, Part.MEMBER, applicant.id)
    leader = members.leader_by_email(connection, sender_email)
    if leader is not None and reply.attendee == leader.email:
        return of_person(in_group, Part.LEADER, leader.id)
    return None


def _from_elsewhere(
    office: Office, connection: Connection, reply: CalendarReply, sender_email: str
) -> CalendarAnswer | None:
    seat = _answering(office, connection, reply, reply.attendee)
    if seat is None or not sender_email:
        return None
    return CalendarAnswer(
        seat,
        comment=reply.comment,
        unclear="it came from another address than the invitation went to",
        elsewhere=reply.attendee,
    )


def _answered_roster(office: Office, connection: Connection, reply: CalendarReply) -> Roster | None:
    """Return the group whose invitation a calendar answers; None where its UID is not ours."""
    uid = _UID.match(reply.uid)
    if uid is None or reply.uid != series_uid(int(uid[1]), sender(office).domain):
        return None
    group = groups.find(connection, int(uid[1]))
    return None if group is None else roster(office, connection, group.id)


def _group_of(seat: Seat) -> int:
    return seat.roster.group.id


def _with(answer: CalendarAnswer, reply: CalendarReply) -> CalendarAnswer:
    """Add one calendar's reply to what is known of the mail."""
    sessions = answered_sessions(answer.seat.roster.meeting.timetable, reply)
    comment = "\n".join(each for each in (answer.comment, reply.comment) if each)
    answer = replace(answer, comment=comment, unclear=answer.unclear or _doubt(reply, sessions))
    if reply.answer is Answer.ACCEPTED:
        return replace(answer, accepted=(*answer.accepted, *sessions))
    if reply.answer is Answer.DECLINED and reply.recurrence is not None:
        return replace(answer, declined=(*answer.declined, *sessions))
    return replace(answer, leaves=answer.leaves or reply.answer is Answer.DECLINED)


def _doubt(reply: CalendarReply, sessions: tuple[Session, ...]) -> str:
    """Return why a person must look at a calendar's reply; empty where none need."""
    if reply.comment.strip():
        return "something is written with the answer of their calendar"
    if reply.answer is Answer.PROPOSED:
        return "their calendar proposes another time"
    if not sessions:
        return "their calendar answers for a session that is not in the group's calendar"
    if reply.answer is Answer.DECLINED and reply.recurrence is None:
        return "their calendar declines the whole series: ask whether they mean to leave the group"
    if reply.answer is Answer.TENTATIVE and reply.recurrence is not None:
        return "their calendar says perhaps for one session"
    return ""


def _group_written_about(
    connection: Connection, message: Message, digester: Digester, led: list[int]
) -> int | None:
    for message_id in (*message.in_reply_to, *reversed(message.references)):
        mail = outbox.by_message_id(connection, digester.message_id(message_id))
        if mail and mail.group_id in led:
            return mail.group_id
    return led[0] if len(led) == 1 else None


def _plain(name: str) -> str:
    return name.replace("(", " ").replace(")", " ")


def _reported_session(found: Roster, answers: int | None, written: datetime) -> int | None:
    """Return the session that a report is about: one that has begun, and not long ago."""
    begun = [
        each
        for each in found.meeting.timetable.held
        if each.start <= written <= each.end + _REPORTABLE
    ]
    numbers = [each.number for each in begun]
    if answers is not None:
        return answers if answers in numbers else None
    return numbers[-1] if numbers else None
