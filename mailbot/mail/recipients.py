"""Everybody to whom a mail of our own is addressed: by its header, and by the calendar in it."""

from __future__ import annotations

import re
from email.parser import BytesHeaderParser
from email.policy import compat32

from mailbot.mail.addresses import read_addresses
from mailbot.mail.invite import calendar_of
from mailbot.mail.limits import Limits

_FOLDED = re.compile(rb"\r?\n[ \t]")
_ATTENDEE = re.compile(rb"^ATTENDEE\b[^\r\n]*?:mailto:([^\r\n]+)", re.IGNORECASE | re.MULTILINE)


def recipients(raw: bytes) -> frozenset[str]:
    """Return the addresses in To, Cc and Bcc, and the attendees of its calendar, in lower case.

    Source of the calendar's folded lines: RFC 5545, section 3.1.
    """
    headers = BytesHeaderParser(policy=compat32).parsebytes(raw)
    lines = (headers.get_all(name) or [] for name in ("To", "Cc", "Bcc"))
    named = {
        address.email
        for values in lines
        for value in values
        for address in read_addresses(str(value), Limits())
    }
    calendar = calendar_of(raw) if b"text/calendar" in raw else None
    unfolded = _FOLDED.sub(b"", calendar[0]) if calendar else b""
    attendees = {found.decode("utf-8", "replace").strip() for found in _ATTENDEE.findall(unfolded)}
    return frozenset(each.lower() for each in named | attendees)
