"""What the coordinator does with drafts becomes lessons, as far as it says anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.mail.parse import parse
from mailbot.model.reading import Stage
from mailbot.reading.corrections import ELSEWHERE, Correction
from mailbot.services import approval, correcting, cutting, learning
from mailbot.store.lessons import Source

if TYPE_CHECKING:
    from mailbot.services.correcting import Listed
    from mailbot.store.outbox import Outbound
    from tests.faults.house import House

PRIYA = "Priya <priya@student.test>"
ASKS_TWICE = "#cost #commitment and that is all I want to know"


def lessons(house: House) -> list[Listed]:
    """Return what is learnt now."""
    learning.learn(house.office, house.later())
    return correcting.listed(house.office)


def drafted(house: House, words: str = ASKS_TWICE) -> Outbound:
    house.writes(PRIYA, words)
    house.work()
    return house.draft()


def sent_as(house: House, draft: Outbound, text: str) -> None:
    house.sends(draft, text=text)
    house.work()


def without(text: str, *words: str) -> str:
    """Return the paragraphs that hold none of these words."""
    kept = (part for part in text.split("\n\n") if not any(word in part for word in words))
    return "\n\n".join(kept)


@pytest.mark.parametrize("by", ["reject", "mine", "delete"])
def test_a_draft_turned_down_says_that_a_person_was_to_answer(house: House, by: str) -> None:
    draft = drafted(house)
    if by == "reject":
        approval.reject(house.office, draft.id, "rang her", house.later())
    elif by == "delete":
        house.deletes(draft)
        for _ in range(2):
            house.work(20)
    else:
        approval.take_over(house.office, draft.id, house.later())
    (one,) = lessons(house)
    assert one.lesson.new.source is Source.REJECTED
    assert dict(one.lesson.new.said) == {ELSEWHERE: True}
    assert one.lesson.new.was == {"topics": ["cost", "commitment"], "flags": [], "route": "reply"}
    assert one.words is not None
    assert one.words.new_text.strip() == ASKS_TWICE


def test_so_does_an_answer_of_her_own_in_its_place(house: House) -> None:
    received = house.writes(PRIYA, ASKS_TWICE)
    house.work()
    house.later()
    house.answers_by_hand(received, "Let us talk on the phone, Priya. Ruth")
    house.work()
    (one,) = lessons(house)
    assert one.lesson.new.source is Source.BY_HAND


@pytest.mark.parametrize("by", ["approve", "send", "edit"])
def test_what_she_lets_go_teaches_nothing_however_she_words_it(house: House, by: str) -> None:
    draft = drafted(house)
    if by == "approve":
        house.approves(draft)
        house.work()
    elif by == "send":
        sent_as(house, draft, house.words_of(draft))
    else:
        sent_as(house, draft, house.words_of(draft).replace("free of charge", "for nothing"))
    assert lessons(house) == []


def test_a_block_that_she_cut_was_not_asked_for(house: House) -> None:
    draft = drafted(house)
    sent_as(house, draft, without(house.words_of(draft), "six sessions"))
    (one,) = lessons(house)
    assert one.lesson.new.source is Source.BLOCK
    assert dict(one.lesson.new.said) == {"commitment": False}


def test_a_block_that_she_replaced_may_only_be_worded_anew(house: House) -> None:
    draft = drafted(house)
    cut = without(house.words_of(draft), "six sessions")
    sent_as(house, draft, cut.replace("Ruth", "Come as often as you can.\n\nRuth", 1))
    assert lessons(house) == []


def test_a_sentence_more_than_the_block_may_mean_anything(house: House) -> None:
    draft = drafted(house)
    sent_as(house, draft, without(house.words_of(draft), "six sessions", "Thank you for"))
    assert lessons(house) == []


def test_of_two_mails_in_one_draft_nobody_can_tell_which_is_meant(house: House) -> None:
    house.writes(PRIYA, "#cost", message_id="<first@student.test>")
    house.work()
    first = house.mailbox.mails()[0].raw
    house.writes(PRIYA, "#commitment", answers=parse(first))
    house.work()
    draft = house.draft()
    assert len(draft.mail_ids) == 2
    approval.reject(house.office, draft.id, "", house.later())
    assert lessons(house) == []


def test_what_was_turned_down_and_sent_after_all_is_no_lesson(house: House) -> None:
    draft = drafted(house)
    house.deletes(draft)
    for _ in range(2):
        house.work(20)
    assert len(lessons(house)) == 1
    house.sends(draft)
    house.work()
    assert lessons(house) == []


def test_a_lesson_taken_back_stays_so(house: House) -> None:
    draft = drafted(house)
    approval.reject(house.office, draft.id, "", house.later())
    (one,) = lessons(house)
    correcting.forget(house.office, one.lesson.id, house.later())
    assert lessons(house) == []
    house.restart()
    house.work()
    assert lessons(house) == []


def test_learning_again_with_nothing_new_changes_nothing(house: House) -> None:
    approval.reject(house.office, drafted(house).id, "", house.later())
    first = learning.learn(house.office, house.later())
    lines = len(house.record())
    assert learning.learn(house.office, house.later()) == first
    assert len(house.record()) == lines


def test_a_draft_that_cannot_be_understood_holds_up_no_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = drafted(house)
    sent_as(house, draft, without(house.words_of(draft), "six sessions"))
    house.writes("Tom <tom@student.test>", ASKS_TWICE)
    house.work()
    approval.reject(house.office, house.draft("tom@student.test").id, "", house.later())
    monkeypatch.setattr(cutting, "blocks_cut", broken)
    (one,) = lessons(house)
    assert one.lesson.new.source is Source.REJECTED


def broken(*_: object) -> frozenset[str]:
    raise ValueError("a fault")


def test_the_record_says_by_kind_only(house: House) -> None:
    approval.reject(house.office, drafted(house).id, "she is my niece", house.later())
    lessons(house)
    (told,) = [event.why for event in house.record() if event.kind == "lesson"]
    assert told == "lesson 1 (rejected): a person answers"


def test_where_they_stood_then_counts_not_where_they_stand_now(house: House) -> None:
    draft = drafted(house)
    house.approves(draft)
    house.work()
    priya = house.applicant("priya@student.test")
    assert priya is not None
    assert priya.stage is Stage.INFORMED
    done = correcting.correct(
        house.office, draft.mail_ids[0], Correction(topics=frozenset()), house.later()
    )
    assert done.lesson.new.stage is Stage.NEW
