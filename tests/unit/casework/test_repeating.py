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


@pytest.mark.parametrize(
    "text",
    [
        "seen",
        "Seen.",
        "SEEN!\n\nSent from my phone",
        "\n  Seen, thanks",
        "I've seen it, ringing now",
        "Have seen it",
        "I saw it, on it",
        "Yes, seen\nRuth",
    ],
)
def test_these_say_that_it_was_seen(text: str) -> None:
    assert says_seen(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok",
        "not seen",
        "I haven’t seen her for weeks",
        "Who has seen this?",
        "I have not seen this person before, who is it",
        "unforeseen",
        "Thank you for your mail. I will have seen to it by the time that I am back from my leave.",
        "Hello\nseen",
    ],
)
def test_these_do_not(text: str) -> None:
    assert not says_seen(text)
