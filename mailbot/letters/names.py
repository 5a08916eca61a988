"""How a person is greeted."""

from __future__ import annotations

import re

from mailbot.letters.clean import one_line

_TITLES = frozenset(
    (
        *("a/prof", "assoc", "associate", "dame", "doctor", "dr", "miss", "mr"),
        *("mrs", "ms", "mx", "prof", "professor", "rev", "sir"),
    )
)
_IN_BRACKETS = re.compile(r"[(\[{<].*?[)\]}>]")
_NO_NAME = re.compile(r"[\d@/_:;|<>()\[\]{}\\*#]|['’]s$")


def first_name(name: str) -> str:
    """Return the name to greet by, or an empty string where `name` shows none.

    Takes `Tamsin Oakley`, `Oakley, Tamsin`, `dr tamsin oakley (UQ)` alike; an address, a number or
    a mere initial is no name.
    """
    plain = _IN_BRACKETS.sub(" ", one_line(name)).strip(" \"'.,-")
    family, comma, given = plain.partition(",")
    parts = [part for part in (given if comma and given.strip() else family).split() if part]
    while parts and parts[0].lower().strip(".") in _TITLES:
        parts.pop(0)
    if not parts or _NO_NAME.search(parts[0]):
        return ""
    first = parts[0].strip("\"'“”‘’.,")
    if not any(char.isalpha() for char in first) or _mere_initial(first, len(parts)):
        return ""
    return _cased(first)


def _mere_initial(first: str, parts: int) -> bool:
    return len(first) == 1 and first.isascii() and parts > 1


def _cased(first: str) -> str:
    """Capitalise what is all small, or all capitals and too long to be initials."""
    if first.islower() or (first.isupper() and len(first) > 2 and first.isascii()):
        return "-".join(part[:1].upper() + part[1:].lower() for part in first.split("-"))
    return first
