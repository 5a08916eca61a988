"""The embedded SMTP server logs, delivers and bounces by simple rules."""

from __future__ import annotations

import smtplib
from contextlib import contextmanager
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

import pytest

from mailbot.sandbox.people import CHLOE, COORDINATOR, PRIYA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from mailbot.sandbox.accounts import Account
    from mailbot.sandbox.server import Delivery, Sandbox

MAIL = b"Message-ID: <x@example.org>\r\nSubject: Hello\r\n\r\n.a line with a dot\r\n\xc4\x81\r\n"


@contextmanager
def smtp(sandbox: Sandbox, who: Account | None = None) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP(sandbox.host, sandbox.smtp_port) as connection:
        if who:
            connection.login(who.email, who.password)
        yield connection


def inbox(imap: Callable[..., Any], who: Account) -> list[bytes]:
    with imap(who) as client:
        client.select_folder("INBOX", readonly=True)
        uids = client.search("ALL")
        return [client.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"] for uid in uids]


def test_what_is_sent_is_logged_as_it_was_and_stands_in_the_students_mailbox(
    sandbox: Sandbox, imap: Callable[..., Any], now: datetime
) -> None:
    with smtp(sandbox, COORDINATOR) as connection:
        connection.sendmail(COORDINATOR.email, [PRIYA.email.upper()], MAIL)
    [sent] = sandbox.sent
    assert (sent.user, sent.sender, sent.at) == (COORDINATOR.email, COORDINATOR.email, now)
    assert sent.recipients == (PRIYA.email,)
    assert sent.raw == MAIL
    [got] = inbox(imap, PRIYA)
    assert got.startswith(f"Return-Path: <{COORDINATOR.email}>\r\nReceived: ".encode())
    assert got.endswith(b"\r\n" + MAIL)


def test_strangers_may_write_to_accounts_but_not_through_the_server(sandbox: Sandbox) -> None:
    with smtp(sandbox) as connection:
        connection.sendmail("someone@elsewhere.test", [COORDINATOR.email], MAIL)
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            connection.sendmail("someone@elsewhere.test", ["other@elsewhere.test"], MAIL)
    assert [mail.recipients for mail in sandbox.sent] == [(COORDINATOR.email,)]


def test_nobody_writes_as_an_account_without_logging_in_as_it(sandbox: Sandbox) -> None:
    for who in (None, PRIYA):
        with smtp(sandbox, who) as connection, pytest.raises(smtplib.SMTPSenderRefused) as refused:
            connection.sendmail(COORDINATOR.email, [PRIYA.email], MAIL)
        assert refused.value.smtp_code == 530
    assert sandbox.sent == ()


def test_a_wrong_password_is_refused(sandbox: Sandbox) -> None:
    with smtp(sandbox) as connection, pytest.raises(smtplib.SMTPAuthenticationError):
        connection.login(COORDINATOR.email, "wrong")


def test_whoever_watches_hears_of_each_delivery_once(sandbox: Sandbox) -> None:
    heard: list[Delivery] = []
    sandbox.watch(heard.append)
    with smtp(sandbox, COORDINATOR) as connection:
        connection.sendmail(COORDINATOR.email, [PRIYA.email, "far@elsewhere.test"], MAIL)
    assert [(delivery.recipient, delivery.sender) for delivery in heard] == [
        (PRIYA.email, COORDINATOR.email)
    ]


def test_waiting_for_mail_ends_when_it_was_sent(sandbox: Sandbox) -> None:
    assert sandbox.wait_sent(1, seconds=0) == ()
    with smtp(sandbox, COORDINATOR) as connection:
        connection.sendmail(COORDINATOR.email, [PRIYA.email], MAIL)
    assert len(sandbox.wait_sent(1)) == 1


def test_a_bounce_names_the_mail_and_the_address_as_rfc_3464_says(
    sandbox: Sandbox, imap: Callable[..., Any]
) -> None:
    with smtp(sandbox, COORDINATOR) as connection:
        connection.sendmail(COORDINATOR.email, [CHLOE], MAIL)
    [raw] = inbox(imap, COORDINATOR)
    report = message_from_bytes(raw)
    parts = {part.get_content_type(): part for part in report.walk()}
    assert report.get_content_type() == "multipart/report"
    assert report.get_param("report-type") == "delivery-status"
    assert report["Return-Path"] == "<>"
    assert CHLOE in parts["text/plain"].as_string()
    status = parts["message/delivery-status"].as_string()
    assert f"\nFinal-Recipient: rfc822; {CHLOE}\n" in status
    assert "\nAction: failed\nStatus: 5.1.1\n" in status
    assert "\nMessage-ID: <x@example.org>\n" in parts["text/rfc822-headers"].as_string()


def test_a_null_return_path_gets_no_bounce(sandbox: Sandbox, imap: Callable[..., Any]) -> None:
    with smtp(sandbox, COORDINATOR) as connection:
        connection.sendmail("", [CHLOE, PRIYA.email], MAIL)
    assert inbox(imap, COORDINATOR) == []
    [got] = inbox(imap, PRIYA)
    assert got.startswith(b"Return-Path: <>\r\n")
