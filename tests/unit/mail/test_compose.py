"""A letter becomes bytes that any mail program reads."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime, timedelta, timezone
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest

from mailbot.errors import MailProblem
from mailbot.mail.compose import compose, digest, make_message_id, read_back
from mailbot.model.mail import Address
from mailbot.model.outbox import Envelope, Letter

AT = datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=11)))
ALEX = Address("enquiries@example.org", "Dr Alex Example")
SAM = Address("sam@uni.example", "Sam Example")
LETTER = Letter("Re: Größe", "Dear Zoë,\n\nA line.\n", "<p>Dear Zoë,</p>\n<p>A line.</p>\n")


def envelope(
    *,
    sender: Address = ALEX,
    recipient: Address = SAM,
    message_id: str = "<one@example.org>",
    in_reply_to: str | None = None,
    references: tuple[str, ...] = (),
    auto_submitted: bool = False,
) -> Envelope:
    return Envelope(message_id, sender, recipient, in_reply_to, references, auto_submitted)


def read(raw: bytes) -> email.message.EmailMessage:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, email.message.EmailMessage)
    return mail


def lines(part: email.message.Message) -> list[str]:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode("utf-8").splitlines()


def test_text_comes_with_its_html_alternative() -> None:
    mail = read(compose(LETTER, envelope(), at=AT))
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert lines(text) == LETTER.text.splitlines()
    assert lines(html) == LETTER.html.splitlines()
    assert not mail.defects


def test_the_envelope_is_in_the_headers() -> None:
    mail = read(compose(LETTER, envelope(), at=AT))
    assert mail["From"] == "Dr Alex Example <enquiries@example.org>"
    assert mail["To"] == "Sam Example <sam@uni.example>"
    assert mail["Subject"] == "Re: Größe"
    assert mail["Message-ID"] == "<one@example.org>"
    assert mail["Date"].datetime == AT
    assert "+1100" in mail["Date"]
    for absent in ("In-Reply-To", "References", "Auto-Submitted", "Cc", "Bcc"):
        assert mail[absent] is None


def test_lines_end_with_crlf_and_are_short() -> None:
    long = Letter("Word " * 60, "word " * 400 + "\n\nEnd.\n", "<p>" + "wörd " * 400 + "</p>")
    many = tuple(f"<{number}@a-rather-long-name.example.org>" for number in range(60))
    raw = compose(long, envelope(references=many), at=AT)
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78
    raw.decode("ascii")


def test_a_paragraph_is_one_line_for_the_reader() -> None:
    paragraph = "word " * 200 + "end."
    letter = Letter("Hi", f"{paragraph}\n", f"<p>{paragraph}</p>\n")
    text, _ = read(compose(letter, envelope(), at=AT)).iter_parts()
    assert lines(text) == [paragraph]


def test_a_reply_stands_in_its_thread() -> None:
    within = envelope(in_reply_to="<c@x.example>", references=("<a@x.example>", "<b@x.example>"))
    mail = read(compose(LETTER, within, at=AT))
    assert mail["In-Reply-To"] == "<c@x.example>"
    assert mail["References"].split() == ["<a@x.example>", "<b@x.example>", "<c@x.example>"]


def test_the_answered_mail_is_named_once_and_last() -> None:
    within = envelope(in_reply_to="<b@x.example>", references=("<b@x.example>", "<a@x.example>"))
    mail = read(compose(LETTER, within, at=AT))
    assert mail["References"].split() == ["<a@x.example>", "<b@x.example>"]


def test_a_long_thread_keeps_its_first_and_newest_mails() -> None:
    many = tuple(f"<{number}@x.example>" for number in range(100))
    mail = read(compose(LETTER, envelope(in_reply_to="<now@x.example>", references=many), at=AT))
    kept = mail["References"].split()
    assert len(kept) == 20
    assert kept[0] == "<0@x.example>"
    assert kept[-2:] == ["<99@x.example>", "<now@x.example>"]


@pytest.mark.parametrize("broken", ["", "none", "<a b@x>", "<a@x>\r\nBcc: <b@y>", "<ü@x.example>"])
def test_message_ids_that_are_none_are_left_out(broken: str) -> None:
    mail = read(compose(LETTER, envelope(in_reply_to=broken, references=(broken,)), at=AT))
    assert mail["In-Reply-To"] is None
    assert mail["References"] is None


@pytest.mark.parametrize(
    ("in_reply_to", "expected"), [("<a@x.example>", "auto-replied"), (None, "auto-generated")]
)
def test_what_nobody_approved_one_by_one_says_so(in_reply_to: str | None, expected: str) -> None:
    automatic = envelope(in_reply_to=in_reply_to, auto_submitted=True)
    assert read(compose(LETTER, automatic, at=AT))["Auto-Submitted"] == expected


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Zoë Example", "Zoë Example"),
        ("Example, Sam", "Example, Sam"),
        ('Sam "Sammy" Example', 'Sam "Sammy" Example'),
        ("王小明", "王小明"),
        ("=?utf-8?q?Sam?=", "=?utf-8?q?Sam?="),
        ("", ""),
    ],
)
def test_names_arrive_as_they_are(name: str, shown: str) -> None:
    raw = compose(LETTER, envelope(recipient=Address("sam@uni.example", name)), at=AT)
    (recipient,) = read(raw)["To"].addresses
    assert recipient.display_name == shown
    assert recipient.addr_spec == "sam@uni.example"


def test_a_long_name_is_folded_between_encoded_words() -> None:
    name = "Kieran 🌿 " + "ā" * 150
    raw = compose(LETTER, envelope(recipient=Address("sam@uni.example", name)), at=AT)
    written = str(email.message_from_bytes(raw)["To"])
    assert parseaddr(str(make_header(decode_header(written)))) == (name, "sam@uni.example")
    assert all(len(word) <= 75 for word in written.split())


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("sam@bücher.example", "sam@xn--bcher-kva.example"),
        ("sam@straße.example", "sam@xn--strae-oqa.example"),
        ("sam@UNI.example", "sam@uni.example"),
        ("o'sam+balint@uni.example", "o'sam+balint@uni.example"),
    ],
)
def test_domains_are_written_in_ascii(address: str, written: str) -> None:
    (recipient,) = read(compose(LETTER, envelope(recipient=Address(address)), at=AT))[
        "To"
    ].addresses
    assert recipient.addr_spec == written


@pytest.mark.parametrize(
    "address",
    ["", "sam", "sam@", "@uni.example", "söm@uni.example", "a b@uni.example", "a@b>,<c@d", "a@b c"],
)
def test_what_is_no_address_is_refused_in_words(address: str) -> None:
    with pytest.raises(MailProblem):
        compose(LETTER, envelope(recipient=Address(address)), at=AT)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without its zone"):
        compose(LETTER, envelope(), at=datetime(2026, 3, 1))  # noqa: DTZ001


def test_a_message_id_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no Message-ID"):
        compose(LETTER, envelope(message_id="one@example.org"), at=AT)


def test_message_ids_are_new_each_time_and_hard_to_guess() -> None:
    made = {make_message_id("bücher.example") for _ in range(100)}
    assert len(made) == 100
    for each in made:
        local, _, domain = each[1:-1].partition("@")
        assert domain == "xn--bcher-kva.example"
        assert len(local) >= 32


@pytest.mark.parametrize("subject", ["Re: Größe", "Plain", "A long one, " * 20 + "folded", "=?x?="])
def test_what_was_composed_is_read_back(subject: str) -> None:
    letter = Letter(subject, LETTER.text, LETTER.html)
    assert read_back(compose(letter, envelope(), at=AT)) == letter


def test_the_digest_tells_a_change_of_a_single_byte() -> None:
    raw = compose(LETTER, envelope(), at=datetime(2026, 3, 1, tzinfo=UTC))
    assert digest(raw) == digest(bytes(raw))
    assert digest(raw) != digest(raw.replace(b"A line", b"A lime"))
