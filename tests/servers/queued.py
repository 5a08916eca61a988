"""Students who wait in the queue, put there by command, for tests of what is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.services import queueing
from mailbot.services.particulars import Given
from mailbot.services.queueing import Changes

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.services.office import Office

NAMES = ("Ada", "Ben", "Cleo", "Dev", "Eli", "Fay", "Gus", "Hana", "Ira", "Jo", "Kai", "Lou")
"""First names; each has the address `name@student.test`."""


def waits(
    office: Office,
    name: str,
    now: datetime,
    *,
    free: str = "tue 18:00-22:00",
    since: datetime | None = None,
    city: str = "Sydney",
) -> int:
    """Put a student into the queue, and return their id."""
    given = Given(name=name, city=city, available=free)
    added = queueing.add(office, f"{name.lower()}@student.test", Changes(given, since=since), now)
    return added.card.applicant.id


def many_wait(
    office: Office,
    now: datetime,
    number: int,
    *,
    free: str = "tue 18:00-22:00",
    city: str = "Sydney",
) -> list[int]:
    """Put so many students into the queue, and return their ids."""
    return [waits(office, name, now, free=free, city=city) for name in NAMES[:number]]
