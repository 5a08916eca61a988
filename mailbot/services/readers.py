"""Who is asked to decide on drafts, and whose answers count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.model.casework import Role
from mailbot.model.mail import Address
from mailbot.store import away

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.services.office import Office


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who decides.

    Attributes:
        role: The coordinator, or the deputy.
        address: Where review mails go.
        name: By which they may sign their answers.
    """

    role: Role
    address: Address
    name: str


def readers(office: Office, connection: Connection, now: datetime) -> tuple[Reader, ...]:
    """Return who is asked at `now`: the coordinator, and while she is away the deputy, too."""
    coordinator = office.settings.coordinator
    hers = Address(coordinator.alert_address, coordinator.name)
    found = [Reader(Role.COORDINATOR, hers, coordinator.name)]
    if coordinator.deputy and away.current(connection, now) is not None:
        found.append(Reader(Role.DEPUTY, Address(coordinator.deputy.lower()), ""))
    return tuple(found)


def reader_of(office: Office, connection: Connection, role: Role, now: datetime) -> Reader | None:
    """Return the one of this role whose word counts at `now`, or None."""
    return next((each for each in readers(office, connection, now) if each.role is role), None)
