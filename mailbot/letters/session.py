"""What mails about sessions may speak of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mailbot.letters.clean import one_line
from mailbot.letters.names import first_name
from mailbot.letters.session_times import deadline_words, session_time, shift_words
from mailbot.letters.subjects import bare_subject
from mailbot.letters.times import listed
from mailbot.model.sessions import Part

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mailbot.letters.session_times import SessionTime
    from mailbot.model.sessions import (
        Absence,
        Attendee,
        ClockShift,
        Meeting,
        ReminderDue,
        Session,
        Timetable,
    )

_LONGEST = 2000
"""Characters of a paragraph that the coordinator wrote."""


@dataclass(frozen=True, slots=True)
class SessionNews:
    """What a mail about sessions tells one reader; leave empty what does not apply.

    Attributes:
        reader: Whom it is for.
        timetable: The group's sessions as they stand now.
        session: The session that it is about.
        before: When that session was to be, aware, where it was moved.
        link: The Zoom link.
        shift: Where the reader's clock shifts against the group's with this session.
        absent: To leaders: names of those who said that they cannot come.
        partly: To leaders: names of those who come late or leave early, with what they said.
        members: To leaders: names of the members.
        leaders: Names of the leaders; to a leader, of the other.
        announced: Absences of the reader's own that are acknowledged.
        candidates: Numbers of the sessions that an unclear absence may be about.
        comes: Numbers of the sessions that the reader comes to after all, or was at.
        unsure: The reader does not know yet whether they can come to the `candidates`.
        subject: Of the mail that is answered, as received.
        now: To tell which sessions are still to come, aware; all of them where None.
        deadline: Until when a place is held for the reader, aware.
        changes: Sessions as the reader was told of them, and as they are now.
        weeks_later: By how many weeks the rest of the series was shifted; 0 for other changes.
        calendar: The mail carries an update for the reader's calendar.
        offered: The reader is no member yet: a place is held for them.
        why: The coordinator's own words on why the group is called off.
        confirmed: The group goes ahead in any case.
    """

    reader: Attendee
    timetable: Timetable
    session: Session | None = None
    before: datetime | None = None
    link: str = ""
    shift: ClockShift | None = None
    absent: tuple[str, ...] = ()
    partly: tuple[tuple[str, Absence], ...] = ()
    members: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    announced: tuple[Absence, ...] = ()
    candidates: tuple[int, ...] = ()
    comes: tuple[int, ...] = ()
    unsure: bool = False
    subject: str = ""
    now: datetime | None = None
    deadline: datetime | None = None
    changes: tuple[tuple[Session, Session], ...] = ()
    weeks_later: int = 0
    calendar: bool = True
    offered: bool = False
    why: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class ToldSession:
    """A session as a template says it.

    Attributes:
        number: 1 for the first.
        time: When it is, in words; `time.when`, `time.group_when`, `time.day`, `time.starts`.
    """

    number: int
    time: SessionTime


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A session that is not when the reader was told, as a template says it.

    Attributes:
        number: 1 for the first.
        before: When it was to be.
        time: When it is now.
        cancelled: It does not take place.
        was_cancelled: It was not to take place.
    """

    number: int
    before: SessionTime
    time: SessionTime
    cancelled: bool
    was_cancelled: bool


@dataclass(frozen=True, slots=True)
class ToldAbsence:
    """An absence as a template says it.

    Attributes:
        name: Whose it is; empty where it is the reader's own.
        kind: `absent`, `late` or `early`; `comes` where an absence is taken back.
        minutes: How many; None where not said.
        session: Which session.
        over: That session is over.
    """

    name: str
    kind: str
    minutes: int | None
    session: ToldSession
    over: bool


def reminder_news(reminder: ReminderDue, meeting: Meeting) -> SessionNews:
    """Return what a reminder tells, to a member or to a leader."""
    leads = reminder.attendee.part is Part.LEADER
    return SessionNews(
        members=_present_members(meeting) if leads else (),
        reader=reminder.attendee,
        timetable=meeting.timetable,
        session=reminder.session,
        link=meeting.link,
        shift=reminder.shift,
        absent=reminder.absent,
        partly=reminder.partly,
    )


