"""What her answer says that a draft does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.services.replay_facts import lacking


@pytest.mark.parametrize(
    ("draft", "answer", "expected"),
    [
        ("See you.", "See you on 3 March at 7pm.", ("3 March", "7pm")),
        ("We meet at 19:00.", "We meet at 7 pm.", ()),
        ("We meet at 7.30pm.", "We meet at 19:30.", ()),
        ("We meet at 7am.", "We meet at 7pm.", ("7pm",)),
        ("It begins Mar 3rd, 2027.", "It begins on the 3rd of March; that is 3/3.", ()),
        ("It begins on 3 March.", "It begins on 4/3/2027.", ("4/3/2027",)),
        ("", "Decide 3 things, may I ask, and marching 5 miles.", ()),
        ("", "Our page is www.balint.example/join.", ("www.balint.example/join",)),
        ("See https://www.balint.example/join/", "www.balint.example/join", ()),
        ("", "https://zoom.example/j/12?at=7pm", ("https://zoom.example/j/12?at=7pm",)),
        ("It is free.", "It is free, not $1,200, nor AUD 50.", ("$1,200", "AUD 50")),
        ("That is $1200.", "That is AUD 1,200.", ()),
        ("", "7pm, and again 7pm, and 19:00", ("7pm",)),
        ("", "12:00 is noon, and so is 12pm; 12am is not", ("12:00", "12am")),
    ],
)
def test_what_is_lacking(draft: str, answer: str, expected: tuple[str, ...]) -> None:
    assert lacking(draft, answer) == expected


@given(st.text(alphabet="0123456789apm:/. $AUDjanmarchwww.https-th\n", max_size=400))
def test_nothing_is_lacking_in_the_same_words(text: str) -> None:
    assert lacking(text, text) == ()


@given(st.text(max_size=300), st.text(max_size=300))
def test_what_is_lacking_stands_in_the_answer(draft: str, answer: str) -> None:
    assert all(fact in answer for fact in lacking(draft, answer))


def test_a_long_hostile_letter_takes_no_time() -> None:
    assert lacking("", "1/" * 50_000 + "www." * 50_000) is not None
