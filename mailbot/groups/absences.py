"""Which session of theirs somebody will miss, come late to, or leave early: said, never guessed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.groups import absence_words as words
from mailbot.groups.absence_comes import Clause, taken_back
from mailbot.groups.absence_dates import mentions
from mailbot.groups.absence_diary import diary
from mailbot.groups.absence_runs import or_is_each
from mailbot.model.sessions import AbsenceKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from mailbot.groups.absence_comes import TakenBack
    from mailbot.groups.absence_diary import Diary, Mention
    from mailbot.model.sessions import Timetable

_MOMENTS_BEFORE = timedelta(hours=3)
_RECENT = timedelta(days=3)
_BACK = ("last ", "yesterday")


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
        comes: The sessions that they come to, or were at, by their word.
        unsure: It is clear which sessions it is about, but not to the writer whether they come.
    """

    announced: tuple[Announced, ...] = ()
    unclear: str = ""
    candidates: tuple[int, ...] = ()
    comes: tuple[int, ...] = ()
    unsure: bool = False


@dataclass(slots=True)
class _Found:
    """What the clauses say, gathered one after the other."""

    announced: dict[int, Announced] = field(default_factory=dict)
    unclear: list[Mention] = field(default_factory=list)
    over: set[int] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)


def read_absence(
    text: str,
    table: Timetable,
    *,
    zone: str,
    written: datetime,
    answers: int | None = None,
    known: Collection[int] = (),
) -> AbsenceReading:
    """Return for which sessions a mail announces an absence, or that it is not clear.

    Args:
        text: The mail's new words, its subject before them where that is the writer's own.
        table: The sessions of the writer's group.
        zone: The writer's own IANA zone, in which days are meant.
        written: When the mail was written, an aware instant.
        answers: The number of the session whose reminder the mail answers, if it answers one;
            it counts only where the words name no day.
        known: The sessions that the writer is known to miss; "I can come after all" is about
            the only one of them where it names no day.
    """
    book = diary(table, zone, written)
    clauses = list(_clauses(words.plainly(text), book))
    back = taken_back(clauses, book, answers, frozenset(known))
    told = _later(_absent(clauses, book, None if back.said else answers), back)
    if told.announced:
        gone = {each.session for each in told.announced}
        return replace(told, comes=tuple(sorted(back.sure & (back.again | set(known)) - gone)))
    if back.asked and not back.sure:
        why = "it is not clear which absence they take back"
        return AbsenceReading((), why, tuple(sorted(back.asked)))
    if back.sure and (not told.candidates or not _says_absent(clauses)):
        return AbsenceReading(comes=tuple(sorted(back.sure)))
    return replace(told, comes=tuple(sorted(back.sure & (back.again | set(known)))))


def _later(told: AbsenceReading, back: TakenBack) -> AbsenceReading:
    """Leave out absences that the same mail takes back after it has spoken of them."""
    kept = tuple(
        each
        for each in told.announced
        if each.kind is not AbsenceKind.ABSENT or each.session not in back.sure
    )
    return replace(told, announced=kept)


def _says_absent(clauses: Sequence[Clause]) -> bool:
    return any(words.is_missing(each.text) and not words.is_present(each.text) for each in clauses)


def _clauses(text: str, book: Diary) -> Iterator[Clause]:
    named: int | None = None
    ended = [each.end for _, each in book.days if each.end <= book.now]
    recently = bool(ended) and book.now - ended[-1] < _RECENT
    parts = words.split(text)
    over = any(words.is_over(part, recently=recently) for part in parts)
    for part in parts:
        past = words.is_over(part, recently=recently) or (over and not words.is_missing(part))
        past = (past and not words.comes(part)) or words.was_there(part)
        found = tuple(mentions(part, replace(book, past=past, named=named)))
        for mention in found:
            named = max(mention.sessions, default=named)
        yield Clause(part, found, past)


def _absent(clauses: Sequence[Clause], book: Diary, answers: int | None) -> AbsenceReading:
    telling = _telling(clauses)
    whole = " ".join(clause.text for clause in telling)
    if any(clause.days for clause in telling):
        return _by_days(telling, whole, book)
    partly = words.kind(whole) is not AbsenceKind.ABSENT
    present = [each for each in clauses if each.days and words.comes(each.text)]
    if partly and len(present) == 1:
        return _by_days([replace(present[0], text=f"{present[0].text} {whole}")], whole, book)
    if answers is not None and (answers not in book.over or any(each.past for each in telling)):
        return AbsenceReading((_said(answers, whole),))
    now = _running(book) if partly else ()
    if len(now) == 1:
        return AbsenceReading((_said(now[0], whole),))
    return AbsenceReading(unclear="the mail names no day", candidates=_coming(book))


