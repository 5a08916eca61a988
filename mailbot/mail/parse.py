"""Any bytes to a Message."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from mailbot.mail.addresses import read_addresses, read_date, read_message_ids
from mailbot.mail.bodies import read_body
from mailbot.mail.bounces import read_report
from mailbot.mail.charsets import clean
from mailbot.mail.headers import decode_value
from mailbot.mail.limits import Limits
from mailbot.mail.mime import read_parts
from mailbot.mail.quotes import split
from mailbot.model.mail import Address, Message

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.mail.mime import Part

__all__ = ["Limits", "from_text", "parse"]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def parse(raw: bytes, *, limits: Limits | None = None) -> Message:
    """Return what can be understood of a mail; any bytes at all will do.

    Args:
        raw: The mail as it came (RFC 5322), or what was meant to be one.
        limits: Where reading stops; what was cut is told in `Message.defects`.
    """
    limits = limits or Limits()
    root, defects = read_parts(_lines_by_lf(raw[: limits.raw_bytes]), limits)
    if len(raw) > limits.raw_bytes:
        defects = (*defects, "mail cut at its limit")
    body = read_body(root, limits)
    parts = split(body.text)
    get = root.block.get
    sender = next(iter(read_addresses(get("from"), limits)), Address(""))
    date, subject = read_date(get("date")), decode_value(get("subject") or "")
    return Message(
        message_id=next(iter(read_message_ids(get("message-id"))), None),
        in_reply_to=read_message_ids(get("in-reply-to")),
        references=read_message_ids(get("references")),
        date=date,
        sender=sender,
        reply_to=read_addresses(get("reply-to"), limits),
        to=read_addresses(get("to"), limits),
        cc=read_addresses(get("cc"), limits),
        subject=subject,
        body=body.text,
        new_text=parts.new_text,
        quoted=parts.quoted,
        signature=parts.signature,
        html_only=body.html_only,
        attachments=body.attachments,
        headers=_decoded_headers(root),
        report=read_report(raw, root, body.text, limits),
        content_digest=content_digest(sender, date, subject, body.text),
        size=len(raw),
        defects=(*defects, *body.defects),
    )


def from_text(
    *,
    sender: Address,
    subject: str,
    body: str,
    date: datetime | None = None,
    limits: Limits | None = None,
) -> Message:
    """Return a Message from a mail's text alone, taken apart as `parse` does.

    Args:
        sender: Who wrote it.
        subject: As received.
        body: Plain text, greeting, signature and quoted mail and all.
        date: When it was written, an aware instant; None where unknown.
        limits: Where reading stops.
    """
    limits = limits or Limits()
    text = clean(body)[: limits.text_chars]
    subject = " ".join(clean(subject).split())
    parts = split(text)
    return Message(
        date=date,
        sender=sender,
        subject=subject,
        body=text,
        new_text=parts.new_text,
        quoted=parts.quoted,
        signature=parts.signature,
        content_digest=content_digest(sender, date, subject, text),
        size=len(text.encode("utf-8")),
    )


def content_digest(sender: Address, date: datetime | None, subject: str, body: str) -> str:
    """Return SHA-256 in hexadecimal over a mail's sender, date, subject and body."""
    when = date.isoformat() if date is not None else ""
    text = "\0".join((sender.email, when, subject, body.strip()))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _lines_by_lf(raw: bytes) -> bytes:
    text = raw.removeprefix(_BYTE_ORDER_MARK)
    if b"\r" in text:
        text = text.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return text.lstrip(b"\n")


def _decoded_headers(root: Part) -> tuple[tuple[str, str], ...]:
    return tuple((name, decode_value(value)) for name, value in root.block.fields)