def _present_members(meeting: Meeting) -> tuple[str, ...]:
    return tuple(
        each.listed for each in meeting.attendees if each.part is Part.MEMBER and each.left is None
    )


def session_context(news: SessionNews) -> dict[str, Any]:
    """Return what templates of mails about sessions may speak of, made safe line by line."""
    held = news.timetable.held
    coming = [each for each in held if news.now is None or each.start > news.now]
    told = tuple(_told(news, each) for each in coming)
    return {
        "absent": _names(news.absent),
        "announced": (
            *(_absence(news, "", each) for each in news.announced),
            *(_comes(news, each) for each in news.comes),
        ),
        "before": _before(news),
        "calendar": news.calendar,
        "confirmed": news.confirmed,
        "changes": tuple(_change(news, old, session) for old, session in news.changes),
        "deadline": _deadline(news),
        "choices": tuple(each for each in told if _chosen(news, each)),
        "leader": news.reader.part is Part.LEADER,
        "leaders": listed(_names(news.leaders)),
        "link": one_line(news.link),
        "members": _names(news.members),
        "name": first_name(news.reader.name),
        "offered": news.offered,
        "partly": tuple(_absence(news, name, each) for name, each in news.partly),
        "session": _told(news, news.session) if news.session else None,
        "sessions": told,
        "shift": shift_words(news.shift),
        "subject": bare_subject(news.subject),
        "unsure": news.unsure,
        "times_vary": len({each.time.starts for each in told}) > 1,
        "weeks": len(news.timetable.sessions),
        "weeks_later": news.weeks_later,
        "why": "\n\n".join(one_line(each, _LONGEST) for each in news.why.split("\n\n")),
    }


def absence_context(news: SessionNews | None) -> dict[str, Any]:
    """Return what a reply may speak of that acknowledges absences; all empty where None."""
    if news is None:
        return {"announced": (), "choices": (), "unsure": False}
    told = session_context(news)
    return {name: told[name] for name in ("announced", "choices", "unsure")}


def _chosen(news: SessionNews, session: ToldSession) -> bool:
    """Tell whether an unclear absence may be about a session; about any where nothing is known."""
    return not news.candidates or session.number in news.candidates


def _told(news: SessionNews, session: Session) -> ToldSession:
    group_zone = news.timetable.series.timezone
    time = session_time(session.start, session.end, news.reader.timezone, group_zone)
    return ToldSession(session.number, time)


def _change(news: SessionNews, told: Session, session: Session) -> ToldChange:
    return ToldChange(
        session.number,
        _told(news, told).time,
        _told(news, session).time,
        session.cancelled,
        told.cancelled,
    )


def _before(news: SessionNews) -> SessionTime | None:
    """Return when the session was to be before it was moved."""
    if news.before is None or news.session is None:
        return None
    ends = news.before + (news.session.end - news.session.start)
    group_zone = news.timetable.series.timezone
    return session_time(news.before, ends, news.reader.timezone, group_zone)


def _deadline(news: SessionNews) -> str:
    """Return until when a place is held, in the reader's own time; empty where none is."""
    if news.deadline is None:
        return ""
    return deadline_words(news.deadline, news.reader.timezone or news.timetable.series.timezone)


def _absence(news: SessionNews, name: str, absence: Absence) -> ToldAbsence:
    session = next(each for each in news.timetable.sessions if each.number == absence.session)
    told = _told(news, session)
    over = _is_over(news, session)
    return ToldAbsence(one_line(name), absence.kind.value, absence.minutes, told, over)


def _comes(news: SessionNews, number: int) -> ToldAbsence:
    session = next(each for each in news.timetable.sessions if each.number == number)
    return ToldAbsence("", "comes", None, _told(news, session), _is_over(news, session))


def _is_over(news: SessionNews, session: Session) -> bool:
    return news.now is not None and session.end <= news.now


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(one_line(name) for name in names)
