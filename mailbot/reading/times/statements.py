"""From the sentences of a mail to statements: days, hours, and whether they are for or against."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailbot.reading.times.grammar import HOURLY, parse, parse_paired
from mailbot.reading.times.phrases import Phrase
from mailbot.reading.times.polarity import (
    CORRECTS,
    DATED,
    DEPENDS,
    KEPT,
    LIKEWISE,
    LIKEWISE_AHEAD,
    NIGHT_SHIFT,
    ONLY_NOT_BEHIND,
    SAME_HOURS,
    SOME_WEEKS,
    VAGUE,
    Polarity,
    judge,
    judge_lead,
    judge_postfix,
)
from mailbot.reading.times.runs import Run, broken, runs
from mailbot.reading.times.scan import ALL_DAYS, EVENING, Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GOES_ON = (("or",), ("also",), ("and",), ("plus",))
LIMITS = frozenset({"limit", "must"})
_AS_BEFORE = re.compile(
    r"(?<!\w)(?:as|so|nor|neither)\s+(?:is|are|do|does|would|will)"
    r"(?:\s+(?:the|whole|of|all|on|my|any))*\s*$"
)
_THE_REST = re.compile(r"(?<!\w)(?:the\s+rest|the\s+others?|everything\s+else)(?!\w)")
_ARE = re.compile(r"^(?:is|are|do|does|would|will|can)(?:\s+(?:though|however|fine))?[\s.!]*$")
_ONLY_NOT = re.compile(
    r"(?<!\w)only\s+(?:days?|ones?)\s+(?:that\s+)?(?:i\s+)?(?:can't|cant|cannot|can\s+not)(?!\w)"
)
_SO = re.compile(r"(?<!\w)(?:so|but|then)(?:\s+(?:it's|only|just|from))?\s*$")
_NOTHING = frozenset({"nothing", "never"})
_WHICH_OF_TWO = {"former": 0, "latter": -1}
_TURN = re.compile(r"(?<!\w)(?:but|and|[,;])(?!\w)")


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase, whether it is for or against, and the sentence that it stands in.

    Attributes:
        phrase: Days and hours.
        polarity: For or against.
        sentence: The number of its sentence.
        instead: True for an exception to what was ruled out: 'no weekdays, except Wednesday'.
        loose: True for 'anything but', which free days named elsewhere make narrower.
        again: True where it goes on from the sentence before: 'or else after 9'.
        role: As of a token: `limit`, `must`, `release`, or empty.
        same: True where it points back: 'those nights'.
        heads: True where a colon follows, so that it speaks of what comes after.
    """

    phrase: Phrase
    polarity: Polarity
    sentence: int
    instead: bool = False
    role: str = ""
    same: bool = False
    heads: bool = False
    again: bool = False
    loose: bool = False


def read_statements(sentences: Sequence[str]) -> tuple[list[Said], list[str]]:
    """Return what the sentences state, in order, and the words about times that make no sense."""
    said: list[Said] = []
    unplaced: list[str] = []
    for number, sentence in enumerate(sentences):
        *wrong, right = CORRECTS.split(sentence.lower())
        found, odd = _read_sentence(right if wrong else sentence, number, said[-1:])
        if wrong and found and not (_read_sentence(wrong[-1], number, ())[0]):
            said = [each for each in said if each.sentence != said[-1].sentence]
        said.extend(found)
        vague = not found and not sentence.rstrip().endswith("?") and VAGUE.search(sentence.lower())
        if odd or vague:
            unplaced.append(sentence)
    if not any(each.phrase.days and not each.phrase.others for each in said):
        unplaced.extend(sentences[each.sentence] for each in said if each.phrase.others)
        said = [each for each in said if not each.phrase.others]  # the others than which?
    return said, unplaced


