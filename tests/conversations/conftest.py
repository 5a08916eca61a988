"""A conversation: a student, the coordinator, and Mailbot between them, on each mail server."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from mailbot.clock import SetClock
from mailbot.mail.compose import read_back
from mailbot.mail.parse import parse
from mailbot.model.outbox import State
from mailbot.rounds import Listener, run_once
from mailbot.services import approval
from mailbot.services.auditing import audit
from mailbot.services.office import Office, open_office
from mailbot.store import outbox, people, record
from tests.servers.home import settings_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailbot.model.folders import Mailbox
    from mailbot.model.mail import Message
    from mailbot.services.auditing import Finding
    from mailbot.services.intake import Taken
    from mailbot.store.outbox import Outbound
    from mailbot.store.people import Applicant
    from mailbot.store.record import Event
    from tests.servers.interface import Account, MailServer
    from tests.servers.program import MailProgram

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Conversation:
    """What people do and see in a story, in a few words each."""

    account: Account
    server: MailServer
    office: Office
    mailbox: Mailbox
    program: MailProgram
    clock: SetClock
    came: list[Taken] = field(default_factory=list)
    _written: int = 0

    def writes(
        self,
        sender: str,
        text: str,
        *,
        subject: str = "Balint groups",
        answers: Message | None = None,
        folder: str = "INBOX",
        headers: tuple[tuple[str, str], ...] = (),
    ) -> bytes:
        """Let somebody write to the coordinator, and return the mail."""
        self._written += 1
        mail = EmailMessage()
        mail["From"] = sender
        mail["To"] = self.account.address
        mail["Subject"] = f"Re: {answers.subject}" if answers else subject
        mail["Date"] = format_datetime(self.clock.now())
        mail["Message-ID"] = f"<{self._written}.{self.account.address.split('@')[0]}@student.test>"
        if answers:
            mail["In-Reply-To"] = answers.message_id
            mail["References"] = " ".join((*answers.references, answers.message_id or ""))
        for name, value in headers:
            mail[name] = value
        mail.set_content(text)
        raw = mail.as_bytes().replace(b"\n", b"\r\n")
        self.program.put(raw, folder, at=self.clock.now())
        return raw

    def arrives(self, raw: bytes, folder: str = "INBOX") -> None:
        """Let a mail of any bytes arrive."""
        self.program.put(raw, folder, at=self.clock.now())

    def work(self, minutes_later: int = 1) -> None:
        """Let time pass, and Mailbot do all that waits."""
        self.clock.set(self.clock.now() + timedelta(minutes=minutes_later))
        run_once(self.office, self.clock, Listener(taken=self.came.append))

    def drafts(self, *states: State) -> list[Outbound]:
        """Return what is in the outbox in these states; drafts where none is named."""
        with self.office.database.transaction() as connection:
            return outbox.in_states(connection, states or (State.DRAFT,))

    def draft(self) -> Outbound:
        """Return the only draft there is."""
        (only,) = self.drafts()
        return only

    def text(self, mail: Outbound) -> str:
        """Return the words of an outbound mail."""
        return read_back(mail.raw).text

    def approve(self, mail: Outbound) -> None:
        """Read a draft and let it go by command, filling in what it leaves open."""
        now = self.clock.now()
        letter = read_back(mail.raw)
        settled = re.sub(r"\[\[.*?\]\]", "I will find out.", letter.text, flags=re.DOTALL)
        if settled != letter.text:
            approval.edit(self.office, mail.id, letter.subject, settled, now)
        shown = approval.show(self.office, mail.id, now)
        approval.approve(self.office, mail.id, shown.digest, now)

    def answer(self, text: str = "", *, minutes_later: int = 1) -> Message:
        """Let Mailbot work, approve its only draft, and return what the student got."""
        self.work(minutes_later)
        mail = self.draft()
        assert text in self.text(mail)
        self.approve(mail)
        self.work()
        return self.got(mail.recipient)[-1]

    def got(self, recipient: str) -> list[Message]:
        """Return what an address was sent by SMTP from this account, oldest first."""
        return [
            parse(mail.raw)
            for mail in self.server.submitted()
            if recipient in mail.recipients and mail.sender == self.account.address
        ]

    def sends(self, draft_to: str, *, text: str | None = None, tidy_first: bool = False) -> None:
        """Send a draft from her own program: a new Message-ID, no draft afterwards."""
        (stored,) = [
            mail for mail in self.program.mails("Drafts") if parse(mail.raw).to[0].email == draft_to
        ]
        old = parse(stored.raw)
        new = EmailMessage()
        new["From"], new["To"], new["Subject"] = self.account.address, draft_to, old.subject
        new["Date"] = format_datetime(self.clock.now())
        new["Message-ID"] = f"<hers-{stored.uid}@{self.account.address}>"
        if old.in_reply_to:
            new["In-Reply-To"] = old.in_reply_to[0]
        new.set_content(text if text is not None else old.body)
        if tidy_first:
            self.program.remove("Drafts", stored.uid)
            self.work()
        self.program.put(
            new.as_bytes().replace(b"\n", b"\r\n"), "Sent", flags=("\\Seen",), at=self.clock.now()
        )
        if not tidy_first:
            self.program.remove("Drafts", stored.uid)

    def answers_by_hand(self, received: bytes, text: str) -> None:
        """Answer a mail from her own program without looking at Mailbot's draft."""
        mail = parse(received)
        new = EmailMessage()
        new["From"], new["To"] = self.account.address, mail.sender.email
        new["Subject"] = f"Re: {mail.subject}"
        new["Message-ID"] = f"<by-hand-{self._written}@{self.account.address}>"
        new["In-Reply-To"] = new["References"] = mail.message_id
        new.set_content(text)
        self.program.put(
            new.as_bytes().replace(b"\n", b"\r\n"), "Sent", flags=("\\Seen",), at=self.clock.now()
        )

    def applicant(self, email: str) -> Applicant | None:
        """Return what is known of a student."""
        with self.office.database.transaction() as connection:
            return people.by_email(connection, email)

    def record(self) -> list[Event]:
        """Return the whole record."""
        with self.office.database.transaction() as connection:
            return record.events(connection)

    def alerts(self) -> list[Message]:
        """Return what the coordinator was alerted of."""
        return self.got(self.account.address)

    def audit(self) -> tuple[Finding, ...]:
        """Return what an audit finds wrong."""
        return audit(self.office, self.mailbox).findings


@pytest.fixture
def office(account: Account, tmp_path: Path) -> Iterator[Office]:
    """Mailbot's rooms on an empty mailbox."""
    opened = open_office(settings_for(account, tmp_path))
    yield opened
    opened.database.close()


@pytest.fixture
def conversation(
    mail_server: MailServer,
    account: Account,
    office: Office,
    mailbox: Mailbox,
    program: MailProgram,
) -> Conversation:
    """A story about to begin: Mailbot has looked once, at an empty mailbox."""
    begun = Conversation(account, mail_server, office, mailbox, program, SetClock(START))
    begun.work()
    return begun
