"""Mail to the coordinator or the deputy: approved by the configuration, never held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.mail.compose import compose, digest, make_message_id
from mailbot.model.outbox import Audience, Channel, Envelope, State
from mailbot.services.drafting import sender
from mailbot.store import keep, outbox
from mailbot.store.outbox import Approval, NewMail

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.mail import Address, Message
    from mailbot.model.outbox import Letter
    from mailbot.services.office import Office


@dataclass(frozen=True, slots=True)
class StaffMail:
    """A mail to one of the staff.

    Attributes:
        key: Why it exists; unique for ever.
        kind: The template's folder.
        to: Whom it is for.
        letter: Its words.
        answers: The mail that it answers; None for a new conversation.
    """

    key: str
    kind: str
    to: Address
    letter: Letter
    answers: Message | None = None


def post(office: Office, connection: Connection, new: StaffMail, now: datetime) -> int:
    """Put a mail to the staff into the outbox, approved, and return its row.

    It is marked as a machine's (RFC 3834), so that no program answers it.

    Raises:
        IntegrityError: A mail of this key is there already.
    """
    message_id = make_message_id(sender(office).domain)
    own = new.answers.message_id if new.answers else None
    earlier = new.answers.references if new.answers else ()
    envelope = Envelope(
        message_id=message_id,
        sender=sender(office),
        recipient=new.to,
        in_reply_to=own,
        references=(*earlier, *((own,) if own else ())),
        auto_submitted=True,
    )
    raw = compose(new.letter, envelope, at=now)
    outbox_id = outbox.add(
        connection,
        NewMail(
            key=new.key,
            kind=new.kind,
            audience=Audience.STAFF,
            recipient=new.to.email,
            message_id=message_id,
            message_id_digest=keep.digester(connection).message_id(message_id),
            raw=raw,
            digest=digest(raw),
        ),
        now,
    )
    approved = Approval(outbox_id, digest(raw), Channel.CONFIGURATION, "configuration", now)
    outbox.approve(connection, approved)
    outbox.move(connection, outbox_id, (State.DRAFT,), State.APPROVED, now)
    return outbox_id