def _read_sentence(
    sentence: str, number: int, earlier: Sequence[Said]
) -> tuple[list[Said], list[str]]:
    said: list[Said] = []
    unplaced: list[str] = []
    last: Polarity | None = None
    before: Polarity | None = None
    skipped = False
    dated = False
    for run in runs(sentence):
        if _is_past(run):
            continue
        last = None if run.anew else last
        instead = run.tokens[0].kind == "EXCEPT" and before is not None
        told = before = _told(run, last, before, [*earlier, *said])
        if told is Polarity.NEITHER or told is None:
            continue
        if _is_turning_point(run, [*earlier, *said]):
            skipped = dated and any(each.polarity is Polarity.CAN for each in said)
            last = before = None
            continue
        unclear = _of_some_weeks(run) or run.unsure
        skipped = unclear or (skipped and (dated or not _names_days(run)))
        if skipped:
            unplaced.append(run.text)
            continue
        phrases = _of_latter(_phrases(run, said or earlier), run, [*earlier, *said])
        dated = dated or _is_dated(run)
        if dated or not (phrases or any(token.kind == "THEN" for token in run.tokens)):
            unplaced.append(run.text)
        found = _limited(list(_shared(phrases, run, told)), run, said)
        found = [(_at_night(each, run), polarity) for each, polarity in found]
        never = all(each.polarity is Polarity.CANNOT for each in said)
        found = [each for pair in found for each in _less_exceptions(*pair)]
        if _is_only_bar(run, told):
            found.append((Phrase(ALL_DAYS, others=True), Polarity.CAN))
        said.extend(
            _said(phrase, each, number, run, instead=instead, general=never)
            for phrase, each in found
        )
        if judge_postfix(run.after) is None or not broken(run.after):
            last = told
        elif len({polarity for _, polarity in found}) > 1:
            last = found[0][1]
    return said, unplaced


def _is_past(run: Run) -> bool:
    """Return True for what no longer holds: 'was [6-9], now', '[Tue 6] is now', 'not [4.30]'."""
    if run.before[-1:] in (("was",), ("were",)) and not _names_days(run):
        return True
    bare = all(token.kind == "CLOCK" for token in run.tokens)
    return run.after in (("is", "now"), ("are", "now")) or (bare and run.before[-1:] == ("not",))


def _told(
    run: Run, last: Polarity | None, before: Polarity | None, earlier: Sequence[Said]
) -> Polarity | None:
    """Return what a run is for, by what was said before it where it points back."""
    if _is_likewise(run) and earlier:
        return earlier[-1].polarity
    if run.tokens[0].kind == "EXCEPT" and before is not None:
        return _turned(before)
    return _judged(run, last, before)


def _is_only_bar(run: Run, told: Polarity) -> bool:
    """Return True for 'the only days I can't do are Mondays', so that all others are free."""
    bar = _ONLY_NOT.search(" ".join(run.before)) or ONLY_NOT_BEHIND.match(" ".join(run.after))
    parts = any(token.kind in HOURLY for token in run.tokens)
    return told is Polarity.CANNOT and bool(bar) and not parts


def _less_exceptions(phrase: Phrase, polarity: Polarity) -> Iterator[tuple[Phrase, Polarity]]:
    """Give 'busy every evening but Sunday' as evenings ruled out, and Sunday's free."""
    if polarity is Polarity.CAN or not any(days for days, _ in phrase.without):
        yield phrase, polarity
        return
    left_out = {day for days, _ in phrase.without for day in days}
    days = tuple(day for day in phrase.days or ALL_DAYS if day not in left_out)
    yield replace(phrase, days=days, without=()), polarity
    for free, spans in phrase.without:
        yield Phrase(free, spans, vague=phrase.vague), Polarity.CAN


def _names_days(run: Run) -> bool:
    return any(token.days for token in run.tokens)


def _limited(
    found: list[tuple[Phrase, Polarity]], run: Run, said: list[Said]
) -> list[tuple[Phrase, Polarity]]:
    """Give a limit the day that stands just before it, which it takes the place of."""
    if not said or not _limits_day(run, said[-1], [phrase for phrase, _ in found]):
        return found
    day = said.pop().phrase.days
    return [(replace(each, days=day), polarity) for each, polarity in found]


def _is_turning_point(run: Run, earlier: Sequence[Said]) -> bool:
    """Return True for 'after that' of a date, from which on another time holds."""
    return all(token.kind == "THEN" for token in run.tokens) and not _afterwards(earlier)


def _is_dated(run: Run) -> bool:
    """Return True where it holds only up to a date, or from one on: 'Mondays until mid-June'."""
    lead, follow = " ".join(run.before), " ".join(run.after)
    follow = follow if follow.startswith("but") else _TURN.split(follow)[0]
    return bool(DATED.search(f"{_TURN.split(lead)[-1]} _ {follow}"))


def _of_latter(
    phrases: tuple[Phrase, ...], run: Run, earlier: Sequence[Said]
) -> tuple[Phrase, ...]:
    """Give 'not the latter after 8' the second of the two days named before it."""
    which = next((word for word in reversed(run.before) if word in _WHICH_OF_TWO), None)
    named = list(dict.fromkeys(day for each in earlier for day in each.phrase.days))
    if which is None or len(named) != 2 or any(each.days for each in phrases):
        return phrases
    return tuple(replace(each, days=(named[_WHICH_OF_TWO[which]],)) for each in phrases)


