"""`mailbot away` and `mailbot alerts seen`: the deputy stands in, and repetitions end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.integration.commands import Commands

DEPUTY = "ben@deputy.example"
SAM = ("Sam Kell <sam@student.example>", "groups", "I don't want to be here any more.\nSam")
ADA = ("Ada Moss <ada@student.example>", "groups", "I want to end my life.\nAda")


@pytest.fixture
def with_deputy(commands: Commands) -> Commands:
    """A home whose coordinator has a deputy."""
    file = commands.home / "config" / "mailbot.toml"
    file.write_text(f'{file.read_text(encoding="utf-8").rstrip()}\ndeputy = "{DEPUTY}"\n')
    return commands


def alerted(commands: Commands, to: str) -> int:
    return sum(to in recipients for recipients in commands.sent())


def test_away_is_noted_shown_and_ended(with_deputy: Commands) -> None:
    assert with_deputy("away").out == "You are not away, and no absence is ahead.\n"
    said = with_deputy("away", "3/11/2026", "10 November")
    assert "Away from Tuesday 3 November to Tuesday 10 November 2026" in said.out
    assert DEPUTY in said.out
    (row,) = with_deputy("away", "--json").json
    assert (row["first"], row["last"], row["now"]) == ("2026-11-03", "2026-11-10", False)
    with_deputy.later(timedelta(days=1))
    assert with_deputy("away", "--json").json[0]["now"]
    assert "Taken back" in with_deputy("away", "--end").out
    assert with_deputy("away", "--json").json == []
    assert "Nothing to end" in with_deputy("away", "--end").out


@pytest.mark.parametrize("days", [("11/23/2026", "11/25/2026"), ("soon",), ("10/11", "3/11/2026")])
def test_days_that_are_not_plain_are_refused(with_deputy: Commands, days: tuple[str, ...]) -> None:
    answer = with_deputy("away", *days)
    assert answer.code == 1
    assert "3/5/2026" in answer.err
    assert with_deputy("away", "--json").json == []


@pytest.mark.parametrize("days", [("1/1/9999", "31/12/9999"), ("1/1/2031", "5/1/2031")])
def test_days_far_ahead_are_refused(with_deputy: Commands, days: tuple[str, str]) -> None:
    answer = with_deputy("away", *days)
    assert answer.code == 1
    assert f"{days[1][-4:]}, more than two years ahead" in " ".join(answer.err.split())
    assert with_deputy("away", "--json").json == []


@pytest.mark.parametrize("number", ["9", "9223372036854775808", "99999999999999999999999"])
def test_a_number_that_no_alert_has_is_told_in_plain_words(
    with_deputy: Commands, number: str
) -> None:
    with_deputy("run", "--once")
    answer = with_deputy("alerts", "seen", number)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("There is no")
    assert number in answer.err


def test_what_gives_way_to_later_days_is_told(with_deputy: Commands) -> None:
    with_deputy("away", "3/11/2026", "10/11/2026")
    said = with_deputy("away", "Friday").out
    assert said.startswith("Away on Friday 6 November 2026.\n")
    assert "before: from Tuesday 3 November to Tuesday 10 November 2026." in said


@pytest.mark.parametrize("words", ["next week", "9 to 15 November"])
def test_words_for_several_days_may_stand_alone(with_deputy: Commands, words: str) -> None:
    said = with_deputy("away", words).out
    assert said.startswith("Away from Monday 9 November to Sunday 15 November 2026, both days")


def test_days_beside_the_word_to_end_are_refused(with_deputy: Commands) -> None:
    with_deputy("away", "3/11/2026", "10/11/2026")
    assert with_deputy("away", "3/11/2026", "--end").code == 2
    assert with_deputy("away", "--json").json


def test_without_a_deputy_it_says_that_nobody_stands_in(commands: Commands) -> None:
    assert "Nobody stands in" in commands("away", "tomorrow").out


def test_while_she_is_away_the_deputy_hears_at_once(with_deputy: Commands) -> None:
    with_deputy("away", "today", "4/11/2026")
    with_deputy.comes(*SAM)
    with_deputy("run", "--once")
    # That she stands in, and the alert.
    assert alerted(with_deputy, DEPUTY) == 2


def test_alerts_tell_how_often_and_who_has_seen_them(with_deputy: Commands) -> None:
    with_deputy.comes(*SAM)
    with_deputy("run", "--once")
    with_deputy.later(timedelta(minutes=5))
    with_deputy("run", "--once")
    (raised,) = with_deputy("alerts", "--json").json
    assert (raised["told"], raised["ways"]) == (2, ["coordinator 2×"])
    assert raised["seen_by"] is None
    assert "Alert 1, Sam Kell: seen" in with_deputy("alerts", "seen").out
    (raised,) = with_deputy("alerts", "--json").json
    assert raised["seen_by"] == "coordinator"
    assert "coordinator" in with_deputy("alerts").out
    before = alerted(with_deputy, with_deputy.account.address)
    with_deputy.later(timedelta(hours=5))
    with_deputy("run", "--once")
    assert alerted(with_deputy, with_deputy.account.address) == before
    assert "was seen before" in with_deputy("alerts", "seen", "1").out
    assert with_deputy("alerts", "seen").out == "No urgent alert is open.\n"


def test_where_several_are_open_none_is_guessed(with_deputy: Commands) -> None:
    with_deputy.comes(*SAM)
    with_deputy.comes(*ADA)
    with_deputy("run", "--once")
    refused = with_deputy("alerts", "seen")
    assert refused.code == 1
    assert "1, 2" in refused.err
    assert with_deputy("alerts", "seen", "1", "9").code == 1
    assert [each["seen_by"] for each in with_deputy("alerts", "--json").json] == [None, None]
    assert with_deputy("alerts", "seen", "1", "2").code == 0
