"""Times as tests of reading name them: `mon 18:00-21:00`."""

from __future__ import annotations

from mailbot.reading.times import read_times


def can(*sentences: str) -> set[str]:
    """Return the hours at which the writer of some sentences can meet."""
    return {f"{i.day} {i.start}-{i.end}" for i in read_times(sentences).availability}


def cannot(*sentences: str) -> set[str]:
    """Return the hours that they rule out."""
    return {f"{i.day} {i.start}-{i.end}" for i in read_times(sentences).unavailable}


def each(days: list[str], hours: str) -> set[str]:
    """Return the same hours on each of some days."""
    return {f"{day} {hours}" for day in days}
