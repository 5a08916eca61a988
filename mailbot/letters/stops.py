"""What Mailbot answers where something on the weekly page was stopped, or let go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mailbot.letters.clean import one_line
from mailbot.letters.review import moment
from mailbot.letters.review_links import tag
from mailbot.letters.subjects import bare_subject

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

_LONGEST = 600


@dataclass(frozen=True, slots=True)
class StopDone:
    """What became of one order.

    Attributes:
        number: As the page numbers it.
        name: What it is about.
        resumed: It was let go on; otherwise it was stopped.
        already: When it was done before, aware; None where it was done now.
        lost: How many mails of it stay turned down, since they had been written already.
    """

    number: int
    name: str
    resumed: bool
    already: datetime | None = None
    lost: int = 0


@dataclass(frozen=True, slots=True)
class StopAnswer:
    """What Mailbot answers.

    Attributes:
        subject: Of the mail that is answered.
        zone: In which times are told.
        token: Of the page, so that an answer to the answer counts; empty where it must not.
        done: What was done; empty where nothing was.
        unclear: What could not be understood, a sentence each.
        refused: What could not be done, and why, a sentence each.
        expired: The page is too old.
    """

    subject: str
    zone: ZoneInfo
    token: str = ""
    done: tuple[StopDone, ...] = ()
    unclear: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    expired: bool = False


def stop_answer_context(answer: StopAnswer) -> dict[str, Any]:
    """Return what the templates of `weekly/answer` may speak of."""
    return {
        "subject": bare_subject(answer.subject),
        "tag": tag(answer.token) if answer.token else "",
        "done": [_done(each, answer.zone) for each in answer.done],
        "unclear": [one_line(each, _LONGEST) for each in answer.unclear],
        "refused": [one_line(each, _LONGEST) for each in answer.refused],
        "expired": answer.expired,
    }


def _done(done: StopDone, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "number": done.number,
        "name": one_line(done.name),
        "resumed": done.resumed,
        "already": moment(done.already, zone) if done.already else "",
        "lost": done.lost,
    }
