"""A spreadsheet as it comes, saved as CSV by any program: which column says what, line by line."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING

from mailbot.errors import RefusedError
from mailbot.mail.charsets import decode
from mailbot.model.reading import Day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LARGEST = 5_000_000
_DELIMITERS = ",;\t|"
_HEADING_WITHIN = 10
_ALIKE = 0.8
_SAID = re.compile(r"sep=(?P<delimiter>[,;\t|])\s*\n")
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class Field(StrEnum):
    """What a column says of a student."""

    EMAIL = "email"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    UNIVERSITY = "university"
    YEAR = "year"
    CITY = "city"
    TIMEZONE = "timezone"
    AVAILABLE = "available"
    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"
    SINCE = "since"
    NOTES = "notes"
    IGNORE = "ignore"


DAYS = {Field(day.value): day for day in Day}
"""Columns of one weekday each."""

_WORDS: dict[Field, str] = {
    Field.EMAIL: "email; e mail; mail; email address; e mail address; mail address; student email",
    Field.NAME: "name; full name; student; student name; your name; participant; who",
    Field.FIRST_NAME: "first name; given name; given names; forename; first; christian name",
    Field.LAST_NAME: "last name; surname; family name; last",
    Field.UNIVERSITY: "university; uni; medical school; med school; school; institution",
    Field.YEAR: "year; year of study; year level; study year; current year; yr; year of course",
    Field.CITY: (
        "city; town; location; city town; place; suburb; based in; lives in; where are you based; "
        "where do you live; where you live; based; city of residence; hometown; home town"
    ),
    Field.TIMEZONE: "timezone; time zone; tz",
    Field.AVAILABLE: (
        "availability; available; available times; times; preferred times; days and times; free; "
        "free times; times free; when free; days available; availabilities; can do; "
        "when can you meet; when can you do; when are you free; when are you available; "
        "what times suit you; times that suit; suitable times; when you are free"
    ),
    Field.MON: "monday; mon; mondays",
    Field.TUE: "tuesday; tue; tues; tuesdays",
    Field.WED: "wednesday; wed; wednesdays",
    Field.THU: "thursday; thu; thur; thurs; thursdays",
    Field.FRI: "friday; fri; fridays",
    Field.SAT: "saturday; sat; saturdays",
    Field.SUN: "sunday; sun; sundays",
    Field.SINCE: (
        "since; waiting since; waits since; on list since; date; date joined; joined; date added; "
        "added; timestamp; time stamp; date of enquiry; enquiry date; enquired; date received; "
        "received; signed up; sign up date; date signed up; registered; waitlist date; applied; "
        "date applied; date of application"
    ),
    Field.NOTES: "notes; note; comments; comment; remarks; remark; anything else; other",
    Field.IGNORE: (
        "phone; mobile; date of birth; birth date; dob; gender; pronouns; state; country; "
        "student number; student id; id; no; number; group; leader; position; emergency contact"
    ),
}
_FIELD_OF = {
    heading.strip(): field for field, headings in _WORDS.items() for heading in headings.split(";")
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what it is taken for.

    Attributes:
        heading: As it stands there.
        field: What it says; `ignore` where nothing that is wanted.
        sure: The heading is one that is known, or she said so herself.
    """

    heading: str
    field: Field
    sure: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the spreadsheet.

    Attributes:
        number: As the spreadsheet counts its rows.
        cells: What stands there, by field; empty cells are left out.
        odd: It has more cells than there are headings.
    """

    number: int
    cells: Mapping[Field, str]
    odd: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A spreadsheet.

    Attributes:
        columns: From left to right.
        rows: All that are not empty, below the headings.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def read_sheet(data: bytes, said: Mapping[str, Field]) -> Sheet:
    """Read a spreadsheet that was saved as CSV, whatever its delimiter, encoding and order.

    Args:
        data: The file. UTF-8 and UTF-16 with their marks, else UTF-8, else Windows-1252.
        said: What a column is, by its heading in any letter case, where that is to be told.

    Raises:
        RefusedError: It is no such file, has no column of addresses, or two columns say the same.
    """
    if len(data) > LARGEST:
        raise RefusedError(f"The file is larger than {LARGEST // 1_000_000} MB.")
    if data.startswith(_WORKBOOKS):
        raise RefusedError(
            "This is a workbook, not a CSV file.", "In the spreadsheet program, save it as CSV."
        )
    lines, top, columns = _headed(_text(data), {_plain(name): at for name, at in said.items()})
    _check(columns, said)
    rows = [
        _row(number, cells, columns)
        for number, cells in enumerate(lines[top + 1 :], start=top + 2)
        if any(cell.strip() for cell in cells)
    ]
    return Sheet(columns, tuple(rows))


def _text(data: bytes) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return decode(data, "utf-16" if wide else None)[0]


def _headed(
    text: str, said: Mapping[str, Field]
) -> tuple[list[list[str]], int, tuple[Column, ...]]:
    """Return all lines, which of them holds the headings, and these: as most are understood."""
    stated = _SAID.match(text)
    delimiters = stated["delimiter"] if stated else _DELIMITERS
    text = text[stated.end() :] if stated else text
    found = [
        (lines, top, _columns(cells, said))
        for lines in (_lines(text, delimiter) for delimiter in delimiters)
        for top, cells in enumerate(lines[:_HEADING_WITHIN])
    ]
    if not found:
        raise RefusedError("The file is empty.")
    return max(found, key=lambda way: (_understood(way[2]), -way[1]))


def _lines(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise RefusedError(f"The file cannot be read as CSV: {error}.") from None


def _columns(cells: Iterable[str], said: Mapping[str, Field]) -> tuple[Column, ...]:
    matched = [_column(" ".join(cell.split()), said) for cell in cells]
    sure = {column.field for column in matched if column.sure}
    return tuple(
        Column(column.heading, Field.IGNORE, False)
        if column.field in sure and not column.sure
        else column
        for column in matched
    )


def _column(heading: str, said: Mapping[str, Field]) -> Column:
    plain = _plain(heading)
    told = said.get(plain) or _FIELD_OF.get(plain)
    if told:
        return Column(heading, told, True)
    alike = get_close_matches(plain, _FIELD_OF, n=1, cutoff=_ALIKE) or sorted(
        (words for words in _FIELD_OF if re.search(rf"\b{words}\b", plain)), key=len
    )
    return Column(heading, _FIELD_OF[alike[-1]] if plain and alike else Field.IGNORE, False)


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", heading.lower()).split())


def _understood(columns: Sequence[Column]) -> tuple[bool, int]:
    fields = {column.field for column in columns} - {Field.IGNORE}
    return Field.EMAIL in fields, len(fields)


def _check(columns: Sequence[Column], said: Mapping[str, Field]) -> None:
    remedy = 'Say which is which: --column "HEADING=FIELD", FIELD being ' + ", ".join(Field) + "."
    headings = {_plain(column.heading) for column in columns}
    for name in said:
        if _plain(name) not in headings:
            raise RefusedError(f"There is no column “{name}”.", _named(columns))
    for field in Field:
        same = [column.heading for column in columns if column.field is field]
        if field is not Field.IGNORE and len(same) > 1:
            raise RefusedError(f"{' and '.join(same)} both seem to say “{field.value}”.", remedy)
    if Field.EMAIL not in {column.field for column in columns}:
        raise RefusedError("No column seems to hold mail addresses.", f"{_named(columns)} {remedy}")


def _named(columns: Sequence[Column]) -> str:
    return f"The headings are: {', '.join(column.heading for column in columns)}."


def _row(number: int, cells: Sequence[str], columns: Sequence[Column]) -> Row:
    told: dict[Field, str] = {
        column.field: " ".join(cell.split())
        for column, cell in zip(columns, cells, strict=False)
        if cell.strip() and column.field is not Field.IGNORE
    }
    return Row(number, told, any(cell.strip() for cell in cells[len(columns) :]))
