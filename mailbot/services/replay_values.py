"""What a replay finds: mail by mail, and counted."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class Would(StrEnum):
    """What Mailbot would have done with a mail."""

    DRAFT = "draft"
    FOR_YOU = "for_you"
    NO_ANSWER = "no_answer"
    LEFT_ALONE = "left_alone"

    @property
    def answers(self) -> bool:
        """True where Mailbot holds that the writer is owed an answer, its own or hers."""
        return self in {Would.DRAFT, Would.FOR_YOU}


class Answered(StrEnum):
    """What the coordinator did."""

    DIRECTLY = "directly"
    IN_CONVERSATION = "in_conversation"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Slip:
    """Where a replay has put words aside; none by default."""

    at: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Replayed:
    """One mail from a person: what Mailbot would have done beside what the coordinator did.

    Attributes:
        uid: Its UID in the folder.
        at: When it came.
        sender: Its writer's name and address.
        subject: On one line.
        would: What Mailbot would have done.
        stage: Where the writer stood when it came.
        rule: The rule that fired; empty where it could not be handled.
        why: That rule's reason, or why the mail could not be handled.
        route: What the reading says should happen; empty where it was not read.
        confidence: How sure the route is, from 0 to 1.
        topics: What it raises.
        flags: What it needs care for.
        answered: What she did.
        answered_at: When.
        alike: How alike the draft's words and hers are, from 0 to 1; None unless there was a draft
            and she answered this very mail.
        lacks: Links, dates, times and sums of her answer that the draft does not have.
        open: How many places of the draft are left for her to settle.
        mail: The mail's new text.
        draft: The draft's text.
        answer: Her answer's new text.
    """

    uid: int
    at: datetime
    sender: str
    subject: str
    would: Would
    stage: str = "new"
    rule: str = ""
    why: str = ""
    route: str = ""
    confidence: float = 0.0
    topics: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    answered: Answered = Answered.NEVER
    answered_at: datetime | None = None
    alike: float | None = None
    lacks: tuple[str, ...] = ()
    open: int = 0
    mail: Slip = Slip()
    draft: Slip = Slip()
    answer: Slip = Slip()

    @property
    def agrees(self) -> bool:
        """True where both hold that an answer is owed, or both that none is."""
        return self.would.answers == (self.answered is not Answered.NEVER)


@dataclass(frozen=True, slots=True)
class Counts:
    """How often Mailbot and the coordinator agree.

    Attributes:
        mails: Mails from people.
        agreed: Those of them where both answer, or neither does.
        answered: What she answered, by what Mailbot would have done.
        unanswered: What she never answered, likewise.
        compared: Drafts that were held against her own answer to the same mail.
        alike: The median of their likeness, from 0 to 1; None where none was compared.
        lacking: How many of those drafts lack something that she wrote.
        open: How many of those drafts leave something for her to settle.
    """

    mails: int
    agreed: int
    answered: dict[Would, int]
    unanswered: dict[Would, int]
    compared: int
    alike: float | None
    lacking: int
    open: int


def counted(mails: Sequence[Replayed]) -> Counts:
    """Count what a replay found."""
    compared = [mail for mail in mails if mail.alike is not None]
    likenesses = [mail.alike for mail in compared if mail.alike is not None]
    cells = Counter((mail.would, mail.answered is not Answered.NEVER) for mail in mails)
    return Counts(
        mails=len(mails),
        agreed=sum(mail.agrees for mail in mails),
        answered={would: cells[would, True] for would in Would},
        unanswered={would: cells[would, False] for would in Would},
        compared=len(compared),
        alike=statistics.median(likenesses) if likenesses else None,
        lacking=sum(bool(mail.lacks) for mail in compared),
        open=sum(bool(mail.open) for mail in compared),
    )
