"""Answers to a review mail as common mail programs write them, with their own way of quoting."""

from __future__ import annotations

import base64
import html
import quopri
from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING

from mailbot.mail.compose import read_back
from mailbot.mail.parse import parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What is written.

    Attributes:
        review: The review mail.
        words: Her answer.
        sender: Her address.
        at: When.
        number: Makes the Message-ID.
    """

    review: bytes
    words: str
    sender: str
    at: datetime
    number: int

    @property
    def message_id(self) -> str:
        """The Message-ID of the review mail."""
        return parse(self.review).message_id or ""

    @property
    def quoted(self) -> str:
        """The text of the review mail."""
        return read_back(self.review).text

    def head(self, program: str, content_type: str, *, more: str = "") -> str:
        """Return the header of the answer."""
        return (
            f"From: Ruth Calloway <{self.sender}>\r\n"
            f"To: Ruth Calloway <{parse(self.review).sender.email}>\r\n"
            f"Subject: Re: {read_back(self.review).subject}\r\n"
            f"Date: {format_datetime(self.at)}\r\n"
            f"Message-ID: <{program}.{self.number}@phone.test>\r\n"
            f"In-Reply-To: {self.message_id}\r\nReferences: {self.message_id}\r\n"
            f"{more}MIME-Version: 1.0\r\nContent-Type: {content_type}\r\n"
        )


def iphone(answer: Answer) -> bytes:
    """Return the answer of Apple's Mail on an iPhone: text, its own signature, marked lines."""
    marked = "\n".join(f"> {line}" for line in answer.quoted.splitlines())
    body = (
        f"{answer.words}\n\nSent from my iPhone\n\n"
        f"> On 24 Nov 2026, at 8:05\u202fam, Ruth Calloway <ruth@balint.example> wrote:\n> \n"
        f"> \ufeff{marked[2:]}\n"
    )
    head = answer.head(
        "iphone", "text/plain; charset=utf-8", more="X-Mailer: iPhone Mail (23B85)\r\n"
    )
    encoded = base64.encodebytes(body.encode()).decode().replace("\n", "\r\n")
    return f"{head}Content-Transfer-Encoding: base64\r\n\r\n{encoded}".encode()


def gmail(answer: Answer) -> bytes:
    """Return the answer of the Gmail app: text and HTML, the quotation in a block."""
    line = "On Tue, 24 Nov 2026 at 08:05, Ruth Calloway <ruth@balint.example>\nwrote:\n\n"
    marked = "\n".join(f"> {each}" for each in answer.quoted.splitlines())
    text = f"{answer.words}\n\n{line}{marked}\n"
    rich = (
        f'<div dir="auto">{_html(answer.words)}</div><br><div class="gmail_quote gmail_quote_'
        'container"><div dir="ltr" class="gmail_attr">On Tue, 24 Nov 2026 at 08:05, Ruth Calloway '
        '&lt;ruth@balint.example&gt; wrote:<br></div><blockquote class="gmail_quote">'
        f"{read_back(answer.review).html}</blockquote></div>"
    )
    return _alternative(answer, "gmail", text, rich)


def outlook(answer: Answer) -> bytes:
    """Return the answer of Outlook: the earlier mail below a head, not a line of it marked."""
    text = (
        f"{answer.words}\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n"
        "________________________________\n"
        "From: Ruth Calloway <ruth@balint.example>\n"
        "Sent: Tuesday, November 24, 2026 8:05:12 AM\n"
        "To: Ruth Calloway <ruth@balint.example>\n"
        f"Subject: {read_back(answer.review).subject}\n\n{answer.quoted}"
    )
    rich = (
        f'<html><body><div dir="auto">{_html(answer.words)}</div><div id="ms-outlook-mobile-'
        'signature"><div></div>Get <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div>'
        '<hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr">'
        "<b>From:</b> Ruth Calloway &lt;ruth@balint.example&gt;<br><b>Sent:</b> Tuesday, November "
        "24, 2026 8:05:12 AM<br><b>To:</b> Ruth Calloway &lt;ruth@balint.example&gt;<br><b>Subject:"
        f"</b> {html.escape(read_back(answer.review).subject)}</div>"
        f"{read_back(answer.review).html}</body></html>"
    )
    return _alternative(answer, "outlook", text, rich)


def only_html(answer: Answer) -> bytes:
    """Return the answer of a program that writes no plain text."""
    rich = (
        f'<html><body><p>{_html(answer.words)}</p><blockquote type="cite">'
        f"{read_back(answer.review).html}</blockquote></body></html>"
    )
    head = answer.head("html", "text/html; charset=utf-8")
    encoded = quopri.encodestring(rich.encode()).decode().replace("\n", "\r\n")
    return f"{head}Content-Transfer-Encoding: quoted-printable\r\n\r\n{encoded}".encode()


PROGRAMS: tuple[Callable[[Answer], bytes], ...] = (iphone, gmail, outlook, only_html)
"""Each writes an answer in its own way."""


def _alternative(answer: Answer, program: str, text: str, rich: str) -> bytes:
    head = answer.head(program, 'multipart/alternative; boundary="b0undary"')
    parts = "".join(
        f"--b0undary\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        + quopri.encodestring(words.encode()).decode().replace("\n", "\r\n")
        + "\r\n"
        for kind, words in (("plain", text), ("html", rich))
    )
    return f"{head}\r\n{parts}--b0undary--\r\n".encode()


def _html(words: str) -> str:
    return "<br>".join(html.escape(line) for line in words.splitlines())
