"""An IMAP server's side of a scripted connection: it knows the log-in, the test says the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import SecretStr

from mailbot.env import Secrets
from mailbot.mail.imap import open_mailbox
from mailbot.settings_servers import MailboxSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailbot.model.folders import Mailbox
    from tests.servers.scripted import ScriptedServer, Talk

USUAL = "IMAP4rev1 IDLE UIDPLUS MOVE SPECIAL-USE"
LISTED = (
    '* LIST () "/" INBOX',
    '* LIST (\\Drafts) "/" Drafts',
    '* LIST (\\Sent) "/" Sent',
    '* LIST (\\Trash) "/" Trash',
)


class Step:
    """A command that is to come, and the answer to it.

    Attributes:
        beginning: How the command begins, after its tag.
        lines: What is answered; a line beginning with `NO`, `BAD` or `OK` gets the tag. Where none
            does, `OK done` follows.
        last: What to do after the answer.
    """

    def __init__(
        self, beginning: str, *lines: str, last: Callable[[Talk], None] | None = None
    ) -> None:
        self.beginning = beginning
        self.lines = lines
        self.last = last

    def answer(self, tag: str) -> list[str]:
        """Return the lines with the tag."""
        tagged = [
            f"{tag} {line}" if line.startswith(("OK", "NO", "BAD")) else line for line in self.lines
        ]
        if not any(line.startswith(f"{tag} ") for line in tagged):
            tagged.append(f"{tag} OK done")
        return tagged


def opened(
    name: str = "INBOX", *, exists: int = 0, uidnext: int = 1, permanent: str = "\\*"
) -> Step:
    """Return the answer to EXAMINE or SELECT of a folder."""
    return Step(
        "",
        "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)",
        f"* OK [PERMANENTFLAGS ({permanent})] Limited",
        f"* {exists} EXISTS",
        "* 0 RECENT",
        "* OK [UIDVALIDITY 7] ok",
        f"* OK [UIDNEXT {uidnext}] ok",
        f"OK [READ-WRITE] {name} opened",
    )


def imap(*steps: Step, capabilities: str = USUAL) -> Callable[[Talk], None]:
    """Return a talk: the log-in, then the steps in order; after them the connection breaks."""

    def talk(side: Talk) -> None:
        side.say("* OK hello")
        for step in (
            Step("CAPABILITY", f"* CAPABILITY {capabilities}"),
            Step("LOGIN"),
            Step("CAPABILITY", f"* CAPABILITY {capabilities}"),
            *steps,
        ):
            tag, _, command = side.hear().partition(" ")
            if command == "LOGOUT":
                side.say("* BYE", f"{tag} OK bye")
                return
            assert command.startswith(step.beginning), f"{command!r}, not {step.beginning!r}"
            if step.last is None:
                side.say(*step.answer(tag))
            else:
                side.say(*step.lines)
                step.last(side)

    return talk


def open_to(server: ScriptedServer, **more: object) -> Mailbox:
    """Open the mailbox on a scripted server; `more` are settings."""
    settings = MailboxSettings.model_validate(
        {
            "host": "127.0.0.1",
            "port": server.port,
            "security": "plain",
            "user": "alex@balint.example",
            "timeout_seconds": 5,
            **more,
        }
    )
    return open_mailbox(settings, Secrets(mailbox_password=SecretStr("secret")))
