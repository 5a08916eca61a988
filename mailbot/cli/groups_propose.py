"""`mailbot groups propose`: which groups could be opened, who goes where, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from mailbot.cli.groups_create import asked_day
from mailbot.cli.groups_paper import local_times, print_rows, print_under, study
from mailbot.cli.groups_values import session_values
from mailbot.cli.opening import opened_office
from mailbot.cli.output import JsonFlag, emit_json
from mailbot.cli.paper import console, harmless, one_line
from mailbot.clock import SystemClock
from mailbot.model.groups import Member, Proposal, Question
from mailbot.services import proposing
from mailbot.services.proposing import SECONDS, Proposed, Suggested

_NOBODY = "Nobody waits to whom a place could be offered. `mailbot queue` shows who waits."


def propose_groups(
    context: typer.Context,
    begin: Annotated[
        str, typer.Option("--from", metavar="DAY", help="None begins before, such as 3/3/2026.")
    ] = "",
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.1, help="How long it may look at most.")
    ] = SECONDS,
    as_json: JsonFlag = False,
) -> None:
    """Find which groups to open for those who wait, and say why. Changes nothing."""
    now = SystemClock().now()
    with opened_office(context) as office:
        day = asked_day(office, begin)
        with _progress(seconds):
            found = proposing.propose(office, now, not_before=day, seconds=seconds)
    if as_json:
        emit_json(_values(found))
    else:
        _print(console(), found)


@contextmanager
def _progress(seconds: float) -> Iterator[None]:
    """Show at a terminal, apart from what is printed, that the machine is at work."""
    aside = Console(stderr=True, highlight=False)
    if aside.is_terminal:
        with aside.status(f"Looking for the best groups, {seconds:g} seconds at most ..."):
            yield
    else:
        yield


def _print(paper: Console, found: Proposed) -> None:
    ground, words = found.ground, found.words
    if ground.waiting.candidates:
        paper.print(Text(words.summary, style="bold"))
    else:
        paper.print(Text(_NOBODY))
    paper.print(Text(f"{ground.remark}\n"))
    names = Counter(each.name for each in ground.waiting.candidates)
    for sentence, group in zip(words.groups, found.groups, strict=True):
        _print_group(paper, sentence, group, names)
    asked = [each.slot.id for each in found.proposal.unopened if each.ask]
    closed = [each.slot.id for each in found.proposal.unopened if not each.ask]
    for heading, rows in (
        ("Could be filled", list(zip(asked, words.near, strict=True))),
        ("Stay closed", list(zip(closed, words.closed, strict=True))),
        ("Not free", [(slot.id, f"{slot.label}: {why}") for slot, why in ground.closed]),
        ("Without a place", [(each,) for each in words.unplaced]),
        (
            "Left out, for mail to them waits for your word",
            [(one_line(each.shown),) for each in ground.waiting.held],
        ),
    ):
        print_under(paper, heading, rows)


def _print_group(paper: Console, sentence: str, group: Suggested, names: Counter[str]) -> None:
    paper.print(Text(harmless(sentence), style="bold"))
    rows = [
        (
            _told_apart(member, names),
            study(student),
            local_times(group.table, student.facts.timezone),
            _days(member.days_waited),
        )
        for member, student in zip(group.proposed.members, group.students, strict=True)
    ]
    print_rows(paper, rows)
    for remark in group.remarks:
        paper.print(Text(f"  {remark}"))
    paper.print(Text(f"  {_next(group)}\n", style="dim"))


def _told_apart(member: Member, names: Counter[str]) -> str:
    """Return a name, with the applicant's number as in the sentences where two have the same."""
    same = names[member.name] > 1
    return one_line(f"{member.name} ({member.applicant_id})" if same else member.name)


def _next(group: Suggested) -> str:
    if group.group_id is not None:
        return f"It is on record. To draft the offers: mailbot groups offer {group.group_id}"
    first = group.proposed.first
    day = f"{first.day}/{first.month}/{first.year}"
    return f"To put it on record: mailbot groups create {group.proposed.slot.id} --first {day}"


def _days(number: int) -> str:
    return f"waits {number} day{'' if number == 1 else 's'}"


def _values(found: Proposed) -> dict[str, Any]:
    ground, proposal, words = found.ground, found.proposal, found.words
    return {
        "exact": proposal.exact,
        "summary": words.summary,
        "not_before": ground.begin,
        "season": ground.remark,
        "levels": [
            {"level": each.level, "value": each.value, "proved": each.proved}
            for each in proposal.levels
        ],
        "groups": [_group_values(each) for each in found.groups],
        **_closed_values(proposal),
        "not_free": [{"slot": slot.id, "why": why} for slot, why in ground.closed],
        "held": [each.id for each in ground.waiting.held],
    }


def _group_values(group: Suggested) -> dict[str, Any]:
    proposed = group.proposed
    return {
        "slot": proposed.slot.id,
        "group": group.group_id,
        "first_date": proposed.first,
        "sessions": session_values(group.table.sessions),
        "fitting": proposed.fitting,
        "members": [
            {
                "applicant_id": member.applicant_id,
                "name": member.name,
                "university": student.facts.university,
                "year": student.facts.year,
                "local_time": local_times(group.table, student.facts.timezone),
                "days_waited": member.days_waited,
            }
            for member, student in zip(proposed.members, group.students, strict=True)
        ],
        "could_join": [_question(each) for each in proposed.could_join],
        "remarks": list(group.remarks),
    }


def _closed_values(proposal: Proposal) -> dict[str, Any]:
    return {
        "unopened": [
            {
                "slot": each.slot.id,
                "first_date": each.first,
                "fitting": each.fitting,
                "short": each.short,
                "ask": [_question(question) for question in each.ask],
                "clashes_with": list(each.clashes_with),
            }
            for each in proposal.unopened
        ],
        "unplaced": [
            {
                "applicant_id": each.applicant_id,
                "name": each.name,
                "days_waited": each.days_waited,
                "reason": each.reason,
                "fits": list(each.slots),
            }
            for each in proposal.unplaced
        ],
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "applicant_id": question.applicant_id,
        "name": question.name,
        "why": question.why,
        "times": [{"day": each.day, "from": each.start, "to": each.end} for each in question.times],
    }
