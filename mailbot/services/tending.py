"""Leave for kinds of replies, looked after: ended where lost, suggested where earned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.letters.context import AlertContext
from mailbot.model.casework import AlertKind
from mailbot.services import earning, permitting
from mailbot.services.alerting import raise_alert
from mailbot.store import permissions

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.permissions import Permission
    from mailbot.services.office import Office


def look_after(office: Office, now: datetime) -> None:
    """End the permissions that do not count any more, telling her, and suggest what is earned.

    Raises:
        WorldProblem: The database is in the way; nothing was lost, try again later.
    """
    with office.database.transaction() as connection:
        for leave in permissions.active(connection):
            why = permitting.why_ended(office, connection, leave)
            if why:
                permitting.end(connection, leave, why, now)
                _tell(office, connection, leave, why, now)
        _mend_clocks(office, connection, now)
        earning.suggest(office, connection, now)


def _mend_clocks(office: Office, connection: Connection, now: datetime) -> None:
    """Let nothing wait for a time that the clock showed before it was set back.

    It can still be called back for as long as the settings say, counted from now.
    """
    latest = now + office.settings.approvals.delay
    for each in permissions.waiting(connection):
        if each.not_before > latest:
            permissions.put_off(connection, each.outbox_id, latest)


def _tell(
    office: Office, connection: Connection, leave: Permission, why: str, now: datetime
) -> None:
    allowed = office.settings.approvals.allow(leave.kind)
    again = f"`mailbot approvals on {leave.kind.key}` lets them go by themselves again."
    raise_alert(
        office,
        connection,
        AlertKind.LEAVE_ENDED,
        str(leave.id),
        AlertContext(
            matter=leave.kind.words,
            reason=f"Why: {why}.",
            remedy=again if allowed else "Nothing, unless that setting was a slip.",
        ),
        now,
    )
