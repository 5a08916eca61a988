"""The coordinator answers a review mail from her telephone; what is not plain is asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.casework.orders import read_orders
from mailbot.model.orders import Action, Order

OK, NO, MINE, LATER = Action.APPROVE, Action.REJECT, Action.MINE, Action.LATER
ALL_OK = {1: OK, 2: OK, 3: OK}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ok", ALL_OK),
        ("Ok.", ALL_OK),
        ("👍", ALL_OK),
        ("Yes to all", ALL_OK),
        ("Good morning Mailbot,\nOK to all, thank you!\nR", ALL_OK),
        ("ok 1 3", {1: OK, 3: OK}),
        ("Ok 1 and 3. No 2", {1: OK, 2: NO, 3: OK}),
        ("0k 1", {1: OK}),
        ("ok 1and 3", {1: OK, 3: OK}),
        ("ok 1-3", ALL_OK),
        ("ok three", {3: OK}),
        ("ok all but the second one", {1: OK, 3: OK}),
        ("all but 3 ok", {1: OK, 2: OK}),
        ("no 2", {2: NO}),
        ("don’t send 3", {3: NO}),
        ("2: later", {2: LATER}),
        ("I’ll answer 2 myself", {2: MINE}),
        ("1 ok, 2 no", {1: OK, 2: NO}),
        ("ok 1, no 2, later 3", {1: OK, 2: NO, 3: LATER}),
        ("Hi,\nok 1\n\nSent from my iPhone", {1: OK}),
        ("ok 1 3\n\nRuth Calloway", {1: OK, 3: OK}),
        ("1: ok\n2: no", {1: OK, 2: NO}),
        ("Thanks, ok 1", {1: OK}),
        ("Ok1", {1: OK}),
        ("ok1,2", {1: OK, 2: OK}),
        ("1) ok", {1: OK}),
        ("ok 1\n\nKind regards,\nRuth\nThis email is confidential.", {1: OK}),
        ("ok  1,3 but no 2", {1: OK, 2: NO, 3: OK}),
        ("OK 1&3", {1: OK, 3: OK}),
        ("Ok. 1. 3.", {1: OK, 3: OK}),
        ("no2", {2: NO}),
        ("2: later thanks", {2: LATER}),
        ("“ok 1 3”", {1: OK, 3: OK}),
        ("*ok* 1", {1: OK}),
        ("👍🏽", ALL_OK),
        ("ok 1️⃣", {1: OK}),
        ("Ok 1 3 Cheers Ruth", {1: OK, 3: OK}),
        ("Ok, 1 and 3 please. Thanks! Ruth", {1: OK, 3: OK}),
        ("Yes.  Thanks, R", ALL_OK),
        ("ok 1 3 - R", {1: OK, 3: OK}),
        ("yes please send", ALL_OK),
        ("yes go ahead", ALL_OK),
        ("ok all three", ALL_OK),
        ("ok except 2", {1: OK, 3: OK}),
        ("ok but not 2", {1: OK, 3: OK}),
        ("leave 2 with me", {2: MINE}),
        ("Ill answer 2 myself", {2: MINE}),
        ("ok 1\n\nSent from my iPhone. Please excuse typos.", {1: OK}),
        ("ok 1\n\nSent from Yahoo Mail for iPhone", {1: OK}),
        ("ok 1\n\nGesendet von Outlook für iOS", {1: OK}),
        ("ok 1\n\nSent from my Samsung Galaxy smartphone.", {1: OK}),
        ("ok 1\n\nSent from my Galaxy S21 5G", {1: OK}),
        ("ok 1\n\nSent from my Pixel 7 Pro", {1: OK}),
        ("ok 1\n\nSent with Proton Mail secure email.", {1: OK}),
        ("Great, thanks!\nok 1", {1: OK}),
        ("Lovely, ok 1 3", {1: OK, 3: OK}),
        ("1 and 3 look good", {1: OK, 3: OK}),
        ("2: great", {2: OK}),
        ("great all but 2", {1: OK, 3: OK}),
        ("1 is fine", {1: OK}),
        ("ok 1\n\nDr Ruth Calloway MBBS FRANZCP\nPsychiatrist\nPh 0412 345 678", {1: OK}),
    ],
)
def test_what_she_orders(text: str, told: dict[int, Action]) -> None:
    found = read_orders(text, {1, 2, 3}, name="Ruth Calloway")
    assert found.unclear == ()
    assert {each.number: each.action for each in found.orders} == told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Thanks, will look tonight",
        "Great, thanks",
        "Great",
        "Lovely, thank you so much",
        "Perfect!",
        "Fine, thanks",
        "All good, thank you",
        "Looks good",
        "all great",
        "Thanks, all lovely",
        "is 2 ok",
        "are 1 and 3 ok",
        "is it ok",
        "ok 1...3",
        "ok 1…3",
        "2: great, but Tuesday is wrong",
        "ok\nSent from my desk, hold 2",
        "ok 7",
        "ok 1\nno 1",
        "not 2",
        "ok not 2",
        "ok 1 2: later",
        "2: yes but change Tuesday",
        "ok but please ask her first",
        "ok to the one from Lia",
        "send this one",
        "Could you show me number 2 again?",
        "ok\nThanks, but not 2",
        "ok\nHi, hold 3 please",
        "ok\nBest not send 2",
        "ok\ncheers, no to 3",
        "ok\nregards the second, no",
        "ok\nsent with love, but hold 2",
        "ok\nSent from my iPhone - not 2!",
        "ok\nRuth\nnot 2",
        "Hi, not this one after all",
        "ok all but 7",
        "ok both",
        "ok the rest",
        "ok 1 2 -3",
        "ok 1.3",
        "2:30 works for me",
        "ok 1 no. 2",
        "ok to the first three",
        "no to the first two",
        "ok all 2",
        "ok all but Ruth",
        "ok 1/3",
        "ok 1 3?",
        "ok 1 2\u0336",
        "ok 1 ~~2~~",
        "ok\nSent from my heart but not 2",
        "ok no 2",
        "ok\nexcuse me, not 2",
    ],
)
def test_what_is_not_plain_is_asked_about(text: str) -> None:
    assert read_orders(text, {1, 2, 3}, name="Ruth Calloway").unclear


def test_new_words_under_a_number_go_up_to_the_next() -> None:
    text = (
        "1: ok\n2: Dear Lia,\n\nsee you on Tuesday at 7.\nOk?\n\nRuth\n3: later\n\nSent from my X"
    )
    found = read_orders(text, {1, 2, 3}, name="Ruth Calloway")
    assert found.unclear == ()
    words = "Dear Lia,\n\nsee you on Tuesday at 7.\nOk?\n\nRuth"
    assert found.orders == (Order(1, OK), Order(2, Action.EDIT, words), Order(3, LATER))


def test_a_verb_alone_between_quoted_lines_may_be_for_one_draft_only() -> None:
    assert read_orders("ok", {1, 2}, between_quotes=True).unclear
    assert not read_orders("ok 1", {1, 2}, between_quotes=True).unclear


@given(st.text(max_size=80))
def test_any_words_at_all_are_orders_for_drafts_of_the_mail_or_unclear(text: str) -> None:
    found = read_orders(text, {1, 2})
    assert found.unclear or found.orders
    if not found.unclear:
        assert {each.number for each in found.orders} <= {1, 2}
