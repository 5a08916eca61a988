"""Students answer over SMTP, each in their own way, the same each time."""

from __future__ import annotations

import smtplib
import threading
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest

from mailbot.clock import SetClock
from mailbot.sandbox.cast import CAST
from mailbot.sandbox.letters import read_mail
from mailbot.sandbox.people import COORDINATOR, DANIEL, JASPER, MEREANA, OLLIE, PRIYA, TOM
from mailbot.sandbox.students import Students

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mailbot.sandbox.accounts import Account
    from mailbot.sandbox.letters import Mail
    from mailbot.sandbox.server import Sandbox


def letter(to: Account, number: int = 1, **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = COORDINATOR.mailbox, to.email
    mail["Subject"], mail["Message-ID"] = "Re: Balint", f"<{number}@example.org>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Here is what you asked.")
    return mail


def write(sandbox: Sandbox, mail: EmailMessage) -> None:
    with smtplib.SMTP(sandbox.host, sandbox.smtp_port) as connection:
        connection.login(COORDINATOR.email, COORDINATOR.password)
        connection.send_message(mail)


def answers(sandbox: Sandbox) -> list[Mail]:
    """What students wrote, oldest first."""
    return [read_mail(mail.raw) for mail in sandbox.sent if mail.user != COORDINATOR.email]


def test_an_answer_stands_in_the_coordinators_inbox_in_the_thread(
    sandbox: Sandbox, imap: Callable[..., Any], now: datetime
) -> None:
    students = Students(sandbox)
    write(sandbox, letter(PRIYA))
    assert students.react(now) == 1
    with imap() as client:
        client.select_folder("INBOX")
        [uid] = client.search("ALL")
        mail = read_mail(client.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"])
    assert (mail.sender, mail.subject, mail.in_reply_to) == (
        PRIYA.email,
        "Re: Balint",
        "<1@example.org>",
    )
    assert "Could I have a place" in mail.text
    assert "> Here is what you asked." in mail.text


@pytest.mark.parametrize(
    ("student", "words"),
    [
        (PRIYA, ["Tuesday and Wednesday", "thank you so much"]),
        (TOM, ["thanks for letting me know"]),
        (MEREANA, ["certificate", "thank you Ruth"]),
    ],
)
def test_each_mail_gets_the_next_answer_and_then_silence(
    sandbox: Sandbox, now: datetime, student: Account, words: list[str]
) -> None:
    students = Students(sandbox)
    for number in range(1, 5):
        write(sandbox, letter(student, number))
        students.react(now)
    written = answers(sandbox)
    assert len(written) == len(words)
    assert all(word in mail.text for word, mail in zip(words, written, strict=True))


def test_an_out_of_office_reply_is_marked_as_one(sandbox: Sandbox, now: datetime) -> None:
    students = Students(sandbox)
    write(sandbox, letter(DANIEL))
    write(sandbox, letter(DANIEL, 2))
    students.react(now)
    first, _second = [mail for mail in sandbox.sent if mail.user == DANIEL.email]
    assert first.sender == ""
    read = read_mail(first.raw)
    assert read.machine
    assert read.subject == "Automatic reply: Re: Balint"
    assert read.in_reply_to == "<1@example.org>"


def test_an_out_of_office_reply_never_answers_a_machine_or_the_same_mail_again(
    sandbox: Sandbox, now: datetime
) -> None:
    students = Students(sandbox)
    write(sandbox, letter(DANIEL, 1, Auto_Submitted="auto-generated"))
    write(sandbox, letter(DANIEL, 2))
    write(sandbox, letter(DANIEL, 2))
    assert students.react(now) == 1


def test_a_student_without_a_part_is_silent(sandbox: Sandbox, now: datetime) -> None:
    assert OLLIE not in CAST
    students = Students(sandbox)
    write(sandbox, letter(OLLIE))
    assert students.react(now) == 0


def test_nothing_is_answered_twice(sandbox: Sandbox, now: datetime) -> None:
    students = Students(sandbox)
    write(sandbox, letter(TOM))
    assert [students.react(now), students.react(now)] == [1, 0]


def test_who_writes_again_answers_their_own_first_mail(sandbox: Sandbox, now: datetime) -> None:
    assert Students(sandbox).write_again(now) == 1
    [sent] = sandbox.sent
    mail = read_mail(sent.raw)
    assert (mail.sender, mail.recipient) == (JASPER.email, COORDINATOR.email)
    assert mail.in_reply_to.endswith("@ME3PR01MB5537.ausprd01.prod.mailhost.example>")
    assert b"In-Reply-To: <" in sent.raw
    assert "camera" in mail.text


def test_the_same_mail_gets_the_same_bytes(sandbox: Sandbox, now: datetime) -> None:
    got = read_mail(letter(PRIYA).as_bytes())
    once, again = (CAST[PRIYA](PRIYA, got, (), now) for _ in range(2))
    assert [mail.as_bytes() for mail in once] == [mail.as_bytes() for mail in again]


def test_a_live_student_outlives_an_outage(
    sandbox: Sandbox, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    asked = threading.Event()

    class Told(SetClock):
        def now(self) -> datetime:
            asked.set()
            return super().now()

    students = Students(sandbox)
    write(sandbox, letter(TOM))
    sandbox.hang_up()
    students.live(Told(now), delay_seconds=0)
    assert asked.wait(10)
    students.leave()
    [record] = caplog.records
    assert "could not answer" in record.getMessage()


def test_live_students_answer_by_themselves_until_they_leave(
    sandbox: Sandbox, now: datetime
) -> None:
    students = Students(sandbox)
    students.live(SetClock(now), delay_seconds=0)
    write(sandbox, letter(TOM))
    assert len(sandbox.wait_sent(2)) == 2
    students.leave()
    write(sandbox, letter(PRIYA))
    assert [mail.sender for mail in answers(sandbox)] == [TOM.email]
