"""A proposal in words, for the coordinator."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mailbot.model.groups import Ask, Explanation, Level, Reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mailbot.model.groups import Proposal, ProposedGroup, Question, UnopenedSlot, Unplaced
    from mailbot.model.reading import Interval

_DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
_MOST_NAMED = 3
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_WHY = {
    Reason.TIMEZONE_UNKNOWN: "we do not know their time zone",
    Reason.AVAILABILITY_UNKNOWN: "we do not know when they can meet",
    Reason.FITS_NO_SLOT: "no slot is within the times they gave",
    Reason.NO_GROUP_THERE: "no group comes about in the slots they fit",
    Reason.GROUPS_FULL: "the groups they fit are full, and others have the places",
    Reason.KEPT_APART: "the groups with room for them hold someone they must not meet",
    Reason.NOT_FOUND: "the search ended before a place was found",
}


class _Names:
    """Names of students, with the applicant's number where two have the same."""

    def __init__(self, proposal: Proposal) -> None:
        members = (member.name for group in proposal.groups for member in group.members)
        self._known = Counter((*members, *(each.name for each in proposal.unplaced)))

    def of(self, student: Question | Unplaced) -> str:
        same = self._known[student.name] > 1
        return f"{student.name} ({student.applicant_id})" if same else student.name


def explain(proposal: Proposal) -> Explanation:
    """Return the proposal in sentences, one for each group, closed slot and student left over."""
    names = _Names(proposal)
    return Explanation(
        summary=_summary(proposal),
        groups=tuple(_group(each, names) for each in proposal.groups),
        near=tuple(_near(each, proposal, names) for each in proposal.unopened if each.ask),
        closed=tuple(_closed(each, proposal) for each in proposal.unopened if not each.ask),
        unplaced=tuple(_unplaced(each, names) for each in proposal.unplaced),
    )


def _summary(proposal: Proposal) -> str:
    values = {result.level: result.value for result in proposal.levels}
    placed, groups = values[Level.PLACED], values[Level.GROUPS]
    everyone = placed + len(proposal.unplaced)
    sure = "No better proposal exists." if proposal.exact else "Best found in the time given."
    if not groups:
        return f"None of {_count(everyone, 'student')} can be placed. {sure}"
    return (
        f"{placed} of {_count(everyone, 'student')} placed in {_count(groups, 'group')};"
        f" together they have waited {_count(values[Level.DAYS_WAITED], 'day')}."
        f"{_alike(values[Level.ALIKE])} {sure}"
    )


def _group(group: ProposedGroup, names: _Names) -> str:
    said = (
        f"{group.slot.label}: {group.fitting} fit. {len(group.members)} in a group"
        f" from {short_date(group.first)}."
    )
    if not group.could_join:
        return said
    asked = _asking(group.could_join[:_MOST_NAMED], names, "or")
    return f"{said} There is room: one could ask {asked}."


def _near(slot: UnopenedSlot, proposal: Proposal, names: _Names) -> str:
    asked = _asking(slot.ask, names, "and")
    group = _ordinal(len(proposal.groups) + 1)
    return f"{slot.slot.label}: {slot.fitting} fit. Ask {asked} and {group} group fills."


def _closed(slot: UnopenedSlot, proposal: Proposal) -> str:
    said = f"{slot.slot.label}: {slot.fitting} fit."
    if slot.clashes_with:
        return f"{said} A leader of it would be in another group then."
    if not slot.short:
        sure = proposal.levels[0].proved
        return f"{said} {'It would place nobody more.' if sure else 'Left closed.'}"
    return f"{said} {_count(slot.short, 'student')} short of a group."


def _unplaced(student: Unplaced, names: _Names) -> str:
    return f"{names.of(student)} has no place: {_WHY[student.reason]}."


def _asking(questions: Sequence[Question], names: _Names, last: str) -> str:
    """Return `Priya about Wednesday and Sam about Wednesday 18:30–19:00`."""
    return _listed([f"{names.of(each)} {_about(each)}" for each in questions], last)


def _about(question: Question) -> str:
    if not question.times:
        return "where they live and when they are free"
    if question.why is Ask.HOUR:
        return f"about {_listed([_hours(each) for each in question.times])}"
    days = dict.fromkeys(_DAYS[each.day] for each in question.times)
    return f"about {_listed(list(days))}"


def _hours(times: Interval) -> str:
    return f"{_DAYS[times.day]} {times.start}–{times.end}"


def _listed(words: Sequence[str], last: str = "and") -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def _alike(pairs: int) -> str:
    if not pairs:
        return ""
    return f" {_count(pairs, 'pair')} of the same university and year."


def _ordinal(number: int) -> str:
    return f"a {_ORDINALS[number - 1]}" if number <= len(_ORDINALS) else "another"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def short_date(day: date) -> str:
    """Return a day such as `Tue 5 May 2026`."""
    return f"{day:%a} {day.day} {day:%b %Y}"
