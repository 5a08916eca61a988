"""Groups meet in the months of the season, all their weeks."""

from __future__ import annotations

from datetime import date

import pytest

from mailbot.groups.season import Season

FLYER = Season(2, 11)
SUMMER = Season(11, 2)


@pytest.mark.parametrize(
    ("season", "day", "opens"),
    [
        (FLYER, date(2026, 3, 3), date(2026, 3, 3)),
        (FLYER, date(2026, 10, 26), date(2026, 10, 26)),
        (FLYER, date(2026, 10, 27), date(2027, 2, 1)),
        (FLYER, date(2026, 12, 24), date(2027, 2, 1)),
        (FLYER, date(2027, 1, 31), date(2027, 2, 1)),
        (SUMMER, date(2026, 12, 20), date(2026, 12, 20)),
        (SUMMER, date(2027, 1, 30), date(2027, 11, 1)),
        (SUMMER, date(2026, 6, 1), date(2026, 11, 1)),
    ],
)
def test_a_series_that_would_go_beyond_the_season_waits_for_the_next(
    season: Season, day: date, opens: date
) -> None:
    assert season.opens(day, weeks=6) == opens
    assert season.holds(opens, weeks=6)
