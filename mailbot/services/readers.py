"""Who is asked to decide on drafts, and whose answers count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.model.casework import Role
from mailbot.services import being_away

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.mail import Address
    from mailbot.services.office import Office


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who decides.

    Attributes:
        role: The coordinator, or the deputy.
        address: Where review mails go; its name may stand below an answer as a signature.
    """

    role: Role
    address: Address


def readers(office: Office, connection: Connection, now: datetime) -> tuple[Reader, ...]:
    """Return who is asked at `now`: the coordinator, and while she is away the deputy, too."""
    hers = Reader(Role.COORDINATOR, being_away.coordinator_address(office))
    deputy = being_away.deputy_address(office)
    if deputy is None or not being_away.is_away(connection, now):
        return (hers,)
    return (hers, Reader(Role.DEPUTY, deputy))


def reader_of(office: Office, connection: Connection, role: Role, now: datetime) -> Reader | None:
    """Return the one of this role whose word counts at `now`, or None."""
    return next((each for each in readers(office, connection, now) if each.role is role), None)
