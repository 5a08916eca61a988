"""`mailbot status`: one line, is all well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, tzinfo
from typing import Any

import typer

from mailbot.cli.opening import opened_office
from mailbot.cli.output import JsonFlag, emit_json, shown
from mailbot.clock import SystemClock
from mailbot.letters.away import away_days
from mailbot.services import alarming, being_away
from mailbot.services.office import Office
from mailbot.services.outlook import Outlook, outlook
from mailbot.services.wellbeing import Wellbeing, wellbeing
from mailbot.store.alerts import RaisedAlert


def status(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Say in one line whether all is well. Ends with 1 where a person must mend something."""
    with opened_office(context) as office:
        now = SystemClock().now()
        found, ahead = wellbeing(office, now), outlook(office, now)
        urgent, away = alarming.unseen(office), _away(office, now)
        zone = office.settings.coordinator.zone
    well = found.well and not ahead.trouble and not urgent
    if as_json:
        more = {"urgent": [asdict(each) for each in urgent], "away": away}
        emit_json({"well": well, **asdict(found), "groups": asdict(ahead), **more})
    else:
        first = "All is well" if well else "Something needs you"
        told = (*_urgent(urgent, zone), *_sentence(found, ahead, zone), *_away_words(away))
        typer.echo("; ".join((first, *told)) + ".")
    if not well:
        raise typer.Exit(1)


def _urgent(unseen: Sequence[RaisedAlert], zone: tzinfo) -> Iterator[str]:
    if unseen:
        count = _counted(len(unseen), "urgent alert")
        since = shown(unseen[0].at, zone)
        yield f"{count} that nobody has seen since {since}, please look now (`mailbot alerts`)"


def _away(office: Office, now: datetime) -> dict[str, Any] | None:
    """Return from when to when the coordinator is away now, and who stands in; None if not."""
    for each in being_away.absences(office, now):
        if each.begins_at <= now:
            days, deputy = being_away.days_of(office, each), office.settings.coordinator.deputy
            return {"first": days.first, "last": days.last, "deputy": deputy}
    return None


def _away_words(away: dict[str, Any] | None) -> Iterator[str]:
    if away:
        days = away_days(away["first"], away["last"])
        yield f"the coordinator is away {days}, {away['deputy'] or 'nobody'} stands in"


def _sentence(found: Wellbeing, ahead: Outlook, zone: tzinfo) -> Iterator[str]:
    if not found.running:
        yield "no worker runs, so no mail comes or goes: start it with `mailbot run`"
    elif found.trouble:
        yield found.trouble.rstrip(".")
    elif found.overdue:
        yield f"the mailbox was last looked at {_when(found.looked_at, zone)}: see what `run` says"
    for count, what in _stuck(found):
        if count:
            yield f"{count} {what}"
    if found.paused_since:
        yield f"paused since {shown(found.paused_since, zone)}, {found.approved} approved held"
    elif found.approved:
        yield f"{found.approved} approved, to leave"
    yield f"{_counted(found.drafts, 'draft')} to approve{_bundled(ahead)}"
    yield f"{_counted(found.for_her, 'mail')} for you to answer"
    yield from _groups(ahead, zone)
    yield f"last mail {_when(found.last_mail_at, zone)}" if found.last_mail_at else "no mail yet"
    if found.looked_at and not (found.running and found.overdue):
        yield f"last look {_when(found.looked_at, zone)}"


def _bundled(ahead: Outlook) -> str:
    if not ahead.bundles:
        return ""
    return f", {ahead.bundled} of them in {_counted(ahead.bundles, 'bundle')}"


def _groups(ahead: Outlook, zone: tzinfo) -> Iterator[str]:
    if ahead.trouble:
        yield " ".join(ahead.trouble.split()).rstrip(".")
    if ahead.forming or ahead.confirmed:
        yield f"{_counted(ahead.forming, 'group')} forming, {ahead.confirmed or 'none'} confirmed"
    if ahead.session:
        session = ahead.session
        yield (
            f"next session {shown(session.start, zone)} "
            f"(group {session.group_id}, {session.label}, session {session.number})"
        )
    if ahead.reminder_at:
        yield f"next reminder {shown(ahead.reminder_at, zone)}"


def _stuck(found: Wellbeing) -> tuple[tuple[int, str], ...]:
    return (
        (found.uncertain, "uncertain whether sent (`mailbot drafts`)"),
        (found.failed, "refused by the server (`mailbot drafts`)"),
        (found.put_aside, "could not be handled (`mailbot drafts`)"),
        (found.waiting, "waiting for a mended template (`mailbot check`)"),
    )


def _when(instant: datetime | None, zone: tzinfo) -> str:
    return shown(instant, zone) if instant else "never"


def _counted(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"
