"""The university that a mail states, from `data/universities.toml` or spelled out in full."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from mailbot.reading.cues import any_of
from mailbot.reading.finder import Finder, Span, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_YEAR_WORDS = (
    r"(?:(?:first|second|third|fourth|fifth|sixth|final|[1-6](?:st|nd|rd|th))[\s-]?(?:years?|yr)|"
    r"(?:year|yr|y)\s?[1-6]|(?:last|final)\s+year|md\s?-?[1-6]|mbbs\s?(?:[1-6]|[iv]+)|mbchb\s?(?:[1-6]|[iv]+)|bmed\s?\w*|"
    r"med(?:ical)?\s+student|student|medicine|med|studying|study|md|mbbs|mbchb|transferred|enrolled)"
)
_NOT_THE_WRITERS = re.compile(
    any_of("studies", "not_the_writers", "not_there") + r"\s+(?:(?!to\s)\S+\s+){0,4}$",
    re.IGNORECASE,
)
_NOT_A_SCHOOL = re.compile(r"\s+(?:time|street|st\b|road)", re.IGNORECASE)
_TOWNS_TOO = frozenset({"griffith", "orange", "peradeniya"})
_IN_FULL = re.compile(
    r"\b(?:(?:National\s+)?University\s+(?:College\s+)?of\s+(?:the\s+)?[A-Z][\w'-]+(?:\s+(?:[A-Z][\w'-]+|and|of))*"
    r"|(?:[A-Z][\w'-]+\s+){1,4}(?:University|Universiteit|Universität)"
    r"|Universi(?:dad|té|tà|dade)\s+(?:de\s+)?(?:\w+\s+)?[A-Z]\w+)"
)


@dataclass(frozen=True, slots=True)
class University:
    """A university by its common full name, and the words that named it."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Universities:
    """Names that people use for universities.

    Attributes:
        full: The common full name by each name in lower case.
        names: Finds any of the names.
        cities: The full name by a city whose bare name means its university.
        city_pattern: Finds such a city beside a year or course of study.
        domains: The full name by the end of a mail address.
    """

    full: Mapping[str, str]
    names: Finder
    cities: Mapping[str, str]
    city_pattern: re.Pattern[str]
    domains: Mapping[str, str]

    def find(self, told: Sequence[str], closing: Sequence[str]) -> University | None:
        """Return the writer's university; what the signature says comes first."""
        found = [*self._in(closing), *self._in(told)]
        return found[0] if found else None

    def of_domain(self, domain: str) -> str | None:
        """Return the university whose students have addresses at `domain`, if known."""
        return next((name for end, name in self.domains.items() if domain.endswith(end)), None)

    def without(self, text: str) -> str:
        """Return `text` with names of universities blanked, so that no city is read in them."""
        for span in reversed(self._spans(text)):
            text = f"{text[: span.start]} ~ {text[span.end :]}"
        return _IN_FULL.sub(" ~ ", text) if "niversi" in text else text

    def _spans(self, text: str) -> list[Span]:
        """Return where names stand, leaving out what only looks like one."""
        return [
            span
            for span in self.names.find(text)
            if not _NOT_A_SCHOOL.match(text[span.end :])
            and not text[: span.start].lower().endswith("port ")
            and not (span.name in _TOWNS_TOO and text[: span.start].lower().endswith("in "))
        ]

    def _in(self, lines: Sequence[str]) -> Iterator[University]:
        for line in lines:
            for span in self._spans(line):
                if not _NOT_THE_WRITERS.search(line[: span.start]):
                    yield University(self.full[span.name], line)
            known = words_of(line).known
            for match in () if known.isdisjoint(self.cities) else self.city_pattern.finditer(line):
                if not _NOT_THE_WRITERS.search(line[: match.start()]):
                    city = (match["after"] or match["at"] or match["before"]).lower()
                    yield University(self.cities[city], line)
            for match in _IN_FULL.finditer(line) if "niversi" in line else ():
                if not any(self.names.find(match.group())):
                    yield University(re.sub(r"^The\s+", "", match.group()), line)


def load_universities() -> Universities:
    """Return the universities that the package carries."""
    text = files("mailbot.reading").joinpath("data/universities.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(text)["university"]
    full = {name: entry["name"] for entry in entries for name in entry["names"]}
    cities = {entry["city"]: entry["name"] for entry in entries if "city" in entry}
    towns = "|".join(cities)
    return Universities(
        full,
        Finder(full),
        cities,
        re.compile(
            rf"{_YEAR_WORDS}(?:\s+(?:of\s+)?(?:med(?:icine)?|student|md|mbbs|mbchb|mb\s?chb))?"
            rf"(?:\s+at|\s+of|\s+from|,|\s*\()?\s+(?P<after>{towns})\b(?!\s+(?:time|hospital))"
            rf"|(?:\b(?:with|student\s+(?:at|with)|studying\s+(?:at|with))"
            rf"|\bmy\s+(?:uni|university|med(?:ical)?\s+school)\s*(?:is\s+)?(?:in|at|\())\s*(?P<at>{towns})\b"
            rf"(?!\s+(?:time|hospital))"
            rf"|\b(?P<before>{towns})\s+(?:uni\s+)?(?:{_YEAR_WORDS})",
            re.IGNORECASE,
        ),
        {domain: entry["name"] for entry in entries for domain in entry["domains"]},
    )
