"""Mailbot's commands in a home of their own, on a mailbox of the embedded server."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest

from mailbot.cli.main import main
from mailbot.sandbox.home import write_home
from mailbot.store import outbox
from mailbot.store.database import Database
from tests.servers.program import MailProgram

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from mailbot.clock import SetClock
    from mailbot.model.outbox import State
    from mailbot.store.outbox import Outbound
    from tests.servers.interface import Account
    from tests.servers.sandbox import SandboxServer


@dataclass(frozen=True, slots=True)
class Answer:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The JSON document that it printed."""
        return json.loads(self.out)


class Commands:
    """Gives commands as somebody at a shell does, with the clock in hand."""

    def __init__(
        self,
        folder: Path,
        server: SandboxServer,
        account: Account,
        clock: SetClock,
        capture: pytest.CaptureFixture[str],
    ) -> None:
        """Write a home for `account`."""
        known = server.sandbox.accounts[account.address]
        self.home = write_home(folder, server.sandbox, known)
        self.server = server
        self.account = account
        self.program = MailProgram(account)
        self.clock = clock
        self._capture = capture
        self._came = 0

    def __call__(self, *arguments: str) -> Answer:
        """Give one command."""
        self._capture.readouterr()
        with pytest.raises(SystemExit) as end:
            main(["--home", str(self.home), *arguments])
        out, err = self._capture.readouterr()
        assert isinstance(end.value.code, int)
        return Answer(end.value.code, out, err)

    def later(self, past: timedelta) -> None:
        """Let time go by."""
        self.clock.set(self.clock.now() + past)

    def comes(self, sender: str, subject: str, body: str) -> None:
        """Let a mail come into the inbox, and a minute go by."""
        self._came += 1
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, self.account.address, subject
        mail["Message-ID"] = f"<{self._came}@student.example>"
        mail["Date"] = self.clock.now()
        mail.set_content(body)
        self.later(timedelta(minutes=1))
        self.program.put(mail.as_bytes(), at=self.clock.now())

    def sent(self) -> list[tuple[str, ...]]:
        """Return whom mail from this home went to by SMTP."""
        return [
            mail.recipients
            for mail in self.server.submitted()
            if mail.sender == self.account.address
        ]

    def outbound(self, number: int) -> Outbound:
        """Return a mail of the outbox."""
        database = Database(f"sqlite:///{self.home}/data/mailbot.db")
        with database.transaction() as connection:
            mail = outbox.get(connection, number)
        database.close()
        assert mail is not None
        return mail

    def comes_to(self, number: int, *states: State) -> None:
        """Bring a mail of the outbox through `states`, as a delivery that went wrong does."""
        database = Database(f"sqlite:///{self.home}/data/mailbot.db")
        with database.transaction() as connection:
            for state in states:
                self._move(connection, number, state)
        database.close()

    def _move(self, connection: Connection, number: int, state: State) -> None:
        mail = outbox.get(connection, number)
        assert mail is not None
        assert outbox.move(connection, number, (mail.state,), state, self.clock.now())
