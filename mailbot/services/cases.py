"""What is known of a mail's writer and its thread, gathered for `casework.decide`."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.casework.facts import merge
from mailbot.errors import MailProblem
from mailbot.mail.compose_headers import ascii_address
from mailbot.model.casework import AlertKind, Case, Role, Where
from mailbot.model.mail import Origin
from mailbot.model.outbox import Audience
from mailbot.model.reading import Facts, Topic
from mailbot.services.another_address import answers_own_offer, is_anothers, letter_answered
from mailbot.services.answering_offers import may_answer
from mailbot.services.group_mails import role_of_leader
from mailbot.store import alerts, mails, outbox, people, sendings, threads

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.mail import Message, Screening
    from mailbot.services.office import Office
    from mailbot.store.keep import Digester
    from mailbot.store.mails import Enquiry
    from mailbot.store.people import Applicant

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Background:
    """The case, and the rows that it was built from.

    Attributes:
        case: What `decide` may know.
        applicant: The writer, where known.
        thread_id: The conversation, where known.
        pending: Earlier mails of the thread whose reply has not left.
        flood_key: Under which a flood of this sender is alerted, once a day.
    """

    case: Case
    applicant: Applicant | None
    thread_id: int | None
    pending: tuple[Enquiry, ...]
    flood_key: str

    @property
    def stated(self) -> Facts:
        """What the mails that still wait for an answer state about their writer."""
        facts = (mail.text.reading.facts for mail in self.pending)
        return functools.reduce(merge, facts, Facts())

    @property
    def pending_topics(self) -> frozenset[Topic]:
        """The topics that still wait for an answer in this thread."""
        found = {topic for mail in self.pending for topic in mail.text.reading.topic_set}
        return frozenset(found - {Topic.THANKS, Topic.UNRELATED})


def background(
    office: Office,
    connection: Connection,
    message: Message,
    screening: Screening,
    *,
    where: Where,
    digester: Digester,
    came: datetime,
    now: datetime,
) -> Background:
    """Gather what is known of the writer and the thread of `message`.

    Args:
        office: The rooms.
        connection: The transaction that handles the mail.
        message: The mail.
        screening: What wrote it.
        where: In which kind of folder it stands.
        digester: Of this installation.
        came: When it came to the mailbox.
        now: The instant.
    """
    email = message.sender.email
    applicant = people.by_email(connection, email) if email else None
    digests = [digester.message_id(one) for one in (*message.references, *message.in_reply_to)]
    thread_id = threads.find(connection, digests)
    flood_key = _flood_key(office, email, digester, now)
    bounced = _bounced(connection, message, screening, digester)
    letter = letter_answered(connection, digester, message)
    case = Case(
        role=_role(office, connection, message, applicant, digester),
        where=where,
        in_our_thread=threads.ours(connection, digests),
        distress_in_thread=_distressed(connection, applicant, thread_id),
        bounced=bounced,
        mails_last_hour=1 + mails.count_from(connection, email, came - timedelta(hours=1), came),
        flooding=alerts.exists(connection, f"alert/{AlertKind.FLOOD.value}/{flood_key}"),
        reachable=_reachable(email),
        returned_alert=_alert_returned(connection, bounced),
        wordless=not message.body.strip(),
        answers_offer=answers_own_offer(connection, letter, applicant),
        anothers_letter=is_anothers(letter, applicant),
    )
    if applicant is not None:
        case = _of_applicant(connection, case, applicant, now)
    pending = _pending(connection, thread_id, applicant)
    return Background(case, applicant, thread_id, pending, flood_key)


def _of_applicant(connection: Connection, case: Case, applicant: Applicant, now: datetime) -> Case:
    return replace(
        case,
        stage=applicant.stage,
        facts=applicant.facts,
        replies_last_day=sendings.replies_to(connection, applicant.id, now - _DAY),
        asked=sendings.asked_of(connection, applicant.id),
        may_answer=may_answer(connection, applicant, now),
    )


def _flood_key(office: Office, email: str, digester: Digester, now: datetime) -> str:
    day = now.astimezone(office.settings.coordinator.zone).date().isoformat()
    return f"{digester.digest('sender' + email)[:24]}/{day}"


def _distressed(connection: Connection, applicant: Applicant | None, thread_id: int | None) -> bool:
    if applicant and applicant.distress:
        return True
    return thread_id is not None and threads.distressed(connection, thread_id)


def _pending(
    connection: Connection, thread_id: int | None, applicant: Applicant | None
) -> tuple[Enquiry, ...]:
    """Only the writer's own mails: in a thread passed on, nobody is answered for another."""
    if thread_id is None or applicant is None:
        return ()
    waiting = mails.unanswered(connection, thread_id)
    return tuple(mail for mail in waiting if mail.seen.applicant_id == applicant.id)


def _role(
    office: Office,
    connection: Connection,
    message: Message,
    applicant: Applicant | None,
    digester: Digester,
) -> Role:
    settings, email = office.settings, message.sender.email
    if email in settings.own_addresses:
        own_id = digester.message_id(message.message_id or "")
        return Role.MAILBOT if outbox.id_of_any(connection, [own_id]) else Role.COORDINATOR
    if email == settings.coordinator.alert_address:
        return Role.COORDINATOR
    if email and email == settings.coordinator.deputy.lower():
        return Role.DEPUTY
    if email and email == settings.keeper.email.lower():
        return Role.KEEPER
    if leader := role_of_leader(office, connection, email):
        return leader
    return Role.APPLICANT if applicant else Role.STRANGER


def _reachable(email: str) -> bool:
    try:
        ascii_address(email)
    except MailProblem:
        return False
    return True


def _alert_returned(connection: Connection, bounced: int | None) -> bool:
    mail = None if bounced is None else outbox.get(connection, bounced)
    return mail is not None and mail.audience is Audience.STAFF


def _bounced(
    connection: Connection, message: Message, screening: Screening, digester: Digester
) -> int | None:
    if screening.origin is not Origin.BOUNCE:
        return None
    returned = message.report.message_ids if message.report else ()
    digests = [
        digester.message_id(one) for one in (*returned, *message.references, *message.in_reply_to)
    ]
    return outbox.id_of_any(connection, digests)
