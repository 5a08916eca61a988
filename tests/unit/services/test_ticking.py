"""The clock does what is due at once, and looks closely only where that may find something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.services import ticking
from mailbot.services.ticking import Ticker
from mailbot.store import record
from mailbot.store.record import Event
from tests.servers.groups import Plan, confirmed_group, write_slots

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.services.office import Office
    from tests.faults.house import House


@pytest.fixture
def looks(house: House, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How often each kind of duty looked at a group that meets."""
    write_slots(house.home, Plan())
    confirmed_group(house.office, house.later(), ())
    counted = {"each": 0, "close": 0}

    def each(_office: Office, _group: int, _now: datetime) -> None:
        counted["each"] += 1

    def close(_office: Office, _group: int, _now: datetime) -> None:
        counted["close"] += 1

    monkeypatch.setattr(ticking, "EACH_TICK", (each,))
    monkeypatch.setattr(ticking, "DUTIES", (close,))
    return counted


def test_without_news_only_what_must_not_be_late_is_looked_at(
    house: House, looks: dict[str, int]
) -> None:
    ticker = Ticker()
    for _ in range(10):
        ticker.tick(house.office, house.later(minutes=1 / 60))
    assert looks == {"each": 10, "close": 1}


def test_news_on_the_record_is_looked_at_with_the_next_tick(
    house: House, looks: dict[str, int]
) -> None:
    ticker = Ticker()
    ticker.tick(house.office, house.later(minutes=0.01))
    with house.office.database.transaction() as connection:
        record.add(connection, Event(house.clock.now(), "stage", "something happened"))
    ticker.tick(house.office, house.later(minutes=0.01))
    assert looks["close"] == 2


def test_all_is_looked_at_once_a_minute_and_after_the_clock_was_set_back(
    house: House, looks: dict[str, int]
) -> None:
    ticker = Ticker()
    ticker.tick(house.office, house.later())
    ticker.tick(house.office, house.later(minutes=1))
    assert looks["close"] == 2
    ticker.tick(house.office, house.later(minutes=-30))
    assert looks["close"] == 3
