"""Public holidays of the places where a group's people live, on the days of its sessions."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailbot.model.sessions import HolidayNote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from holidays import HolidayBase

    from mailbot.model.sessions import Session


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody lives, as far as it is known.

    Attributes:
        timezone: IANA name.
        city: A town by its name in mails; None where unknown.
    """

    timezone: str
    city: str | None = None


@dataclass(frozen=True, slots=True)
class _Regions:
    """Regions of ISO 3166-2 by zone and by town, and what people call them."""

    by_zone: Mapping[str, str]
    by_town: Mapping[str, str]
    names: Mapping[str, str]


def holiday_notes(sessions: Iterable[Session], homes: Iterable[Home]) -> tuple[HolidayNote, ...]:
    """Return the public holidays on the days of `sessions`, each for the places that have it.

    A session's day is the day that it begins on at each place. Places outside Australia and New
    Zealand are left out. In order of session and name.
    """
    found: dict[tuple[int, date, str], set[str]] = {}
    places = {(region, home.timezone) for home in homes if (region := region_of(home))}
    for session in sessions:
        for region, zone in places:
            day = session.start.astimezone(ZoneInfo(zone)).date()
            for name in _holidays_on(region, day):
                found.setdefault((session.number, day, name), set()).add(_regions().names[region])
    return tuple(
        HolidayNote(number, day, name, tuple(sorted(found[number, day, name])))
        for number, day, name in sorted(found)
    )


def region_of(home: Home) -> str | None:
    """Return the region whose holidays hold at `home`, such as `AU-VIC`; None where unknown.

    The town decides where it lies in the zone's country. Of New Zealand, where the zone alone does
    not tell the province, only the country's holidays are known without a town.
    """
    regions = _regions()
    by_zone = regions.by_zone.get(home.timezone)
    by_town = regions.by_town.get((home.city or "").casefold())
    if by_zone and by_town and by_town[:2] == by_zone[:2]:
        return by_town
    return by_zone


def _holidays_on(region: str, day: date) -> tuple[str, ...]:
    return tuple(name.replace("'", "’") for name in _holidays_of(region, day.year).get_list(day))


@cache
def _holidays_of(region: str, year: int) -> HolidayBase:
    """Return a region's holidays of a year; the language is given, or the machine's would count."""
    import holidays

    country, _, subdivision = region.partition("-")
    return holidays.country_holidays(
        country, subdiv=subdivision or None, years=year, language=f"en_{country}"
    )


@cache
def _regions() -> _Regions:
    text = files("mailbot.groups").joinpath("data/regions.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    towns = {town.casefold(): code for code, each in table["towns"].items() for town in each}
    return _Regions(table["zones"], towns, table["names"])
