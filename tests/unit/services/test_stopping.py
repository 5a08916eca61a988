"""What the weekly page says will go by itself is stopped by one word, and goes on by two."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import NotFoundError, RefusedError
from mailbot.mail.compose import read_back
from mailbot.model.outbox import State
from mailbot.model.pictures import Picture
from mailbot.services import pausing, stopping, weekly
from mailbot.store import outbox
from tests.faults.house import RUTH
from tests.servers.orders import reply
from tests.servers.weeks import DAY, HOUR, MONDAY, a_group, at, pages, section, weekly_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mailbot.letters.charts import ChartWords
    from tests.faults.house import House

MIA, TOM = "mia@student.test", "tom@student.test"
SECOND_REMINDER = MONDAY + DAY + 11 * HOUR
THIRD_REMINDER = MONDAY + 6 * DAY + 13 * HOUR


@pytest.fixture
def house(
    build_house: Callable[..., House], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> House:
    """A house on the Monday of a page with two things that can be stopped."""

    def words_alone(words: ChartWords) -> Picture:
        return Picture("", b"", words.alt)

    monkeypatch.setattr(weekly, "draw", words_alone)
    built = build_house(settings=weekly_settings(tmp_path))
    built.work()
    a_group(built)
    return built


def ahead(house: House) -> list[str]:
    told = section(pages(house)[-1], "What goes by itself this week").splitlines()
    return [line for line in told if line.startswith("- ")]


def test_what_goes_by_itself_can_be_stopped_by_one_word(house: House) -> None:
    at(house, MONDAY)
    what = "reminder to 2 students and 2 leaders of session"
    assert ahead(house) == [
        f"- Tue 1 Dec, 17:00: {what} 2, Tue 19:00 Sydney. “stop 1”",
        f"- Sun 6 Dec, 19:00: {what} 3, Tue 19:00 Sydney. “stop 2”",
    ]
    hears = len(house.got(MIA))
    says(house, "Stop 1 please")
    answer = read_back(house.got(RUTH)[-1]).text
    assert "1, reminder of session 2, Tue 19:00 Sydney: stopped, nothing of it goes." in answer
    at(house, MONDAY + DAY + 11 * HOUR)
    assert len(house.got(MIA)) == hears
    at(house, MONDAY + 6 * DAY + 13 * HOUR)
    assert len(house.got(MIA)) == hears + 1
    says(house, "stop 1")
    assert "already done, on Mon 30 Nov" in read_back(house.got(RUTH)[-1]).text
    says(house, "stop 2")
    assert "nothing is left to stop" in read_back(house.got(RUTH)[-1]).text


def says(house: House, text: str, *, proved: bool = True) -> None:
    """Let her answer the newest page from the account's own address."""
    house.written += 1
    page = pages(house)[-1]
    raw = reply(page, text, sender=RUTH, at=house.clock.now(), number=house.written)
    house.mailbox.put(raw, at=house.clock.now())
    if proved:
        house.mailbox.put(raw, "Sent", at=house.clock.now())
    house.work()


def test_a_mail_that_is_made_and_held_is_stopped_too(house: House) -> None:
    pausing.pause(house.office, house.clock.now())
    at(house, MONDAY)
    assert "4 of them wait: all is paused." in ahead(house)[0]
    says(house, "stop 1")
    pausing.resume(house.office, house.clock.now())
    house.work()
    assert house.got(MIA) == []
    assert house.audit() == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ok 1", "“ok 1” stops nothing, and lets nothing go on."),
        ("1: later", "you can only say “stop 1”, or “go on 1”"),
        ("mine 1", "you can only say “stop 1”, or “go on 1”"),
        ("1: Dear all", "you can only say “stop 1”, or “go on 1”"),
    ],
)
def test_nothing_but_stop_means_anything_to_the_page(house: House, text: str, said: str) -> None:
    at(house, MONDAY)
    hears = len(house.got(TOM))
    says(house, text)
    assert said in told(house)
    at(house, MONDAY + DAY + 11 * HOUR)
    assert len(house.got(TOM)) == hears + 1


def test_without_proof_nothing_is_stopped(house: House) -> None:
    at(house, MONDAY)
    hears = len(house.got(TOM))
    says(house, "stop 1", proved=False)
    at(house, MONDAY + DAY + 11 * HOUR)
    assert len(house.got(TOM)) == hears + 1


def test_a_number_of_the_newest_page_can_be_stopped_by_command(house: House) -> None:
    at(house, MONDAY)
    hears = len(house.got(TOM))
    name = stopping.stop_by_number(house.office, 1, house.clock.now())
    assert name == "reminder of session 2, Tue 19:00 Sydney"
    at(house, MONDAY + DAY + 11 * HOUR)
    assert len(house.got(TOM)) == hears


