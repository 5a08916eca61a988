"""What a student told us, in lines that can be read back to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.letters.clean import one_line
from mailbot.letters.times import weekly_times

if TYPE_CHECKING:
    from mailbot.model.reading import Facts

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_WITH_ARTICLE = ("University of ", "Australian ")
_ZONES = {
    "Pacific/Auckland": "New Zealand",
    "Pacific/Chatham": "Chatham Islands",
    "Etc/UTC": "universal",
    "Etc/GMT": "universal",
    "UTC": "universal",
}


@dataclass(frozen=True, slots=True)
class ToldFacts:
    """Facts as a template says them; each is empty where nothing is known.

    Attributes:
        name: In full, as far as it was told.
        study: `fourth year at Monash University`.
        place: `Warragul (Melbourne time)`.
        times: When they can meet.
        not_times: When they cannot.
    """

    name: str = ""
    study: str = ""
    place: str = ""
    times: str = ""
    not_times: str = ""

    def __bool__(self) -> bool:
        """Tell whether there is more than a name, which alone needs no reading back."""
        return any((self.study, self.place, self.times, self.not_times))


def told(facts: Facts) -> ToldFacts:
    """Return `facts` in words."""
    return ToldFacts(
        name=one_line(facts.name or ""),
        study=_study(facts),
        place=_place(facts),
        times=weekly_times(facts.availability),
        not_times=weekly_times(facts.unavailable),
    )


def zone_words(zone: str) -> str:
    """Return an IANA zone as people say it: `Australia/Broken_Hill` is `Broken Hill time`."""
    if zone.startswith("Etc/GMT") and len(zone) > len("Etc/GMT"):
        sign = "-" if "+" in zone else "+"
        return f"UTC{sign}{zone.removeprefix('Etc/GMT')[1:]}"
    city = _ZONES.get(zone, zone.rpartition("/")[2].replace("_", " "))
    return f"{one_line(city)} time"


def place_words(position: int) -> str:
    """Return a position as people say it: `first`, `eighth`, `21st`."""
    if 1 <= position <= len(ORDINALS):
        return ORDINALS[position - 1]
    teens = position % 100 in range(11, 14)
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(position % 10, "th")
    return f"{position}{ending}"


def _study(facts: Facts) -> str:
    university = one_line(facts.university or "")
    if facts.year is None or not 1 <= facts.year <= len(ORDINALS):
        return university
    year = f"{ORDINALS[facts.year - 1]} year"
    return f"{year} at {_with_article(university)}" if university else f"{year} of your course"


def _with_article(university: str) -> str:
    return f"the {university}" if university.startswith(_WITH_ARTICLE) else university


def _place(facts: Facts) -> str:
    city = one_line(facts.city or "")
    zone = zone_words(facts.timezone) if facts.timezone else ""
    if not city or zone == f"{city} time":
        return zone
    return f"{city} ({zone})" if zone else city
