"""Where a writer is, and so which time zone theirs is, from `data/places.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from mailbot.reading.cues import cue_words
from mailbot.reading.finder import Finder
from mailbot.reading.whereabouts import is_elsewhere, likelihood, tells_clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mailbot.reading.universities import Universities

_STATE_BEHIND = (
    r"^(?:\s*[,(]\s*|\s+(?:in\s+)?)(?:(?:rural|regional|western|country|north|south)\s+)?"
    r"(?P<state>{states})(?!\w|\s+(?:time|clock|uni))"
)
_SHOUTED = frozenset({"act", "sa", "nt", "wa", "uk", "png"})
"""States whose short name is a word as well, or part of one, so that it counts in capitals."""

_CAPITALISED = r"[^\W\d_a-z][\w'’-]+"
_UNKNOWN = (
    rf"\b(?:in|at|near|outside|around)\s+(?P<town>{_CAPITALISED}(?:\s+{_CAPITALISED}){{0,2}})"
)
_NOT_A_PLACE_THERE = re.compile(
    r"^\s+(?:passport|citizen\w*|resident\w*|nationals?|students?|universit\w+|schools?|people|"
    r"born|visa|degree|number|plates?|accent|doctors?|government)\b",
    re.IGNORECASE,
)
_COMES_FROM = re.compile(
    r"(?<!^)(?<!hi )(?<!hello )(?<!greetings )(?<!writing )(?<!ora )\bfrom\s+$|\bof\s+$",
    re.IGNORECASE,
)
_TIME_WORD = re.compile(r"time|clock|hours|[sd]t$|^[a-z]{2,3}t$|^wib$|^wita$")
_WARD = re.compile(r"\b(?:hosp(?:ital)?|base|health|campus|regional)$")
_LED_IN = re.compile(
    r"\b(?:in|at|near|outside|around|from|to|is|of|on|now|base[d:]*|currently)\s+(?:the\s+)?$|[:=]\s*$",
    re.IGNORECASE,
)
_PLAIN_WORDS = frozenset(cue_words("places", "plain_words"))
"""Towns that are words as well, so that a small letter means the word."""

_CAPITALS = frozenset(cue_words("places", "capitals"))
_PEOPLE = frozenset(cue_words("places", "people"))
"""Towns that are people's names as well, so that they must be led in."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where someone is, with the words that say so."""

    city: str | None = None
    timezone: str | None = None
    city_words: str = ""
    zone_words: str = ""


@dataclass(frozen=True, slots=True)
class _Named:
    """A town that a mail names, how likely the writer is there, and the words."""

    score: int
    city: str
    zone: str
    words: str


@dataclass(frozen=True, slots=True)
class _State:
    """The words for a state and its zones, the commonest first."""

    said: str
    zones: Sequence[str]


