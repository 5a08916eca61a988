"""What holds of any bytes at all, and that no mail costs more than its limits allow."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.parse import Limits, from_text, parse
from mailbot.model.mail import Address, Message
from mailbot.reading.screening import screen

_HEAD = b"From: a@x.example\nSubject: hi\n"
_PARTS = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhi\n--b\n"
_REPORT = (
    b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n"
)
_SEEDS = [
    _HEAD + b"\nHello\n> old\n",
    _HEAD + _PARTS + b"Content-Type: text/html\n\n<p>x",
    _HEAD + _REPORT + b"\nFinal-Recipient: rfc822; a@x.example\nAction: failed\n--b--",
    b"Subject: =?utf-8?B?aGk=?= =?iso-2022-jp?B?GyRCJDMbKEI=?=\nDate: Mon, 4 May 2026 +1\n\nhi",
    b"To: g: a@x.example, (c(d)) b;\nContent-Type: text/plain; charset*0*=utf-7''x\n\n+AAA-\x1b$B",
]


def _words(value: Any) -> list[str]:
    """Every string anywhere in a record."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [word for item in value for word in _words(item)]
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return [word for field in fields for word in _words(getattr(value, field.name))]
    return []


def _assert_sound(message: Message) -> None:
    for word in _words(message):
        word.encode("utf-8")
        assert "\0" not in word
    assert message.date is None or message.date.tzinfo is not None
    assert not any(
        line.startswith(">") and "<<<" not in line for line in message.new_text.split("\n")
    )
    assert screen(message).answerable in {True, False}


@given(st.binary(max_size=600))
def test_any_bytes_are_a_message(raw: bytes) -> None:
    _assert_sound(parse(raw))


@given(st.data())
def test_a_damaged_mail_is_a_message(data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from(_SEEDS)))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=6))
        raw = raw or bytearray(b"\n")
    _assert_sound(parse(bytes(raw)))


_LINE = st.sampled_from(
    ["Hello", "", "> old", "On Mon, 4 May 2026 at 10:00, A <a@x.example> wrote:", "Cheers,", "Ann"]
) | st.sampled_from(
    ["From: A <a@x.example>", "Sent: Monday", "Subject: x", "-- ", "Sent from my iPhone", "Monash"]
)
_LINES = st.lists(_LINE, max_size=14)


@given(_LINES)
def test_every_word_of_the_body_stands_in_one_of_its_three_parts(lines: list[str]) -> None:
    message = from_text(sender=Address("a@x.example"), subject="", body="\n".join(lines))
    parts = f"{message.new_text}\n{message.quoted}\n{message.signature}"
    assert sorted(parts.split()) == sorted(message.body.split())


@given(_LINES)
def test_new_text_taken_apart_again_holds_no_quoted_lines(lines: list[str]) -> None:
    sender = Address("a@x.example")
    once = from_text(sender=sender, subject="", body="\n".join(lines))
    again = from_text(sender=sender, subject="", body=once.body)
    assert again == once
    assert not any(line.startswith(">") for line in once.new_text.split("\n"))


@given(st.text(max_size=300))
def test_any_text_is_a_message(body: str) -> None:
    _assert_sound(from_text(sender=Address("a@x.example"), subject=body[:40], body=body))


_SMALL = Limits(
    raw_bytes=200_000, header_bytes=4_000, headers=50, header_chars=500, addresses=10, depth=5,
    parts=20, html_chars=5_000, html_depth=50, text_chars=2_000, report_bytes=4_000,
)  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "defect"),
    [
        (_HEAD + b"\n" + b"a" * 300_000, "mail cut at its limit"),
        (_HEAD + b"\n" + b"a" * 3_000, "text cut at its limit"),
        (b"X: y\n" * 60 + b"\nhi", "header cut at its limit"),
        (b"X: " + b"y" * 9_000 + b"\n\nhi", "header cut at its limit"),
        (
            _HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nhi\n" * 30,
            "too many parts, cut at the limit",
        ),
        (
            b"".join(
                b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(9)
            ),
            "parts nested too deep, cut at the limit",
        ),
        (b"Content-Type: message/rfc822\n\n" * 9, "parts nested too deep, cut at the limit"),
    ],
)
def test_what_is_too_much_is_cut_and_said_so(raw: bytes, defect: str) -> None:
    message = parse(raw, limits=_SMALL)
    assert defect in message.defects
    assert len(message.body) <= _SMALL.text_chars
    assert len(message.headers) <= _SMALL.headers
    assert all(len(value) <= _SMALL.header_chars for _, value in message.headers)


@pytest.mark.parametrize(
    "value", [b"(" * 5_000, b"a:" * 2_500, b"<" * 5_000, b'"' * 5_001, b"a@x.example," * 600]
)
def test_hostile_addresses_exhaust_nothing(value: bytes) -> None:
    assert len(parse(b"From: " + value + b"\nTo: " + value + b"\n\nhi").to) <= Limits().addresses


def test_html_nested_beyond_any_parser_is_read_all_the_same() -> None:
    raw = b"Content-Type: text/html\n\n" + b"<div>" * 50_000 + b"words"
    assert parse(raw).new_text.strip() == "words"
