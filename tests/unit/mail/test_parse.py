"""Bytes to a Message: what a reader of the mail would see, whatever its sender did to it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailbot.mail.parse import from_text, parse
from mailbot.model.mail import Address, Attachment

_PLAIN = (
    b"From: =?utf-8?q?In=C3=A9s_Prado?= <Ines@Student.example>\r\n"
    b"To: groups@balint.example, Second <two@balint.example>\r\n"
    b"Cc: Friends: a@x.example, b@x.example;\r\n"
    b"Reply-To: home@ines.example\r\n"
    b"Subject: A place,\r\n please\r\n"
    b"Date: Mon, 4 May 2026 10:00:00 +1000\r\n"
    b"Message-ID: <one@student.example>\r\n"
    b"In-Reply-To: <two@balint.example>\r\n"
    b"References: <first@x.example>\r\n <two@balint.example>\r\n"
    b"\r\n"
    b"Hello,\r\nI'd like a place.\r\n"
)


def test_an_ordinary_mail() -> None:
    message = parse(_PLAIN)
    assert message.sender == Address("ines@student.example", "Inés Prado")
    assert message.to == (Address("groups@balint.example"), Address("two@balint.example", "Second"))
    assert message.cc == (Address("a@x.example"), Address("b@x.example"))
    assert message.reply_to == (Address("home@ines.example"),)
    assert message.subject == "A place, please"
    assert message.date == datetime(2026, 5, 4, tzinfo=UTC)
    assert message.message_id == "<one@student.example>"
    assert message.in_reply_to == ("<two@balint.example>",)
    assert message.references == ("<first@x.example>", "<two@balint.example>")
    assert message.new_text == "Hello,\nI'd like a place."
    assert message.header("SUBJECT") == "A place, please"
    assert message.size == len(_PLAIN)
    assert message.defects == ()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda raw: raw.replace(b"\r\n", b"\n"), id="LF lines"),
        pytest.param(lambda raw: raw.replace(b"\r\n", b"\r"), id="CR lines"),
        pytest.param(lambda raw: raw.replace(b"\r\n", b"\r\r\n"), id="doubled CR"),
        pytest.param(lambda raw: b"From ines@x Mon May  4 10:00:00 2026\r\n" + raw, id="mbox"),
        pytest.param(lambda raw: b">From ines@x Mon May  4 10:00:00 2026\r\n" + raw, id="mbox >"),
        pytest.param(lambda raw: b"\xef\xbb\xbf" + raw, id="byte order mark"),
        pytest.param(lambda raw: b"\r\n\r\n" + raw, id="empty lines first"),
        pytest.param(lambda raw: raw.replace(b"Subject:", b"Subject :"), id="space before colon"),
        pytest.param(lambda raw: raw.replace(b"Subject:", b"rubbish line\r\nSubject:"), id="stray"),
    ],
)
def test_what_transport_does_to_a_mail_changes_nothing(change: object) -> None:
    assert callable(change)
    damaged = parse(change(_PLAIN))
    whole = parse(_PLAIN)
    assert (damaged.sender, damaged.subject, damaged.date, damaged.body) == (
        whole.sender,
        whole.subject,
        whole.date,
        whole.body,
    )
    assert damaged.content_digest == whole.content_digest


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        (b"=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
        (b"=?utf-8?B?R3LDvMOfZQ?=", "Grüße"),
        (b"=?iso-8859-1?Q?Gr=FC=DFe?= aus =?utf-8?Q?K=C3=B6ln?=", "Grüße aus Köln"),
        (b"=?utf-8?Q?K=C3?= =?utf-8?Q?=B6ln?=", "Köln"),
        (b"=?utf-8?Q?two words?=", "two words"),
        (b"=?nonsense?Q?K=C3=B6ln?=", "Köln"),
        (b"=?utf-8*en?Q?K=C3=B6ln?=", "Köln"),
        (b"=?iso-8859-1?Q?Fr\xf6sche?=", "Frösche"),
        (b"=?unicode-1-1-utf-7?Q?Fr+APY-sche?=", "Frösche"),
        ("Grüße".encode(), "Grüße"),
        ("Grüße".encode("cp1252"), "Grüße"),
        (b"=?utf-8?X?odd?=", "=?utf-8?X?odd?="),
        (b"=?utf-8?Q?broken", "=?utf-8?Q?broken"),
        (b"nul\0 and \xed\xa0\x80", "nul and í\xa0€"),
    ],
)
def test_subjects_are_decoded_as_well_as_they_can_be(raw: bytes, subject: str) -> None:
    assert parse(b"Subject: " + raw + b"\n\nhi").subject == subject


@pytest.mark.parametrize(
    ("value", "sender"),
    [
        ("Ann Lee <ann@x.example>", Address("ann@x.example", "Ann Lee")),
        ('"Lee, Ann" <ann@x.example>', Address("ann@x.example", "Lee, Ann")),
        ("ann@x.example (Ann Lee)", Address("ann@x.example", "Ann Lee")),
        ("<ANN@X.EXAMPLE>", Address("ann@x.example")),
        ("Ann <ann@x.example>, Bo <bo@x.example>", Address("ann@x.example", "Ann")),
        ("=?utf-8?q?Ann_=3Cann=40x=2Eexample=3E?=", Address("ann@x.example", "Ann")),
        ("Ann <ann@x.example", Address("ann@x.example", "Ann")),
        ("undisclosed-recipients:;", Address("")),
        ("MAILER-DAEMON", Address("", "MAILER-DAEMON")),
        ("", Address("")),
    ],
)
def test_senders(value: str, sender: Address) -> None:
    found = parse(b"From: " + value.encode() + b"\n\nhi").sender
    assert found.email == sender.email
    assert found.name.strip(":; ") == sender.name


@pytest.mark.parametrize(
    ("charset", "data", "text"),
    [
        ("utf-8", "Grüße".encode(), "Grüße"),
        ("us-ascii", "Grüße".encode(), "Grüße"),
        ("iso-8859-1", "“Grüße”".encode("cp1252"), "“Grüße”"),
        ("utf-8", "Grüße".encode("cp1252"), "Grüße"),
        ("x-unknown", "Grüße".encode(), "Grüße"),
        ("gb2312", "你好".encode("gb18030"), "你好"),
        ("ks_c_5601-1987", "안녕".encode("cp949"), "안녕"),
        ("iso-2022-jp", "こんにちは".encode("iso2022_jp"), "こんにちは"),
        ("", "こんにちは".encode("iso2022_jp"), "こんにちは"),
        ("rot13", b"uryyb", "uryyb"),
        ("idna", b"hello", "hello"),
    ],
)
def test_bodies_in_any_charset(charset: str, data: bytes, text: str) -> None:
    head = f"Content-Type: text/plain; charset={charset}\n" if charset else ""
    assert parse(head.encode() + b"\n" + data).body == text


def test_a_mail_without_any_header_is_all_body() -> None:
    message = parse(b"Hello there\nI have no header at all.\n")
    assert message.body == "Hello there\nI have no header at all."
    assert message.sender == Address("")
    assert message.defects


def test_no_bytes_are_a_mail_too() -> None:
    assert parse(b"").body == ""


def _multipart(kind: str, *parts: str, close: bool = True) -> bytes:
    inner = "".join(f"--edge\n{part}\n" for part in parts)
    end = "--edge--\n" if close else ""
    return f"Content-Type: multipart/{kind}; boundary=edge\n\n{inner}{end}".encode()


_TEXT = "Content-Type: text/plain\n\nplain words"
_HTML = "Content-Type: text/html\n\n<p>rich words</p>"


def test_plain_text_is_taken_before_html() -> None:
    message = parse(_multipart("alternative", _TEXT, _HTML))
    assert message.body == "plain words"
    assert not message.html_only


def test_html_is_taken_where_the_plain_text_says_nothing() -> None:
    message = parse(_multipart("alternative", "Content-Type: text/plain\n\n \n", _HTML))
    assert message.body == "rich words"
    assert message.html_only


def test_texts_around_a_picture_are_all_read() -> None:
    picture = "Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\naGVsbG8="
    message = parse(_multipart("mixed", _TEXT, picture, "Content-Type: text/plain\n\nand more"))
    assert message.body == "plain words\n\nand more"
    assert message.attachments == (Attachment("a.png", "image/png", 5),)


def test_a_text_that_is_attached_is_no_body() -> None:
    attached = "Content-Type: text/plain\nContent-Disposition: attachment; filename=cv.txt\n\nCV"
    message = parse(_multipart("mixed", _TEXT, attached))
    assert message.body == "plain words"
    assert [found.filename for found in message.attachments] == ["cv.txt"]


def test_a_mail_within_a_mail_is_an_attachment() -> None:
    inner = "Content-Type: message/rfc822\n\nFrom: other@x.example\nSubject: old\n\nold words"
    message = parse(_multipart("mixed", _TEXT, inner))
    assert message.body == "plain words"
    assert message.attachments[0].content_type == "message/rfc822"


def test_a_missing_end_and_a_missing_boundary_lose_no_text() -> None:
    assert parse(_multipart("mixed", _TEXT, close=False)).body == "plain words"
    unnamed = _multipart("mixed", _TEXT).replace(b"; boundary=edge", b"")
    assert parse(unnamed).body == "plain words"


def test_the_digest_knows_a_mail_without_its_message_id() -> None:
    without = _PLAIN.replace(b"Message-ID: <one@student.example>\r\n", b"")
    assert parse(without).content_digest == parse(_PLAIN).content_digest
    other = _PLAIN.replace(b"a place.", b"two places.")
    assert parse(other).content_digest != parse(_PLAIN).content_digest


@pytest.mark.parametrize(
    "value",
    [
        "yesterday",
        "Mon, 99 Foo 2026",
        "Mon, 4 May 99999 10:00:00 +0000",
        "0",
        "1 1 1 1 1 1 1 1 +9999",
    ],
)
def test_dates_that_are_none(value: str) -> None:
    date = parse(f"Date: {value}\n\nhi".encode()).date
    assert date is None or date.tzinfo is UTC


def test_a_mail_from_text_is_taken_apart_like_any_other() -> None:
    sender = Address("ines@student.example", "Inés")
    body = "Is it free?\n\nKind regards,\nInés Prado\nMBBS III, Monash\n\n> Dear Inés,\n> welcome"
    message = from_text(sender=sender, subject="Re:  cost\0", body=body)
    assert message.sender == sender
    assert message.subject == "Re: cost"
    assert message.new_text == "Is it free?\n\nKind regards,\nInés Prado"
    assert message.signature == "MBBS III, Monash"
    assert message.quoted == "> Dear Inés,\n> welcome"


def test_an_unknown_charset_is_named_without_its_nul() -> None:
    message = parse(b"Content-Type: text/plain; charset=\x00odd\n\nHello")
    assert message.body.strip() == "Hello"
    assert not any("\0" in defect for defect in message.defects)


def test_what_is_nested_too_deep_is_left_unread_and_said_so() -> None:
    head = "Content-Type: multipart/mixed; boundary=b{0}\n\n--b{0}\n"
    levels = "".join(head.format(level) for level in range(120))
    message = parse(f"From: ines@student.example\n{levels}\nhello\n".encode())
    assert message.body == ""
    assert message.new_text == ""
    assert "parts nested too deep, cut at the limit" in message.defects
    assert [found.content_type for found in message.attachments] == ["application/octet-stream"]


@pytest.mark.parametrize("head", ["", "From: ines@student.example\n\n"])
def test_bytes_that_are_no_text_are_left_unread_and_said_so(head: str) -> None:
    noise = bytes(number * 167 % 256 for number in range(2_000))
    message = parse(head.encode() + noise)
    assert message.body == ""
    assert "bytes that are no text, left unread" in message.defects
    assert [found.content_type for found in message.attachments] == ["application/octet-stream"]


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-32", "iso-2022-jp"])
def test_a_charset_full_of_control_characters_is_text(charset: str) -> None:
    text = "木曜日の夜に参加できます。" * 9
    head = f"Content-Type: text/plain; charset={charset}\n\n"
    message = parse(head.encode() + text.encode(charset))
    assert message.body == text
    assert message.defects == ()


def test_a_stray_control_character_makes_no_text_unreadable() -> None:
    message = parse(b"From: ines@student.example\n\nI am free\x02 on Tuesdays.\n")
    assert message.new_text == "I am free on Tuesdays."
    assert message.defects == ()
