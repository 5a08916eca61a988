"""Finds any of many names in a text by looking words up, which is quicker than a long pattern."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"[^\W\d_]+(?:['’ʻ][^\W\d_]+)*|\d+|[()$-]")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a name stands in a text, and the name in lower case as it was given."""

    start: int
    end: int
    name: str


@lru_cache(maxsize=512)
def words_of(text: str) -> tuple[tuple[tuple[str, int, int], ...], frozenset[str]]:
    """Return the words of `text` in lower case with their places, and all of them as a set.

    A line is looked up in several lists of names one after the other, so the last ones are kept.
    """
    words = tuple(
        (match.group().lower().removesuffix("'s"), *match.span()) for match in _WORD.finditer(text)
    )
    return words, frozenset(word for word, _, _ in words)


class Finder:
    """Knows many names of one or more words each.

    Args:
        names: In any letter case; each counts only as whole words.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {self._key(name): name.lower() for name in names}
        self._longest = max((len(key) for key in self._names), default=0)
        self._firsts = {key[0] for key in self._names}

    @staticmethod
    def _key(text: str) -> tuple[str, ...]:
        return tuple(_WORD.findall(text.lower()))

    def find(self, text: str) -> Iterator[Span]:
        """Give each name in `text`, the longest where several begin together, in order."""
        words, known = words_of(text)
        if self._firsts.isdisjoint(known):
            return
        place = 0
        while place < len(words):
            length = self._length_at(words, place) if words[place][0] in self._firsts else 0
            if length:
                key = tuple(word for word, _, _ in words[place : place + length])
                yield Span(words[place][1], words[place + length - 1][2], self._names[key])
            place += max(length, 1)

    def _length_at(self, words: Sequence[tuple[str, int, int]], place: int) -> int:
        for length in range(min(self._longest, len(words) - place), 0, -1):
            if tuple(word for word, _, _ in words[place : place + length]) in self._names:
                return length
        return 0
