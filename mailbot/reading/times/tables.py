"""Tables of times spelled out as sentences, so that they are read like any other words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_PART = re.compile(
    r"(?i)^(?:am|pm|morn(?:ing)?s?|aft(?:ernoon)?s?|arvos?|eve(?:ning)?s?|nights?|lunch\w*)$"
)
_DAY_CELL = re.compile(
    r"(?i)^(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|mo|tu|we|th|fr|sa|su)(?:\w*day)?s?[:.]?$"
)
_CELLS = re.compile(r"\s*[|/]\s*|\t+|\s{2,}")
_PART_NAMES = {"am": "mornings", "pm": "afternoons", "ev": "evenings", "ni": "evenings"}
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)\w{0,6}"
_NO = r"[-–—]+|n\s?/\s?a|n\.a\.?|nil"
_OPEN = r"\?+|tb[acdn]|idk|unsure|unknown|maybe|possibly|perhaps|not\s+sure(?:\s+yet)?|uncertain"
_BLANK = re.compile(rf"(?i)^(?:{_NO})$")
_UNSURE = re.compile(rf"(?i)^(?:{_OPEN})$")
_CELL = re.compile(
    rf"(?i)((?:^|[,;])[\s*•-]{{0,4}}{_DAY})(?:\s*[:=|]\s*|\s+)({_NO}|{_OPEN})(?=\s*(?:[,;|.]|$))"
)
_UNSURE_HEAD = re.compile(rf"(?i)^[\s*•-]{{0,4}}(?:{_OPEN})\s*[:=–—-]+\s*(?=\w)(.+)$")
_ITEM = re.compile(r"(?:(?<=\s)|^)\(?([1-9])[.)]\s+(?=[^\W\d])")
_LETTER_LINE = re.compile(r"^[*•-]?\s*(M|Tu|Th|T|W|F|Sa|Su|S/S|S)\s*(?:[:=–—-]+|\|)\s*(?=\S)")
_LETTER_DAYS = {
    "M": "Mon", "Tu": "Tue", "Th": "Thu", "W": "Wed", "F": "Fri",
    "Sa": "Sat", "Su": "Sun", "S/S": "Sat, Sun",
}  # fmt: skip
_CLOCK = re.compile(r"(?i)^\d{1,2}(?:[.:h]?\d{2})?\s*(?:[ap]\.?m\.?)?$")
_FROM_TO = re.compile(r"(?i)^day\W+(?:from|start)\W+(?:to|till|until|end|finish)\W*$")
_PAUSE = re.compile(r"\w\s?(?:…|\.\.\.)$")
_SHORT_DAY = re.compile(r"(?i)(?<!\w)(?:mon|tues?|wed|thurs?|thur|fri|sat|sun)\.$")
_GOES_ON = re.compile(r"(?i)\d|from\b|after\b|before\b|till?\b|(?:morn|even|after)")
_FEWEST_LETTERS = 3


def spelled_out(sentences: Sequence[str]) -> list[str]:
    """Return lines with tables of days and parts of the day, and rows of one letter, in words."""
    lines = _letters_named([_cells_named(part) for line in sentences for part in _items(line)])
    found: list[str] = []
    parts: list[str] = []
    columns = False
    for line in lines:
        cells = [cell for cell in _CELLS.split(line.strip()) if cell]
        words = cells if len(cells) > 1 else line.split()
        heads = words[1:] if words and re.match(r"(?i)^(?:day|time|week)s?$", words[0]) else words
        if len(heads) > 1 and all(map(_PART.match, heads)):
            parts, columns = heads, False
        elif len(heads) > 2 and all(map(_DAY_CELL.match, heads)):
            parts, columns = heads, True
        elif _FROM_TO.match(line):
            parts = []
        elif len(cells) == 3 and _DAY_CELL.match(cells[0]) and all(map(_CLOCK.match, cells[1:])):
            found.append(f"{cells[0]} {cells[1]}-{cells[2]}")
        else:
            found.extend(_row(line, words, parts, by_day=columns))
    return found


def rejoined(sentences: Sequence[str]) -> list[str]:
    """Return sentences whole again that were cut at a short day or pause: 'Mon. 18:30-20:30'."""
    lines: list[str] = []
    for sentence in sentences:
        if lines and _SHORT_DAY.search(lines[-1][-9:]) and _GOES_ON.match(sentence):
            lines[-1] = f"{lines[-1][:-1]} {sentence}"
        elif lines and _PAUSE.search(lines[-1][-6:]) and sentence[:1].islower():
            lines[-1] = f"{lines[-1].rstrip(' .…')}, {sentence}"
        else:
            lines.append(sentence)
    return lines


def _row(line: str, words: list[str], parts: list[str], *, by_day: bool) -> list[str]:
    """Return a row of a table as sentences, or the line as it is."""
    first = _PART if by_day else _DAY_CELL
    if not parts or len(words) != len(parts) + 1 or not first.match(words[0].rstrip(":")):
        return [line]
    said = []
    for part, cell in zip(parts, words[1:], strict=True):
        day, time = (part, words[0]) if by_day else (words[0].rstrip(":."), part)
        said.append(f"{day} {_part_name(time)}: {_cell_named(cell)}")
    return said


def _items(line: str) -> list[str]:
    """Return the items of a line numbered from 1 apart: '1. Tuesday evening 2. Sunday arvo'."""
    before, *pieces = _ITEM.split(line)
    numbers, texts = pieces[::2], pieces[1::2]
    if len(numbers) < 2 or [int(each) for each in numbers] != list(range(1, len(numbers) + 1)):
        return [line]
    return [part.strip() for part in (before, *texts) if part.strip()]


def _cells_named(line: str) -> str:
    """Return 'Mon: -' as 'Mon: no', and days that are open ('Tue ?', 'Maybe: Fri') as that."""
    line = _UNSURE_HEAD.sub(r"\1: maybe", line)
    return _CELL.sub(lambda cell: f"{cell[1]}: {_cell_named(cell[2])}", line)


def _cell_named(cell: str) -> str:
    if _BLANK.match(cell):
        return "no"
    return "maybe" if _UNSURE.match(cell) else cell


def _part_name(head: str) -> str:
    return _PART_NAMES.get(head.lower()[:2], head)


def _letters_named(sentences: Sequence[str]) -> list[str]:
    """Return rows headed `M`, `T`, `W`... with their days named, where at least three follow."""
    rows = [place for place, line in enumerate(sentences) if _LETTER_LINE.match(line)]
    if len(rows) < _FEWEST_LETTERS:
        return list(sentences)
    lines = list(sentences)
    seen: list[str] = []
    for place in rows:
        match = _LETTER_LINE.match(lines[place])
        letter = match.group(1) if match else ""
        seen.append(_day_of(letter, seen))
        lines[place] = f"{seen[-1]}: {lines[place][match.end() if match else 0 :]}"
    return lines


def _day_of(letter: str, seen: list[str]) -> str:
    """Return the day of a letter; T and S are told by the rows before them."""
    if letter == "T":
        return "Thu" if {"Tue", "Wed"} & set(seen) else "Tue"
    if letter == "S":
        return "Sun" if "Sat" in seen else "Sat"
    return _LETTER_DAYS[letter]
