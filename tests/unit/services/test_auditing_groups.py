"""An audit finds what is wrong about groups, places and reminders, and nothing in a clean term."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.model.seats import OfferState, StandingKind
from mailbot.services import queueing
from mailbot.services.findings import Fault
from mailbot.services.queueing import Changes
from mailbot.store import groups as groups_store
from mailbot.store import people, standings, versions
from mailbot.store.schema import applicant
from mailbot.store.schema_groups import groups, leading, membership, offer, seat, session, standing
from mailbot.store.schema_outbox import approval, letter, outbox
from tests.servers.groups import Plan, confirmed_group, write_slots
from tests.servers.seated import forming_group, is_drafted_a_place, is_member, is_offered

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import sqlalchemy as sa

    from mailbot.model.seats import Group
    from mailbot.store.outbox import Outbound
    from tests.faults.house import House

TOM, LIA = "tom@student.test", "lia@student.test"
STUDENTS = ((TOM, "Tom Brown", "Australia/Perth"), (LIA, "Lia Wong", "Australia/Sydney"))


@pytest.fixture
def group(house: House) -> Group:
    """A group that goes ahead: Tuesdays from 1 December 2026, 7 pm Sydney time."""
    write_slots(house.home, Plan())
    return confirmed_group(house.office, house.later(), STUDENTS)


@pytest.fixture
def forms(house: House) -> Group:
    """A group that forms, and two who wait."""
    write_slots(house.home, Plan())
    for email in (TOM, LIA):
        queueing.add(house.office, email, Changes(), house.later())
    return forming_group(house.office, house.later())


def works_at(house: House, moment: datetime) -> None:
    """Let Mailbot work at a moment, and once more for what follows."""
    minutes = (moment - house.clock.now()) / timedelta(minutes=1)
    house.work(minutes)
    house.work()


def first_reminders_leave(house: House, group: Group) -> list[Outbound]:
    """Play the first reminders of a group, and return those to members."""
    with house.office.database.transaction() as connection:
        first = groups_store.timetable(connection, group.id).sessions[0]
    works_at(house, first.start - timedelta(days=2))
    found = [mail for mail in house.mails() if mail.kind == "session/reminder"]
    assert [mail.state.value for mail in found] == ["sent", "sent"]
    assert house.audit() == ()
    return found


def breaks(house: House, *deeds: sa.Delete | sa.Update | sa.Insert) -> None:
    with house.office.database.transaction() as connection:
        for deed in deeds:
            connection.execute(deed)


def faults(house: House) -> list[Fault]:
    return [one.fault for one in house.audit()]


def test_a_term_played_to_its_end_is_clean(house: House, group: Group) -> None:
    with house.office.database.transaction() as connection:
        table = groups_store.timetable(connection, group.id)
    for each in table.sessions:
        for before in (timedelta(days=2), timedelta(hours=2), timedelta(hours=-2)):
            works_at(house, each.start - before)
    assert len(house.got(TOM)) == 12
    assert house.audit() == ()


def test_an_offer_and_its_answer_are_clean(house: House, forms: Group) -> None:
    is_drafted_a_place(house.office, TOM, forms, house.later())
    is_member(house.office, LIA, forms, house.later())
    assert house.audit() == ()


DAYS = timedelta(days=9)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (lambda now: {"at": now}, "given only later"),
        (lambda now: {"ended_at": now - DAYS}, "taken back"),
        (lambda _: {"group_id": 2}, "for another group"),
        (lambda _: {"kind": StandingKind.OFFER_REMINDERS.value}, "for other mail"),
        (lambda _: {"id": 99}, "no such leave is on record"),
    ],
)
def test_mail_by_leave_that_did_not_stand_is_unapproved(
    house: House, group: Group, values: Callable[[datetime], dict[str, object]], why: str
) -> None:
    sent = first_reminders_leave(house, group)
    confirmed_group(house.office, house.later(), ())
    deed = standing.update().values(values(house.clock.now()))
    breaks(house, deed.where(standing.c.group_id == group.id))
    told = [one for one in house.audit() if one.fault is Fault.UNAPPROVED and one.outbox_id]
    assert {mail.id for mail in sent} < {one.outbox_id for one in told}
    assert all(why in one.what for one in told)


def test_a_group_confirmed_by_nobody_is_found(house: House, group: Group) -> None:
    breaks(house, standing.delete())
    (found,) = house.audit()
    assert (found.fault, found.group_id) == (Fault.UNAPPROVED, group.id)
    assert "nobody gave leave" in found.what


def test_leave_taken_back_later_is_no_fault(house: House, group: Group) -> None:
    first_reminders_leave(house, group)
    with house.office.database.transaction() as connection:
        given = standings.active(connection, StandingKind.SERIES, group.id)
        assert given is not None
        standings.end(connection, given.id, house.later())
    assert house.audit() == ()


def plant_again(house: House, mail: Outbound, key: str) -> None:
    """Put a second mail on record that is the first but for its key and Message-ID."""
    with house.office.database.transaction() as connection:
        (row,) = connection.execute(outbox.select().where(outbox.c.id == mail.id)).mappings()
        values = dict(row) | {"id": None, "key": key, "message_id_digest": f"of {key}"}
        added = connection.execute(outbox.insert().values(values)).inserted_primary_key
        assert added is not None
        outbox_id = added[0]
        versions.add(
            connection, outbox_id, mail.digest, mail.recipient, f"<{outbox_id}@again>", mail.raw
        )
        (old,) = connection.execute(
            approval.select().where(approval.c.outbox_id == mail.id)
        ).mappings()
        connection.execute(
            approval.insert().values(dict(old) | {"id": None, "outbox_id": outbox_id})
        )


def test_a_reminder_for_the_same_hour_under_another_key_is_twice(
    house: House, group: Group
) -> None:
    mail = first_reminders_leave(house, group)[0]
    plant_again(house, mail, mail.key.replace("session:1/", "session:1@20261201T0800Z/"))
    assert Fault.TWICE in faults(house)


def test_a_reminder_for_another_hour_is_not_twice(house: House, group: Group) -> None:
    mail = first_reminders_leave(house, group)[0]
    plant_again(house, mail, mail.key.replace("session:1/", "session:2/"))
    assert Fault.TWICE not in faults(house)


@pytest.mark.parametrize("how", ["joined later", "had left", "never belonged"])
def test_a_reminder_to_somebody_who_was_not_in_the_group_went_astray(
    house: House, group: Group, how: str
) -> None:
    mail = first_reminders_leave(house, group)[0]
    theirs = membership.c.applicant_id == mail.applicant_id
    long_ago = house.clock.now() - DAYS
    deed: sa.Update | sa.Delete = membership.delete()
    if how == "joined later":
        deed = membership.update().values(joined_at=house.clock.now())
    elif how == "had left":
        deed = membership.update().values(ended_at=long_ago, end="left")
    breaks(house, deed.where(theirs))
    found = [one for one in house.audit() if one.fault is Fault.ASTRAY]
    assert [(one.outbox_id, one.applicant_id) for one in found] == [(mail.id, mail.applicant_id)]


def test_a_reminder_to_one_who_led_no_more_went_astray(house: House, group: Group) -> None:
    first_reminders_leave(house, group)
    breaks(house, leading.update().values(until=house.clock.now() - DAYS))
    assert faults(house) == [Fault.ASTRAY, Fault.ASTRAY]


@pytest.mark.parametrize("whole", [False, True])
def test_a_reminder_after_the_session_was_cancelled_went_astray(
    house: House, group: Group, whole: bool
) -> None:
    first_reminders_leave(house, group)
    before = house.clock.now() - timedelta(days=1)
    breaks(
        house,
        groups.update().values(status="cancelled", ended_at=before)
        if whole
        else session.update()
        .where(session.c.number == 1)
        .values(cancelled=True, changed_at=before),
    )
    assert faults(house).count(Fault.ASTRAY) == 4


def test_a_session_cancelled_after_its_reminder_is_no_fault(house: House, group: Group) -> None:
    first_reminders_leave(house, group)
    breaks(house, session.update().values(cancelled=True, changed_at=house.later()))
    assert house.audit() == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"To: Tom", b"Cc: lia@student.test\r\nTo: Tom"),
        (b"<tom@student.test>", b"<tom@student.test>, <lia@student.test>"),
    ],
)
def test_mail_to_two_went_astray(house: House, group: Group, old: bytes, new: bytes) -> None:
    mail = first_reminders_leave(house, group)[0]
    raw = mail.raw.replace(old, new, 1)
    assert raw != mail.raw
    breaks(house, letter.update().where(letter.c.outbox_id == mail.id).values(raw=raw))
    assert Fault.ASTRAY in faults(house)


@pytest.mark.parametrize("deed", [offer.delete(), membership.delete()])
def test_a_seat_that_nothing_gives_is_found(house: House, forms: Group, deed: sa.Delete) -> None:
    drafted = is_drafted_a_place(house.office, TOM, forms, house.later())
    member = is_member(house.office, LIA, forms, house.later())
    breaks(house, deed)
    found = {(one.fault, one.applicant_id) for one in house.audit()}
    assert found == {(Fault.PLACES, drafted.applicant_id if deed.table is offer else member)}


def test_a_place_without_a_seat_is_found(house: House, forms: Group) -> None:
    is_drafted_a_place(house.office, TOM, forms, house.later())
    is_member(house.office, LIA, forms, house.later())
    breaks(house, seat.delete())
    assert faults(house) == [Fault.PLACES, Fault.PLACES]


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        ("queued", "is queued, but has an open offer"),
        ("member", "is member, but has an open offer"),
        ("lapsed", "is lapsed, but has an open offer"),
    ],
)
def test_a_stage_that_the_offer_gives_the_lie_is_found(
    house: House, forms: Group, stage: str, said: str
) -> None:
    made = is_offered(house.office, TOM, forms, house.later())
    breaks(house, applicant.update().where(applicant.c.id == made.applicant_id).values(stage=stage))
    found = house.audit()
    assert {one.fault for one in found} == {Fault.PLACES}
    assert any(said in one.what for one in found)


@pytest.mark.parametrize("stage", ["offered", "member"])
def test_a_stage_without_the_place_it_tells_of_is_found(
    house: House, forms: Group, stage: str
) -> None:
    breaks(house, applicant.update().values(stage=stage))
    assert faults(house) == [Fault.PLACES, Fault.PLACES]


def test_a_draft_for_somebody_who_waits_no_more_is_found(house: House, forms: Group) -> None:
    made = is_drafted_a_place(house.office, TOM, forms, house.later())
    breaks(house, applicant.update().values(stage="withdrawn"))
    (found,) = house.audit()
    assert (found.fault, found.applicant_id) == (Fault.PLACES, made.applicant_id)


def test_more_seats_than_there_are_places_are_found(house: House, forms: Group) -> None:
    for email in (TOM, LIA):
        is_member(house.office, email, forms, house.later())
    breaks(house, groups.update().values(members_most=1))
    (found,) = house.audit()
    assert (found.fault, found.group_id) == (Fault.PLACES, forms.id)


def test_a_seat_above_the_last_is_one_too_many(house: House, forms: Group) -> None:
    is_member(house.office, TOM, forms, house.later())
    breaks(house, seat.update().values(number=4))
    assert faults(house) == [Fault.PLACES]


def test_an_offer_accepted_needs_its_membership(house: House, forms: Group) -> None:
    made = is_offered(house.office, TOM, forms, house.later())
    breaks(house, offer.update().values(state=OfferState.ACCEPTED.value))
    assert set(faults(house)) == {Fault.PLACES}
    with house.office.database.transaction() as connection:
        assert people.get(connection, made.applicant_id).stage.value == "offered"
