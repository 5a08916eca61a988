"""Where a writer is, and so which time zone theirs is, from `data/places.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from mailbot.reading.cues import any_of, cue_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mailbot.reading.universities import Universities

_BEHIND_CUE = r"\s+(?:the\s+)?$"
_NEAR = re.compile(any_of("places", "near") + _BEHIND_CUE, re.IGNORECASE)
_CLOSE = re.compile(any_of("places", "close") + _BEHIND_CUE, re.IGNORECASE)
_NOT_THERE = re.compile(any_of("places", "not_there") + r"\s+(?:\S+\s+){0,4}$", re.IGNORECASE)
_THERE = re.compile(rf"^\s*{any_of('places', 'there')}", re.IGNORECASE)
_AS_ZONE = re.compile(r"^(?:'s)?\s*(?:\w+\s+)?(?:time|clock)\b", re.IGNORECASE)
_LEFT_BEHIND = re.compile(r"\bfrom\s+(?:the\s+)?$", re.IGNORECASE)
_MOVED_ON = re.compile(
    r"^\s*(?:over\s+the\s+border\s+|up\s+|down\s+|across\s+|back\s+)?to\b", re.IGNORECASE
)
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
        pattern: Finds any town.
        zone_words: The IANA zone by words for it.
        zone_pattern: Finds any words for a zone.
        universities: Their names hold towns that say nothing of where someone is.
    """

    city_of: Mapping[str, str]
    zone_of: Mapping[str, str]
    pattern: re.Pattern[str]
    zone_words: Mapping[str, str]
    zone_pattern: re.Pattern[str]
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
        for match in self.pattern.finditer(line):
            name = match.group()
            if name.lower() in _PLAIN_WORDS and not name[0].isupper():
                continue
            before, after = line[: match.start()], line[match.end() :]
            score = _likelihood(before, after, signed=signed)
            yield score, self.city_of[name.lower()], line

    def _zone(self, lines: Sequence[str]) -> tuple[str | None, str]:
        for line in lines:
            match = self.pattern.search(line)
            if match and _AS_ZONE.match(line[match.end() :]):
                return self.zone_of[self.city_of[match.group().lower()]], line
        for line in lines:
            for match in self.zone_pattern.finditer(line):
                if not _NOT_THERE.search(line[: match.start()]):
                    return self.zone_words[match.group().lower()], line
        return None, ""


def _likelihood(before: str, after: str, *, signed: bool) -> int:
    """Return how likely the writer is at a town, by the words around its name."""
    if _AS_ZONE.match(after) or _NOT_THERE.search(before):
        return 0
    if _LEFT_BEHIND.search(before) and _MOVED_ON.match(after):
        return 0
    score = 2 if signed else 0
    if _NEAR.search(before):
        score += 4
    elif _CLOSE.search(before):
        score += 1
    if _THERE.match(after):
        score += 2
    alone = not before.strip(" (,.-–—") and not after.strip(" ),.!-–—")
    return score + (3 if alone or before.rstrip().endswith(("(", ",")) else 0)


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
        _any_of(city_of),
        zone_words,
        _any_of(zone_words),
        universities,
    )


def _plain(town: str) -> str:
    return town.partition(" (")[0]


def _any_of(names: Mapping[str, str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(
        rf"(?<![\w@.])(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE
    )
