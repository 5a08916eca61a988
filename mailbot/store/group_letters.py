"""What became of the mails about a group, without their bytes: cheap enough to be asked often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from mailbot.model.outbox import WITHDRAWN, State
from mailbot.model.sessions import Part, SessionMail
from mailbot.store.schema_outbox import outbox

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

Reader = tuple[Part, int]
"""As what somebody comes to a group, and their number on record."""

_TAKEN_BACK = WITHDRAWN - {State.REJECTED}


@dataclass(frozen=True, slots=True)
class GroupLetter:
    """A mail about a group.

    Attributes:
        id: Its row in the outbox.
        kind: What it is for.
        key: Why it exists.
        state: Where it stands.
        reader: Whom it is for.
        bundle_id: The drafts it is decided with; None where it stands alone.
        sequence: Which revision of the timetable it tells.
    """

    id: int
    kind: SessionMail
    key: str
    state: State
    reader: Reader
    bundle_id: int | None
    sequence: int | None

    @property
    def stands(self) -> bool:
        """It was not taken back by Mailbot: it waits, has left, or she turned it down."""
        return self.state not in _TAKEN_BACK


def of_group(
    connection: Connection, group_id: int, kinds: Iterable[SessionMail]
) -> list[GroupLetter]:
    """Return the mails of these kinds about a group, in whatever state, oldest first."""
    query = (
        sa.select(
            outbox.c.id,
            outbox.c.kind,
            outbox.c.key,
            outbox.c.state,
            outbox.c.applicant_id,
            outbox.c.leader_id,
            outbox.c.bundle_id,
            outbox.c.sequence,
        )
        .where(
            outbox.c.group_id == group_id,
            outbox.c.kind.in_([f"session/{kind.value}" for kind in kinds]),
        )
        .order_by(outbox.c.id)
    )
    return [
        GroupLetter(
            id=row.id,
            kind=SessionMail(row.kind.partition("/")[2]),
            key=row.key,
            state=State(row.state),
            reader=(Part.MEMBER, row.applicant_id)
            if row.applicant_id is not None
            else (Part.LEADER, row.leader_id),
            bundle_id=row.bundle_id,
            sequence=row.sequence,
        )
        for row in connection.execute(query)
    ]
