"""Every mail that leaves or may leave: one row a reason, one row a version of its letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from mailbot.model.outbox import STATE_MOVES, Audience, Channel, State
from mailbot.store import versions
from mailbot.store.rows import insert
from mailbot.store.schema_outbox import answers, approval, letter, outbox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Outbound:
    """An outbound mail as it is on record, with its present letter."""

    id: int
    key: str
    kind: str
    audience: Audience
    state: State
    digest: str
    recipient: str
    message_id: str
    raw: bytes
    thread_id: int | None
    applicant_id: int | None
    topics: tuple[str, ...]
    asks: tuple[str, ...]
    created_at: datetime
    sent_at: datetime | None
    attempts: int
    due_at: datetime
    hold: str | None
    reason: str | None
    stale: bool
    mail_ids: tuple[int, ...]
    group_id: int | None = None
    bundle_id: int | None = None
    leader_id: int | None = None
    sequence: int | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """Who let a mail go, when, by which channel, and the digest of what they saw.

    `standing_id` names the approval given beforehand, where it is by one.
    """

    outbox_id: int
    digest: str
    channel: Channel
    by: str
    at: datetime
    changed: bool = False
    standing_id: int | None = None


def exists(connection: Connection, key: str) -> bool:
    """Tell whether a mail with this key was ever made."""
    return connection.scalar(sa.select(outbox.c.id).where(outbox.c.key == key)) is not None


def revise(
    connection: Connection,
    current: Outbound,
    raw: bytes,
    digest: str,
    now: datetime,
    message_id: tuple[str, str] | None = None,
) -> None:
    """Give a mail other words under a new digest; earlier versions are kept.

    Args:
        connection: An open connection.
        current: The mail as it is.
        raw: The new bytes.
        digest: Their digest.
        now: The instant.
        message_id: The Message-ID of the new bytes and its salted digest, where her mail program
            changed it.
    """
    if digest == current.digest:
        return
    own_id, id_digest = message_id or (current.message_id, None)
    versions.keep(connection, current, raw, digest, own_id)
    values: dict[str, Any] = {"digest": digest, "changed_at": now}
    if id_digest is not None:
        values["message_id_digest"] = id_digest
    connection.execute(outbox.update().where(outbox.c.id == current.id).values(values))


def move(
    connection: Connection,
    outbox_id: int,
    from_states: Sequence[State],
    to: State,
    now: datetime,
    **values: Any,
) -> bool:
    """Move a mail to another state, if it still is in one of `from_states`.

    Returns:
        True if it moved; False if it had moved on meanwhile.

    Raises:
        ValueError: The move is not in the table of moves.
    """
    for state in from_states:
        if to not in STATE_MOVES[state]:
            raise ValueError(f"No outbound mail goes from {state.value} to {to.value}")
    result = connection.execute(
        outbox.update()
        .where(outbox.c.id == outbox_id, outbox.c.state.in_([s.value for s in from_states]))
        .values(state=to.value, changed_at=now, **values)
    )
    return result.rowcount == 1


def put(connection: Connection, outbox_id: int, **values: Any) -> None:
    """Set `due_at`, `attempts`, `hold`, `reason` or `stale` of a mail."""
    connection.execute(outbox.update().where(outbox.c.id == outbox_id).values(**values))


def get(connection: Connection, outbox_id: int) -> Outbound | None:
    """Return a mail by its id, or None."""
    found = load(connection, outbox.c.id == outbox_id)
    return found[0] if found else None


def in_states(connection: Connection, states: Sequence[State]) -> list[Outbound]:
    """Return the mails in these states, oldest first."""
    return load(connection, outbox.c.state.in_([state.value for state in states]))


def of_group(connection: Connection, group_id: int, states: Sequence[State]) -> list[Outbound]:
    """Return the mails about a group in these states, oldest first."""
    return load(
        connection,
        outbox.c.group_id == group_id,
        outbox.c.state.in_([state.value for state in states]),
    )


def of_bundle(connection: Connection, bundle_id: int) -> list[Outbound]:
    """Return the mails that are decided in one go, oldest first, in whatever state."""
    return load(connection, outbox.c.bundle_id == bundle_id)


def keys_like(connection: Connection, prefix: str) -> frozenset[str]:
    """Return the keys that begin with `prefix`, of mails in whatever state."""
    query = sa.select(outbox.c.key).where(outbox.c.key.startswith(prefix, autoescape=True))
    return frozenset(connection.scalars(query))


def by_message_id(connection: Connection, message_id_digest: str) -> Outbound | None:
    """Return the mail that has this Message-ID, or None."""
    found = load(connection, outbox.c.message_id_digest == message_id_digest)
    return found[0] if found else None


def answering(connection: Connection, mail_id: int) -> list[Outbound]:
    """Return the mails that answer an incoming one, oldest first."""
    ids = sa.select(answers.c.outbox_id).where(answers.c.mail_id == mail_id)
    return load(connection, outbox.c.id.in_(ids))


def id_of_any(connection: Connection, message_id_digests: Sequence[str]) -> int | None:
    """Return the id of the mail that has one of these Message-IDs, or None."""
    return connection.scalar(
        sa.select(outbox.c.id).where(outbox.c.message_id_digest.in_(message_id_digests)).limit(1)
    )


def to(connection: Connection, recipient: str, states: Sequence[State]) -> list[Outbound]:
    """Return the mails to one address in these states, oldest first."""
    return load(
        connection,
        letter.c.recipient == recipient.lower(),
        outbox.c.state.in_([state.value for state in states]),
    )


def approve(connection: Connection, new: Approval) -> None:
    """Put an approval on record; the same one twice is one."""
    known = connection.execute(
        approval.select().where(
            approval.c.outbox_id == new.outbox_id,
            approval.c.digest == new.digest,
            approval.c.channel == new.channel.value,
        )
    ).first()
    if known is None:
        insert(
            connection,
            approval,
            outbox_id=new.outbox_id,
            digest=new.digest,
            channel=new.channel.value,
            by=new.by,
            at=new.at,
            changed=new.changed,
            standing_id=new.standing_id,
        )


def approvals(connection: Connection, outbox_id: int) -> list[Approval]:
    """Return the approvals of a mail, oldest first."""
    rows = connection.execute(
        approval.select().where(approval.c.outbox_id == outbox_id).order_by(approval.c.id)
    )
    return [
        Approval(
            row.outbox_id,
            row.digest,
            Channel(row.channel),
            row.by,
            row.at,
            row.changed,
            row.standing_id,
        )
        for row in rows
    ]


def load(connection: Connection, *conditions: sa.ColumnElement[bool]) -> list[Outbound]:
    """Return the mails that meet these conditions on `outbox` or their letters, oldest first."""
    rows = connection.execute(
        sa.select(outbox, letter.c.recipient, letter.c.message_id, letter.c.raw)
        .join(
            letter, sa.and_(letter.c.outbox_id == outbox.c.id, letter.c.digest == outbox.c.digest)
        )
        .where(*conditions)
        .order_by(outbox.c.id)
    ).all()
    answered = _answered(connection, [row.id for row in rows])
    return [_outbound(row, answered.get(row.id, ())) for row in rows]


def _answered(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    query = answers.select().where(answers.c.outbox_id.in_(ids)).order_by(answers.c.mail_id)
    for row in connection.execute(query):
        found[row.outbox_id] = (*found.get(row.outbox_id, ()), row.mail_id)
    return found


def _outbound(row: Any, mail_ids: tuple[int, ...]) -> Outbound:
    return Outbound(
        id=row.id,
        key=row.key,
        kind=row.kind,
        audience=Audience(row.audience),
        state=State(row.state),
        digest=row.digest,
        recipient=row.recipient,
        message_id=row.message_id,
        raw=row.raw,
        thread_id=row.thread_id,
        applicant_id=row.applicant_id,
        topics=tuple(row.topics),
        asks=tuple(row.asks),
        created_at=row.created_at,
        sent_at=row.sent_at,
        attempts=row.attempts,
        due_at=row.due_at,
        hold=row.hold,
        reason=row.reason,
        stale=row.stale,
        mail_ids=mail_ids,
        group_id=row.group_id,
        bundle_id=row.bundle_id,
        leader_id=row.leader_id,
        sequence=row.sequence,
        basis=row.basis,
    )
