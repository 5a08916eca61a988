"""Invented mails about sessions, in all the ways that letters are used for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from mailbot.letters.session import SessionNews
from mailbot.letters.standing import InGroup, InQueue, Standing
from mailbot.model.reading import Day, Stage
from mailbot.model.sessions import (
    Absence,
    AbsenceKind,
    Attendee,
    ClockShift,
    Part,
    Series,
    Session,
    Timetable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST = datetime(2026, 3, 17, 8, tzinfo=UTC)
_HOUR = timedelta(hours=1)
_WEEK = timedelta(weeks=1)
_LENGTH = timedelta(minutes=90)
_SERIES = Series(1, Day.TUE, "19:00", "Australia/Sydney", date(2026, 3, 17))
_SESSIONS = tuple(
    Session(number, begins, begins, begins + _LENGTH)
    for number, begins in ((each + 1, _FIRST + timedelta(weeks=each)) for each in range(6))
)
_TABLE = Timetable(_SERIES, _SESSIONS)


def sample_news() -> Iterator[SessionNews]:
    """Yield news for members and leaders, bare and full, at home and in another zone."""
    for part in Part:
        for zone in ("", "Pacific/Auckland"):
            reader = Attendee(part, 1, "Sam Example", zone, _FIRST)
            yield replace(_full(reader, _SESSIONS[0]), announced=(), comes=(), unsure=True)
            for session in (_SESSIONS[0], _SESSIONS[-1]):
                yield _bare(reader, session)
                yield _full(reader, session)
                yield from _changed(reader, session)


def sample_standings() -> Iterator[Standing]:
    """Yield how a student may stand at each stage, with all that may be known and with nothing."""
    before, over = _FIRST - timedelta(days=9), _SESSIONS[-1].end
    waits = InQueue(3, date(2026, 3, 3))
    for stage in Stage:
        yield Standing(stage)
        yield Standing(stage, waits)
        for now, deadline in ((before, _FIRST - timedelta(days=4)), (over, _FIRST), (over, None)):
            for confirmed, taken in ((False, 1), (False, 6), (True, 6)):
                group = InGroup(_TABLE, "Pacific/Auckland", now, deadline, confirmed, taken, 6)
                yield Standing(stage, None, group)


def _bare(reader: Attendee, session: Session) -> SessionNews:
    return SessionNews(
        reader,
        _TABLE,
        session,
        before=_FIRST - _HOUR,
        announced=(Absence(1, reader.part, reader.id),),
    )


def _changed(reader: Attendee, session: Session) -> Iterator[SessionNews]:
    """Yield news of new dates, to members and to those whom a place is held for."""
    later = replace(session, start=session.start + _WEEK, end=session.end + _WEEK)
    moved = replace(_full(reader, session), changes=((session, later),), weeks_later=1)
    yield moved
    yield replace(moved, weeks_later=2, calendar=False)
    gone = replace(session, cancelled=True)
    mixed = replace(moved, changes=((session, later), (session, gone)), weeks_later=0)
    yield mixed
    yield replace(mixed, offered=True, calendar=False)


def _full(reader: Attendee, session: Session) -> SessionNews:
    kinds = ((AbsenceKind.ABSENT, None), (AbsenceKind.LATE, 15), (AbsenceKind.EARLY, None))
    own = tuple(Absence(1, reader.part, reader.id, kind, minutes) for kind, minutes in kinds)
    return SessionNews(
        reader,
        _TABLE,
        session,
        before=_FIRST - _HOUR,
        link="https://zoom.example/j/1",
        shift=ClockShift(_HOUR),
        absent=("Lia Example",),
        partly=tuple(("Piri Example", each) for each in own),
        members=("Sam Example", "Lia Example"),
        leaders=("Dr Kit Example", "Dr Noor Example"),
        announced=own,
        candidates=(1, 2),
        comes=(1, 2),
        subject="Tuesday",
        now=_SESSIONS[0].end,
        deadline=_FIRST - timedelta(days=4),
    )
