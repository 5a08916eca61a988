"""Delivery status notifications (RFC 3464), and bounces that say it in their own words."""

from __future__ import annotations

import logging
import re
from email import message_from_bytes
from typing import TYPE_CHECKING

from flufl.bounce import all_failures

from mailbot.mail.addresses import read_addresses, read_message_ids
from mailbot.mail.charsets import decode
from mailbot.mail.mime import RETURNED, RETURNED_HEADERS
from mailbot.model.mail import DeliveryReport, FailedRecipient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailbot.mail.limits import Limits
    from mailbot.mail.mime import Part

# The library logs what its detectors stumble over, with people's addresses in it.
logging.getLogger("flufl.bounce").addHandler(logging.NullHandler())
logging.getLogger("flufl.bounce").propagate = False

_STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_SERVERS = re.compile(r"mailer-?daemon|post-?_?master|mdaemon|mail delivery", re.IGNORECASE)
_EMAIL = r"[^\s<>()\[\]\",;:@]{1,64}@[^\s<>()\[\]\",;:@]{1,255}"
_CODE = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REFUSED = re.compile(
    rf"<?({_EMAIL})>?[\s:]*(.{{0,300}}?(?:\b[45]\d\d[ -]|[45]\.\d\.\d+).{{0,160}})", re.DOTALL
)
_FIELD = re.compile(r"^([A-Za-z-]{2,40})[ \t]*:[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_RETURNED_ID = re.compile(
    r"^[> \t]*message-id[ \t]*:\s*(<[^<>\s]{1,500}>)", re.IGNORECASE | re.MULTILINE
)
_LONGEST_DIAGNOSTIC = 300
_LONGEST_STATUS = 64 * 1024
_MOST_RECIPIENTS = 100
_MOST_STRUCTURE = 30


def read_report(raw: bytes, root: Part, text: str, limits: Limits) -> DeliveryReport | None:
    """Return what a bounce says about the mail that bounced; None where the mail is no bounce.

    Args:
        raw: The mail's bytes, of which at most `limits.report_bytes` are searched.
        root: Its parts.
        text: Its readable text.
        limits: Where to stop.
    """
    statuses = [part for part in _outer(root) if part.content_type in _STATUS_TYPES]
    if not statuses and not _by_a_server(root):
        return None
    recipients = [found for part in statuses for found in _reported(part)]
    if not statuses:
        recipients = (
            _named(root, limits) or _scanned(raw[: limits.report_bytes], text) or _in_prose(text)
        )
    if not statuses and not recipients:
        return None
    found = tuple(dict.fromkeys(recipients))[:_MOST_RECIPIENTS]
    return DeliveryReport(found, _returned_ids(root, text))


def _outer(part: Part) -> Iterator[Part]:
    """Yield the parts that the reporting server wrote, none of the mail that it returns."""
    yield part
    if part.content_type not in RETURNED:
        for child in part.parts:
            yield from _outer(child)


def _by_a_server(root: Part) -> bool:
    """Bounces come from a server's own name, or with the null path (RFC 5321, section 4.5.5)."""
    get = root.block.get
    null_path = (get("return-path") or "x").strip() in {"<>", ""}
    return null_path or bool(get("x-failed-recipients") or _SERVERS.search(get("from") or ""))


def _reported(part: Part) -> Iterator[FailedRecipient]:
    """Read the groups of fields of a delivery-status part, one a recipient (RFC 3464, 2.1)."""
    text, _ = decode(part.data()[:_LONGEST_STATUS], part.charset)
    for group in re.split(r"\n[ \t]*\n", text):
        fields: dict[str, str] = {}
        for found in _FIELD.finditer(group):
            fields.setdefault(found[1].lower(), " ".join(found[2].split()))
        recipient = fields.get("final-recipient") or fields.get("original-recipient")
        action = fields.get("action", "failed").lower()
        if recipient and not action.startswith(("delivered", "relayed", "expanded")):
            yield _recipient(recipient, fields, action)


def _recipient(recipient: str, fields: dict[str, str], action: str) -> FailedRecipient:
    address = recipient.rpartition(";")[2].strip().strip("<>").lower()
    diagnostic = fields.get("diagnostic-code", "")
    code = _CODE.search(fields.get("status", "")) or _CODE.search(diagnostic)
    status = code[1] if code else ""
    permanent = action.startswith("failed") and not status.startswith("4")
    return FailedRecipient(address, status, permanent, diagnostic[:_LONGEST_DIAGNOSTIC])


def _named(root: Part, limits: Limits) -> list[FailedRecipient]:
    """Exim and Gmail name the recipients in a header of their own."""
    value = root.block.get("x-failed-recipients")
    return [FailedRecipient(found.email) for found in read_addresses(value, limits)]


def _scanned(raw: bytes, text: str) -> list[FailedRecipient]:
    """Let the library try the many servers that it knows."""
    if raw.count(b"multipart/") + raw.count(b"message/") > _MOST_STRUCTURE:
        return []
    try:
        temporary, permanent = all_failures(message_from_bytes(raw))
    except Exception:  # noqa: BLE001 - dozens of foreign detectors on hostile bytes; their failing costs a hint only
        return []
    found = [(address, False) for address in temporary] + [(address, True) for address in permanent]
    return [_told(_address(address), lasting, text) for address, lasting in sorted(found)]


def _address(found: bytes | str) -> str:
    text = decode(found, None)[0] if isinstance(found, bytes) else found
    return text.strip("<> ").lower()


def _told(email: str, permanent: bool, text: str) -> FailedRecipient:
    position = text.lower().find(email)
    near = text[position : position + 500] if position >= 0 else text[:2000]
    code = _CODE.search(near)
    status = code[1] if code else ""
    return FailedRecipient(email, status, permanent and not status.startswith("4"))


def _in_prose(text: str) -> list[FailedRecipient]:
    """Find an address that is followed by a server's refusal."""
    found = _REFUSED.search(text[:4000])
    if found is None:
        return []
    code = _CODE.search(found[2])
    status = code[1] if code else ""
    diagnostic = " ".join(found[2].split())
    return [
        FailedRecipient(
            found[1].lower(), status, not status.startswith("4"), diagnostic[:_LONGEST_DIAGNOSTIC]
        )
    ]


def _returned_ids(root: Part, text: str) -> tuple[str, ...]:
    ids: list[str] = []
    for part in root.walk():
        if part is not root:
            ids += read_message_ids(part.block.get("message-id"))
        if part.content_type in RETURNED_HEADERS:
            returned, _ = decode(part.data(), part.charset)
            ids += _RETURNED_ID.findall(returned)
    ids += _RETURNED_ID.findall(text)
    ids += read_message_ids(root.block.get("in-reply-to"))
    ids += read_message_ids(root.block.get("references"))
    own = read_message_ids(root.block.get("message-id"))
    return tuple(dict.fromkeys(found for found in ids if found not in own))
