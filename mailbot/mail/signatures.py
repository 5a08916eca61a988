"""Where a signature begins: below `-- `, at a phone's own line, or below a parting and a name."""

from __future__ import annotations

import re

from mailbot.mail import quote_words as words

_DELIMITER = "-- "
_LIKE_A_DELIMITER = re.compile(r"\s{0,2}(?:--|—|––|–)\s*$")
_RULE = re.compile(r"\s{0,4}(?:_{2,}|-{3,}|={3,}|\*{3,}|~{3,})\s*$")
_SENT_FROM = re.compile(
    rf"[\W_]{{0,6}}(?:{words.SENT_FROM})[^.!?,]{{0,60}}(?:[<(]\S{{1,200}}[>)])?[.!>)\s]*$",
    re.IGNORECASE,
)
_CLOSING = re.compile(rf"[\W_]{{0,4}}(?:{words.CLOSINGS})[\W_]{{0,4}}$", re.IGNORECASE)
_CONTACT = re.compile(
    r"\S+@\S+\.\w|https?://|www\.\w|"
    r"\b(?:tel|phone|ph|mob|mobile|fax|cell|t|m|p|e|f|w|skype|office)\b\.?\s?[:.+]|"
    r"\+?\(?\d{2,4}\)?[\d\s().-]{5,}\d",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"\b(?:I|I['’]m|I['’]ve|I['’]ll|I['’]d|me|my|we|you|your)\b|\?")
_POSTSCRIPT = re.compile(r"\s{0,4}(?:p\.?\s?p?\.?\s?s\b|n\.?b\b|edit\b)", re.IGNORECASE)
_MOST_LINES = 15
_LONGEST_LINE = 100


def find_signature(lines: list[str], *, after_text: bool) -> tuple[int, int]:
    """Return where in `lines` the signature begins and ends; (n, n) where there is none.

    Args:
        lines: New text, from the beginning or from a quotation to the next one or the end.
        after_text: True where new text stands above these lines.
    """
    last = len(lines)
    while last and not lines[last - 1].strip():
        last -= 1
    for finder in (_below_delimiter, _below_program, _below_closing, _contacts):
        start = finder(lines[:last])
        if start < last and (after_text or any(line.strip() for line in lines[:start])):
            return start, _before_postscript(lines, start, last)
    return last, last


def _before_postscript(lines: list[str], start: int, last: int) -> int:
    for index in range(start, last):
        if _POSTSCRIPT.match(lines[index]):
            return index
    return last


def _below_delimiter(lines: list[str]) -> int:
    start = len(lines)
    tail: list[str] = []
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if line == _DELIMITER or _begins_signature(line, tail):
            start = index
        if line.strip():
            tail.append(line)
        if len(tail) > _MOST_LINES:
            break
    return start


def _begins_signature(line: str, tail: list[str]) -> bool:
    """Without RFC 3676's exact mark (section 4.3), only where nobody speaks below it."""
    if not _terse(tail):
        return False
    named = _RULE.match(line) and any(_CONTACT.search(below) for below in tail)
    return bool(_LIKE_A_DELIMITER.match(line) or named)


def _below_program(lines: list[str]) -> int:
    """A phone's own line ends the mail; words below it were written all the same."""
    if lines and len(lines[-1]) < _LONGEST_LINE and _SENT_FROM.match(lines[-1]):
        return len(lines) - 1
    return len(lines)


def _below_closing(lines: list[str]) -> int:
    for index in range(len(lines) - 1, max(len(lines) - 2 * _MOST_LINES, -1), -1):
        if len(lines[index]) < _LONGEST_LINE and _CLOSING.match(lines[index]):
            below = [at for at in range(index + 1, len(lines)) if lines[at].strip()]
            texts = [lines[at] for at in below]
            if len(below) > 1 and _terse(texts):
                return below[1]
            return len(lines)
    return len(lines)


def _contacts(lines: list[str]) -> int:
    """A last paragraph of which two lines are a telephone, a mail address or a page."""
    start = len(lines)
    while start and lines[start - 1].strip():
        start -= 1
    block = lines[start:]
    if _terse(block) and sum(bool(_CONTACT.search(line)) for line in block) >= 2:
        return start
    return len(lines)


def _terse(lines: list[str]) -> bool:
    return len(lines) <= _MOST_LINES and not any(
        len(line) > _LONGEST_LINE or _SPEAKS.search(line) for line in lines
    )
