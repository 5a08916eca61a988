"""Which absences somebody takes back: they come after all, or were there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mailbot.groups import absence_words as words
from mailbot.model.sessions import AbsenceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailbot.groups.absence_diary import Diary, Mention


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a mail.

    Attributes:
        text: Its words.
        days: Its words for days.
        past: It looks back.
    """

    text: str
    days: tuple[Mention, ...]
    past: bool = False


@dataclass(slots=True)
class TakenBack:
    """To which sessions somebody says that they come.

    Attributes:
        sure: These, without doubt.
        again: Those of them that they come to after all, or were at.
        asked: Those that unclear words may mean.
    """

    sure: set[int] = field(default_factory=set)
    again: set[int] = field(default_factory=set)
    asked: set[int] = field(default_factory=set)

    @property
    def said(self) -> bool:
        """The mail says of some session that they come."""
        return bool(self.sure or self.asked)


def taken_back(
    clauses: Iterable[Clause], book: Diary, answers: int | None, known: frozenset[int]
) -> TakenBack:
    """Return to which sessions somebody comes by their word; what they say last holds.

    Args:
        clauses: What they wrote.
        book: Their sessions.
        answers: The session whose reminder they answer, or None.
        known: The sessions that they are known to miss.
    """
    found = TakenBack()
    named = frozenset[int]()
    for clause in clauses:
        if words.comes(clause.text) and words.kind(clause.text) is AbsenceKind.ABSENT:
            _add(found, clause, _meant(clause, book, named, answers, known))
        elif words.is_gone(clause.text):
            gone = frozenset[int]().union(*(each.sessions for each in clause.days if each.clear))
            found.sure -= gone
            found.again -= gone
        named = next((each.sessions for each in reversed(clause.days) if each.clear), named)
    found.asked -= found.sure
    return found


def _add(found: TakenBack, clause: Clause, meant: list[frozenset[int]]) -> None:
    again = words.comes_again(clause.text)
    clear = [each.each for each in clause.days] or [False]
    for sessions, every in zip(meant, clear, strict=True):
        if every or len(sessions) == 1:
            found.sure |= sessions
            found.again |= sessions if again else frozenset()
        elif again:
            found.asked |= sessions


def _meant(
    clause: Clause,
    book: Diary,
    named: frozenset[int],
    answers: int | None,
    known: frozenset[int],
) -> list[frozenset[int]]:
    """Return for each word for a day which sessions it can mean, and for none what was named."""
    begun = frozenset((*book.over, *book.running))
    there = begun if words.was_there(clause.text) else frozenset((*book.running, *book.coming))
    if clause.days:
        return [_narrowed(each, there, known) for each in clause.days]
    if len(named) == 1 and named <= there:
        return [named]
    if not words.comes_again(clause.text):
        return [frozenset()]
    return [frozenset({answers}) & there if answers else known & there]


def _narrowed(mention: Mention, there: frozenset[int], known: frozenset[int]) -> frozenset[int]:
    meant = mention.sessions & there
    return meant if mention.each else (meant & known or meant)