def _limits_day(run: Run, before: Said, phrases: Sequence[Phrase]) -> bool:
    """Return True for 'on Wednesdays I have to be done by 8', which is said of Wednesdays."""
    limit = any(token.role for token in run.tokens)
    named = before.phrase.days and before.phrase.vague and not any(each.days for each in phrases)
    return bool(limit and named and not _TURN.search(" ".join(run.before)))


def _is_likewise(run: Run) -> bool:
    """Return True for 'ditto' and 'too', which say what was said before; 'same time' does not."""
    follow = " ".join(run.after)
    return bool(LIKEWISE.match(follow)) and not SAME_HOURS.match(follow)


def _at_night(phrase: Phrase, run: Run) -> Phrase:
    """Return 'night shift Fri-Sun' as the nights."""
    near = f"{' '.join(run.before[-4:])} _ {' '.join(run.after[:4])}"
    if phrase.spans or not NIGHT_SHIFT.search(near):
        return phrase
    return replace(phrase, spans=(EVENING,))


def _said(
    phrase: Phrase, polarity: Polarity, number: int, run: Run, *, instead: bool, general: bool
) -> Said:
    general = general and polarity is Polarity.CANNOT and bool(_NOTHING & set(run.before[-2:]))
    same = any(token.kind == "SAME" for token in run.tokens)
    if general and not (phrase.days or phrase.vague or same):
        phrase = replace(phrase, days=ALL_DAYS)
    role = next((token.role for token in _after_release(run.tokens) if token.role), "")
    return Said(
        phrase,
        Polarity.CAN if role else polarity,
        number,
        instead,
        role,
        same,
        ":" in run.after or "=" in run.after,
        run.before[:1] in _GOES_ON,
        run.tokens[0].text.endswith("but"),
    )


def _phrases(run: Run, earlier: Sequence[Said]) -> tuple[Phrase, ...]:
    """Return what a run names, hours that it only points to filled in from what was said."""
    kinds = [token.kind for token in run.tokens]
    if "THEN" in kinds:
        return _afterwards(earlier)
    if run.after[:1] == ("respectively",):
        return parse_paired(run.tokens)
    apart = kinds[0] == "EXCEPT"
    pieces = [run.tokens[1:]] if apart else _pieces(_after_release(run.tokens), earlier)
    phrases = _evened(tuple(phrase for piece in pieces for phrase in parse(piece)), run)
    if apart and earlier:
        spans = earlier[-1].phrase.spans
        phrases = tuple(replace(each, spans=each.spans or spans) for each in phrases)
    if not phrases and "SAME" in kinds:
        night = any(re.search("night|evening", t.text) for t in run.tokens if t.kind == "SAME")
        phrases = (Phrase(spans=(EVENING,) if night else ()),)
    if LIKEWISE.match(" ".join(run.after)) or LIKEWISE_AHEAD.search(" ".join(run.before)):
        spans = next((each.spans for each in reversed(phrases) if each.spans), ())
        spans = spans or next((s.phrase.spans for s in reversed(earlier) if s.phrase.spans), ())
        phrases = tuple(replace(each, spans=each.spans or spans) for each in phrases)
    return phrases


def _pieces(tokens: tuple[Token, ...], earlier: Sequence[Said]) -> list[tuple[Token, ...]]:
    """Return a run in two where its hours are of days before it: '[Tuesday I can] 4-6, Friday'."""
    waits = bool(earlier) and bool(earlier[-1].phrase.days) and not earlier[-1].phrase.spans
    timed = next((t.kind for t in tokens if t.kind not in {"FILLER", "SAME"}), "") in HOURLY
    for place, token in enumerate(tokens):
        behind = next((t for t in tokens[place + 1 :] if t.kind not in {"FILLER", "SEP"}), None)
        if not timed or token.kind != "SEP" or behind is None or not behind.days:
            continue
        apart = token.text == "," and tokens[place + 1].text == "on"
        if waits or (apart and not any(t.clock for t in tokens[place:])):
            return [tokens[:place], tokens[place + 1 :]]
    return [tokens]