def _telling(clauses: Sequence[Clause]) -> list[Clause]:
    """Return the clauses that tell of the absence: those that say so, else all that may."""
    absent = [each for each in clauses if not words.is_present(each.text)]
    saying = [each for each in absent if words.is_missing(each.text)]
    doubtful = [each for each in absent if words.is_doubtful(each.text) and each not in saying]
    return [*saying, *doubtful] if any(each.days for each in saying) else absent


def _by_days(clauses: Sequence[Clause], whole: str, book: Diary) -> AbsenceReading:
    found = _Found()
    for clause in clauses:
        _gather(clause, book, found)
    announced = found.announced
    several = [each for each in found.unclear if each.sessions]
    if several:
        return _not_clear(several)
    if not announced:
        return _nothing(found, book)
    if len(announced) == 1 and not any(each.days and words.is_gone(each.text) for each in clauses):
        announced = {
            number: _fuller(each, _said(number, whole)) for number, each in announced.items()
        }
    return AbsenceReading(tuple(announced[number] for number in sorted(announced)))


def _gather(clause: Clause, book: Diary, found: _Found) -> None:
    """Add what one clause says."""
    days = _agreed(clause)
    kind, minutes = words.kind(clause.text), words.minutes(clause.text)
    meant = {each.sessions for each in days if each.sessions}
    alike = kind is AbsenceKind.ABSENT or len(meant) == 1 or not words.is_gone(clause.text)
    for each in days:
        if not (each.clear and alike):
            found.unclear.append(each)
            continue
        for number in each.sessions:
            if kind is AbsenceKind.ABSENT and words.is_doubtful(clause.text):
                found.doubtful.add(number)
            elif number in book.over and not (clause.past or each.words.startswith(_BACK)):
                found.over.add(number)
            else:
                new = Announced(number, kind, minutes)
                found.announced[number] = _fuller(found.announced.get(number), new)


def _nothing(found: _Found, book: Diary) -> AbsenceReading:
    """Return why nothing is announced although days are named."""
    if found.doubtful:
        listed = " and ".join(str(number) for number in sorted(found.doubtful))
        why = f"they are not sure about session {listed}"
        return AbsenceReading((), why, tuple(sorted(found.doubtful)), unsure=True)
    if found.over:
        listed = " and ".join(str(number) for number in sorted(found.over))
        candidates = (*sorted(found.over), *book.coming[:1])
        return AbsenceReading((), f"session {listed} is over already", candidates)
    return _not_clear(found.unclear)


def _fuller(before: Announced | None, new: Announced) -> Announced:
    """Return what says more of a session: late before absent, with minutes before without."""
    if before is None:
        return new
    known = [each for each in (before, new) if each.kind is not AbsenceKind.ABSENT]
    return max(known, key=lambda each: each.minutes is not None, default=before)


def _said(number: int, text: str) -> Announced:
    return Announced(number, words.kind(text), words.minutes(text))


def _agreed(clause: Clause) -> list[Mention]:
    """Leave out unclear words where others of the clause settle them; "or" settles nothing."""
    clear = [each for each in clause.days if each.clear]
    settled = frozenset[int]().union(*(each.sessions for each in clear))
    if len(clear) > 1 and not or_is_each(clause.text):
        spoken = " or ".join(each.words for each in clear)
        return [replace(clear[0], words=spoken, sessions=settled, each=False)]
    return [each for each in clause.days if each.clear or not each.sessions & settled]


def _not_clear(days: Sequence[Mention]) -> AbsenceReading:
    spoken = ", ".join(f"“{each.words}”" for each in days)
    candidates = sorted(frozenset[int]().union(*(each.sessions for each in days)))
    if candidates:
        listed = " or ".join(str(number) for number in candidates)
        return AbsenceReading((), f"{spoken} can mean session {listed}", tuple(candidates))
    return AbsenceReading((), f"no session of theirs is on {spoken}")


def _running(book: Diary) -> tuple[int, ...]:
    """Return the session that is on, or begins within three hours."""
    return tuple(
        each.number for _, each in book.days if each.start - _MOMENTS_BEFORE <= book.now < each.end
    )


def _coming(book: Diary) -> tuple[int, ...]:
    return tuple(each.number for _, each in book.days if each.end > book.now)[:1]
