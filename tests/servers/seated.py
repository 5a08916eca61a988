"""Students who hold a place in a group, put there without the mails that lead there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mailbot.groups.sessions import timetable
from mailbot.model.casework import Cause
from mailbot.model.outbox import Channel
from mailbot.model.seats import GroupStatus, OfferState, Round, StandingKind
from mailbot.services.moving import move
from mailbot.store import groups, members, offers, people, seats, standings
from mailbot.store.groups import NewGroup
from tests.servers.groups import Plan

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mailbot.model.seats import Group, Offer
    from mailbot.services.office import Office


def forming_group(
    office: Office, now: datetime, plan: Plan | None = None, *, least: int = 2, most: int = 3
) -> Group:
    """Put a group on record that is forming, and whose leaders are known."""
    plan = plan or Plan()
    new = NewGroup(plan.slot, plan.day, plan.start, plan.timezone, plan.first, 6, 90, least, most)
    with office.database.transaction() as connection:
        made = groups.add(connection, new, now)
        groups.save_timetable(connection, timetable(made.series))
        for leader in plan.leaders:
            members.let_lead(connection, made.id, members.know_leader(connection, leader).id, now)
    return made


def confirm(office: Office, group: Group, now: datetime) -> None:
    """Let a group go ahead."""
    with office.database.transaction() as connection:
        groups.set_status(connection, group.id, GroupStatus.CONFIRMED, now)
        standings.give(connection, StandingKind.SERIES, group.id, Channel.COMMAND, now)


def is_drafted_a_place(
    office: Office, email: str, group: Group, now: datetime, *, days: float = 5
) -> Offer:
    """Hold a place for somebody in the queue, by an offer that nobody has let go yet."""
    with office.database.transaction() as connection:
        applicant_id = id_of(connection, email)
        assert seats.take(connection, group.id, applicant_id, now)
        deadline = now + timedelta(days=days)
        return offers.add(connection, group.id, applicant_id, Round.COMMAND, deadline, now)


def is_offered(
    office: Office, email: str, group: Group, now: datetime, *, days: float = 5
) -> Offer:
    """Offer a place to somebody in the queue, as if the mail had left."""
    made = is_drafted_a_place(office, email, group, now, days=days)
    with office.database.transaction() as connection:
        offers.set_state(connection, made.id, OfferState.OPEN, now)
        assert move(connection, made.applicant_id, Cause.GROUPS_OFFER, now)
        return offers.get(connection, made.id)


def is_member(office: Office, email: str, group: Group, now: datetime) -> int:
    """Let somebody in the queue take a place, and return their id."""
    made = is_offered(office, email, group, now)
    goes(office, email, Cause.MAIL_ACCEPT, now)
    return made.applicant_id


def goes(office: Office, email: str, cause: Cause, now: datetime) -> None:
    """Move somebody, as the table allows."""
    with office.database.transaction() as connection:
        assert move(connection, id_of(connection, email), cause, now)


def id_of(connection: Connection, email: str) -> int:
    """Return whose address this is."""
    found = people.by_email(connection, email)
    assert found is not None
    return found.id
