"""A group is confirmed in one go: drafts once enough have accepted, right while they wait."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import RefusedError
from mailbot.model.calendar import Method
from mailbot.model.outbox import Channel, State
from mailbot.model.seats import BundleKind, GroupStatus, StandingKind
from mailbot.services import approval, bundles, confirming, promising
from mailbot.store import groups, members, outbox, standings
from tests.faults.circle import LINK, PERTH, Circle, address, by_reader, on

if TYPE_CHECKING:
    from mailbot.services.bundles import Shown
    from mailbot.store.outbox import Outbound
    from tests.faults.house import House

CONFIRMATION = BundleKind.CONFIRMATION


@pytest.fixture
def circle(house: House) -> Circle:
    """A group that needs two students, and has none yet."""
    return Circle.formed(house)


@pytest.fixture
def ready(circle: Circle) -> Circle:
    """Two have accepted, and the confirmation waits."""
    circle.joins("ana", "tom", zone=PERTH)
    tick(circle)
    return circle


def tick(circle: Circle) -> None:
    confirming.look_after(circle.house.office, circle.group_id, circle.house.later())


def drafts(circle: Circle) -> dict[str, Outbound]:
    return by_reader(circle.bundle(CONFIRMATION))


def standing(circle: Circle) -> str | None:
    with circle.house.office.database.transaction() as connection:
        found = standings.active(connection, StandingKind.SERIES, circle.group_id)
        return found.channel if found else None


def follows(circle: Circle, shown: Shown) -> str:
    return " ".join(promising.follows(circle.house.office, shown, circle.house.clock.now()))


def test_everyone_has_a_draft_once_enough_have_accepted(circle: Circle) -> None:
    circle.joins("ana")
    tick(circle)
    assert circle.waiting() == []
    circle.joins("tom")
    tick(circle)
    assert set(drafts(circle)) == {"ana", "tom", "kit", "noor"}
    assert circle.group.status is GroupStatus.FORMING
    assert {mail.state for mail in drafts(circle).values()} == {State.DRAFT}


def test_nothing_is_drafted_twice(ready: Circle) -> None:
    before = drafts(ready)
    for _ in range(3):
        tick(ready)
    assert drafts(ready) == before


def test_an_open_offer_is_waited_for_until_the_coordinator_must_be_asked(circle: Circle) -> None:
    circle.joins("ana", "tom")
    circle.is_offered("sam")
    tick(circle)
    assert circle.waiting() == []
    circle.house.clock.set(on(circle, 1) - timedelta(days=7))
    tick(circle)
    assert "sam" not in drafts(circle)
    assert "Open offers: 1" in follows(circle, circle.bundle(CONFIRMATION))


def test_each_has_a_copy_of_their_own_of_one_invitation(ready: Circle) -> None:
    calendars = {name: ready.calendar(mail) for name, mail in drafts(ready).items()}
    assert len({each.calendar for each in calendars.values()}) == 1
    for name, each in calendars.items():
        assert each.attendee == address(name)
        assert (each.calendar.method, each.calendar.sequence) == (Method.REQUEST, 0)
    assert len({ready.house.mail(mail.id).raw for mail in drafts(ready).values()}) == 4


def test_nobody_reads_of_another_but_leaders_of_their_students(ready: Circle) -> None:
    words = {name: ready.house.words_of(mail) for name, mail in drafts(ready).items()}
    assert "Tom" not in words["ana"]
    assert "Kit Example and Noor Example" in words["ana"]
    assert "- Ana Example\n- Tom Example\n" in words["kit"]
    assert "together with Noor Example" in words["kit"]
    for name, mail in drafts(ready).items():
        for other in {"ana", "tom"} - {name}:
            assert address(other).encode() not in ready.house.mail(mail.id).raw


def test_who_leaves_gets_none_and_the_leaders_list_is_drafted_anew(ready: Circle) -> None:
    ready.joins("sam")
    tick(ready)
    number = ready.bundle(CONFIRMATION).bundle.id
    old = drafts(ready)
    ready.leaves("tom")
    tick(ready)
    new = drafts(ready)
    assert ready.house.mail(old["tom"].id).state is State.SUPERSEDED
    assert ready.bundle(CONFIRMATION).bundle.id == number
    assert new["ana"] == old["ana"]
    assert ready.house.mail(old["kit"].id).state is State.SUPERSEDED
    assert "Tom" not in ready.house.words_of(new["kit"])
    assert "- Ana Example\n- Sam Example\n" in ready.house.words_of(new["kit"])


def test_who_accepts_later_gets_a_draft_in_the_same_bundle(ready: Circle) -> None:
    number = ready.bundle(CONFIRMATION).bundle.id
    ready.joins("sam")
    tick(ready)
    assert ready.bundle(CONFIRMATION).bundle.id == number
    assert set(drafts(ready)) == {"ana", "tom", "sam", "kit", "noor"}


def test_approving_all_confirms_the_group_and_gives_leave_for_its_reminders(ready: Circle) -> None:
    left = ready.lets_go(CONFIRMATION)
    assert {mail.state for mail in left.values()} == {State.SENT}
    assert ready.group.status is GroupStatus.CONFIRMED
    assert standing(ready) == Channel.COMMAND
    ready.house.work()
    assert ready.house.audit() == ()


def test_approving_any_of_them_confirms_it_once(ready: Circle) -> None:
    mails = drafts(ready)
    ready.house.approves(mails["ana"])
    confirmed = ready.group.confirmed_at
    ready.house.later()
    ready.house.approves(mails["tom"])
    assert confirmed is not None
    assert ready.group.confirmed_at == confirmed
    with ready.house.office.database.transaction() as connection:
        assert len(standings.every(connection)) == 1


def test_she_is_told_which_reminders_follow(ready: Circle) -> None:
    said = follows(ready, ready.bundle(CONFIRMATION))
    assert "2 days and 2 hours before each of the 6 sessions" in said
    assert "the first on Sun 14 Mar 19:00" in said
    assert "the last on Tue 20 Apr 17:00" in said
    ready.house.approves(drafts(ready)["ana"])
    assert follows(ready, ready.bundle(CONFIRMATION)) == ""


def test_who_joins_a_confirmed_group_is_told_alone(ready: Circle) -> None:
    ready.lets_go(CONFIRMATION)
    ready.joins("sam")
    tick(ready)
    assert set(drafts(ready)) == {"sam"}


def test_what_she_turned_down_is_drafted_again_only_at_her_word(ready: Circle) -> None:
    number = ready.bundle(CONFIRMATION).bundle.id
    bundles.reject(ready.house.office, number, "not yet", ready.house.later())
    tick(ready)
    assert ready.waiting() == []
    confirming.prepare(ready.house.office, ready.group_id, ready.house.later())
    assert set(drafts(ready)) == {"ana", "tom", "kit", "noor"}


def test_at_her_word_a_group_is_confirmed_with_fewer(circle: Circle) -> None:
    circle.joins("ana")
    number = confirming.prepare(circle.house.office, circle.group_id, circle.house.later())
    shown = bundles.show(circle.house.office, number, circle.house.later())
    assert set(by_reader(shown)) == {"ana", "kit", "noor"}
    assert "So far 1 have accepted; the group needs 2." in follows(circle, shown)


def test_without_a_link_it_is_refused_and_it_is_said_where_it_belongs(house: House) -> None:
    circle = Circle.formed(house, link="")
    circle.joins("ana", "tom")
    with pytest.raises(RefusedError, match="no Zoom link") as refused:
        confirming.prepare(house.office, circle.group_id, house.later())
    assert "config/slots.toml" in refused.value.remedy
    assert "[slots.evening]: zoom =" in refused.value.remedy
    for _ in range(2):
        tick(circle)
    assert circle.waiting() == []
    assert len(house.alerts("group")) == 1
    circle.set_link(LINK)
    tick(circle)
    assert LINK in house.words_of(drafts(circle)["ana"])


def test_a_link_that_went_missing_keeps_it_from_being_confirmed(ready: Circle) -> None:
    ready.set_link("")
    with pytest.raises(RefusedError, match="no Zoom link"):
        ready.house.approves(drafts(ready)["ana"])
    assert ready.group.status is GroupStatus.FORMING
    assert drafts(ready)["ana"].state is State.DRAFT


def test_another_link_is_told_anew(ready: Circle) -> None:
    ready.set_link("https://zoom.example/j/8")
    tick(ready)
    words = [ready.house.words_of(mail) for mail in drafts(ready).values()]
    assert len(words) == 4
    assert all("https://zoom.example/j/8" in each for each in words)


def test_what_she_wrote_herself_is_left_and_marked(ready: Circle) -> None:
    kits = drafts(ready)["kit"]
    calendar = ready.calendar(kits)
    office = ready.house.office
    approval.edit(office, kits.id, "Our group", "Dear Kit,\n\nHere we go.\n", ready.house.later())
    ready.joins("sam")
    tick(ready)
    mine = ready.house.mail(kits.id)
    assert (mine.state, mine.stale) == (State.DRAFT, True)
    assert "Here we go." in ready.house.words_of(mine)
    assert ready.calendar(mine) == calendar
    assert "Sam Example" in ready.house.words_of(drafts(ready)["noor"])


def test_nothing_is_confirmed_when_its_time_is_past(ready: Circle) -> None:
    ready.house.clock.set(on(ready, 6))
    with pytest.raises(RefusedError, match="no session to come"):
        confirming.prepare(ready.house.office, ready.group_id, ready.house.later())


def test_nobody_is_told_twice(ready: Circle) -> None:
    ready.lets_go(CONFIRMATION)
    with pytest.raises(RefusedError, match="nothing to confirm"):
        confirming.prepare(ready.house.office, ready.group_id, ready.house.later())


def test_an_approved_confirmation_does_not_leave_with_older_dates(ready: Circle) -> None:
    ready.house.approves(drafts(ready)["ana"])
    table = ready.table
    with ready.house.office.database.transaction() as connection:
        groups.save_timetable(connection, type(table)(table.series, table.sessions, 1))
    ready.deliver()
    assert len(ready.house.got(address("ana"))) == 1  # her offer
    with ready.house.office.database.transaction() as connection:
        (mail,) = outbox.of_group(connection, ready.group_id, (State.EXPIRED,))
    assert mail.reason is not None
    assert "dates were changed" in mail.reason


def test_an_imported_group_is_not_confirmed_once_more(circle: Circle) -> None:
    circle.joins("ana")
    now = circle.house.later()
    with circle.house.office.database.transaction() as connection:
        groups.set_status(connection, circle.group_id, GroupStatus.CONFIRMED, now)
        connection.exec_driver_sql("DELETE FROM offer")
        assert len(members.of_group(connection, circle.group_id)) == 1
    tick(circle)
    assert circle.waiting() == []
