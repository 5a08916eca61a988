"""What the coordinator can do next about a group, each with its command."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mailbot.model.seats import GroupStatus
from mailbot.services.groups_listing import Card


def next_steps(card: Card, now: datetime) -> list[tuple[str, str]]:
    """Return commands and what each is for, the most pressing first."""
    number = card.roster.group.id
    waiting = [
        (f"mailbot drafts show --bundle {each.bundle.id}", f"see {_letters(len(each.open))}")
        for each in card.bundles
    ]
    match card.roster.group.status:
        case GroupStatus.FORMING:
            return [*waiting, *_forming(card), (f"mailbot groups cancel {number}", "call it off")]
        case GroupStatus.CONFIRMED:
            return [*waiting, *_confirmed(card, now)]
    return waiting


def _forming(card: Card) -> Iterator[tuple[str, str]]:
    number = card.roster.group.id
    if not card.offers and not card.roster.members:
        yield f"mailbot groups offer {number}", "draft an offer to each whom it is for"
    elif card.free:
        yield f"mailbot groups offer {number} PERSON", f"offer one of {_places(card.free)}"
    if card.pending:
        yield "mailbot groups accept PERSON", "say that somebody takes a place; also decline"
    if card.roster.members:
        yield f"mailbot groups confirm {number}", "go on with those who have accepted"


def _confirmed(card: Card, now: datetime) -> Iterator[tuple[str, str]]:
    number = card.roster.group.id
    yield "mailbot reminders", "see what will go out, to whom and when"
    if card.free and _before_second(card, now):
        yield f"mailbot groups fill {number}", f"draft offers for {_places(card.free)}"
    if card.coming:
        session = f"{number} --session {card.coming.number}"
        yield f"mailbot groups reschedule {session} --to DAY", "move it; --shift moves all"
        yield f"mailbot groups cancel {session}", "cancel it; without --session, the whole group"


def _before_second(card: Card, now: datetime) -> bool:
    return any(each.number == 2 and now < each.start for each in card.roster.meeting.timetable.held)


def _places(number: int) -> str:
    return "the free place" if number == 1 else f"{number} free places"


def _letters(number: int) -> str:
    return "the letter that waits" if number == 1 else f"{number} letters that wait"
