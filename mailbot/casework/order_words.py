"""The words around an order: telephones' marks and signatures, greetings, thanks, her name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_MYSELF = (
    re.compile(r"\bi(?:'?ll| will) (?:answer|reply(?: to)?|write(?: to)?|do|take) (.+?) myself\b"),
    re.compile(r"\bleave (\d.*?) (?:to|with) me\b"),
)
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"
)  # fmt: skip
_ORDINAL = re.compile(rf"\b({'|'.join(_ORDINALS)})(?: one)?\b")
_NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORD = re.compile(rf"\b(?:{'|'.join(_NUMBER_WORDS)})\b")
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("’‘", "'"),
        **dict.fromkeys("–—", "-"),
        **dict.fromkeys('\u00a0#“”"*', " "),
        "…": "...",
        # What colours a thumb, and what draws a key around a digit.
        **dict.fromkeys("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff\ufe0f\u20e3", ""),
    }
)
_SENT_FROM = (
    r"sent (?:from|via|with) (?:my |the |a )?[a-z]+(?: [a-z0-9]+)?"
    r"(?: (?:for|from|on|mail|email|app|secure|phone|smartphone|iphone|ipad|android|ios|windows"
    r"|device|mobile|tablet|galaxy|pixel|pro|max|plus|ultra|mini|[4-6]g)){0,5}"
)
_EXCUSE = (
    r"(?:please )?(?:excuse|forgive|pardon) (?:(?:any|my|the) )?"
    r"(?:brevity|typos?|spelling|terseness|errors?|mistakes)(?: (?:and|or) (?:brevity|typos?))?"
)
_DEVICE = re.compile(
    rf"(?:{_SENT_FROM}(?:[.,;!\s-]+{_EXCUSE})?|{_EXCUSE})"
    r"|get outlook for [a-z]+|outlook for [a-z]+|gesendet von outlook f\w+ [a-z]+"
    r"|von meinem [a-z]+ gesendet|enviado desde mi [a-z]+|envoyé de mon [a-z]+|"
)
_TALK = (
    r"(?:hi|hello|hey|dear|good|morning|evening|afternoon|day|thanks|thank|you|thx|tx|ta|cheers"
    r"|best|kind|warm|regards|wishes|many|so|much|very|again|mailbot|there|bye|ciao|xx?"
    r"|great|lovely|perfect)"
)
_SMALL_TALK = re.compile(rf"(?:{_TALK}\b[\s,.!-]*)+")
_THANKS = r"(?:thanks|thank you|thx|tx|ta|cheers|regards|kind regards|best wishes|xx?)"
_TELLS = re.compile(
    r"\d|\b(?:ok|okay|yes|no|not|don'?t|do not|hold|later|wait|send|stop|mine|except|but|only)\b"
)
"""What a line that looks like small talk must not hold."""

_REWORDED = (
    # Two spaces become a full stop on a telephone.
    (re.compile(r"(?<=\d)\.\s+(?=\d)"), ", "),
    (re.compile(r"^((?:ok(?:ay)?|yes|send))[\s,]+(?=(?:except|but not|apart from)\b)"), r"\1 all "),
    (re.compile(r"\bbut\s+(?=(?:no|later|mine|hold|wait with)\s+\d)"), ", "),
    (re.compile(r"\b(?:ok(?:ay)?|yes)[\s,]+(?:please[\s,]+)?(?=(?:send|go)\b)"), ""),
)
_TOGETHER = re.compile(r"(?<=[a-z])(?=[1-9])|(?<=\d)\)|(?<=[1-9])(?=[a-z])")
_SHORT_LINE = 40


def plain(line: str, own: Collection[str] = ()) -> str:
    """Return a line in lower case, numbers in figures, without thanks and her name at its ends."""
    words = line.translate(_SIGNS).lower().strip()
    for myself in _MYSELF:
        words = myself.sub(r"mine \1", words)
    words = _ORDINAL.sub(lambda found: str(_ORDINALS.index(found[1]) + 1), words)
    words = _WORD.sub(lambda found: str(_NUMBER_WORDS.index(found[0]) + 1), words)
    words = re.sub(rf"^(?:{_TALK}[\s,.!]*)+[,.!]\s*(?=\S)", "", words)
    words = _without_thanks(words, own)
    for before, after in _REWORDED:
        words = before.sub(after, words)
    return _TOGETHER.sub(" ", words)


def counts_on(line: str) -> bool:
    """Tell whether an ordinal counts several, as in “the first two”, which `plain` cannot say."""
    words = line.translate(_SIGNS).lower()
    numbers = rf"(?:[2-9]|{'|'.join(_NUMBER_WORDS[1:])})"
    return re.search(rf"\b(?:{'|'.join(_ORDINALS)}|last|next) {numbers}\b", words) is not None


def is_device(line: str) -> bool:
    """Tell whether a telephone put this line below a mail; an empty one counts."""
    return _DEVICE.fullmatch(line.translate(_SIGNS).strip().lower().strip(" .,!-")) is not None


def is_small_talk(line: str, own: Collection[str]) -> bool:
    """Tell whether a line only greets, thanks or signs.

    Args:
        line: As she wrote it.
        own: What she may sign with, in lower case.
    """
    words = line.translate(_SIGNS).lower().strip(" .,!-")
    for word in sorted(own, key=len, reverse=True):
        words = re.sub(rf"\b{re.escape(word)}\b", " ", words)
    words = " ".join(words.split()).strip(" .,!-")
    if is_device(words):
        return True
    return not words or (not _TELLS.search(words) and _SMALL_TALK.fullmatch(words) is not None)


def is_signed(line: str, own: Collection[str]) -> bool:
    """Tell whether a line is her name, so that what follows is a signature."""
    words = line.translate(_SIGNS).lower().strip(" .,!-")
    last = re.split(r"[\s,]+", words)[-1] if words else ""
    named = any(len(each) > 1 and each in words for each in own)
    return bool(words) and named and (words in own or last in own or words.startswith("dr "))


def tells(line: str) -> bool:
    """Tell whether a short line below a signature may say something of drafts all the same."""
    words = re.sub(r"\d", "", plain(line))
    return _TELLS.search(words) is not None and len(plain(line)) <= _SHORT_LINE


def _without_thanks(words: str, own: Collection[str]) -> str:
    """Return a line without the thanks and the name that close it.

    Her name goes only below thanks, or where a stop, a comma or a dash stands before it.
    """
    names = "|".join(re.escape(each) for each in sorted(own, key=len, reverse=True))
    name = rf"[\s,.!-]+(?:{names})" if names else ""
    words = re.sub(rf"[\s,.!;-]+{_THANKS}{f'(?:{name})?' if name else ''}[\s.!-]*$", "", words)
    return re.sub(rf"\s*[,.!-]\s*(?:{names})[\s.!]*$", "", words) if names else words
