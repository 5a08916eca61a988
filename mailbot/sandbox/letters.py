"""Mail as the people of the sandbox read and write it: with the standard library alone.

They must not share Mailbot's own parser and composer, or a fault in these would hide itself.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.sandbox.accounts import Account

WRITING = SMTP.clone(max_line_length=900)
"""With the usual 78, the library encodes the long Message-IDs of some programs as if words."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that somebody got.

    Attributes:
        sender: The address in From, in lower case.
        recipient: The first address in To, in lower case.
        subject: Decoded.
        message_id: With angle brackets; empty where there is none.
        in_reply_to: With angle brackets; empty where there is none.
        references: The conversation up to and with this mail, oldest first, by white space.
        date: The Date header as it is.
        text: The plain text, else the HTML.
        html: The HTML; empty where there is none.
        machine: Auto-Submitted says that a machine wrote it (RFC 3834).
    """

    sender: str
    recipient: str
    subject: str
    message_id: str
    in_reply_to: str
    references: str
    date: str
    text: str
    html: str
    machine: bool


def read_mail(raw: bytes) -> Mail:
    """Read one mail as any mail program does."""
    message = message_from_bytes(raw, EmailMessage, policy=SMTP)
    message_id = _header(message, "Message-ID")
    html = _body(message, "html")
    return Mail(
        sender=parseaddr(_header(message, "From"))[1].lower(),
        recipient=parseaddr(_header(message, "To"))[1].lower(),
        subject=_header(message, "Subject"),
        message_id=message_id,
        in_reply_to=_header(message, "In-Reply-To"),
        references=f"{_header(message, 'References')} {message_id}".strip(),
        date=_header(message, "Date"),
        text=_body(message, "plain") or html,
        html=html,
        machine=_header(message, "Auto-Submitted").lower() not in {"", "no"},
    )


def new_message_id(author: Account, *of: str) -> str:
    """Return a Message-ID that the same author makes of the same words each time."""
    digest = hashlib.sha256("\n".join(of).encode("utf-8")).hexdigest()[:24]
    return f"<{digest}@{author.email.partition('@')[2]}>"


def write_reply(author: Account, received: Mail, text: str, now: datetime) -> EmailMessage:
    """Answer `received` as a webmail does: above the quoted mail, in its thread."""
    reply = EmailMessage(policy=WRITING)
    reply["From"] = author.mailbox
    reply["To"] = received.sender
    reply["Subject"] = _answered(received.subject)
    reply["Date"] = format_datetime(now)
    reply["Message-ID"] = new_message_id(author, received.message_id, text)
    if received.message_id:
        reply["In-Reply-To"] = received.message_id
        reply["References"] = received.references
    reply.set_content(f"{text}\n\nOn {received.date}, {received.sender} wrote:\n{_quote(received)}")
    return reply


def _answered(subject: str) -> str:
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def _quote(received: Mail) -> str:
    return "".join(f"> {line}".rstrip() + "\n" for line in received.text.splitlines())


def _header(message: EmailMessage, name: str) -> str:
    return str(message.get(name, "")).strip()


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return "" if part is None else str(part.get_content()).replace("\r\n", "\n")
