"""Nothing that comes from outside begins a header of its own, or is lost on the way."""

from __future__ import annotations

import email
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from mailbot.letters import from_text
from mailbot.mail.compose import compose, read_back
from mailbot.model.mail import Address
from mailbot.model.outbox import Envelope, Letter

AT = datetime(2026, 3, 1, tzinfo=UTC)
HEADERS = {
    *("Content-Type", "MIME-Version", "From", "To", "Subject", "Date"),
    *("Message-ID", "In-Reply-To", "References"),
}
NASTY = (
    *("\r\nBcc: all@example.org", "\n", "\r", "\r\n\r\n", "\x00", "\x85", "\u2028", "\ud800"),
    *("=?utf-8?q?=0D=0AX:?=", '"', "<a@b>", ",", ";", "--", "Content-Type: text/html"),
)
nasty = st.lists(st.one_of(st.text(max_size=20), st.sampled_from(NASTY)), max_size=6).map("".join)


@given(subject=nasty, sender=nasty, recipient=nasty, thread=st.lists(nasty, max_size=3))
def test_no_header_is_injected(
    subject: str, sender: str, recipient: str, thread: list[str]
) -> None:
    envelope = Envelope(
        "<one@example.org>",
        Address("alex@example.org", sender),
        Address("sam@example.org", recipient),
        thread[0] if thread else None,
        tuple(thread),
    )
    raw = compose(Letter(subject, "Text.\n", "<p>Text.</p>\n"), envelope, at=AT)
    mail = email.message_from_bytes(raw)
    assert set(mail.keys()) <= HEADERS
    assert len(mail.keys()) == len(set(mail.keys()))
    assert "<sam@example.org>" in mail["To"]
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")


@given(subject=nasty, text=nasty)
def test_a_letter_survives_the_mail(subject: str, text: str) -> None:
    letter = from_text(subject, text)
    envelope = Envelope("<a@example.org>", Address("a@example.org"), Address("b@example.org"))
    assert read_back(compose(letter, envelope, at=AT)) == letter