@dataclass(frozen=True, slots=True)
class Places:
    """Towns and zones by the names that people use.

    Attributes:
        city_of: The town by each of its names in lower case.
        zone_of: The IANA zone by town.
        towns: Finds any town.
        zone_words: The IANA zone by words for it.
        zones: Finds any words for a zone.
        states: The zones of a state or country, by the words behind a town that name it.
        state_pattern: Matches such words.
        unknown_pattern: Finds a town that may not be in the list.
        universities: Their names hold towns that say nothing of where someone is.
    """

    city_of: Mapping[str, str]
    zone_of: Mapping[str, str]
    towns: Finder
    zone_words: Mapping[str, str]
    zones: Finder
    states: Mapping[str, Sequence[str]]
    state_pattern: re.Pattern[str]
    unknown_pattern: re.Pattern[str]
    universities: Universities

    def find(self, told: Sequence[str], closing: Sequence[str]) -> Place:
        """Return where the writer is and in which zone, as far as the mail states it."""
        lines = [(self.universities.without(line), False) for line in told]
        lines += [(self.universities.without(line), True) for line in closing]
        found = [each for line, signed in lines for each in self._towns(line, signed=signed)]
        best = max(found, key=lambda each: each.score, default=None)
        if best is None or best.score <= 0:
            zone, words = self._zone([line for line, _ in lines])
            return Place(None, zone, "", words)
        return Place(best.city, best.zone, best.words, best.words)

    def _towns(self, line: str, *, signed: bool) -> Iterator[_Named]:
        for span in self.towns.find(line):
            before, after = line[: span.start], line[span.end :]
            zone = self._zone_by_state(after)
            if not zone and _is_no_town(span.name, line[span.start], before, signed=signed):
                continue
            city = self._spelled(line[span.start : span.end], span.name)
            behind = after[after.find(zone.said) + len(zone.said) :].lstrip(")") if zone else after
            if _WARD.search(span.name):
                behind = f" hospital{behind}"
            score = likelihood(span.name, before, behind, signed=signed)
            if span.name in _CAPITALS and line[: span.end].endswith(("'s", "’s")):
                score = 0
            yield _Named(score, city, self._among(zone, city), line)
        yield from self._unknown(line)

    def _spelled(self, written: str, name: str) -> str:
        """Return a town as the mail spells it where that is one of its own spellings."""
        return written if written in self.zone_of else self.city_of[name]

    def _zone_by_state(self, after: str) -> _State | None:
        match = self.state_pattern.match(after)
        if match is None:
            return None
        said = match["state"]
        if said.lower() in _SHOUTED and not said.isupper():
            return None
        return _State(said, self.states[said.lower()])

    def _among(self, state: _State | None, city: str) -> str:
        """Return the zone of a town, of the namesake in a state where one is named."""
        own = self.zone_of[city]
        return own if state is None or own in state.zones else state.zones[0]

    def _unknown(self, line: str) -> Iterator[_Named]:
        """Yield towns that are not in the list but stand before a state: 'at Tibooburra, NSW'."""
        for match in self.unknown_pattern.finditer(line):
            state = self._zone_by_state(line[match.end("town") :])
            if state and match["town"].lower() not in self.city_of:
                behind = line[match.end() :].lstrip(")")
                score = likelihood("", line[: match.start("town")], behind, signed=False)
                yield _Named(score, match["town"], state.zones[0], line)

    def clocks(self, line: str) -> Iterator[tuple[int, str, str]]:
        """Yield the clocks that a line names: where the words begin, the zone, the words."""
        for span in self.towns.find(line):
            if tells_clock(line[: span.start], line[span.end :]):
                yield span.start, self.zone_of[self.city_of[span.name]], span.name
        for span in self.zones.find(line):
            if span.name in _PLAIN_WORDS and not line[span.start : span.end].isupper():
                continue
            before, after = line[: span.start], line[span.end :]
            if not is_elsewhere(before) and _is_clock(span.name, before, after):
                yield span.start, self.zone_words[span.name], span.name

    def _zone(self, lines: Sequence[str]) -> tuple[str | None, str]:
        """Return the zone that is named first, as some town's time if there is such."""
        named = [(zone, words, line) for line in lines for _, zone, words in self.clocks(line)]
        towns = [each for each in named if each[1] in self.city_of]
        zone, _, line = next(iter([*towns, *named]), (None, "", ""))
        return zone, line


def _is_no_town(name: str, initial: str, before: str, *, signed: bool) -> bool:
    """Return whether a town's name stands for a word or a person here."""
    if name in _PLAIN_WORDS and not initial.isupper():
        return not (before.rstrip().endswith("~") or (signed and before.endswith((", ", ""))))
    return name in _PEOPLE and not signed and not _LED_IN.search(before)


def _is_clock(name: str, before: str, after: str) -> bool:
    """Return whether words for a zone tell the writer's, not only where someone hails from."""
    if _TIME_WORD.search(name):
        return True
    return not _COMES_FROM.search(before) and not _NOT_A_PLACE_THERE.match(after)


def load_places(universities: Universities) -> Places:
    """Return the places that the package carries."""
    text = files("mailbot.reading").joinpath("data/places.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    zone_of = {town: zone for zone, towns in table["towns"].items() for town in towns}
    city_of = {town.lower(): town for town in zone_of}
    city_of |= {name.lower(): town for name, town in table["other_names"].items()}
    zone_words = {word: zone for zone, words in table["zones"].items() for word in words}
    states = "|".join(sorted(table["states"], key=len, reverse=True))
    return Places(
        city_of,
        zone_of,
        Finder(city_of),
        zone_words,
        Finder(zone_words),
        table["states"],
        re.compile(_STATE_BEHIND.format(states=states), re.IGNORECASE),
        re.compile(_UNKNOWN),
        universities,
    )
