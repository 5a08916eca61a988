"""The collection of mail files beside the checkout, read and screened for its scorer."""

from __future__ import annotations

from mailbot.mail.parse import parse
from mailbot.model.mail import Origin
from mailbot.reading.screening import screen

_KINDS = {
    Origin.HUMAN: "human",
    Origin.BOUNCE: "bounce",
    Origin.LIST: "list",
    Origin.AUTO_REPLY: "auto_reply",
    Origin.CALENDAR: "auto_reply",
    Origin.NOTICE: "auto_reply",
}


def score(raw: bytes) -> dict[str, str]:
    """Return what Mailbot makes of one mail, in the scorer's words."""
    message = parse(raw)
    return {
        "subject": message.subject,
        "from_addr": message.sender.email,
        "text": message.new_text,
        "kind": _KINDS[screen(message).origin],
        "body": message.body,
    }
