"""Whether words about times say when someone can meet, when they cannot, or neither."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from mailbot.reading.cues import any_of

if TYPE_CHECKING:
    from collections.abc import Sequence


class Polarity(Enum):
    """What a run of words about times is for."""

    CAN = "can"
    CANNOT = "cannot"
    NEITHER = "neither"


_NOT = any_of("times", "not")
_BUSY = any_of("times", "busy")
_FREE = any_of("times", "free")
_FILLER = any_of("times", "filler")
_BREAK = re.compile(r"(?<!\w)(?:but|though|however|yet|whereas|otherwise|while|so|[,;():–—])(?!\w)")
_NEXT_PART = re.compile(rf"{_BREAK.pattern}|(?<!\w)(?:and|or|plus|&)(?!\w)")
_FRESH_START = re.compile(r"(?<!\w)(?:but|though|however|otherwise|so)(?!\w)")
_REACH = 3
"""A `not` turns a cue round where it stands at most so many words before it."""

_MOST_BESIDE = 9
"""Days amid more other words than these, without a cue, belong to some other story."""

_SUITS = re.compile(
    r"^\W*(?:(?:is|are|both|all|would|will|also|still|now|really|usually)\s+)*works?\b"
    r"(?!\s+(?:at|in|from|til|as)\b)"
)
_SUITING = re.compile(
    r"(?:what|that|which|all|also)\s+(?:will\s+|would\s+)?works?(?:\s+(?:best|well))?\W*$"
)
_GROUPS = re.compile(rf"^\W*{any_of('times', 'group')}")
_CUE = rf"(?:{_FILLER}\s*)*(?:{_NOT}|{_BUSY}|{_FREE})"
_POSTFIX = re.compile(rf"^[\s:=|–—-]*{_CUE}")
_POSTFIX_APART = re.compile(rf"^,\s*{_CUE}(?:\s*,|(?:\s+\w+){{0,3}}[\s.!)]+)$")
_IS_WHEN = re.compile(
    r"^\s*(?:is|are)\s+(?:when|where)\s+i\b|^\s*i(?:\s+am|'m)?\s+"
    r"(?:work|teach|coach|row|dj|look\s+after|train|on\b|at\b|mind|nanny|drive|play|sing|do\s+my)"
    r"|^\s*(?:is|are)\s+(?:for|my|our)\s+(?!me\b|you\b|the\s+group|best|free|favourite|preferred|first|only|pref)\w"
    r"|^\s*i(?:'ve|\s+have)(?:\s+got)?\s+(?!free|time|nothing|no\b|space|off|been|moved)\w"
)
_HARD_NOT = re.compile(_NOT)
_BUSY_WORD = re.compile(rf"(?<!after\s)(?<!before\s)(?<!get\s)(?<!be\s){_BUSY}")
_FREE_WORD = re.compile(_FREE)
_WEAK_WORD = re.compile(any_of("times", "weak"))
_OTHERS = re.compile(any_of("times", "others"))
SOME_WEEKS = re.compile(any_of("times", "some_weeks"))
CORRECTS = re.compile(any_of("times", "corrects"))
LIKEWISE = re.compile(rf"^\W*(?:is\s+|are\s+)?{any_of('times', 'likewise')}")


def judge(
    before: Sequence[str],
    after: Sequence[str],
    *,
    asked: bool,
    last: Polarity | None,
    exact: bool = True,
) -> Polarity:
    """Return what a run is for, by the words before and after it; `last` is the run before.

    `exact` says that it names a time of day: then it tells of meeting even amid many other words.
    """
    lead, follow = " ".join(before).replace("if not", ""), " ".join(after)
    if _GROUPS.match(follow) or _OTHERS.search(_BREAK.split(lead)[-1]):
        return Polarity.NEITHER
    if _SUITS.match(follow) or _SUITING.search(lead):
        return Polarity.CAN
    behind = judge_postfix(after)
    if behind is not None:
        return behind
    in_front = _nearest(_segment(lead))
    if in_front is not None:
        return in_front
    if last is not None and not asked and not _FRESH_START.search(lead):
        return last
    later = _first(_NEXT_PART.split(follow, maxsplit=1)[0])
    aside = len(before) + len(after) > _MOST_BESIDE and not exact
    return later or (Polarity.NEITHER if asked or aside else Polarity.CAN)


def judge_lead(before: Sequence[str]) -> Polarity | None:
    """Return what the words in front of a run say of it, if anything."""
    return _nearest(_segment(" ".join(before)))


def judge_postfix(after: Sequence[str]) -> Polarity | None:
    """Return what the words right behind a run say of it (`are out`, `no good`), if anything."""
    follow = " ".join(after)
    if _IS_WHEN.match(follow):
        return Polarity.CANNOT
    match = _POSTFIX.match(follow) or _POSTFIX_APART.match(follow)
    return _of_words(match.group()) if match else None


def _segment(lead: str) -> str:
    """Return the last part of `lead` that says something, cut at commas and turns."""
    parts = [part for part in _BREAK.split(lead) if part and part.strip()]
    return parts[-1] if parts else ""


def _nearest(lead: str) -> Polarity | None:
    """Return what the cue nearest to the run says; a `not` shortly before it turns it round."""
    places = {
        kind: max((match.start() for match in pattern.finditer(lead)), default=-1)
        for kind, pattern in (("not", _HARD_NOT), ("busy", _BUSY_WORD), ("free", _FREE_WORD))
    }
    negation, busy, free = places["not"], places["busy"], places["free"]
    if negation == busy == free == -1:
        return Polarity.CAN if _WEAK_WORD.search(lead) else None
    if negation >= max(busy, free):
        return Polarity.CANNOT
    cue = max(busy, free)
    turned = negation >= 0 and len(lead[negation:cue].split()) <= _REACH
    return Polarity.CANNOT if (free >= busy) == turned else Polarity.CAN


def _first(follow: str) -> Polarity | None:
    found = [
        (match.start(), polarity)
        for pattern, polarity in (
            (_HARD_NOT, Polarity.CANNOT),
            (_BUSY_WORD, Polarity.CANNOT),
            (_FREE_WORD, Polarity.CAN),
        )
        if (match := pattern.search(follow))
    ]
    return min(found, key=lambda each: each[0])[1] if found else None


def _of_words(words: str) -> Polarity:
    negated, busy = _HARD_NOT.search(words), _BUSY_WORD.search(words)
    return Polarity.CANNOT if negated or busy else Polarity.CAN
