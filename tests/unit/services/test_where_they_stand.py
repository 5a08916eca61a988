"""A student who asks where they stand reads what is so in the database, whatever their stage."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.model.casework import Cause
from mailbot.model.outbox import State
from mailbot.services import queueing
from mailbot.services.particulars import Given
from mailbot.services.queueing import Changes
from mailbot.store import groups
from tests.servers.groups import LINK, Plan, write_slots
from tests.servers.seated import (
    confirm,
    forming_group,
    goes,
    is_drafted_a_place,
    is_member,
    is_offered,
)

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.model.seats import Group
    from tests.faults.house import House

TOM, LIA, SAM = "tom@student.test", "lia@student.test", "sam@student.test"


@pytest.fixture
def group(house: House) -> Group:
    """A group that forms: Tuesdays from 1 December 2026, 7 pm Sydney time; it needs two."""
    write_slots(house.home, Plan())
    for email in (TOM, LIA, SAM):
        given = Given(name=email.partition("@")[0].title(), timezone="Australia/Perth")
        queueing.add(house.office, email, Changes(given), house.later())
    return forming_group(house.office, house.later())


def asks(house: House, email: str, *, also: str = "") -> str:
    """Let somebody ask where they stand, and return the reply that is drafted."""
    house.writes(f"{email.partition('@')[0].title()} <{email}>", f"Any news? #status {also}")
    house.work()
    replies = [draft for draft in house.mails(State.DRAFT) if draft.kind == "reply"]
    newest = [draft for draft in replies if draft.recipient == email][-1]
    words = " ".join(house.words_of(newest).split())
    assert LINK not in words
    return words


def test_who_waits_hears_their_place_and_nothing_of_a_place_only_drafted(
    house: House, group: Group
) -> None:
    assert "in second place on it now" in asks(house, LIA)
    is_drafted_a_place(house.office, TOM, group, house.later())
    told = asks(house, TOM)
    assert "in first place on it now" in told
    assert "being put together" not in told
    assert "hold a place" not in told


def test_once_places_are_offered_who_waits_hears_that_a_group_forms(
    house: House, group: Group
) -> None:
    is_offered(house.office, TOM, group, house.later())
    told = asks(house, LIA)
    assert "in first place on it now" in told
    assert "A group is being put together at the moment" in told
    confirm(house.office, group, house.later())
    assert "being put together" not in asks(house, LIA)


def test_who_is_offered_a_place_hears_which_and_until_when(house: House, group: Group) -> None:
    is_offered(house.office, TOM, group, house.later())
    told = asks(house, TOM)
    assert "first session is on Tuesday 1 December, 4–5.30 pm Perth time" in told
    assert "(for the group: 7–8.30 pm Sydney time)" in told
    assert "yours to take until Saturday 28 November, 5.06 pm Perth time" in told
    assert "[[" not in told


def test_an_offer_whose_time_is_over_is_hers_to_decide(house: House, group: Group) -> None:
    is_offered(house.office, TOM, group, house.later(), days=0)
    assert "may they still have it?]]" in asks(house, TOM)


def test_a_member_hears_how_far_the_group_is_then_that_it_goes_ahead_then_the_next_session(
    house: House, group: Group
) -> None:
    is_member(house.office, TOM, group, house.later())
    assert "once two students have taken their places; you are the first" in asks(house, TOM)
    is_member(house.office, LIA, group, house.later())
    told = asks(house, TOM)
    assert "Enough students have taken their places" in told
    assert "Lia" not in told
    confirm(house.office, group, house.later())
    told = asks(house, LIA)
    assert "The next session is number 1 of 6: Tuesday 1 December, 4–5.30 pm Perth time" in told
    first = _first_session(house, group)
    house.later((first - house.clock.now()) / timedelta(minutes=1))
    assert "The next session is number 2 of 6: Tuesday 8 December" in asks(house, LIA)


def _first_session(house: House, group: Group) -> datetime:
    with house.office.database.transaction() as connection:
        return groups.timetable(connection, group.id).sessions[0].start


def test_after_the_last_session_the_way_to_an_ongoing_group_is_told(
    house: House, group: Group
) -> None:
    is_member(house.office, TOM, group, house.later())
    confirm(house.office, group, house.later())
    goes(house.office, TOM, Cause.SERIES_OVER, house.later())
    told = asks(house, TOM)
    assert "Your group had its last session on Tuesday 5 January" in told
    assert "find an ongoing group" in told


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (Cause.DEADLINE_PAST, "I held a place for you until Saturday 28 November, 5.06 pm Perth"),
        (Cause.MAIL_DECLINE, "You turned down the place that I offered you."),
        (Cause.QUEUE_WITHDRAW, "You are not on our list now."),
    ],
)
def test_who_let_a_place_go_hears_so_and_how_to_come_back(
    house: House, group: Group, cause: Cause, said: str
) -> None:
    is_offered(house.office, TOM, group, house.later())
    goes(house.office, TOM, cause, house.later())
    told = asks(house, TOM)
    assert said in told
    assert "If you would like a place after all, just write back and say so" in told
    assert "[[" not in told
    assert "With this mail of yours you are in second place" not in told


def test_who_asks_and_asks_for_a_place_again_hears_the_new_place(
    house: House, group: Group
) -> None:
    is_offered(house.office, TOM, group, house.later())
    goes(house.office, TOM, Cause.DEADLINE_PAST, house.later())
    assert "you are in third place on our list" in asks(house, TOM, also="#join")


def test_of_somebody_who_never_asked_for_a_place_she_says_it_herself(house: House) -> None:
    assert "They are not on our list]]" in asks(house, "new@student.test")
