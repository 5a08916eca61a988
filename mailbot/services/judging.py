"""What a mail says and what follows from it, with all that is known of its writer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailbot.casework.decide import decide
from mailbot.casework.matter import Matter
from mailbot.model.casework import Ceilings, GroupMail
from mailbot.reading.answers import as_accepted, read_saying
from mailbot.reading.screening import screen
from mailbot.services import cases, hearing, new_words
from mailbot.services.arrival import written_at
from mailbot.services.group_mails import calendar_answer, leader_mail
from mailbot.services.review_answers import review_answer

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.casework import Case, Ruling, Where
    from mailbot.model.mail import Message, Screening
    from mailbot.model.reading import Reading
    from mailbot.services.cases import Background
    from mailbot.services.group_mails import CalendarAnswer, LeaderMail
    from mailbot.services.office import Office
    from mailbot.services.review_answers import ReviewAnswer
    from mailbot.store.keep import Digester


@dataclass(frozen=True, slots=True)
class Judged:
    """A mail as it was understood, and what follows from it.

    Attributes:
        reading: What it says.
        ruling: What follows.
        background: What was known of its writer.
        calendar: What it answers to an invitation of ours; None where it answers none.
        leader: What a leader writes in it about a group; None where none does.
        answer: What it answers to a review mail; None where it answers none.
    """

    reading: Reading
    ruling: Ruling
    background: Background
    calendar: CalendarAnswer | None
    leader: LeaderMail | None
    answer: ReviewAnswer | None


@dataclass(frozen=True, slots=True)
class Come:
    """A mail as it came.

    Attributes:
        message: The mail.
        raw: Its bytes.
        where: In which kind of folder it stands.
        at: When it came to the mailbox.
        in_sent: Just this mail stands in Sent, too; looked up only where that may prove something.
    """

    message: Message
    raw: bytes
    where: Where
    at: datetime
    in_sent: bool = False


def judge(
    office: Office, connection: Connection, come: Come, digester: Digester, now: datetime
) -> Judged:
    """Read a mail, gather what is known of its writer, and decide what follows; changes nothing."""
    message = come.message
    screening = screen(message, own=office.settings.own_addresses)
    background = cases.background(
        office,
        connection,
        message,
        screening,
        where=come.where,
        digester=digester,
        came=come.at,
        now=now,
    )
    calendar = calendar_answer(office, connection, come.raw, message)
    leader = leader_mail(office, connection, message, digester, written_at(message, come.at, now))
    answer = review_answer(
        office,
        connection,
        message,
        screening,
        background.case.role,
        digester,
        in_sent=come.in_sent,
        came=come.at,
        now=now,
        raw=come.raw,
    )
    known = background.applicant.id if background.applicant else None
    unread = new_words.unread(connection, message, background.thread_id, known)
    reading, case = _heard(office, message, screening, calendar, background.case, unread)
    case = replace(
        case,
        calendar=calendar.kind if calendar else GroupMail.NONE,
        leader=leader.kind if leader else GroupMail.NONE,
        answers_review=answer is not None,
    )
    limits = office.settings.limits
    matter = Matter(
        reading,
        case,
        Ceilings(limits.replies_a_day, limits.mails_an_hour),
        background.pending_topics,
        background.stated,
    )
    return Judged(reading, decide(matter), background, calendar, leader, answer)


def _heard(
    office: Office,
    message: Message,
    screening: Screening,
    calendar: CalendarAnswer | None,
    case: Case,
    unread: str,
) -> tuple[Reading, Case]:
    """Return what a mail says, and the case with what only its words show."""
    # What somebody writes with their calendar's answer is a person's words, the rest a machine's.
    words = replace(message, new_text=calendar.comment) if calendar else message
    heard = hearing.hear(office, words, case, screening, unread=unread)
    saying = read_saying(words, heard.reading)
    elsewhere = calendar is not None and bool(calendar.elsewhere)
    return (
        as_accepted(heard.reading, saying) if case.answers_offer else heard.reading,
        replace(
            case,
            saying=saying,
            anothers_letter=case.anothers_letter or elsewhere,
            person_behind=heard.person_behind,
        ),
    )
