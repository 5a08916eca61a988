"""When what waits is gathered: by her own clock, through daylight saving too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mailbot.services.gathering import is_due, put_off_until, quiet
from mailbot.settings_review import ReviewSettings, Span

SYDNEY = ZoneInfo("Australia/Sydney")
MOMENTS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
TIMES = st.lists(st.times().map(lambda at: at.strftime("%H:%M")), min_size=1, max_size=4)


@given(MOMENTS, TIMES)
def test_what_is_put_off_comes_back_at_one_of_the_given_times(
    now: datetime, times: list[str]
) -> None:
    settings = ReviewSettings.model_validate({"gather": times, "quiet": ""})
    until = put_off_until(settings, SYDNEY, now)
    assert now < until <= now + timedelta(hours=26)
    assert is_due(settings, SYDNEY, now, until)


@given(MOMENTS, TIMES, st.integers(0, 3000))
def test_each_time_of_the_day_is_due_once(now: datetime, times: list[str], minutes: int) -> None:
    settings = ReviewSettings.model_validate({"gather": times, "quiet": ""})
    later = now + timedelta(minutes=minutes)
    passed = put_off_until(settings, SYDNEY, now) <= later
    assert is_due(settings, SYDNEY, now, later) == passed


@pytest.mark.parametrize(
    ("at", "holds"),
    [("20:59", False), ("21:00", True), ("00:00", True), ("06:59", True), ("07:00", False)],
)
def test_quiet_hours_go_over_midnight(at: str, holds: bool) -> None:
    wall = datetime.combine(date(2026, 5, 4), time.fromisoformat(at), SYDNEY)
    assert quiet(ReviewSettings(), SYDNEY, wall.astimezone(UTC)) == holds


def test_quiet_hours_within_a_day() -> None:
    span = Span(time(12), time(13))
    assert span.holds(time(12, 30))
    assert not span.holds(time(13))


@pytest.mark.parametrize("gather", ["sometimes", [], ["8"], ["25:00"], 4, "0h"])
def test_what_is_no_time_is_refused_with_what_would_be(gather: object) -> None:
    with pytest.raises(ValidationError, match="07:30"):
        ReviewSettings.model_validate({"gather": gather})


@pytest.mark.parametrize("hours", ["21:00", "9pm-7am", 7])
def test_what_are_no_hours_is_refused(hours: object) -> None:
    with pytest.raises(ValidationError, match=r"21:00-07:00|time of day"):
        ReviewSettings.model_validate({"quiet": hours})
