"""Groups confirmed, moved and called off by command, and their letters decided in one go."""

from __future__ import annotations

import io
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.cli import drafts_bundles, groups_dates, groups_sessions
from mailbot.groups.sessions import timetable
from mailbot.model.casework import Cause
from mailbot.model.groups import Leader
from mailbot.model.outbox import State
from mailbot.model.reading import Day, Facts
from mailbot.model.seats import GroupStatus
from mailbot.services.moving import move
from mailbot.store import groups, members, people, seats
from mailbot.store.database import Database
from mailbot.store.groups import NewGroup

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from tests.integration.commands import Answer, Commands

SYDNEY = "Australia/Sydney"
SLOTS = """
[leaders.kit]
name = "Kit Example"
email = "kit@people.example"
timezone = "Australia/Sydney"

[slots.evening]
day = "tue"
start = "19:00"
timezone = "Australia/Sydney"
leaders = ["kit"]
earliest = 2026-11-03
zoom = "https://zoom.example/j/7"
"""


@pytest.fixture
def group(commands: Commands) -> Commands:
    """Group 1 is forming, meets from Tuesday 10 November 2026 on, and Ana and Tom accepted."""
    (commands.home / "config" / "slots.toml").write_text(SLOTS, encoding="utf-8")
    database = Database(f"sqlite:///{commands.home}/data/mailbot.db")
    with database.transaction() as connection:
        first = commands.clock.now().date() + timedelta(days=9)
        new = NewGroup("evening", Day.TUE, "19:00", SYDNEY, first, 6, 90, 2, 8)
        made = groups.add(connection, new, commands.clock.now())
        groups.save_timetable(connection, timetable(made.series))
        kit = Leader("Kit Example", "kit@people.example", SYDNEY)
        known = members.know_leader(connection, kit)
        members.let_lead(connection, made.id, known.id, commands.clock.now())
        for name, zone in (("Ana", SYDNEY), ("Tom", "Australia/Perth")):
            _joins(commands, connection, made.id, name, zone)
    database.close()
    return commands


def _joins(commands: Commands, connection: Connection, group_id: int, name: str, zone: str) -> None:
    now = commands.clock.now()
    who = people.add(connection, f"{name.lower()}@people.example", f"{name} Example", now)
    people.set_facts(connection, who, f"{name} Example", Facts(timezone=zone))
    assert move(connection, who, Cause.GROUPS_IMPORT, now)
    assert seats.take(connection, group_id, who, now)
    members.add(connection, group_id, who, now)


@pytest.fixture
def confirmed(group: Commands) -> Commands:
    """The same confirmed, and everyone has the invitation."""
    group("groups", "confirm", "1")
    assert group("groups", "confirm", "1", "--shown").code == 0
    group("run", "--once")
    return group


def status(commands: Commands) -> GroupStatus:
    database = Database(f"sqlite:///{commands.home}/data/mailbot.db")
    with database.transaction() as connection:
        found = groups.get(connection, 1).status
    database.close()
    return found


