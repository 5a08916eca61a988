"""One mail made ready for SMTP (RFC 5321): envelope checked, bytes as they go on the wire."""

from __future__ import annotations

import re
from dataclasses import dataclass

import idna

from mailbot.errors import SendRejected

_LINE_END = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"(?m)^\.")
# A plain address only: nothing that smtplib or a server would read as more than one word.
_ADDRESS = re.compile(r'[^\s<>()\[\],;:\\"@]+@[^\s<>()\[\],;:\\"@]+')


@dataclass(frozen=True, slots=True)
class Envelope:
    """A mail for one recipient.

    Attributes:
        sender: The return path; empty for mail that must not bounce.
        recipient: Whom it is for.
        content: The bytes after DATA without the last dot, dots doubled, lines ended by CRLF.
        eight_bit: True where the content is not all ASCII (RFC 6152).
        utf8: True where an address or a header is not ASCII (RFC 6531).
    """

    sender: str
    recipient: str
    content: bytes
    eight_bit: bool
    utf8: bool

    @property
    def needs_utf8(self) -> bool:
        """True where no server can carry it without SMTPUTF8."""
        return not (self.sender.isascii() and self.recipient.isascii())


def envelope(raw: bytes, sender: str, recipient: str) -> Envelope:
    """Make `raw` ready for the wire.

    Raises:
        SendRejected: The sender or the recipient is no plain address.
    """
    content = _LEADING_DOT.sub(b"..", _LINE_END.sub(b"\r\n", raw))
    if not content.endswith(b"\r\n"):
        content += b"\r\n"
    headers = content.partition(b"\r\n\r\n")[0]
    mail_from = _on_the_wire(sender) if sender else ""
    mail_to = _on_the_wire(recipient)
    return Envelope(
        sender=mail_from,
        recipient=mail_to,
        content=content,
        eight_bit=not content.isascii(),
        utf8=not (headers.isascii() and mail_from.isascii() and mail_to.isascii()),
    )


def _on_the_wire(address: str) -> str:
    """Return the address with an international domain in its ASCII form, where it has one."""
    if not (_ADDRESS.fullmatch(address) and address.isprintable()):
        raise SendRejected("An address of this mail is none that mail can be sent to.")
    local, _, domain = address.rpartition("@")
    if domain.isascii() or not local.isascii():
        return address
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError:
        raise SendRejected("The domain in an address of this mail is not valid.") from None
