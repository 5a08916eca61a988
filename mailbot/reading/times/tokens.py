"""Tokens in the light of their neighbours: `until` between two times is a range, and so on."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from mailbot.reading.times.clocks import NUMBERS, Clock
from mailbot.reading.times.numbers import follows_between, is_no_time, neighbour, text_at
from mailbot.reading.times.scan import AFTERNOON, MORNING, WHOLE, Token, scan

if TYPE_CHECKING:
    from collections.abc import Sequence

_DAILY = frozenset({"DAY", "DAYS"})
_ONE = frozenset({"one", "long", "last", "that", "bank", "this", "next", "past"})
"""Words before a weekend that is a single one."""

_GENERAL = frozenset({"no", "not", "only", "free", "spare"})
"""Words before a part of the day that is meant of every day."""

_SHIFTS = frozenset({"on", "start", "starting", "of", "off", "after", "all"})
"""'I am on nights' tells of shifts."""

_MUST = frozenset({"need", "have", "has", "got", "gotta", "must"})
_OBLIGED = _MUST | {"wanted", "want", "like", "prefer"}
_WRITER = frozenset(
    {"i", "i'm", "i'd", "i've", "i'll", "im", "we", "must", "gotta", "it", "that's"}
)
_BRACKETED = 30
"""No more words than these stand in a bracket that narrows a time."""

_NAMED = frozenset({"DAY", "DAYS", "GROUP", "PART", "CLOCK"})
_TIMED = _NAMED | {"AFTER", "BEFORE", "BETWEEN", "FILLER"}


def tokens(text: str) -> list[Token]:
    """Return the tokens of `text`, in order."""
    found = _less_events(scan(text))
    found = [_halved(found, place) for place in range(len(found))]
    return [_in_place(found, place) for place in range(len(found))]


def _less_events(found: Sequence[Token]) -> list[Token]:
    """Return tokens without 'after work' and 'after lunch' where a time of day says more."""
    left = list(found)
    exact = any(token.clock for token in found)
    timed = any(token.kind in {"CLOCK", "PART"} or token.span != WHOLE for token in found)
    for place, token in enumerate(found):
        lunch = token.kind == "PART" and token.text.endswith(("lunch", "lunches"))
        if (token.kind == "EVENT" and timed) or (lunch and exact):
            left[place] = _word(token)
        elif token.text.startswith("lunch") and token.clock and _is_told(found[place + 1 :]):
            left[place - 1 : place + 1] = [_word(found[place - 1]), _word(token)]
    return left


def _is_told(after: Sequence[Token]) -> bool:
    """Return True where a time follows: 'after lunch, say from 2', 'before lunch (noon)'."""
    silent = {"SEP", "FILLER"}
    said = (token for token in after if token.kind not in silent and token.text != "(")
    return next((token.kind for token in said), "") in {"CLOCK", "AFTER", "BETWEEN"}


def _halved(found: Sequence[Token], place: int) -> Token:
    """Return '1' as 13:00 in '1 in the afternoon', and the afternoon as nothing."""
    token = found[place]
    if token.kind == "PART" and _is_behind_clock(found, place):
        return replace(token, kind="FILLER")
    if token.clock is None or token.clock.sure or place + 3 >= len(found):
        return token
    if found[place + 3].kind != "PART" or not _is_behind_clock(found, place + 3):
        return token
    late = found[place + 3].span != MORNING
    return replace(token, clock=Clock(token.clock.at(late=late), sure=True))


def _is_behind_clock(found: Sequence[Token], place: int) -> bool:
    first, *rest = found[max(place - 3, 0) : place] or [found[place]]
    return first.clock is not None and [each.text for each in rest] in (
        ["in", "the"],
        ["of", "the"],
    )


def _in_place(found: Sequence[Token], place: int) -> Token:
    token = found[place]
    if token.kind in {"WORD", "FILLER"}:
        return token
    if token.kind == "HALF":
        return _half_of_day(found, place)
    if token.kind == "CLOCK" or token.kind in _DAILY:
        return _word(token) if is_no_time(found, place) else token
    if token.kind in {"STOP", "ENDING"}:
        return _ending(found, place) if token.kind == "ENDING" else _bracket(found, place)
    if token.kind == "PART":
        return _part(found, place)
    if token.kind in {"GROUP", "EXCEPT"}:
        return _group(found, place)
    return _joint(found, place)


def _word(token: Token) -> Token:
    return replace(token, kind="WORD", days=())


def _part(found: Sequence[Token], place: int) -> Token:
    """Return a part of the day; 'five nights' and 'on nights' speak of other things."""
    token, before = found[place], text_at(found, place - 1)
    if token.text == "at all":
        return token if place and found[place - 1].kind in _DAILY else _word(token)
    if before in NUMBERS or (token.text == "nights" and before in _SHIFTS):
        return _word(token)
    return replace(token, text=f"{token.text}s") if _speaks_of_all(found, place) else token


def _half_of_day(found: Sequence[Token], place: int) -> Token:
    """Return 'am' behind a day or part of a day as the mornings: 'Fri: am', 'mornings or pm'."""
    token = found[place]
    before = place - 1
    while before >= 0 and found[before].text in {":", "or", "and", "&", "/", "="}:
        before -= 1
    joined = before < place - 1 and found[place - 1].text not in {":", "="}
    if before >= 0 and (
        found[before].kind in {"PART", "HALF"} or (found[before].days and not joined)
    ):
        span = MORNING if token.text.startswith("a") else AFTERNOON
        return Token("PART", f"{token.text[0]}m", span=span)
    return _word(token)


def _speaks_of_all(found: Sequence[Token], place: int) -> bool:
    """Return True for 'in the evening', 'no evening' and 'evening is good', meant of every day."""
    token = found[place]
    if token.text.endswith("s") or token.span == WHOLE or (place and found[place - 1].days):
        return False
    before, after = text_at(found, place - 1), text_at(found, place + 1)
    heading = place == 0 and after == ":"
    general = before == "the" and text_at(found, place - 2) == "in"
    return heading or general or before in _GENERAL or after in {"is", "suits", "works"}


def _group(found: Sequence[Token], place: int) -> Token:
    """Return a group of days or an exception, where they are that."""
    token, before = found[place], text_at(found, place - 1)
    if token.text == "but":
        # 'any night but Friday' leaves out; in 'busy all week, but Sunday is free' it turns
        leaves_out = place and found[place - 1].kind in {"GROUP", "PART", "CLOCK"}
        return token if leaves_out else _word(token)
    if (token.others and before == "only") or (token.text == "weekend" and before in _ONE):
        return _word(token)
    return token


def _joint(found: Sequence[Token], place: int) -> Token:
    """Return a word that joins times as what stands on both sides makes it."""
    token = found[place]
    before, after = neighbour(found, place, -1), neighbour(found, place, 1)
    both = before == after == "CLOCK" or (before in _DAILY and after in _DAILY)
    if token.kind == "RANGE" and not both:
        return replace(token, kind="WORD" if token.text.isalpha() else "FILLER")
    if token.kind == "BEFORE" and both:
        return replace(token, kind="RANGE")
    if token.kind == "BETWEEN" and after != "CLOCK":
        return replace(token, kind="FILLER")
    if token.kind in {"AFTER", "BEFORE"} and after in _DAILY | {"GROUP", "PART"}:
        return replace(token, kind="FILLER" if token.text == "from" else "WORD")
    if token.text == "and" and after == "CLOCK" and follows_between(found, place):
        return replace(token, kind="RANGE")
    return token


def _bracket(found: Sequence[Token], place: int) -> Token:
    """Return a bracket as nothing where times stand on both sides: 'Tuesdays (after 4)'."""
    if found[place].text not in {"(", ")"}:
        return found[place]
    near = range(place, max(place - _BRACKETED, -1), -1)
    opened = next((n for n in near if found[n].text == "("), 0)
    behind = found[opened + 1 : opened + _BRACKETED]
    inside = list(takewhile(lambda each: each.text != ")", behind))
    known = {"SEP", "RANGE", "ONWARDS", "LATEST"} | _TIMED
    plain = opened and found[opened - 1].kind in _NAMED and inside and inside[0].kind in _TIMED
    if plain and all(token.kind in known for token in inside):
        return replace(found[place], kind="FILLER")
    return found[place]


def _ending(found: Sequence[Token], place: int) -> Token:
    """Return 'out by' as a limit where the writer must or would like to, else as a release."""
    token = found[place]
    near = {each.text for each in found[max(place - 6, 0) : place]}
    alone = (
        place == 0 or found[place - 1].kind in {"STOP", "SEP"} or text_at(found, place - 1) == "but"
    )
    if not near & _WRITER and token.text.startswith(("end", "finish", "leave", "stop", "over")):
        return replace(token, kind="WORD")
    limit = near & _OBLIGED or alone or token.text.startswith(("in bed", "go to bed", "over"))
    if not limit:
        return replace(token, kind="AFTER", role="release")
    return replace(token, kind="BEFORE", role="must" if near & _MUST else "limit")
