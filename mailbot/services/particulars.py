"""What the coordinator or her spreadsheet says of a student, in her words, read into facts."""

from __future__ import annotations

import functools
import re
import zoneinfo
from dataclasses import dataclass

from mailbot.model.reading import Facts
from mailbot.reading.facts import Gazetteer, load_gazetteer
from mailbot.reading.times import Times, read_times
from mailbot.reading.years import stated_year

_YEARS = range(1, 7)
_STATE_ZONES = {
    "nsw": "Australia/Sydney",
    "new south wales": "Australia/Sydney",
    "act": "Australia/Sydney",
    "vic": "Australia/Melbourne",
    "victoria": "Australia/Melbourne",
    "qld": "Australia/Brisbane",
    "queensland": "Australia/Brisbane",
    "sa": "Australia/Adelaide",
    "south australia": "Australia/Adelaide",
    "wa": "Australia/Perth",
    "western australia": "Australia/Perth",
    "tas": "Australia/Hobart",
    "tasmania": "Australia/Hobart",
    "nt": "Australia/Darwin",
    "northern territory": "Australia/Darwin",
    "nz": "Pacific/Auckland",
    "new zealand": "Pacific/Auckland",
}
_WITHIN = {"Australia/Broken_Hill": "Australia/Sydney", "Pacific/Chatham": "Pacific/Auckland"}
"""Zones of towns that lie in a state or country with another zone."""

_STATE = re.compile(rf"[\s,(]+(?P<state>{'|'.join(_STATE_ZONES)})\)?\.?$", re.IGNORECASE)
_APART = re.compile(
    r"[;\n]+|(?:,\s*(?:but\s+)?|\s+but\s+)(?=(?:not|no|never|can't|cannot)\b)", re.IGNORECASE
)
_NO_CLOCK = re.compile(r"(?<![:.\d])(?:(?:2[5-9]|[3-9]\d)[:.]\d\d|24[:.](?!00))|\d[:.][6-9]\d\b")


@dataclass(frozen=True, slots=True)
class Given:
    """What is said of a student, as written; empty where nothing is said."""

    name: str = ""
    university: str = ""
    year: str = ""
    city: str = ""
    timezone: str = ""
    available: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """How it was understood.

    Attributes:
        facts: What is clear.
        unclear: What is not, a sentence each.
        remarks: What is taken as written though nothing more is known of it, a sentence each.
    """

    facts: Facts
    unclear: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def understand(given: Given) -> Understood:
    """Read what is said of a student, with the same eyes as their mail."""
    university, foreign = _university(given.university)
    year = _year(given.year)
    city, zone = _city(given.city)
    stated = _zone(given.timezone)
    times = _times(given.available)
    heard = times.availability or times.unavailable
    return Understood(
        Facts(
            name=" ".join(given.name.split()) or None,
            university=university,
            year=year,
            city=city,
            timezone=stated or zone,
            availability=times.availability,
            unavailable=times.unavailable,
            unplaced=times.unplaced if heard or not given.available else (given.available,),
        ),
        tuple(
            sentence
            for sentence, wrong in (
                (f"“{given.year}” is no year of study from 1 to 6.", given.year and not year),
                (
                    f"“{given.timezone}” is no time zone, such as Australia/Perth or Perth time.",
                    given.timezone and not stated,
                ),
                (
                    f"“{given.available}” tells no times, such as: tue 18:00-21:00, thu evenings.",
                    given.available and not heard,
                ),
                *((f"“{words}” could not be placed.", heard) for words in times.unplaced),
            )
            if wrong
        ),
        tuple(
            sentence
            for sentence, so in (
                (f"“{university}” is a university that Mailbot does not know.", foreign),
                (
                    f"The time zone of “{city}” is not known; say which.",
                    city and not (stated or zone),
                ),
            )
            if so
        ),
    )


@functools.cache
def _gazetteer() -> Gazetteer:
    return load_gazetteer()


def _university(words: str) -> tuple[str | None, bool]:
    plain = " ".join(words.split())
    if not plain:
        return None, False
    universities = _gazetteer().universities
    found = universities.find([plain], [])
    name = found.name if found else universities.cities.get(plain.lower())
    return name or plain, name is None


def _year(words: str) -> int | None:
    plain = words.strip().removesuffix(".0")
    if plain.isdecimal():
        return int(plain) if int(plain) in _YEARS else None
    found = stated_year([plain, f"{plain} year"], [])
    return found.number if found else None


def _city(words: str) -> tuple[str | None, str | None]:
    """Return the city as it is known, and its zone; a state tells one Hamilton from another."""
    plain = " ".join(words.split())
    if not plain:
        return None, None
    places = _gazetteer().places
    match = _STATE.search(plain)
    town = plain[: match.start()] if match else plain.partition(",")[0]
    state = match["state"].lower() if match else ""
    for name in (f"{town} ({state})".lower(), town.lower()):
        city = places.city_of.get(name)
        zone = places.zone_of.get(city or "")
        if zone and _STATE_ZONES.get(state, zone) in {zone, _WITHIN.get(zone)}:
            return city, zone
    return town, _STATE_ZONES.get(state)


def _zone(words: str) -> str | None:
    plain = words.strip()
    known = {zone.lower(): zone for zone in zoneinfo.available_timezones()} if plain else {}
    return known.get(plain.lower()) or _gazetteer().places.find([plain], []).timezone


def _times(words: str) -> Times:
    if _NO_CLOCK.search(words):
        return Times()
    return read_times([part.strip() for part in _APART.split(words) if part.strip()])
