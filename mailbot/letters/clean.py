"""What other people wrote, made safe to stand in a line of a letter."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 300
_DIRECTION_MARKS = frozenset(
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
_DROPPED = frozenset({"Cc", "Cs"})
_SPACES = frozenset({"Zl", "Zp", "Zs"})


def one_line(text: str, longest: int = _LONGEST) -> str:
    """Return `text` as a single line of at most `longest` characters.

    Line breaks and runs of white space become one space; control characters, lone surrogates and
    marks that turn the direction of writing are dropped; double square brackets become single, so
    that no one's words can look like a mark for the coordinator.
    """
    kept = "".join(_character(char) for char in text)
    line = re.sub(r"\[{2,}", "[", re.sub(r"\]{2,}", "]", " ".join(kept.split())))
    line = line.strip("\\ ")
    if len(line) <= longest:
        return line
    return line[: longest - 1].rstrip("\\ ") + "…"


def kept_line(line: str) -> str:
    """Return a line that a person wrote, without the characters that no mail may hold."""
    return "".join(_character(char) for char in line).rstrip()


def _character(char: str) -> str:
    kind = unicodedata.category(char)
    if char in "\t\n\r\v\f\x85" or kind in _SPACES:
        return " "
    return "" if kind in _DROPPED or char in _DIRECTION_MARKS else char
