"""What members and leaders read and what their calendars show are the same instants.

The mails are taken as they left. Their calendars are read by libraries that had no part in writing
them, and their words as a reader understands them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from mailbot.letters.zones import zones_of
from mailbot.mail.compose import read_back
from mailbot.mail.invite import calendar_of
from mailbot.model.seats import BundleKind
from mailbot.services import calling_off, confirming, rescheduling
from tests.faults.circle import AUCKLAND, PERTH, Circle
from tests.unit.letters.times_told import spans
from tests.unit.mail.calendars import CalendarProgram

if TYPE_CHECKING:
    from mailbot.store.outbox import Outbound
    from tests.faults.house import House

ZONES = sorted(zones_of(("Australia", "New Zealand")))
HOWE = "Australia/Lord_Howe"
EVENINGS = {
    "April": (date(2027, 3, 16), "19:00"),
    "September and October": (date(2027, 9, 14), "19:00"),
}
NIGHTS = {"a night that lacks an hour": (date(2027, 9, 12), "02:30")}
SERIES = EVENINGS | NIGHTS
CASES = [
    *product(ZONES, EVENINGS),
    *product(("Australia/Sydney", "Australia/Adelaide", HOWE, AUCKLAND), NIGHTS),
]
Span = tuple[datetime, datetime]


class Reader:
    """Somebody with a calendar, and what they have read last.

    Attributes:
        zone: Where they are.
        calendar: Theirs.
        text: Of their last mail.
    """

    def __init__(self, zone: str) -> None:
        self.zone = zone
        self.calendar = CalendarProgram()
        self.text = ""

    def gets(self, mail: Outbound) -> None:
        self.text = read_back(mail.raw).text
        found = calendar_of(mail.raw)
        assert found is not None
        self.calendar.takes(found[0])

    def told(self, begins: str) -> list[Span]:
        return spans(self.text, self.zone, begins, year=2027)


class Readers:
    """All who belong to a group.

    Attributes:
        circle: The group.
        each: They, by address.
    """

    def __init__(self, circle: Circle) -> None:
        self.circle = circle
        self.each: dict[str, Reader] = {}

    def get(self, kind: BundleKind) -> None:
        for recipient, mail in self.circle.lets_go(kind).items():
            if recipient not in self.each:
                self.each[recipient] = Reader(self.circle.zone_of(recipient))
            self.each[recipient].gets(mail)

    def show(self, held: list[Span]) -> None:
        assert len(self.each) == 4
        for reader in self.each.values():
            assert reader.calendar.shown == held, reader.zone


def held(circle: Circle) -> list[Span]:
    return [(each.start, each.end) for each in circle.table.held]


@pytest.fixture
def circle(house: House, zone: str, series: str) -> Circle:
    """A group in a zone, with members in that zone and in others."""
    first, start = SERIES[series]
    made = Circle.formed(
        house, first=first, start=start, zone=zone, least=1, leaders=[("noor", AUCKLAND)]
    )
    for name, own in (("home", zone), ("west", PERTH), ("howe", HOWE)):
        made.belongs(name, own)
    confirming.look_after(house.office, made.group_id, house.later())
    return made


@pytest.mark.parametrize(("zone", "series"), CASES)
def test_they_agree_after_each_change(circle: Circle, zone: str) -> None:
    office, group, house = circle.house.office, circle.group_id, circle.house
    readers = Readers(circle)

    readers.get(BundleKind.CONFIRMATION)
    readers.show(held(circle))
    for reader in readers.each.values():
        assert reader.told(r"- Session \d:") == held(circle), reader.zone

    before = circle.table.sessions[2]
    day = before.start.astimezone(ZoneInfo(zone)).date() + timedelta(days=2)
    rescheduling.move(office, group, 3, day, "18:15", house.later())
    readers.get(BundleKind.MOVED)
    readers.show(held(circle))
    moved = circle.table.sessions[2]
    for reader in readers.each.values():
        assert reader.told("- It was to be") == [(before.start, before.end)], reader.zone
        assert reader.told("- It is now") == [(moved.start, moved.end)], reader.zone

    gone = circle.table.sessions[1]
    rescheduling.cancel(office, group, 2, house.later())
    readers.get(BundleKind.CANCELLED)
    readers.show(held(circle))
    for reader in readers.each.values():
        assert reader.told("I am sorry") == [(gone.start, gone.end)], reader.zone

    rescheduling.shift(office, group, 1, 3, house.later())
    readers.get(BundleKind.SHIFTED)
    readers.show(held(circle))
    for reader in readers.each.values():
        assert reader.told(r"- Session \d:") == held(circle), reader.zone

    calling_off.call_off(office, group, "Kit is ill.", house.later())
    readers.get(BundleKind.CALLED_OFF)
    readers.show([])
