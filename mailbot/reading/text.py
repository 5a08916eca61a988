"""The writer's own words, cut into the clauses that are read one by one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailbot.model.mail import Message

MAX_CHARACTERS = 20_000
"""New text beyond this is not read: no enquiry is that long, and reading must stay quick."""

MAX_SENTENCES = 150
"""Sentences beyond these are not read, for the same reason."""

_REPLY_SUBJECT = re.compile(
    r"^\s*(?:re|aw|antw|sv|vs|odp|rv|ref|tr|fw|fwd|wg|r|i)(?:\[\d+\])?\s*:", re.IGNORECASE
)
_HELLO = (
    r"hi|hiya|hi ya|hello|hey|heya|dear|kia ora|tēnā ko\w+|m[ōo]rena|talofa|malo|bula|namaste|"
    r"salaam|g'?day|to whom it may concern|howdy|yo|(?:good )?(?:morning|afternoon|evening|day)"
)
_SAYS_MORE = (
    r"i|i'm|im|i've|my|me|we|it|it's|its|this|here|from|at|in|on|for|with|of|a|an|the|to|is|are|am|was|"
    r"can|could|may|might|would|will|do|does|please|pls|just|quick|not|no|yes|yep|what|when|how|who|why|"
    r"where|which|sorry|thanks|thank|got|any|still|free|second|third|fourth|fifth|first|sixth|year|\w*\d\w*|"
    r"interested|keen|accept\w*|confirm\w*|declin\w*|withdraw\w*|sounds?|great|perfect|sure|ok|okay|"
    r"yeah|nope|nah|count|sign|coming|attending|available|help|but|so|if|as|re|about|regarding|wont|"
    r"cant|dont|won't|can't|don't"
)
_ADDRESSED = (
    r"all|everyone|everybody|both|team|there|folks?|people|guys|you two|two|mob|sirs?|madams?|"
    r"ma'?am|ma|mrs?|ms|dr|doctor|prof|professor|lady|ladies|gentlemen|coordinators?|leaders?|"
    r"organisers?|colleagues|balint|groups?|society|lovely|dear|respected|and|or|again|once more|e|"
    r"te|hoa|mā|koutou|kōrua|rā|anō|katoa|lelei|po|auntie|aunty|uncle|hi|hello|hey|"
    r"good (?:morning|afternoon|evening|day)"
)
_CALLED = rf"(?!(?:{_SAYS_MORE})\b)(?:(?-i:[A-ZĀĒĪŌŪ])[\w'.]*|(?:{_ADDRESSED})\b)"
_GREETING = re.compile(
    rf"^(?:{_HELLO})(?:(?:[\s/&-]+{_CALLED}){{1,5}}|\s+(?!(?:{_SAYS_MORE})\b)[\w'.]+)?"
    rf"(?:,\s*(?:{_ADDRESSED})\b(?:[\s/&-]+{_CALLED})*)*[\s,!.:–—-]*$",
    re.IGNORECASE,
)
"""A hello to somebody. What stands behind a comma is left out only where it calls somebody, too:
'Hi, won't be there Tuesday.' is a mail."""

_BULLET = re.compile(r"^(?:[-*•–·]|\(?\d{1,2}[.)]|\(?[a-h][.)])\s+", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<![ap]\.m\.)(?<=[.?!…])[\"”’)]*\s+|(?<=[.?!])(?=[A-Z][a-z])|;\s+")
_CLAUSE_END = re.compile(
    r"\s+[–—-]{1,2}\s+|:\s+(?=[A-Z])|,\s+(?=(?:but|and|so|also|though|or|because|plus)\b)"
)
_WRAPPED_AT = 55
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u200b": None})
_INSIDE_WORDS = re.compile("(?<=\\w)[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]+(?=\\w)")
_OTHER_ALPHABETS = re.compile("[\uff01-\uff5e\U0001d400-\U0001d7ff]+")
"""Fullwidth and mathematical letters, which look like plain ones."""

