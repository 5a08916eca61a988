"""What bounces say of the mail that we sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.mail.parse import parse

if TYPE_CHECKING:
    from mailbot.model.mail import DeliveryReport

_HEAD = (
    "From: Mail Delivery System <MAILER-DAEMON@mx.example>\n"
    "Message-ID: <bounce@mx.example>\nSubject: Undelivered Mail\n"
)


def _report(status: str, returned: str = "") -> DeliveryReport:
    raw = (
        f"{_HEAD}Content-Type: multipart/report; report-type=delivery-status; boundary=edge\n\n"
        "--edge\n\nThis is the mail system.\n"
        "--edge\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        f"{status}\n{returned}--edge--\n"
    )
    report = parse(raw.encode()).report
    assert report is not None
    return report


_FAILED = (
    "Final-Recipient: rfc822; Gone@Students.example\nAction: failed\nStatus: 5.1.1\n"
    "Diagnostic-Code: smtp; 550 5.1.1 user\n unknown\n"
)


def test_a_delivery_status_names_whom_it_was_for_and_why() -> None:
    (recipient,) = _report(_FAILED).recipients
    assert recipient.email == "gone@students.example"
    assert recipient.status == "5.1.1"
    assert recipient.permanent
    assert recipient.diagnostic == "smtp; 550 5.1.1 user unknown"


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2"), ("delayed", "5.0.0")]
)
def test_what_may_mend_is_not_permanent(action: str, status: str) -> None:
    text = f"Final-Recipient: rfc822; a@x.example\nAction: {action}\nStatus: {status}\n"
    assert not _report(text).recipients[0].permanent


def test_a_delivery_that_succeeded_failed_nobody() -> None:
    text = "Final-Recipient: rfc822; a@x.example\nAction: delivered\nStatus: 2.0.0\n"
    assert _report(text).recipients == ()


def test_several_recipients() -> None:
    report = _report(f"{_FAILED}\n{_FAILED.replace('Gone', 'Other')}")
    assert [found.email for found in report.recipients] == [
        "gone@students.example",
        "other@students.example",
    ]


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_it_is_tied_to_the_mail_that_came_back(kind: str) -> None:
    ours = "From: us@balint.example\nMessage-ID: <ours@balint.example>\n\n"
    returned = f"--edge\nContent-Type: {kind}\n\n{ours}"
    assert _report(_FAILED, returned).message_ids == ("<ours@balint.example>",)


def test_a_bounce_in_prose_is_read_too() -> None:
    raw = (
        f"{_HEAD}X-Failed-Recipients: gone@students.example\n\n"
        "A message that you sent could not be delivered.\n\n"
        "------ This is a copy of the message ------\n\nMessage-ID: <ours@balint.example>\n"
    )
    report = parse(raw.encode()).report
    assert report is not None
    assert [found.email for found in report.recipients] == ["gone@students.example"]
    assert report.message_ids == ("<ours@balint.example>",)


def test_a_person_who_forwards_a_bounce_reports_nothing() -> None:
    raw = (
        "From: ines@student.example\nSubject: Fwd: Undelivered Mail\n"
        "Content-Type: multipart/mixed; boundary=out\n\n--out\n\nI got this back.\n"
        "--out\nContent-Type: message/rfc822\n\nFrom: MAILER-DAEMON@mx.example\n"
        "Content-Type: multipart/report; boundary=edge\n\n--edge\n"
        f"Content-Type: message/delivery-status\n\n{_FAILED}\n--edge--\n--out--\n"
    )
    assert parse(raw.encode()).report is None
