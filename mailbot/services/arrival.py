"""A mail about the programme, on its way through the transaction that keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.model.casework import Where

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.model.casework import Ruling
    from mailbot.model.mail import Message
    from mailbot.model.reading import Reading
    from mailbot.services.cases import Background
    from mailbot.services.group_mails import CalendarAnswer, LeaderMail
    from mailbot.store.mails import Seen


_ON_ITS_WAY = timedelta(days=3)
"""How long a mail may take from its writer to the mailbox."""


def written_at(message: Message, came: datetime, now: datetime) -> datetime:
    """Return when a mail was written, so that "tonight" is understood: its Date, where it can be.

    Args:
        message: The mail.
        came: When it came to the mailbox.
        now: The instant.
    """
    date = message.date
    return date if date is not None and came - _ON_ITS_WAY <= date <= now else came


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail about the programme, and all that was found out about it.

    Attributes:
        message: The mail.
        reading: What it says.
        ruling: What follows.
        background: What was known of its writer.
        seen: Its row, but for thread, applicant and fate.
        folder: Where it stands.
        came: When it came to the mailbox.
        calendar: What it answers to an invitation of ours; None where it answers none.
        leader: What a leader writes in it about a group; None where none does.
    """

    message: Message
    reading: Reading
    ruling: Ruling
    background: Background
    seen: Seen
    folder: str
    came: datetime
    calendar: CalendarAnswer | None = None
    leader: LeaderMail | None = None

    @property
    def from_a_person(self) -> bool:
        """A person wrote it, and it stands where mail to the programme stands."""
        return (
            not self.reading.screening.origin.machine and self.background.case.where is Where.INBOX
        )
