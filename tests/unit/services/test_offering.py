"""Places are offered as drafts, all or none, and held from then on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import RefusedError
from mailbot.model.outbox import State
from mailbot.model.reading import Stage
from mailbot.model.seats import OfferState, Round, StandingKind
from mailbot.services import answering_offers, approval, bundles, offering, pausing, queueing
from mailbot.services.queueing import Changes
from mailbot.store import standings
from tests.servers.offered import MARCH, Forming, forming, mail_of
from tests.servers.queued import waits

if TYPE_CHECKING:
    from mailbot.store.outbox import Outbound
    from tests.faults.house import House

SIX = ("Ada", "Ben", "Cleo", "Dev", "Eli", "Fay")
A_DAY = 24 * 60


@pytest.fixture
def group(house: House) -> Forming:
    return forming(house)


def offer_drafts(group: Forming) -> list[Outbound]:
    return [mail for mail in group.house.mails(State.DRAFT) if mail.kind == "session/offer"]


def test_offers_are_drafts_of_one_bundle_and_hold_their_places(group: Forming) -> None:
    shown = group.offer("Ada", "Ben")
    assert [mail.recipient for mail in shown.open] == [mail_of("Ada"), mail_of("Ben")]
    assert group.holders() == ["Ada", "Ben"]
    assert (group.stage("Ada"), group.offer_to("Ada").state) == (Stage.QUEUED, OfferState.DRAFTED)
    assert group.group().wanted == 2
    group.house.work()
    assert group.got("Ada") == []


def test_the_letter_tells_time_deadline_leaders_and_all_sessions(house: House) -> None:
    group = forming(house, free="tue 16:00-20:00", city="Perth")
    words = " ".join(house.words_of(group.offer("Ada").open[0]).split())
    assert "Session 1: Tuesday 17 March, 4–5.30 pm Perth time (for the group: 7–8.30 pm" in words
    # The clocks in Sydney go back before the fourth session, those in Perth never do.
    assert "Session 6: Tuesday 21 April, 5–6.30 pm Perth time" in words
    assert "for you they are not the same every week" in words
    assert "led by Dr Lena Roth and Kim Sato" in words
    assert "until the end of Saturday 7 March, Perth time" in words
    assert group.offer_to("Ada").deadline == datetime(2026, 3, 7, 15, 59, tzinfo=UTC)


def test_an_offer_is_never_held_beyond_the_day_before_the_first_session(group: Forming) -> None:
    group.house.later(13 * A_DAY)
    group.offer("Ada")
    assert group.offer_to("Ada").deadline == datetime(2026, 3, 16, 12, 59, tzinfo=UTC)
    group.house.later(1.9 * A_DAY)
    with pytest.raises(RefusedError, match="can be held"):
        group.offer("Ben")
    assert group.holders() == ["Ada"]


def test_once_it_has_left_the_offer_is_open_and_the_student_stands_at_offered(
    group: Forming,
) -> None:
    group.offered("Ada")
    assert (group.stage("Ada"), group.offer_to("Ada").state) == (Stage.OFFERED, OfferState.OPEN)
    assert "A place in a group" in group.got("Ada")[0].subject


def test_an_offer_that_she_sends_from_her_drafts_folder_is_open_as_well(group: Forming) -> None:
    (draft,) = group.offer("Ada").open
    group.house.work()
    group.house.sends(draft)
    group.house.work()
    assert (group.stage("Ada"), group.offer_to("Ada").state) == (Stage.OFFERED, OfferState.OPEN)


def test_a_place_is_offered_to_all_of_those_named_or_to_none(group: Forming) -> None:
    house = group.house
    queueing.edit(house.office, mail_of("Ben"), Changes(apart=(mail_of("Cleo"),)), group.now())
    queueing.withdraw(house.office, mail_of("Dev"), group.now())
    group.ids["Zoe"] = waits(house.office, "Zoe", group.now(), free="mon 18:00-20:00")
    group.offer("Ada")
    for names, why in (
        (("Fay", "Ada"), "Ada <ada@student.test> holds a place in group 1 already"),
        (("Fay", "Dev"), "is withdrawn, not in the queue"),
        (("Fay", "Ben", "Cleo"), "Ben <ben@student.test> must not meet Cleo"),
        (("Fay", "Zoe"), "Zoe <zoe@student.test> is not known to be free"),
        (("Fay", "Fay"), "once"),
        ((), "Name each person"),
    ):
        with pytest.raises(RefusedError, match=why):
            group.offer(*names)
        assert group.holders() == ["Ada"]
    group.offer("Ben")
    with pytest.raises(RefusedError, match="must not meet"):
        group.offer("Cleo", anyway=True)
    group.offer("Zoe", anyway=True)
    assert group.holders() == ["Ada", "Ben", "Zoe"]


def test_no_more_places_are_offered_than_there_are(group: Forming) -> None:
    group.offer(*SIX)
    with pytest.raises(RefusedError, match="2 of 8 places free, not 3"):
        group.offer("Gus", "Hana", "Ira")
    group.offer("Gus", "Hana")
    with pytest.raises(RefusedError, match="All 8 places of group 1 are held"):
        group.offer("Ira")


def test_without_names_it_is_for_those_for_whom_the_group_is_meant(group: Forming) -> None:
    shown = offering.offer_to_next(group.house.office, group.group_id, group.now())
    assert len(shown.open) == len(group.holders()) == 8


def test_a_draft_that_she_turns_down_frees_its_place_and_nobody_is_asked_instead(
    group: Forming,
) -> None:
    shown = group.offer("Ada", "Ben")
    approval.reject(group.house.office, shown.open[0].id, "not yet", group.now())
    group.house.work()
    assert group.holders() == ["Ben"]
    assert group.offer_to("Ada").state is OfferState.TAKEN_BACK
    assert group.group().wanted == 1
    assert len(offer_drafts(group)) == 1


def test_one_that_she_deletes_in_her_drafts_folder_counts_as_turned_down(group: Forming) -> None:
    (draft,) = group.offer("Ada").open
    group.house.work()
    group.house.deletes(draft)
    group.house.work()
    group.house.work(60)
    assert group.house.mail(draft.id).state is State.REJECTED
    assert (group.holders(), group.group().wanted) == ([], 0)


def test_distress_takes_an_unsent_offer_back_and_the_next_gets_a_draft(group: Forming) -> None:
    group.offer("Ada")
    group.writes("Ada", "#distress", answers=False)
    group.house.work()
    assert group.offer_to("Ada").state is OfferState.TAKEN_BACK
    assert group.holders() == ["Ben"]
    assert group.offer_to("Ben").round is Round.PLACE_FREE
    assert [mail.recipient for mail in offer_drafts(group)] == [mail_of("Ben")]


def test_a_held_student_is_offered_a_place_by_her_own_word_alone(group: Forming) -> None:
    queueing.edit(group.house.office, mail_of("Ada"), Changes(held=True), group.now())
    offering.fill(group.house.office, group.group_id, group.now())
    assert group.holders() == ["Ben"]
    group.offered("Ada")
    assert group.stage("Ada") is Stage.OFFERED


def test_an_offer_left_lying_is_drafted_anew_while_there_is_time(group: Forming) -> None:
    shown = group.offer("Ada")
    before = group.offer_to("Ada").deadline
    group.house.work(2 * A_DAY)
    assert group.offer_to("Ada").deadline == before
    group.house.work(A_DAY)
    after = group.offer_to("Ada")
    assert after.deadline == before + timedelta(days=3)
    (draft,) = offer_drafts(group)
    assert draft.id == shown.open[0].id
    assert "until the end of Tuesday 10 March" in " ".join(group.house.words_of(draft).split())
    with pytest.raises(RefusedError, match="not what you saw"):
        bundles.approve(group.house.office, shown.bundle.id, shown.digest, group.now())
    assert len(group.house.in_drafts(draft)) == 1
    group.approve(shown)
    group.house.work()
    assert group.stage("Ada") is Stage.OFFERED


def test_one_in_her_own_words_is_left_as_it_is(group: Forming) -> None:
    (draft,) = group.offer("Ada").open
    approval.edit(group.house.office, draft.id, "A place", "In my own words.", group.now())
    group.house.work(4 * A_DAY)
    assert group.house.words_of(offer_drafts(group)[0]).strip() == "In my own words."


def test_one_approved_too_long_ago_to_leave_waits_for_her_again(group: Forming) -> None:
    shown = group.offer("Ada")
    pausing.pause(group.house.office, group.now())
    group.approve(shown)
    group.house.work(3 * A_DAY)
    pausing.resume(group.house.office, group.now())
    group.house.work()
    assert group.got("Ada") == []
    assert "until the end of Tuesday 10 March" in " ".join(
        group.house.words_of(offer_drafts(group)[0]).split()
    )
    assert len(group.asked("/again/")) == 1


def test_one_that_she_sends_late_still_gives_the_student_half_of_the_time(group: Forming) -> None:
    (draft,) = group.offer("Ada").open
    approval.edit(group.house.office, draft.id, "A place", "In my own words.", group.now())
    group.house.work(5.5 * A_DAY)
    group.house.sends(group.house.mail(draft.id))
    group.house.work()
    assert group.stage("Ada") is Stage.OFFERED
    assert group.offer_to("Ada").deadline > group.now() + timedelta(days=2)


def test_one_that_she_sends_after_it_was_taken_back_holds_the_place_again_or_she_is_told(
    group: Forming,
) -> None:
    first, second = group.offer("Ada", "Ben").open
    group.house.work()
    for draft in (first, second):
        approval.reject(group.house.office, draft.id, "no", group.now())
    group.house.work()
    group.house.sends(first)
    group.house.work()
    assert (group.holders(), group.stage("Ada")) == (["Ada"], Stage.OFFERED)
    queueing.withdraw(group.house.office, mail_of("Ben"), group.now())
    group.house.sends(second)
    group.house.work()
    assert (group.holders(), group.stage("Ben")) == (["Ada"], Stage.WITHDRAWN)
    assert len(group.asked("/in-vain/")) == 1


def test_who_leaves_the_queue_before_the_offer_leaves_is_not_written_to(group: Forming) -> None:
    shown = group.offer("Ada")
    pausing.pause(group.house.office, group.now())
    group.approve(shown)
    queueing.withdraw(group.house.office, mail_of("Ada"), group.now())
    pausing.resume(group.house.office, group.now())
    group.house.work()
    assert group.got("Ada") == []
    assert group.stage("Ada") is Stage.WITHDRAWN


def test_leave_for_reminders_is_given_with_the_command_and_taken_back_by_it(
    group: Forming,
) -> None:
    def given() -> bool:
        kind = StandingKind.OFFER_REMINDERS
        with group.house.office.database.transaction() as connection:
            return standings.active(connection, kind, group.group_id) is not None

    group.offer("Ada")
    assert given()
    group.offer("Ben", reminder=False)
    assert not given()


def test_by_her_word_somebody_is_in_also_before_the_offer_left_or_after_it_lapsed(
    group: Forming,
) -> None:
    office = group.house.office
    group.offer("Ada")
    answering_offers.accept(office, mail_of("Ada"), group.now())
    group.house.work()
    assert (group.stage("Ada"), group.members()) == (Stage.MEMBER, ["Ada"])
    assert offer_drafts(group) == []

    group.offered("Ben")
    group.house.work(6 * A_DAY)
    assert group.stage("Ben") is Stage.LAPSED
    answering_offers.accept(office, mail_of("Ben"), group.now())
    assert group.members() == ["Ada", "Ben"]
    with pytest.raises(RefusedError, match="is member, so there is no offer"):
        answering_offers.accept(office, mail_of("Ben"), group.now())
    with pytest.raises(RefusedError, match="No place was ever offered"):
        answering_offers.accept(office, mail_of("Dev"), group.now())


def test_by_her_word_a_place_is_free_and_they_may_stay_in_the_queue(group: Forming) -> None:
    office = group.house.office
    group.offered("Ada", "Ben")
    answering_offers.decline(office, mail_of("Ada"), group.now())
    answering_offers.decline(office, mail_of("Ben"), group.now(), stays=True)
    assert (group.stage("Ada"), group.stage("Ben")) == (Stage.DECLINED, Stage.QUEUED)
    assert group.holders() == []
    ben = group.house.applicant(mail_of("Ben"))
    assert ben is not None
    assert ben.queued_at == MARCH
    with pytest.raises(RefusedError, match="No offer is open"):
        answering_offers.decline(office, mail_of("Ada"), group.now())


def test_one_that_she_sends_after_its_place_went_on_moves_nobody_and_she_is_told(
    group: Forming,
) -> None:
    first = group.offer(*SIX, "Gus", "Hana").open[0]
    group.house.work()
    approval.reject(group.house.office, first.id, "no", group.now())
    group.offer("Ira")
    group.house.sends(first)
    group.house.work()
    assert group.holders() == ["Ira", *SIX[1:], "Gus", "Hana"]
    assert (group.stage("Ada"), group.offer_to("Ada").state) == (
        Stage.QUEUED,
        OfferState.TAKEN_BACK,
    )
    assert len(group.asked("/in-vain/")) == 1
