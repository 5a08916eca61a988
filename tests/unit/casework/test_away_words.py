"""What the coordinator says of her being away, read or asked about, never guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.casework.away_days import AwayDays, days_between
from mailbot.casework.away_words import AwaySaid, read_away

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
        ("I'm going on leave from 3 to 10 May", date(2026, 5, 3), date(2026, 5, 10)),
        ("I'm going away from 3 to 10 May", date(2026, 5, 3), date(2026, 5, 10)),
        ("Im away from 3 to 10 May", date(2026, 5, 3), date(2026, 5, 10)),
        ("I won't be here from 3 to 10 May", date(2026, 5, 3), date(2026, 5, 10)),
        ("I'm not available 3-10 May", date(2026, 5, 3), date(2026, 5, 10)),
        ("I have leave from 3 to 10 May", date(2026, 5, 3), date(2026, 5, 10)),
        ("Annual leave 3-10 May", date(2026, 5, 3), date(2026, 5, 10)),
        ("On parental leave from 3 May to 1 July", date(2026, 5, 3), date(2026, 7, 1)),
        ("OOO 3-10 May", date(2026, 5, 3), date(2026, 5, 10)),
        ("I'm away from 3 May through to 10 May", date(2026, 5, 3), date(2026, 5, 10)),
        ("Just letting you know I'm away from 3 to 10 May", date(2026, 5, 3), date(2026, 5, 10)),
        ("From 3 to 10 May I'm away", date(2026, 5, 3), date(2026, 5, 10)),
        ("Between 3 and 10 May I'll be on leave.", date(2026, 5, 3), date(2026, 5, 10)),
        ("Tomorrow I'm away", date(2026, 4, 28), date(2026, 4, 28)),
        ("Next week I'm on leave", date(2026, 5, 4), date(2026, 5, 10)),
        ("On leave from May 3 to May 10", date(2026, 5, 3), date(2026, 5, 10)),
        ("I'm away from May 3, 2027 to May 10, 2027", date(2027, 5, 3), date(2027, 5, 10)),
        ("I'm away from 3 to 10 May. Back on Monday.", date(2026, 5, 3), date(2026, 5, 10)),
        ("Away 28 December to 5 January", date(2026, 12, 28), date(2027, 1, 5)),
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
        "Away from 10 May 2026 to 3 May 2026",
        "Away from 10 May to 3 May",
        "Away from 10/5 to 3/5/2026",
        "I'm away until about 10 June 2031",
        "I'm away over New Year",
        "I'm on leave at Easter",
        "I'm away",
        "I'm not away after all",
        "I won't be away",
        "Cancel my leave",
        "My leave is cancelled",
        "I'm back on Monday",
        "Back Monday",
        "I'll be back next week",
        "Back at work on 3 May",
        "Away Friday, back Monday",
        "I'm at a conference from 3 to 5 May",
        "I'm travelling from 3 to 10 May",
        "I'm away from 3 to 10 May. I'm away from 20 to 25 June too.",
        "I'm away from 3 to 10 May. I'm on leave for a week in July.",
    ],
)
def test_what_is_not_plain_is_asked_about(words: str) -> None:
    assert read_away("", words, MONDAY) == AwaySaid()


def test_who_might_be_away_is_not_noted() -> None:
    assert read_away("", "I might be away, or I am away until Friday", MONDAY) in {
        AwaySaid(),
        None,
    }


@pytest.mark.parametrize(
    "words",
    [
        "Are you away from 3 to 10 May?",
        "Ok 1 3",
        "Sam said she was away on 3 May",
        "The leaders are away from 3 to 10 May",
        "Please take the second one away",
        "Leave at five on Friday",
        "I asked on 3 May whether I'm away",
        "Back to the ward at 10",
        "Back pain clinic, Tuesday 3 May",
        "Back door key next to the pot",
        "I'm away from my desk",
        "I'm not on call from 3 to 10 May",
        "The room is not available from 3 to 10 May",
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


@pytest.mark.parametrize(
    "words",
    [
        "Back",
        "I'm back!",
        "I am back early.",
        "Hi Mailbot, I'm back",
        "I'm back at work",
        "I'm back from leave, thanks",
        "I'm back a day early",
    ],
)
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


@pytest.mark.timeout(10)
@pytest.mark.parametrize("words", ["to a all hi ", "fyi: - ", "back on ", "3 to 10 may ", "a, "])
def test_no_words_take_long(words: str) -> None:
    assert read_away(words * 200, words * 200, MONDAY) in {AwaySaid(), None}
