"""`mailbot history`: what happened, to one person, to a group or to all, and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from mailbot.cli.opening import opened_office
from mailbot.cli.output import JsonFlag, emit_json, shown
from mailbot.cli.paper import console, grid, one_line, who
from mailbot.cli.readings import described, labels
from mailbot.model.outbox import Channel
from mailbot.services import history as records
from mailbot.services.history import Entry
from mailbot.services.office import Office
from mailbot.store.outbox import Approval

_MAIL = "mail"
_SENT = "sent"


def history(
    context: typer.Context,
    person: Annotated[
        str, typer.Argument(metavar="[PERSON]", help="An address, or part of a name.")
    ] = "",
    group: Annotated[
        int | None, typer.Option("--group", metavar="NUMBER", help="Of this group.")
    ] = None,
    newest: Annotated[
        int, typer.Option("--newest", min=1, help="Without PERSON: so many lines.")
    ] = 50,
    as_json: JsonFlag = False,
) -> None:
    """Tell what happened and why, newest last."""
    with opened_office(context) as office:
        entries = _found(office, person, group, newest)
        zone = office.settings.coordinator.zone
    if as_json:
        emit_json([_values(entry) for entry in entries])
    elif entries:
        _print(console(), entries, zone, name_people=not person, name_group=group is None)
    else:
        typer.echo("Nothing has happened yet.")


def _found(office: Office, person: str, group: int | None, newest: int) -> list[Entry]:
    if person and group is not None:
        raise typer.BadParameter("Say a person or --group, not both.")
    if person:
        return records.of_person(office, records.find_person(office, person))
    if group is not None:
        return records.of_group(office, group)
    return records.of_all(office, newest=newest)


def _print(
    paper: Console, entries: list[Entry], zone: tzinfo, *, name_people: bool, name_group: bool
) -> None:
    for entry in entries:
        event = entry.event
        about = [
            f"mail {event.mail_id}" if event.mail_id else "",
            f"draft {event.outbox_id}" if event.outbox_id else "",
            entry.group if name_group else "",
            who(entry.who) if name_people else "",
        ]
        named = ", ".join(words for words in about if words)
        paper.print(Text(f"{shown(event.at, zone)}  {event.kind}: {entry.words}", style="bold"))
        paper.print(grid([("   ", named), *(("   ", line) for line in _details(entry, zone))]))


def _details(entry: Entry, zone: tzinfo) -> Iterator[str]:
    event = entry.event
    yield from entry.details
    if event.rule and event.kind == _MAIL:
        yield f"rule: {event.rule}"
    if entry.enquiry and event.kind == _MAIL:
        text = entry.enquiry.text
        yield f"subject: {one_line(text.subject)}"
        yield from (f"{name}: {words}" for name, words in described(text.reading))
    if entry.outbound and event.kind == _SENT:
        yield f"subject: {one_line(entry.subject)}"
        yield from (_approval(one, zone) for one in entry.approvals)
    if entry.outbound and event.kind == "rejected" and entry.outbound.reason:
        yield f"reason: {one_line(entry.outbound.reason)}"


def _approval(one: Approval, zone: tzinfo) -> str:
    changed = "she changed it first" if one.changed else "unchanged"
    return (
        f"approved {shown(one.at, zone)} by the {one.by}, {_by_which_way(one)}, {changed}, "
        f"digest {one.digest[:8]}"
    )


def _by_which_way(one: Approval) -> str:
    if one.standing_id is None:
        by_kind = one.channel is Channel.STANDING
        return "by leave given for such replies" if by_kind else one.channel.value
    return f"by leave given beforehand (number {one.standing_id})"


def _values(entry: Entry) -> dict[str, Any]:
    event = entry.event
    return {
        "at": event.at,
        "kind": event.kind,
        "why": event.why,
        "rule": event.rule,
        "who": entry.who,
        "applicant_id": event.applicant_id,
        "mail_id": event.mail_id,
        "outbox_id": event.outbox_id,
        "group_id": event.group_id,
        "words": entry.words,
        "details": list(entry.details),
        **({"mail": mail} if (mail := _mail(entry)) else {}),
        **({"draft": draft} if (draft := _draft(entry)) else {}),
    }


def _mail(entry: Entry) -> dict[str, Any]:
    if entry.enquiry is None or entry.event.kind != _MAIL:
        return {}
    text = entry.enquiry.text
    return {"subject": text.subject, "received_at": text.received_at, **labels(text.reading)}


def _draft(entry: Entry) -> dict[str, Any]:
    mail = entry.outbound
    if mail is None:
        return {}
    return {
        "subject": entry.subject,
        "kind": mail.kind,
        "topics": list(mail.topics),
        "state": mail.state,
        "reason": mail.reason,
        "digest": mail.digest,
        "sent_at": mail.sent_at,
        "approvals": [
            {
                "by": one.by,
                "channel": one.channel,
                "at": one.at,
                "digest": one.digest,
                "changed": one.changed,
                "standing_id": one.standing_id,
            }
            for one in entry.approvals
        ],
    }
