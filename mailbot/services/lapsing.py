"""Open offers as time goes on: one reminder at half time, and the end of the deadline."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.casework.decide import ANOTHERS_LETTER
from mailbot.letters.context import AlertContext
from mailbot.model.casework import AlertKind, Cause
from mailbot.model.reading import Stage, Topic
from mailbot.model.seats import OfferState, StandingKind
from mailbot.model.sessions import Verdict, Why
from mailbot.services.alerting import raise_alert
from mailbot.services.answering_offers import choices
from mailbot.services.judgement import Judged, Judgement
from mailbot.services.moving import move
from mailbot.services.offer_letters import remind
from mailbot.services.offer_moments import reminder_key, reminder_moment
from mailbot.services.vacating import give_up
from mailbot.services.wellbeing import last_look
from mailbot.store import heard, keep, offers, outbox, people, standings, unsent

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.seats import Offer, StandingApproval
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound
    from mailbot.store.people import Applicant

_POINTLESS = timedelta(hours=2)
"""A reminder that comes so shortly before the deadline helps nobody."""

_SPOKEN = frozenset(
    {Topic.ACCEPT, Topic.CHANGE_GROUP, Topic.ABSENCE, Topic.AVAILABILITY, Topic.JOIN}
)
"""Who said one of these and still has an open offer did not just stay silent."""

_NOTHING_ELSE = frozenset({Topic.THANKS})
"""Who only said thanks may well believe that they said yes."""


def judge_reminder(
    _office: Office, connection: Connection, mail: Outbound, now: datetime
) -> Judgement:
    """Return whether the reminder of an offer may leave now; see `preflight`."""
    made = offers.pending_of(connection, mail.applicant_id or 0)
    if made is None or reminder_key(made) != mail.key:
        return Judgement(Judged.WITHDRAWN, "the offer is not open any more")
    verdict, why = reminder_verdict(connection, made, now)
    if verdict is Verdict.SKIP:
        return Judgement(Judged.WITHDRAWN, why)
    if verdict is Verdict.WAIT:
        return Judgement(Judged.WAITS, why)
    return Judgement(Judged.LEAVES)


def look_after_open(office: Office, group_id: int, now: datetime) -> None:
    """Remind of the open offers of a group that are half over, and let those end that are over.

    Raises:
        MailProblem: An address cannot stand in a mail.
        NotFoundError: There is no address of a student.
        TemplateError: The template of reminders is broken.
    """
    with office.database.transaction() as connection:
        for made in offers.of_group(connection, group_id):
            if made.state is not OfferState.OPEN:
                continue
            if made.deadline <= now:
                _end(office, connection, made, now)
            elif reminder_moment(made) <= now:
                _remind(office, connection, made, now)


def reminder_verdict(connection: Connection, made: Offer, at: datetime) -> tuple[Verdict, str]:
    """Return what becomes of the reminder of an open offer at a moment, and why if it stays."""
    if at >= made.deadline - _POINTLESS:
        return Verdict.SKIP, "the deadline is too near"
    if people.get(connection, made.applicant_id).held_at:
        return Verdict.WAIT, Why.HELD.value
    if _unheard(connection, made):
        return Verdict.WAIT, "something of theirs waits for the coordinator"
    return Verdict.SEND, ""


def leave_to_remind(connection: Connection, made: Offer) -> StandingApproval | None:
    """Return the leave by which an open offer is reminded of; None where it is not, or was."""
    leave = standings.active(connection, StandingKind.OFFER_REMINDERS, made.group_id)
    key = reminder_key(made)
    if leave is None or made.state is not OfferState.OPEN or outbox.exists(connection, key):
        return None
    return None if key in standings.skips(connection, made.group_id) else leave


def _remind(office: Office, connection: Connection, made: Offer, now: datetime) -> None:
    leave = leave_to_remind(connection, made)
    if leave is None:
        return
    verdict, why = reminder_verdict(connection, made, now)
    if verdict is Verdict.SKIP:
        standings.skip(connection, reminder_key(made), made.group_id, why, now)
    elif verdict is Verdict.SEND:
        remind(office, connection, made, leave, now)


def _end(office: Office, connection: Connection, made: Offer, now: datetime) -> None:
    """Let an offer lapse, once it is sure that its student stayed silent."""
    looked = last_look(connection)
    if looked is None or looked <= made.deadline:
        return
    applicant = people.get(connection, made.applicant_id)
    why = _not_silent(connection, made, applicant)
    if why:
        _ask(office, connection, made, applicant, why, now)
    elif applicant.stage is Stage.OFFERED:
        move(connection, applicant.id, Cause.DEADLINE_PAST, now)
    else:
        give_up(connection, applicant.id, Cause.DEADLINE_PAST, now)


def _not_silent(connection: Connection, made: Offer, applicant: Applicant) -> str:
    """Return why an offer may not lapse by itself; empty where it may."""
    if applicant.held_at is not None:
        return "Mail to them waits for your word, so nothing is done by itself."
    if _unheard(connection, made):
        return "A mail of theirs waits for you, or your reply to it has not left yet."
    since = made.opened_at or made.made_at
    said = heard.said_since(connection, applicant.id, since)
    if any(each & _SPOKEN for each in said):
        return "They have written about the place, and it is not settled."
    if any(each <= _NOTHING_ELSE for each in said):
        return "They have written, and neither taken the place nor turned it down."
    if heard.answered_by_another(connection, applicant.id, made.group_id, ANOTHERS_LETTER, since):
        return "Their offer was answered from another address, which may be theirs."
    return ""


def _unheard(connection: Connection, made: Offer) -> bool:
    """Tell whether something that a student wrote since their offer left waits for a person."""
    applicant = people.get(connection, made.applicant_id)
    digester = keep.digester(connection)
    senders = frozenset(digester.digest(email) for email in applicant.emails)
    since = made.opened_at or made.made_at
    if heard.waits(connection, applicant.id, senders, since):
        return True
    mails = unsent.of_applicant(connection, applicant.id)
    return any(mail.kind == "reply" for mail in mails)


def _ask(
    office: Office,
    connection: Connection,
    made: Offer,
    applicant: Applicant,
    why: str,
    now: datetime,
) -> None:
    raise_alert(
        office,
        connection,
        AlertKind.GROUP,
        f"{made.group_id}/held/{made.id}",
        AlertContext(
            person=applicant.shown,
            matter=f"group {made.group_id}: the deadline of an offer is past",
            reason=f"The place is still held. {why}",
            choices=choices(connection, applicant, made, now),
        ),
        now,
        applicant_id=applicant.id,
    )
