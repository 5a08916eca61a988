"""Joins statements that complete each other: hours to the days beside them, limits to hours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mailbot.reading.times.phrases import Phrase
from mailbot.reading.times.polarity import Polarity
from mailbot.reading.times.scan import ALL_DAYS, EVENING, MORNING, WHOLE
from mailbot.reading.times.statements import LIMITS, Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.reading.times.scan import Span

_END = 1440


def join(said: Sequence[Said]) -> list[Said]:
    """Return the statements with hours that stand alone given to the days that they belong to."""
    joined: list[Said] = []
    lent: Said | None = None
    for statement in said:
        each = _lent(lent, statement)
        if each.role in LIMITS and _limited(joined, each):
            continue
        if each.same and not each.phrase.days and _pointed(joined, each):
            continue
        if _heading(joined, each) is not None:
            joined.append(_under(joined, each))
        elif joined and _lacks_days(joined[-1], each):
            joined.append(_with_days(joined.pop(), each))
            lent = joined[-1]
        elif each.phrase.days or not each.phrase.spans or each.role == "release":
            joined.append(each)
        else:
            _place_hours(joined, each)
    return _settled(_narrowed(_widened(joined)))


def _widened(said: list[Said]) -> list[Said]:
    """Keep days ruled out whole beside 'nothing before 6', which is said of every day."""
    if not any(_rules_out_hours(each) for each in said):
        return said
    return [_kept_whole(each) for each in said]


def _rules_out_hours(said: Said) -> bool:
    """Return True for 'nothing before 6', said of every day."""
    every = said.phrase.days == ALL_DAYS and not said.phrase.others
    return every and said.polarity is Polarity.CANNOT and not said.phrase.vague


def _kept_whole(said: Said) -> Said:
    """Return a day ruled out as the whole day, which hours for every day do not narrow."""
    if said.polarity is not Polarity.CANNOT or said.phrase.spans or not said.phrase.days:
        return said
    return replace(said, phrase=replace(said.phrase, spans=(WHOLE,), vague=False))


def _narrowed(said: list[Said]) -> list[Said]:
    """Return 'anything but mornings' as no mornings, where free days are named as well."""
    can = [each for each in said if each.polarity is Polarity.CAN and not each.loose]
    if not any(each.phrase.days for each in can):
        return said
    return [_left_out(each) if each.loose else each for each in said]


def _left_out(said: Said) -> Said:
    if not said.phrase.without:
        return said
    days, spans = said.phrase.without[0]
    phrase = Phrase(days or said.phrase.days, spans)
    return replace(said, phrase=phrase, polarity=Polarity.CANNOT, loose=False)


def _lent(lent: Said | None, each: Said) -> Said:
    """Give 'Evenings. Mondays are best, Tuesdays fine' the evenings for both."""
    if lent is None or each.phrase.spans or not each.phrase.days:
        return each
    if lent.sentence != each.sentence or lent.polarity is not each.polarity:
        return each
    phrase = replace(each.phrase, spans=lent.phrase.spans, vague=lent.phrase.vague)
    return replace(each, phrase=phrase)


def _settled(joined: list[Said]) -> list[Said]:
    """Drop headings that gave their hours away, and releases where better is said."""
    joined = [_as_released(joined, each) for each in joined]
    used = {each.sentence for each in joined if not each.heads and each.phrase.days}
    told = any(each.polarity is Polarity.CAN and each.role != "release" for each in joined)
    kept = [each for each in joined if not (each.role == "release" and told)]
    kept = [each for each in kept if not (_is_heading(each) and each.sentence in used)]
    return [each for place, each in enumerate(kept) if not _retracted(each, kept[place + 1 :])]


def _retracted(each: Said, later: Sequence[Said]) -> bool:
    """Return True for a day ruled out whose free hours the same sentence goes on to give."""
    if each.polarity is not Polarity.CANNOT or each.phrase.spans or not each.phrase.days:
        return False
    return any(
        other.polarity is Polarity.CAN
        and other.sentence == each.sentence
        and not other.phrase.vague
        and not other.phrase.others
        and set(each.phrase.days) <= set(other.phrase.days)
        and len(other.phrase.days) < len(ALL_DAYS)
        for other in later
    )


def _as_released(joined: Sequence[Said], each: Said) -> Said:
    """Give 'and at a desk from 4.30' the days of 'I finish at 4 each weekday' before it."""
    if each.phrase.days or each.phrase.vague or each.role:
        return each
    ends = (s for s in joined if s.role == "release" and s.sentence == each.sentence)
    days = next((s.phrase.days for s in ends), ())
    return replace(each, phrase=replace(each.phrase, days=days))


def _is_heading(said: Said) -> bool:
    """Return True for parts of the day with a colon: 'Evenings: yes to Monday, no to Tuesday'."""
    generic = not said.phrase.days or len(said.phrase.days) >= 5
    return said.heads and generic and said.phrase.vague and bool(said.phrase.spans)


def _heading(joined: Sequence[Said], each: Said) -> Said | None:
    if not each.phrase.days or each.phrase.spans:
        return None
    heads = (s for s in reversed(joined[-99:]) if s.sentence == each.sentence and _is_heading(s))
    return next(heads, None)


def _under(joined: Sequence[Said], each: Said) -> Said:
    head = _heading(joined, each)
    return replace(each, phrase=replace(each.phrase, spans=head.phrase.spans)) if head else each


def _lacks_days(before: Said, days: Said) -> bool:
    """Return True for hours that wait for the days after them: 'before 7 is out on weekdays'."""
    waits = bool(before.phrase.spans) and not before.phrase.days
    if not waits or not days.phrase.days or before.polarity is not days.polarity:
        return False
    apart = days.sentence - before.sentence
    free = not days.phrase.spans or before.phrase.vague
    return free and (apart == 0 or (apart == 1 and not days.phrase.spans))


def _with_days(hours: Said, days: Said) -> Said:
    spans = _sharper(hours, days) if days.phrase.spans else hours.phrase.spans
    vague = hours.phrase.vague and days.phrase.vague
    return replace(days, phrase=replace(days.phrase, spans=spans, vague=vague))


def _sharper(part: Said, exact: Said) -> tuple[Span, ...]:
    """Return the hours of `exact`, in the morning where `part` speaks of mornings."""
    (start, end), *more = exact.phrase.spans
    parts = part.phrase.spans
    if start == 0 and not more and len(parts) == 1 and parts[0][0] < end <= parts[0][1]:
        return ((parts[0][0], end),)
    early = bool(part.phrase.spans) and all(span == MORNING for span in part.phrase.spans)
    return exact.phrase.early if early and exact.phrase.early else exact.phrase.spans


def _place_hours(joined: list[Said], hours: Said) -> None:
    """Give hours to the open days before them, or add them to the hours of those days."""
    near = 0 if hours.phrase.vague else 1
    taken = _open_days(joined, hours, near)
    if taken:
        for place in taken:
            days = joined[place].phrase
            spans = _sharper(joined[place], hours)
            without = days.without + hours.phrase.without
            vague = hours.phrase.vague
            phrase = replace(days, spans=spans, vague=vague, without=without)
            joined[place] = replace(joined[place], phrase=phrase)
        return
    last = joined[-1] if joined else None
    if last and _turns(last, hours):
        joined[-1] = replace(hours, phrase=replace(hours.phrase, days=last.phrase.days))
        return
    if last and _sharpens(last, hours):
        spans = _sharper(last, hours)
        phrase = replace(hours.phrase, days=ALL_DAYS, spans=spans)
        joined[-1] = replace(hours, phrase=phrase)
        return
    near_enough = last and (last.sentence == hours.sentence or (near and hours.again))
    if last and near_enough and last.phrase.days and last.role != "release":
        if last.polarity is hours.polarity and _bounded(joined, hours):
            return
        joined.append(replace(hours, phrase=replace(hours.phrase, days=last.phrase.days)))
    else:
        joined.append(hours)


def _open_days(joined: Sequence[Said], hours: Said, near: int) -> list[int]:
    """Return where the days stand that still wait for hours, those against them passed over."""
    taken: list[int] = []
    for place in range(len(joined) - 1, -1, -1):
        each = joined[place]
        if hours.sentence - each.sentence > near:
            break
        if each.polarity is not hours.polarity:
            if near and hours.sentence != each.sentence:
                continue
            break
        if each.role == "release":
            continue
        if not each.phrase.days or not each.phrase.vague or each.instead:
            break
        apart = bool(taken) and joined[taken[0]].sentence != each.sentence
        if not _fits(each, hours) or (apart and joined[taken[0]].sentence == hours.sentence):
            break
        taken.append(place)
    return taken


def _turns(days: Said, hours: Said) -> bool:
    """Return True for 'Saturday is half a duty, so after 2': the hours say what is left."""
    against = days.polarity is Polarity.CANNOT and hours.polarity is Polarity.CAN
    bare = bool(days.phrase.days) and not days.phrase.spans
    return against and bare and days.sentence == hours.sentence and not hours.phrase.vague


def _sharpens(part: Said, hours: Said) -> bool:
    """Return True for 'evenings, after 7': hours that say which part of the evenings is meant."""
    generic = not part.phrase.days and part.phrase.vague and bool(part.phrase.spans)
    near = hours.sentence - part.sentence <= 1 and not hours.phrase.vague
    return generic and near and part.polarity is hours.polarity and _fits(part, hours)


def _fits(days: Said, hours: Said) -> bool:
    """Return True where hours lie in the part of the day that was named with the days."""
    return not days.phrase.spans or any(
        start < end_of_part and part < end
        for start, end in hours.phrase.spans + hours.phrase.early
        for part, end_of_part in days.phrase.spans
    )


def _bounded(joined: list[Said], hours: Said) -> bool:
    """Make one stretch of 'from 5' and a later 'until 8'; return False where they are two."""
    phrase, spans = joined[-1].phrase, hours.phrase.spans
    if len(spans) != 1 or not phrase.spans or phrase.spans[-1][1] != _END:
        return False
    start, end = phrase.spans[-1][0], spans[0][1]
    if spans[0][0] != 0 or not 0 < start < end:
        return False
    spans = (*phrase.spans[:-1], (start, end))
    joined[-1] = replace(joined[-1], phrase=replace(phrase, spans=spans))
    return True


def _pointed(joined: list[Said], each: Said) -> bool:
    """Give 'those nights' the days that were spoken of last; return False where there are none."""
    hours = joined[-1] if joined and not joined[-1].phrase.days else None
    places = _spoken_of(joined[:-1] if hours else joined, each.sentence)
    alike = [place for place in places if joined[place].polarity is each.polarity]
    places = alike or places
    if not places:
        return False
    if hours and not each.phrase.spans and hours.sentence == each.sentence:
        days = tuple(day for place in places for day in joined[place].phrase.days)
        joined[-1] = replace(hours, phrase=replace(hours.phrase, days=days))
        return True
    for place in places:
        before = joined[place]
        spans = each.phrase.spans
        if before.polarity is each.polarity and before.phrase.vague:
            if spans and (not before.phrase.spans or not each.phrase.vague):
                phrase = replace(before.phrase, spans=spans, vague=each.phrase.vague)
                joined[place] = replace(before, phrase=phrase)
        elif before.polarity is not each.polarity and spans in ((), (EVENING,)):
            joined[place] = replace(before, polarity=each.polarity)
        elif spans and spans != (EVENING,):
            joined.append(replace(each, phrase=replace(each.phrase, days=before.phrase.days)))
    return True


def _spoken_of(joined: Sequence[Said], sentence: int) -> list[int]:
    """Return where the days of the latest statements stand that are all for or all against."""
    places: list[int] = []
    for place in range(len(joined) - 1, -1, -1):
        each = joined[place]
        if sentence - each.sentence > 1 or not each.phrase.days:
            break
        places.append(place)
    return places


def _limited(joined: list[Said], limit: Said) -> bool:
    """Cut hours short at a limit; return False where there are none to cut."""
    end = limit.phrase.spans[0][1] if limit.phrase.spans else _END
    places = [
        place
        for place, each in enumerate(joined)
        if each.polarity is Polarity.CAN and _meant(joined, each, limit)
    ]
    if limit.same and not limit.phrase.days:
        places = [place for place in _spoken_of(joined, limit.sentence) if place in places][:1]
    for place in places:
        _cut(joined, place, end, limit)
    return bool(places)


def _meant(joined: Sequence[Said], each: Said, limit: Said) -> bool:
    if limit.phrase.days:
        return bool(set(each.phrase.days) & set(limit.phrase.days))
    latest = max(s.sentence for s in joined if s.polarity is Polarity.CAN)
    return each.sentence == latest and limit.sentence - latest <= 1


def _cut(joined: list[Said], place: int, end: int, limit: Said) -> None:
    said = joined[place]
    days = said.phrase.days or ALL_DAYS
    cut = tuple(day for day in days if day in (limit.phrase.days or days))
    rest = tuple(day for day in days if day not in cut)
    spans = said.phrase.spans or ((0, _END),)
    left = tuple((a, min(b, end)) for a, b in spans if a < end)
    if not left:
        return
    joined[place] = replace(said, phrase=replace(said.phrase, days=cut, spans=left, vague=False))
    if rest:
        joined.append(replace(said, phrase=replace(said.phrase, days=rest)))
    if limit.role == "must":
        phrase = replace(limit.phrase, days=cut, spans=((end, _END),))
        joined.append(replace(limit, phrase=phrase, polarity=Polarity.CANNOT))
