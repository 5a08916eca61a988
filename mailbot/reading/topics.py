"""From the model's scores to the topics that a mail raises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.model.mail import Evidence
from mailbot.model.reading import Stage, Topic, TopicFinding
from mailbot.reading.cues import chance_of, log_odds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.reading.model import Scores

_ONLY_WHEN_OFFERED = frozenset({Topic.ACCEPT, Topic.DECLINE})
_LIFT = 0.7
"""Added to the model's log odds: in cross-validation, topics proved likelier than it said."""

_ALONE = (Topic.UNRELATED, Topic.THANKS)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on something counts.

    Attributes:
        topic: A topic is raised.
        best: The likeliest topic is raised even below `topic`, so that a mail has one.
        alone: `unrelated` and `thanks`, which exclude all else.
    """

    topic: float = 0.5
    best: float = 0.25
    alone: float = 0.4


def calibrated(chance: float) -> float:
    """Return the model's probability of a topic as it proved in cross-validation."""
    return chance_of(log_odds(chance) + _LIFT)


def possible(topic: Topic, stage: Stage) -> bool:
    """Return False for moves that make no sense at `stage`: only an offer can be accepted."""
    return stage is Stage.OFFERED or topic not in _ONLY_WHEN_OFFERED


def find_topics(
    scores: Scores, clauses: Sequence[str], stage: Stage, thresholds: Thresholds
) -> tuple[TopicFinding, ...]:
    """Return the topics that the clauses raise, surest first."""
    chances = {
        topic: calibrated(scores.probability[topic.value])
        for topic in Topic
        if possible(topic, stage)
    }
    chosen = _choose(chances, thresholds)
    return tuple(
        TopicFinding(topic, round(chances[topic], 4), _evidence(topic, scores, clauses))
        for topic in sorted(chosen, key=lambda each: -chances[each])
    )


def _choose(chances: dict[Topic, float], thresholds: Thresholds) -> set[Topic]:
    together = {topic: chance for topic, chance in chances.items() if topic not in _ALONE}
    best = max(together, key=lambda topic: together[topic])
    for topic in _ALONE:
        if chances[topic] >= thresholds.alone and chances[topic] > together[best]:
            return {topic}
    chosen = {topic for topic, chance in together.items() if chance >= thresholds.topic}
    if not chosen and together[best] >= thresholds.best:
        return {best}
    return chosen


def _evidence(topic: Topic, scores: Scores, clauses: Sequence[str]) -> tuple[Evidence, ...]:
    if not clauses:
        return ()
    return (Evidence(clauses[scores.clause[topic.value]], topic.value),)
