"""Gmail's dialect, on a scripted server that follows Google's description and transcripts."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from mailbot.env import Secrets
from mailbot.errors import FolderMissing, LoginRefused
from mailbot.mail.imap import open_mailbox
from mailbot.model.folders import Filing, Place
from mailbot.settings_servers import MailboxSettings
from tests.servers.gmail import GmailAccount
from tests.servers.gmail_server import APP_PASSWORD, GmailServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailbot.model.folders import Mailbox

ALL_MAIL = "[Gmail]/All Mail"
RAW = b"Message-ID: <enquiry@uni.example>\r\nSubject: Balint\r\n\r\nIs there a place?\r\n"
DRAFT = b"Message-ID: <draft@balint.example>\r\nSubject: Re: Balint\r\n\r\nYes.\r\n"


@pytest.fixture
def account() -> GmailAccount:
    return GmailAccount()


@pytest.fixture
def server(account: GmailAccount) -> Iterator[GmailServer]:
    server = GmailServer(account)
    yield server
    server.stop()


def connect(server: GmailServer, password: str = APP_PASSWORD, **more: object) -> Mailbox:
    settings = MailboxSettings.model_validate(
        {
            "host": "127.0.0.1",
            "port": server.port,
            "security": "plain",
            "user": "balint.groups@gmail.test",
            **more,
        }
    )
    secrets = Secrets(
        mailbox_password=SecretStr(password), mailbox_token=SecretStr("ya29.no-longer-good")
    )
    return open_mailbox(settings, secrets)


@pytest.fixture
def mailbox(server: GmailServer) -> Iterator[Mailbox]:
    mailbox = connect(server, also=(ALL_MAIL,))
    yield mailbox
    mailbox.close()


def test_the_special_folders_are_found(mailbox: Mailbox) -> None:
    folders = mailbox.folders()
    assert folders.drafts == "[Gmail]/Drafts"
    assert folders.sent == "[Gmail]/Sent Mail"
    assert folders.junk == "[Gmail]/Spam"
    assert folders.also == (ALL_MAIL,)


def test_they_are_found_in_an_account_in_another_language() -> None:
    server = GmailServer(GmailAccount(portuguese=True))
    mailbox = connect(server)
    assert mailbox.folders().drafts == "[Gmail]/Rascunhos"
    assert mailbox.folders().sent == "[Gmail]/E-mails enviados"
    mailbox.close()
    server.stop()


def test_all_mail_under_another_name_is_told_with_what_there_is(server: GmailServer) -> None:
    mailbox = connect(server, also=("[Gmail]/Alle Nachrichten",))
    with pytest.raises(FolderMissing) as error:
        mailbox.folders()
    mailbox.close()
    assert ALL_MAIL in error.value.remedy


def test_one_mail_in_two_folders_has_two_uids_and_one_number(
    account: GmailAccount, mailbox: Mailbox
) -> None:
    account.receive(RAW)
    (here,) = mailbox.fetch("INBOX", mailbox.uids_after("INBOX", 0))
    (there,) = mailbox.fetch(ALL_MAIL, mailbox.uids_after(ALL_MAIL, 0))
    assert here.uid != there.uid
    assert here.uidvalidity != there.uidvalidity
    assert here.gmail_id == there.gmail_id
    assert here.gmail_id is not None
    assert there.labels == {"\\Inbox"}


def test_labels_are_shown_and_come_back(account: GmailAccount, mailbox: Mailbox) -> None:
    mail = account.receive(RAW)
    (uid,) = mailbox.uids_after("INBOX", 0)
    place = Place("INBOX", mailbox.state("INBOX").uidvalidity, uid)
    assert mailbox.shows("INBOX", Filing.LABEL)
    mailbox.file(place, "Mailbot/Für Sie", Filing.LABEL)
    mailbox.file(place, "Mailbot/Für Sie", Filing.LABEL)
    assert mail.labels == {"\\Inbox", "Mailbot/Für Sie"}
    assert mail.flags == set()
    (fetched,) = mailbox.fetch("INBOX", [uid])
    assert fetched.labels == {"Mailbot/Für Sie"}
    assert mailbox.uids_after("Mailbot/Für Sie", 0) != []


def test_a_label_that_she_gave_is_found(account: GmailAccount, mailbox: Mailbox) -> None:
    mail, _ = account.receive(RAW), account.receive(RAW)
    (uid, _) = mailbox.uids_after("INBOX", 0)
    mail.labels.add("Mailbot/For you")
    number = mailbox.state("INBOX").uidvalidity
    assert mailbox.labelled("INBOX", "Mailbot/For you") == [Place("INBOX", number, uid)]
    assert mailbox.labelled("INBOX", "Mailbot/Urgent") == []


def test_moving_takes_the_mail_out_of_the_inbox_only(
    account: GmailAccount, mailbox: Mailbox
) -> None:
    mail = account.receive(RAW)
    (uid,) = mailbox.uids_after("INBOX", 0)
    place = Place("INBOX", mailbox.state("INBOX").uidvalidity, uid)
    mailbox.file(place, "Balint", Filing.MOVE)
    assert mail.labels == {"Balint"}
    assert mailbox.uids_after("INBOX", 0) == []
    assert len(mailbox.uids_after(ALL_MAIL, 0)) == 1


def test_gmail_puts_what_it_sends_into_sent_itself(account: GmailAccount, mailbox: Mailbox) -> None:
    assert mailbox.keeps_sent
    account.submit(DRAFT)
    assert len(mailbox.find("[Gmail]/Sent Mail", "<draft@balint.example>")) == 1


def test_a_draft_is_thrown_away_not_just_archived(account: GmailAccount, mailbox: Mailbox) -> None:
    drafts = mailbox.folders().drafts
    place = mailbox.append(drafts, DRAFT, flags=["\\Draft"])
    assert len(mailbox.uids_after(ALL_MAIL, 0)) == 1
    assert mailbox.remove_draft(place, DRAFT)
    assert mailbox.uids_after(drafts, 0) == []
    assert mailbox.uids_after(ALL_MAIL, 0) == []
    assert len(mailbox.uids_after("[Gmail]/Trash", 0)) == 1


def test_new_mail_ends_the_wait(account: GmailAccount, mailbox: Mailbox) -> None:
    mailbox.state("INBOX")
    later = threading.Timer(0.1, account.receive, [RAW])
    later.start()
    assert mailbox.wait("INBOX", 20)
    later.join()


def test_nothing_is_ever_marked_as_read(account: GmailAccount, mailbox: Mailbox) -> None:
    mail = account.receive(RAW)
    list(mailbox.fetch("INBOX", mailbox.uids_after("INBOX", 0)))
    list(mailbox.fetch(ALL_MAIL, mailbox.uids_after(ALL_MAIL, 0)))
    mailbox.find("INBOX", "<enquiry@uni.example>")
    assert mail.flags == set()


def test_it_says_who_it_is(server: GmailServer, mailbox: Mailbox) -> None:
    assert any(command.startswith('ID ("name" "Mailbot"') for command in server.commands)


def test_the_account_s_own_password_is_refused(server: GmailServer) -> None:
    with pytest.raises(LoginRefused, match="Invalid credentials") as error:
        connect(server, "hunter22")
    assert "hunter22" not in str(error.value)


def test_a_token_that_ran_out_is_refused(server: GmailServer) -> None:
    with pytest.raises(LoginRefused, match="Invalid credentials") as error:
        connect(server, auth="xoauth2")
    assert "ya29" not in str(error.value)
