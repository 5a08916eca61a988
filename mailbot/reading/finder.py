"""Finds any of many names in a text by looking words up, which is quicker than a long pattern."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD = re.compile(r"[^\W\d_]+(?:['’ʻ][^\W\d_]+)*|\d+|[()$-]")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a name stands in a text, and the name in lower case as it was given."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in lower case, where each begins and ends, and all of them as a set."""

    found: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    known: frozenset[str]


@lru_cache(maxsize=512)
def words_of(text: str) -> Words:
    """Return the words of `text`.

    A line is looked up in several lists of names one after the other, so the last ones are kept.
    """
    matches = list(_WORD.finditer(text))
    found = tuple(folded(match.group().lower().removesuffix("'s")) for match in matches)
    return Words(found, tuple(match.span() for match in matches), frozenset(found))


def folded(word: str) -> str:
    """Return a word without marks over its letters: 'Whangārei' and 'Whangarei' are one name."""
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word.replace("ø", "o").replace("ł", "l"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


class Finder:
    """Knows many names of one or more words each.

    Args:
        names: In any letter case, with or without accents; each counts only as whole words.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {self._key(name): name.lower() for name in names}
        self._longest: dict[str, int] = {}
        for key in self._names:
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    @staticmethod
    def _key(text: str) -> tuple[str, ...]:
        return tuple(_WORD.findall(folded(text.lower())))

    def find(self, text: str) -> Iterator[Span]:
        """Give each name in `text`, the longest where several begin together, in order."""
        words = words_of(text)
        if self._longest.keys().isdisjoint(words.known):
            return
        place = 0
        while place < len(words.found):
            length = 0
            if words.found[place] in self._longest:
                length = self._length_at(words.found, place)
            if length:
                name = self._names[words.found[place : place + length]]
                yield Span(words.places[place][0], words.places[place + length - 1][1], name)
            place += max(length, 1)

    def _length_at(self, words: tuple[str, ...], place: int) -> int:
        longest = min(self._longest[words[place]], len(words) - place)
        for length in range(longest, 0, -1):
            if words[place : place + length] in self._names:
                return length
        return 0
