"""Until when a place is held for a student."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from mailbot.model.seats import Offer
    from mailbot.model.sessions import Timetable
    from mailbot.store.people import Applicant

_LAST_MINUTE = time(23, 59)
_DAY = timedelta(days=1)


def still_to_come(table: Timetable, now: datetime) -> tuple[datetime, ...]:
    """Return when the sessions begin that are held and have not begun yet, earliest first."""
    return tuple(each.start for each in table.held if each.start > now)


def deadline_of(
    applicant: Applicant, table: Timetable, days: int, now: datetime
) -> datetime | None:
    """Return the end (23:59) of a day where the student lives, in UTC.

    That is the day so many days after `now`, or the day before the next session if that is earlier.

    Args:
        applicant: Whose offer it is; where their zone is not known the group's is taken.
        table: The group's sessions.
        days: How many days a place is held.
        now: When the offer is drafted.

    Returns:
        None where the next session is too soon for that, or none is to come.
    """
    starts = still_to_come(table, now)
    if not starts:
        return None
    zone = ZoneInfo(applicant.facts.timezone or table.series.timezone)
    last = min(
        now.astimezone(zone).date() + days * _DAY,
        starts[0].astimezone(zone).date() - _DAY,
    )
    deadline = datetime.combine(last, _LAST_MINUTE, tzinfo=zone).astimezone(UTC)
    return deadline if deadline > now else None


def running_out(offer: Offer, now: datetime) -> bool:
    """Tell whether less than half of the time is left that an unsent offer gives."""
    return offer.deadline - now < (offer.deadline - offer.made_at) / 2


def on_leaving(offer: Offer, table: Timetable, now: datetime) -> datetime:
    """Return until when the place is held if the offer leaves now.

    Where most of its time passed before she let it go, the student still gets half of it, though
    not beyond the next session; the letter then tells an earlier day, which does no harm.
    """
    half = now + (offer.deadline - offer.made_at) / 2
    starts = still_to_come(table, now)
    return max(offer.deadline, min(half, starts[0])) if starts else offer.deadline
