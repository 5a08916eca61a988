"""How drafts are shown that are decided in one go: what is the same in all of them once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from rich.console import Console
from rich.text import Text

from mailbot.cli.calendar_words import calendar_lines
from mailbot.cli.output import Column
from mailbot.cli.paper import boxed, grid, harmless, panel
from mailbot.cli.papers import age
from mailbot.letters import unsettled
from mailbot.mail.compose import read_back
from mailbot.mail.invite_read import Invited, invited
from mailbot.mail.parse import parse
from mailbot.model.outbox import Letter
from mailbot.model.seats import BundleKind
from mailbot.model.sessions import CalendarObject
from mailbot.services.bundles import Shown
from mailbot.store.outbox import Outbound

BUNDLE_COLUMNS = (
    Column("bundle", whole=True),
    Column("what"),
    Column("group"),
    Column("letters", whole=True),
    Column("age", whole=True),
    Column("settle", whole=True),
    Column("digest", whole=True),
)

_WHAT = {
    BundleKind.OFFERS: "offers of a place",
    BundleKind.CONFIRMATION: "confirmation and invitation",
    BundleKind.MOVED: "a session was moved",
    BundleKind.CANCELLED: "a session was cancelled",
    BundleKind.SHIFTED: "the sessions were shifted",
    BundleKind.CALLED_OFF: "the group is called off",
    BundleKind.CLOSING: "thanks after the last session",
}
_ALIKE = 0.6
"""Letters that share less of their lines are shown in full each."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A letter of a bundle as it is shown."""

    mail: Outbound
    letter: Letter
    invited: Invited | None

    @property
    def lines(self) -> list[str]:
        return [f"Subject: {self.letter.subject}", *self.letter.text.splitlines()]

    @property
    def to(self) -> str:
        address = parse(self.mail.raw).to[0]
        return f"{address.name} <{address.email}>".strip()


def bundle_values(shown: Shown) -> dict[str, Any]:
    """Return all that a listing tells programs of a bundle."""
    return {
        "bundle": shown.bundle.id,
        "kind": shown.bundle.kind,
        "group": shown.group.id,
        "drafts": [mail.id for mail in shown.open],
        "unsettled": sorted(_marks(shown)),
        "digest": shown.digest,
        "created_at": shown.bundle.created_at,
    }


def bundle_row(shown: Shown, now: datetime) -> dict[str, Any]:
    """Return what the table shows of a bundle."""
    return {
        "bundle": shown.bundle.id,
        "what": _WHAT[shown.bundle.kind],
        "group": f"{shown.group.id}, {shown.group.label}",
        "letters": len(shown.open),
        "age": age(now - shown.bundle.created_at),
        "settle": len(_marks(shown)) or "",
        "digest": shown.digest[:8],
    }


def print_bundle(paper: Console, shown: Shown, follows: Sequence[str]) -> None:
    """Show every draft that waits: the first in full, of the others what differs, and calendars.

    Args:
        paper: Where.
        shown: The bundle.
        follows: What follows from letting it go, a sentence each.
    """
    pages = [_Page(mail, read_back(mail.raw), invited(mail.raw)) for mail in shown.open]
    whole: list[_Page] = []
    for page in pages:
        like = max(whole, key=lambda other: _alike(other, page), default=None)
        if like is None or _alike(like, page) < _ALIKE:
            whole.append(page)
            paper.print(panel(page.letter.text, f"{_title(page)}: {page.letter.subject}"))
        else:
            words = "\n".join(differences(like.lines, page.lines)) or "The same words."
            paper.print(panel(words, f"{_title(page)}, where it is not like {like.mail.id}"))
    for calendar, readers in _calendars(pages):
        paper.print(boxed(_calendar(calendar), f"calendar update {readers}"))
    paper.print(grid(_summary(shown, follows)))
    paper.print(Text(""))


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


def _title(page: _Page) -> str:
    return f"draft {page.mail.id} to {page.to}"


def _alike(one: _Page, other: _Page) -> float:
    return SequenceMatcher(a=one.lines, b=other.lines, autojunk=False).ratio()


def _calendars(pages: Sequence[_Page]) -> Iterator[tuple[CalendarObject, str]]:
    """Yield each different calendar once, and whose it is."""
    with_one = [page for page in pages if page.invited]
    different: dict[CalendarObject, list[_Page]] = {}
    for page in with_one:
        if page.invited:
            different.setdefault(page.invited.calendar, []).append(page)
    for calendar, theirs in different.items():
        if len(theirs) == len(pages):
            yield calendar, "in every letter, each naming its reader alone"
        else:
            yield calendar, "in " + ", ".join(str(page.mail.id) for page in theirs)


def _calendar(calendar: CalendarObject) -> Text:
    lines = [*calendar_lines(calendar), f"times of {calendar.timezone}"]
    return Text(harmless("\n".join(lines)))


def _marks(shown: Shown) -> frozenset[str]:
    return frozenset(mark for mail in shown.open for mark in unsettled(read_back(mail.raw).text))


def _summary(shown: Shown, follows: Sequence[str]) -> list[tuple[str, str]]:
    bundle = shown.bundle
    return [
        ("bundle", f"{bundle.id}, {_WHAT[bundle.kind]}, digest {shown.digest[:8]}"),
        ("group", f"{shown.group.id}, {shown.group.label}, {shown.group.status.value}"),
        ("letters", ", ".join(str(mail.id) for mail in shown.open) or "none waits any more"),
        *(("to settle", mark) for mark in sorted(_marks(shown))),
        *(("stale", f"{mail.id}: {mail.reason}") for mail in shown.open if mail.stale),
        *(("then", sentence) for sentence in follows),
    ]
