"""What an answer to the weekly page orders: numbers and “all” count, a bare word is asked about."""

from __future__ import annotations

import pytest

from mailbot.casework.stop_orders import read_stop_orders
from mailbot.model.orders import Action

STOP, RESUME = Action.STOP, Action.RESUME
PLAIN = (
    ("stop 2", {2: STOP}),
    ("Stop 1 and 3 please", {1: STOP, 3: STOP}),
    ("no 2", {2: STOP}),
    ("stop all", dict.fromkeys((1, 2, 3), STOP)),
    ("stop all but 2", {1: STOP, 3: STOP}),
    ("stop two", {2: STOP}),
    ("go on 2", {2: RESUME}),
    ("Resume 2", {2: RESUME}),
    ("go on with all", dict.fromkeys((1, 2, 3), RESUME)),
    ("stop 1\ngo on 2", {1: STOP, 2: RESUME}),
    ("stop 2\n\nSent from my iPhone", {2: STOP}),
)
ASKED = (
    "stop",
    "Stop.",
    "no",
    "No thanks",
    "stop it",
    "stop them",
    "go on",
    "resume",
    "ok",
    "ok 2",
    "yes to all",
    "stop 2\nstop",
    "please stop sending me this",
    "stop 9",
)


@pytest.mark.parametrize(("text", "meant"), PLAIN)
def test_numbers_and_all_are_plain(text: str, meant: dict[int, Action]) -> None:
    found = read_stop_orders(text, [1, 2, 3], name="Ruth")
    assert found.unclear == ()
    assert {each.number: each.action for each in found.orders} == meant


@pytest.mark.parametrize("text", ASKED)
def test_what_could_mean_several_or_nothing_is_asked_about(text: str) -> None:
    assert read_stop_orders(text, [1, 2, 3], name="Ruth").unclear


@pytest.mark.parametrize("text", ["stop", "no", "stop it", "Stop please\n\nRuth"])
def test_a_bare_word_is_plain_where_there_is_one_thing(text: str) -> None:
    found = read_stop_orders(text, [1], name="Ruth")
    assert [(each.number, each.action) for each in found.orders] == [(1, STOP)]
    assert not found.unclear