def _evened(phrases: tuple[Phrase, ...], run: Run) -> tuple[Phrase, ...]:
    """Give '2-5' to both days in 'Wednesday arvo or Thursday arvo, 2-5'."""
    if len(phrases) < 2 or phrases[-1].vague or not all(p.vague and p.spans for p in phrases[:-1]):
        return phrases
    kinds = [token.kind for token in run.tokens if token.kind != "FILLER"]
    comma = [t.text for t in run.tokens if t.kind != "FILLER"]
    start = next(n for n, kind in enumerate(kinds) if kind in HOURLY - {"PART"})
    if start == 0 or comma[start - 1] != ",":
        return phrases
    spans = phrases[-1].spans
    return tuple(replace(each, spans=spans, vague=False) for each in phrases)


def _after_release(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens without 'off at 5:' where hours to meet stand behind it."""
    clocks = [place for place, token in enumerate(tokens) if token.kind == "CLOCK"]
    if len(clocks) < 2 or tokens[0].role != "release":
        return tokens
    return tuple(replace(token, role="") for token in tokens[clocks[0] + 1 :])


def _afterwards(earlier: Sequence[Said]) -> tuple[Phrase, ...]:
    """Return 'after that' as the hours after those spoken of last."""
    phrase = next((each.phrase for each in reversed(earlier) if each.phrase.spans), None)
    if phrase is None or phrase.spans[-1][1] >= 1440:
        return ()
    days = earlier[-1].phrase.days
    return (Phrase(days or phrase.days, ((phrase.spans[-1][1], 1440),), vague=False),)


def _of_some_weeks(run: Run) -> bool:
    """Return True where the words around a run say that it holds only in some weeks."""
    lead, follow = " ".join(run.before), " ".join(run.after)
    near = f"{_TURN.split(lead)[-1]} {run.text} {_TURN.split(follow)[0]}"
    near = near.replace("alternate :", "")
    first = lead.replace("alternate :", "") if run.first else ""
    return bool(
        SOME_WEEKS.search(near)
        or SOME_WEEKS.search(first)
        or DEPENDS.search(_THE_REST.split(follow)[0])
    )


def _shared(
    phrases: tuple[Phrase, ...], run: Run, polarity: Polarity
) -> Iterator[tuple[Phrase, Polarity]]:
    """Give each phrase its polarity; in 'Mon 7-9, Tue 7-9, Fri no' the `no` is Friday's alone."""
    own = len(phrases) > 1 and not phrases[-1].spans and bool(phrases[0].spans)
    if not own or judge_postfix(run.after) is None:
        yield from ((phrase, polarity) for phrase in phrases)
        return
    rest = judge(run.before, (), asked=run.asked, last=None)
    yield from ((phrase, rest) for phrase in phrases[:-1])
    yield phrases[-1], polarity


def _judged(run: Run, last: Polarity | None, before: Polarity | None) -> Polarity:
    """Return what a run is for: hours follow the days before, and a question offers hours."""
    if run.tokens[0].kind == "EXCEPT":
        return Polarity.CANNOT
    home = (t for t in run.tokens[:2] if t.kind != "EXCEPT")
    if any(token.role or token.text.endswith(" from") for token in home):
        return Polarity.CAN  # 'free from 7', 'home by 6'
    if before is Polarity.CANNOT and _ARE.match(" ".join(run.after)):
        return judge_lead(run.before) or Polarity.CAN
    if before and _AS_BEFORE.search(" ".join(run.before)):
        return before
    dayless = not any(token.days for token in run.tokens)
    if dayless and run.before[-1:] == ("my",) and run.after[:1] in (("is",), ("are",)):
        return judge_postfix(run.after) or Polarity.NEITHER
    clocked = any(token.clock for token in run.tokens)
    timed = clocked or (_names_days(run) and any(token.kind == "PART" for token in run.tokens))
    if KEPT.match(" ".join(run.after)) and not timed:
        return Polarity.NEITHER
    if dayless and clocked and before is Polarity.CANNOT and _SO.search(" ".join(run.before)):
        return judge_postfix(run.after) or Polarity.CAN
    if dayless and before and not judge_lead(run.before) and not judge_postfix(run.after):
        return before
    exact = any(token.kind in {"CLOCK", "GROUP", "DAYS", "EXCEPT"} for token in run.tokens)
    exact = exact or sum(token.kind == "DAY" for token in run.tokens) > 1
    return judge(run.before, run.after, asked=run.asked, last=last, exact=exact)


def _turned(polarity: Polarity | None) -> Polarity | None:
    turned = {Polarity.CAN: Polarity.CANNOT, Polarity.CANNOT: Polarity.CAN}
    return turned.get(polarity, polarity) if polarity else None
