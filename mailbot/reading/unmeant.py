"""Moves that a mail only mentions to say that they are not meant: 'please don't take me off'."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailbot.model.reading import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NOT = (
    r"(?<!\w)(?:don't|dont|do not|not|won't|wont|will not|never|no longer)\s+"
    r"(?:(?:want|wanting|wish|intend|plan|planning|going|meaning|mean|to|be|actually|really|please"
    r"|trying|asking)\s+){0,4}"
)
_GOING = (
    r"withdraw(?:ing)?|leave|leaving|quit|quitting|drop(?:ping)? out|pull(?:ing)? out"
    r"|take me (?:off|out)|remove me|giv(?:e|ing) (?:up )?(?:my|the) (?:place|spot|seat)"
    r"|turn(?:ing)? (?:it|this|you|the (?:place|offer)) down|say(?:ing)? no"
)
_MISSING = r"(?:be )?absent|miss|missing"
_GONE = re.compile(rf"{_NOT}(?:{_GOING})(?!\w)", re.IGNORECASE)
_MISSED = re.compile(rf"{_NOT}(?:{_MISSING})(?!\w)", re.IGNORECASE)
_DENIED = {Topic.WITHDRAW: _GONE, Topic.DECLINE: _GONE, Topic.ABSENCE: _MISSED}


def unmeant(topics: Iterable[Topic], clauses: Sequence[str]) -> bool:
    """Return True where a mail denies, in plain words, a move that was read in it."""
    asked = [_DENIED[topic] for topic in topics if topic in _DENIED]
    return any(pattern.search(clause) for pattern in asked for clause in clauses)
