"""Which part of a large mail is its text."""

from __future__ import annotations

import pytest
from imapclient.response_parser import parse_fetch_response  # type: ignore[import-untyped]

from mailbot.mail.imap_large import TextPart, text_part

PLAIN = '("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "8BIT" 12 1 NIL NIL NIL NIL)'
HTML = '("text" "html" ("charset" "utf-8") NIL NIL "8bit" 12 1 NIL NIL NIL NIL)'
ATTACHED = (
    '("text" "plain" NIL NIL NIL "7bit" 12 1 NIL ("attachment" ("filename" "a.txt")) NIL NIL)'
)
IMAGE = '("image" "jpeg" NIL NIL NIL "base64" 9000000 NIL NIL NIL NIL)'
FORWARDED = (
    '("message" "rfc822" NIL NIL NIL "7bit" 300'
    ' (NIL "s" NIL NIL NIL NIL NIL NIL NIL NIL) ' + PLAIN + " 9 NIL NIL NIL NIL)"
)


def multipart(kind: str, *parts: str, boundary: str = "=_b") -> str:
    return f'({"".join(parts)} "{kind}" ("boundary" "{boundary}") NIL NIL NIL)'


@pytest.mark.parametrize(
    ("structure", "number"),
    [
        (multipart("mixed", PLAIN, IMAGE), "1"),
        (multipart("mixed", IMAGE, PLAIN), "2"),
        (multipart("mixed", IMAGE, multipart("alternative", HTML, PLAIN)), "2.2"),
        (multipart("mixed", multipart("related", HTML, IMAGE), IMAGE), "1.1"),
        (multipart("mixed", ATTACHED, HTML), "2"),
        (multipart("mixed", FORWARDED, PLAIN), "2"),
    ],
)
def test_plain_text_goes_before_html_and_attachments_are_no_text(
    structure: str, number: str
) -> None:
    assert text_part(parsed(structure)) == TextPart(number, b"=_b")


def test_a_mail_of_one_part() -> None:
    assert text_part(parsed(PLAIN)) == TextPart("")
    assert text_part(parsed(IMAGE)) is None


@pytest.mark.parametrize(
    "structure",
    [
        multipart("mixed", IMAGE, IMAGE),
        multipart("mixed", IMAGE, FORWARDED),
        f'({PLAIN}{IMAGE} "mixed" NIL NIL NIL NIL)',
        f'({PLAIN}{IMAGE} "mixed")',
        f"({PLAIN})",
    ],
)
def test_where_there_is_no_text_or_no_boundary_nothing_is_chosen(structure: str) -> None:
    assert text_part(parsed(structure)) is None


@pytest.mark.parametrize("nonsense", [None, (), (None,), ([], b"mixed"), 7, b"text"])
def test_nonsense_is_no_structure(nonsense: object) -> None:
    assert text_part(nonsense) is None


def test_parts_within_parts_without_end_are_given_up() -> None:
    structure = PLAIN
    for _ in range(80):
        structure = multipart("mixed", structure)
    assert text_part(parsed(structure)) is None


def parsed(structure: str) -> object:
    answer = parse_fetch_response([f"1 (UID 1 BODYSTRUCTURE {structure})".encode()])
    return answer[1][b"BODYSTRUCTURE"]
