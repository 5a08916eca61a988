"""Groups as the coordinator sees them: how full, what comes next, and what waits for her."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.model.outbox import UNSENT, State
from mailbot.model.seats import ALIVE, PENDING, GroupStatus, Offer
from mailbot.model.sessions import Part
from mailbot.services.bundles import Shown, waiting
from mailbot.services.meetings import Roster, roster
from mailbot.store import absences, groups, offers, outbox, people, seats

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.sessions import Absence, Session
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound
    from mailbot.store.people import Applicant


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer and whom it is for."""

    offer: Offer
    applicant: Applicant


@dataclass(frozen=True, slots=True)
class Met:
    """A session with what is known of who comes, or came.

    Attributes:
        session: As it stands.
        announced: Who announced what: names, and the absence.
        missing: Names of those who were missing by a leader's word.
        reported: A leader has said who was missing; otherwise nobody knows.
    """

    session: Session
    announced: tuple[tuple[str, Absence], ...]
    missing: tuple[str, ...]
    reported: bool


@dataclass(frozen=True, slots=True)
class Card:
    """All that there is of a group.

    Attributes:
        roster: The group, its sessions, members and leaders.
        free: How many places nobody holds.
        offers: All offers of it, oldest first.
        sessions: By number.
        coming: The next session that is held; None where none is to come.
        unsent: Mails about it that have not left.
        bundles: Drafts about it that are decided in one go and wait.
    """

    roster: Roster
    free: int
    offers: tuple[Offered, ...]
    sessions: tuple[Met, ...]
    coming: Session | None
    unsent: tuple[Outbound, ...]
    bundles: tuple[Shown, ...]

    @property
    def pending(self) -> tuple[Offered, ...]:
        """The offers that hold a place which nobody has taken yet."""
        return tuple(each for each in self.offers if each.offer.state in PENDING)

    @property
    def drafts(self) -> tuple[Outbound, ...]:
        """The mails about it that wait for her approval."""
        return tuple(mail for mail in self.unsent if mail.state is State.DRAFT)


def listed(office: Office, now: datetime, *, everything: bool = False) -> list[Card]:
    """Return the groups, those of earlier first sessions before the others.

    Args:
        office: The rooms.
        now: The instant.
        everything: Also those that are over or were cancelled.
    """
    bundles = waiting(office)
    with office.database.transaction() as connection:
        statuses = GroupStatus if everything else ALIVE
        ids = [group.id for group in groups.those(connection, statuses)]
        cards = [_card(office, connection, each, bundles, now) for each in ids]
    return sorted(cards, key=lambda card: card.roster.meeting.timetable.sessions[0].start)


def show(office: Office, group_id: int, now: datetime) -> Card:
    """Return all that there is of one group.

    Raises:
        NotFoundError: There is none of this number.
    """
    bundles = waiting(office)
    with office.database.transaction() as connection:
        return _card(office, connection, group_id, bundles, now)


def _card(
    office: Office,
    connection: Connection,
    group_id: int,
    bundles: Sequence[Shown],
    now: datetime,
) -> Card:
    found = roster(office, connection, group_id)
    held = seats.holders(connection, group_id)
    coming = [each for each in found.meeting.timetable.held if each.end > now]
    return Card(
        roster=found,
        free=max(found.group.members_most - len(held), 0),
        offers=tuple(
            Offered(each, people.get(connection, each.applicant_id))
            for each in offers.of_group(connection, group_id)
        ),
        sessions=_sessions(connection, found),
        coming=coming[0] if coming else None,
        unsent=tuple(outbox.of_group(connection, group_id, tuple(UNSENT))),
        bundles=tuple(each for each in bundles if each.group.id == group_id),
    )


def _sessions(connection: Connection, found: Roster) -> tuple[Met, ...]:
    group_id = found.group.id
    names = {(each.part, each.id): each.name for each in found.meeting.attendees}
    reported = {each.session for each in absences.reports(connection, group_id)}
    missed = absences.missed(connection, group_id)
    return tuple(
        Met(
            session,
            tuple(
                (names.get((each.part, each.person_id), ""), each)
                for each in found.meeting.absences
                if each.session == session.number
            ),
            tuple(
                dict.fromkeys(
                    names.get((Part.MEMBER, each.applicant_id), "")
                    for each in missed
                    if each.session == session.number
                )
            ),
            session.number in reported,
        )
        for session in found.meeting.timetable.sessions
    )
