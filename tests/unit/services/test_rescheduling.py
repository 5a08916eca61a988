"""Other dates for a group: on record at once, and everyone hears the truth, once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import NotFoundError, RefusedError
from mailbot.model.calendar import Method
from mailbot.model.outbox import State
from mailbot.model.reading import Day, Interval
from mailbot.model.seats import BundleKind, GroupStatus
from mailbot.model.sessions import Absence, Part
from mailbot.services import approval, bundles, confirming, rescheduling
from mailbot.store import absences, groups, outbox, people
from tests.faults.circle import PERTH, Circle, address, by_reader, on

if TYPE_CHECKING:
    from mailbot.services.rescheduling import Rescheduled
    from mailbot.store.outbox import Outbound
    from tests.faults.house import House

KINDS = BundleKind
THURSDAY = date(2027, 4, 1)


@pytest.fixture
def forming(house: House) -> Circle:
    """A group with two members, in Sydney and Perth, and room for more."""
    circle = Circle.formed(house)
    circle.joins("ana")
    circle.joins("tom", zone=PERTH)
    return circle


@pytest.fixture
def circle(forming: Circle) -> Circle:
    """The same confirmed, and everyone has the invitation."""
    confirming.look_after(forming.house.office, forming.group_id, forming.house.later())
    forming.lets_go(KINDS.CONFIRMATION)
    return forming


def moves(circle: Circle, number: int, to: date, start: str | None = None) -> Rescheduled:
    now = circle.house.later()
    return rescheduling.move(circle.house.office, circle.group_id, number, to, start, now)


def shifts(circle: Circle, weeks: int = 1, number: int | None = None) -> Rescheduled:
    now = circle.house.later()
    return rescheduling.shift(circle.house.office, circle.group_id, weeks, number, now)


def cancels(circle: Circle, number: int) -> Rescheduled:
    return rescheduling.cancel(circle.house.office, circle.group_id, number, circle.house.later())


def drafts(circle: Circle, kind: BundleKind) -> dict[str, Outbound]:
    return by_reader(circle.bundle(kind))


def words(circle: Circle, mail: Outbound) -> str:
    return circle.house.words_of(mail)


def test_everyone_hears_of_a_session_that_was_moved(circle: Circle) -> None:
    done = moves(circle, 3, THURSDAY, "18:30")
    assert circle.table == done.after
    assert circle.table.sequence == 1
    letters = drafts(circle, KINDS.MOVED)
    assert set(letters) == {"ana", "tom", "kit", "noor"}
    toms = words(circle, letters["tom"])
    assert "- It was to be: Tuesday 30 March, 4–5.30 pm Perth time" in toms
    assert "- It is now: Thursday 1 April, 3.30–5 pm Perth time" in toms
    for name, mail in letters.items():
        update = circle.calendar(mail)
        assert update.attendee == address(name)
        assert update.calendar.sequence == 1
        (event,) = update.calendar.events
        assert event.recurrence is not None
        assert (event.recurrence.day, event.start.day, event.start.hour) == (30, 1, 18)


def test_they_leave_once_she_lets_them_go(circle: Circle) -> None:
    moves(circle, 3, THURSDAY)
    assert len(circle.house.got(address("ana"))) == 2  # offer and confirmation
    circle.lets_go(KINDS.MOVED)
    assert len(circle.house.got(address("ana"))) == 3


def test_a_cancelled_session_is_taken_out_of_calendars(circle: Circle) -> None:
    cancels(circle, 2)
    mail = drafts(circle, KINDS.CANCELLED)["ana"]
    assert "session 2 of your group will not take place" in words(circle, mail)
    assert "The next one is session 1" in words(circle, mail)
    assert circle.calendar(mail).calendar.method is Method.CANCEL


def test_a_shift_gives_all_new_dates_and_the_whole_calendar(circle: Circle) -> None:
    shifts(circle, 2, 4)
    mail = drafts(circle, KINDS.SHIFTED)["ana"]
    assert "From session 4 on, your group meets two weeks later than planned." in (
        words(circle, mail)
    )
    assert "- Session 4: Tuesday 20 April, 7–8.30 pm Sydney time" in words(circle, mail)
    assert circle.calendar(mail).calendar.events[0].weeks == 8


def test_a_shift_without_a_session_begins_with_the_next(circle: Circle) -> None:
    circle.house.clock.set(on(circle, 2) - timedelta(days=1))
    shifts(circle)
    assert on(circle, 1).date() == date(2027, 3, 16)
    assert on(circle, 2).date() == date(2027, 3, 30)


def test_a_second_change_before_the_first_was_told_is_one_letter(circle: Circle) -> None:
    moves(circle, 3, THURSDAY)
    first = drafts(circle, KINDS.MOVED)
    moves(circle, 3, date(2027, 4, 2))
    second = drafts(circle, KINDS.MOVED)
    assert {circle.house.mail(mail.id).state for mail in first.values()} == {State.SUPERSEDED}
    assert "- It was to be: Tuesday 30 March" in words(circle, second["ana"])
    assert "- It is now: Friday 2 April" in words(circle, second["ana"])
    cancels(circle, 5)
    third = drafts(circle, KINDS.CANCELLED)["ana"]
    assert "- Session 3 has been moved from Tuesday 30 March" in words(circle, third)
    assert "- Session 5 will not take place; it was to be on Tuesday 13 April" in (
        words(circle, third)
    )
    assert len(circle.calendar(third).calendar.events) == 2


def test_what_people_were_told_meanwhile_is_what_the_next_letter_starts_from(
    circle: Circle,
) -> None:
    moves(circle, 3, THURSDAY)
    circle.lets_go(KINDS.MOVED)
    moves(circle, 3, date(2027, 4, 2))
    mail = drafts(circle, KINDS.MOVED)["ana"]
    assert "- It was to be: Thursday 1 April" in words(circle, mail)
    assert circle.calendar(mail).calendar.sequence == 2


def test_each_hears_from_what_they_themselves_were_told(circle: Circle) -> None:
    moves(circle, 3, THURSDAY)
    letters = drafts(circle, KINDS.MOVED)
    circle.house.approves(letters["ana"])
    circle.deliver()
    moves(circle, 3, date(2027, 4, 2))
    letters = drafts(circle, KINDS.MOVED)
    assert "- It was to be: Thursday 1 April" in words(circle, letters["ana"])
    assert "- It was to be: Tuesday 30 March" in words(circle, letters["tom"])


def test_what_was_moved_and_back_before_anyone_heard_needs_no_letter(circle: Circle) -> None:
    moves(circle, 3, THURSDAY)
    done = moves(circle, 3, date(2027, 3, 30))
    assert done.bundle is None
    assert circle.waiting() == []


def test_a_cancelled_session_is_told_at_the_time_that_people_know(circle: Circle) -> None:
    moves(circle, 3, THURSDAY)
    cancels(circle, 3)
    mail = drafts(circle, KINDS.CANCELLED)["ana"]
    assert "It was to be on Tuesday 30 March" in words(circle, mail)


def test_what_she_approved_does_not_leave_with_older_dates(circle: Circle) -> None:
    moves(circle, 3, THURSDAY)
    old = drafts(circle, KINDS.MOVED)["ana"]
    circle.house.approves(old)
    table = circle.table
    with circle.house.office.database.transaction() as connection:
        groups.save_timetable(connection, type(table)(table.series, table.sessions, 9))
    circle.deliver()
    assert circle.house.mail(old.id).state is State.EXPIRED
    assert len(circle.house.got(address("ana"))) == 2


def test_what_she_approved_and_has_not_left_is_withdrawn_with_the_next_change(
    circle: Circle,
) -> None:
    moves(circle, 3, THURSDAY)
    old = drafts(circle, KINDS.MOVED)
    circle.house.approves(old["ana"])
    shifts(circle)
    assert circle.house.mail(old["ana"].id).state is State.SUPERSEDED
    assert set(drafts(circle, KINDS.SHIFTED)) == {"ana", "tom", "kit", "noor"}


def test_who_leaves_the_group_hears_no_more_of_its_dates(circle: Circle) -> None:
    moves(circle, 3, THURSDAY)
    circle.leaves("tom")
    assert set(drafts(circle, KINDS.MOVED)) == {"ana", "kit", "noor"}


def test_a_leader_who_stopped_leading_is_not_written_to(circle: Circle) -> None:
    moves(circle, 3, THURSDAY)
    kits = drafts(circle, KINDS.MOVED)["kit"]
    circle.house.approves(kits)
    with circle.house.office.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE leading SET until = since")
    circle.deliver()
    assert circle.house.mail(kits.id).state is State.EXPIRED


def test_an_edited_letter_keeps_its_calendar(circle: Circle) -> None:
    moves(circle, 3, THURSDAY)
    mail = drafts(circle, KINDS.MOVED)["ana"]
    office, now = circle.house.office, circle.house.later()
    approval.edit(office, mail.id, "Moved", "Dear Ana,\n\nSee below.\n", now)
    assert circle.calendar(circle.house.mail(mail.id)) == circle.calendar(mail)


def test_a_forming_group_has_no_calendar_yet_and_those_with_an_offer_hear_too(
    forming: Circle,
) -> None:
    forming.is_offered("sam")
    moves(forming, 3, THURSDAY)
    letters = drafts(forming, KINDS.MOVED)
    assert set(letters) == {"ana", "tom", "sam"}  # the leaders have not heard of it yet
    for mail in letters.values():
        assert b"text/calendar" not in mail.raw
        assert "calendar" not in words(forming, mail)
    sams = words(forming, letters["sam"])
    assert "Session 3 of the group in which I hold a place for you has been moved." in sams
    assert "I hold it until Sat" in sams
    forming.lets_go(KINDS.MOVED)
    assert len(forming.house.got(address("sam"))) == 2


def test_an_offer_that_has_not_left_is_drafted_with_the_new_dates(forming: Circle) -> None:
    forming.is_offered("sam", left=False)
    (sams,) = (mail for mail in forming.house.mails(State.DRAFT) if "sam" in mail.recipient)
    forming.house.approves(sams)
    done = moves(forming, 3, THURSDAY)
    again = forming.house.mail(sams.id)
    assert done.offers == 1
    assert again.state is State.DRAFT
    assert "Session 3: Thursday 1 April" in words(forming, again)
    assert again.sequence == 1
    forming.house.approves(again)
    forming.deliver()
    assert len(forming.house.got(address("sam"))) == 1
    waiting = forming.bundle(KINDS.MOVED).bundle.id
    bundles.reject(forming.house.office, waiting, "by telephone", forming.house.later())
    moves(forming, 3, date(2027, 4, 2))
    assert "- It was to be: Thursday 1 April" in (
        words(forming, drafts(forming, KINDS.MOVED)["sam"])
    )


def test_whose_offer_is_just_leaving_hears_too(forming: Circle) -> None:
    forming.is_offered("sam", left=False)
    (sams,) = (mail for mail in forming.house.mails(State.DRAFT) if "sam" in mail.recipient)
    forming.house.approves(sams)
    with forming.house.office.database.transaction() as connection:
        outbox.move(
            connection, sams.id, (State.APPROVED,), State.SENDING, forming.house.clock.now()
        )
    moves(forming, 3, THURSDAY)
    assert "- It was to be: Tuesday 30 March" in (
        words(forming, drafts(forming, KINDS.MOVED)["sam"])
    )


def test_a_confirmation_that_waits_is_drafted_anew_with_the_new_dates(forming: Circle) -> None:
    confirming.look_after(forming.house.office, forming.group_id, forming.house.later())
    old = drafts(forming, KINDS.CONFIRMATION)
    moves(forming, 3, THURSDAY)
    moved, confirmation = sorted(forming.waiting(), key=lambda each: each.bundle.kind != "moved")
    assert {forming.house.mail(mail.id).state for mail in old.values()} == {State.SUPERSEDED}
    new = by_reader(confirmation)
    assert set(new) == {"ana", "tom", "kit", "noor"}
    assert set(by_reader(moved)) == {"ana", "tom"}
    assert "- Session 3: Thursday 1 April" in words(forming, new["ana"])
    assert forming.calendar(new["ana"]).calendar.sequence == 1


def test_holidays_clashes_and_people_who_are_not_free_are_pointed_out(house: House) -> None:
    circle = Circle.formed(house)
    evenings = (Interval(Day.TUE, "18:00", "22:00"),)
    circle.joins("ana", free=evenings)
    circle.joins("tom")
    other = Circle.formed(house, first=date(2027, 3, 18), slot="other")
    assert other.group_id == 2
    said = moves(circle, 3, THURSDAY).remarks
    assert "Session 3: Kit Example and Noor Example lead group 2 then." in said
    assert "Session 3: by the times they gave, Ana Example cannot come." in said
    assert not any("Tom" in each for each in said)
    said = moves(circle, 3, date(2027, 3, 26)).remarks
    assert any("Good Friday" in each and "New South Wales" in each for each in said)
    assert moves(circle, 3, date(2027, 4, 13), "20:30").remarks == ()


def test_the_end_of_the_season_is_pointed_out(house: House) -> None:
    circle = Circle.formed(house, first=date(2027, 10, 26))
    circle.joins("ana")
    assert shifts(circle).remarks == (
        "Session 6, Tue 7 Dec 2027, is outside the season, February to November.",
    )


@pytest.mark.parametrize("weeks", [0, -1])
def test_nothing_is_shifted_backwards(circle: Circle, weeks: int) -> None:
    with pytest.raises(RefusedError, match="one week or more"):
        shifts(circle, weeks)


def test_a_change_that_changes_nothing_is_refused(circle: Circle) -> None:
    with pytest.raises(RefusedError, match="Nothing would change"):
        moves(circle, 3, date(2027, 3, 30))
    assert circle.table.sequence == 0


def test_the_only_session_is_not_cancelled_by_itself(circle: Circle) -> None:
    for number in range(1, 6):
        cancels(circle, number)
    with pytest.raises(RefusedError, match="the only one") as refused:
        cancels(circle, 6)
    assert "groups cancel 1" in refused.value.remedy


def test_a_group_that_is_not_there_or_does_not_meet_is_refused(circle: Circle) -> None:
    with circle.house.office.database.transaction() as connection:
        groups.set_status(connection, circle.group_id, GroupStatus.OVER, circle.house.later())
    with pytest.raises(RefusedError, match="is over already"):
        moves(circle, 3, THURSDAY)
    with pytest.raises(NotFoundError, match="no group 77"):
        rescheduling.cancel(circle.house.office, 77, 1, circle.house.later())


def test_each_change_is_on_the_record(circle: Circle) -> None:
    moves(circle, 3, THURSDAY)
    assert [each.why for each in circle.house.record() if each.kind == "rescheduled"] == [
        "moved, revision 1 of its dates"
    ]


def test_an_offer_into_a_group_that_goes_ahead_says_so(circle: Circle) -> None:
    circle.is_offered("sam")
    offer = circle.house.mails(State.SENT)[-1]
    assert "The group is going ahead" in words(circle, offer)
    assert "once enough students" not in words(circle, offer)


def test_leaders_who_do_not_know_of_a_group_hear_nothing_of_its_changes(forming: Circle) -> None:
    moves(forming, 3, THURSDAY)
    assert set(drafts(forming, KINDS.MOVED)) == {"ana", "tom"}


def test_a_cancelled_session_can_take_place_after_all(circle: Circle) -> None:
    cancels(circle, 3)
    circle.lets_go(KINDS.CANCELLED)
    moves(circle, 3, date(2027, 3, 30))
    mail = drafts(circle, KINDS.MOVED)["ana"]
    assert "which was cancelled, takes place after all" in words(circle, mail)
    assert "Tuesday 30 March" in words(circle, mail)
    assert "It was to be" not in words(circle, mail)
    (event,) = circle.calendar(mail).calendar.events
    assert circle.calendar(mail).calendar.method is Method.REQUEST
    assert event.start.day == 30


def test_taken_back_before_anybody_heard_a_cancellation_needs_no_letter(circle: Circle) -> None:
    cancels(circle, 3)
    done = moves(circle, 3, date(2027, 3, 30))
    assert done.bundle is None
    assert circle.waiting() == []


def test_taken_back_among_other_changes_is_told_with_them(circle: Circle) -> None:
    cancels(circle, 3)
    circle.lets_go(KINDS.CANCELLED)
    moves(circle, 3, THURSDAY)
    moves(circle, 5, date(2027, 4, 14))
    mail = next(iter(circle.waiting())).open[0]
    told = words(circle, mail)
    assert "- Session 3, which was cancelled, takes place after all, on Thursday 1 April" in told
    assert "- Session 5 has been moved" in told


def test_who_could_not_come_on_the_former_day_is_reminded_of_the_new_one(circle: Circle) -> None:
    now = circle.house.clock.now()
    with circle.house.office.database.transaction() as connection:
        ana = people.by_email(connection, address("ana"))
        assert ana is not None
        for number in (2, 3):
            absent = Absence(number, Part.MEMBER, ana.id)
            absences.put(connection, circle.group_id, absent, now)
    told = moves(circle, 2, on(circle, 2).date() + timedelta(days=1))
    with circle.house.office.database.transaction() as connection:
        left = absences.of_group(connection, circle.group_id)
    assert [each.session for each in left] == [3]
    assert any("Ana Example had spoken of the former day" in each for each in told.remarks)
