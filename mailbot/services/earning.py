"""What speaks for letting a kind of reply go by itself, and for ending that again.

Mailbot suggests, once and with the evidence, what she has approved unchanged again and again. It
never switches anything on; off it switches by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.casework import earned
from mailbot.letters.context import AlertContext
from mailbot.model.casework import AlertKind
from mailbot.model.outbox import BY_HAND
from mailbot.services.alerting import raise_alert
from mailbot.store import decided, keep, permissions

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.permissions import Decided, Evidence, MailKind, Permission
    from mailbot.services.office import Office

_LOOKED = "approvals_weighed"


def why_lost(connection: Connection, leave: Permission) -> str:
    """Return why a kind has lost its leave by what she did since it was given; empty if not."""
    since = decided.replies(connection, BY_HAND, leave.at).get(leave.kind, [])
    return earned.why_lost([one for one in since if one.at >= leave.at])


def evidence_for(office: Office, connection: Connection, kind: MailKind, at: datetime) -> Evidence:
    """Return what her last decisions on a kind before `at` say."""
    before = decided.replies(connection, BY_HAND).get(kind, [])
    return earned.evidence(
        [one for one in before if one.at <= at], office.settings.approvals.evidence
    )


def suggest(office: Office, connection: Connection, now: datetime) -> None:
    """Suggest once, in words, each kind that may stand, has earned it, and does not stand yet."""
    if not office.settings.approvals.reply:
        return
    newest = str(decided.newest_approval(connection))
    if keep.get(connection, _LOOKED) == newest:
        return
    ended = {one.kind: one for one in permissions.every(connection)}
    for kind, deeds in decided.replies(connection, BY_HAND).items():
        before = ended.get(kind)
        if before is None or before.ended_at is not None:
            _weigh(office, connection, kind, deeds, before, now)
    keep.put(connection, _LOOKED, newest)


def _weigh(
    office: Office,
    connection: Connection,
    kind: MailKind,
    deeds: list[Decided],
    before: Permission | None,
    now: datetime,
) -> None:
    """Suggest a kind; after a permission that ended only what she decided since then counts."""
    settings = office.settings.approvals
    ended = before.ended_at if before else None
    since = [one for one in deeds if ended is None or one.at > ended]
    if not settings.allow(kind) or not earned.has_earned(since, settings.evidence):
        return
    raise_alert(
        office,
        connection,
        AlertKind.SUGGESTION,
        f"{kind.key[:150]}/{before.id if before else 0}",
        AlertContext(
            matter=kind.words,
            count=settings.evidence,
            reason="They may go by themselves, where nothing in them needs care, and you can call "
            f"each back for {settings.delay_minutes} minutes.",
            remedy=f"`mailbot approvals on {kind.key}`, if you want that.",
        ),
        now,
    )
