"""Whatever happens to offers, in whatever order: no place is held twice, and none too many."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.errors import RefusedError
from mailbot.model.casework import Cause
from mailbot.model.outbox import State
from mailbot.model.reading import Stage
from mailbot.model.seats import PENDING, OfferState
from mailbot.services import (
    answering_offers,
    approval,
    lapsing,
    offering,
    queueing,
    refilling,
    renewing,
    wellbeing,
)
from mailbot.services.aftermath import gone_out
from mailbot.services.moving import move
from mailbot.services.queueing import Changes
from mailbot.store import members, offers, outbox, people, seats
from mailbot.store.schema_groups import groups as table
from tests.servers.offered import MARCH, Forming, forming, mail_of
from tests.servers.queued import NAMES

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from tests.faults.house import House

MOST = 2
PEOPLE = NAMES[:3]

persons = st.sampled_from(PEOPLE)
deeds = st.one_of(
    st.tuples(st.just("offer"), persons),
    st.tuples(st.just("leave"), persons),
    st.tuples(st.just("reject"), persons),
    st.tuples(st.just("yes"), persons),
    st.tuples(st.just("no"), persons),
    st.tuples(st.just("gives_in"), persons),
    st.tuples(st.just("gives_up"), persons),
    st.tuples(st.just("withdraw"), persons),
    st.tuples(st.just("join"), persons),
    st.tuples(st.just("fill"), st.just("")),
    st.tuples(st.just("days"), st.just("")),
)


class Story:
    """One group of two places, and all that can happen to them."""

    def __init__(self, group: Forming) -> None:
        """Begin with nothing offered."""
        self.group = group
        self.office = group.house.office

    def offer(self, name: str) -> None:
        self.group.offer(name)

    def leave(self, name: str) -> None:
        """Let the newest offer to somebody leave, as by her own hand, whatever became of it."""
        with self.office.database.transaction() as connection:
            made = offers.last_of(connection, self.group.ids[name])
            mail = outbox.get(connection, made.outbox_id or 0) if made else None
            if mail is not None and mail.state is not State.SENT:
                now = self.group.now()
                outbox.move(connection, mail.id, (mail.state,), State.SENT, now, sent_at=now)
                gone_out(connection, mail, "by hand", now)

    def reject(self, name: str) -> None:
        with self.office.database.transaction() as connection:
            made = offers.last_of(connection, self.group.ids[name])
        if made is not None:
            approval.reject(self.office, made.outbox_id or 0, "no", self.group.now())

    def yes(self, name: str) -> None:
        self._move(name, Cause.MAIL_ACCEPT)

    def no(self, name: str) -> None:
        self._move(name, Cause.MAIL_DECLINE)

    def gives_in(self, name: str) -> None:
        answering_offers.accept(self.office, mail_of(name), self.group.now())

    def gives_up(self, name: str) -> None:
        answering_offers.decline(self.office, mail_of(name), self.group.now(), stays=True)

    def withdraw(self, name: str) -> None:
        queueing.withdraw(self.office, mail_of(name), self.group.now())

    def join(self, name: str) -> None:
        queueing.add(self.office, mail_of(name), Changes(), self.group.now())

    def fill(self, _: str) -> None:
        offering.fill(self.office, self.group.group_id, self.group.now())

    def days(self, _: str) -> None:
        self.group.house.later(2 * 24 * 60)

    def look_after(self) -> None:
        now = self.group.now()
        wellbeing.note_look(self.office, now)
        renewing.look_after_drafts(self.office, self.group.group_id, now)
        lapsing.look_after_open(self.office, self.group.group_id, now)
        refilling.keep_filled(self.office, self.group.group_id, now)

    def _move(self, name: str, cause: Cause) -> None:
        with self.office.database.transaction() as connection:
            move(connection, self.group.ids[name], cause, self.group.now())


def check(connection: Connection, group: Forming) -> None:
    """Hold places, offers, members and stages against each other."""
    held = seats.holders(connection, group.group_id)
    made = offers.of_group(connection, group.group_id)
    pending = {each.applicant_id: each for each in made if each.state in PENDING}
    lasting = [
        each.applicant_id
        for each in members.of_group(connection, group.group_id)
        if each.ended_at is None
    ]
    assert len(held) <= MOST
    assert len(set(held)) == len(held)
    assert sorted(held) == sorted([*pending, *lasting])
    for name in PEOPLE:
        stage = people.get(connection, group.ids[name]).stage
        offer = pending.get(group.ids[name])
        assert (stage is Stage.MEMBER) == (group.ids[name] in lasting)
        assert (stage is Stage.OFFERED) == (offer is not None and offer.state is OfferState.OPEN)
        if offer is not None and offer.state is OfferState.DRAFTED:
            assert stage is Stage.QUEUED
    for each in made:
        if each.state is OfferState.OPEN:
            mail = outbox.get(connection, each.outbox_id or 0)
            assert mail is not None
            assert mail.state is State.SENT


@dataclass(frozen=True)
class Fresh:
    """A group as it was before anything happened, for one story after the other."""

    group: Forming
    saved: bytes

    def begin_anew(self) -> Forming:
        """Put everything back to the beginning."""
        house = self.group.house
        house.office.database.close()
        file = house.office.database.file
        assert file is not None
        for beside in file.parent.glob(f"{file.name}-*"):
            beside.unlink()
        file.write_bytes(self.saved)
        house.restart()
        house.clock.set(MARCH + timedelta(hours=1))
        return self.group


@pytest.fixture
def a_group(house: House) -> Fresh:
    group = forming(house, 6)
    for name in set(group.ids) - set(PEOPLE):
        queueing.withdraw(house.office, mail_of(name), house.clock.now())
    with house.office.database.transaction() as connection:
        own = table.c.id == group.group_id
        connection.execute(table.update().where(own).values(members_least=1, members_most=MOST))
    house.office.database.close()
    file = house.office.database.file
    assert file is not None
    return Fresh(group, file.read_bytes())


@given(st.lists(st.tuples(deeds, st.booleans()), min_size=6, max_size=16))
@settings(
    max_examples=30,
    deadline=timedelta(seconds=10),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_places_offers_members_and_stages_agree_after_every_deed(
    a_group: Fresh, steps: list[tuple[tuple[str, str], bool]]
) -> None:
    group = a_group.begin_anew()
    story = Story(group)
    for (deed, name), looks in steps:
        group.house.later()
        with suppress(RefusedError):
            getattr(story, deed)(name)
        if looks:
            story.look_after()
        with group.house.office.database.transaction() as connection:
            check(connection, group)
