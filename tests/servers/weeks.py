"""A coordinator who gets a page each Monday: her house, her page, and a group that meets."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from mailbot.mail.compose import read_back
from mailbot.settings import CoordinatorSettings
from mailbot.settings_weekly import WeeklySettings
from tests.faults.house import RUTH, settings_for
from tests.servers.groups import Plan, confirmed_group, write_slots

if TYPE_CHECKING:
    from pathlib import Path

    from mailbot.model.seats import Group
    from mailbot.settings import Settings
    from tests.faults.house import House

MONDAY = datetime(2026, 11, 29, 20, tzinfo=UTC)
"""Monday 30 November 2026, 7 am in Sydney."""

SECOND, MINUTE, HOUR, DAY = (
    timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days")
)
PLAN = Plan(first=date(2026, 11, 24))
MIA, TOM, DEPUTY = "mia@student.test", "tom@student.test", "kit@balint.example"
MEMBERS = ((MIA, "Mia Chen", "Australia/Perth"), (TOM, "Tom Reid", "Australia/Sydney"))


def weekly_settings(home: Path, address: str = "", /, **how: Any) -> Settings:
    """Return settings of a coordinator with a deputy who gets the page; `how` is of `[weekly]`."""
    settings = settings_for(home, weekly=WeeklySettings(**how))
    coordinator = CoordinatorSettings(name="Ruth Calloway", email=RUTH, deputy=address)
    return settings.model_copy(update={"coordinator": coordinator})


def at(house: House, moment: datetime) -> None:
    """Let Mailbot do what is due at a moment."""
    house.clock.set(moment - MINUTE)
    house.work()


def pages(house: House, to: str = RUTH) -> list[bytes]:
    """Return the weekly pages that somebody got, oldest first."""
    return [raw for raw in house.got(to) if "our week from" in read_back(raw).subject]


def section(raw: bytes, title: str) -> str:
    """Return what stands below a heading of a page."""
    text = read_back(raw).text
    assert f"==== {title} ====" in text, text
    return text.split(f"==== {title} ====")[1].split("====")[0].strip()


def a_group(house: House) -> Group:
    """Put a group on record that had its first session, and meets again on Tuesday."""
    write_slots(house.settings.home, PLAN, Plan(slot="wednesday", first=date(2027, 2, 3)))
    return confirmed_group(house.office, house.clock.now(), MEMBERS, PLAN)
