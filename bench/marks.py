"""Which clauses of the labelled enquiries speak for which label, from `marks.txt`.

A line a mail: `enq-002/4 availability:2 join:0,1` says that of the four clauses of enq-002 the
third speaks for `availability`. A label that only the mail as a whole tells has `-`, no numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bench.enquiries import HOME

if TYPE_CHECKING:
    from collections.abc import Mapping

MARKS = HOME / "marks.txt"


@dataclass(frozen=True, slots=True)
class Marked:
    """The marks of one mail.

    Attributes:
        clauses: How many clauses the mail had when it was marked.
        places: By label, the clauses that speak for it.
    """

    clauses: int
    places: Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of all mails, by id."""

    of: Mapping[str, Marked]

    def spoken(self, name: str, clauses: int) -> tuple[frozenset[str], ...] | None:
        """Return the labels that each clause of a mail speaks for; None where nobody marked it.

        Args:
            name: The mail's id.
            clauses: How many clauses it has now; cut otherwise than when marked, it has no marks.
        """
        marked = self.of.get(name)
        if marked is None or marked.clauses != clauses:
            return None
        return tuple(
            frozenset(label for label, places in marked.places.items() if place in places)
            for place in range(max(clauses, 1))
        )


@cache
def load_marks() -> Marks:
    """Return the marks that the project carries."""
    lines = MARKS.read_text(encoding="utf-8").splitlines()
    return Marks(dict(map(_marked, filter(None, lines))))


def _marked(line: str) -> tuple[str, Marked]:
    head, *labels = line.split()
    name, _, clauses = head.partition("/")
    return name, Marked(int(clauses), dict(map(_places, labels)))


def _places(text: str) -> tuple[str, frozenset[int]]:
    label, _, numbers = text.partition(":")
    return label, frozenset() if numbers == "-" else frozenset(map(int, numbers.split(",")))
