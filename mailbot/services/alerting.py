"""Telling the coordinator at once of what must not wait: a plain mail, on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.errors import TemplateError
from mailbot.letters import Letters
from mailbot.letters.context import AlertContext
from mailbot.mail.compose import compose, digest, make_message_id, read_back
from mailbot.model.mail import Address
from mailbot.model.outbox import Audience, Channel, Envelope, State
from mailbot.resources import default_folder
from mailbot.services.drafting import sender
from mailbot.store import alerts, keep, outbox, outgoing, record
from mailbot.store.outbox import Approval
from mailbot.store.outgoing import NewMail
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.casework import AlertKind
    from mailbot.model.mail import Message
    from mailbot.model.outbox import Letter
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound


def raise_alert(
    office: Office,
    connection: Connection,
    kind: AlertKind,
    key: str,
    context: AlertContext,
    now: datetime,
    *,
    mail_id: int | None = None,
    applicant_id: int | None = None,
    to: str = "",
) -> bool:
    """Put an alert to the coordinator into the outbox, approved by the configuration.

    Args:
        office: The rooms.
        connection: The transaction that the alert belongs to.
        kind: What it is about.
        key: What makes it the same alert; raised once only.
        context: What it tells.
        now: The instant.
        mail_id: The mail that it is about.
        applicant_id: Whom it is about.
        to: Who is told; the coordinator where empty.

    Returns:
        False where this alert had been raised before.
    """
    full_key = f"alert/{kind.value}/{key}"
    if alerts.exists(connection, full_key):
        return False
    reader = _reader(office, to)
    letter = written(office, lambda letters: letters.alert(kind, context))
    outbox_id = put_out(office, connection, letter, f"alert/{kind.value}", full_key, reader, now)
    alerts.add(
        connection,
        full_key,
        kind,
        now,
        mail_id=mail_id,
        applicant_id=applicant_id,
        outbox_id=outbox_id,
    )
    record.add(
        connection,
        Event(now, "alert", kind.value, mail_id, applicant_id, outbox_id),
    )
    return True


def alert_of_mail(
    office: Office,
    connection: Connection,
    kind: AlertKind,
    mail: Outbound,
    why: str,
    now: datetime,
) -> None:
    """Alert the coordinator of what became of an outbound mail, as often as that happens."""
    raise_alert(
        office,
        connection,
        kind,
        f"{mail.id}/{now.isoformat()}",
        AlertContext(
            person=mail.recipient,
            subject=read_back(mail.raw).subject,
            reason=why,
            reference=str(mail.id),
        ),
        now,
        applicant_id=mail.applicant_id,
    )


def put_out(
    office: Office,
    connection: Connection,
    letter: Letter,
    kind: str,
    key: str,
    to: Address,
    now: datetime,
    *,
    answers: Message | None = None,
) -> int:
    """Put a mail to the coordinator, the deputy or the keeper into the outbox, and return its row.

    It is approved by the configuration, which names these addresses.

    Args:
        office: The rooms.
        connection: The transaction that it belongs to.
        letter: Its words.
        kind: The template's folder.
        key: Why it exists; unique for ever.
        to: Whom it is for.
        now: The instant.
        answers: The mail of theirs that it answers; None for a new conversation.

    Raises:
        IntegrityError: A mail of this key is there already.
    """
    new = _compose(office, connection, kind, key, letter, to, now, answers)
    outbox_id = outgoing.add(connection, new, now)
    by = "configuration"
    outbox.approve(connection, Approval(outbox_id, new.digest, Channel.CONFIGURATION, by, now))
    outbox.move(connection, outbox_id, (State.DRAFT,), State.APPROVED, now)
    return outbox_id


def person_of(message: Message) -> str:
    """Return whom an alert says that a mail is from."""
    return f"{message.sender.name} <{message.sender.email}>".strip()


def _reader(office: Office, to: str) -> Address:
    coordinator = office.settings.coordinator
    return Address(to.lower()) if to else Address(coordinator.alert_address, coordinator.name)


def written(office: Office, write: Callable[[Letters], Letter]) -> Letter:
    """Return a letter to staff, from the carried templates where the home's are broken.

    An alert that cannot be written would be a cry that nobody hears.
    """
    try:
        return write(office.letters)
    except TemplateError:
        settings = office.settings
        carried = Letters(
            default_folder("templates"), settings.programme, settings.coordinator.name
        )
        return write(carried)


def _compose(
    office: Office,
    connection: Connection,
    kind: str,
    key: str,
    letter: Letter,
    to: Address,
    now: datetime,
    answers: Message | None,
) -> NewMail:
    message_id = make_message_id(sender(office).domain)
    answered = answers.message_id if answers else None
    envelope = Envelope(
        message_id,
        sender(office),
        to,
        in_reply_to=answered,
        references=answers.references if answers else (),
        auto_submitted=True,
    )
    raw = compose(letter, envelope, at=now)
    return NewMail(
        key=key,
        kind=kind,
        audience=Audience.STAFF,
        recipient=to.email,
        message_id=message_id,
        message_id_digest=keep.digester(connection).message_id(message_id),
        raw=raw,
        digest=digest(raw),
    )
