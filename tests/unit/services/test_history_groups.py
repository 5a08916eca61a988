"""The history of a group, and what a person's history tells of theirs, in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import NotFoundError
from mailbot.model.casework import Cause
from mailbot.services import history, queueing, rescheduling
from mailbot.services.history_words import in_words
from mailbot.services.queueing import Changes
from mailbot.store import groups as groups_store
from mailbot.store.record import Event
from tests.faults.house import START
from tests.servers.groups import LENA, Plan, confirmed_group, write_slots
from tests.servers.seated import forming_group, goes, is_member

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.model.seats import Group
    from mailbot.services.history import Entry
    from tests.faults.house import House

TOM, LIA = "tom@student.test", "lia@student.test"
STUDENTS = ((TOM, "Tom Brown", "Australia/Perth"), (LIA, "Lia Wong", "Australia/Sydney"))


@pytest.fixture
def group(house: House) -> Group:
    """A group that goes ahead: Tuesdays from 1 December 2026, 7 pm Sydney time."""
    write_slots(house.home, Plan())
    return confirmed_group(house.office, house.later(), STUDENTS)


def first_session(house: House, group: Group) -> datetime:
    with house.office.database.transaction() as connection:
        return groups_store.timetable(connection, group.id).sessions[0].start


def works_at(house: House, moment: datetime) -> None:
    house.work((moment - house.clock.now()) / timedelta(minutes=1))
    house.work()


def of(house: House, email: str) -> list[Entry]:
    return history.of_person(house.office, history.find_person(house.office, email))


def told(entries: list[Entry]) -> list[str]:
    return [f"{entry.event.kind}: {entry.words}" for entry in entries]


def test_a_group_tells_what_happened_to_it_and_to_the_mails_about_it(
    house: House, group: Group
) -> None:
    works_at(house, first_session(house, group) - timedelta(days=2))
    house.writes(f"Tom <{TOM}>", "I can't make it on 8 December. #absence")
    house.work()
    rescheduling.cancel(house.office, group.id, 3, house.later())
    entries = history.of_group(house.office, group.id)
    lines = told(entries)
    assert any(line.startswith("approved: the reminder of session 1, 2 days bef") for line in lines)
    assert "absence: absent from session 2" in lines
    (cancelled,) = (entry for entry in entries if entry.event.kind == "rescheduled")
    assert cancelled.details == ("session 3, Tue 15 Dec 2026 19:00 Sydney: cancelled",)
    assert cancelled.group == "group 1, Tue 19:00 Sydney"
    sent_to = {entry.who for entry in entries if entry.event.kind == "sent"}
    assert LENA.email in sent_to
    assert any(TOM in each for each in sent_to)
    assert "#" not in " ".join(lines)


def test_a_person_reads_of_their_own_and_of_what_concerned_all_and_of_nobody_else(
    house: House, group: Group
) -> None:
    works_at(house, first_session(house, group) - timedelta(days=2))
    house.writes(f"Lia <{LIA}>", "I can't make it on 8 December. #absence")
    house.work()
    rescheduling.cancel(house.office, group.id, 3, house.later())
    toms, lias = of(house, TOM), of(house, LIA)
    assert "absence: absent from session 2" in told(lias)
    assert "absence: absent from session 2" not in told(toms)
    assert any(entry.event.kind == "rescheduled" for entry in toms)
    reminders = [entry for entry in toms if entry.event.kind == "sent"]
    assert [entry.approvals[0].standing_id for entry in reminders] == [1]
    assert not any("Lia" in entry.who for entry in toms)


def test_what_became_of_the_group_later_is_no_matter_of_one_who_left(
    house: House, group: Group
) -> None:
    goes(house.office, TOM, Cause.MAIL_WITHDRAW, house.later())
    rescheduling.cancel(house.office, group.id, 3, house.later())
    kinds = [entry.event.kind for entry in of(house, TOM)]
    assert "place_free" in kinds
    assert "rescheduled" not in kinds


def test_an_offer_and_its_answer_are_told(house: House) -> None:
    write_slots(house.home, Plan())
    queueing.add(house.office, TOM, Changes(), house.later())
    is_member(house.office, TOM, forming_group(house.office, house.later()), house.later())
    lines = told(of(house, TOM))
    assert "stage: from queued to offered, command: groups offer" in lines
    assert "place_taken: a place in group 1" in lines
    assert "stage: from offered to member, mail: accept" in lines


def test_a_group_that_is_not_there_is_said_so(house: House) -> None:
    with pytest.raises(NotFoundError, match="no group 7"):
        history.of_group(house.office, 7)


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (
            "reminder/group:4/session:3/applicant:7/2d: they joined after its moment",
            "the reminder of session 3, 2 days before: they joined after its moment",
        ),
        (
            "reminder/group:4/session:3@20261201T0800Z/leader:2/1h, by standing approval 2",
            "the reminder of session 3, 1 hour before, by standing approval 2",
        ),
        ("offer/7/reminder, by standing approval 1", "the reminder of the offer, by standing"),
        ("reply with cost, dates", "reply with cost, dates"),
        ("from queued to offered, command: groups offer", "from queued to offered, command: gr"),
    ],
)
def test_keys_are_said_in_words(why: str, words: str) -> None:
    assert in_words(Event(START, "skipped", why)).startswith(words)