def states(commands: Commands) -> list[State]:
    return [commands.outbound(number).state for number in (1, 2, 3)]


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    for module in (drafts_bundles, groups_dates, groups_sessions):
        monkeypatch.setattr(module, "at_a_terminal", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{word}\n"))


def show(commands: Commands, number: int = 1) -> Answer:
    return commands("drafts", "show", "--bundle", str(number))


@pytest.mark.parametrize(
    ("word", "state", "then"),
    [("y", State.APPROVED, GroupStatus.CONFIRMED), ("n", State.DRAFT, GroupStatus.FORMING)],
)
def test_at_a_terminal_all_is_shown_and_asked_once(
    group: Commands, monkeypatch: pytest.MonkeyPatch, word: str, state: State, then: GroupStatus
) -> None:
    at_a_terminal(monkeypatch, word)
    answer = group("groups", "confirm", "1")
    assert answer.code == 0
    assert answer.out.index("reminders go by themselves") < answer.out.index("Let all 3 go?")
    assert states(group) == [state] * 3
    assert status(group) is then


def test_unattended_it_is_shown_first_and_then_let_go_as_it_was_shown(group: Commands) -> None:
    first = group("groups", "confirm", "1")
    assert first.code == 0
    assert "mailbot groups confirm 1 --shown" in first.out
    assert states(group) == [State.DRAFT] * 3
    assert group("groups", "confirm", "1", "--shown").code == 0
    group("run", "--once")
    assert states(group) == [State.SENT] * 3
    assert sorted(group.sent()) == [
        *(("ana@people.example",), ("kit@people.example",), ("tom@people.example",))
    ]


def test_what_is_the_same_in_all_letters_is_shown_once(group: Commands) -> None:
    group("groups", "confirm", "1")
    out = show(group).out
    assert out.count("Your leaders are Kit Example.") == 1
    assert out.count("puts in 6 weekly sessions of 90 minutes, from Tue 10 Nov 2026 19:00 on") == 1
    assert "each naming its reader alone" in out
    for words in ("Dear Ana,", "Dear Tom,", "Dear Kit,", "4–5.30 pm Perth time", "- Ana Example"):
        assert words in out
    toms = out[out.index("to Tom") : out.index("to Kit")]
    assert "Please come to all six sessions" not in toms


def test_the_list_has_a_line_a_bundle(group: Commands) -> None:
    group("groups", "confirm", "1")
    out = group("drafts").out
    (line,) = (line for line in out.splitlines() if "confirmation" in line)
    digest = show(group, 1).out.partition("digest ")[2][:8]
    assert line.split()[0] == "1"
    assert line.split()[-1] == digest
    assert "Ana" not in out
    listed = group("drafts", "--json").json
    assert [(each["bundle"], each["kind"]) for each in listed["bundles"]] == [(1, "confirmation")]
    assert {each["bundle"] for each in listed["drafts"]} == {1}
    assert max(map(len, out.splitlines())) <= 80


def test_a_bundle_is_approved_by_its_digest(group: Commands) -> None:
    group("groups", "confirm", "1")
    digest = group("drafts", "show", "--bundle", "1", "--json").json["digest"]
    assert group("drafts", "approve", "--bundle", "1", "--digest", digest[:7]).code == 1
    answer = group("drafts", "approve", "--bundle", "1", "--digest", digest[:8])
    assert (answer.code, states(group)) == (0, [State.APPROVED] * 3)


def test_what_changed_since_it_was_shown_stays(group: Commands, tmp_path: Path) -> None:
    group("groups", "confirm", "1")
    words = tmp_path / "words.txt"
    words.write_text("Subject: Our group\n\nDear Ana,\n\nHere we go.\n")
    assert group("drafts", "edit", "1", "--file", str(words)).code == 0
    answer = group("drafts", "approve", "--bundle", "1", "--shown")
    assert answer.code == 1
    assert "drafts show --bundle 1" in answer.err
    assert states(group) == [State.DRAFT] * 3
    group.later(timedelta(minutes=1))
    assert "Here we go." in show(group).out
    assert group("drafts", "approve", "--bundle", "1", "--shown").code == 0


def test_what_was_never_shown_stays_and_nobody_can_be_asked(group: Commands) -> None:
    group("run", "--once")
    assert "never" in group("drafts", "approve", "1", "--shown").err
    assert "were shown to you" in group("drafts", "approve", "--bundle", "1", "--shown").err
    assert "Nobody is at the terminal" in group("drafts", "approve", "--bundle", "1").err
    assert group("drafts", "approve", "--bundle", "7", "--shown").code == 1


def test_a_bundle_is_turned_down_in_one_go(group: Commands) -> None:
    group("groups", "confirm", "1")
    assert group("drafts", "reject", "--bundle", "1", "--why", "not yet").code == 0
    assert states(group) == [State.REJECTED] * 3
    assert group("drafts").out == "No draft waits.\n"


@pytest.mark.parametrize("named", [(), ("1", "--bundle", "1")])
def test_drafts_are_named_by_number_or_by_bundle(group: Commands, named: tuple[str, ...]) -> None:
    for order in ("show", "approve", "reject"):
        assert group("drafts", order, *named).code == 2


def test_a_single_one_is_shown_with_its_calendar_and_what_follows(group: Commands) -> None:
    group("groups", "confirm", "1")
    out = group("drafts", "show", "1").out
    assert "puts in 6 weekly sessions" in out
    assert "reminders go by themselves" in out


def test_a_group_without_a_link_is_not_confirmed(group: Commands) -> None:
    slots = group.home / "config" / "slots.toml"
    slots.write_text(SLOTS.replace("zoom =", "# zoom ="), encoding="utf-8")
    answer = group("groups", "confirm", "1")
    assert answer.code == 1
    assert "no Zoom link" in answer.err
    assert "[slots.evening]" in answer.err


def test_a_session_is_moved_and_everyone_hears(confirmed: Commands) -> None:
    answer = confirmed(
        "groups", "reschedule", "1", "--session", "2", "--to", "19/11/2026", "--at", "18:30"
    )
    assert answer.code == 0
    assert "Thu 19 Nov" in answer.out
    assert "mailbot drafts approve --bundle 2" in answer.out
    out = show(confirmed, 2).out
    assert "moves the session of Tue 17 Nov 2026 19:00 to Thu 19 Nov 2026 18:30" in out
    confirmed("drafts", "approve", "--bundle", "2", "--shown")
    confirmed("run", "--once")
    assert len(confirmed.sent()) == 6


def test_the_series_is_shifted_from_a_session_on(confirmed: Commands) -> None:
    answer = confirmed("groups", "reschedule", "1", "--shift", "1", "--from", "4")
    assert answer.code == 0
    assert "outside the season" in answer.out
    assert "a week later than planned" in show(confirmed, 2).out


def test_a_session_is_cancelled(confirmed: Commands) -> None:
    assert confirmed("groups", "cancel", "1", "--session", "2").code == 0
    assert "takes out the session of Tue 17 Nov 2026 19:00" in show(confirmed, 2).out


def test_a_cancelled_session_is_marked_and_taken_back(confirmed: Commands) -> None:
    answer = confirmed("groups", "cancel", "1", "--session", "2")
    (line,) = (each for each in answer.out.splitlines() if "17 Nov" in each)
    assert line.rstrip().endswith("cancelled")
    answer = confirmed("groups", "reschedule", "1", "--session", "2", "--to", "17/11/2026")
    assert answer.code == 0
    assert "cancelled" not in answer.out


def test_who_turns_down_the_letters_of_a_change_hears_that_nobody_knows(
    confirmed: Commands,
) -> None:
    confirmed("groups", "cancel", "1", "--session", "2")
    answer = confirmed("drafts", "reject", "--bundle", "2")
    assert "tell them yourself" in answer.out


def test_at_a_terminal_she_is_asked_whether_a_session_is_to_be_cancelled(
    confirmed: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_a_terminal(monkeypatch, "n")
    answer = confirmed("groups", "cancel", "1", "--session", "2")
    assert "Reminders of it stop at once" in answer.out
    assert confirmed("drafts").out == "No draft waits.\n"


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--session", "2"),
        ("--to", "19/11/2026"),
        ("--shift", "1", "--session", "2"),
        ("--shift", "1", "--at", "18:30"),
        ("--session", "2", "--to", "19/11/2026", "--from", "3"),
        ("--session", "2", "--to", "19/11/2026", "--at", "half past"),
    ],
)
def test_what_is_not_clear_changes_nothing(confirmed: Commands, words: tuple[str, ...]) -> None:
    assert confirmed("groups", "reschedule", "1", *words).code == 2
    assert confirmed("drafts").out == "No draft waits.\n"


