"""What a calendar object does, in words for the coordinator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.model.calendar import Method

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.model.calendar import CalendarEvent, CalendarObject


def calendar_lines(calendar: CalendarObject) -> list[str]:
    """Return in words what a calendar object does, times on the wall of the group's zone."""
    if calendar.method is Method.CANCEL:
        return [
            f"takes out the session of {_when(event.recurrence)}"
            if event.recurrence
            else "takes out the whole series"
            for event in calendar.events
        ]
    lines: list[str] = []
    for event in calendar.events:
        lines += _asked(event)
    return lines


def _asked(event: CalendarEvent) -> list[str]:
    if event.recurrence is None:
        minutes = int(event.length.total_seconds() // 60)
        first = f"puts in {event.weeks} weekly sessions of {minutes} minutes"
        return [
            f"{first}, from {_when(event.start)} on",
            *(f"but none on {_when(each)}" for each in event.without),
        ]
    if event.recurrence == event.start:
        return [f"puts in the session of {_when(event.start)} once more by itself"]
    return [f"moves the session of {_when(event.recurrence)} to {_when(event.start)}"]


def _when(wall: datetime) -> str:
    return f"{wall:%a} {wall.day} {wall:%b %Y %H:%M}"
