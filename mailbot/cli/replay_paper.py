"""A replay on the terminal: the counts, then a line a mail; and the same for programs."""

from __future__ import annotations

from dataclasses import asdict
from datetime import tzinfo
from typing import Any

import typer

from mailbot.cli.output import Column, emit
from mailbot.cli.paper import console, one_line
from mailbot.services.replay_values import Answered, Counts, Replayed, Would, counted
from mailbot.services.replaying import Replay

WOULD = {
    Would.DRAFT: "a draft",
    Would.FOR_YOU: "for you",
    Would.NO_ANSWER: "no answer owed",
    Would.LEFT_ALONE: "left alone",
}
"""What Mailbot would have done, in her words."""

DID = {
    Answered.DIRECTLY: "answered",
    Answered.IN_CONVERSATION: "later on",
    Answered.NEVER: "never",
}
"""What she did."""

_COUNT_COLUMNS = (
    Column("would", "Mailbot would have"),
    Column("answered", "you answered", whole=True),
    Column("unanswered", "you never did", whole=True),
)
_COLUMNS = (
    Column("day", whole=True),
    Column("from"),
    Column("about"),
    Column("would", "Mailbot", whole=True),
    Column("did", "you", whole=True),
    Column("alike", whole=True),
    Column("lacks", "you wrote as well"),
)
_SHORT_NAME = 24
_SHORT = 40
_WORDS = ("mail", "draft", "answer")


def print_replay(found: Replay, zone: tzinfo) -> None:
    """Print the counts, then a line a mail, days in `zone`."""
    counts = counted(found.mails)
    paper = console()
    paper.print(headline(found, zone))
    if found.mails:
        emit(count_rows(counts), _COUNT_COLUMNS, as_json=False, zone=zone)
        for sentence in sentences(counts):
            paper.print(sentence)
        emit((_row(mail, zone) for mail in found.mails), _COLUMNS, as_json=False, zone=zone)
    for failure in found.failed:
        typer.secho(f"Passed over: {failure}.", err=True, fg="red")


def replay_values(found: Replay) -> dict[str, Any]:
    """Return all that was found but the letters' words."""
    counts = asdict(counted(found.mails))
    return {
        "folder": found.folder,
        "since": found.since,
        "until": found.until,
        "sent": found.sent,
        "machines": found.machines,
        "own": found.own,
        "older": found.older,
        "failed": list(found.failed),
        "counts": counts,
        "mails": [_values(mail) for mail in found.mails],
    }


def headline(found: Replay, zone: tzinfo) -> str:
    """Say what was looked at."""
    passed = [
        f"{number} {what}"
        for number, what in (
            (found.machines, "by machines"),
            (found.own, "by you or your colleagues"),
            (found.older, "older than they were filed"),
        )
        if number
    ]
    left_out = f" Left out: {', '.join(passed)}." if passed else ""
    since = found.since.astimezone(zone)
    return (
        f"{found.folder} since {since.day} {since:%b %Y}: {_some(len(found.mails), 'mail')} from "
        f"people, beside {_some(found.sent, 'mail')} in your Sent folder.{left_out}"
    )


def count_rows(counts: Counts) -> list[dict[str, Any]]:
    """Return what Mailbot would have done against what she did."""
    return [
        {
            "would": WOULD[would],
            "answered": counts.answered[would],
            "unanswered": counts.unanswered[would],
        }
        for would in Would
    ]


def sentences(counts: Counts) -> list[str]:
    """Say how often they agree, and what the drafts are like."""
    share = f"{counts.agreed} of {counts.mails} ({counts.agreed / counts.mails:.0%})"
    said = [f"Agreed on {share}: an answer owed where you answered, none where you did not."]
    if counts.alike is not None:
        said += [_likeness(counts.compared, counts.alike), _left_to_her(counts)]
    return said


def _likeness(compared: int, alike: float) -> str:
    if compared == 1:
        return (
            "1 draft can be set beside your own answer to the same mail: "
            f"the two are {alike:.0%} alike, word for word."
        )
    return (
        f"{compared} drafts can be set beside your own answers to the same mails: "
        f"half of these pairs are at least {alike:.0%} alike, word for word."
    )


def _left_to_her(counts: Counts) -> str:
    wrote = "link, date, time or sum that you wrote"
    if counts.compared == 1:
        lacking = "a" if counts.lacking else "no"
        left = "something" if counts.open else "nothing"
        return f"It lacks {lacking} {wrote}, and leaves {left} for you to settle."
    lacking = _of_them(counts.lacking, "lacks", "lack")
    leaving = _of_them(counts.open, "leaves", "leave")
    return f"{lacking} a {wrote}; {leaving} something for you to settle.".capitalize()


def _of_them(number: int, one_does: str, several_do: str) -> str:
    if number == 0:
        return f"none of them {one_does}"
    return f"{number} of them {one_does if number == 1 else several_do}"


def _row(mail: Replayed, zone: tzinfo) -> dict[str, Any]:
    local = mail.at.astimezone(zone)
    private = mail.would is Would.LEFT_ALONE
    return {
        "day": f"{local.day} {local:%b}",
        "from": one_line(mail.sender.partition(" <")[0].lstrip("<").rstrip(">"), _SHORT_NAME),
        "about": one_line(mail.subject if private else _about(mail), _SHORT),
        "would": WOULD[mail.would],
        "did": DID[mail.answered],
        "alike": "" if mail.alike is None else f"{mail.alike:.0%}",
        "lacks": one_line(", ".join(mail.lacks), _SHORT),
    }


def _about(mail: Replayed) -> str:
    return ", ".join((*mail.flags, *mail.topics)) or mail.why


def _values(mail: Replayed) -> dict[str, Any]:
    values = {key: value for key, value in asdict(mail).items() if key not in _WORDS}
    return {**values, "agrees": mail.agrees}


def _some(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
