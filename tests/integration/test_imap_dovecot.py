"""What only a full server can show: TLS, tokens, and a server that is killed."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from mailbot.errors import LoginRefused, MailboxUnavailable
from mailbot.mail.imap import open_mailbox
from mailbot.model.folders import Filing, Place
from tests.servers.program import MailProgram

if TYPE_CHECKING:
    from mailbot.env import Secrets
    from mailbot.settings_servers import MailboxSettings
    from tests.servers.dovecot import DovecotServer
    from tests.servers.interface import Account

pytestmark = pytest.mark.dovecot


@pytest.fixture
def account(dovecot: DovecotServer) -> Account:
    return dovecot.new_account()


def over(security: str, dovecot: DovecotServer, account: Account) -> MailboxSettings:
    port = dovecot.imaps_port if security == "tls" else dovecot.imap_port
    return account.mailbox.model_copy(
        update={"host": "localhost", "port": port, "security": security}
    )


@pytest.mark.parametrize("security", ["tls", "starttls"])
class TestTls:
    def test_mail_comes_over_tls_and_idle_works_there(
        self,
        security: str,
        dovecot: DovecotServer,
        account: Account,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
        mailbox = open_mailbox(over(security, dovecot, account), account.secrets)
        mailbox.state("INBOX")
        program = MailProgram(account)
        later = threading.Timer(0.2, program.put, [b"Subject: over TLS\r\n\r\nHello\r\n"])
        later.start()
        assert mailbox.wait("INBOX", 20)
        later.join()
        (mail,) = mailbox.fetch("INBOX", mailbox.uids_after("INBOX", 0))
        assert mail.raw == b"Subject: over TLS\r\n\r\nHello\r\n"
        mailbox.close()

    def test_a_certificate_of_its_own_making_is_not_believed(
        self, security: str, dovecot: DovecotServer, account: Account
    ) -> None:
        with pytest.raises(MailboxUnavailable, match="certificate") as error:
            open_mailbox(over(security, dovecot, account), account.secrets)
        assert "SSL_CERT_FILE" in error.value.remedy

    def test_a_certificate_for_another_name_is_not_believed(
        self,
        security: str,
        dovecot: DovecotServer,
        account: Account,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
        settings = over(security, dovecot, account).model_copy(update={"host": "127.0.0.2"})
        with pytest.raises(MailboxUnavailable):
            open_mailbox(settings, account.secrets)


class TestTokens:
    def settings(self, account: Account) -> MailboxSettings:
        return account.mailbox.model_copy(update={"auth": "xoauth2"})

    def secrets(self, account: Account, token: str) -> Secrets:
        return account.secrets.model_copy(update={"mailbox_token": SecretStr(token)})

    def test_a_token_logs_in(self, dovecot: DovecotServer, account: Account) -> None:
        token = dovecot.token_for(account.address)
        mailbox = open_mailbox(self.settings(account), self.secrets(account, token))
        assert mailbox.state("INBOX").uidnext == 1
        mailbox.close()

    def test_somebody_else_s_token_does_not(self, dovecot: DovecotServer, account: Account) -> None:
        token = dovecot.token_for("mallory@balint.example")
        with pytest.raises(LoginRefused) as error:
            open_mailbox(self.settings(account), self.secrets(account, token))
        assert token not in str(error.value)


def test_a_server_killed_during_idle_is_noticed_at_once(
    dovecot: DovecotServer, account: Account
) -> None:
    mailbox = open_mailbox(account.mailbox, account.secrets)
    later = threading.Timer(0.3, dovecot.hang_up, [account.address])
    later.start()
    began = time.monotonic()
    with pytest.raises(MailboxUnavailable):
        mailbox.wait("INBOX", 60)
    assert time.monotonic() - began < 5
    later.join()
    mailbox.close()


def test_many_labels_are_kept_beyond_what_maildir_file_names_hold(
    dovecot: DovecotServer, account: Account
) -> None:
    program = MailProgram(account)
    program.put(b"Subject: x\r\n\r\nx\r\n")
    mailbox = open_mailbox(account.mailbox, account.secrets)
    place = Place("INBOX", mailbox.state("INBOX").uidvalidity, 1)
    for number in range(30):
        mailbox.file(place, f"Mailbot/{number}", Filing.LABEL)
    mailbox.close()
    (mail,) = program.mails()
    assert len(mail.flags) == 30
