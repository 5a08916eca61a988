"""How drafts are shown that are decided in one go: what is the same in all of them once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.text import Text

from mailbot.cli.output import Column
from mailbot.cli.paper import boxed, grid, harmless, panel
from mailbot.cli.papers import age
from mailbot.model.calendar import CalendarObject
from mailbot.services.bundle_pages import Page, calendars, marks, pages
from mailbot.services.bundles import WHAT, Shown
from mailbot.services.calendar_words import calendar_lines

BUNDLE_COLUMNS = (
    Column("bundle", whole=True),
    Column("what"),
    Column("group"),
    Column("letters", whole=True),
    Column("age", whole=True),
    Column("settle", whole=True),
    Column("digest", whole=True),
)


def bundle_values(shown: Shown) -> dict[str, Any]:
    """Return all that a listing tells programs of a bundle."""
    return {
        "bundle": shown.bundle.id,
        "kind": shown.bundle.kind,
        "group": shown.group.id,
        "drafts": [mail.id for mail in shown.open],
        "unsettled": marks(shown.open),
        "digest": shown.digest,
        "created_at": shown.bundle.created_at,
    }


def bundle_row(shown: Shown, now: datetime) -> dict[str, Any]:
    """Return what the table shows of a bundle."""
    return {
        "bundle": shown.bundle.id,
        "what": WHAT[shown.bundle.kind],
        "group": f"{shown.group.id}, {shown.group.label}",
        "letters": len(shown.open),
        "age": age(now - shown.bundle.created_at),
        "settle": len(marks(shown.open)) or "",
        "digest": shown.digest[:8],
    }


def print_bundle(paper: Console, shown: Shown, follows: Sequence[str]) -> None:
    """Show every draft that waits: the first in full, of the others what differs, and calendars.

    Args:
        paper: Where.
        shown: The bundle.
        follows: What follows from letting it go, a sentence each.
    """
    letters = pages(shown.open)
    for page in letters:
        if page.like is None:
            paper.print(panel(page.letter.text, f"{_title(page)}: {page.letter.subject}"))
        else:
            words = "\n".join(page.differs) or "The same words."
            paper.print(panel(words, f"{_title(page)}, where it is not like {page.like}"))
    for calendar, readers in calendars(letters):
        paper.print(boxed(_calendar(calendar), f"calendar update {readers}"))
    paper.print(grid(_summary(shown, follows)))
    paper.print(Text(""))


def _title(page: Page) -> str:
    to = f"{page.to.name} <{page.to.email}>".strip()
    return f"draft {page.mail.id} to {to}"


def _calendar(calendar: CalendarObject) -> Text:
    lines = [*calendar_lines(calendar), f"times of {calendar.timezone}"]
    return Text(harmless("\n".join(lines)))


def _summary(shown: Shown, follows: Sequence[str]) -> list[tuple[str, str]]:
    bundle = shown.bundle
    return [
        ("bundle", f"{bundle.id}, {WHAT[bundle.kind]}, digest {shown.digest[:8]}"),
        ("group", f"{shown.group.id}, {shown.group.label}, {shown.group.status.value}"),
        ("letters", ", ".join(str(mail.id) for mail in shown.open) or "none waits any more"),
        *(("to settle", mark) for mark in marks(shown.open)),
        *(("stale", f"{mail.id}: {mail.reason}") for mail in shown.open if mail.stale),
        *(("then", sentence) for sentence in follows),
    ]
