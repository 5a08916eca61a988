"""The embedded mail server as the tests' mail server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import SecretStr

from mailbot.env import Secrets
from mailbot.sandbox import accounts
from mailbot.sandbox.server import Sandbox
from mailbot.settings_servers import DeliverySettings, MailboxSettings
from tests.servers.interface import Account, Submitted

if TYPE_CHECKING:
    from collections.abc import Sequence


class SandboxServer:
    """A started sandbox; each test gets an account of its own in it."""

    name = "sandbox"

    def __init__(self) -> None:
        """Start both servers on free ports."""
        self.sandbox = Sandbox([]).start()
        self._made = 0

    def new_account(self) -> Account:
        """Make an account with INBOX, Drafts, Sent and Junk."""
        self._made += 1
        account = accounts.Account("Dr Test", f"coordinator{self._made}@balint.example", "secret")
        self.sandbox.add_account(account)
        host, password = self.sandbox.host, SecretStr(account.password)
        return Account(
            address=account.email,
            mailbox=MailboxSettings(
                host=host, port=self.sandbox.imap_port, security="plain", user=account.email
            ),
            delivery=DeliverySettings(
                host=host, port=self.sandbox.smtp_port, security="plain", user=account.email
            ),
            secrets=Secrets(mailbox_password=password, delivery_password=password),
        )

    def submitted(self) -> Sequence[Submitted]:
        """Return every mail taken by SMTP, oldest first."""
        return [Submitted(mail.sender, mail.recipients, mail.raw) for mail in self.sandbox.sent]

    def stop(self) -> None:
        """End both servers and every connection."""
        self.sandbox.stop()
