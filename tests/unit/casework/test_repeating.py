"""Pauses between repetitions, and what counts as "seen"."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.casework.repeating import is_due, pause_after, says_seen

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FIVE, TWO_HOURS = timedelta(minutes=5), timedelta(hours=2)


def test_each_pause_is_twice_the_one_before_up_to_the_longest() -> None:
    pauses = [pause_after(told, FIVE, TWO_HOURS) // timedelta(minutes=1) for told in range(1, 8)]
    assert pauses == [5, 10, 20, 40, 80, 120, 120]


@given(st.integers(1, 10**6))
def test_no_number_of_tellings_ends_them(told: int) -> None:
    assert FIVE <= pause_after(told, FIVE, TWO_HOURS) <= TWO_HOURS


def test_a_clock_that_was_set_back_silences_nothing() -> None:
    assert not is_due(NOW, FIVE, NOW + timedelta(minutes=4))
    assert is_due(NOW, FIVE, NOW + FIVE)
    assert is_due(NOW, FIVE, NOW - timedelta(hours=10))


NAMES = ("Ruth Hale", "Ruth")


@pytest.mark.parametrize(
    "text",
    [
        "seen",
        "Seen.",
        "“Seen”",
        "SEEN!\n\nSent from my phone",
        "\n  Seen, thanks",
        "Thanks, seen.",
        "I have seen it",
        "I’ve seen it.\nRuth",
        "Saw it",
        "Got it, thank you!",
        "Hello\nseen",
        "Hi Mailbot,\n\nseen\n\nKind regards,\nRuth Hale\nProgramme Coordinator\n0491 570 006",
        "Seen\n\nThanks, Ruth\nPh: (02) 5550 1234\nruth@society.example\nwww.society.example",
        "Seen\nR.",
    ],
)
def test_these_say_that_it_was_seen(text: str) -> None:
    assert says_seen(text, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok",
        "Hi Mailbot,\nRuth",
        "not seen",
        "seen?",
        "Got it?",
        "Please make sure Ben has seen this",
        "nobody has seen this",
        "Has anyone seen this",
        "I hope Ben has seen this",
        "please wait until I have seen it",
        "Needs to be seen urgently",
        "Has to be seen by a doctor today",
        "Seen you on Monday",
        "Ben has seen it",
        "Ben saw it",
        "I haven’t seen her for weeks",
        "I have not seen this person before, who is it",
        "unforeseen",
        "Seen, but tell Ben as well",
        "I've seen it, ringing now",
        "Seen\nby nobody so far",
        "seen\nno, wait",
        "Seen\nPlease tell Ben",
        "Seen\nThanks, but do not stop",
        "Seen\nBen Lowe",
        "Thank you for your mail. I will have seen to it by the time that I am back from my leave.",
    ],
)
def test_these_do_not(text: str) -> None:
    assert not says_seen(text, NAMES)


@given(st.text(min_size=1, max_size=40).filter(lambda words: any(map(str.isalpha, words))))
def test_whatever_else_is_said_of_somebody_ends_nothing(words: str) -> None:
    assert not says_seen(f"Ben said {words}\nseen", NAMES)
