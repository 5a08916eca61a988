"""The one place that asks what time it is; everywhere else `now` is an argument."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Something that tells the present instant."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's instant, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251


class SetClock:
    """A clock that stands where it is put, for tests, the demo and `run --now`."""

    def __init__(self, at: datetime) -> None:
        """Stand at `at`.

        Raises:
            ValueError: `at` is naive.
        """
        self._at = aware(at)

    def now(self) -> datetime:
        """Return the instant that was set last."""
        return self._at

    def set(self, at: datetime) -> None:
        """Move to `at`.

        Raises:
            ValueError: `at` is naive.
        """
        self._at = aware(at)


def aware(instant: datetime) -> datetime:
    """Return `instant` in UTC.

    Raises:
        ValueError: `instant` is naive, so nobody can say when it is.
    """
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise ValueError(f"A time without its zone is no instant: {instant.isoformat()}")
    return instant.astimezone(UTC)
