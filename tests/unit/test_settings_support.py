"""`config/support.toml`: the lines that come with Mailbot, and how what is wrong is told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import SettingsError
from mailbot.settings import load_programme
from mailbot.settings_support import load_support, unchecked

if TYPE_CHECKING:
    from pathlib import Path

LINE = """
[lines.own]
name = "Counselling"
number = "02 5550 1234"
country = "Australia"
source = "https://uni.example/help"
checked = 2026-11-23
"""


def write(home: Path, text: str) -> Path:
    (home / "config").mkdir(exist_ok=True)
    (home / "config" / "support.toml").write_text(text, encoding="utf-8")
    return home


def test_each_country_of_the_programme_has_an_emergency_number_and_a_line(tmp_path: Path) -> None:
    lines = load_support(tmp_path)
    for country in load_programme(tmp_path).countries:
        theirs = [line for line in lines if line.country == country]
        assert [line.emergency for line in theirs].count(True) == 1
        assert len(theirs) >= 3


def test_emergency_numbers_come_first(tmp_path: Path) -> None:
    write(tmp_path, LINE + LINE.replace("own", "danger") + "emergency = true\n")
    assert [line.emergency for line in load_support(tmp_path)] == [True, False]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"02 5550 1234"', '"ring us"'),
        ('"https://uni.example/help"', '"a friend told me"'),
        ("checked = 2026-11-23\n", ""),
        ("checked = 2026-11-23", 'checked = "last year"'),
    ],
)
def test_a_line_without_number_source_or_day_is_refused(
    tmp_path: Path, right: str, wrong: str
) -> None:
    with pytest.raises(SettingsError, match=r"support\.toml"):
        load_support(write(tmp_path, LINE.replace(right, wrong)))


def test_a_line_wants_looking_up_after_a_year(tmp_path: Path) -> None:
    lines = load_support(write(tmp_path, LINE))
    assert unchecked(lines, date(2027, 11, 22)) == ()
    assert unchecked(lines, date(2027, 11, 23)) == lines


def test_a_line_checked_in_a_year_to_come_wants_looking_up(tmp_path: Path) -> None:
    lines = load_support(write(tmp_path, LINE))
    assert unchecked(lines, date(2026, 11, 23)) == ()
    assert unchecked(lines, date(2025, 11, 23)) == lines
