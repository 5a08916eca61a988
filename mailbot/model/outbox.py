"""Every mail that leaves or may leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailbot.model.mail import Address
    from mailbot.model.pictures import Picture


class State(StrEnum):
    """Where an outbound mail stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    SENDING = "sending"
    SENT = "sent"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


UNSENT = frozenset({State.DRAFT, State.APPROVED})
"""States in which a mail has not left and may still be withdrawn."""

STATE_MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset(
        {State.APPROVED, State.SENT, State.REJECTED, State.SUPERSEDED, State.EXPIRED}
    ),
    State.APPROVED: frozenset(
        {State.SENDING, State.DRAFT, State.SENT, State.REJECTED, State.SUPERSEDED, State.EXPIRED}
    ),
    State.SENDING: frozenset({State.SENT, State.APPROVED, State.FAILED, State.UNCERTAIN}),
    State.UNCERTAIN: frozenset({State.SENT, State.APPROVED, State.REJECTED}),
    State.FAILED: frozenset({State.APPROVED, State.REJECTED}),
    State.SENT: frozenset(),
    State.REJECTED: frozenset({State.SENT}),
    State.SUPERSEDED: frozenset({State.SENT}),
    State.EXPIRED: frozenset({State.SENT}),
}
"""Which state may follow which; anything else is refused. What was withdrawn can still turn out to
have been sent by the coordinator herself, from a mail program that was quicker."""

WITHDRAWN = frozenset({State.REJECTED, State.SUPERSEDED, State.EXPIRED})
"""States in which a mail was not to leave any more."""


BY_HAND = "the coordinator answered by hand"
"""Why a draft is withdrawn, and a mail handled, that she answered in her own words."""

_LONGEST_PAUSE = timedelta(hours=4)


def pause_after(attempts: int) -> timedelta:
    """Return how long a mail rests that was refused for now, after so many attempts before."""
    return min(timedelta(minutes=2**attempts), _LONGEST_PAUSE)


class Audience(StrEnum):
    """Whom a mail is for: pause, `only_to` and ceilings hold students and leaders only."""

    STUDENT = "student"
    LEADER = "leader"
    STAFF = "staff"


class Channel(StrEnum):
    """By which way an approval came."""

    COMMAND = "command"
    DRAFTS_FOLDER = "drafts_folder"
    CONFIGURATION = "configuration"
    STANDING = "standing"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Letter:
    """What a template and its context make.

    Attributes:
        subject: One line.
        text: The words, wrapped nowhere; the truth of the letter.
        html: The same words as simple HTML.
        pictures: What the HTML shows by its Content-ID; each stands in the text by its words.
    """

    subject: str
    text: str
    html: str
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom in which conversation.

    Attributes:
        message_id: Fixed before the first attempt, with angle brackets.
        sender: From.
        recipient: The only To.
        in_reply_to: The Message-ID that is answered; None for a new conversation.
        references: The conversation, oldest first.
        auto_submitted: True for mail that no person approved one by one, marked as RFC 3834 asks.
    """

    message_id: str
    sender: Address
    recipient: Address
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    auto_submitted: bool = False
