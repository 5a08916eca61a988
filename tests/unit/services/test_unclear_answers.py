"""Answers to offers that are no plain yes or no: nobody is moved, nothing lapses in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.model.reading import Stage
from mailbot.services import answering_offers, joining
from mailbot.store.mails import Fate
from tests.servers.offered import Forming, forming, mail_of

if TYPE_CHECKING:
    from tests.faults.house import House

A_DAY = 24 * 60
OTHER = "ada@elsewhere.test"


@pytest.fixture
def group(house: House) -> Forming:
    made = forming(house)
    made.offered("Ada")
    return made


def told(group: Forming, part: str) -> str:
    """Return the words of the newest alert whose key holds these."""
    alert = [each for each in group.house.alerts("group") if part in each.key][-1]
    assert alert.outbox_id is not None
    return " ".join(group.house.words_of(group.house.mail(alert.outbox_id)).split())


@pytest.mark.parametrize(
    "text",
    [
        "Yes if I can miss session 3. Is that OK? #accept",
        "Yes please but only if it's finished by 8pm #accept",
        "I'd like to say yes, can I confirm by Friday? #accept",
        "I can do it as long as I can join from my car for the first one #accept",
        "Thanks! I think so? let me check my roster and tell you tomorrow #thanks #none",
        "maybe? Let me check with my flatmates #availability",
        "What a week this was. #coordinator",
        "Yes, is there a cost? #cost",
        "Yes if I can miss session 3. Is that OK? #commitment",
    ],
)
def test_what_is_not_plain_holds_the_place_and_she_has_the_choices(
    group: Forming, text: str
) -> None:
    group.writes("Ada", text)
    group.house.work()
    assert (group.stage("Ada"), group.members()) == (Stage.OFFERED, [])
    assert "`mailbot groups accept ada@student.test`" in told(group, "/answer/")
    group.house.work(8 * A_DAY)
    assert (group.stage("Ada"), group.holders()) == (Stage.OFFERED, ["Ada"])


@pytest.mark.parametrize("text", ["Thanks so much Ruth. I'll be there.", "ok", "👍", "y", "sure"])
def test_a_bare_yes_to_our_own_letter_takes_the_place(group: Forming, text: str) -> None:
    group.writes("Ada", text)
    group.house.work()
    assert (group.stage("Ada"), group.members()) == (Stage.MEMBER, ["Ada"])


def test_a_bare_yes_to_no_letter_of_ours_is_put_before_her(group: Forming) -> None:
    group.writes("Ada", "ok", answers=False)
    group.house.work()
    assert group.stage("Ada") is Stage.OFFERED
    assert "`mailbot groups accept ada@student.test`" in told(group, "/answer/")


def test_thanks_alone_owe_nothing_until_the_deadline_and_then_she_is_asked(
    group: Forming,
) -> None:
    group.writes("Ada", "Thank you so much! #thanks #none")
    group.house.work()
    assert group.asked("/answer/") == []
    group.house.work(8 * A_DAY)
    assert (group.stage("Ada"), group.holders()) == (Stage.OFFERED, ["Ada"])
    assert "neither taken the place nor turned it down" in told(group, "/held/")


@pytest.mark.parametrize(
    "text", ["What does it cost? #cost", "Is it all free, if I may ask? #cost"]
)
def test_another_matter_is_answered_and_silence_after_it_still_frees_the_place(
    group: Forming, text: str
) -> None:
    group.writes("Ada", text)
    group.house.work()
    group.house.approves(group.house.draft(mail_of("Ada")))
    group.house.work()
    group.house.work(8 * A_DAY)
    assert group.asked("/answer/") == []
    assert group.stage("Ada") is Stage.LAPSED


def test_an_out_of_office_reply_is_no_answer(group: Forming) -> None:
    group.house.writes(
        f"Ada <{mail_of('Ada')}>",
        "I am away.",
        answers=group.got("Ada")[-1],
        headers=(("Auto-Submitted", "auto-replied"),),
    )
    group.house.work(8 * A_DAY)
    assert group.stage("Ada") is Stage.LAPSED


@pytest.mark.parametrize("text", ["Yes please! #accept", "👍"])
def test_an_answer_from_an_unknown_address_is_put_before_her_and_holds_the_place(
    group: Forming, text: str
) -> None:
    group.writes("Ada", text, sender=OTHER)
    group.house.work()
    assert group.house.taken[-1].fate is Fate.PUT_BEFORE
    asked = told(group, "/another/")
    assert "our letter to Ada" in asked
    assert f"`mailbot queue join ada@student.test {OTHER}`" in asked
    assert "`mailbot groups accept ada@student.test`" in asked
    group.house.work(8 * A_DAY)
    assert (group.stage("Ada"), group.holders()) == (Stage.OFFERED, ["Ada"])
    assert "answered from another address" in told(group, "/held/")


@pytest.mark.parametrize("text", ["Yes please! #accept", "👍"])
def test_once_joined_their_answer_is_not_lost(group: Forming, text: str) -> None:
    group.writes("Ada", text, sender=OTHER)
    group.house.work()
    done = joining.join(group.house.office, mail_of("Ada"), OTHER, group.now())
    assert any("groups accept ada@student.test" in each for each in done.remarks)
    group.house.work(8 * A_DAY)
    assert group.stage("Ada") is Stage.OFFERED
    answering_offers.accept(group.house.office, mail_of("Ada"), group.now())
    assert group.members() == ["Ada"]


def test_a_student_who_answers_a_friends_letter_moves_nobody(group: Forming) -> None:
    group.offered("Ben")
    group.writes("Ada", "ok", sender=mail_of("Ben"))
    group.house.work()
    letter_of_ben = group.got("Ben")[-1]
    assert (group.stage("Ada"), group.stage("Ben")) == (Stage.OFFERED, Stage.OFFERED)
    assert "our letter to Ada" in told(group, "/another/")
    group.house.writes(f"Ben <{mail_of('Ben')}>", "ok", answers=letter_of_ben)
    group.house.work()
    assert group.members() == ["Ben"]
