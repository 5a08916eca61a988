"""Reminders in every kind of weather: each once, or recorded as skipped."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from mailbot.groups.sessions import move_session
from mailbot.model.outbox import Channel
from mailbot.model.seats import StandingKind
from mailbot.model.sessions import Absence, AbsenceKind, Part
from mailbot.services.due_reminders import Glance, glance
from mailbot.services.foreseeing import foresee
from mailbot.store import outbox, people, record, standings
from tests.faults.term import Term, address
from tests.faults.tuesday import (
    ALL,
    ANA,
    BEN,
    CONFIRMED,
    DAY,
    FIRST,
    HOUR,
    LEE,
    MINUTE,
    MONDAY,
    PLAN,
    TWO_DAYS,
    TWO_HOURS,
    mails,
    to,
    told,
    tuesday_term,
)

if TYPE_CHECKING:
    from tests.faults.house import House


@pytest.fixture
def term(house: House) -> Term:
    """A group on Tuesdays, confirmed before its first session."""
    return tuesday_term(house)


def test_each_reminder_names_the_standing_approval_and_goes_as_automatic_mail(term: Term) -> None:
    term.at(TWO_DAYS)
    assert to(term) == ALL
    made = mails(term)
    with term.house.office.database.transaction() as connection:
        standing = standings.active(connection, StandingKind.SERIES, 1)
        assert standing
        for mail in made:
            (approved,) = outbox.approvals(connection, mail.id)
            assert (approved.channel, approved.standing_id) == (Channel.STANDING, standing.id)
            (event,) = [
                each
                for each in record.events(connection, outbox_id=mail.id)
                if each.kind == "approved"
            ]
            assert event.why == f"{mail.key}, by standing approval {standing.id} of group 1"
    (raw,) = term.house.got(address(ANA))
    assert b"Auto-Submitted: auto-generated" in raw


def test_without_leave_or_before_the_group_is_confirmed_nothing_goes(term: Term) -> None:
    with term.house.office.database.transaction() as connection:
        standing = standings.active(connection, StandingKind.SERIES, 1)
        assert standing
        standings.end(connection, standing.id, CONFIRMED)
    term.at(TWO_DAYS)
    term.at(TWO_HOURS)
    assert to(term) == []


def test_what_was_due_before_the_group_was_confirmed_is_nobodys(term: Term) -> None:
    late = FIRST - DAY
    second = term.confirmed(PLAN._replace(slot="late"), MONDAY, late)
    term.at(late)
    assert not [got for got in term.got if "late" in got.to]
    term.at(TWO_HOURS)
    assert [got.to for got in term.got if "late" in got.to]
    assert term.skipped(second) == {}


@pytest.mark.parametrize(
    ("back", "sent", "why"),
    [
        (FIRST - 47 * HOUR, 1, ""),
        (FIRST - 20 * HOUR, 1, ""),
        (FIRST - 4 * HOUR, 0, "the next reminder comes too soon after it"),
        (FIRST - HOUR, 1, "the next reminder comes too soon after it"),
        (FIRST + MINUTE, 0, "the session has begun or is over"),
        (FIRST + 3 * DAY, 0, "the session has begun or is over"),
    ],
)
def test_what_a_machine_that_was_off_missed_is_sent_late_or_recorded(
    term: Term, back: datetime, sent: int, why: str
) -> None:
    term.at(TWO_DAYS - HOUR)
    term.at(back)
    assert to(term) == ALL * sent
    skipped = term.skipped(1)
    assert set(skipped.values()) <= {why}
    assert bool(skipped) == bool(why)
    on_record = [event.why for event in term.house.record() if event.kind == "skipped"]
    assert sorted(on_record) == sorted(f"{key}: {reason}" for key, reason in skipped.items())
    term.at(back + MINUTE)
    assert to(term) == []


def test_who_leaves_hears_no_more_and_who_joins_hears_from_the_next_moment_on(term: Term) -> None:
    term.at(TWO_DAYS)
    to(term)
    term.leaves(ANA, FIRST - DAY)
    term.joins(1, "tue-2", "Australia/Perth", FIRST - DAY)
    term.at(FIRST - DAY)
    assert to(term) == []
    term.at(TWO_HOURS)
    assert to(term) == sorted(map(address, (BEN, LEE, "tue-2")))
    assert term.skipped(1) == {}


def test_a_session_that_was_moved_has_reminders_of_its_own(term: Term) -> None:
    term.at(TWO_DAYS)
    to(term)
    moved_at = FIRST - DAY
    term.change(move_session(term.table(1), 1, date(2027, 3, 12), now=moved_at))
    new = FIRST + 3 * DAY
    term.plays([moved_at, TWO_HOURS, FIRST])
    assert to(term) == []
    term.at(new - 2 * DAY)
    assert {got.subject for got in term.got} == {
        "Your group on Friday 12 March, 4 pm (session 1 of 6)",
        "Your group on Friday 12 March, 7 pm (session 1 of 6)",
        "Your group on Friday 12 March, 9 pm (session 1 of 6)",
    }
    assert to(term) == ALL
    term.at(new - 2 * HOUR)
    assert to(term) == ALL


def test_mail_to_somebody_held_waits_for_her_word_and_she_is_told_once_a_session(
    term: Term,
) -> None:
    term.holds(ANA, CONFIRMED)
    for moment in (TWO_DAYS, TWO_DAYS + MINUTE, TWO_HOURS):
        term.at(moment)
    assert address(ANA) not in to(term)
    (alert,) = told(term)
    assert "Ana Tue" in alert
    assert f"mailbot queue edit {address(ANA)} --release" in alert
    term.releases(ANA)
    term.at(TWO_HOURS + MINUTE)
    assert to(term) == [address(ANA)]


def test_a_reminder_that_waited_until_it_was_too_late_is_skipped_with_both_reasons(
    term: Term,
) -> None:
    term.holds(ANA, CONFIRMED)
    term.plays([TWO_DAYS, TWO_HOURS, FIRST])
    assert set(term.skipped(1).values()) == {
        "the session has begun or is over; mail to them waits for the coordinator's word",
        "the next reminder comes too soon after it; mail to them waits for the coordinator's word",
    }
    assert len(term.skipped(1)) == 2


def test_who_cannot_come_is_not_reminded_and_the_leader_is_told(term: Term) -> None:
    ana, ben = term.id_of(ANA), term.id_of(BEN)
    term.announces(1, Absence(1, Part.MEMBER, ana), CONFIRMED)
    term.announces(1, Absence(1, Part.MEMBER, ben, AbsenceKind.LATE, 15), CONFIRMED)
    term.at(TWO_DAYS)
    words = next(got.text for got in term.got if got.to == address(LEE))
    assert "- Ana Tue cannot come\n- Ben Tue will be 15 minutes late" in words
    assert to(term) == sorted(map(address, (BEN, LEE)))
    assert set(term.skipped(1).values()) == {"they have said that they cannot come"}


def test_without_a_link_all_waits_she_is_told_where_to_put_it_and_then_it_goes(
    term: Term,
) -> None:
    term.set_link("tue", "")
    term.at(TWO_DAYS)
    term.at(TWO_DAYS + MINUTE)
    assert to(term) == []
    (alert,) = told(term)
    assert "config/slots.toml, below [slots.tue]: zoom =" in alert
    term.set_link("tue", "https://zoom.example/j/new")
    term.at(TWO_DAYS + HOUR)
    assert all("https://zoom.example/j/new" in got.text for got in term.got)
    assert to(term) == ALL


def test_one_persons_fault_holds_up_nobody_else(term: Term) -> None:
    with term.house.office.database.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE address SET email = 'no address' WHERE email = ?", (address(ANA),)
        )
    term.at(TWO_DAYS)
    assert to(term) == sorted(map(address, (BEN, LEE)))
    assert len(told(term)) == 1


def test_a_group_in_mid_term_is_reminded_from_its_next_session_on(house: House) -> None:
    term = Term(house)
    third = FIRST + 14 * DAY
    group_id = term.confirmed(PLAN, MONDAY, third - 3 * DAY)
    shown = foresee(house.office, now=third - 3 * DAY, until=third)
    assert {each.session.number for each in shown if each.session} == {3}
    term.plays(term.moments(group_id))
    assert len(term.got) == 4 * 2 * 3
    assert term.skipped(group_id) == {}


def test_the_glance_that_happens_each_second_asks_the_database_little(term: Term) -> None:
    term.at(TWO_DAYS)
    asked: list[str] = []
    with term.house.office.database.transaction() as connection:
        sa.event.listen(
            connection, "before_cursor_execute", lambda *what: asked.append(str(what[2]))
        )
        seen = glance(term.house.office, connection, 1, TWO_DAYS + HOUR)
    assert seen == Glance(due=False, news=False)
    assert len(asked) <= 3


def test_who_bounced_for_good_is_not_written_to(term: Term) -> None:
    with term.house.office.database.transaction() as connection:
        people.mark_bounced(connection, address(ANA), permanent=True, now=CONFIRMED)
    term.plays([TWO_DAYS, TWO_HOURS, FIRST])
    assert address(ANA) not in to(term)
