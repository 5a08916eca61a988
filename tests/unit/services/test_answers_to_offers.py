"""What students answer to an offer, or do not answer, and who gets the place then."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.model.outbox import State
from mailbot.model.reading import Stage
from mailbot.model.seats import GroupStatus, OfferState, Round
from mailbot.services import (
    answering_offers,
    bundles,
    joining,
    lapsing,
    offering,
    pausing,
    queueing,
    refilling,
)
from mailbot.services.queueing import Changes
from mailbot.store import groups
from tests.servers.offered import Forming, forming, mail_of
from tests.servers.queued import waits

if TYPE_CHECKING:
    from mailbot.store.outbox import Outbound
    from tests.faults.house import House

SIX = ("Ada", "Ben", "Cleo", "Dev", "Eli", "Fay")
A_DAY = 24 * 60
HALF = 2.9 * A_DAY


@pytest.fixture
def group(house: House) -> Forming:
    return forming(house)


def drafts_of(group: Forming, kind: str) -> list[Outbound]:
    return [mail for mail in group.house.mails(State.DRAFT) if mail.kind == kind]


def reply_to(group: Forming, name: str) -> str:
    (reply,) = (mail for mail in drafts_of(group, "reply") if mail.recipient == mail_of(name))
    return " ".join(group.house.words_of(reply).split())


def alert_words(group: Forming, part: str) -> str:
    """Return the words of the newest alert whose key holds these."""
    alert = [each for each in group.house.alerts("group") if part in each.key][-1]
    assert alert.outbox_id is not None
    return " ".join(group.house.words_of(group.house.mail(alert.outbox_id)).split())


def test_a_yes_makes_a_member_at_once_and_the_reply_tells_what_is_so(group: Forming) -> None:
    group.offered("Ada", "Ben")
    group.writes("Ada", "Yes please! What does it cost? #accept #cost")
    group.house.work()
    assert group.stage("Ada") is Stage.MEMBER
    assert (group.members(), group.holders()) == (["Ada"], ["Ada", "Ben"])
    assert group.offer_to("Ada").state is OfferState.ACCEPTED
    told = reply_to(group, "Ada")
    assert "it is yours, and I have noted it" in told
    assert "first session is to be on Tuesday 17 March, 7–8.30 pm Sydney time" in told
    assert "goes ahead once enough students have taken their places" in told
    assert "free of charge" in told


def test_in_a_group_that_is_confirmed_the_reply_says_that_it_goes_ahead(group: Forming) -> None:
    group.offered("Ada")
    with group.house.office.database.transaction() as connection:
        groups.set_status(connection, group.group_id, GroupStatus.CONFIRMED, group.now())
    group.writes("Ada", "#accept")
    group.house.work()
    told = reply_to(group, "Ada")
    assert "Your group is going ahead, and your first session with it is on Tuesday 17" in told
    assert "once enough students" not in told


def test_who_says_yes_twice_is_a_member_once(group: Forming) -> None:
    group.offered("Ada")
    group.writes("Ada", "#accept")
    group.writes("Ada", "Just to be sure: yes! #accept")
    group.house.work()
    assert (group.members(), group.holders()) == (["Ada"], ["Ada"])
    assert "it is yours" in reply_to(group, "Ada")


def test_a_yes_from_a_second_address_that_was_joined_counts(group: Forming) -> None:
    group.offered("Ada")
    group.house.writes("Ada <ada@uni.test>", "#about")
    group.house.work()
    joining.join(group.house.office, mail_of("Ada"), "ada@uni.test", group.now())
    group.writes("Ada", "#accept", sender="ada@uni.test")
    group.house.work()
    assert (group.members(), group.stage("Ada")) == (["Ada"], Stage.MEMBER)


def test_two_who_cross_each_have_their_own_place(group: Forming) -> None:
    group.offered("Ada", "Ben")
    group.writes("Ada", "#accept")
    group.writes("Ben", "#accept")
    group.house.work()
    assert group.members() == ["Ada", "Ben"]


def test_a_no_frees_the_place_and_the_next_in_the_queue_gets_a_draft(group: Forming) -> None:
    group.offered("Ada", "Ben")
    group.writes("Ada", "No, sorry. #decline")
    group.house.work()
    assert group.stage("Ada") is Stage.DECLINED
    assert group.holders() == ["Cleo", "Ben"]
    assert group.offer_to("Cleo").round is Round.PLACE_FREE
    assert [mail.recipient for mail in drafts_of(group, "session/offer")] == [mail_of("Cleo")]
    assert "not on our list for the time being" in reply_to(group, "Ada")


def test_a_no_from_one_who_wants_another_group_keeps_their_time_of_waiting(
    group: Forming,
) -> None:
    before = group.house.applicant(mail_of("Ada"))
    group.offered("Ada")
    group.writes("Ada", "#decline #join")
    group.house.work()
    after = group.house.applicant(mail_of("Ada"))
    assert before is not None
    assert after is not None
    assert (after.stage, after.place) == (Stage.QUEUED, before.place)
    assert group.holders() == ["Ben"]


def test_no_and_then_yes_moves_nobody_and_is_put_before_her_with_the_choices(
    group: Forming,
) -> None:
    group.offered("Ada")
    group.writes("Ada", "#decline")
    group.house.work()
    group.writes("Ada", "I meant yes! #accept")
    group.house.work()
    assert group.stage("Ada") is Stage.DECLINED
    assert drafts_of(group, "reply") == []
    told = alert_words(group, "/answer/")
    assert "`mailbot groups accept ada@student.test` gives them the place" in told
    assert "> #accept" in told  # the words that spoke for it
    refused = [event.why for event in group.house.record() if event.kind == "refused_move"]
    assert refused == ["mail: accept moves nobody from declined"]
    answering_offers.accept(group.house.office, mail_of("Ada"), group.now())
    assert "Ada" in group.members()


@pytest.mark.parametrize("text", ["#accept #absence", "#accept #coordinator", "#accept #decline"])
def test_a_yes_with_a_condition_holds_the_place_until_she_decides(
    group: Forming, text: str
) -> None:
    group.offered("Ada")
    group.writes("Ada", f"Yes, but only from week 2. {text}")
    group.house.work()
    assert group.stage("Ada") is Stage.OFFERED
    told = alert_words(group, "/answer/")
    assert "groups accept ada@student.test" in told
    assert "groups decline ada@student.test" in told
    group.house.work(8 * A_DAY)
    assert (group.stage("Ada"), group.holders()) == (Stage.OFFERED, ["Ada"])
    assert len(group.asked("/held/")) == 1
    answering_offers.decline(group.house.office, mail_of("Ada"), group.now())
    assert group.stage("Ada") is Stage.DECLINED


def test_silence_frees_the_place_after_the_deadline_and_not_before(group: Forming) -> None:
    group.offered("Ada")
    deadline = group.offer_to("Ada").deadline
    group.house.work((deadline - group.now()) / timedelta(minutes=1) - 1)
    assert group.stage("Ada") is Stage.OFFERED
    group.house.work(2)
    assert group.stage("Ada") is Stage.LAPSED
    assert group.offer_to("Ada").state is OfferState.LAPSED
    assert group.holders() == ["Ben"]


def test_nothing_lapses_before_the_inbox_was_looked_at_after_the_deadline(
    group: Forming,
) -> None:
    group.offered("Ada")
    later = group.offer_to("Ada").deadline + timedelta(hours=1)
    group.house.clock.set(later)
    lapsing.look_after_open(group.house.office, group.group_id, later)
    assert group.stage("Ada") is Stage.OFFERED
    group.writes("Ada", "#accept")
    group.house.work()
    assert group.stage("Ada") is Stage.MEMBER


def test_a_yes_after_the_deadline_that_comes_with_the_look_wins(group: Forming) -> None:
    group.offered("Ada")
    group.house.clock.set(group.offer_to("Ada").deadline + timedelta(minutes=1))
    group.writes("Ada", "#accept")
    group.house.work()
    assert group.stage("Ada") is Stage.MEMBER


def test_a_yes_after_the_place_went_on_is_put_before_her(group: Forming) -> None:
    group.offered("Ada")
    group.house.work(6 * A_DAY)
    assert group.stage("Ada") is Stage.LAPSED
    group.writes("Ada", "Sorry I am late, yes! #accept")
    group.house.work()
    assert (group.stage("Ada"), group.members()) == (Stage.LAPSED, [])
    assert "`mailbot queue add ada@student.test`" in alert_words(group, "/answer/")
    assert drafts_of(group, "reply") == []


def test_a_mail_that_waits_for_her_holds_the_place(group: Forming) -> None:
    group.offered("Ada")
    group.writes("Ada", "Something else. #coordinator")
    group.house.work(8 * A_DAY)
    assert group.stage("Ada") is Stage.OFFERED
    assert "A mail of theirs waits for you" in alert_words(group, "/held/")


def test_a_mail_that_could_not_be_read_holds_the_place(group: Forming) -> None:
    group.offered("Ada")
    group.writes("Ada", "#boom")
    group.house.work(8 * A_DAY)
    assert group.stage("Ada") is Stage.OFFERED


def test_a_yes_that_she_answered_by_hand_alone_does_not_lapse_in_silence(group: Forming) -> None:
    group.offered("Ada")
    raw = group.house.writes(
        f"Ada <{mail_of('Ada')}>", "Yes! #accept #absence", answers=group.got("Ada")[-1]
    )
    group.house.work()
    group.house.answers_by_hand(raw, "Wonderful, you are in!")
    group.house.work(8 * A_DAY)
    assert group.stage("Ada") is Stage.OFFERED
    assert "They have written about the place" in alert_words(group, "/held/")


def test_distress_holds_the_place_and_nothing_reminds(group: Forming) -> None:
    group.offered("Ada")
    group.writes("Ada", "#distress")
    group.house.work()
    group.house.work(HALF)
    group.house.work(5 * A_DAY)
    assert len(group.got("Ada")) == 1
    assert group.stage("Ada") is Stage.OFFERED


def test_one_reminder_comes_at_half_time_and_only_one(group: Forming) -> None:
    group.offered("Ada", "Ben")
    group.writes("Ben", "#accept")
    group.house.work(2 * A_DAY)
    assert len(group.got("Ada")) == 1
    for _ in range(3):
        group.house.work(A_DAY)
    offer, reminder = group.got("Ada")
    assert "please answer by the end of Saturday 7 March" in reminder.subject
    assert offer.message_id != reminder.message_id
    assert len(group.got("Ben")) == 1


def test_no_reminder_where_she_wants_none_or_it_would_come_too_late(group: Forming) -> None:
    group.offered("Ada", reminder=False)
    group.house.work(HALF)
    assert len(group.got("Ada")) == 1
    group.offered("Ben")
    pausing.pause(group.house.office, group.now())
    group.house.work(HALF)
    pausing.resume(group.house.office, group.now())
    left = group.offer_to("Ben").deadline - group.now()
    group.house.work(left / timedelta(minutes=1) - 30)
    assert len(group.got("Ben")) == 1


def test_a_reminder_waits_while_a_mail_of_theirs_does(group: Forming) -> None:
    group.offered("Ada")
    group.writes("Ada", "A question. #cost")
    group.house.work(HALF)
    assert len(group.got("Ada")) == 1
    group.house.approves(drafts_of(group, "reply")[0])
    group.house.work()
    group.house.work()
    assert [mail.subject[:3] for mail in group.got("Ada")][1:] == ["Re:", "You"]


def test_nobody_is_offered_the_same_group_twice_unasked_and_the_held_are_passed_by(
    group: Forming,
) -> None:
    queueing.edit(group.house.office, mail_of("Ben"), Changes(held=True), group.now())
    group.offered("Ada")
    group.writes("Ada", "#decline #join")
    group.house.work()
    assert group.holders() == ["Cleo"]


def test_refilling_is_done_once_however_often_it_is_looked_at(group: Forming) -> None:
    group.offered("Ada")
    group.writes("Ada", "#decline")
    group.house.work()
    for _ in range(3):
        refilling.keep_filled(group.house.office, group.group_id, group.now())
    assert group.holders() == ["Ben"]
    assert len(drafts_of(group, "session/offer")) == 1


def test_who_comes_into_the_queue_later_gets_the_place_that_waits(house: House) -> None:
    group = forming(house, 6)
    group.offered(*SIX)
    group.writes("Ada", "#decline")
    house.work()
    assert "Ada" not in group.holders()
    assert len(group.holders()) == 5
    assert "too few others in the queue are known to be free" in alert_words(group, "/short/")
    group.ids["Zoe"] = waits(house.office, "Zoe", group.now())
    house.work()
    assert group.holders() == ["Zoe", *SIX[1:]]


def test_she_is_asked_once_about_a_group_that_does_not_fill_and_again_in_time(
    house: House,
) -> None:
    group = forming(house, 7)
    group.offered(*SIX)
    for name in SIX[:4]:
        group.writes(name, "#accept")
    house.work()
    assert group.asked("/short/") == []
    group.writes("Eli", "#decline")
    house.work(60)
    assert len(group.holders()) == 6
    group.approve(bundles.waiting(house.office)[0])
    house.work()
    assert group.asked("") == []
    house.clock.set(datetime.fromisoformat("2026-03-10T08:00:00+00:00"))
    group.writes("Fay", "Give me a day. #coordinator")
    house.work()
    house.work()
    assert len(group.asked("/in-time/")) == 1
    told = alert_words(group, "/in-time/")
    assert "on Tuesday 17 March, and 4 have taken their places; a group needs 6" in told
    assert "mailbot groups cancel 1" in told


def test_in_a_confirmed_group_a_place_is_filled_by_her_word_alone(group: Forming) -> None:
    office = group.house.office
    group.offered("Ada", "Ben")
    group.writes("Ada", "#accept")
    group.house.work()
    with office.database.transaction() as connection:
        groups.set_status(connection, group.group_id, GroupStatus.CONFIRMED, group.now())
    group.writes("Ben", "#decline")
    group.house.work()
    assert group.holders() == ["Ada"]
    assert "mailbot groups fill 1" in alert_words(group, "/turned-down/")
    shown = offering.fill(office, group.group_id, group.now())
    assert [mail.recipient for mail in shown.open] == [mail_of("Cleo")]
    assert group.offer_to("Cleo").round is Round.PLACE_FREE


def test_so_many_places_as_she_says_are_kept_filled_from_then_on(group: Forming) -> None:
    group.offered("Ada")
    offering.fill(group.house.office, group.group_id, group.now(), places=3)
    assert group.holders() == ["Ada", "Ben", "Cleo", "Dev"]
    assert group.group().wanted == 4
