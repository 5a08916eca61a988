"""Answers to offers: by the coordinator's word, and what she is asked where a mail is in doubt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.casework.stages import move_by
from mailbot.errors import RefusedError
from mailbot.letters.context import AlertContext
from mailbot.model.casework import AlertKind, Cause
from mailbot.model.outbox import UNSENT
from mailbot.model.reading import Stage, Topic
from mailbot.model.seats import ALIVE, GroupStatus, OfferState
from mailbot.services.alerting import person_of, raise_alert
from mailbot.services.deadlines import still_to_come
from mailbot.services.drafting import withdraw
from mailbot.services.moving import move
from mailbot.services.offering import room_of
from mailbot.services.queueing import find
from mailbot.store import groups, offers, outbox, people, seats

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.seats import Group, Offer
    from mailbot.services.arrival import Arrival
    from mailbot.services.office import Office
    from mailbot.store.people import Applicant

_ABOUT_PLACES = frozenset({Topic.ACCEPT, Topic.DECLINE})
_CAME_TO_NOTHING = frozenset({OfferState.DECLINED, OfferState.LAPSED, OfferState.TAKEN_BACK})
_STILL_ANSWERS = timedelta(days=14)
_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to an offer, put on record by the coordinator's word.

    Attributes:
        applicant: As they stand now.
        group: The group whose place it was.
    """

    applicant: Applicant
    group: Group


def accept(office: Office, words: str, now: datetime) -> Answered:
    """Make somebody a member by the coordinator's word.

    It may be before their offer has left, or after it ended, as long as their place is free.

    Raises:
        NotFoundError: It is nobody.
        RefusedError: It is several people, no place was offered to them, or there is none now.
    """
    with office.database.transaction() as connection:
        applicant = find(connection, words)
        allowed = move_by(Cause.GROUPS_ACCEPT, applicant.stage) is not None
        made = _offer_to(connection, applicant) if allowed else None
        if made is not None:
            _make_open(connection, applicant, made, now)
        # Also where it is refused, for the record.
        move(connection, applicant.id, Cause.GROUPS_ACCEPT, now)
        answered = None if made is None else _answered(connection, applicant.id, made)
    if answered is None:
        raise RefusedError(
            f"{applicant.shown} is {applicant.stage.value}, so there is no offer to accept."
        )
    return answered


def decline(office: Office, words: str, now: datetime, *, stays: bool = False) -> Answered:
    """Free the place on offer to somebody by the coordinator's word.

    Args:
        office: The rooms.
        words: Who.
        now: The instant.
        stays: They stay in the queue, with all the time that they have waited.

    Raises:
        NotFoundError: It is nobody.
        RefusedError: It is several people, or no offer is open to them.
    """
    cause = Cause.GROUPS_DECLINE_STAYS if stays else Cause.GROUPS_DECLINE
    with office.database.transaction() as connection:
        applicant = find(connection, words)
        made = offers.pending_of(connection, applicant.id)
        if made is None or made.state is not OfferState.OPEN:
            raise RefusedError(
                f"No offer is open to {applicant.shown}, who is {applicant.stage.value}.",
                "A draft of one is turned down with `mailbot drafts reject`; a member leaves "
                "with `mailbot queue withdraw`.",
            )
        move(connection, applicant.id, cause, now)
        return _answered(connection, applicant.id, made)


def ask(
    office: Office,
    connection: Connection,
    arrival: Arrival,
    mail_id: int,
    applicant_id: int | None,
    now: datetime,
) -> None:
    """Ask the coordinator about a mail that answers an offer in doubt, or too late."""
    made = None if applicant_id is None else offers.last_of(connection, applicant_id)
    if made is None or applicant_id is None:
        return
    raise_alert(
        office,
        connection,
        AlertKind.GROUP,
        f"{made.group_id}/answer/{arrival.seen.identity[:24]}",
        AlertContext(
            person=person_of(arrival.message),
            subject=arrival.message.subject,
            folder=arrival.folder,
            words=_words(arrival),
            matter=f"group {made.group_id}: a student answers an offer",
            reason=arrival.ruling.why,
            choices=choices(connection, people.get(connection, applicant_id), made, now),
        ),
        now,
        mail_id=mail_id,
        applicant_id=applicant_id,
    )


