"""What a mail's writer wrote now, told from the earlier mail below it, around it, or between.

Three marks tell earlier mail: lines beginning with `>`; the line above a quotation
("On Monday ... wrote:"), below which a bar may stand for `>`; and the fields of a mail's head
("From: ... Sent: ..."), often below a row of dashes. Below marked lines the writer may go on, so
what follows them is new again; where earlier mail is not marked line by line, it goes to the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from mailbot.mail import quote_words as words
from mailbot.mail.signatures import find_signature

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIELD_KINDS = {
    "from": words.FROM,
    "date": words.DATE,
    "to": words.TO,
    "subject": words.SUBJECT,
    "other": words.OTHER_FIELDS,
}
_FIELD = re.compile(
    r"[\s>*_|]{0,12}(?:"
    + "|".join(f"(?P<{kind}>(?:{names}))" for kind, names in _FIELD_KINDS.items())
    + r")\*{0,2}[ \xa0]?[:：]\*{0,2}(?P<value>.{0,300})",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\s{0,4}(?:>|&gt;)(?!.*<<<\s*$)")
_BARRED = re.compile(r"\s{0,4}\|")
_VERB = rf"(?:(?<!\w)(?:{words.WROTE})(?!\w)|{words.WROTE_UNSPACED})"
_WROTE = re.compile(_VERB, re.IGNORECASE)
_SAID = re.compile(rf"\b(?:{words.SAID})\b", re.IGNORECASE)
_OPENER = re.compile(
    rf"\W{{0,8}}(?:(?:{words.OPENERS})\b[.,]?\s*\S.*\d|"
    r"\d{1,4}[./年-]\s?\d|\d{1,2}\.? \w{3,}|\d{1,2}:\d{2})"
)
_DATELESS = re.compile(
    rf"\W{{0,8}}(?:{words.OPENERS})\b\s.{{1,60}}{_VERB}\s*[:：]\s*$", re.IGNORECASE
)
_ENDS = re.compile(r"(?:[:：]|\b(?:wrote|schrieb|skrev|napisał)\s*[-–—]{2,}|[-–—]{2,})[\s*_\xa0]*$")
_EMAIL = re.compile(r"[^\s<>@]+@[^\s<>@]+\.[^\s<>@]")
_DATE = re.compile(
    r"\d{1,2}[:.h]\d{2}|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\b(?:19|20)\d\d\b|"
    r"\d{1,2}[./-][^\W\d]{3,}|\d年|\d월|\d tháng"
)
_YEAR_AND_TIME = re.compile(r"(?=.*(?:19|20)\d\d)(?=.*\d[:.h]\d\d)")
_DASHED = re.compile(
    rf"\s{{0,4}}[-_=–—*]{{2,}}+\s*+.{{0,20}}?(?:{words.EARLIER_MAIL}).{{0,60}}$", re.IGNORECASE
)
_BEGINS = re.compile(
    rf"[\W_]{{0,12}}(?:(?:{words.BEGIN_FORWARDED})\W{{0,6}}$|(?:{words.REPLY_ABOVE}))",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*[-_=–—*]{3,}\s*$")
_WROTE_END = re.compile(rf"{_VERB}\s*$", re.IGNORECASE)
_NAMED_END = re.compile(rf"(?:[^\s<>@]+@[^\s<>@]+>?|{_VERB})\s*$", re.IGNORECASE)
_ADDRESS_END = re.compile(r"@[^\s<>@]+\s?[>)\]]{0,2}\s?[:：][\s*_]*$")
_DASHED_WROTE = re.compile(rf"\s{{0,4}}[-–—]{{2,}}+.{{3,200}}?{_VERB}\s*[-–—]{{2,}}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?。]$")
_EMPTY_LINES = re.compile(r"\n{4,}")
_LONGEST_ATTRIBUTION = 5
_LONGEST_HEAD = 16
_WRAPPING_WIDTH = 65
_LONGEST_LINE = 500


@dataclass(frozen=True, slots=True)
class Split:
    """A body taken apart.

    Attributes:
        new_text: What the writer wrote now, without quotations and signature.
        quoted: Earlier mail, in the order of the body.
        signature: What stands below the sign-off: place, course, telephone.
    """

    new_text: str
    quoted: str
    signature: str


def split(body: str) -> Split:
    """Take a body (lines ended by LF) apart into new text, quoted mail and signature."""
    lines = body.split("\n")
    marks = _Marks(lines)
    marks.run()
    new: list[str] = []
    signature: list[str] = []
    for block in marks.fresh_blocks():
        start, end = find_signature(block, after_text=any(new))
        new += [*block[:start], *block[end:]]
        signature += block[start:end]
    old = [line for line, is_old in zip(lines, marks.quoted, strict=True) if is_old]
    return Split(_tidy(new), _tidy(old), _tidy(signature))


def _tidy(lines: list[str]) -> str:
    return _EMPTY_LINES.sub("\n\n\n", "\n".join(line.rstrip() for line in lines)).strip("\n")


class _Marks:
    """Which lines of a body are earlier mail."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.quoted = [False] * len(lines)
        self.next_text = _next_texts(lines)

    def run(self) -> None:
        """Go down the lines once, from introduction to introduction."""
        position = 0
        while position < len(self.lines):
            end = self._earlier_mail(position)
            if end > position:
                self._mark(self._above(position), end)
                position = end
            else:
                self.quoted[position] = bool(_QUOTED.match(self.lines[position]))
                position += 1
        self._close_gaps()

    def fresh_blocks(self) -> Iterator[list[str]]:
        """Yield the runs of lines that are not earlier mail."""
        for is_old, run in groupby(zip(self.quoted, self.lines, strict=True), key=itemgetter(0)):
            if not is_old:
                yield [line for _, line in run]

    def _mark(self, start: int, end: int) -> None:
        self.quoted[start:end] = [True] * (end - start)

    def _earlier_mail(self, position: int) -> int:
        """Return where earlier mail whose introduction begins here ends, else `position`.

        What is marked by `>` below an introduction is left to be told line by line.
        """
        end, sure = self._introduction(position)
        if end == position or self._quoted_below(end):
            return end
        barred = self._barred_below(end)
        return barred or (len(self.lines) if sure else position)

    def _introduction(self, position: int) -> tuple[int, bool]:
        """Return where an introduction of earlier mail that begins here ends, else `position`.

        Also whether it is sure enough to stand without `>` below it.
        """
        line = self.lines[position]
        if not line.strip() or len(line) > _LONGEST_LINE or _QUOTED.match(line):
            return position, False
        if _DASHED.match(line) or (_BEGINS.match(line) and self._text_above(position)):
            return max(self._head(self._text_from(position + 1)), position + 1), True
        end = self._head(position)
        if end > position:
            return end, True
        return self._attribution(position)

    def _head(self, position: int) -> int:
        """Return where the fields of a mail's head that begin here end, else `position`."""
        kinds: dict[str, str] = {}
        end = position
        for index in range(position, min(position + _LONGEST_HEAD, len(self.lines))):
            found = _FIELD.match(self.lines[index][:_LONGEST_LINE])
            if found is not None and not _QUOTED.match(self.lines[index]):
                kinds.setdefault(_kind(found), found["value"])
                end = index + 1
            elif index == position or not self._field_soon(index):
                break
        return end if _is_head(kinds) else position

    def _field_soon(self, index: int) -> bool:
        """A field may run on for a line or two, or stand apart by an empty line."""
        return any(_FIELD.match(line[:_LONGEST_LINE]) for line in self.lines[index + 1 : index + 3])

    def _attribution(self, position: int) -> tuple[int, bool]:
        """Find "On Monday ... wrote:", which programs wrap over up to four lines."""
        opens = bool(_OPENER.match(self.lines[position]))
        text = ""
        weak_end = position
        for index in range(position, min(position + _LONGEST_ATTRIBUTION, len(self.lines))):
            line = self.lines[index].strip()
            if index > position and not _continues(text, line, opens=opens):
                break
            text = f"{text} {line}".strip()
            judged = _judge(text, opens=opens)
            if judged:
                return index + 1, True
            if judged is False and weak_end == position:
                weak_end = index + 1
        return weak_end, False

    def _text_from(self, position: int) -> int:
        return self.next_text[min(position, len(self.lines) - 1)]

    def _quoted_below(self, position: int) -> bool:
        return position < len(self.lines) and bool(
            _QUOTED.match(self.lines[self._text_from(position)])
        )

    def _barred_below(self, position: int) -> int:
        """Return where lines that begin with a bar end below an introduction, 0 without such."""
        start = self._text_from(position) if position < len(self.lines) else position
        end = start
        while end < len(self.lines) and _BARRED.match(self.lines[end]):
            end += 1
        return end if end > start else 0

    def _text_above(self, position: int) -> bool:
        return self.next_text[0] < position

    def _above(self, position: int) -> int:
        """Step back over a row of dashes and empty lines above an introduction."""
        start = position
        while start > 0 and (
            not self.lines[start - 1].strip() or _RULE.match(self.lines[start - 1])
        ):
            start -= 1
        return start

    def _close_gaps(self) -> None:
        """Count as earlier mail the empty lines within it, and the ends of quoted lines that a
        program wrapped without a mark of their own."""
        for index in range(1, len(self.lines)):
            if self.quoted[index] or not self.quoted[index - 1]:
                continue
            line = self.lines[index].strip()
            if line:
                self.quoted[index] = _wrapped(self.lines[index - 1], line)
            else:
                self.quoted[index] = self._quoted_below(index)


