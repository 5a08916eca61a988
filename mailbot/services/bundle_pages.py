"""Drafts that are decided in one go, as they are shown: what is the same in all of them once."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from mailbot.letters import unsettled
from mailbot.mail.compose import read_back
from mailbot.mail.invite_read import invited
from mailbot.mail.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailbot.mail.invite_read import Invited
    from mailbot.model.calendar import CalendarObject
    from mailbot.model.mail import Address
    from mailbot.model.outbox import Letter
    from mailbot.store.outbox import Outbound

_ALIKE = 0.6
"""Letters that share less of their lines are shown in full each."""


@dataclass(frozen=True, slots=True)
class Page:
    """A letter of a bundle as it is shown.

    Attributes:
        mail: The draft.
        to: Whom it goes to.
        letter: Its words.
        invited: What it asks of the reader's calendar; None where it asks nothing.
        like: The draft against which it is told; None where it is shown in full.
        differs: The lines in which it is not like that one.
    """

    mail: Outbound
    to: Address
    letter: Letter
    invited: Invited | None
    like: int | None = None
    differs: tuple[str, ...] = ()


def pages(mails: Sequence[Outbound]) -> list[Page]:
    """Return the letters as they are shown: the first in full, of those like it what differs."""
    shown: list[Page] = []
    for mail in mails:
        letter = read_back(mail.raw)
        to, asks = parse(mail.raw).to[0], invited(mail.raw)
        whole = [page for page in shown if page.like is None]
        like = max(whole, key=lambda page: _alike(page.letter, letter), default=None)
        if like is None or _alike(like.letter, letter) < _ALIKE:
            shown.append(Page(mail, to, letter, asks))
        else:
            differs = tuple(differences(_lines(like.letter), _lines(letter)))
            shown.append(Page(mail, to, letter, asks, like.mail.id, differs))
    return shown


def differences(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Return the lines of `after` that `before` lacks, and marked so what it leaves out of it."""
    told: list[str] = []
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for what, begin, end, its_begin, its_end in matcher.get_opcodes():
        if what == "delete":
            told += [f"without: {line}" for line in before[begin:end] if line]
        elif what != "equal":
            told += [line for line in after[its_begin:its_end] if line]
    return told


def calendars(shown: Sequence[Page]) -> Iterator[tuple[CalendarObject, str]]:
    """Yield each different calendar of these letters once, and in words whose it is."""
    different: dict[CalendarObject, list[Page]] = {}
    for page in shown:
        if page.invited:
            different.setdefault(page.invited.calendar, []).append(page)
    for calendar, theirs in different.items():
        if len(theirs) == len(shown):
            yield calendar, "in every letter, each naming its reader alone"
        else:
            yield calendar, "in " + ", ".join(str(page.mail.id) for page in theirs)


def marks(mails: Sequence[Outbound]) -> list[str]:
    """Return what is to be settled in these letters, each once."""
    return sorted({mark for mail in mails for mark in unsettled(read_back(mail.raw).text)})


def _alike(one: Letter, other: Letter) -> float:
    return SequenceMatcher(a=_lines(one), b=_lines(other), autojunk=False).ratio()


def _lines(letter: Letter) -> list[str]:
    return [f"Subject: {letter.subject}", *letter.text.splitlines()]
