"""Replies that went, or are to go, by leave for their kind, held against that leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.services.findings import Fault, Finding
from mailbot.store import permission_consistency

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailbot.services.office import Office
    from mailbot.store.permission_consistency import ByPermission


def of_permissions(office: Office) -> Iterator[Finding]:
    """Yield what is wrong about replies that no person let go one by one.

    Raises:
        DatabaseUnavailable: The database cannot be used.
    """
    with office.database.transaction() as connection:
        approved = permission_consistency.by_permission(connection)
    for one in approved:
        why = _why_wrong(one)
        if why:
            yield Finding(
                Fault.UNAPPROVED,
                f"Reply {one.outbox_id} was let go by leave for its kind, but {why}.",
                outbox_id=one.outbox_id,
            )


def _why_wrong(one: ByPermission) -> str:
    leave = one.leave
    if leave is None or one.not_before is None:
        return "no such leave is on record"
    left = one.claimed_at
    reasons = (
        ("it was given for other replies", leave.kind != one.kind),
        ("it was given only later", one.at < leave.at),
        ("it had ended", leave.ended_at is not None and one.at > leave.ended_at),
        ("it left after that had ended", bool(left and leave.ended_at and left > leave.ended_at)),
        ("it left while it could be called back", bool(left and left < one.not_before)),
    )
    return next((why for why, holds in reasons if holds), "")
