"""What a student does about a mail: a pure function of it, of earlier mails, and of now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from mailbot.sandbox.letters import write_reply

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from email.message import EmailMessage

    from mailbot.sandbox.accounts import Account
    from mailbot.sandbox.letters import Mail


class Actor(Protocol):
    """One way to answer mail."""

    def __call__(
        self, student: Account, received: Mail, earlier: Sequence[Mail], now: datetime
    ) -> tuple[EmailMessage, ...]:
        """Return what `student` writes on `received`, having got the mails `earlier`."""
        ...


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers the first mail with the first text, the next with the next, then nothing more."""

    texts: tuple[str, ...]

    def __call__(
        self, student: Account, received: Mail, earlier: Sequence[Mail], now: datetime
    ) -> tuple[EmailMessage, ...]:
        """Answer by the number of mails so far."""
        texts = self.texts[len(earlier) : len(earlier) + 1]
        return tuple(write_reply(student, received, text, now) for text in texts)


@dataclass(frozen=True, slots=True)
class OutOfOffice:
    """Answers each mail once by machine, and never a machine (RFC 3834, section 2)."""

    text: str

    def __call__(
        self, student: Account, received: Mail, earlier: Sequence[Mail], now: datetime
    ) -> tuple[EmailMessage, ...]:
        """Send the notice unless this very mail came before."""
        if received.machine or received.message_id in {mail.message_id for mail in earlier}:
            return ()
        notice = write_reply(student, received, self.text, now)
        notice.set_content(self.text)
        notice.replace_header("Subject", f"Automatic reply: {received.subject}")
        notice["Auto-Submitted"] = "auto-replied"
        notice["X-Auto-Response-Suppress"] = "All"
        return (notice,)


@dataclass(frozen=True, slots=True)
class SecondThought:
    """What a student adds to their first mail before an answer came.

    Attributes:
        student: Who writes again.
        to: The name of their first mail among the opening mails.
        text: What they add.
    """

    student: Account
    to: str
    text: str
