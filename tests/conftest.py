"""Servers and mailboxes for every test that wants them.

`mail_server` runs a test once against Dovecot and once against the embedded server. Each test
has an account of its own; a server is started once a run, when the first test asks for it.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from mailbot.mail.imap import open_mailbox
from mailbot.mail.smtp import open_mailer
from tests.servers.certificate import make_certificate, openssl_is_here
from tests.servers.dovecot import DovecotServer, dovecot_program
from tests.servers.program import MailProgram
from tests.servers.sandbox import SandboxServer
from tests.servers.smtp_script import NO_SECRETS, open_plainly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailbot.env import Secrets
    from mailbot.model.folders import Mailbox, Mailer
    from tests.servers.certificate import Certificate
    from tests.servers.interface import Account, MailServer
    from tests.servers.scripted import ScriptedServer
    from tests.servers.smtp_script import OpenMailer


def _missing(program: str, package: str) -> None:
    """Skip the test for want of a program; in CI, where all must be tried, it fails."""
    why = f"{program} is not installed (Debian: apt-get install {package})"
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate of its own making for `localhost`, made by the openssl program."""
    if not openssl_is_here():
        _missing("openssl", "openssl")
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="session")
def dovecot() -> Iterator[DovecotServer]:
    """A Dovecot of its own, which brings openssl along."""
    if dovecot_program() is None:
        _missing("dovecot", "dovecot-imapd")
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


@pytest.fixture
def mailer_for() -> Iterator[OpenMailer]:
    """Open mailers to scripted servers, and close them after the test."""
    with ExitStack() as opened:

        def open_one(
            server: ScriptedServer, secrets: Secrets = NO_SECRETS, **more: object
        ) -> Mailer:
            mailer = open_plainly(server, secrets, **more)
            opened.callback(mailer.close)
            return mailer

        yield open_one
