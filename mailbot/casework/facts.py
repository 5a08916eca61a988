"""What is known of an applicant, as one mail after another tells it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mailbot.model.reading import Facts, Stage, Topic

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

_WITH_A_PLACE = frozenset({Stage.OFFERED, Stage.MEMBER})

WANTED = ("university", "year", "city", "availability")
"""The facts that a group cannot be formed without, in the order they are asked for."""


def merge(known: Facts, stated: Facts) -> Facts:
    """Return `known` with what a newer mail states in place of what it corrects.

    New times replace the old ones as a whole, for half of a timetable is none.
    """
    times = stated if stated.availability or stated.unavailable else known
    return Facts(
        name=fuller(known.name, stated.name),
        university=stated.university or known.university,
        year=stated.year or known.year,
        city=stated.city or known.city,
        timezone=stated.timezone or known.timezone,
        availability=times.availability,
        unavailable=times.unavailable,
        unplaced=stated.unplaced or (known.unplaced if times is known else ()),
        evidence=stated.evidence or known.evidence,
    )


def kept(stated: Facts, known: Facts, stage: Stage, topics: AbstractSet[Topic]) -> Facts:
    """Return what of a mail's facts goes on record.

    The day of an absence says nothing of when somebody is free. A place that somebody with a place
    in a group writes of may be one that they only travel to, and their times are told by it.
    """
    if Topic.ABSENCE in topics and Topic.AVAILABILITY not in topics:
        stated = replace(stated, availability=(), unavailable=(), unplaced=())
    if elsewhere(stated, known, stage):
        stated = replace(stated, city=None, timezone=None)
    return stated


def elsewhere(stated: Facts, known: Facts, stage: Stage) -> str:
    """Return the place, other than the known one, that somebody with a place writes of."""
    if stage not in _WITH_A_PLACE or not (known.city or known.timezone):
        return ""
    other_city = stated.city not in {None, known.city}
    other_zone = stated.timezone not in {None, known.timezone}
    return (stated.city or stated.timezone or "") if other_city or other_zone else ""


def fuller(known: str | None, stated: str | None) -> str | None:
    """Return the name with more words; a mail signed `Tam` takes nothing off `Tamsin Oakley`."""
    if not known or len((stated or "").split()) > len(known.split()):
        return stated or known
    return known


def missing(known: Facts, asked: AbstractSet[str]) -> tuple[str, ...]:
    """Return the wanted facts that are neither known nor asked for before."""
    return tuple(name for name in WANTED if name not in asked and not _has(known, name))


def echo(
    stated: Facts,
    topics: AbstractSet[Topic],
    *,
    known: Facts | None = None,
    joins: bool = False,
) -> Facts:
    """Return what to read back to the student for correction, once it matters.

    That is what this mail states; and all that is known where they join the queue, or ask in it
    where they stand, for some of it may have come from mails that were never read back.

    Args:
        stated: What the mails to be answered state.
        topics: What this mail raises.
        known: All that is on record of somebody in the queue; None of anybody else.
        joins: They come into the queue by this mail.
    """
    if known is not None and (joins or Topic.STATUS in topics):
        return replace(known, unplaced=stated.unplaced, evidence=())
    if topics & {Topic.JOIN, Topic.AVAILABILITY}:
        return replace(stated, evidence=())
    return Facts()


def _has(known: Facts, name: str) -> bool:
    if name == "city":
        return bool(known.city or known.timezone)
    if name == "availability":
        return bool(known.availability or known.unavailable or known.unplaced)
    return bool(getattr(known, name))
