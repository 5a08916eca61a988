"""Tables of times, in the shapes that people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.reading import Day
from mailbot.reading.times import read_times
from mailbot.reading.times.tables import rejoined, spelled_out

DAYS = [str(day) for day in Day]
HOURS = {"AM": "08:00-12:00", "PM": "12:00-17:00", "EVE": "18:00-21:00"}


def read(*lines: str) -> tuple[set[str], set[str]]:
    times = read_times(spelled_out(lines))
    can = {f"{each.day} {each.start}-{each.end}" for each in times.availability}
    cannot = {f"{each.day} {each.start}-{each.end}" for each in times.unavailable}
    return can, cannot


def test_columns_for_parts_of_the_day() -> None:
    can, cannot = read("        AM     PM     EVE", "Mon     no     no     yes", "Tue  -  yes  -")
    assert can == {"mon 18:00-21:00", "tue 12:00-17:00"}
    assert cannot == {
        "mon 08:00-12:00",
        "mon 12:00-17:00",
        "tue 08:00-12:00",
        "tue 18:00-21:00",
    }


def test_columns_for_days() -> None:
    can, cannot = read("      Mon   Tue   Wed", "AM    x     yes   x", "EVE   yes   x     x")
    assert can == {"mon 18:00-21:00", "tue 08:00-12:00"}
    assert len(cannot) == 4


def test_columns_from_and_to() -> None:
    can, _ = read("Day / from / to", "Thu / 1830 / 2030", "Sat / 0900 / 1100")
    assert can == {"thu 18:30-20:30", "sat 09:00-11:00"}


def test_rows_of_one_letter() -> None:
    can, cannot = read("M: x", "T: 6-9", "W: 6-9", "T: x", "F: 12-2", "S/S: x")
    assert can == {"tue 18:00-21:00", "wed 18:00-21:00", "fri 12:00-14:00"}
    assert {each[:3] for each in cannot} == {"mon", "thu", "sat", "sun"}


def test_two_letters_alone_are_no_table() -> None:
    lines = ["T: what the T stands for", "W: who wrote it"]
    assert spelled_out(lines) == lines


def test_a_row_that_does_not_fit_its_table_stays_as_it_is() -> None:
    assert spelled_out(["AM  PM", "Mon  yes"]) == ["Mon  yes"]


@pytest.mark.parametrize("row", ["Mon: -", "Mon -", "Mon: N/A", "Mon: n.a.", "Mon: nil"])
def test_an_empty_cell_rules_its_day_out(row: str) -> None:
    assert read(row, "Tue: 6-9") == ({"tue 18:00-21:00"}, {"mon 00:00-24:00"})


@pytest.mark.parametrize("row", ["Mon ?", "Mon: tbc", "Maybe: Mon", "Unknown: Mon, Wed"])
def test_a_cell_that_is_open_says_nothing(row: str) -> None:
    assert read(row, "Tue: am only") == ({"tue 08:00-12:00"}, set())


def test_numbered_items_on_one_line() -> None:
    can, _ = read("Preferences: 1. Tuesday evening 2. Wednesday evening 3. Sunday arvo")
    assert can == {"tue 18:00-21:00", "wed 18:00-21:00", "sun 12:00-17:00"}


def test_a_short_day_does_not_end_a_sentence() -> None:
    assert rejoined(["I have time: Mon.", "18:30-20:30."]) == ["I have time: Mon 18:30-20:30."]


@given(
    st.dictionaries(
        st.sampled_from(DAYS),
        st.lists(st.booleans(), min_size=3, max_size=3),
        min_size=1,
    )
)
def test_each_cell_of_a_table_is_read_back(table: dict[str, list[bool]]) -> None:
    header = "      AM   PM   EVE"
    rows = [
        f"{day.title()}   " + "   ".join("yes" if free else "no" for free in cells)
        for day, cells in table.items()
    ]
    can, cannot = read(header, *rows)
    for day, cells in table.items():
        for hours, free in zip(HOURS.values(), cells, strict=True):
            assert (f"{day} {hours}" in can) is free
            assert (f"{day} {hours}" in cannot) is not free


@given(st.lists(st.text(max_size=30), max_size=6))
def test_other_lines_come_out_as_they_went_in_or_as_words_of_them(lines: list[str]) -> None:
    assert len(spelled_out(lines)) <= len(lines) * 8
