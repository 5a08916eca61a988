"""The coordinator's answers to review mails, as her mail programs write them."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from mailbot.mail.compose import read_back
from mailbot.mail.parse import parse

if TYPE_CHECKING:
    from datetime import datetime

_TAG = re.compile(r"\[review:([0-9a-f]+)\]")
_LINK = re.compile(r"mailto:\S+")


def token_of(raw: bytes) -> str:
    """Return the token of a review mail."""
    found = _TAG.search(read_back(raw).subject)
    assert found is not None
    return found[1]


def reply(
    review: bytes,
    text: str,
    *,
    sender: str,
    at: datetime,
    number: int = 1,
    quotes: bool = True,
    headers: tuple[tuple[str, str], ...] = (),
) -> bytes:
    """Return an answer to a review mail, with the mail quoted below."""
    asked, letter = parse(review), read_back(review)
    mail = EmailMessage()
    for name, value in headers:
        mail[name] = value
    mail["From"], mail["To"] = sender, asked.sender.email
    mail["Subject"] = f"Re: {letter.subject}"
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<order{number}@phone.test>"
    mail["In-Reply-To"] = mail["References"] = asked.message_id
    quoted = "".join(f"> {line}\n" for line in letter.text.splitlines())
    mail.set_content(
        f"{text}\n\nOn 23 Nov 2026, at 8:05 pm, Ruth wrote:\n\n{quoted}" * quotes or text
    )
    return mail.as_bytes()


def tap(review: bytes, order: str, *, sender: str, at: datetime, number: int = 1) -> bytes:
    """Return the mail that a telephone writes where the link of an order is tapped."""
    (link,) = {
        each
        for each in _LINK.findall(read_back(review).text)
        if f"body={order.replace(' ', '%20')}" in each
    }
    parts = urlsplit(link)
    fields = dict(each.split("=", 1) for each in parts.query.split("&"))
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, unquote(parts.path)
    mail["Subject"] = unquote(fields["subject"])
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<tap{number}@phone.test>"
    mail.set_content(f"{unquote(fields['body'])}\n\nSent from my iPhone\n")
    return mail.as_bytes()
