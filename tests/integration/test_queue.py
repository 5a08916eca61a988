"""`mailbot queue` as the coordinator uses it: who waits, and what she changes or brings along."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.commands import Commands

SHEET = """\
Date,Name,E-mail,Uni,Year of study,Town,When are you fre?
3/4/2026,Priya Raman,priya@student.example,UQ,4,Brisbane,"Tue evenings, Thu 18:00-20:00"
12/03/2026,Zoë O'Neill,zoe@student.example,Otago,2nd year,Dunedin NZ,weekday evenings
"""
ASKS = (
    "Tom Ferris <tom@student.example>",
    "a place",
    "Hi, please put me on the list for a group. I am in fourth year at Monash.\nTom",
)


@pytest.fixture
def waiting(commands: Commands, tmp_path: Path) -> Commands:
    """Zoë and Priya wait, out of a spreadsheet."""
    sheet = tmp_path / "waiting.csv"
    sheet.write_text(SHEET, encoding="cp1252")
    assert commands("queue", "import", str(sheet), "--yes").code == 0
    return commands


def test_nobody_waits_at_first(commands: Commands) -> None:
    assert commands("queue").out == "Nobody waits in the queue.\n"
    assert commands("queue", "--json").json == []


def test_a_dry_run_shows_every_column_and_line_and_changes_nothing(
    commands: Commands, tmp_path: Path
) -> None:
    sheet = tmp_path / "waiting.csv"
    sheet.write_text(SHEET, encoding="utf-8-sig")
    answer = commands("queue", "import", str(sheet))
    assert answer.code == 0
    for words in (
        "Year of study",
        "is year",
        "(a guess: see that it is right)",
        "waits since 3 Apr 2026",
        "fourth year at the University of Queensland",
        "Monday to Friday, 6–9 pm",
        "A dry run, nothing was changed. With --yes, 2 students would join.",
    ):
        assert words in answer.out
    assert commands("queue", "--json").json == []


def test_a_yes_at_the_prompt_takes_it_in_and_a_no_does_not(
    commands: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "waiting.csv"
    sheet.write_text(SHEET)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("mailbot.cli.drafts_bundles.sys.stdout.isatty", lambda: True)
    for yes, count in ((False, 0), (True, 2)):
        monkeypatch.setattr("typer.confirm", lambda _, said=yes: said)
        commands("queue", "import", str(sheet))
        assert len(commands("queue", "--json").json) == count


def test_a_wrong_line_ends_with_1_and_nothing_is_taken_in(
    commands: Commands, tmp_path: Path
) -> None:
    sheet = tmp_path / "waiting.csv"
    sheet.write_text(f"{SHEET}3/25/2026,Al,al@student.example,,,,\n")
    answer = commands("queue", "import", str(sheet), "--yes")
    assert answer.code == 1
    assert "American order" in answer.out
    assert commands("queue", "--json").json == []
    assert commands("queue", "import", str(tmp_path / "none.csv")).code == 2
    assert commands("queue", "import", str(sheet), "--column", "Town=colour").code == 2


def test_the_import_tells_programs_too(commands: Commands, tmp_path: Path) -> None:
    sheet = tmp_path / "waiting.csv"
    sheet.write_text(SHEET)
    told = commands("queue", "import", str(sheet), "--column", "Town=ignore", "--json").json
    assert told["written"] is False
    assert told["columns"][5] == {"heading": "Town", "field": "ignore", "sure": True}
    assert told["lines"][0]["waits_since"] == "2026-04-02T13:00:00+00:00"
    assert told["lines"][0]["facts"]["year"] == 4


def test_the_list_shows_who_waits_how_long_and_when_they_are_free(waiting: Commands) -> None:
    lines = waiting("queue").out.splitlines()
    assert max(map(len, lines)) <= 80
    first = next(at for at, line in enumerate(lines) if "Zoë" in line)
    assert lines[first].split() == ["1", "Zoë", "O'Neill", "M", "T", "W", "T", "F", "S", "S"]
    assert "33 weeks, since 12 Mar 2026" in lines[first + 2]
    assert lines[first + 1].endswith("morning   · · · · · · ·")
    assert lines[first + 3].endswith("evening   ■ ■ ■ ■ ■ · ·")
    assert "second year at the University of Otago, Dunedin" in " ".join(
        " ".join(line[:58].split()) for line in lines[first : first + 6]
    )


def test_the_list_fits_80_columns_whatever_stands_in_it(waiting: Commands) -> None:
    long = "Maximiliana-Theodora " * 6
    waiting(
        "queue", "add", f"{'m' * 60}@student.example", "--name", long, "--notes", "x" * 300,
        "--university", long,
    )  # fmt: skip
    waiting("queue", "edit", "Zoë", "--apart-from", "mmm", "--hold")
    lines = waiting("queue").out.splitlines()
    assert max(map(len, lines)) <= 80
    assert any("held" in line for line in lines)
    assert any("not with" in line for line in lines)
    assert any("missing: year, city, availability" in line for line in lines)


def test_the_list_tells_programs_all_there_is(waiting: Commands) -> None:
    first, second = waiting("queue", "list", "--json").json
    assert (first["position"], second["position"]) == (1, 2)
    assert second["emails"] == ["priya@student.example"]
    assert second["facts"]["timezone"] == "Australia/Brisbane"
    assert second["glance"]["evening"] == ["taken", "free", "taken", "free", *["taken"] * 3]
    assert second["days_waited"] == 213
    assert (second["missing"], second["notes"], second["held_since"]) == ([], "", None)


def test_what_was_understood_is_read_back(commands: Commands) -> None:
    added = commands(
        "queue", "add", "al@student.example", "--name", "Al Bo", "--university", "Foo College",
        "--year", "MD3", "--city", "Erewhon", "--available", "tue 18:00-21:00, not fri",
        "--since", "1/9/2026",
    )  # fmt: skip
    assert added.code == 0
    for words in (
        "1 in the queue, waits 8 weeks, since 1 Sep 2026",
        "third year at Foo College",
        "Tuesday, 6–9 pm",
        "Friday",
        "“Foo College” is a university that Mailbot does not know.",
        "The time zone of “Erewhon” is not known; say which.",
    ):
        assert words in added.out
    assert "missing    timezone" in added.out
    edited = commands("queue", "edit", "Al", "--timezone", "Perth time", "--year", "-")
    assert "Erewhon (Perth time)" in edited.out
    assert "missing    year" in edited.out


def test_wrong_words_are_refused_with_what_would_be_right(waiting: Commands) -> None:
    unclear = waiting("queue", "edit", "Zoë", "--available", "whenever")
    assert unclear.code == 1
    assert "tue 18:00-21:00" in unclear.err
    assert waiting("queue", "edit", "Zoë").code == 2
    assert waiting("queue", "edit", "Nobody", "--year", "2").code == 1
    assert waiting("queue", "move", "Zoë").code == 2
    assert waiting("queue", "move", "Zoë", "--to", "1", "--before", "Priya").code == 2
    assert waiting("queue", "move", "Zoë", "--to", "9").code == 1
    assert waiting("queue", "add", "zoe@student.example").code == 1
    assert waiting("queue", "add", "no address").code == 1


def test_a_student_is_moved_and_withdrawn(waiting: Commands) -> None:
    assert "has position 1 now" in waiting("queue", "move", "Priya", "--before", "Zoë").out
    assert [each["name"] for each in waiting("queue", "--json").json] == [
        "Priya Raman",
        "Zoë O'Neill",
    ]
    assert waiting("queue", "withdraw", "Priya").code == 0
    assert waiting("queue", "withdraw", "Priya").code == 1
    shown = waiting("queue", "show", "Priya")
    assert "withdrawn since 2 Nov 2026" in shown.out
    assert waiting("queue", "show", "Priya", "--json").json["position"] is None
    assert "refused_move" in waiting("history", "Priya").out


def test_a_second_address_is_joined_by_her_word(waiting: Commands) -> None:
    waiting.comes(*ASKS)
    waiting("run", "--once")
    waiting("queue", "add", "tom.ferris@uni.example", "--name", "Tom Ferris", "--city", "Perth")
    ambiguous = waiting("queue", "show", "Tom")
    assert ambiguous.code == 1
    assert "tom@student.example" in ambiguous.err
    joined = waiting("queue", "join", "tom@student.example", "tom.ferris@uni.example")
    assert "tom@student.example, tom.ferris@uni.example" in joined.out
    only = waiting("queue", "show", "Tom", "--json").json
    assert (only["position"], only["facts"]["city"], only["facts"]["year"]) == (3, "Perth", 4)


def test_what_was_asked_for_once_is_shown_as_missing(waiting: Commands) -> None:
    waiting.comes(*ASKS)
    waiting("run", "--once")
    assert waiting("queue", "show", "Tom", "--json").json["asked"] == []
    waiting("drafts", "show", "1")
    assert waiting("drafts", "approve", "1", "--shown").code == 0
    waiting.later(timedelta(minutes=1))
    waiting("run", "--once")
    assert "missing    city (asked), availability (asked)" in waiting("queue", "show", "Tom").out


def test_nothing_that_is_done_to_the_queue_sends_a_mail(waiting: Commands) -> None:
    waiting("queue", "edit", "Zoë", "--city", "Perth")
    waiting("queue", "withdraw", "Priya")
    waiting("run", "--once")
    assert waiting("drafts").out == "No draft waits.\n"
    assert waiting.sent() == []
