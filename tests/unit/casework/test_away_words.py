"""What the coordinator says of her being away, read or asked about, never guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.casework.away_words import AwayDays, AwaySaid, days_between, read_away

MONDAY = date(2026, 4, 27)


def away(first: date, last: date) -> AwaySaid:
    return AwaySaid(AwayDays(first, last))


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("away from 3 to 10 May", date(2026, 5, 3), date(2026, 5, 10)),
        ("Away 3-10 May", date(2026, 5, 3), date(2026, 5, 10)),
        ("Away 3 – 10 May, back on Monday", date(2026, 5, 3), date(2026, 5, 10)),
        ("I'm away until Friday", MONDAY, date(2026, 5, 1)),
        ("I’m away until Friday.", MONDAY, date(2026, 5, 1)),
        ("Hi, I am away until Friday 1 May", MONDAY, date(2026, 5, 1)),
        ("I'll be on leave from 28/4 to 5/5.", date(2026, 4, 28), date(2026, 5, 5)),
        ("On holiday 20 December to 10 January", date(2026, 12, 20), date(2027, 1, 10)),
        (
            "I will be away from 30 April to the 4th of May 2026",
            date(2026, 4, 30),
            date(2026, 5, 4),
        ),
        ("away tomorrow", date(2026, 4, 28), date(2026, 4, 28)),
        ("I'm away from tomorrow until Sunday", date(2026, 4, 28), date(2026, 5, 3)),
        ("I'm away next week", date(2026, 5, 4), date(2026, 5, 10)),
        ("Out of office: 2026-05-03 to 2026-05-10", date(2026, 5, 3), date(2026, 5, 10)),
        ("I'm away from 20 April to 3 May", date(2026, 4, 20), date(2026, 5, 3)),
        ("away on Wednesday", date(2026, 4, 29), date(2026, 4, 29)),
    ],
)
def test_plain_words_are_read(words: str, first: date, last: date) -> None:
    assert read_away("", words, MONDAY) == away(first, last)
    assert read_away(words, "", MONDAY) == away(first, last)


@pytest.mark.parametrize(
    "words",
    [
        "I'm away for a few weeks",
        "I'm away from 3 May",
        "I'm away until Monday",  # said on a Monday: today, or in a week
        "I'm away 5/13 to 5/20",
        "I'm away from 31 April to 5 May",
        "I'm away until Tuesday 1 May",  # a Friday
        "I'm away from 3 to 10 May or 10 to 17 May",
        "I might be away, or I am away until Friday",
        "Away from 10 May 2026 to 3 May 2026",
        "Away from 10 May to 3 May",
        "Away from 10/5 to 3/5/2026",
        "I'm away until about 10 June 2031",
    ],
)
def test_what_is_not_plain_is_asked_about(words: str) -> None:
    found = read_away("", words, MONDAY)
    assert found in {AwaySaid(), None}
    assert found == AwaySaid() or words.startswith("I might")


@pytest.mark.parametrize(
    "words",
    [
        "Are you away from 3 to 10 May?",
        "Ok 1 3",
        "Sam said she was away on 3 May",
        "The leaders are away from 3 to 10 May",
        "Please take the second one away",
        "",
    ],
)
def test_what_is_not_about_her_being_away_is_left_alone(words: str) -> None:
    assert read_away("", words, MONDAY) is None


def test_the_subject_may_name_the_matter_and_the_text_the_days() -> None:
    found = read_away("Away next month", "I'm away from 3 to 10 May.\nRuth", MONDAY)
    assert found == away(date(2026, 5, 3), date(2026, 5, 10))


def test_two_different_spans_are_asked_about() -> None:
    said = "I'm away from 3 to 10 May.\nI'm away from 4 to 10 May."
    assert read_away("", said, MONDAY) == AwaySaid()


@pytest.mark.parametrize("words", ["Back", "I'm back!", "I am back early."])
def test_being_back_is_understood(words: str) -> None:
    assert read_away("", words, MONDAY) == AwaySaid(back=True)


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("1/1/9999", "31/12/9999", 9999),
        ("1 January 3026", "2 January 3026", 3026),
        ("1/5/26", "2/5/26", 2026),
        ("1/5/0026", "2/5/0026", 26),
    ],
)
def test_no_other_year_is_read_than_is_written(first: str, last: str, years: int) -> None:
    days = days_between(first, last, MONDAY)
    assert days is not None
    assert {days.first.year, days.last.year} == {years}


@given(
    today=st.dates(date(2025, 1, 1), date(2035, 1, 1)),
    ahead=st.integers(0, 300),
    length=st.integers(0, 60),
)
def test_days_that_she_writes_in_full_are_those_days(today: date, ahead: int, length: int) -> None:
    first = today + timedelta(days=ahead)
    last = first + timedelta(days=length)
    for form in ("%d/%m/%Y", "%d %B %Y", "%Y-%m-%d", "%A %d %b %Y"):
        words = f"I'm away from {first:{form}} to {last:{form}}"
        assert read_away("", words, today) == away(first, last)
        assert days_between(f"{first:{form}}", f"{last:{form}}", today) == AwayDays(first, last)


@given(st.text(max_size=80), st.text(max_size=200))
def test_any_words_are_borne(subject: str, text: str) -> None:
    found = read_away(subject, text, MONDAY)
    assert found is None or found.days is None or found.days.first <= found.days.last
