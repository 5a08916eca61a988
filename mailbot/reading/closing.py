"""Where a mail's own text ends and the writer's name and signature begin."""

from __future__ import annotations

import re

_SIGN_OFF = re.compile(
    r"^(?:(?:with\s+)?(?:many\s+|my\s+)?(?:kind(?:est)?|best|warm(?:est|ly)?|warmly)?\s*(?:regards|wishes|thanks)|"
    r"yours(?:\s+\w+)?|sincerely(?:\s+yours)?|respectfully(?:\s+yours)?|cheers|ta|thanks(?:\s+\w+){0,4}|"
    r"thank\s+you(?:\s+\w+){0,5}|thanking\s+you|ng[āa]\s+mihi(?:\s+\w+)?|n[āa]ku(?:\s+\w+)*|hei\s+kon[āa]|best|"
    r"warmly|gratefully|ever\s+so\s+gratefully|love|take\s+care|all\s+the\s+best|faithfully|regards|"
    r"i\s+remain.*|kind\s+of\s+regards|talk\s+soon|see\s+you(?:\s+\w+)?|mauri\s+ora|arohanui|fa'?afetai(?:\s+\w+)*|"
    r"(?:with\s+)?appreciation|with\s+(?:gratitude|thanks)|hooroo|xo+x?|vale)\W*$",
    re.IGNORECASE,
)
_DEVICE = re.compile(r"^(?:sent from|get outlook|sent via|envoyé)", re.IGNORECASE)
_FORM = re.compile(r"^(?:\w+\s+)?name\s*:", re.IGNORECASE)
"""A line of a form, which is not a signature."""

_LAST_WORDS = re.compile(
    r"(?P<told>.{3,}?(?<![\s.-][A-Z])[.!?…])[ ]+"
    r"(?P<name>(?:[\w ,]{0,25}?(?:[A-Z]\.[ -]?)+)?[^.!?]{2,40})$"
)
_BARE_NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*(?:\s[^\W\d_]+(?:['’-][^\W\d_]+)*)?$")
"""What may be a name where the From header gives none: one or two words on the last line."""

_MOST_WORDS = 5


def written_lines(text: str) -> list[str]:
    """Return the lines of `text` that a person wrote: none empty, none that a device adds."""
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line and not _DEVICE.match(line)]


def split_closing(text: str, sender: str) -> tuple[list[str], list[str]]:
    """Return the lines of `text` before its closing, and the closing from the name on.

    `sender` is the display name of the From header; it may be empty.
    """
    lines = _apart(written_lines(text), sender)
    place = _name_line(lines, sender)
    return (lines, []) if place is None else (lines[:place], lines[place:])


def _apart(lines: list[str], sender: str) -> list[str]:
    """Return lines, 'Count me in! Lupe' as two where Lupe is the sender."""
    match = _LAST_WORDS.match(lines[-1]) if lines else None
    if match is None or not _words(match["name"]) & _words(sender):
        return lines
    return [*lines[:-1], match["told"], match["name"]]


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) > 1}


def _name_line(lines: list[str], sender: str) -> int | None:
    """Return which line is the name; the last that could be, where several are."""
    known = {word for word in re.findall(r"[^\W\d_]+", sender.casefold()) if len(word) > 1}
    for place in range(len(lines) - 1, -1, -1):
        if _FORM.match(lines[place]):
            continue
        words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", lines[place])
        if not 1 <= len(words) <= _MOST_WORDS or lines[place].endswith("?"):
            continue
        parts = {part for word in words for part in re.split(r"['’-]", word.casefold())}
        if known & parts and not re.match(r"(?i)hi\b|hello|dear|hey|i'?m\b|it'?s\b", lines[place]):
            return place
        if place and _SIGN_OFF.match(lines[place - 1]) and not _SIGN_OFF.match(lines[place]):
            return place
    last = len(lines) - 1
    bare = last > 0 and not known and _BARE_NAME.match(lines[last])
    return last if bare and not _SIGN_OFF.match(lines[last]) else None
