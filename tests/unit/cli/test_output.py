"""Tables for people and JSON for programs."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.cli.output import Column, emit, shown

SYDNEY = ZoneInfo("Australia/Sydney")
COLUMNS = (Column("id", whole=True), Column("subject"), Column("at", "when"))


class Colour(StrEnum):
    GREEN = "green"


def test_an_instant_is_shown_in_the_coordinators_zone() -> None:
    winter = datetime(2026, 7, 5, 21, 5, tzinfo=UTC)
    summer = datetime(2026, 12, 5, 21, 5, tzinfo=UTC)
    assert shown(winter, SYDNEY) == "Mon 6 Jul 2026 07:05"
    assert shown(summer, SYDNEY) == "Sun 6 Dec 2026 08:05"


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="without its zone"):
        shown(datetime(2026, 7, 5, 21, 5), SYDNEY)  # noqa: DTZ001


def test_json_is_one_document_with_instants_in_utc(capsys: pytest.CaptureFixture[str]) -> None:
    at = datetime(2026, 7, 6, 7, 5, tzinfo=SYDNEY)
    emit([{"id": 7, "at": at, "colour": Colour.GREEN}], COLUMNS, as_json=True, zone=SYDNEY)
    assert json.loads(capsys.readouterr().out) == [
        {"id": 7, "at": "2026-07-05T21:05:00+00:00", "colour": "green"}
    ]


def test_json_without_rows_is_an_empty_list(capsys: pytest.CaptureFixture[str]) -> None:
    emit([], COLUMNS, as_json=True, zone=SYDNEY)
    assert json.loads(capsys.readouterr().out) == []


def test_a_table_without_rows_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    emit([], COLUMNS, as_json=False, zone=SYDNEY, empty="No drafts wait.")
    assert capsys.readouterr().out == "No drafts wait.\n"


def test_an_id_stays_whole_in_a_narrow_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "34")
    row = {"id": "a7f3-0192-88de", "subject": "A question about the groups " * 4}
    emit([row], COLUMNS, as_json=False, zone=SYDNEY)
    out = capsys.readouterr().out
    assert "a7f3-0192-88de" in out
    assert max(map(len, out.splitlines())) <= 34


LONG = "/home/keeper/balint/config/templates/a-folder-with-a-long-name/mailbot.toml"


@pytest.mark.parametrize("width", [40, 50, 69, 70, 80])
def test_nothing_is_cut_however_narrow_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    rows = [{"id": "a7f3-0192", "subject": LONG}, {"id": "b", "subject": ""}]
    emit(rows, COLUMNS, as_json=False, zone=SYDNEY)
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= width
    assert LONG in "".join(out.split())


def test_a_narrow_terminal_gets_a_list_of_what_there_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    rows = [{"id": 1, "subject": "Groups", "at": None}, {"id": 2, "subject": "Times"}]
    emit(rows, COLUMNS, as_json=False, zone=SYDNEY)
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines == [["id", "1"], ["subject", "Groups"], [], ["id", "2"], ["subject", "Times"]]


def test_what_a_student_wrote_is_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    row = {"id": 1, "subject": "[red]hello[/red] [link=x]there"}
    emit([row], COLUMNS, as_json=False, zone=SYDNEY)
    assert "[red]hello[/red] [link=x]there" in capsys.readouterr().out


@given(st.text())
def test_what_a_student_wrote_cannot_steer_the_terminal(subject: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        printed: list[str] = []
        patch.setattr("rich.console.Console.print", lambda _self, table: printed.append(table))
        emit([{"id": 1, "subject": subject}], COLUMNS, as_json=False, zone=SYDNEY)
        (table,) = printed
        cells = list(table.columns[1].cells)  # type: ignore[attr-defined]
        assert all(mark.isprintable() for mark in str(cells[0]))
