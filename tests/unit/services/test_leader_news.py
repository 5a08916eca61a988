"""What is announced after the leaders' last reminder is told them at once, each thing once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.groups.sessions import cancel_session, move_session
from mailbot.model.outbox import Channel, State
from mailbot.model.sessions import Absence, AbsenceKind, Part
from mailbot.services import pausing
from mailbot.store import absences, outbox
from tests.faults.term import Got, Plan, Term, address

if TYPE_CHECKING:
    from tests.faults.house import House

SYDNEY, AUCKLAND = "Australia/Sydney", "Pacific/Auckland"
PLAN = Plan("tue", 1, "19:00", SYDNEY, ("Australia/Perth", ""), (SYDNEY, AUCKLAND))
CONFIRMED = datetime(2027, 3, 3, tzinfo=UTC)
FIRST = datetime(2027, 3, 9, 8, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LAST = FIRST - 2 * HOUR
LATER = LAST + HOUR
ANA, BEN, LEE, KIM = "tue-0", "tue-1", "tue-leader0", "tue-leader1"


@pytest.fixture
def term(house: House) -> Term:
    """A house with one group, number 1, whose last reminders of session 1 have just gone."""
    made = Term(house)
    made.confirmed(PLAN, date(2027, 3, 8), CONFIRMED)
    made.at(FIRST - timedelta(days=2))
    made.at(LAST)
    made.got.clear()
    return made


def absent(term: Term, name: str, kind: AbsenceKind = AbsenceKind.ABSENT) -> Absence:
    part = Part.LEADER if "leader" in name else Part.MEMBER
    minutes = 15 if kind is not AbsenceKind.ABSENT else None
    return Absence(1, part, term.id_of(name), kind, minutes)


def news(found: list[Got]) -> dict[str, str]:
    """What leaders were told, without greeting and farewell."""
    assert {got.subject.partition(" on ")[0] for got in found} <= {"Before your group"}
    return {got.to: got.text for got in found}


def test_each_leader_hears_at_once_and_members_hear_nothing(term: Term) -> None:
    term.announces(1, absent(term, ANA), LATER)
    told = news(term.at(LATER))
    assert set(told) == {address(LEE), address(KIM)}
    assert "Tuesday 9 March, 7–8.30 pm Sydney time:\n- Ana Tue cannot come\n" in told[address(LEE)]
    assert "9–10.30 pm New Zealand time (for the group: 7–8.30 pm" in told[address(KIM)]
    assert term.at(LATER + MINUTE) == []


def test_news_names_the_standing_approval_of_the_series(term: Term) -> None:
    term.announces(1, absent(term, ANA), LATER)
    term.at(LATER)
    made = [mail for mail in term.house.mails(State.SENT) if "/news:" in mail.key]
    assert len(made) == 2
    with term.house.office.database.transaction() as connection:
        for mail in made:
            (approval,) = outbox.approvals(connection, mail.id)
            assert (approval.channel, approval.standing_id) == (Channel.STANDING, 1)


def test_what_the_last_reminder_told_is_no_news(house: House) -> None:
    term = Term(house)
    term.confirmed(PLAN, date(2027, 3, 8), CONFIRMED)
    term.announces(1, absent(term, ANA), LAST - MINUTE)
    told = term.at(LAST)
    assert "- Ana Tue cannot come" in next(got.text for got in told if got.to == address(LEE))
    assert term.at(LAST + MINUTE) == []
    assert term.at(LATER) == []


def test_only_what_is_new_is_told_and_the_same_again_is_not(term: Term) -> None:
    term.announces(1, absent(term, ANA), LATER)
    term.at(LATER)
    term.announces(1, absent(term, BEN, AbsenceKind.LATE), LATER + MINUTE)
    told = news(term.at(LATER + MINUTE))
    assert all("- Ben Tue will be 15 minutes late" in text for text in told.values())
    assert not any("Ana" in text for text in told.values())
    term.announces(1, absent(term, ANA), LATER + 2 * MINUTE)
    assert term.at(LATER + 2 * MINUTE) == []


def test_a_leader_is_told_of_the_other_and_not_of_themself(term: Term) -> None:
    term.announces(1, absent(term, KIM, AbsenceKind.LATE), LATER)
    assert set(news(term.at(LATER))) == {address(LEE)}
    term.announces(1, absent(term, KIM), LATER + MINUTE)
    term.announces(1, absent(term, ANA), LATER + MINUTE)
    told = news(term.at(LATER + MINUTE))
    assert set(told) == {address(LEE)}
    assert "- Kim Tue cannot come" in told[address(LEE)]


@pytest.mark.parametrize("announced", [FIRST, FIRST + HOUR])
def test_after_the_session_has_begun_there_is_no_news(term: Term, announced: datetime) -> None:
    term.announces(1, absent(term, ANA), announced)
    assert term.at(announced) == []


def test_what_was_announced_while_the_machine_was_off_is_told_while_it_helps(term: Term) -> None:
    term.announces(1, absent(term, ANA), LATER)
    assert len(news(term.at(FIRST - MINUTE))) == 2


def test_news_that_a_pause_held_is_withdrawn_once_the_session_began(term: Term) -> None:
    pausing.pause(term.house.office, LATER)
    term.announces(1, absent(term, ANA), LATER)
    assert term.at(LATER) == []
    pausing.resume(term.house.office, FIRST)
    assert term.at(FIRST) == []
    (reason,) = {mail.reason for mail in term.house.mails(State.EXPIRED)}
    assert reason == "the session has begun or is over"


def test_news_that_a_pause_held_leaves_with_all_that_is_new_then(term: Term) -> None:
    pausing.pause(term.house.office, LATER)
    term.announces(1, absent(term, ANA), LATER)
    term.at(LATER)
    term.announces(1, absent(term, BEN), LATER + MINUTE)
    term.at(LATER + MINUTE)
    pausing.resume(term.house.office, LATER + 2 * MINUTE)
    told = news(term.at(LATER + 2 * MINUTE))
    assert len(told) == 2
    for text in told.values():
        assert "- Ana Tue cannot come\n- Ben Tue cannot come\n" in text
    assert term.at(LATER + 3 * MINUTE) == []


def test_news_that_was_taken_back_before_it_left_is_withdrawn(term: Term) -> None:
    pausing.pause(term.house.office, LATER)
    term.announces(1, absent(term, ANA), LATER)
    term.at(LATER)
    ana = absent(term, ANA).person_id
    with term.house.office.database.transaction() as connection:
        assert absences.take_back(connection, 1, 1, Part.MEMBER, ana)
    pausing.resume(term.house.office, LATER + MINUTE)
    assert term.at(LATER + MINUTE) == []
    (reason,) = {mail.reason for mail in term.house.mails(State.EXPIRED)}
    assert reason == "what it tells was taken back"


@pytest.mark.parametrize("change", ["moved", "cancelled"])
def test_news_of_a_session_that_is_not_then_is_withdrawn(term: Term, change: str) -> None:
    pausing.pause(term.house.office, LATER)
    term.announces(1, absent(term, ANA), LATER)
    term.at(LATER)
    table, now = term.table(1), LATER + MINUTE
    if change == "cancelled":
        term.change(cancel_session(table, 1, now=now))
    else:
        term.change(move_session(table, 1, date(2027, 3, 12), now=now))
    pausing.resume(term.house.office, now)
    assert term.at(now) == []
    (reason,) = {mail.reason for mail in term.house.mails(State.EXPIRED)}
    assert reason
    assert reason.startswith("the session was moved or cancelled since")


def test_of_a_session_moved_within_its_last_hours_leaders_hear_who_is_absent(term: Term) -> None:
    term.announces(1, absent(term, ANA), LAST - HOUR)
    term.change(move_session(term.table(1), 1, date(2027, 3, 9), "19:30", now=LATER))
    told = news(term.at(LATER))
    assert set(told) == {address(LEE), address(KIM)}
    assert "- Ana Tue cannot come" in told[address(LEE)]
