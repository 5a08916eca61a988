"""Mail that goes by itself, as it is shown: for programs, and by moment and session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mailbot.cli.output import shown
from mailbot.cli.paper import harmless, who
from mailbot.model.sessions import Part, SessionMail, Verdict, Why
from mailbot.services.foreseeing import Foreseen
from mailbot.services.holding import Hold

_KINDS = {
    SessionMail.LEADER_NEWS: "late news for leaders",
    SessionMail.OFFER_REMINDER: "reminder of an offer",
}
_HOLDS = {
    Hold.PAUSED.value: "all is paused",
    Hold.ONLY_TO.value: "only_to in config/mailbot.toml leaves this address out",
    Hold.BOUNCED.value: "mail to this address bounced for good",
}
_ALIKE = frozenset({Why.CANCELLED.value, Why.NO_LINK.value, Why.OVER.value})
"""Reasons that concern the whole group, so that they are told once."""


def values(each: Foreseen) -> dict[str, Any]:
    """Return a mail for programs."""
    return {
        "at": each.at,
        "key": each.key,
        "kind": each.kind,
        "group": each.group.id,
        "group_label": each.group.label,
        "session": each.session.number if each.session else None,
        "sessions": each.group.series.weeks,
        "starts": each.session.start if each.session else None,
        "to": each.address,
        "name": each.reader.name,
        "part": "leader" if each.reader.part is Part.LEADER else "member",
        "timezone": each.reader.timezone or each.group.series.timezone,
        "local_time": each.local,
        "subject": each.subject,
        "goes": each.verdict,
        "why": _HOLDS.get(each.why, each.why),
        "made": each.made,
    }


def print_reminders(paper: Console, found: Sequence[Foreseen], zone: tzinfo) -> None:
    """Print what goes out, by moment (in `zone`, the coordinator's) and by session."""
    for _, run in groupby(found, key=lambda each: (each.at, each.group.id, _about(each))):
        together = list(run)
        paper.print(Text(_heading(together[0], zone), style="bold"))
        table = Table.grid(padding=(0, 2, 0, 0))
        for _ in range(2):
            table.add_column(overflow="fold")
        for words, fate in _lines(together):
            table.add_row(Text(harmless(words)), Text(harmless(fate)))
        paper.print(Padding(table, (0, 0, 1, 2)))
    goes = sum(each.verdict is Verdict.SEND for each in found)
    paper.print(
        Text(
            f"{goes} {'mail goes' if goes == 1 else 'mails go'} by then; your time above,"
            " each reader's own beside the name.",
            style="dim",
        )
    )


def _heading(each: Foreseen, zone: tzinfo) -> str:
    return f"{shown(each.at, zone)}  group {each.group.id}, {each.group.label}: {_about(each)}"


def _about(each: Foreseen) -> str:
    kind = _KINDS.get(each.kind, "reminder")
    if each.session is None:
        return kind
    return f"{kind} of session {each.session.number} of {each.group.series.weeks}"


def _lines(together: Sequence[Foreseen]) -> Iterator[tuple[str, str]]:
    reasons = {(each.verdict, each.why) for each in together}
    if len(together) > 1 and len(reasons) == 1 and together[0].why in _ALIKE:
        yield f"all {len(together)}", _fate(together[0])
        return
    for each in together:
        leads = " (leads)" if each.reader.part is Part.LEADER else ""
        yield f"{who(each.reader.name or each.address)}{leads}\n{who(each.address)}", _fate(each)


def _fate(each: Foreseen) -> str:
    why = _HOLDS.get(each.why, each.why)
    waiting = "made already, leaves at once" if each.made else ""
    match each.verdict:
        case Verdict.SEND:
            return "\n".join(line for line in (each.local, waiting) if line)
        case Verdict.WAIT:
            return f"waits: {why}"
        case Verdict.SKIP:
            return f"does not go: {why}"
