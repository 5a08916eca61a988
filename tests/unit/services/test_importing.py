"""Spreadsheets as they come: understood line by line, and taken in whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.errors import RefusedError
from mailbot.model.outbox import State
from mailbot.model.reading import Day, Interval, Stage
from mailbot.services import importing, queueing, standing
from mailbot.services.days import instant_of
from mailbot.services.importing import Becomes, Line, Plan
from mailbot.services.particulars import Given
from mailbot.services.queueing import Changes
from mailbot.services.sheets import Field, Sheet, read_sheet
from mailbot.store import people, record

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailbot.store.people import Applicant
    from tests.faults.house import House

SYDNEY = ZoneInfo("Australia/Sydney")

SHEET = """\
Date,Name,E-mail,Uni,Year of study,Town,When are you free?
3/4/2026,Priya Raman,Priya@Student.test,UQ,4,Brisbane,"Tue evenings, Thu 18:00-20:00"
12/03/2026,Zoë O'Neill,zoe@student.test,Otago Uni,2nd year,Dunedin NZ,weekday evenings
"""

WAYS: dict[str, Callable[[str], bytes]] = {
    "plain": lambda text: text.encode(),
    "with a mark, as Excel saves UTF-8": lambda text: text.encode("utf-8-sig"),
    "Windows": lambda text: text.replace("\n", "\r\n").encode("cp1252"),
    "semicolons": lambda text: text.replace(",", ";").replace("s; T", "s, T").encode("cp1252"),
    "told semicolons": lambda text: b"sep=;\r\n" + WAYS["semicolons"](text),
    "tabs": lambda text: text.replace(",", "\t").replace("s\t T", "s, T").encode(),
    "Unicode text of Excel": lambda text: WAYS["tabs"](text).decode().encode("utf-16"),
    "a title above": lambda text: f"Waiting list 2026,,,,,,\n,,,,,,\n{text}".encode(),
    "old Macintosh lines": lambda text: text.replace("\n", "\r").encode("cp1252"),
}


def read(text: str, **said: Field) -> Sheet:
    return read_sheet(text.encode(), said)


def plan(house: House, text: str) -> Plan:
    return importing.plan(house.office, text.encode(), {}, house.clock.now())


def line(house: House, text: str) -> Line:
    (only,) = plan(house, text).lines
    return only


def take_in(house: House, text: str) -> Plan:
    return importing.carry_out(house.office, text.encode(), {}, house.later())


def waiting(house: House) -> list[Applicant]:
    return [card.applicant for card in standing.in_queue(house.office)]


@pytest.mark.parametrize("way", list(WAYS))
def test_a_sheet_says_the_same_however_it_was_saved(way: str) -> None:
    sheet = read_sheet(WAYS[way](SHEET), {})
    assert [row.cells[Field.NAME] for row in sheet.rows] == ["Priya Raman", "Zoë O'Neill"]
    assert [row.cells[Field.CITY] for row in sheet.rows] == ["Brisbane", "Dunedin NZ"]
    assert sheet.rows[0].cells[Field.AVAILABLE] == "Tue evenings, Thu 18:00-20:00"
    top = 4 if way == "a title above" else 2
    assert [row.number for row in sheet.rows] == [top, top + 1]


@given(st.permutations(range(7)))
def test_columns_come_in_any_order(order: list[int]) -> None:
    lines = [["Date", "Name", "E-mail", "Uni", "Year", "Town", "Phone"], list("abcdefg")]
    text = "\n".join(",".join(cells[at] for at in order) for cells in lines)
    (row,) = read(text).rows
    assert dict(row.cells) == {
        Field.SINCE: "a",
        Field.NAME: "b",
        Field.EMAIL: "c",
        Field.UNIVERSITY: "d",
        Field.YEAR: "e",
        Field.CITY: "f",
    }


HEADINGS = [
    ("EMAIL ADDRESS", Field.EMAIL, True),
    ("e_mail", Field.EMAIL, True),
    ("Emial", Field.EMAIL, False),
    ("What is your email address?", Field.EMAIL, False),
    ("Surname", Field.LAST_NAME, True),
    ("Univeristy", Field.UNIVERSITY, False),
    ("Name of your university", Field.UNIVERSITY, False),
    ("Year level", Field.YEAR, True),
    ("Timestamp", Field.SINCE, True),
    ("Waiting since (date)", Field.SINCE, False),
    ("Which times suit you", Field.AVAILABLE, False),
    ("Tues", Field.TUE, True),
    ("Date of birth", Field.IGNORE, True),
    ("Student number", Field.IGNORE, True),
    ("Favourite colour", Field.IGNORE, False),
    ("", Field.IGNORE, False),
]


@pytest.mark.parametrize(("heading", "field", "sure"), HEADINGS)
def test_a_heading_is_known_guessed_or_left(heading: str, field: Field, sure: bool) -> None:
    other = "x" if field is Field.EMAIL else "email"
    column = read(f"{heading},{other}\na,b\n").columns[0]
    assert (column.field, column.sure) == (field, sure)


def test_she_says_what_a_column_is_and_her_word_counts() -> None:
    sheet = read("Email,Where,Name\na@b.test,Perth,Al\n", where=Field.CITY, name=Field.IGNORE)
    assert dict(sheet.rows[0].cells) == {Field.EMAIL: "a@b.test", Field.CITY: "Perth"}
    with pytest.raises(RefusedError, match="no column “colour”"):
        read("Email\na@b.test\n", colour=Field.CITY)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"Name,City\nAl,Perth\n", "No column seems to hold mail addresses"),
        (b"Email,E-mail\na@b.test,c@d.test\n", "Email and E-mail both seem to say"),
        (b"", "empty"),
        (b"PK\x03\x04rest of a workbook", "a workbook"),
        (b"x" * 5_000_001, "larger than 5 MB"),
        (b'email\n"' + b"a" * 140_000, "cannot be read as CSV"),
    ],
)
def test_what_is_no_such_sheet_is_refused_in_words(data: bytes, complaint: str) -> None:
    with pytest.raises(RefusedError, match=complaint):
        read_sheet(data, {})


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(RefusedError):
        assert Field.EMAIL in {column.field for column in read_sheet(data, {}).columns}


DAYS = [
    ("3/4/2026", (2026, 4, 3)),
    ("03-04-26", (2026, 4, 3)),
    ("3.4.2026", (2026, 4, 3)),
    ("3 April 2026", (2026, 4, 3)),
    ("Fri 3rd Apr 26", (2026, 4, 3)),
    ("April 3, 2026", (2026, 4, 3)),
    ("2026-04-03", (2026, 4, 3)),
    ("2026/04/03 2:22:05 PM GMT+11", (2026, 4, 3)),
    ("12/03/2026 14:22:05", (2026, 3, 12)),
    ("46115", (2026, 4, 3)),
    ("46115.75", (2026, 4, 3)),
]


@pytest.mark.parametrize(("written", "day"), DAYS)
def test_days_are_read_in_australian_order(written: str, day: tuple[int, int, int]) -> None:
    local = instant_of(written, SYDNEY).astimezone(SYDNEY)
    assert (local.year, local.month, local.day) == day


@given(
    st.dates(min_value=date(2000, 1, 1)),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d %B %Y", "%Y-%m-%d", "%Y%m%d"]),
)
def test_every_day_comes_back_as_it_was_written(day: date, form: str) -> None:
    local = instant_of(day.strftime(form), SYDNEY).astimezone(SYDNEY)
    assert (local.date(), local.hour) == (day, 0)


@pytest.mark.parametrize(
    "written", ["3/25/2026", "3 April", "April 2026", "soon", "31/2/2026", "7"]
)
def test_what_is_no_one_day_is_refused(written: str) -> None:
    with pytest.raises(RefusedError, match="“"):
        instant_of(written, SYDNEY)


def test_a_dry_run_shows_how_each_line_is_understood_and_changes_nothing(house: House) -> None:
    first, second = plan(house, SHEET).lines
    assert (first.number, first.becomes, first.email) == (2, Becomes.JOINS, "priya@student.test")
    assert first.since == datetime(2026, 4, 2, 13, 0, tzinfo=UTC)
    assert (first.facts.university, first.facts.year) == ("University of Queensland", 4)
    assert first.facts.availability == (
        Interval(Day.TUE, "18:00", "21:00"),
        Interval(Day.THU, "18:00", "20:00"),
    )
    assert (second.facts.city, second.facts.timezone) == ("Dunedin", "Pacific/Auckland")
    assert len(second.facts.availability) == 5
    assert waiting(house) == []


def test_what_is_taken_in_waits_since_its_day_and_nothing_is_sent(house: House) -> None:
    queueing.add(house.office, "tom@student.test", Changes(), house.later())
    assert take_in(house, SHEET).count(Becomes.JOINS) == 2
    zoe, priya, tom = waiting(house)
    assert (zoe.name, priya.name, tom.emails) == (
        "Zoë O'Neill",
        "Priya Raman",
        ("tom@student.test",),
    )
    assert {each.stage for each in (zoe, priya)} == {Stage.QUEUED}
    house.work()
    assert house.mails(*State) == []
    with house.office.database.transaction() as connection:
        kinds = [each.kind for each in record.events(connection, applicant_id=zoe.id)]
    assert kinds == ["stage"]


def test_lines_of_one_day_keep_their_order(house: House) -> None:
    rows = "".join(f"s{number}@student.test,1/3/2026\n" for number in range(5, 0, -1))
    take_in(house, f"email,since\n{rows}")
    assert [each.emails[0] for each in waiting(house)] == [
        f"s{number}@student.test" for number in range(5, 0, -1)
    ]


def test_one_wrong_line_keeps_all_out(house: House) -> None:
    text = f"{SHEET}3/25/2026,Al,al@student.test,,,,\n4/5/2026,Bo,bo at student.test,,,,\n"
    lines = plan(house, text).lines
    assert [each.becomes for each in lines[2:]] == [Becomes.WRONG, Becomes.WRONG]
    assert "American" in lines[2].remarks[0]
    with pytest.raises(RefusedError, match="2 of 4 lines are wrong"):
        take_in(house, text)
    assert waiting(house) == []


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("a@b.test,1/12/2030", "still to come"),
        (",1/3/2026", "not an address"),
        ("ruth@balint.example,1/3/2026", "the programme's own"),
        ("a@b.test,1/3/2026,Tue evening", "more cells than headings"),
    ],
)
def test_a_wrong_line_says_what_is_wrong(house: House, row: str, complaint: str) -> None:
    wrong = line(house, f"email,since\n{row}\n")
    assert wrong.becomes is Becomes.WRONG
    assert complaint in wrong.remarks[0]


def test_what_is_not_clear_is_kept_in_the_notes_and_pointed_out(house: House) -> None:
    text = "email,year,timezone,free,notes\na@b.test,final,Mars,whenever,keen\n"
    only = line(house, text)
    assert only.becomes is Becomes.JOINS
    assert len([words for words in only.remarks if "“" in words]) == 3
    take_in(house, text)
    (known,) = waiting(house)
    assert known.notes == "keen; year: final; timezone: Mars"
    assert known.facts.unplaced == ("whenever",)


def test_a_column_a_day_says_when_they_are_free(house: House) -> None:
    text = "First name,Surname,email,Mon,Tuesday,Wed,Thu,Fri\nAl,Bo,a@b.test,x,6-8pm,no,evening,\n"
    only = line(house, text)
    assert only.name == "Al Bo"
    assert only.facts.availability == (
        Interval(Day.MON, "00:00", "24:00"),
        Interval(Day.TUE, "18:00", "20:00"),
        Interval(Day.THU, "18:00", "21:00"),
    )
    assert only.facts.unavailable == (Interval(Day.WED, "00:00", "24:00"),)


def test_known_people_are_pointed_out_and_none_is_changed_behind_their_back(house: House) -> None:
    house.writes("Priya Raman <priya@student.test>", "What does it cost?\n#cost\n")
    house.work()
    for email in ("in@student.test", "out@student.test"):
        queueing.add(house.office, email, Changes(Given(name="In")), house.later())
    queueing.withdraw(house.office, "out@student.test", house.later())
    text = (
        "email,name,since,year\n"
        "priya@student.test,Priya,1/3/2026,3\n"
        "in@student.test,In,1/3/2026,3\n"
        "out@student.test,Out,1/3/2026,3\n"
        "new@student.test,In,1/3/2026,3\n"
        "NEW@student.test,Again,1/3/2026,3\n"
    )
    lines = plan(house, text).lines
    assert [each.becomes for each in lines] == [
        Becomes.JOINS,
        Becomes.LEFT,
        Becomes.LEFT,
        Becomes.JOINS,
        Becomes.LEFT,
    ]
    said = [" ".join(each.remarks) for each in lines]
    for words, where in (
        ("Has written before (new)", 0),
        ("Waits in the queue already", 1),
        ("Known already (withdrawn)", 2),
        ("has the same name and counts as somebody else", 3),
        ("same address as in line 5", 4),
    ):
        assert words in said[where]
    before = queueing.show(house.office, "in@student.test").applicant
    take_in(house, text)
    assert queueing.show(house.office, "in@student.test").applicant == before
    assert queueing.show(house.office, "out@student.test").applicant.stage is Stage.WITHDRAWN
    assert [each.emails[0] for each in waiting(house)] == [
        "priya@student.test",
        "new@student.test",
        "in@student.test",
    ]


def test_what_a_student_told_counts_more_than_the_sheet(house: House) -> None:
    with house.office.database.transaction() as connection:
        number = people.add(connection, "al@student.test", "Al", house.later())
        told = people.get(connection, number).facts
    queueing.edit(house.office, "al@student.test", Changes(Given(year="5")), house.later())
    assert told.year is None
    take_in(house, "email,year,city\nal@student.test,2,Perth\n")
    facts = waiting(house)[0].facts
    assert (facts.year, facts.city) == (5, "Perth")


def test_taking_the_same_sheet_in_twice_changes_nothing(house: House) -> None:
    take_in(house, SHEET)
    before = waiting(house)
    again = take_in(house, SHEET)
    assert again.count(Becomes.LEFT) == 2
    assert waiting(house) == before


def test_without_a_day_one_waits_from_now_and_it_is_said(house: House) -> None:
    only = line(house, "email\na@b.test\n")
    assert only.since == house.clock.now()
    assert "waits from now on" in only.remarks[0]
