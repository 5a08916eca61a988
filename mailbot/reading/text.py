"""The writer's own words, cut into the clauses that are read one by one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailbot.model.mail import Message

MAX_CHARACTERS = 20_000
"""New text beyond this is not read: no enquiry is that long, and reading must stay quick."""

MAX_CLAUSES = 150
"""Clauses beyond these are not read, for the same reason."""

_REPLY_SUBJECT = re.compile(
    r"^\s*(?:re|aw|antw|sv|vs|odp|rv|ref|tr|fw|fwd|wg|r|i)(?:\[\d+\])?\s*:", re.IGNORECASE
)
_GREETING = re.compile(
    r"^(?:hi|hiya|hi ya|hello|hey|heya|dear|kia ora|tēnā ko\w+|m[ōo]rena|talofa|malo|bula|"
    r"namaste|salaam|g'?day|good (?:morning|afternoon|evening|day)|to whom it may concern|howdy|yo)"
    r"\b[^.?!\n]{0,45}[,!.:\-–—]*$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^(?:[-*•–·]|\(?\d{1,2}[.)]|\(?[a-h][.)])\s+", re.IGNORECASE)
_SENTENCE_END = re.compile(
    r"(?<=[.?!…])[\"”’)]*\s+|(?<=[.?!])(?=[A-Z][a-z])|\s+[–—-]{1,2}\s+|;\s+|:\s+(?=[A-Z])"
    r"|,\s+(?=(?:but|and|so|also|though|or|because|plus)\b)"
)
_WRAPPED_AT = 55
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u200b": None})


def straighten(text: str) -> str:
    """Return `text` with typographic quotes and odd spaces made plain."""
    return text.translate(_STRAIGHT)


def is_reply_subject(subject: str) -> bool:
    """Return True where a subject only carries on an earlier one, so says nothing of its own."""
    return _REPLY_SUBJECT.match(subject) is not None


def own_subject(message: Message) -> str:
    """Return the subject where it says something of its own, else an empty string."""
    return "" if is_reply_subject(message.subject) else straighten(message.subject).strip()


def own_text(message: Message) -> str:
    """Return the new text, made plain and cut at `MAX_CHARACTERS`."""
    return straighten(message.new_text[:MAX_CHARACTERS])


def clauses(message: Message) -> tuple[str, ...]:
    """Return subject and new text as clauses in order, greetings left out."""
    subject = own_subject(message)
    found = [subject] if subject else []
    for line in unwrapped(own_text(message)):
        found.extend(part for part in split_sentences(line) if not _GREETING.match(part))
    return tuple(found[:MAX_CLAUSES])


def unwrapped(text: str) -> list[str]:
    """Return lines as the writer meant them: hard-wrapped ones joined, list items apart."""
    lines: list[str] = []
    joins = False
    for raw in text.splitlines():
        line = raw.strip()
        if joins and line and not _BULLET.match(line):
            lines[-1] += " " + line
        elif line:
            lines.append(line)
        joins = len(line) > _WRAPPED_AT
    return lines


def split_sentences(line: str) -> list[str]:
    """Return the sentences of a line, long ones cut again before `but`, `and` and the like."""
    return [part.strip() for part in _SENTENCE_END.split(line) if part.strip()]
