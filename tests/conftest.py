"""Servers and mailboxes for every test that wants them.

`mail_server` runs a test once against Dovecot and once against the embedded server. Each test
has an account of its own; a server is started once a run, when the first test asks for it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from mailbot.mail.imap import open_mailbox
from mailbot.mail.smtp import open_mailer
from tests.servers.dovecot import DovecotServer, dovecot_program
from tests.servers.program import MailProgram
from tests.servers.sandbox import SandboxServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailbot.model.folders import Mailbox, Mailer
    from tests.servers.interface import Account, MailServer


@pytest.fixture(scope="session")
def dovecot() -> Iterator[DovecotServer]:
    """A Dovecot of its own; where there is none the test is skipped, but in CI it fails."""
    if dovecot_program() is None:
        why = "dovecot is not installed (Debian: apt-get install dovecot-imapd)"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    server = DovecotServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sandbox() -> Iterator[SandboxServer]:
    """The embedded mail server."""
    server = SandboxServer()
    yield server
    server.stop()


@pytest.fixture(params=[pytest.param("dovecot", marks=pytest.mark.dovecot), "sandbox"])
def mail_server(request: pytest.FixtureRequest) -> MailServer:
    """Each of the mail servers in turn."""
    server: MailServer = request.getfixturevalue(request.param)
    return server


@pytest.fixture
def account(mail_server: MailServer) -> Account:
    """A new account, empty but for its folders."""
    return mail_server.new_account()


@pytest.fixture
def program(account: Account) -> MailProgram:
    """The coordinator's own mail program on `account`."""
    return MailProgram(account)


@pytest.fixture
def mailbox(account: Account) -> Iterator[Mailbox]:
    """`account` as Mailbot reads it."""
    opened = open_mailbox(account.mailbox, account.secrets)
    yield opened
    opened.close()


@pytest.fixture
def mailer(account: Account) -> Iterator[Mailer]:
    """`account`'s way out."""
    opened = open_mailer(account.delivery, account.secrets, user=account.address)
    yield opened
    opened.close()
