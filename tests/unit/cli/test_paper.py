"""What people wrote has no power over the terminal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.cli.paper import console, grid, harmless, one_line, panel, who
from mailbot.cli.papers import age


@given(st.text())
def test_nothing_but_line_breaks_steers_the_terminal(text: str) -> None:
    assert all(mark.isprintable() or mark == "\n" for mark in harmless(text))


@given(st.text())
def test_one_line_is_one_short_line(text: str) -> None:
    line = one_line(text, 20)
    assert line.isprintable()
    assert len(line) <= 20


def test_brackets_in_a_mail_are_no_markup(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    console().print(panel("[red]hello[/red] [[settle]] :smile:", "[b]title[/b]"))
    out = capsys.readouterr().out
    assert "[red]hello[/red] [[settle]] :smile:" in out
    assert "[b]title[/b]" in out


@pytest.mark.parametrize(
    ("past", "words"),
    [
        (timedelta(seconds=-5), "0 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=47), "1 d"),
    ],
)
def test_age_is_told_in_one_unit(past: timedelta, words: str) -> None:
    assert age(past) == words


def test_a_long_address_is_folded_and_not_cut(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    address = f"{'a.student.with.a.long.name' * 2}@{'medicine.students.university.' * 3}example"
    console().print(grid([("to", who(address))]))
    assert address in "".join(capsys.readouterr().out.split())
