"""When what waits is mailed: the clock's part, without the drafts. Pure but for its settings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mailbot.settings_review import AT_ONCE, NEVER

if TYPE_CHECKING:
    from datetime import tzinfo

    from mailbot.settings_review import ReviewSettings

_PUT_OFF = timedelta(hours=3)
"""How long a draft is put off where drafts are not gathered."""


def quiet(settings: ReviewSettings, zone: tzinfo, now: datetime) -> bool:
    """Tell whether nothing is to reach her now that is not urgent."""
    return settings.quiet is not None and settings.quiet.holds(now.astimezone(zone).time())


def is_due(settings: ReviewSettings, zone: tzinfo, last: datetime | None, now: datetime) -> bool:
    """Tell whether drafts are gathered now.

    Args:
        settings: `[review]`.
        zone: The coordinator's.
        last: When they were gathered last; None for never.
        now: The instant.
    """
    gather = settings.gather
    if gather == NEVER or quiet(settings, zone, now):
        return False
    # Where the clock was set back meanwhile, the waiting begins anew.
    if gather == AT_ONCE or last is None or last > now:
        return True
    if isinstance(gather, timedelta):
        return now - last >= gather
    return last < _latest(settings, zone, now)


def put_off_until(settings: ReviewSettings, zone: tzinfo, now: datetime) -> datetime:
    """Return when a draft is shown again that she puts off now: at the next gathering."""
    gather = settings.gather
    if isinstance(gather, timedelta):
        return now + gather
    if isinstance(gather, str):
        return now + _PUT_OFF
    ahead = (
        datetime.combine((now.astimezone(zone) + timedelta(days=day)).date(), each, zone)
        for day in (0, 1, 2)
        for each in gather
    )
    return next(each for each in ahead if each > now).astimezone(now.tzinfo)


def _latest(settings: ReviewSettings, zone: tzinfo, now: datetime) -> datetime:
    """Return the latest of the given times of day that is not after `now`."""
    times = settings.gather if isinstance(settings.gather, tuple) else ()
    back = (
        datetime.combine((now.astimezone(zone) - timedelta(days=day)).date(), each, zone)
        for day in (0, 1, 2)
        for each in reversed(times)
    )
    return next(each for each in back if each <= now)
