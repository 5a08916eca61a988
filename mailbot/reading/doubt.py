"""When the quick network doubts, and how what a second look says is joined with what it said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.model.reading import Flag
from mailbot.reading.cues import chance_of, log_odds
from mailbot.reading.model import Scores

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailbot.reading.second_look import Closer

_DOUBTFUL = (0.25, 0.55)
"""A label between these probabilities is in doubt; the network says rather too little than much."""

_DISTRESS_DOUBTFUL = (0.05, 0.8)
"""The same for distress, where a mistake weighs most."""

_WORRYING = 0.2
"""A clause that says distress so likely when read alone is looked at again."""

_SHARE = 0.5
"""How much the second look says beside the first."""


def doubts(scores: Scores) -> bool:
    """Return True where any label is in doubt, or one clause worries where the whole does not."""
    worries = scores.alone[Flag.DISTRESS] >= _WORRYING
    if worries and scores.probability[Flag.DISTRESS] < _DISTRESS_DOUBTFUL[1]:
        return True
    return any(_doubtful(label, chance) for label, chance in scores.probability.items())


def _doubtful(label: str, chance: float) -> bool:
    least, most = _DISTRESS_DOUBTFUL if label == Flag.DISTRESS else _DOUBTFUL
    return least < chance < most


def joined(scores: Scores, closer: Closer | None) -> Scores:
    """Return what both looks say together; the words that spoke are those of the second.

    Where there was no second look, the first speaks alone.

    Words of distress are those of the look that finds it likelier: one that sees nothing would
    show the coordinator any clause.
    """
    if closer is None:
        return scores
    worry = max(scores.probability[Flag.DISTRESS], scores.alone[Flag.DISTRESS])
    closer_worry = max(closer.log_odds[Flag.DISTRESS], closer.alone[Flag.DISTRESS])
    words = scores if log_odds(worry) > closer_worry else closer
    clause = {**closer.clause, Flag.DISTRESS.value: words.clause[Flag.DISTRESS]}
    return Scores(
        _between(scores.probability, closer.log_odds), clause, _between(scores.alone, closer.alone)
    )


def _between(chances: Mapping[str, float], odds: Mapping[str, float]) -> dict[str, float]:
    return {
        label: chance_of((1 - _SHARE) * log_odds(chance) + _SHARE * odds[label])
        for label, chance in chances.items()
    }
