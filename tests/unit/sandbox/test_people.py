"""The opening mails are realistic, varied, invented, and the same for the same now."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import pytest

from mailbot.sandbox.letters import read_mail
from mailbot.sandbox.people import COORDINATOR, EVERYONE, OpeningMail, opening_mails

if TYPE_CHECKING:
    from email.message import EmailMessage

RESERVED = re.compile(r"(\.|@)(example|test)$|(\.|@)example\.(org|com|net)$")


@pytest.fixture
def mails(now: datetime) -> dict[str, OpeningMail]:
    return {mail.name: mail for mail in opening_mails(now)}


def parsed(mail: OpeningMail) -> EmailMessage:
    return message_from_bytes(mail.raw, policy=SMTP)


def test_they_are_the_same_for_the_same_now(now: datetime) -> None:
    assert opening_mails(now) == opening_mails(now)


def test_they_move_with_now(now: datetime, mails: dict[str, OpeningMail]) -> None:
    later = {mail.name: mail for mail in opening_mails(now + timedelta(days=200))}
    assert {later[name].at - mails[name].at for name in mails} == {timedelta(days=200)}


def test_a_naive_now_is_refused(now: datetime) -> None:
    with pytest.raises(ValueError, match="zone"):
        opening_mails(now.replace(tzinfo=None))


def test_each_is_whole_and_in_the_past(now: datetime, mails: dict[str, OpeningMail]) -> None:
    assert len([mail for mail in mails.values() if mail.folder == "INBOX"]) >= 14
    for mail in mails.values():
        message = parsed(mail)
        assert not message.defects, mail.name
        assert b"{{" not in mail.raw
        assert b"\n" not in mail.raw.replace(b"\r\n", b"")
        assert parsedate_to_datetime(str(message["Date"])) == mail.at < now
        assert read_mail(mail.raw).text.strip(), mail.name
    assert len({read_mail(mail.raw).message_id for mail in mails.values()}) == len(mails)


def test_every_address_in_them_is_reserved(mails: dict[str, OpeningMail]) -> None:
    found = re.findall(rb"[\w.+-]+@[\w.-]*\w", b"\n".join(mail.raw for mail in mails.values()))
    addresses = {address.decode().lower() for address in found}
    addresses |= {account.email for account in EVERYONE}
    assert {address for address in addresses if not RESERVED.search(address)} == set()


def test_they_come_to_the_coordinator_or_from_her(mails: dict[str, OpeningMail]) -> None:
    for mail in mails.values():
        read = read_mail(mail.raw)
        if mail.folder == "Sent":
            assert read.sender == COORDINATOR.email
        elif mail.name != "junk-prize":
            assert read.recipient == COORDINATOR.email


def test_machines_say_so_and_people_do_not(mails: dict[str, OpeningMail]) -> None:
    machines = {name for name, mail in mails.items() if read_mail(mail.raw).machine}
    assert machines == {"bounce", "nikhil-out-of-office", "parcel-notice"}


@pytest.mark.parametrize(
    ("reply", "original"),
    [
        ("bounce", "sent-to-margot"),
        ("nikhil-out-of-office", "sent-to-nikhil"),
        ("grace-quotes-earlier-mail", "sent-to-grace"),
    ],
)
def test_replies_belong_to_a_mail_in_sent(
    mails: dict[str, OpeningMail], reply: str, original: str
) -> None:
    assert mails[original].folder == "Sent"
    answered = read_mail(mails[reply].raw).in_reply_to
    assert answered == read_mail(mails[original].raw).message_id


def test_html_only_is_html_only(mails: dict[str, OpeningMail]) -> None:
    message = parsed(mails["daniel-html-only"])
    assert [part.get_content_type() for part in message.walk()] == ["text/html"]


@pytest.mark.parametrize(
    ("name", "charset", "word"),
    [("mereana-macrons", "utf-8", "Tēnā"), ("juergen-latin-1", "iso-8859-1", "Tübingen")],
)
def test_8_bit_mail_is_8_bit(
    mails: dict[str, OpeningMail], name: str, charset: str, word: str
) -> None:
    message = parsed(mails[name])
    assert message["Content-Transfer-Encoding"] == "8bit"
    assert message.get_content_charset() == charset
    assert word.encode(charset) in mails[name].raw
