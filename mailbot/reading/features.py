"""Clauses as named features: words, pairs of words, notions; mails as those of their clauses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mailbot.model.reading import Stage
    from mailbot.reading.lexicon import Lexicon

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[?!]")
_LONGEST_WORD = 30


def words(clause: str) -> list[str]:
    """Return the lower-case words of a clause; numbers become `#`, `?` and `!` stay."""
    return [
        "#" if word[0].isdigit() else word[:_LONGEST_WORD] for word in _WORD.findall(clause.lower())
    ]


def clause_features(found: list[str], lexicon: Lexicon) -> set[str]:
    """Return the names of all features of a clause, given as its words, each with its kind."""
    names = {"w:" + word for word in found}
    names.update(_pairs(found))
    names.update(_notions(found, lexicon))
    return names


def mail_features(clauses: Iterable[set[str]], stage: Stage | None) -> set[str]:
    """Return the names of all features of a mail, given those of its clauses.

    Words and single notions count once more by the writer's stage: "yes" means more to an offer.
    """
    names = {name for clause in clauses for name in clause}
    if stage is None:
        return names
    alone = {name for name in names if name[0] in "wn" and " " not in name}
    return names | {f"{stage} {name}" for name in alone}


def _pairs(found: list[str]) -> Iterator[str]:
    for first, second in zip(["^", *found], [*found, "$"], strict=True):
        yield f"b:{first} {second}"


def _notions(found: list[str], lexicon: Lexicon) -> Iterator[str]:
    notions = sorted(lexicon.notions(found))
    asks = "?" in found
    for place, notion in enumerate(notions):
        yield f"n:{notion}"
        yield f"n:{notion} {'asked' if asks else 'told'}"
        for other in notions[place + 1 :]:
            yield f"n:{notion} {other}"
