"""What is worth knowing of the dates of a series before they are settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.groups.explain import short_date
from mailbot.groups.holidays import Home, holiday_notes
from mailbot.groups.sessions import wall_remarks
from mailbot.letters.times import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailbot.model.groups import Leader
    from mailbot.model.reading import Facts
    from mailbot.model.sessions import HolidayNote, Timetable


def homes_of(students: Iterable[Facts], leaders: Iterable[Leader]) -> tuple[Home, ...]:
    """Return where the people of a group live, as far as it is known."""
    return (
        *(Home(each.timezone, each.city) for each in students if each.timezone),
        *(Home(each.timezone) for each in leaders),
    )


def date_remarks(table: Timetable, homes: Iterable[Home]) -> tuple[str, ...]:
    """Return a sentence for each public holiday and each odd hour of the clock in a series."""
    notes = holiday_notes(table.held, homes)
    return (*(_holiday(each) for each in notes), *wall_remarks(table))


def _holiday(note: HolidayNote) -> str:
    where = listed(note.places)
    return f"Session {note.session}, {short_date(note.date)}: {note.name} in {where}."
