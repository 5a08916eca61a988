"""Figures of readings against labels, as text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mailbot.model.reading import Flag, Route, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.enquiries import Enquiry
    from mailbot.model.reading import Facts, Interval, Reading

Pair = tuple["Enquiry", "Reading"]


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something was found rightly, found wrongly, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what was found, how much is true."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of what is true, how much was found."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def __str__(self) -> str:
        return (
            f"P {self.precision:.2f}  R {self.recall:.2f}  F1 {self.f1:.2f}"
            f"  ({self.right} right, {self.wrong} wrong, {self.missed} missed)"
        )


def tally(found: Iterable[tuple[bool, bool]]) -> Tally:
    """Return the tally of pairs (found, true)."""
    counts = Counter(found)
    return Tally(counts[True, True], counts[True, False], counts[False, True])


def report(enquiries: Sequence[Enquiry], readings: Sequence[Reading]) -> str:
    """Return all figures."""
    pairs = list(zip(enquiries, readings, strict=True))
    return "\n".join([*_topics(pairs), *_flags(pairs), *_routes(pairs), *_facts(pairs)])


def _topics(pairs: list[Pair]) -> list[str]:
    tallies = {
        topic: tally((topic in r.topic_set, topic in e.topics) for e, r in pairs) for topic in Topic
    }
    lines = [f"{topic:16} {each}" for topic, each in tallies.items()]
    micro = tally((t in r.topic_set, t in e.topics) for e, r in pairs for t in Topic)
    macro = sum(each.f1 for each in tallies.values()) / len(tallies)
    exact = sum(r.topic_set == e.topics for e, r in pairs) / len(pairs)
    summary = (
        f"topics: micro F1 {micro.f1:.3f}, macro F1 {macro:.3f}, set exactly right {exact:.3f}"
    )
    return [*lines, summary]


def _flags(pairs: list[Pair]) -> list[str]:
    return [
        f"{flag:16} {tally((flag in r.flag_set, flag in e.flags) for e, r in pairs)}"
        for flag in Flag
    ]


def _routes(pairs: list[Pair]) -> list[str]:
    confusion = Counter((e.route, r.route) for e, r in pairs)
    lines = ["route (down: right; across: read)" + "".join(f"{route:>12}" for route in Route)]
    lines += [
        f"{true:33}" + "".join(f"{confusion[true, read]:12}" for read in Route) for true in Route
    ]
    right = sum(e.route is r.route for e, r in pairs) / len(pairs)
    silent = [(e, r) for e, r in pairs if Topic.UNRELATED in e.topics or Flag.MACHINE in e.flags]
    kept = sum(r.route is not Route.REPLY for _, r in silent) / max(1, len(silent))
    owed = [(e, r) for e, r in pairs if e.route is not Route.NONE]
    heard = sum(r.route is not Route.NONE for _, r in owed) / max(1, len(owed))
    distress = tally(
        (r.route is Route.URGENT or "possible_distress" in r.reasons, Flag.DISTRESS in e.flags)
        for e, r in pairs
    )
    return [
        *lines,
        f"route right {right:.3f}",
        f"unrelated and machine never to reply {kept:.3f}; owed mail not to none {heard:.4f}",
        f"distress, either grade: {distress}",
    ]


def _facts(pairs: list[Pair]) -> list[str]:
    lines = []
    for key in ("name", "university", "year", "city", "timezone"):
        stated = [(e, r) for e, r in pairs if key in e.facts]
        right = sum(fact_right(key, e, r.facts) for e, r in stated)
        added = sum(key not in e.facts and getattr(r.facts, key) is not None for e, r in pairs)
        lines.append(f"{key:16} {right / max(1, len(stated)):.3f} of {len(stated)}; {added} added")
    for key in ("availability", "unavailable"):
        stated = [(e, r) for e, r in pairs if key in e.facts]
        right = sum(spans(e.facts[key]) == got(getattr(r.facts, key)) for e, r in stated)
        added = sum(key not in e.facts and bool(getattr(r.facts, key)) for e, r in pairs)
        hours = _overlap(stated, key)
        lines.append(
            f"{key:16} {right / max(1, len(stated)):.3f} of {len(stated)}; {added} added; "
            f"overlap in hours {hours:.3f}"
        )
    return lines


def fact_right(key: str, enquiry: Enquiry, facts: Facts) -> bool:
    """Return True where a fact is as labelled; a fuller name from the From header is as right."""
    wanted, read = enquiry.facts[key], getattr(facts, key)
    if key != "name":
        return bool(wanted == read)
    full = enquiry.message.sender.name.casefold()
    return read is not None and (
        read.casefold() == wanted.casefold() or (read.casefold() == full and bool(full))
    )


def spans(labelled: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    """Return labelled intervals as a set."""
    return {(each["day"], each["from"], each["to"]) for each in labelled}


def got(intervals: Iterable[Interval]) -> set[tuple[str, str, str]]:
    """Return read intervals as a set."""
    return {(str(each.day), each.start, each.end) for each in intervals}


def _quarters(intervals: set[tuple[str, str, str]]) -> set[tuple[str, int]]:
    def quarter(clock: str) -> int:
        hours, _, minutes = clock.partition(":")
        return (int(hours) * 60 + int(minutes)) // 15

    return {(d, q) for d, start, end in intervals for q in range(quarter(start), quarter(end))}


def _overlap(stated: list[Pair], key: str) -> float:
    both = either = 0
    for enquiry, reading in stated:
        wanted = _quarters(spans(enquiry.facts[key]))
        read = _quarters(got(getattr(reading.facts, key)))
        both += len(wanted & read)
        either += len(wanted | read)
    return both / max(1, either)


def show_wrong(enquiries: Sequence[Enquiry], readings: Sequence[Reading]) -> str:
    """Return each mail whose topics, flags or route were read wrongly, with the reading."""
    lines = []
    for e, r in zip(enquiries, readings, strict=True):
        if r.topic_set != e.topics or r.flag_set != e.flags or r.route is not e.route:
            read = ", ".join(f"{f.topic} {f.confidence:.2f}" for f in r.topics)
            lines.append(
                f"{e.id} [{e.stage}] {e.message.subject!r} {e.message.new_text[:400]!r}\n"
                f"   is {sorted(e.topics)} {sorted(e.flags)} {e.route}\n"
                f"   read {read} {sorted(r.flag_set)} {r.route} {r.reasons} {r.confidence:.2f}"
            )
    return "\n".join(lines)