def told(house: House) -> str:
    """Return what she was answered last."""
    return read_back(house.got(RUTH)[-1]).text


def hears(house: House) -> int:
    """Return how many mails a member got so far."""
    return len(house.got(MIA))


@pytest.mark.parametrize(
    "text", ["stop", "No.", "stop it", "Stop them please\n\nRuth", "don't send"]
)
def test_a_verb_alone_stops_nothing_where_it_could_mean_several(house: House, text: str) -> None:
    at(house, MONDAY)
    before = hears(house)
    says(house, text)
    assert "could mean any of 2: please say which" in told(house)
    assert "“stop 1”" in told(house)
    at(house, SECOND_REMINDER)
    assert hears(house) == before + 1


@pytest.mark.parametrize("text", ["stop all", "Stop everything", "no to all", "stop both"])
def test_all_is_stopped_where_she_says_all(house: House, text: str) -> None:
    at(house, MONDAY)
    before = hears(house)
    says(house, text)
    at(house, SECOND_REMINDER)
    at(house, THIRD_REMINDER)
    assert hears(house) == before


def test_a_verb_alone_is_plain_where_the_page_has_one_thing(house: House) -> None:
    at(house, MONDAY + 28 * DAY)
    assert [line.endswith("“stop 1”") for line in ahead(house)] == [True]
    before = hears(house)
    says(house, "stop")
    assert "1, reminder of session 6, Tue 19:00 Sydney: stopped" in told(house)
    at(house, MONDAY + 29 * DAY + 11 * HOUR)
    assert hears(house) == before


@pytest.mark.parametrize("words", ["go on 1", "Go on with 1 please", "resume 1", "1 go on"])
def test_what_was_stopped_goes_on_by_her_word(house: House, words: str) -> None:
    at(house, MONDAY)
    before = hears(house)
    says(house, "stop 1")
    assert "Answer “go on 1” if it is to go after all." in told(house)
    house.later(30)
    says(house, words)
    assert "1, reminder of session 2, Tue 19:00 Sydney: it goes by itself again." in told(house)
    at(house, SECOND_REMINDER)
    assert hears(house) == before + 1
    assert house.audit() == ()


@pytest.mark.parametrize("words", ["ok", "ok 1", "yes", "Great, thanks", "fine"])
def test_a_word_of_thanks_lets_nothing_go_on(house: House, words: str) -> None:
    at(house, MONDAY)
    before = hears(house)
    says(house, "stop 1")
    says(house, words)
    at(house, SECOND_REMINDER)
    assert hears(house) == before


def test_what_went_on_can_be_stopped_again_but_an_old_word_lets_nothing_go(house: House) -> None:
    at(house, MONDAY)
    before = hears(house)
    for words in ("stop 1", "go on 1", "stop 1"):
        says(house, words)
    assert "stopped, nothing of it goes" in told(house)
    says(house, "go on 1")
    assert "`mailbot reminders --resume 1` does it" in told(house)
    at(house, SECOND_REMINDER)
    assert hears(house) == before


def test_after_its_session_nothing_goes_on(house: House) -> None:
    at(house, MONDAY)
    says(house, "stop 1")
    at(house, MONDAY + 2 * DAY)
    says(house, "go on 1")
    assert "its moment is past" in told(house)


def test_what_was_not_stopped_needs_no_word_to_go_on(house: House) -> None:
    at(house, MONDAY)
    says(house, "go on 2")
    assert "it was not stopped, and goes by itself" in told(house)


def test_what_was_turned_down_stays_so_and_she_is_told(house: House) -> None:
    at(house, MONDAY)
    pausing.pause(house.office, house.clock.now())
    at(house, SECOND_REMINDER)
    says(house, "stop 1")
    says(house, "go on 1")
    assert "was turned down for good" in told(house)
    pausing.resume(house.office, house.clock.now())
    house.work()
    with house.office.database.transaction() as connection:
        turned_down = outbox.in_states(connection, (State.REJECTED,))
    assert len(turned_down) == 4


def test_by_command_it_goes_on_as_well(house: House) -> None:
    at(house, MONDAY)
    before = hears(house)
    now = house.clock.now()
    with pytest.raises(RefusedError, match="was not stopped"):
        stopping.resume_by_number(house.office, 1, now)
    stopping.stop_by_number(house.office, 1, now)
    name, lost = stopping.resume_by_number(house.office, 1, now + timedelta(minutes=1))
    assert (name, lost) == ("reminder of session 2, Tue 19:00 Sydney", 0)
    with pytest.raises(NotFoundError):
        stopping.resume_by_number(house.office, 9, now)
    at(house, SECOND_REMINDER)
    assert hears(house) == before + 1
