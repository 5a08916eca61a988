"""Where a student stands, as a letter to them tells it: in their own time, without a link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mailbot.letters.facts import place_words
from mailbot.letters.session_times import deadline_words, session_time
from mailbot.letters.times import day_words

if TYPE_CHECKING:
    from datetime import date, datetime

    from mailbot.letters.session_times import SessionTime
    from mailbot.model.reading import Stage
    from mailbot.model.sessions import Session, Timetable


@dataclass(frozen=True, slots=True)
class InQueue:
    """A place in the queue, as it is when the letter is written.

    Attributes:
        position: From 1.
        since: Since which day they wait.
        forming: A group is being put together at the moment, though perhaps not at their times.
    """

    position: int
    since: date
    forming: bool = False


@dataclass(frozen=True, slots=True)
class InGroup:
    """A place in a group: offered, taken, or of a group that is over.

    Attributes:
        timetable: The group's sessions as they stand.
        zone: The student's own IANA zone; the group's where it is empty.
        now: When the letter is written, aware.
        deadline: Until when the place is held, aware; None where it is not on offer.
        confirmed: The group goes ahead.
        taken: How many students have taken a place in it.
        least: How many it needs.
    """

    timetable: Timetable
    zone: str
    now: datetime
    deadline: datetime | None = None
    confirmed: bool = False
    taken: int = 0
    least: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a student stands once their mail is taken in.

    Attributes:
        stage: Their stage then.
        queue: Their place in the queue; None where they have none.
        group: Their place in a group; None where they have, and had, none.
    """

    stage: Stage
    queue: InQueue | None = None
    group: InGroup | None = None


@dataclass(frozen=True, slots=True)
class ToldGroup:
    """A place in a group as a template says it, all times in the student's own zone.

    Attributes:
        first: When the first session is: `first.when`, `first.group_when`, `first.day`.
        last: When the last one is that is held.
        coming: The next session that has not begun; None where there is none.
        number: Its number; 0 where there is none.
        weeks: How many sessions there are.
        deadline: Until when the place is held; empty where it is not on offer.
        overdue: That moment is past.
        confirmed: The group goes ahead.
        taken: How many students have taken a place in it.
        least: How many it needs.
    """

    first: SessionTime
    last: SessionTime
    coming: SessionTime | None
    number: int
    weeks: int
    deadline: str
    overdue: bool
    confirmed: bool
    taken: int
    least: int


def told_standing(standing: Standing) -> dict[str, Any]:
    """Return what templates may speak of; what does not apply is empty."""
    queue, group = standing.queue, standing.group
    return {
        "stage": standing.stage.value,
        "position": queue.position if queue else 0,
        "place": place_words(queue.position) if queue else "",
        "since": day_words(queue.since) if queue else "",
        "forming": bool(queue and queue.forming),
        "group": _told_group(group) if group and group.timetable.sessions else None,
    }


def _told_group(group: InGroup) -> ToldGroup:
    table = group.timetable
    held = table.held or table.sessions
    coming = next((each for each in table.held if each.start > group.now), None)
    return ToldGroup(
        first=_time(group, held[0]),
        last=_time(group, held[-1]),
        coming=_time(group, coming) if coming else None,
        number=coming.number if coming else 0,
        weeks=len(table.sessions),
        deadline=_deadline(group),
        overdue=group.deadline is not None and group.deadline < group.now,
        confirmed=group.confirmed,
        taken=group.taken,
        least=group.least,
    )


def _time(group: InGroup, session: Session) -> SessionTime:
    return session_time(session.start, session.end, group.zone, group.timetable.series.timezone)


def _deadline(group: InGroup) -> str:
    if group.deadline is None:
        return ""
    return deadline_words(group.deadline, group.zone or group.timetable.series.timezone)
