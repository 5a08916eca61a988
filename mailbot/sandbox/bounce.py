"""The bounce that a mail server writes when it cannot deliver a mail (RFC 3464)."""

from __future__ import annotations

import hashlib
from email import message_from_bytes
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime
from typing import TYPE_CHECKING

from mailbot.sandbox.smtp import HOSTNAME

if TYPE_CHECKING:
    from datetime import datetime

_REASON = "550 5.1.1 The email account that you tried to reach does not exist."
_TEXT = """\
This is the mail system at host {host}.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<{recipient}>: host mx.{domain} said: {reason}
"""


def bounce(raw: bytes, sender: str, recipient: str, now: datetime) -> bytes:
    """Return the report, addressed to `sender`, that `raw` did not reach `recipient`.

    Its third part is the header of `raw` as it was, the Message-ID among it.
    """
    domain = recipient.rpartition("@")[2]
    report = MIMEMultipart("report", boundary=_digest(raw, recipient))
    report.set_param("report-type", "delivery-status")
    report["Return-Path"] = "<>"
    report["Date"] = format_datetime(now)
    report["From"] = f"Mail Delivery System <MAILER-DAEMON@{HOSTNAME}>"
    report["To"] = sender
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Message-ID"] = f"<{_digest(raw, recipient)}@{HOSTNAME}>"
    report["Auto-Submitted"] = "auto-replied"
    words = _TEXT.format(host=HOSTNAME, recipient=recipient, domain=domain, reason=_REASON)
    report.attach(MIMEText(words, "plain", "us-ascii"))
    report.attach(_status(recipient, domain, now))
    report.attach(_returned_header(message_from_bytes(raw)))
    return report.as_bytes(policy=compat32.clone(linesep="\r\n"))


def _status(recipient: str, domain: str, now: datetime) -> Message:
    per_message, per_recipient = Message(), Message()
    per_message["Reporting-MTA"] = f"dns; {HOSTNAME}"
    per_message["Arrival-Date"] = format_datetime(now)
    per_recipient["Final-Recipient"] = f"rfc822; {recipient}"
    per_recipient["Original-Recipient"] = f"rfc822;{recipient}"
    per_recipient["Action"] = "failed"
    per_recipient["Status"] = "5.1.1"
    per_recipient["Remote-MTA"] = f"dns; mx.{domain}"
    per_recipient["Diagnostic-Code"] = f"smtp; {_REASON}"
    status = Message()
    status["Content-Description"] = "Delivery report"
    status["Content-Type"] = "message/delivery-status"
    status.set_payload([per_message, per_recipient])
    return status


def _returned_header(original: Message) -> Message:
    header = Message()
    header["Content-Description"] = "Undelivered Message Headers"
    header["Content-Type"] = "text/rfc822-headers"
    header.set_payload("".join(f"{name}: {value}\n" for name, value in original.raw_items()))
    return header


def _digest(raw: bytes, recipient: str) -> str:
    return hashlib.sha256(recipient.encode() + b"\n" + raw).hexdigest()[:16].upper()