def may_answer(connection: Connection, applicant: Applicant, now: datetime) -> bool:
    """Tell whether what somebody writes may answer an offer that is not open any more.

    That is so for a short while after it came to nothing; and of who accepted, until their group is
    confirmed, for they may say it again or change their mind.
    """
    made = offers.last_of(connection, applicant.id)
    if made is None or made.opened_at is None or made.ended_at is None:
        return False
    if applicant.stage is Stage.MEMBER:
        group = groups.get(connection, made.group_id)
        return made.state is OfferState.ACCEPTED and group.status is GroupStatus.FORMING
    recent = applicant.stage_since <= made.ended_at and now - made.ended_at <= _STILL_ANSWERS
    return recent and made.state in _CAME_TO_NOTHING


def choices(
    connection: Connection, applicant: Applicant, made: Offer, now: datetime
) -> tuple[str, ...]:
    """Return what the coordinator can do about an answer to an offer, a sentence each."""
    who = applicant.emails[0] if applicant.emails else applicant.name
    group_id = made.group_id
    takes = f"`mailbot groups accept {who}` gives them the place in group {group_id}."
    if applicant.stage is Stage.MEMBER:
        return (f"`mailbot queue withdraw {who}` takes them out of group {group_id}.",)
    if made.state is OfferState.OPEN:
        return (
            takes,
            f"`mailbot groups decline {who}` frees the place; with --stays they stay in the queue.",
            "Answer them first: the place is held until you decide.",
        )
    back = () if applicant.stage is Stage.QUEUED else (f"`mailbot queue add {who}` queues them.",)
    return (*((takes,) if _still_room(connection, made, now) else ()), *back)


def _words(arrival: Arrival) -> tuple[str, ...]:
    """Return the words that speak of the place, or the first lines of the mail."""
    spoken = tuple(
        evidence.words
        for finding in arrival.reading.topics
        if finding.topic in _ABOUT_PLACES
        for evidence in finding.evidence
    )
    lines = tuple(line for line in arrival.message.new_text.splitlines() if line.strip())
    return (spoken or lines)[:_MOST_WORDS]


def _offer_to(connection: Connection, applicant: Applicant) -> Offer:
    made = offers.pending_of(connection, applicant.id) or offers.last_of(connection, applicant.id)
    if made is None:
        raise RefusedError(
            f"No place was ever offered to {applicant.shown}.",
            "`mailbot groups offer G PERSON` drafts an offer.",
        )
    return made


def _make_open(connection: Connection, applicant: Applicant, made: Offer, now: datetime) -> None:
    """Let an offer be open that has not left yet, or that has ended, if its place is free."""
    if made.state is OfferState.OPEN:
        return
    if made.state is OfferState.DRAFTED:
        _withdraw_mail(connection, made, now)
    elif not _still_room(connection, made, now) or (
        seats.take(connection, made.group_id, applicant.id, now) is None
    ):
        raise RefusedError(
            f"There is no place for {applicant.shown} in group {made.group_id} any more.",
            "`mailbot groups list` shows where places are free.",
        )
    offers.set_state(connection, made.id, OfferState.OPEN, now)


def _withdraw_mail(connection: Connection, made: Offer, now: datetime) -> None:
    mail = None if made.outbox_id is None else outbox.get(connection, made.outbox_id)
    if mail is not None and mail.state in UNSENT:
        withdraw(connection, mail, "the coordinator gave them the place already", now)


def _still_room(connection: Connection, made: Offer, now: datetime) -> bool:
    room = room_of(connection, made.group_id)
    return room.group.status in ALIVE and room.free > 0 and bool(still_to_come(room.table, now))


def _answered(connection: Connection, applicant_id: int, made: Offer) -> Answered:
    group = room_of(connection, made.group_id).group
    return Answered(people.get(connection, applicant_id), group)
