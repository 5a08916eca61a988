"""An outbound mail is put on record, as a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.model.outbox import State
from mailbot.store import versions
from mailbot.store.rows import insert
from mailbot.store.schema_outbox import answers, outbox

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.outbox import Audience


@dataclass(frozen=True, slots=True)
class NewMail:
    """An outbound mail about to be put on record.

    Attributes:
        key: Says why it exists; unique for ever.
        kind: The template's folder, such as `reply` or `alert/distress`.
        audience: Whom it is for.
        recipient: The only To.
        message_id: Fixed now, with angle brackets.
        message_id_digest: Its salted digest.
        raw: The bytes that will leave, and that an approval is of.
        digest: SHA-256 of `raw`.
        thread_id: The conversation it belongs to.
        applicant_id: The student it goes to.
        topics: The topics it answers.
        asks: The facts it asks for.
        mail_ids: The mails it answers.
        group_id: The group that it is about.
        bundle_id: The drafts that it is decided with.
        leader_id: The leader it goes to.
        sequence: Which revision of the group's timetable it tells.
        basis: Facts about a group on which it was written; None where it was on none.
    """

    key: str
    kind: str
    audience: Audience
    recipient: str
    message_id: str
    message_id_digest: str
    raw: bytes
    digest: str
    thread_id: int | None = None
    applicant_id: int | None = None
    topics: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    mail_ids: tuple[int, ...] = ()
    group_id: int | None = None
    bundle_id: int | None = None
    leader_id: int | None = None
    sequence: int | None = None
    basis: str | None = None


def add(connection: Connection, new: NewMail, now: datetime) -> int:
    """Put a draft on record and return its id.

    Raises:
        IntegrityError: A mail with this key is there already.
    """
    outbox_id = insert(
        connection,
        outbox,
        key=new.key,
        message_id_digest=new.message_id_digest,
        kind=new.kind,
        audience=new.audience.value,
        state=State.DRAFT.value,
        digest=new.digest,
        thread_id=new.thread_id,
        applicant_id=new.applicant_id,
        topics=list(new.topics),
        asks=list(new.asks),
        created_at=now,
        changed_at=now,
        due_at=now,
        group_id=new.group_id,
        bundle_id=new.bundle_id,
        leader_id=new.leader_id,
        sequence=new.sequence,
        basis=new.basis,
    )
    versions.add(connection, outbox_id, new.digest, new.recipient, new.message_id, new.raw)
    for mail_id in new.mail_ids:
        connection.execute(answers.insert().values(outbox_id=outbox_id, mail_id=mail_id))
    return outbox_id
