"""How leave for mail to go without her word each time is shown: one table for all of it."""

from __future__ import annotations

from typing import Any

from mailbot.cli.output import Column
from mailbot.model.seats import StandingKind
from mailbot.services.granting import Granted, Leaves, OfGroup, group_name

APPROVAL_COLUMNS = (
    Column("no", whole=True),
    Column("what"),
    Column("now", whole=True),
    Column("since"),
    Column("by"),
    Column("evidence"),
    Column("went", whole=True),
)

_OF_GROUPS = {
    StandingKind.SERIES: "reminders",
    StandingKind.OFFER_REMINDERS: "reminders of offers",
}
_THEIRS = {
    StandingKind.SERIES: "approved with the group",
    StandingKind.OFFER_REMINDERS: "approved with the offers",
}


def leave_values(leaves: Leaves) -> dict[str, Any]:
    """Return all that a listing tells programs of leave that was ever given."""
    return {
        "kinds": [_kind_values(one) for one in leaves.kinds],
        "groups": [_group_values(one) for one in leaves.groups],
    }


def leave_rows(leaves: Leaves, *, everything: bool) -> list[dict[str, Any]]:
    """Return what the table shows; what has ended only where `everything` is asked for."""
    kinds = [one for one in leaves.kinds if everything or one.leave.ended_at is None]
    of_groups = [one for one in leaves.groups if everything or one.leave.ended_at is None]
    return [*(_kind_row(one) for one in kinds), *(_group_row(one) for one in of_groups)]


def _kind_row(one: Granted) -> dict[str, Any]:
    leave, found = one.leave, one.evidence
    return {
        "no": leave.id,
        "what": f"replies about {leave.kind.words}, if {leave.least:.0%} sure",
        "now": "off" if one.why_not else "on",
        "since": leave.at,
        "by": leave.by,
        "evidence": one.why_not or f"{found.unchanged} of your last {found.decided} unchanged",
        "went": one.went,
    }


def _group_row(one: OfGroup) -> dict[str, Any]:
    leave = one.leave
    return {
        "no": group_name(leave.group_id),
        "what": f"{_OF_GROUPS[leave.kind]}, group {leave.group_id}, {one.label}",
        "now": "off" if leave.ended_at else "on",
        "since": leave.at,
        "by": leave.by,
        "evidence": _THEIRS[leave.kind],
        "went": one.went,
    }


def _kind_values(one: Granted) -> dict[str, Any]:
    leave = one.leave
    return {
        "id": leave.id,
        "kind": leave.kind.key,
        "topics": list(leave.kind.topics),
        "asks": list(leave.kind.asks),
        "least": leave.least,
        "on": not one.why_not,
        "why_not": one.why_not,
        "since": leave.at,
        "until": leave.ended_at,
        "by": leave.by,
        "channel": leave.channel,
        "decided": one.evidence.decided,
        "unchanged": one.evidence.unchanged,
        "went": one.went,
    }


def _group_values(one: OfGroup) -> dict[str, Any]:
    leave = one.leave
    return {
        "id": leave.id,
        "kind": leave.kind,
        "group": leave.group_id,
        "label": one.label,
        "on": leave.ended_at is None,
        "since": leave.at,
        "until": leave.ended_at,
        "by": leave.by,
        "channel": leave.channel,
        "went": one.went,
    }
