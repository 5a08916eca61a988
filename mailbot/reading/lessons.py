"""What the coordinator's corrections teach: a mail like a corrected one is read as she said.

Each lesson keeps to mails that are like its own, by the words and pairs of words they share, from
somebody who stands where its writer stood; on all others it has no effect at all. Where it speaks,
it moves the model's log odds towards what she said, the further the more alike the mails are.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from mailbot.model.reading import Flag, Stage, Taught
from mailbot.reading.cues import chance_of, log_odds
from mailbot.reading.features import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

LIKE_FROM = 0.45
"""Likeness from which on a lesson speaks."""

SAME_FROM = 0.7
"""Likeness from which on a lesson speaks as loudly as it ever does."""

_SURE = 4.0
"""The log odds of what she said."""

_NEVER_LOWERED = frozenset({Flag.DISTRESS.value, Flag.PATIENT_DETAILS.value})
"""A lesson may raise care for people, and never take it away."""

_STANDS_LIKE = {
    Stage.INFORMED: Stage.NEW,
    Stage.DECLINED: Stage.NEW,
    Stage.LAPSED: Stage.NEW,
    Stage.WITHDRAWN: Stage.NEW,
    Stage.OTHER: Stage.NEW,
}
"""Whoever is in neither queue nor group stands alike; elsewhere "yes please" means other things."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What she said of one mail.

    Attributes:
        number: By which she can take it back.
        source: What she did, such as `correct` or `rejected`.
        day: When, as `YYYY-MM-DD`.
        clauses: The mail's own words.
        stage: Where its writer stood.
        said: By label of the model, whether it is true; labels that are not there stay open.
        trust: From 0 to 1: 1 for what she said outright, less for what her deeds suggest.
    """

    number: int
    source: str
    day: str
    clauses: tuple[str, ...]
    stage: Stage
    said: Mapping[str, bool]
    trust: float = 1.0


@dataclass(frozen=True, slots=True)
class Recalled:
    """A lesson that speaks on a mail, and how alike the two mails are, from 0 to 1."""

    lesson: Lesson
    likeness: float

    @property
    def weight(self) -> float:
        """How far it moves what the model says, from 0 to 1."""
        nearness = (self.likeness - LIKE_FROM) / (SAME_FROM - LIKE_FROM)
        return self.lesson.trust * min(max(nearness, 0.0), 1.0)

    @property
    def taught(self) -> Taught:
        """The same for a reading."""
        lesson = self.lesson
        return Taught(lesson.number, lesson.source, lesson.day, round(self.likeness, 2))


@dataclass(frozen=True, slots=True)
class Memory:
    """All lessons in force, ready to be looked up; it never changes, so threads may share it.

    Attributes:
        lessons: Oldest first.
        rank: How common each word is, the commonest 0; words that are not there are rare.
    """

    lessons: Sequence[Lesson]
    rank: Mapping[str, int]
    _holders: Mapping[str, _Holders] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, lesson in enumerate(self.lessons):
            for name, weight in _profile(lesson.clauses, self.rank).items():
                found[name].append((place, weight))
        holders = {name: _Holders.of(those) for name, those in found.items()}
        object.__setattr__(self, "_holders", holders)

    def recall(self, clauses: Sequence[str], stage: Stage) -> tuple[Recalled, ...]:
        """Return the lessons that speak on a mail by somebody at `stage`, oldest first."""
        profile = _profile(clauses, self.rank)
        shared = [
            (self._holders[name], weight)
            for name, weight in profile.items()
            if name in self._holders
        ]
        if not shared:
            return ()
        alike = np.bincount(
            np.concatenate([holders.places for holders, _ in shared]),
            np.concatenate([holders.weights * weight for holders, weight in shared]),
        )
        return tuple(
            Recalled(self.lessons[place], float(alike[place]))
            for place in np.flatnonzero(alike >= LIKE_FROM).tolist()
            if _stands(self.lessons[place].stage) is _stands(stage)
        )


@dataclass(frozen=True, slots=True)
class _Holders:
    """The lessons that hold a word or a pair, by their places, and its weight in each."""

    places: NDArray[np.int64]
    weights: NDArray[np.float64]

    @classmethod
    def of(cls, those: Sequence[tuple[int, float]]) -> _Holders:
        places, weights = zip(*those, strict=True)
        return cls(np.array(places, np.int64), np.array(weights, np.float64))


def adjusted(probability: Mapping[str, float], recalled: Sequence[Recalled]) -> Mapping[str, float]:
    """Return the model's probabilities as the recalled lessons move them; the newest speaks last.

    Args:
        probability: By label.
        recalled: Lessons, oldest first.
    """
    moved = dict(probability)
    for each in recalled:
        for label, true in each.lesson.said.items():
            if label in moved and (true or label not in _NEVER_LOWERED):
                moved[label] = _moved(moved[label], _SURE if true else -_SURE, each.weight)
    return moved


def _moved(chance: float, towards: float, weight: float) -> float:
    odds = (1 - weight) * log_odds(chance) + weight * towards
    return chance_of(odds)


def _stands(stage: Stage) -> Stage:
    return _STANDS_LIKE.get(stage, stage)


def _profile(clauses: Sequence[str], rank: Mapping[str, int]) -> dict[str, float]:
    """Return words and pairs of words, each the weightier the rarer, of length 1 together."""
    found: dict[str, float] = {}
    for clause in clauses:
        told = [(word, _rarity(word, rank)) for word in words(clause)]
        found.update(told)
        for (first, one), (second, other) in pairwise(told):
            found[f"{first} {second}"] = (one + other) / 2
    length = math.sqrt(sum(weight * weight for weight in found.values()))
    return {name: weight / length for name, weight in found.items()} if length else {}


def _rarity(word: str, rank: Mapping[str, int]) -> float:
    """Return from nearly 0 for the commonest word to 1 for one that is not known (Zipf)."""
    last = len(rank)
    return math.log(2 + rank.get(word, last)) / math.log(2 + last)
