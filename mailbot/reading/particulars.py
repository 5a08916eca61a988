"""Particulars of patients: who could be told apart by what a mail says of them.

Illness and death are what the groups are for. What does not belong in e-mail is a patient who can
be told: by a name, a number, a bed, or by age, place, work or family, beside what ailed them.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from mailbot.model.mail import Evidence
from mailbot.reading.cues import chance_of, log_odds, pattern_of

if TYPE_CHECKING:
    from collections.abc import Sequence

FLAG_FROM = 0.5
"""Chance from which on the flag is raised."""

_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Uncle|Aunty|Auntie|Father|Sister|Brother|Rev)"
_TEENS = "eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_FORMS = {
    "named": (
        rf"\b{_TITLE}\b\.?\s+(?!Coordinator)(?:[A-Z]\.?\s+)?[A-Z]\w*"
        r"|(?<=[a-z,(] )[A-Z][a-z]+ [A-Z]\.(?!\w)|\([A-Z][a-z]+ [A-Z][a-z]+\b"
        r"|\b(?:patient|lady|woman|man|boy|girl|him|her),? [A-Z][a-z]+ [A-Z][a-z]+\b"
    ),
    "numbered": r"\b(?:URN?|MRN|NHI|DOB|D\.O\.B\.?)\b\W{0,3}\d",
    "in_a_bed": (
        r"\b(?:[Bb]ed|[Cc]ubicle|[Cc]hair|[Bb]ay|[Ww]ard)\s+\d+\w?\b"
        r"|\b\d+\s?[A-Z]?\s(?:East|West|North|South)\b"
    ),
    "aged": (
        r",\s*\d{2}\s*(?:[,.]|$)"
        r"|\b[FM]\s?\d{2}\b|\b\d{2}\s?[FM]\b|\baged? \d|\bof \d{2}\b|\bG\dP\d\b"
        r"|\b\d{1,3}[\s-]*(?:yo|y\.o\.?|y/o|yrs? old|year[\s-]olds?)\b|\b\d{1,2}\s*(?:weeks|/40)\b"
        rf"|\b[Ss]?[Hh]e(?:'s| is) (?:\d{{1,2}}|{_TEENS})\b|,\s*(?:{_TEENS})\s*,"
    ),
    "somewhere": r"\b(?:at|from|in|of)\s+(?:the\s+)?[A-Z][a-z]{2,}",
}
_WEIGHTS = {"named": 2.2, "numbered": 3.0, "in_a_bed": 1.6, "aged": 1.4, "somewhere": 0.7}
_START, _NOT_SPOKEN_OF = -2.4, -3.2
_MODEL_SHARE = 0.3
_REPEATED = {"known_by": (1.1, 2), "care": (0.5, 3), "person": (0.4, 2)}
"""For each list of words, what one of them weighs, and how many count."""

_MOST_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Telling:
    """How likely a mail tells who a patient is, from 0 to 1, and the words for it."""

    chance: float
    evidence: tuple[Evidence, ...] = ()

    @property
    def flagged(self) -> bool:
        """True where the mail should not stay as it is."""
        return self.chance >= FLAG_FROM


@dataclass(frozen=True, slots=True)
class Particulars:
    """The words of `data/particulars.toml`, as one pattern a list."""

    words: dict[str, re.Pattern[str]]

    def assess(self, clauses: Sequence[str], chance: float) -> Telling:
        """Return how likely `clauses` tell who a patient is; `chance` is the model's own view."""
        text = "\n".join(clauses)
        if not self.words["care"].search(text):
            return Telling(chance_of(_model_share(chance) + _NOT_SPOKEN_OF))
        forms = {name: match for name, form in _PATTERNS.items() if (match := form.search(text))}
        said = {name: list(pattern.finditer(text)) for name, pattern in self.words.items()}
        score = _model_share(chance)
        if said["person"] or forms.keys() & {"named", "numbered"}:
            score += max(_START + _weight(forms, said), _NOT_SPOKEN_OF)
        else:
            score += _NOT_SPOKEN_OF
        shown = [*forms.items(), *(("known_by", match) for match in said["known_by"])]
        evidence = tuple(Evidence(match.group().strip(), why) for why, match in shown[:_MOST_SHOWN])
        return Telling(chance_of(score), evidence)


def _model_share(chance: float) -> float:
    return _MODEL_SHARE * min(max(log_odds(chance), -6), 6)


def _weight(forms: dict[str, re.Match[str]], said: dict[str, list[re.Match[str]]]) -> float:
    weight = sum(_WEIGHTS[name] for name in forms)
    for name, (each, most) in _REPEATED.items():
        different = {match.group().lower() for match in said[name]}
        weight += each * min(len(different), most)
    return weight


_PATTERNS = {name: re.compile(form, re.MULTILINE) for name, form in _FORMS.items()}


def load_particulars() -> Particulars:
    """Return the words that the package carries."""
    text = files("mailbot.reading").joinpath("data/particulars.toml").read_text(encoding="utf-8")
    table: dict[str, list[str]] = tomllib.loads(text)["words"]
    return Particulars(
        {name: re.compile(pattern_of(words), re.IGNORECASE) for name, words in table.items()}
    )
