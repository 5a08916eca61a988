"""The invented people of the sandbox, and the mail that the coordinator has when it starts.

The mails stand in `mails/` as the programs named in them write them. Where a mail tells a time it
has `{{-46h|Australia/Sydney|FORMAT}}`: so long before now, seen in that zone, written with
strftime's FORMAT, or as RFC 5322 does where that is `rfc`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailbot.clock import aware
from mailbot.sandbox.accounts import Account

if TYPE_CHECKING:
    from datetime import datetime

COORDINATOR = Account("Ruth Calloway", "ruth.calloway@example.org")

PRIYA = Account("Priya Raghunathan", "priya.raghunathan@webmail.example")
TOM = Account("Tom Ferris", "tomferris03@icemail.example")
JASPER = Account("Jasper Lindqvist", "jasper.lindqvist@students.hobart-uni.example")
MEREANA = Account("Mereana Kōpua", "mereana.kopua@students.aotearoa-uni.example")
JUERGEN = Account("Jürgen Brückner", "juergen.brueckner@students.sunshine-uni.example")
DANIEL = Account("Daniel Okafor", "daniel.okafor@students.westcoast-uni.example")
GRACE = Account("Grace Leota", "grace.leota@webmail.example")
SAM = Account("Sam Kershaw", "samkershaw@icemail.example")
OLLIE = Account("Ollie Barton", "ollie.barton@webmail.example")
TASI = Account("Tasi Faleolo", "tasi.faleolo@freepost.example")
FARAH = Account("Farah Siddiqui", "f.siddiqui@harbourside-clinic.example")

STUDENTS = (PRIYA, TOM, JASPER, MEREANA, JUERGEN, DANIEL, GRACE, SAM, OLLIE, TASI)
"""Students with a mailbox in the sandbox."""

EVERYONE = (COORDINATOR, *STUDENTS, FARAH)
"""Every account of the sandbox."""

CHLOE = "chloe.hart@students.closed-campus.example"
"""A student whose university has closed her mailbox: what is sent there bounces."""

_MAILS = Path(__file__).parent / "mails"
_TIME = re.compile(rb"\{\{(-?\d+)h\|([^|}]+)\|([^}]+)\}\}")


@dataclass(frozen=True, slots=True)
class OpeningMail:
    """A mail that the coordinator has when the sandbox opens.

    Attributes:
        name: Its file's name without the ending.
        folder: Where it stands: INBOX, Junk or Sent.
        raw: Its bytes, lines ended by CRLF.
        at: When it came.
    """

    name: str
    folder: str
    raw: bytes
    at: datetime


def opening_mails(now: datetime) -> tuple[OpeningMail, ...]:
    """Return the coordinator's mails of the last days, oldest first.

    Raises:
        ValueError: `now` is naive.
    """
    mails = [_opening_mail(path, aware(now)) for path in sorted(_MAILS.glob("*.eml"))]
    return tuple(sorted(mails, key=lambda mail: (mail.at, mail.name)))


def _opening_mail(path: Path, now: datetime) -> OpeningMail:
    raw = _TIME.sub(lambda found: _time(found, now), path.read_bytes()).replace(b"\n", b"\r\n")
    header: EmailMessage = BytesHeaderParser(EmailMessage, policy=default).parsebytes(raw)
    return OpeningMail(
        name=path.stem,
        folder={"junk": "Junk", "sent": "Sent"}.get(path.stem.partition("-")[0], "INBOX"),
        raw=raw,
        at=aware(parsedate_to_datetime(str(header["Date"]))),
    )


def _time(found: re.Match[bytes], now: datetime) -> bytes:
    hours, zone, layout = (part.decode("ascii") for part in found.groups())
    local = (now + timedelta(hours=int(hours))).astimezone(ZoneInfo(zone)).replace(microsecond=0)
    text = format_datetime(local) if layout == "rfc" else local.strftime(layout)
    return text.encode("ascii")
