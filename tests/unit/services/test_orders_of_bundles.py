"""Drafts that are decided in one go are one item of a review mail, and go or stay together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from mailbot.mail.compose import read_back
from mailbot.model.outbox import State
from mailbot.services import approval
from tests.faults.house import RUTH
from tests.servers.offered import Forming, forming, mail_of
from tests.servers.orders import reply

if TYPE_CHECKING:
    from tests.faults.house import House

NAMES = ("Ana", "Ben", "Cleo")


@pytest.fixture
def offered(house: House) -> Forming:
    """Three offers wait, and she has been asked about them."""
    made = forming(house)
    names = list(made.ids)[:3]
    made.offer(*names)
    house.work(60 * 4)
    assert "offers of a place" in asked(house)
    return made


def review(house: House) -> bytes:
    return [raw for raw in house.got(RUTH) if "[review:" in read_back(raw).subject][-1]


def asked(house: House) -> str:
    return read_back(review(house)).text


def says(house: House, text: str) -> None:
    house.written += 1
    raw = reply(review(house), text, sender=RUTH, at=house.clock.now(), number=house.written)
    house.mailbox.put(raw, at=house.clock.now())
    house.mailbox.put(raw, "Sent", at=house.clock.now())
    house.work()


def states(made: Forming) -> set[State]:
    return {mail.state for mail in made.house.mails() if mail.kind == "session/offer"}


def test_a_bundle_is_one_item_with_what_differs(offered: Forming) -> None:
    words = asked(offered.house)
    first, *others = list(offered.ids)[:3]
    assert "==== 1. offers of a place" in words
    assert "==== 2." not in words
    assert f"| Dear {first}," in words
    assert words.count("the same as letter 1, except for:") == 2
    for name in others:
        assert f"<{mail_of(name)}>" in words
    assert "by half time gets one reminder" in words


def test_ok_lets_all_of_it_go(offered: Forming) -> None:
    says(offered.house, "ok")
    assert states(offered) == {State.SENT}
    assert all(len(offered.got(name)) == 1 for name in list(offered.ids)[:3])
    says(offered.house, "ok 1")
    assert "already done" in read_back(offered.house.got(RUTH)[-1]).text


def test_no_turns_all_of_it_down(offered: Forming) -> None:
    says(offered.house, "no 1")
    assert states(offered) == {State.REJECTED}
    assert offered.holders() == []


def test_new_words_for_several_letters_are_refused(offered: Forming) -> None:
    says(offered.house, "1: Dear all,\n\ncome along.\n")
    assert states(offered) == {State.DRAFT}
    assert "several letters" in read_back(offered.house.got(RUTH)[-1]).text


def test_one_changed_letter_makes_it_another_bundle(offered: Forming) -> None:
    house = offered.house
    mail = house.mails(State.DRAFT)[0]
    approval.edit(house.office, mail.id, "A place", "Dear you,\n\nOther words\n", house.later())
    says(house, "ok 1")
    assert states(offered) == {State.DRAFT}
    assert "Other words" in asked(house)
    says(house, "ok")
    assert states(offered) == {State.SENT}


def test_with_somebody_in_distress_among_them_it_is_not_shown(house: House) -> None:
    made = forming(house)
    made.offer(*list(made.ids)[:3])
    with house.office.database.transaction() as connection:
        connection.execute(
            sa.text("UPDATE applicant SET distress_at = :at WHERE id = :id"),
            {
                "at": house.clock.now().isoformat(timespec="microseconds"),
                "id": list(made.ids.values())[1],
            },
        )
    house.work(60 * 4)
    assert not [raw for raw in house.got(RUTH) if b"offers of a place" in raw]


def test_what_is_about_a_session_within_a_day_comes_at_once(house: House) -> None:
    made = forming(house)
    with house.office.database.transaction() as connection:
        connection.execute(
            sa.text("UPDATE session SET starts_at = :at WHERE number = 1"),
            {"at": (house.clock.now() + timedelta(hours=20)).isoformat(timespec="microseconds")},
        )
    # Eleven at night, in her quiet hours.
    house.later(60 * 14)
    made.offer(*list(made.ids)[:1], anyway=True)
    house.work()
    assert "Soon, please" in read_back(review(house)).subject
