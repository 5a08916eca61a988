"""What every mail server in the tests offers, so that one test runs against all of them.

A server only makes accounts and takes mail by SMTP. Everything a person does in the mailbox
(putting mail in, reading folders, setting flags) goes by plain IMAP: `tests.servers.program`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.env import Secrets
    from mailbot.settings_servers import DeliverySettings, MailboxSettings


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox of its own for one test, empty but for its folders.

    Attributes:
        address: The mail address; also the user name of both servers.
        mailbox: Where and how to read it.
        delivery: Where and how to send from it.
        secrets: Passwords for both.
    """

    address: str
    mailbox: MailboxSettings
    delivery: DeliverySettings
    secrets: Secrets


@dataclass(frozen=True, slots=True)
class Submitted:
    """A mail that the SMTP server took and answered for.

    Attributes:
        sender: The envelope's sender.
        recipients: The envelope's recipients.
        raw: The bytes after DATA, dots unstuffed.
    """

    sender: str
    recipients: tuple[str, ...]
    raw: bytes


class MailServer(Protocol):
    """An IMAP and an SMTP server on loopback that share their accounts."""

    @property
    def name(self) -> str:
        """What the test's name shows: `dovecot` or `sandbox`."""
        ...

    def new_account(self) -> Account:
        """Make an account with INBOX, Drafts, Sent and Junk."""
        ...

    def submitted(self) -> Sequence[Submitted]:
        """Return every mail taken by SMTP, oldest first.

        Mail to an account's address also stands in that account's INBOX.
        """
        ...

    def stop(self) -> None:
        """End both servers and every connection."""
        ...
