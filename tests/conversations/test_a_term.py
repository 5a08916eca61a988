"""A whole term of groups in many zones, from moment to moment, over both changes of clocks.

What is due is worked out here apart from Mailbot, with nothing but the zones' clocks.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from mailbot.model.sessions import Verdict
from mailbot.services import ticking
from mailbot.services.foreseeing import foresee
from tests.faults.house import build
from tests.faults.term import LINK, Got, Plan, Term, address, shown, starts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PERTH, ADELAIDE, BRISBANE = "Australia/Perth", "Australia/Adelaide", "Australia/Brisbane"
SYDNEY, AUCKLAND, CHATHAM = "Australia/Sydney", "Pacific/Auckland", "Pacific/Chatham"
LORD_HOWE = "Australia/Lord_Howe"
CITIES = {AUCKLAND: "New Zealand", CHATHAM: "Chatham Islands"}
PLANS = (
    Plan("tue", 1, "19:00", SYDNEY, (PERTH, BRISBANE, AUCKLAND, ""), (SYDNEY, PERTH)),
    Plan("wed", 2, "18:30", AUCKLAND, (SYDNEY, CHATHAM), (AUCKLAND, BRISBANE)),
    Plan("thu", 3, "20:00", PERTH, (PERTH, SYDNEY), (ADELAIDE,)),
    Plan("sun", 6, "09:15", ADELAIDE, (ADELAIDE, PERTH), (LORD_HOWE,)),
    Plan("mon", 0, "07:30", BRISBANE, (CHATHAM,), (BRISBANE,)),
    Plan("sat", 5, "17:00", CHATHAM, (CHATHAM, PERTH), (AUCKLAND,)),
)
# Clocks go back on 4 April 2027, and forward on 26 September in New Zealand, a week later in
# Australia.
AUTUMN, SPRING = date(2027, 3, 8), date(2027, 9, 6)
OFFSETS = (timedelta(hours=48), timedelta(hours=2))
HALF_HOUR = 30


@pytest.fixture
def term(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Term]:
    """A house in which no group meets yet."""
    house = build(tmp_path, monkeypatch)
    house.work()
    yield Term(house)
    house.office.database.close()


@pytest.mark.parametrize("monday", [AUTUMN, SPRING], ids=["autumn", "spring"])
def test_each_mail_of_a_term_is_there_once_at_the_right_hour_in_the_right_words(
    term: Term, monday: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The other duties have tests of their own; with all of them a term takes three times as long.
    monkeypatch.setattr(ticking, "DUTIES", ())
    begin = datetime(monday.year, monday.month, monday.day, tzinfo=UTC) - timedelta(days=5)
    ids = [term.confirmed(plan, monday, begin) for plan in PLANS]
    moments = term.moments(*ids)
    foreseen = foresee(term.house.office, now=begin, until=moments[-1])

    term.plays(moments)

    expected = sorted(due for plan in PLANS for due in expected_of(plan, monday))
    assert sorted((got.at, got.to, got.subject) for got in term.got) == expected
    assert {each.verdict for each in foreseen} == {Verdict.SEND}
    assert sorted((each.at, each.address, each.subject) for each in foreseen) == expected
    by_key = {(got.at, got.to): got for got in term.got}
    for plan in PLANS:
        for at, name, zone, week in reminders_of(plan, monday):
            assert_words(by_key[at, address(name)], plan, zone, starts(plan, monday), week)


@pytest.mark.parametrize("monday", [AUTUMN, SPRING], ids=["autumn", "spring"])
def test_all_that_left_was_approved_stands_in_sent_and_was_never_twice(
    term: Term, monday: date
) -> None:
    begin = datetime(monday.year, monday.month, monday.day, tzinfo=UTC) - timedelta(days=5)
    group_id = term.confirmed(PLANS[4], monday, begin)
    for moment in term.moments(group_id):
        term.at(moment)
        term.house.work()
    assert len(term.house.mailer.sent) == 2 * 6 * 2
    assert term.house.audit() == ()


def reminders_of(plan: Plan, monday: date) -> Iterator[tuple[datetime, str, str, int]]:
    """Yield when, to whom, in which zone, and for which week a reminder is due."""
    for week, start in enumerate(starts(plan, monday)):
        for offset in OFFSETS:
            for name, zone in plan.people:
                yield start - offset, name, zone or plan.zone, week


def expected_of(plan: Plan, monday: date) -> Iterator[tuple[datetime, str, str]]:
    """Yield the moment, the address and the subject of each reminder of a group."""
    for at, name, zone, week in reminders_of(plan, monday):
        wall = starts(plan, monday)[week].astimezone(ZoneInfo(zone))
        subject = f"Your group on {day(wall)}, {hour(wall)} (session {week + 1} of 6)"
        yield at, address(name), subject


def assert_words(got: Got, plan: Plan, zone: str, sessions: list[datetime], week: int) -> None:
    """Hold what a mail says against the clocks on the walls of its reader and of the group."""
    wall, group = (sessions[week].astimezone(ZoneInfo(each)) for each in (zone, plan.zone))
    end = wall + timedelta(minutes=90)
    city = CITIES.get(zone) or zone.rpartition("/")[2].replace("_", " ")
    assert f"meets on {day(wall)}, " in got.text
    assert f"{hour(end)} {city} time" in got.text
    assert ("(for the group: " in got.text) == (wall.utcoffset() != group.utcoffset())
    assert f"It is session {week + 1} of 6" in got.text
    assert (", the last one" in got.text) == (week == 5)
    assert LINK.format(plan.slot) in got.text
    own_name = shown(got.to.partition("@")[0])
    assert got.text.startswith(f"Dear {own_name.partition(' ')[0]},\n")
    assert ("So far nobody has told us" in got.text) == ("leader" in got.to)
    assert_shift(got, wall, sessions[week - 1].astimezone(ZoneInfo(zone)) if week else None)
    leads = "leader" in got.to
    roster = {shown(name) for name, _ in plan.people if "leader" not in name} if leads else set()
    others = {shown(name) for each in PLANS for name, _ in each.people} - roster
    assert all(name in got.text for name in roster)
    assert not any(name in got.text for name in others)


def assert_shift(got: Got, wall: datetime, before: datetime | None) -> None:
    """A shift of the reader's hour is told in the week in which it comes, and in no other."""
    moved = 0
    if before is not None:
        moved = (wall.hour * 60 + wall.minute) - (before.hour * 60 + before.minute)
    if not moved:
        assert "Please note the time" not in got.text
        return
    length = "half an hour" if abs(moved) == HALF_HOUR else "an hour"
    way = "later" if moved > 0 else "earlier"
    assert f"For you the session now begins {length} {way} than before." in got.text


def day(wall: datetime) -> str:
    """Return a day as people say it."""
    return f"{wall:%A} {wall.day} {wall:%B}"


def hour(wall: datetime) -> str:
    """Return an hour as people say it; noon and midnight do not come up."""
    minutes = f".{wall:%M}" if wall.minute else ""
    return f"{wall.hour % 12 or 12}{minutes} {'am' if wall.hour < 12 else 'pm'}"
