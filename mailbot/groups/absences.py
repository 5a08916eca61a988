"""Which session of theirs somebody will miss, come late to, or leave early: said, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.groups.absence_dates import diary, mentions
from mailbot.model.sessions import AbsenceKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from mailbot.groups.absence_dates import Diary, Mention
    from mailbot.model.sessions import Timetable

_MOMENTS_BEFORE = timedelta(hours=3)
_APOSTROPHES = str.maketrans({"’": "'", "`": "'"})

_CLAUSE = re.compile(
    r"(?:(?<!\d)\.|\.(?!\d)|[!?;\n])+\s*|,?\s+(?:but|though|however)\s+|\s[-–—]+\s"
    r"|,\s+(?=every )|(?:,| and)\s+(?=(?:i'?ll |i will |will |i'?m |i am |i )?(?:be )?"
    r"(?:back|see you|there|present|fine)\b)"
)
_PRESENT = re.compile(
    r"\b(?:back|see (?:you|everyone|the)|fine for|(?:is|are) fine|will try|as usual|every other"
    r"|the others?\b|after that no|i can (?:make|come)|tell (?:you )?all"
    r"|(?:i'?ll|i will|will|i am|i'm|going to) (?:be )?(?:there|present|here))\b"
)
_GONE = re.compile(
    r"\b(?:can ?not|can'?t|won'?t|will not|not (?:be |make|able|going|coming|come)|unable"
    r"|couldn'?t|could not|wasn'?t|didn'?t|miss(?:ing|ed)?|absent|away|skip(?:ping)?)\b"
)
_MISSING = re.compile(
    rf"{_GONE.pattern}|\b(?:late|behind|leav(?:e|ing)|slip|jump off|hop on|arrive|no group"
    r"|apolog(?:y|ies)|a miss|a no|out|down|overseas|plane|be (?:at|in|on) )"
)
_OVER = re.compile(
    r"\b(?:couldn'?t|could not|wasn'?t|weren'?t|didn'?t|did not|missed|vanish\w*|no-show)\b"
)
_LATE = re.compile(
    r"\blate\b(?! notice)|\bbehind\b|\bjoin (?:you )?(?:in|at|around)\b|\bhop on\b|\bslip in\b"
    r"|\b(?:hour|minutes?) in\b|\barrive\b|\bstart without me\b|\brunning over\b"
)
_EARLY = re.compile(
    r"\bleav(?:e|ing)\b.{0,12}\b(?:early|at|by)\b|\bjump off\b|\bslip (?:off|away)\b|\blog off\b"
    r"|\b(?:have|need) to (?:go|leave|dash)\b|\bbefore the end\b|\bgo (?:early|at)\b"
)
_NUMBERS = {"five": 5, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40}
_MINUTES = re.compile(rf"\b(\d{{1,2}}|{'|'.join(_NUMBERS)})[ -]?(?:ish )?(?:min|m\b|late\b)")
_PARTS_OF_AN_HOUR = {"half an hour": 30, "half hour": 30, "quarter of an hour": 15}


@dataclass(frozen=True, slots=True)
class Announced:
    """What somebody announced for one session.

    Attributes:
        session: Its number.
        kind: Absent, late, or leaving early.
        minutes: How many, where said.
    """

    session: int
    kind: AbsenceKind
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class AbsenceReading:
    """What a mail announces.

    Attributes:
        announced: For each session one; empty where it is not clear.
        unclear: Why not, in words for the coordinator; empty where it is clear.
        candidates: The sessions that it may be about, where it is not clear.
    """

    announced: tuple[Announced, ...] = ()
    unclear: str = ""
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Clause:
    """A stretch of the mail with its words for days."""

    text: str
    days: tuple[Mention, ...]


def read_absence(
    text: str,
    table: Timetable,
    *,
    zone: str,
    written: datetime,
    answers: int | None = None,
) -> AbsenceReading:
    """Return for which sessions a mail announces an absence, or that it is not clear.

    Args:
        text: The mail's new words, its subject before them where that is the writer's own.
        table: The sessions of the writer's group.
        zone: The writer's own IANA zone, in which days are meant.
        written: When the mail was written, an aware instant.
        answers: The number of the session whose reminder the mail answers, if it answers one;
            it counts only where the words name no day.
    """
    book = diary(table, zone, written)
    plain = text.translate(_APOSTROPHES).lower()
    clauses = _telling(list(_clauses(plain, book)))
    whole = " ".join(clause.text for clause in clauses)
    if any(clause.days for clause in clauses):
        return _by_days(clauses, whole)
    if answers is not None:
        return AbsenceReading((_said(answers, whole),))
    now = _running(book) if _kind(whole) is not AbsenceKind.ABSENT else ()
    if len(now) == 1:
        return AbsenceReading((_said(now[0], whole),))
    return AbsenceReading(unclear="the mail names no day", candidates=_coming(book))


def _clauses(text: str, book: Diary) -> Iterator[_Clause]:
    named: int | None = None
    over = bool(_OVER.search(text))
    for part in _CLAUSE.split(text):
        past = bool(_OVER.search(part)) or (over and not _MISSING.search(part))
        found = tuple(mentions(part, replace(book, past=past, named=named)))
        for mention in found:
            named = next(iter(mention.sessions), named)
        yield _Clause(part, found)


def _telling(clauses: Sequence[_Clause]) -> list[_Clause]:
    """Return the clauses that tell of the absence: those that say so, else all that may."""
    absent = [each for each in clauses if not _PRESENT.search(each.text)]
    saying = [each for each in absent if _MISSING.search(each.text)]
    return saying if any(each.days for each in saying) else absent


def _by_days(clauses: Sequence[_Clause], whole: str) -> AbsenceReading:
    found: dict[int, Announced] = {}
    unclear: list[Mention] = []
    for clause in clauses:
        days = _agreed(clause.days)
        kind, minutes = _kind(clause.text), _minutes(clause.text)
        meant = {each.sessions for each in days if each.sessions}
        for each in days:
            if len(each.sessions) == 1 and (kind is AbsenceKind.ABSENT or len(meant) == 1):
                (number,) = each.sessions
                found[number] = _fuller(found.get(number), Announced(number, kind, minutes))
            else:
                unclear.append(each)
    several = [each for each in unclear if each.sessions]
    if several or not found:
        return _not_clear(several or unclear)
    if len(found) == 1 and not any(each.days and _GONE.search(each.text) for each in clauses):
        found = {number: _fuller(each, _said(number, whole)) for number, each in found.items()}
    return AbsenceReading(tuple(found[number] for number in sorted(found)))


def _fuller(before: Announced | None, new: Announced) -> Announced:
    """Return what says more of a session: late before absent, with minutes before without."""
    if before is None:
        return new
    known = [each for each in (before, new) if each.kind is not AbsenceKind.ABSENT]
    return max(known, key=lambda each: each.minutes is not None, default=before)


def _said(number: int, text: str) -> Announced:
    return Announced(number, _kind(text), _minutes(text))


def _agreed(days: Sequence[Mention]) -> list[Mention]:
    """Leave out unclear words where others of the same clause settle them."""
    settled = frozenset[int]().union(*(each.sessions for each in days if len(each.sessions) == 1))
    return [each for each in days if len(each.sessions) <= 1 or not each.sessions & settled]


def _not_clear(days: Sequence[Mention]) -> AbsenceReading:
    words = ", ".join(f"“{each.words}”" for each in days)
    candidates = sorted(frozenset[int]().union(*(each.sessions for each in days)))
    if candidates:
        listed = " or ".join(str(number) for number in candidates)
        return AbsenceReading((), f"{words} can mean session {listed}", tuple(candidates))
    return AbsenceReading((), f"no session of theirs is on {words}")


def _kind(text: str) -> AbsenceKind:
    if _EARLY.search(text):
        return AbsenceKind.EARLY
    return AbsenceKind.LATE if _LATE.search(text) else AbsenceKind.ABSENT


def _minutes(text: str) -> int | None:
    if _kind(text) is AbsenceKind.ABSENT:
        return None
    for words, minutes in _PARTS_OF_AN_HOUR.items():
        if words in text:
            return minutes
    found = _MINUTES.search(text)
    if found is None:
        return None
    return _NUMBERS.get(found[1]) or int(found[1])


def _running(book: Diary) -> tuple[int, ...]:
    """Return the session that is on, or begins within three hours."""
    return tuple(
        each.number for _, each in book.days if each.start - _MOMENTS_BEFORE <= book.now < each.end
    )


def _coming(book: Diary) -> tuple[int, ...]:
    return tuple(each.number for _, each in book.days if each.end > book.now)[:1]
