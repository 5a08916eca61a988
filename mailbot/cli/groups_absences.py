"""`mailbot groups absent` and `missing`: what reached the coordinator by another way."""

from __future__ import annotations

from typing import Annotated

import typer

from mailbot.cli.opening import opened_office
from mailbot.clock import SystemClock
from mailbot.model.sessions import AbsenceKind
from mailbot.services import absent_by_word

Session = Annotated[int, typer.Option("--session", min=1, help="Which session.")]
_KINDS = {"absent": AbsenceKind.ABSENT, "late": AbsenceKind.LATE, "early": AbsenceKind.EARLY}


def absent(
    context: typer.Context,
    person: Annotated[
        str, typer.Argument(metavar="PERSON", help="A student, or a leader's address.")
    ],
    session: Session,
    late: Annotated[bool, typer.Option("--late", help="They come late.")] = False,
    early: Annotated[bool, typer.Option("--early", help="They have to leave early.")] = False,
    minutes: Annotated[int | None, typer.Option("--minutes", min=1, help="By how much.")] = None,
    comes: Annotated[bool, typer.Option("--comes", help="They come after all.")] = False,
) -> None:
    """Note that somebody cannot come to a session; their leaders are told before it."""
    if late + early + comes > 1:
        raise typer.BadParameter("Say one of --late, --early and --comes.")
    said = "late" if late else "early" if early else "absent"
    kind = None if comes else _KINDS[said]
    with opened_office(context) as office:
        who = absent_by_word.absent(
            office, person, session, kind, SystemClock().now(), minutes=minutes
        )
    typer.echo(f"Noted for session {session}: {who} {'comes' if comes else f'is {said}'}.")


def missing(
    context: typer.Context,
    group: Annotated[int, typer.Argument(metavar="GROUP", help="The group's number.")],
    session: Session,
    people: Annotated[
        list[str] | None, typer.Argument(metavar="[PERSON...]", help="Who was missing.")
    ] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="Everyone was there.")] = False,
) -> None:
    """Note who was missing from a session, as a leader told you."""
    if bool(people) == nobody:
        raise typer.BadParameter("Name who was missing, or say --nobody.")
    with opened_office(context) as office:
        names = absent_by_word.was_missing(
            office, group, session, people or [], SystemClock().now()
        )
    typer.echo(f"Noted for session {session}: {', '.join(names) or 'everyone was there'}.")
