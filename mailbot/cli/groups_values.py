"""Groups for programs, and in the list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Any

from mailbot.cli.groups_steps import next_steps
from mailbot.cli.output import Column, shown
from mailbot.model.sessions import Session
from mailbot.services.groups_listing import Card, Met

GROUP_COLUMNS = (
    Column("group", whole=True),
    Column("meets"),
    Column("status", whole=True),
    Column("members", whole=True),
    Column("on offer", whole=True),
    Column("free", whole=True),
    Column("next session"),
    Column("drafts", whole=True),
)


def group_row(card: Card, zone: tzinfo) -> dict[str, Any]:
    """Return what the list shows of a group; instants in `zone`."""
    group, coming = card.roster.group, card.coming
    return {
        "group": group.id,
        "meets": group.label,
        "status": group.status,
        "members": f"{len(card.roster.members)} of {group.members_least}–{group.members_most}",
        "on offer": len(card.pending) or "",
        "free": card.free or "",
        "next session": f"{coming.number}: {shown(coming.start, zone)}" if coming else "",
        "drafts": len(card.drafts) or "",
    }


def group_values(card: Card, now: datetime) -> dict[str, Any]:
    """Return all that there is of a group."""
    group = card.roster.group
    return {
        "group": group.id,
        "slot": group.slot_id,
        "label": group.label,
        "status": group.status,
        "timezone": group.series.timezone,
        "first_date": group.series.first_date,
        "members_least": group.members_least,
        "members_most": group.members_most,
        "free": card.free,
        "created_at": group.created_at,
        "confirmed_at": group.confirmed_at,
        "ended_at": group.ended_at,
        **_people(card),
        "sessions": [_met(each, now) for each in card.sessions],
        "next_session": card.coming.number if card.coming else None,
        "drafts": [mail.id for mail in card.drafts],
        "bundles": [each.bundle.id for each in card.bundles],
        "next_steps": [command for command, _ in next_steps(card, now)],
    }


def session_values(sessions: Iterable[Session]) -> list[dict[str, Any]]:
    """Return when sessions are."""
    return [{"session": each.number, "start": each.start, "end": each.end} for each in sessions]


def _people(card: Card) -> dict[str, Any]:
    roster = card.roster
    return {
        "leaders": [
            {"name": each.leader.name, "email": each.leader.email, "until": each.until}
            for each in roster.leaders
        ],
        "members": [
            {
                "applicant_id": each.applicant_id,
                "name": roster.applicants[each.applicant_id].name,
                "joined_at": each.joined_at,
                "ended_at": each.ended_at,
                "end": each.end,
            }
            for each in roster.memberships.values()
        ],
        "offers": [
            {
                "offer": each.offer.id,
                "applicant_id": each.applicant.id,
                "name": each.applicant.name,
                "state": each.offer.state,
                "deadline": each.offer.deadline,
                "draft": each.offer.outbox_id,
            }
            for each in card.offers
        ],
    }


def _met(met: Met, now: datetime) -> dict[str, Any]:
    session = met.session
    return {
        "session": session.number,
        "start": session.start,
        "end": session.end,
        "cancelled": session.cancelled,
        "over": session.end <= now,
        "announced": [
            {"name": name, "kind": each.kind, "minutes": each.minutes}
            for name, each in met.announced
        ],
        "missing": list(met.missing) if met.reported else None,
    }
