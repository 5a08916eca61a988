"""The coordinator says what a mail really is: a lesson, which she can list and take back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.errors import NotFoundError, RefusedError
from mailbot.model.outbox import UNSENT
from mailbot.reading.corrections import said
from mailbot.services import learning
from mailbot.services.examples import keep_lesson
from mailbot.store import lessons, mails, outbox, record
from mailbot.store.lessons import Source
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.reading.corrections import Correction
    from mailbot.services.office import Office
    from mailbot.store.lessons import KeptLesson, Words
    from mailbot.store.mails import Enquiry


@dataclass(frozen=True, slots=True)
class Corrected:
    """A lesson that was kept just now.

    Attributes:
        lesson: As it is on record.
        waiting: Drafts that answer what was read before; they stay as they are.
    """

    lesson: KeptLesson
    waiting: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A lesson as it is shown.

    Attributes:
        lesson: As it is on record.
        words: The words that it is about; None where they were erased, so that it teaches nothing.
    """

    lesson: KeptLesson
    words: Words | None


def correct(office: Office, mail_id: int, correction: Correction, now: datetime) -> Corrected:
    """Keep what she says of a mail; said anew of the same mail, it takes the place of the old.

    Raises:
        NotFoundError: There is no such mail.
        RefusedError: The correction contradicts itself, or no words of the mail are kept.
    """
    labels = said(correction)
    with office.database.transaction() as connection:
        enquiry = _enquiry(connection, mail_id)
        number = keep_lesson(connection, enquiry, Source.CORRECT, labels, now)
        kept = lessons.get(connection, number)
        assert kept is not None  # noqa: S101 - it was kept just now
        waiting = [
            mail.id for mail in outbox.answering(connection, mail_id) if mail.state in UNSENT
        ]
        return Corrected(kept, tuple(waiting))


def listed(office: Office) -> list[Listed]:
    """Return the lessons that stand, oldest first."""
    with office.database.transaction() as connection:
        standing = lessons.standing(connection)
        words = lessons.words(connection, [each.new.mail_id for each in standing])
        return [Listed(each, words.get(each.new.mail_id)) for each in standing]


def forget(office: Office, number: int, now: datetime) -> KeptLesson:
    """Take a lesson back: no mail is read by it any more, from the next look on.

    Raises:
        NotFoundError: There is no such lesson, or it was taken back before.
    """
    with office.database.transaction() as connection:
        kept = lessons.get(connection, number)
        if kept is None or kept.ended_at is not None:
            raise NotFoundError(
                f"There is no lesson {number}.", "`mailbot read --lessons` shows what there is."
            )
        lessons.end(connection, [number], now)
        why = f"lesson {number} was taken back"
        record.add(connection, Event(now, "lesson_ended", why, kept.new.mail_id))
        learning.note(connection, now)
    learning.refresh(office)
    return kept


def _enquiry(connection: Connection, mail_id: int) -> Enquiry:
    found = mails.enquiry(connection, mail_id)
    if found is not None:
        return found
    remedy = "`mailbot drafts show` and `mailbot history` tell the numbers of mails."
    if lessons.came(connection, mail_id):
        raise RefusedError(
            f"Nothing of mail {mail_id} is kept but that it came, so nothing can be learnt of it.",
            "Label it `Mailbot/For you` in your mailbox: that brings it in.",
        )
    raise NotFoundError(f"There is no mail {mail_id}.", remedy)
