"""Distress: its own reader, which errs towards a person, with reasons and two grades.

Signs are words from `data/distress.toml`; the model adds how mails of people in distress read as a
whole. Where the evidence is plain the flag is raised; where it is thin the mail goes to the
coordinator with the reason `possible_distress`.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from mailbot.model.mail import Evidence
from mailbot.model.reading import Flag
from mailbot.reading.cues import chance_of, log_odds, pattern_of
from mailbot.reading.finder import Finder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mailbot.reading.model import Scores

FLAG_FROM = 0.25
"""Risk from which on the flag is raised."""

LOOK_FROM = 0.1
"""Risk from which on the coordinator has a look."""

_ALONE_FROM = 0.2
"""A clause that says distress so likely when read alone costs a look."""

_LOUDNESS, _LIFT = 1.1, 0.7
_CERTAIN, _PLAIN, _FAINT, _COMFORT = 8.0, 2.6, 1.1, 0.6
_MOST_COMFORT = 3
_BETWEEN = "\n|\n"  # no gap in a pattern reaches across it


@dataclass(frozen=True, slots=True)
class Risk:
    """How likely someone needs care, from 0 to 1, and the words for it."""

    chance: float
    evidence: tuple[Evidence, ...] = ()

    @property
    def flagged(self) -> bool:
        """True where the evidence is plain."""
        return self.chance >= FLAG_FROM

    @property
    def possible(self) -> bool:
        """True where a person should have a look."""
        return self.chance >= LOOK_FROM


@dataclass(frozen=True, slots=True)
class Sign:
    """A reason to worry, or not to.

    Attributes:
        name: The sign.
        grade: `certain`, `plain`, `faint` or `comfort`.
    """

    name: str
    grade: str


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands in a mail beside its clauses.

    Attributes:
        unread: The writer's own words that no model reads: below the name, beyond the limits.
        passed_on: Lines of somebody else's mail that is passed on.
    """

    unread: Sequence[str] = ()
    passed_on: Sequence[str] = ()


_NOTHING = Aside()


@dataclass(frozen=True, slots=True)
class Signs:
    """Words for signs: whole phrases are looked up, those with gaps are patterns."""

    phrases: Finder
    meaning: Mapping[str, Sign]
    patterns: Mapping[Sign, re.Pattern[str]]

    def assess(self, clauses: Sequence[str], scores: Scores, aside: Aside = _NOTHING) -> Risk:
        """Return the risk that some clauses show.

        Plain words cost at least a look, and so does a clause that would worry if it stood alone,
        however sure the model is that the mail as a whole tells of nothing: a cry may stand beside
        an ordinary question.

        Args:
            clauses: The mail's new text.
            scores: What the model says of the mail.
            aside: What else stands in it.
        """
        found = self._found([*clauses, *aside.unread])
        grades = Counter(sign.grade for sign in found)
        score = (
            _LOUDNESS * log_odds(scores.probability[Flag.DISTRESS])
            + _LIFT
            + _CERTAIN * min(grades["certain"], 1)
        )
        score += _PLAIN * min(grades["plain"], 2) + _FAINT * min(grades["faint"], 3)
        if not grades["plain"] and not grades["certain"]:
            score -= _COMFORT * min(grades["comfort"], _MOST_COMFORT)
        evidence = [
            Evidence(clause, sign.name) for sign, clause in found.items() if sign.grade != "comfort"
        ]
        if not evidence and clauses:
            evidence = [Evidence(clauses[scores.clause[Flag.DISTRESS]], "distress")]
        alarming = scores.alone[Flag.DISTRESS] >= _ALONE_FROM
        heard = self._certain(aside.passed_on)
        least = LOOK_FROM if grades["plain"] or grades["certain"] or alarming or heard else 0.0
        shown = {each.words: each for each in reversed([*heard, *evidence])}
        return Risk(max(chance_of(score), least), tuple(reversed(shown.values())))

    def _certain(self, lines: Sequence[str]) -> tuple[Evidence, ...]:
        """Return the certain signs in some lines, as somebody else's cry may be passed on."""
        found = self._found(lines).items() if lines else ()
        return tuple(Evidence(line, sign.name) for sign, line in found if sign.grade == "certain")

    def _found(self, clauses: Sequence[str]) -> dict[Sign, str]:
        """Return each sign that the clauses show, with the first clause that shows it."""
        found: dict[Sign, str] = {}
        for clause in clauses:
            for span in self.phrases.find(clause):
                found.setdefault(self.meaning[span.name], clause)
        together = _BETWEEN.join(clauses)
        for sign, pattern in self.patterns.items():
            if sign not in found and pattern.search(together):
                found[sign] = next(clause for clause in clauses if pattern.search(clause))
        return found


def load_signs() -> Signs:
    """Return the signs that the package carries."""
    text = files("mailbot.reading").joinpath("data/distress.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, list[str]]] = tomllib.loads(text)
    meaning: dict[str, Sign] = {}
    gapped: dict[Sign, list[str]] = {}
    for grade, signs in table.items():
        for name, entries in signs.items():
            sign = Sign(name, grade)
            for entry in entries:
                if "..." in entry or "*" in entry:
                    gapped.setdefault(sign, []).append(entry)
                else:
                    meaning.setdefault(entry.lower(), sign)
    patterns = {
        sign: re.compile(pattern_of(entries), re.IGNORECASE) for sign, entries in gapped.items()
    }
    return Signs(Finder(meaning), meaning, patterns)
