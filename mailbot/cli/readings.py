"""A reading for programs, in the shape of the labelled enquiries, and for people."""

from __future__ import annotations

from datetime import date
from typing import Any

from mailbot.cli.paper import one_line
from mailbot.model.mail import Evidence
from mailbot.model.reading import Facts, FlagFinding, Interval, Reading, Taught, TopicFinding

DID = {
    "correct": "you corrected",
    "label": "you labelled",
    "rejected": "you turned down a reply to",
    "by_hand": "you answered by hand",
    "block": "you cut a part of the reply to",
}
"""What the coordinator did with a mail, by the source of the lesson."""

_WORRY = "possible_distress"
_STATED = ("name", "university", "year", "city", "timezone")


def labels(reading: Reading) -> dict[str, Any]:
    """Return topics, flags, facts and route as the labelled enquiries have them, and why.

    `unplaced` are words about times that could not be placed; labels have none.
    """
    return {
        "topics": [finding.topic.value for finding in reading.topics],
        "flags": [finding.flag.value for finding in reading.flags],
        "facts": stated(reading.facts),
        "unplaced": list(reading.facts.unplaced),
        "route": reading.route.value,
        "confidence": reading.confidence,
        "evidence": _evidence(reading),
        "reasons": list(reading.reasons),
        "taught": [
            {"lesson": one.lesson, "source": one.source, "day": one.day, "likeness": one.likeness}
            for one in reading.taught
        ],
    }


def stated(facts: Facts) -> dict[str, Any]:
    """Return the facts that are stated, and no others."""
    plain = {key: getattr(facts, key) for key in _STATED}
    times = {
        "availability": [_entry(interval) for interval in facts.availability],
        "unavailable": [_entry(interval) for interval in facts.unavailable],
    }
    return {key: value for key, value in {**plain, **times}.items() if value}


def _entry(interval: Interval) -> dict[str, str]:
    return {"day": interval.day.value, "from": interval.start, "to": interval.end}


def _evidence(reading: Reading) -> dict[str, list[dict[str, str]]]:
    spoke: dict[str, list[dict[str, str]]] = {}
    found = [
        *((topic.topic.value, topic.evidence) for topic in reading.topics),
        *((flag.flag.value, flag.evidence) for flag in reading.flags),
        *((_WORRY, (words,)) for words in reading.worrying),
        *((fact.why, (fact,)) for fact in reading.facts.evidence),
    ]
    for label, evidence in found:
        words = [{"words": one.words, "why": one.why} for one in evidence]
        spoke[label] = [*spoke.get(label, []), *words]
    return spoke


def described(reading: Reading) -> list[tuple[str, str]]:
    """Return what was read as names and words to put below each other."""
    return [
        *(("topic", _finding(topic.topic.value, topic)) for topic in reading.topics),
        *(("flag", _finding(flag.flag.value, flag)) for flag in reading.flags),
        *(("worry", f"“{one_line(one.words)}”") for one in reading.worrying),
        *(("fact", f"{name}: {value}") for name, value in told(reading.facts)),
        *(("unclear", one_line(words)) for words in reading.facts.unplaced),
        ("route", f"{reading.route.value} {reading.confidence:.2f} ({', '.join(reading.reasons)})"),
        *(("taught", _lesson(one)) for one in reading.taught),
    ]


def _lesson(one: Taught) -> str:
    day = date.fromisoformat(one.day)
    did = DID.get(one.source, one.source)
    return f"{did} a mail like this on {day.day} {day:%B %Y} (lesson {one.lesson})"


def told(facts: Facts) -> list[tuple[str, str]]:
    """Return each fact that is stated, as its name and a few words."""
    return [
        (name, _times(value) if isinstance(value, list) else one_line(str(value)))
        for name, value in stated(facts).items()
    ]


def _finding(label: str, finding: TopicFinding | FlagFinding) -> str:
    return f"{label} {finding.confidence:.2f}{_words(finding.evidence)}"


def _words(evidence: tuple[Evidence, ...]) -> str:
    quoted = ", ".join(f"“{one_line(one.words)}”" for one in evidence)
    return f": {quoted}" if quoted else ""


def _times(entries: list[dict[str, str]]) -> str:
    return ", ".join(f"{one['day']} {one['from']}-{one['to']}" for one in entries)
