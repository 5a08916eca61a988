"""A whole conversation in Gmail's dialect: All Mail, labels, and Gmail's own copy in Sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from mailbot.env import Secrets
from mailbot.mail.imap import open_mailbox
from mailbot.mail.parse import parse
from mailbot.model.outbox import State
from mailbot.services import approval, auditing, delivery, filing, looking
from mailbot.services.delivery import Ways
from mailbot.services.office import Office, open_office
from mailbot.settings_servers import DeliverySettings, MailboxSettings
from mailbot.store import outbox
from tests.conversations.conftest import START
from tests.servers.gmail import DRAFT, SENT, GmailAccount
from tests.servers.gmail_server import APP_PASSWORD, GmailServer
from tests.servers.home import settings_for
from tests.servers.interface import Account

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailbot.model.folders import Mailbox
    from mailbot.services.looking import Look
    from mailbot.store.outbox import Outbound

ADDRESS = "balint.groups@gmail.test"
QUESTION = (
    b"From: Priya Raman <priya@student.example>\r\n"
    b"To: balint.groups@gmail.test\r\n"
    b"Subject: Balint groups\r\n"
    b"Date: Mon, 23 Nov 2026 20:00:00 +1100\r\n"
    b"Message-ID: <enquiry@student.example>\r\n\r\n"
    b"Hello,\r\n\r\nDoes it cost anything to join a group?\r\n\r\nPriya\r\n"
)


class GmailMailer:
    """Gmail's SMTP: what it takes stands in Sent at once."""

    def __init__(self, account: GmailAccount) -> None:
        self._account = account
        self.taken: list[bytes] = []

    def send(self, raw: bytes, *, sender: str, recipient: str) -> None:
        """Take a mail and keep a copy in Sent."""
        del sender, recipient
        self.taken.append(raw)
        self._account.submit(raw)

    def close(self) -> None:
        """Nothing to close."""


class GmailStory:
    """Mailbot on a Gmail mailbox, step by step."""

    def __init__(self, account: GmailAccount, mailbox: Mailbox, office: Office) -> None:
        self.account = account
        self.mailbox = mailbox
        self.office = office
        self.mailer = GmailMailer(account)

    def look(self) -> Look:
        """Look, and show the sorting."""
        found = looking.look(self.office, self.mailbox, lambda: START)
        filing.file_all(self.office, self.mailbox, START)
        return found

    def deliver(self) -> list[Outbound]:
        """Send what is approved."""
        ways = Ways(lambda: self.mailer, lambda: self.mailbox)
        return delivery.deliver(self.office, ways, START)

    def in_state(self, state: State) -> list[Outbound]:
        """Return the outbound mails in one state."""
        with self.office.database.transaction() as connection:
            return outbox.in_states(connection, (state,))

    def mails(self, folder: str) -> list[bytes]:
        """Return what a folder shows."""
        return [mail.raw for mail in self.account.folders[folder].mails.values()]


@pytest.fixture
def story(tmp_path: Path) -> Iterator[GmailStory]:
    account = GmailAccount()
    server = GmailServer(account)
    gmail = Account(
        address=ADDRESS,
        mailbox=MailboxSettings(
            host="127.0.0.1",
            port=server.port,
            security="plain",
            user=ADDRESS,
            also=("[Gmail]/All Mail",),
        ),
        delivery=DeliverySettings(host="127.0.0.1", security="plain"),
        secrets=Secrets(mailbox_password=SecretStr(APP_PASSWORD)),
    )
    settings = settings_for(gmail, tmp_path)
    office = open_office(settings)
    office.database.upgrade()
    mailbox = open_mailbox(settings.mailbox, settings.secrets)
    looking.start(office, mailbox, START - timedelta(minutes=1))
    yield GmailStory(account, mailbox, office)
    mailbox.close()
    office.database.close()
    server.stop()


def test_a_mail_in_two_folders_is_answered_once_and_labelled(story: GmailStory) -> None:
    enquiry = story.account.store(QUESTION, {"\\Inbox"}, arrived=START)
    story.look()
    story.look()
    (draft,) = story.in_state(State.DRAFT)
    assert any("Drafted" in label for label in enquiry.labels)
    assert "\\Seen" not in enquiry.flags

    shown = approval.show(story.office, draft.id, START)
    approval.approve(story.office, draft.id, shown.digest, START)
    assert [mail.id for mail in story.deliver()] == [draft.id]
    story.look()
    assert story.deliver() == []
    assert len(story.mailer.taken) == 1
    assert len(story.mails("[Gmail]/Sent Mail")) == 1
    assert story.mails("[Gmail]/Drafts") == []
    assert auditing.audit(story.office, story.mailbox).findings == ()


def test_a_mail_that_a_filter_archived_is_found_in_all_mail(story: GmailStory) -> None:
    story.account.store(QUESTION, set(), arrived=START)
    story.look()
    assert len(story.in_state(State.DRAFT)) == 1


def test_a_draft_sent_from_the_gmail_app_counts_as_approved(story: GmailStory) -> None:
    story.account.store(QUESTION, {"\\Inbox"}, arrived=START)
    story.look()
    (draft,) = story.in_state(State.DRAFT)
    (standing,) = [
        mail
        for mail in story.account.folders["[Gmail]/Drafts"].mails.values()
        if DRAFT in mail.labels
    ]
    # The app sends what stands there under a Message-ID of Gmail's own, and the draft is gone.
    sent = standing.raw.replace(
        (parse(standing.raw).message_id or "").encode(), b"<CAF7wq2nK@mail.gmail.test>"
    )
    standing.labels.discard(DRAFT)
    standing.labels.add("\\Trash")
    story.account.settle()
    story.account.store(sent, {SENT}, {"\\Seen"}, START)
    story.look()

    assert [mail.id for mail in story.in_state(State.SENT)] == [draft.id]
    assert story.deliver() == []
    assert story.mailer.taken == []
