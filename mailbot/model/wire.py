"""Facts and readings as plain JSON values, and back again."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from mailbot.model.mail import Evidence, Origin, Screening
from mailbot.model.reading import (
    Day,
    Facts,
    Flag,
    FlagFinding,
    Interval,
    Reading,
    Route,
    Taught,
    Topic,
    TopicFinding,
)

Json = dict[str, Any]


def to_json(value: Facts | Reading) -> Json:
    """Return facts or a reading as JSON values, whose keys are the names of the fields."""
    return asdict(value)


def facts_from_json(value: Json) -> Facts:
    """Turn what `to_json` made of facts back into facts."""
    return Facts(
        **{key: value.get(key) for key in ("name", "university", "year", "city", "timezone")},
        availability=_intervals(value["availability"]),
        unavailable=_intervals(value["unavailable"]),
        unplaced=tuple(value["unplaced"]),
        evidence=_evidence(value["evidence"]),
    )


def reading_from_json(value: Json) -> Reading:
    """Turn what `to_json` made of a reading back into a reading."""
    screening = value["screening"]
    return Reading(
        screening=Screening(
            origin=Origin(screening["origin"]),
            answerable=screening["answerable"],
            evidence=_evidence(screening["evidence"]),
        ),
        topics=tuple(
            TopicFinding(Topic(item["topic"]), item["confidence"], _evidence(item["evidence"]))
            for item in value["topics"]
        ),
        flags=tuple(
            FlagFinding(Flag(item["flag"]), item["confidence"], _evidence(item["evidence"]))
            for item in value["flags"]
        ),
        facts=facts_from_json(value["facts"]),
        route=Route(value["route"]),
        confidence=value["confidence"],
        reasons=tuple(value["reasons"]),
        # Readings that were kept before these were told have none.
        taught=tuple(Taught(**item) for item in value.get("taught", ())),
        worrying=_evidence(value.get("worrying", [])),
    )


def _intervals(values: list[Json]) -> tuple[Interval, ...]:
    return tuple(Interval(Day(item["day"]), item["start"], item["end"]) for item in values)


def _evidence(values: list[Json]) -> tuple[Evidence, ...]:
    return tuple(Evidence(item["words"], item["why"]) for item in values)
