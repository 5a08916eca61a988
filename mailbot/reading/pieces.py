"""Words as the pieces that a language model knows (WordPiece; Schuster and Nakajima 2012).

The field's library for this brings a client of a public hub with it, which has no place in software
that must keep mail to itself; matching the longest piece takes these few lines.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

UNKNOWN, FIRST, LAST = "[UNK]", "[CLS]", "[SEP]"
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces that a model knows; nothing of what was read is kept.

    Attributes:
        row_of: The row of each by name; pieces that carry on a word begin with `##`.
    """

    row_of: Mapping[str, int]

    def rows(self, text: str) -> list[int]:
        """Return the rows of the pieces of `text`, accents and capitals dropped."""
        plain = unicodedata.normalize("NFD", text.lower())
        bare = "".join(each for each in plain if not unicodedata.combining(each))
        return [row for word in _TOKEN.findall(bare) for row in self._split(word[:_LONGEST_WORD])]

    def _split(self, word: str) -> list[int]:
        found: list[int] = []
        place = 0
        while place < len(word):
            lead = "##" if place else ""
            ends = (
                end for end in range(len(word), place, -1) if lead + word[place:end] in self.row_of
            )
            end = next(ends, None)
            if end is None:
                return [self.row_of[UNKNOWN]]
            found.append(self.row_of[lead + word[place:end]])
            place = end
        return found
