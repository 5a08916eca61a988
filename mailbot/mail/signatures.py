"""Where a signature begins: below `-- `, at a phone's own line, or below a parting and a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailbot.mail import quote_words as words
from mailbot.mail.signature_words import ATTRIBUTED, CITED, CUSTOMARY, SPEAKS

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_BEGINS_WITH_I = re.compile(r"[Ii]\b")
_NO_LINE_END = re.compile(r"[^\n]")
_MOST_LINES = 15
_LONGEST_LINE = 100
_WRAPPING_WIDTH = 35


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
            return start, _end(lines[start:last]) + start
    return last, last


def _end(lines: list[str]) -> int:
    """Return before which of a signature's lines a postscript begins, or somebody speaks."""
    postscript = (at for at, line in enumerate(lines) if _POSTSCRIPT.match(line))
    spoken = (at for at, text in _utterances(lines) if _says_something(text))
    return min(next(postscript, len(lines)), next(spoken, len(lines)))


def _utterances(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the line where words begin and what they are, wrapped lines joined."""
    begin, text, before = 0, "", ""
    for at, line in enumerate(_own_words(lines)):
        if _runs_on(before, line):
            text = f"{text} {line}"
        else:
            yield begin, text
            begin, text = at, line
        before = line
    yield begin, text


def _own_words(lines: list[str]) -> list[str]:
    """Return the lines with nothing where a program or somebody else is heard."""
    text = CITED.sub(lambda cited: _NO_LINE_END.sub(" ", cited[0]), "\n".join(lines))
    return [
        "" if _SENT_FROM.match(line) or _is_motto(lines, at) else line.strip()
        for at, line in enumerate(text.split("\n"))
    ]


def _runs_on(before: str, line: str) -> bool:
    """Tell whether a line goes on from the one before it, which a program may have wrapped."""
    wrapped = len(before) > _WRAPPING_WIDTH and before[-1] not in ".!?:"
    return wrapped and bool(line) and not _BEGINS_WITH_I.match(line)


def _is_motto(lines: list[str], at: int) -> bool:
    """A dash and a name below words make them a motto, unless it is the writer who signs there."""
    for line in lines[at : at + 2]:
        found = ATTRIBUTED.search(line[-_LONGEST_LINE:])
        if found:
            above = " ".join(lines[1:at])
            return bool(above.strip()) and found[1] not in above
    return False


def _says_something(text: str) -> bool:
    return any(
        SPEAKS.search(sentence) and not CUSTOMARY.search(sentence)
        for sentence in _SENTENCE.split(text)
    )


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