def _next_texts(lines: list[str]) -> list[int]:
    """Return for each line which one from there on is the first with text, else the last line.

    Made once, upwards: looked for from each of thousands of empty lines, it would take minutes.
    """
    found = [len(lines) - 1] * len(lines)
    for index in range(len(lines) - 2, -1, -1):
        found[index] = index if lines[index].strip() else found[index + 1]
    return found


def _wrapped(before: str, line: str) -> bool:
    cut = len(before) > _WRAPPING_WIDTH and not _SENTENCE_END.search(before.rstrip())
    return cut and bool(_QUOTED.match(before)) and line[0].islower()


def _continues(text: str, line: str, *, opens: bool) -> bool:
    """Tell whether an introduction that began as `text` may go on with `line`."""
    if len(text) + len(line) > _LONGEST_LINE or _OPENER.match(line) or _SENTENCE_END.search(text):
        return False
    broken_address = text.endswith("<") or line.startswith("<")
    return opens or broken_address


def _judge(text: str, *, opens: bool) -> bool | None:
    """Say whether `text` introduces a quotation: surely, only if one follows, or (None) not."""
    if _DASHED_WROTE.match(text):
        return True
    wrote, email, date = (bool(found.search(text)) for found in (_WROTE, _EMAIL, _DATE))
    if not _ENDS.search(text):
        if not (opens and date and email and _NAMED_END.search(text)):
            return None
        return bool(_WROTE_END.search(text))
    if (date and _ADDRESS_END.search(text)) or (email and (wrote or _SAID.search(text))):
        return True
    if wrote and opens:
        return date
    if _DATELESS.match(text):
        return False
    return False if email and (opens or date) else None


def _kind(found: re.Match[str]) -> str:
    return next(kind for kind in _FIELD_KINDS if found[kind] is not None)


def _is_head(kinds: dict[str, str]) -> bool:
    """Two fields may be a student's times ("From: 5 To: 8"), so they must hold a mail's marks."""
    if len(kinds) >= 3 and ("from" in kinds or "date" in kinds):
        return True
    return len(kinds) == 2 and any(
        _EMAIL.search(value) or _YEAR_AND_TIME.search(value) for value in kinds.values()
    )
