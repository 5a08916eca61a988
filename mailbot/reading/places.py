"""Where a writer is, and so which time zone theirs is, from `data/places.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from mailbot.reading.cues import any_of, cue_words
from mailbot.reading.finder import Finder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mailbot.reading.universities import Universities

_BEHIND_CUE = (
    r"\s+(?:the\s+)?(?:(?:east|west|north|south|centre|middle|heart|outskirts|suburbs)\s+of\s+)?$"
)
_NEAR = re.compile(any_of("places", "near") + _BEHIND_CUE, re.IGNORECASE)
_CLOSE = re.compile(any_of("places", "close") + _BEHIND_CUE, re.IGNORECASE)
_NOT_THERE = re.compile(any_of("places", "not_there") + r"\s+(?:[^\s,;.]+\s+){0,4}$", re.IGNORECASE)
_THERE = re.compile(rf"^\s*\(?{any_of('places', 'there')}", re.IGNORECASE)
_AS_ZONE = re.compile(r"^(?:'s)?\s*(?:\w+\s+)?(?:time|clock)\b", re.IGNORECASE)
_LEFT_BEHIND = re.compile(r"\b(?:(?:moved|shifted)\s+)?from\s+(?:the\s+)?$", re.IGNORECASE)
_MOVED_ON = re.compile(
    r"^\s*(?:over\s+the\s+border\s+|up\s+|down\s+|across\s+|back\s+)?to\b", re.IGNORECASE
)
_WEEKENDS = re.compile(
    r"^\s*\)?\s*(?:most|every|on|at|for\s+the|some)\s+(?:long\s+)?weekends?\b|^\s*any\s*more",
    re.IGNORECASE,
)
_ASKED_FOR = re.compile(
    r"(?:^A|\b(?:where|location|city|town|based|placement|posting|campus|site|hospital|from|live|"
    r"living))\s*[:=–-]+\s*$",
    re.IGNORECASE,
)
"""What a form or a question that is answered asks for."""

_TIME_OF = re.compile(r"\b(?:time|hours?|clocks?)\s+(?:of|in)\s+$", re.IGNORECASE)
_OVER = re.compile(r"\s*(?:is|was)\s+(?:over|done|finished)\b", re.IGNORECASE)
_THEREFORE = re.compile(r"\s*,?\s*(?:so|based|here)\b", re.IGNORECASE)
_CAPITALS = frozenset(cue_words("places", "capitals"))
"""Towns that a zone is called after, so that `Perth time` says nothing of where one lives."""

_PLAIN_WORDS = frozenset(cue_words("places", "plain_words"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where someone is, with the words that say so."""

    city: str | None = None
    timezone: str | None = None
    city_words: str = ""
    zone_words: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Towns and zones by the names that people use.

    Attributes:
        city_of: The town by each of its names in lower case.
        zone_of: The IANA zone by town.
        towns: Finds any town.
        zone_words: The IANA zone by words for it.
        zones: Finds any words for a zone.
        universities: Their names hold towns that say nothing of where someone is.
    """

    city_of: Mapping[str, str]
    zone_of: Mapping[str, str]
    towns: Finder
    zone_words: Mapping[str, str]
    zones: Finder
    universities: Universities

    def find(self, told: Sequence[str], closing: Sequence[str]) -> Place:
        """Return where the writer is and in which zone, as far as the mail states it."""
        lines = [(self.universities.without(line), False) for line in told]
        lines += [(self.universities.without(line), True) for line in closing]
        found = [each for line, signed in lines for each in self._towns(line, signed=signed)]
        score, city, words = max(found, key=lambda each: each[0], default=(0, None, ""))
        if score <= 0:
            city, words = None, ""
        zone, zone_words = self._zone([line for line, _ in lines])
        if city is None:
            return Place(None, zone, "", zone_words)
        return Place(city, self.zone_of[city], words, words)

    def _towns(self, line: str, *, signed: bool) -> Iterator[tuple[int, str, str]]:
        for span in self.towns.find(line):
            if span.name in _PLAIN_WORDS and not line[span.start].isupper():
                continue
            score = _likelihood(
                line[: span.start], line[span.end :], signed=signed, capital=span.name in _CAPITALS
            )
            yield score, self.city_of[span.name], line

    def clocks(self, line: str) -> Iterator[tuple[int, str, str]]:
        """Yield the clocks that a line names: where the words begin, the zone, the words."""
        for span in self.towns.find(line):
            if _AS_ZONE.match(line[span.end :]) or _TIME_OF.search(line[: span.start]):
                yield span.start, self.zone_of[self.city_of[span.name]], span.name
        for span in self.zones.find(line):
            if span.name in _PLAIN_WORDS and not line[span.start : span.end].isupper():
                continue
            if not _NOT_THERE.search(line[: span.start]):
                yield span.start, self.zone_words[span.name], span.name

    def _zone(self, lines: Sequence[str]) -> tuple[str | None, str]:
        """Return the zone that is named first, as some town's time if there is such."""
        named = [(zone, words, line) for line in lines for _, zone, words in self.clocks(line)]
        towns = [each for each in named if each[1] in self.city_of]
        zone, _, line = next(iter([*towns, *named]), (None, "", ""))
        return zone, line


def _likelihood(before: str, after: str, *, signed: bool, capital: bool) -> int:
    """Return how likely the writer is at a town, by the words around its name."""
    if _NOT_THERE.search(before) or _OVER.match(after) or _WEEKENDS.match(after):
        return 0
    if _AS_ZONE.match(after):
        return 0 if capital else 2
    if _LEFT_BEHIND.search(before) and _MOVED_ON.match(after):
        return 0
    score = 2 if signed else 0
    if _NEAR.search(before):
        score += 4
    elif _CLOSE.search(before):
        score += 1 if _LEFT_BEHIND.search(before) else 2
    if _THERE.match(after):
        score += 2
    if _ASKED_FOR.search(before):
        score += 4
    opens = not before.strip(" (,.-–—") and (_THEREFORE.match(after) or not after.strip(" ),.!-–—"))
    beside_school = before.rstrip().endswith(("(", ",", "~"))
    return score + (3 if opens or beside_school else 0)


def load_places(universities: Universities) -> Places:
    """Return the places that the package carries."""
    text = files("mailbot.reading").joinpath("data/places.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    zone_of = {_plain(town): zone for zone, towns in table["towns"].items() for town in towns}
    zone_of |= {
        town: zone for zone, towns in table["towns"].items() for town in towns if "(" not in town
    }
    city_of = {town.lower(): town for town in zone_of}
    city_of |= {name.lower(): town for name, town in table["other_names"].items()}
    zone_words = {word: zone for zone, words in table["zones"].items() for word in words}
    return Places(
        city_of,
        zone_of,
        Finder(city_of),
        zone_words,
        Finder(zone_words),
        universities,
    )


def _plain(town: str) -> str:
    return town.partition(" (")[0]
