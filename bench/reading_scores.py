"""Figures of readings against labels."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Any

from mailbot.model.reading import Flag, Route, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bench.enquiries import Enquiry
    from mailbot.model.reading import Facts, Interval, Reading

Pair = tuple["Enquiry", "Reading"]

_PLAIN_FACTS = ("name", "university", "year", "city", "timezone")
_TIMES = ("availability", "unavailable")


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something was found rightly, found wrongly, and missed.

    Figures are None where there is no mail to measure them by: recall where nothing is true, the
    others where nothing was found either.
    """

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Of what was found, how much is true; 0 where all was missed."""
        found = self.right + self.wrong
        return self.right / max(1, found) if found + self.missed else None

    @property
    def recall(self) -> float | None:
        """Of what is true, how much was found."""
        true = self.right + self.missed
        return self.right / true if true else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both."""
        halves = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / halves if halves else None


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some are right."""

    right: int
    of: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where there are none to get right."""
        return self.right / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class FactScore:
    """How a fact was read.

    Attributes:
        stated: Of the mails that state it, those read exactly right.
        added: Mails that do not state it, where it was read all the same.
        overlap: For times, the hours both labelled and read, of those labelled or read; None for
            other facts, and where no mail states any.
    """

    stated: Share
    added: int
    overlap: float | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is counted when readings are held against labels.

    Attributes:
        mails: How many.
        topics: By topic.
        flags: By flag.
        micro: Over all topics together.
        exact: Mails whose set of topics is exactly right.
        confusion: How often a route that is right (outside) was read as another (inside).
        route: Mails with the right route.
        kept_from_reply: Of mail that is `unrelated` or a machine's, what was not to be replied to.
        heard: Of mail whose right route is another, what was not routed to `none`.
        distress_either: Distress, where `possible_distress` counts as found.
        facts: By name of the fact.
    """

    mails: int
    topics: Mapping[Topic, Tally]
    flags: Mapping[Flag, Tally]
    micro: Tally
    exact: Share
    confusion: Mapping[Route, Mapping[Route, int]]
    route: Share
    kept_from_reply: Share
    heard: Share
    distress_either: Tally
    facts: Mapping[str, FactScore]

    @property
    def macro_f1(self) -> float | None:
        """The mean F1 of the topics that occur, in labels or readings, each counting the same."""
        occurring = [each.f1 for each in self.topics.values() if each.f1 is not None]
        return fmean(occurring) if occurring else None


def tally(found: Iterable[tuple[bool, bool]]) -> Tally:
    """Return the tally of pairs (found, true)."""
    counts = Counter(found)
    return Tally(counts[True, True], counts[True, False], counts[False, True])


def share(right: Iterable[bool]) -> Share:
    """Return how many are right."""
    counts = Counter(right)
    return Share(counts[True], counts.total())


def measure(pairs: Sequence[Pair]) -> Figures:
    """Return the figures of labelled mails and what was read in them."""
    return Figures(
        mails=len(pairs),
        topics={t: tally((t in r.topic_set, t in e.topics) for e, r in pairs) for t in Topic},
        flags={f: tally((f in r.flag_set, f in e.flags) for e, r in pairs) for f in Flag},
        micro=tally((t in r.topic_set, t in e.topics) for e, r in pairs for t in Topic),
        exact=share(r.topic_set == e.topics for e, r in pairs),
        confusion=_confusion(pairs),
        route=share(r.route is e.route for e, r in pairs),
        kept_from_reply=share(r.route is not Route.REPLY for e, r in pairs if _unanswered(e)),
        heard=share(r.route is not Route.NONE for e, r in pairs if e.route is not Route.NONE),
        distress_either=tally(
            (r.route is Route.URGENT or "possible_distress" in r.reasons, Flag.DISTRESS in e.flags)
            for e, r in pairs
        ),
        facts={key: _plain_fact(key, pairs) for key in _PLAIN_FACTS}
        | {key: _times(key, pairs) for key in _TIMES},
    )


def _unanswered(enquiry: Enquiry) -> bool:
    return Topic.UNRELATED in enquiry.topics or Flag.MACHINE in enquiry.flags


def _confusion(pairs: Sequence[Pair]) -> dict[Route, dict[Route, int]]:
    counts = Counter((e.route, r.route) for e, r in pairs)
    return {true: {read: counts[true, read] for read in Route} for true in Route}


def _plain_fact(key: str, pairs: Sequence[Pair]) -> FactScore:
    return FactScore(
        share(fact_right(key, e, r.facts) for e, r in pairs if key in e.facts),
        sum(key not in e.facts and getattr(r.facts, key) is not None for e, r in pairs),
    )


def fact_right(key: str, enquiry: Enquiry, facts: Facts) -> bool:
    """Return True where a fact is as labelled; a fuller name from the From header is as right."""
    wanted, read = enquiry.facts[key], getattr(facts, key)
    if key != "name":
        return bool(wanted == read)
    full = enquiry.message.sender.name.casefold()
    return read is not None and (
        read.casefold() == wanted.casefold() or (read.casefold() == full and bool(full))
    )


def _times(key: str, pairs: Sequence[Pair]) -> FactScore:
    both = [(_labelled(e.facts[key]), _read(r.facts, key)) for e, r in pairs if key in e.facts]
    return FactScore(
        share(labelled == read for labelled, read in both),
        sum(key not in e.facts and bool(_read(r.facts, key)) for e, r in pairs),
        _overlap(both),
    )


Spans = set[tuple[str, str, str]]


def _labelled(intervals: list[dict[str, Any]]) -> Spans:
    return {(each["day"], each["from"], each["to"]) for each in intervals}


def _read(facts: Facts, key: str) -> Spans:
    intervals: tuple[Interval, ...] = getattr(facts, key)
    return {(str(each.day), each.start, each.end) for each in intervals}


def _quarters(spans: Spans) -> set[tuple[str, int]]:
    """Return the quarters of an hour that some spans cover."""

    def quarter(clock: str) -> int:
        hours, _, minutes = clock.partition(":")
        return (int(hours) * 60 + int(minutes)) // 15

    return {(day, q) for day, start, end in spans for q in range(quarter(start), quarter(end))}


def _overlap(both: list[tuple[Spans, Spans]]) -> float | None:
    quarters = [(_quarters(labelled), _quarters(read)) for labelled, read in both]
    common = sum(len(labelled & read) for labelled, read in quarters)
    either = sum(len(labelled | read) for labelled, read in quarters)
    return common / either if either else None
