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
    r"(?:year|yr|y)\s?(?:[1-6]|one|two|three|four|five|six)|in\s+(?:my\s+)?(?:first|second|third|fourth|fifth|sixth)|(?:last|final)\s+year|md\s?-?[1-6]|mbbs\s?(?:[1-6]|[iv]+)|mbchb\s?(?:[1-6]|[iv]+)|bmed\s?\w*|"
    r"med(?:ical)?\s+student|student|medicine|med|studying|study|md|mbbs|mbchb|transferred|enrolled|"
    r"(?:jmp|program(?:me)?|course|degree|bridging|ti|trainee\s+intern|exchange|i\s?['’]?\s?a?m|been)(?=\s+(?:at|@)\s))"
)
_NOT_THE_WRITERS = re.compile(
    any_of("studies", "not_the_writers", "not_there") + r"\s+(?:(?!to\s)\S+\s+){0,4}$",
    re.IGNORECASE,
)
_KIN = re.compile(
    any_of("studies", "kin")
    + r"(?:['’]s)?\s+(?:(?!(?:i|i'm|i’m|me|my|both|we|we're|all)\s)[^\s;.:!?]+\s+){0,8}$",
    re.IGNORECASE,
)
"""'My sister is in third year at ...': more words lie between than behind other cues."""

_NOT_A_SCHOOL = re.compile(
    r"\s+(?:time|street|st\b|road|fields|park\b|island|medical\s+centre|ranges|peninsula|hospital)",
    re.IGNORECASE,
)
_WORDS_TOO = frozenset({"bond", "und"})
_NAMED = re.compile(
    r"(?:\bat|@|,|\b\d(?:st|nd|rd|th)?|\b(?:yr|year|student|md|med|medicine|uni))\s*$",
    re.IGNORECASE,
)
"""What stands before a school in small letters whose name is a word as well."""

_TOWNS_TOO = frozenset({"griffith", "orange", "peradeniya"})
_IN_FULL = re.compile(
    r"\b(?:(?:National\s+)?University\s+(?:College\s+)?of\s+(?:the\s+)?[A-Z][\w'-]+(?:\s+(?:of\s+|and\s+)?[A-Z][\w'-]+)*"
    r"|(?:[A-Z][\w'-]+\s+){1,4}(?:University|Universiteit|Universität)(?:\s+of\s+[A-Z][\w'-]+)?"
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
        return next(
            (name for end, name in self.domains.items() if f".{domain}".endswith(f".{end}")),
            None,
        )

    def of_sender(self, address: str) -> University | None:
        """Return the university that a mail address shows, with the address as its words."""
        name = self.of_domain(address.rpartition("@")[2].lower())
        return University(name, address) if name else None

    def without(self, text: str) -> str:
        """Return `text` with names of universities blanked, so that no city is read in them."""
        text = self._without_cities(text)
        for span in reversed(self._spans(text)):
            text = f"{text[: span.start]} ~ {text[span.end :]}"
        return _IN_FULL.sub(" ~ ", text) if "niversi" in text else text

    def _without_cities(self, text: str) -> str:
        """Return `text` without a city that stands for its university: 'MD2 at Melbourne'."""
        if words_of(text).known.isdisjoint(self.cities):
            return text
        for match in reversed(list(self.city_pattern.finditer(text))):
            start, end = match.span("after")
            if start >= 0 and text[:start].rstrip().endswith(("at", "@")):
                text = f"{text[:start]} ~ {text[end:]}"
        return text

    def _spans(self, text: str) -> list[Span]:
        """Return where names stand, leaving out what only looks like one."""
        return [
            span
            for span in self.names.find(text)
            if not _NOT_A_SCHOOL.match(text[span.end :])
            and not text[: span.start].lower().endswith(("port ", "lake "))
            and not (
                span.name in _WORDS_TOO
                and text[span.start].islower()
                and not _NAMED.search(text[: span.start])
            )
            and not (span.name in _TOWNS_TOO and text[: span.start].lower().endswith("in "))
        ]

    def _in(self, lines: Sequence[str]) -> Iterator[University]:
        for line in lines:
            for span in self._spans(line):
                if _is_the_writers(line[: span.start]):
                    yield University(self.full[span.name], line)
            known = words_of(line).known
            for match in () if known.isdisjoint(self.cities) else self.city_pattern.finditer(line):
                if _is_the_writers(line[: match.start()]):
                    city = next(filter(None, match.groups())).lower()
                    yield University(self.cities[city], line)
            for match in _IN_FULL.finditer(line) if "niversi" in line else ():
                if not any(self.names.find(match.group())):
                    yield University(re.sub(r"^The\s+", "", match.group()), line)


def _is_the_writers(before: str) -> bool:
    return not _NOT_THE_WRITERS.search(before) and not _KIN.search(before)


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
            rf"(?:(?:\s+at|\s+of|\s+from|,|\s+@)?\s+|\s*\(\s*)(?P<after>{towns})\b"
            rf"(?!\s+(?:time|hospital|campus|clinical|base))"
            rf"|(?:\bat|\()\s*(?P<first>{towns})\s*,\s+(?:{_YEAR_WORDS})"
            rf"|(?:\b(?:with|student\s+(?:at|with)|studying\s+(?:at|with))"
            rf"|\bmy\s+(?:uni|university|med(?:ical)?\s+school)\s*(?:is\s+)?(?:in|at|\())\s*(?P<at>{towns})\b"
            rf"(?!\s+(?:time|hospital))"
            rf"|\b(?P<before>{towns})\s+(?:uni\s+)?(?:{_YEAR_WORDS})",
            re.IGNORECASE,
        ),
        {domain: entry["name"] for entry in entries for domain in entry["domains"]},
    )
