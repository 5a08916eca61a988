"""People in the queue as they are shown: for programs, in a list, and one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mailbot.cli.paper import grid, harmless, one_line, who
from mailbot.cli.readings import stated
from mailbot.letters.facts import told
from mailbot.model.queue import DayPart, Freedom, Glance
from mailbot.services.days import day_of
from mailbot.services.standing import Card

_MARKS = {
    Freedom.FREE: "■",
    Freedom.PARTLY: "▫",
    Freedom.TAKEN: "·",
    Freedom.UNKNOWN: "?",
}
_LEGEND = "■ a session could begin then  ▫ too short for one  · not free  ? not said"
_DAYS = "M T W T F S S"
_LABEL = 10
_FEW_DAYS = 14
_WEEK = 7


def card_values(card: Card, now: datetime) -> dict[str, Any]:
    """Return what there is of an applicant, for programs."""
    applicant = card.applicant
    since = applicant.queued_at
    return {
        "position": card.position,
        "applicant_id": applicant.id,
        "name": applicant.name,
        "emails": list(applicant.emails),
        "stage": applicant.stage,
        "stage_since": applicant.stage_since,
        "waits_since": since,
        "days_waited": (now - since).days if since else None,
        "facts": stated(applicant.facts),
        "unplaced": list(applicant.facts.unplaced),
        "glance": {part.value: list(days) for part, days in card.glance.items()},
        "missing": list(card.missing),
        "asked": list(card.asked),
        "notes": applicant.notes,
        "held_since": applicant.held_at,
        "must_not_meet": list(card.apart),
    }


def print_queue(paper: Console, cards: Sequence[Card], now: datetime, zone: tzinfo) -> None:
    """Print the queue, first to last: who, how long, what is missing, and when they are free."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold", ratio=1)
    table.add_column(no_wrap=True)
    for card in cards:
        words = Text("\n".join(_lines(card, now, zone)))
        words.stylize("bold", 0, len(words.plain.partition("\n")[0]))
        table.add_row(Text(str(card.position)), words, Text(_grid(card.glance)))
        table.add_row()
    paper.print(table)
    paper.print(Text(f"{_LEGEND}\nDays and hours are each student's own.", style="dim"))


def print_card(paper: Console, card: Card, now: datetime, zone: tzinfo) -> None:
    """Print all that there is of one applicant."""
    applicant, facts = card.applicant, told(card.applicant.facts)
    paper.print(Text(who(applicant.name or applicant.emails[0]), style="bold"))
    rows = [
        ("addresses", ", ".join(applicant.emails)),
        ("stands", _stands(card, now, zone)),
        ("studies", facts.study),
        ("lives", facts.place),
        ("free", facts.times),
        ("not free", facts.not_times),
        *(("unclear", words) for words in applicant.facts.unplaced),
        ("missing", _missing(card)),
        ("notes", applicant.notes),
        ("held", "reminders and offers to them wait for your word" if applicant.held_at else ""),
        *(("not with", other) for other in card.apart),
    ]
    paper.print(Padding(grid(rows), (0, 0, 0, 2)))
    paper.print(Padding(Text(_grid(card.glance)), (1, 0, 0, 2)))


def waited(since: datetime, now: datetime, zone: tzinfo) -> str:
    """Return how long somebody has waited, and since which day."""
    days = (day_of(now, zone) - day_of(since, zone)).days
    if days < _FEW_DAYS:
        long = {0: "since today", 1: "1 day"}.get(days, f"{days} days")
    else:
        long = f"{days // _WEEK} weeks"
    return long if days <= 0 else f"{long}, since {shown_day(since, zone)}"


def shown_day(instant: datetime, zone: tzinfo) -> str:
    """Return the day of an instant, such as `3 Mar 2026`."""
    day = day_of(instant, zone)
    return f"{day.day} {day:%b %Y}"


def _lines(card: Card, now: datetime, zone: tzinfo) -> Iterator[str]:
    applicant = card.applicant
    yield one_line(applicant.name or "(no name)")
    yield ", ".join(harmless(email) for email in applicant.emails)
    if applicant.queued_at:
        yield f"waits {waited(applicant.queued_at, now, zone)}"
    facts = told(applicant.facts)
    known = ", ".join(words for words in (facts.study, facts.place) if words)
    if known:
        yield known
    if card.missing:
        yield f"missing: {_missing(card)}"
    if applicant.facts.unplaced:
        yield f"unclear: {one_line('; '.join(applicant.facts.unplaced))}"
    if applicant.held_at:
        yield "held: reminders and offers to them wait for your word"
    for other in card.apart:
        yield f"not with {who(other)}"
    if applicant.notes:
        yield f"notes: {one_line(applicant.notes)}"


def _stands(card: Card, now: datetime, zone: tzinfo) -> str:
    applicant = card.applicant
    where = f"{card.position} in the queue" if card.position else applicant.stage.value
    if applicant.queued_at:
        return f"{where}, waits {waited(applicant.queued_at, now, zone)}"
    return f"{where} since {shown_day(applicant.stage_since, zone)}"


def _missing(card: Card) -> str:
    return ", ".join(f"{fact} (asked)" if fact in card.asked else fact for fact in card.missing)


def _grid(glance: Glance) -> str:
    rows = (
        f"{part.value:<{_LABEL}}{' '.join(_MARKS[each] for each in glance[part])}"
        for part in DayPart
    )
    return "\n".join((f"{'':<{_LABEL}}{_DAYS}", *rows))