def test_a_group_is_called_off_only_by_her_word(confirmed: Commands) -> None:
    refused = confirmed("groups", "cancel", "1")
    assert refused.code == 1
    assert "--yes" in refused.err
    assert status(confirmed) is GroupStatus.CONFIRMED
    answer = confirmed("groups", "cancel", "1", "--yes")
    assert answer.code == 0
    assert "Back in the queue, as long waiting as before: 2." in answer.out
    assert status(confirmed) is GroupStatus.CANCELLED
    show(confirmed, 2)
    assert "settle" in confirmed("drafts", "approve", "--bundle", "2", "--shown").err
    assert confirmed("groups", "cancel", "1", "--why", "Kit is ill for months.").code == 0
    confirmed.later(timedelta(minutes=1))
    out = show(confirmed, 2).out
    assert "Kit is ill for months." in out
    assert "takes out the whole series" in out
    assert confirmed("drafts", "approve", "--bundle", "2", "--shown").code == 0


@pytest.mark.parametrize(
    ("word", "then"), [("y", GroupStatus.CANCELLED), ("n", GroupStatus.CONFIRMED)]
)
def test_at_a_terminal_she_is_asked_whether_it_is_to_be_called_off(
    confirmed: Commands, monkeypatch: pytest.MonkeyPatch, word: str, then: GroupStatus
) -> None:
    at_a_terminal(monkeypatch, word)
    answer = confirmed("groups", "cancel", "1", "--why", "Kit is ill.")
    assert "2 students would wait again" in answer.out
    assert status(confirmed) is then
