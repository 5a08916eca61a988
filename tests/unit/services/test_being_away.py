"""The coordinator goes away and comes back; her deputy decides in between, and only then."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from mailbot.casework.away_days import AwayDays
from mailbot.errors import RefusedError
from mailbot.mail.compose import read_back
from mailbot.model.casework import Role
from mailbot.model.outbox import Channel
from mailbot.services import being_away
from tests.faults.house import RUTH, settings_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.house import House

DEPUTY = "ben@deputy.example"
WEEK = AwayDays(date(2026, 11, 25), date(2026, 12, 1))


@pytest.fixture
def house(build_house: Callable[..., House], tmp_path: Path) -> House:
    """Mailbot whose coordinator has a deputy."""
    settings = settings_for(tmp_path)
    named = settings.coordinator.model_copy(update={"deputy": DEPUTY})
    built = build_house(settings=settings.model_copy(update={"coordinator": named}))
    built.work()
    return built


def goes(house: House, days: AwayDays = WEEK) -> None:
    with house.office.database.transaction() as connection:
        being_away.set_away(
            house.office,
            connection,
            days,
            house.clock.now(),
            by="coordinator",
            channel=Channel.COMMAND,
        )


def comes_back(house: House) -> int:
    with house.office.database.transaction() as connection:
        return len(
            being_away.end_away(
                house.office,
                connection,
                house.clock.now(),
                by="coordinator",
                channel=Channel.COMMAND,
            )
        )


def decides(house: House, email: str, now: datetime) -> Role | None:
    with house.office.database.transaction() as connection:
        return being_away.may_decide(house.office, connection, email, now)


def test_the_deputy_decides_from_her_first_day_to_the_end_of_her_last_where_she_is(
    house: House,
) -> None:
    goes(house)
    # Sydney is eleven hours ahead of UTC then.
    for now, role in (
        (datetime(2026, 11, 24, 12, 59, tzinfo=UTC), None),
        (datetime(2026, 11, 24, 13, 0, tzinfo=UTC), Role.DEPUTY),
        (datetime(2026, 12, 1, 12, 59, tzinfo=UTC), Role.DEPUTY),
        (datetime(2026, 12, 1, 13, 0, tzinfo=UTC), None),
    ):
        assert decides(house, DEPUTY.upper(), now) is role
        assert decides(house, RUTH, now) is Role.COORDINATOR
        assert decides(house, "sam@student.test", now) is None


def test_both_are_told_and_told_again_when_she_is_back(house: House) -> None:
    goes(house)
    house.work()
    (to_deputy,) = house.got(DEPUTY)
    assert "from Wednesday 25 November to Tuesday 1 December 2026" in read_back(to_deputy).text
    assert any(DEPUTY in read_back(raw).text for raw in house.got(RUTH))
    assert comes_back(house) == 1
    assert comes_back(house) == 0
    house.work()
    assert len(house.got(DEPUTY)) == 2
    assert decides(house, DEPUTY, datetime(2026, 11, 28, tzinfo=UTC)) is None


def test_a_later_word_takes_the_place_of_an_earlier_one(house: House) -> None:
    goes(house)
    goes(house, AwayDays(date(2026, 11, 30), date(2026, 12, 4)))
    (only,) = being_away.absences(house.office, house.clock.now())
    assert being_away.days_of(house.office, only).first == date(2026, 11, 30)


@pytest.mark.parametrize("last", [date(2029, 1, 1), date(3026, 12, 1), date.max])
def test_days_more_than_two_years_ahead_are_refused(house: House, last: date) -> None:
    with pytest.raises(RefusedError, match="more than two years ahead"):
        goes(house, AwayDays(date(2026, 12, 1), last))


def test_days_two_years_ahead_are_noted(house: House) -> None:
    goes(house, AwayDays(date(2028, 11, 1), date(2028, 11, 20)))
    assert being_away.absences(house.office, house.clock.now())


def test_days_that_are_over_are_refused(house: House) -> None:
    with pytest.raises(RefusedError):
        goes(house, AwayDays(date(2026, 11, 1), date(2026, 11, 20)))


def test_it_is_on_the_record_without_anyones_words(house: House) -> None:
    goes(house)
    events = [event for event in house.record() if event.kind == "away"]
    assert [event.why for event in events] == [
        "the coordinator is away from 2026-11-25 to 2026-12-01, by coordinator through command"
    ]
