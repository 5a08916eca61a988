"""A letter and its envelope become the bytes that are approved and sent, and are read back.

The legacy MIME classes are used for speed: `docs/decisions/composing.md`.
"""

from __future__ import annotations

import hashlib
import secrets
from email import message_from_bytes
from email.charset import QP, Charset
from email.header import decode_header, make_header
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import format_datetime
from typing import TYPE_CHECKING, TypeAlias, cast

from mailbot.mail.compose_headers import (
    address_header,
    ascii_domain,
    good_ids,
    id_header,
    text_header,
)
from mailbot.mail.compose_pictures import with_pictures
from mailbot.model.outbox import Letter

if TYPE_CHECKING:
    from datetime import datetime
    from email.header import Header
    from email.message import Message

    from mailbot.model.outbox import Envelope

_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP
_WIRE = compat32.clone(linesep="\r\n", max_line_length=76)
_RANDOM_BYTES = 16

# The legacy classes take Header objects, of which their stubs do not know.
_Mail: TypeAlias = "Message[str | Header, str | Header]"


def compose(letter: Letter, envelope: Envelope, *, at: datetime) -> bytes:
    """Return `letter` as a mail: text with an HTML alternative, UTF-8, lines ended by CRLF.

    Pictures of the letter stand beside the HTML that shows them.

    Both parts are quoted-printable, so a paragraph is one line and wraps on the reader's screen.
    `at` becomes the Date.

    Raises:
        ValueError: `at` is naive, or the envelope's Message-ID is none.
        MailProblem: The sender's or the recipient's address cannot stand in a mail.
    """
    if at.tzinfo is None or at.utcoffset() is None:
        raise ValueError(f"A time without its zone is no instant: {at.isoformat()}")
    if good_ids((envelope.message_id,)) != (envelope.message_id,):
        raise ValueError(f"This is no Message-ID: {envelope.message_id!r}")
    mail = cast("_Mail", MIMEMultipart("alternative", policy=_WIRE))
    mail["From"] = address_header("From", envelope.sender)
    mail["To"] = address_header("To", envelope.recipient)
    mail["Subject"] = text_header("Subject", letter.subject)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = envelope.message_id
    _add_thread(mail, envelope)
    if envelope.auto_submitted:
        mail["Auto-Submitted"] = "auto-replied" if envelope.in_reply_to else "auto-generated"
    mail.attach(_part(letter.text, "plain"))
    html = _part(letter.html, "html")
    mail.attach(with_pictures(html, letter.pictures) if letter.pictures else html)
    return mail.as_bytes(policy=_WIRE)


def make_message_id(domain: str) -> str:
    """Return a new Message-ID at `domain` that nobody can guess, with angle brackets.

    Raises:
        MailProblem: `domain` is none.
    """
    return f"<{secrets.token_hex(_RANDOM_BYTES)}@{ascii_domain(domain)}>"


def digest(raw: bytes) -> str:
    """Return the SHA-256 of a mail's bytes in hexadecimal: what an approval is bound to."""
    return hashlib.sha256(raw).hexdigest()


def read_back(raw: bytes) -> Letter:
    """Return subject, text and HTML of a mail that `compose` made."""
    mail = message_from_bytes(raw)
    unfolded = str(mail["Subject"] or "").replace("\r\n", "")
    subject = str(make_header(decode_header(unfolded)))
    parts = {part.get_content_type(): _content(part) for part in mail.walk()}
    return Letter(subject, parts.get("text/plain", ""), parts.get("text/html", ""))


def _add_thread(mail: _Mail, envelope: Envelope) -> None:
    """Add In-Reply-To and References (RFC 5322, section 3.6.4)."""
    answered = good_ids((envelope.in_reply_to or "",))
    conversation = good_ids(
        [each for each in envelope.references if each not in answered] + list(answered)
    )
    if answered:
        mail["In-Reply-To"] = id_header("In-Reply-To", answered)
    if conversation:
        mail["References"] = id_header("References", conversation)


def _part(text: str, subtype: str) -> MIMENonMultipart:
    part = MIMENonMultipart("text", subtype, policy=_WIRE, charset="utf-8")
    part.set_payload(text.encode("utf-8", "replace").decode(), _UTF8)
    return part


def _content(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    return payload.decode("utf-8", "replace").replace("\r\n", "\n")