_SEARCHED = 100_000
"""Words of distress are looked for in this much of a mail, however little of it is read."""


def straighten(text: str) -> str:
    """Return `text` with typographic quotes, odd spaces and look-alike letters made plain."""
    if text.isascii():
        return text
    plain = _INSIDE_WORDS.sub("", text.translate(_STRAIGHT))
    return _OTHER_ALPHABETS.sub(lambda found: unicodedata.normalize("NFKC", found.group()), plain)


def is_reply_subject(subject: str) -> bool:
    """Return True where a subject only carries on an earlier one, so says nothing of its own."""
    return _REPLY_SUBJECT.match(subject) is not None


def own_subject(message: Message) -> str:
    """Return the subject where it says something of its own, else an empty string."""
    return "" if is_reply_subject(message.subject) else straighten(message.subject).strip()


def own_text(message: Message) -> str:
    """Return the new text, made plain and cut at `MAX_CHARACTERS`."""
    return straighten(message.new_text[:MAX_CHARACTERS])


@dataclass(frozen=True, slots=True)
class Told:
    """A mail's new text, taken apart.

    Attributes:
        sentences: Subject and new text in order, hellos left out, as far as they are read.
        clauses: The sentences, cut where one thing ends and the next begins.
        unread: The writer's words that are not read: hellos, the signature, what is cut off.
        cut_short: True where the mail goes on beyond what is read of it.
    """

    sentences: tuple[str, ...]
    clauses: tuple[str, ...]
    unread: tuple[str, ...]
    cut_short: bool


def tell(message: Message) -> Told:
    """Return a mail's new text taken apart."""
    subject, beyond = own_subject(message), message.new_text[MAX_CHARACTERS:_SEARCHED]
    told = [subject] if subject else []
    hellos: list[str] = []
    for part in _all_sentences(own_text(message).splitlines()):
        (hellos if _GREETING.match(part) else told).append(part)
    unread = [*hellos, *told[MAX_SENTENCES:], *split_sentences(straighten(beyond))]
    unread += straighten(message.signature[:_SEARCHED]).splitlines()
    read = tuple(told[:MAX_SENTENCES])
    return Told(
        sentences=read,
        clauses=tuple(part for each in read for part in _CLAUSE_END.split(each) if part),
        unread=tuple(unread),
        cut_short=bool(beyond) or len(told) > MAX_SENTENCES,
    )


def clauses(message: Message) -> tuple[str, ...]:
    """Return subject and new text as clauses in order, greetings left out."""
    return tell(message).clauses


def sentences(message: Message) -> tuple[str, ...]:
    """Return subject and new text as sentences in order, greetings left out."""
    return tell(message).sentences


def sentences_of(lines: Iterable[str]) -> list[str]:
    """Return the sentences of some lines of text, greetings left out."""
    return [part for part in _all_sentences(lines) if not _GREETING.match(part)]


def passed_on(message: Message) -> tuple[str, ...]:
    """Return the lines of other mail that no mark shows to be quoted: a forward, mostly."""
    lines = straighten(message.quoted[:_SEARCHED]).splitlines()
    return tuple(line for line in lines if not line.lstrip().startswith((">", "|")))


def _all_sentences(lines: Iterable[str]) -> list[str]:
    return [part for line in unwrapped(lines) for part in split_sentences(line)]


def unwrapped(text: Iterable[str]) -> list[str]:
    """Return lines as the writer meant them: hard-wrapped ones joined, list items apart."""
    lines: list[str] = []
    joins = False
    for raw in text:
        line = raw.strip()
        if joins and line and not _BULLET.match(line):
            lines[-1] += " " + line
        elif line:
            lines.append(line)
        joins = len(line) > _WRAPPED_AT
    return lines


def split_sentences(line: str) -> list[str]:
    """Return the sentences of a line."""
    return [part.strip() for part in _SENTENCE_END.split(line) if part.strip()]
