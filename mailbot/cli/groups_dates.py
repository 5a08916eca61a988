"""`mailbot groups reschedule|cancel`: other dates for a group, or none any more."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

import typer

from mailbot.cli.drafts_bundles import at_a_terminal
from mailbot.cli.groups_create import asked_day
from mailbot.cli.groups_list import GroupNumber
from mailbot.cli.groups_paper import print_sessions
from mailbot.cli.opening import opened_office
from mailbot.cli.paper import console
from mailbot.clock import SystemClock
from mailbot.errors import RefusedError
from mailbot.services import calling_off, groups_listing, rescheduling
from mailbot.services.office import Office
from mailbot.services.rescheduling import Rescheduled

Session = Annotated[
    int | None, typer.Option("--session", metavar="N", help="Which session, 1 for the first.")
]
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


def reschedule(
    context: typer.Context,
    group: GroupNumber,
    session: Session = None,
    to: Annotated[
        str, typer.Option("--to", metavar="DATE", help="Its new day, such as 7/4/2026.")
    ] = "",
    at: Annotated[
        str, typer.Option("--at", metavar="HH:MM", help="Its new time, by the group's clock.")
    ] = "",
    shift: Annotated[
        int | None, typer.Option("--shift", metavar="WEEKS", help="All so many weeks later.")
    ] = None,
    since: Annotated[
        int | None, typer.Option("--from", metavar="N", help="Only from this session on.")
    ] = None,
) -> None:
    """Move one session, or shift the series. At once on record; everyone hears in drafts."""
    if (shift is None) is (session is None) or bool(to) is (session is None):
        raise typer.BadParameter("Say --session N --to DATE, or --shift WEEKS.")
    if (at and session is None) or (since is not None and shift is None):
        raise typer.BadParameter("--at belongs to --session, and --from to --shift.")
    with opened_office(context) as office:
        now = SystemClock().now()
        if shift is not None:
            done = rescheduling.shift(office, group, shift, since, now)
        else:
            day = asked_day(office, to) or now.date()
            done = rescheduling.move(office, group, session or 0, day, _clock(at), now)
        _tell(office, done)


def cancel(
    context: typer.Context,
    group: GroupNumber,
    session: Session = None,
    why: Annotated[
        str, typer.Option("--why", help="What the letters say of the reason, for a whole group.")
    ] = "",
    sure: Annotated[bool, typer.Option("--yes", help="Without being asked.")] = False,
) -> None:
    """Cancel one session, or call the whole group off; everyone hears in drafts.

    Of a group called off without its reason, the same with --why writes it into all letters.
    """
    now = SystemClock().now()
    with opened_office(context) as office:
        if session is not None:
            if sure or _asked_session(office, group, session):
                _tell(office, rescheduling.cancel(office, group, session, now))
        elif why and calling_off.to_be_settled(office, group):
            bundle = calling_off.settle(office, group, why, now)
            typer.echo("Your reason stands in all letters now.")
            _to_approve(bundle)
        elif sure or _asked(office, group):
            _call_off(office, group, why, now)


def _call_off(office: Office, group: int, why: str, now: datetime) -> None:
    done = calling_off.call_off(office, group, why, now)
    name = f"Group {group}, {done.group.label},"
    typer.echo(f"{name} is called off. Back in the queue, as long waiting as before: {done.back}.")
    if done.bundle is not None:
        if not why:
            typer.echo("The letters still lack the reason. To write it into all of them:")
            typer.echo(f'  mailbot groups cancel {group} --why "..."')
        _to_approve(done.bundle)


def _asked_session(office: Office, group: int, session: int) -> bool:
    """Tell whether she is sure, if anybody is there to ask, for it is on record at once."""
    if not at_a_terminal():
        return True
    card = groups_listing.show(office, group, SystemClock().now())
    name = f"session {session} of group {group}, {card.roster.group.label}"
    return typer.confirm(f"Cancel {name}? Reminders of it stop at once.")


def _asked(office: Office, group: int) -> bool:
    """Tell whether she is sure that a whole group is to be called off."""
    if not at_a_terminal():
        raise RefusedError(
            f"Nobody is at the terminal to be asked whether group {group} is to be called off.",
            "Say --yes for the whole group, or --session N for one session.",
        )
    card = groups_listing.show(office, group, SystemClock().now())
    people = len(card.roster.members) + len(card.pending)
    name = f"group {group}, {card.roster.group.label}"
    return typer.confirm(
        f"Call {name} off, all sessions to come? {people} students would wait again."
    )


def _tell(office: Office, done: Rescheduled) -> None:
    """Say what the sessions are now, what to know of them, and how everyone hears."""
    typer.echo(f"On record for group {done.group.id}, {done.group.label}:")
    print_sessions(console(), done.after, office.settings.coordinator.zone)
    for remark in done.remarks:
        typer.echo(remark)
    if done.offers:
        typer.echo(f"Offers that had not left, drafted anew for you to approve: {done.offers}.")
    if done.bundle is None:
        typer.echo("Nobody has been told other dates, so no letter is needed.")
    else:
        _to_approve(done.bundle.id)


def _to_approve(bundle: int) -> None:
    typer.echo("Everyone hears as soon as you approve the letters:")
    typer.echo(f"  mailbot drafts approve --bundle {bundle}")


def _clock(words: str) -> str | None:
    """Return `HH:MM`; None where nothing was said."""
    if not words:
        return None
    found = _CLOCK.fullmatch(words.strip().replace(".", ":"))
    if found is None:
        raise typer.BadParameter(f"“{words}” is no time of day such as 18:30.", param_hint="--at")
    return found[0].zfill(5)
