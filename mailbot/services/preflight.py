"""Whether approved mail about a group still is right at the moment it would leave."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

    Judge = Callable[[Office, Connection, Outbound, datetime], "Judgement"]


class Judged(StrEnum):
    """What happens to a mail that would leave."""

    LEAVES = "leaves"
    WAITS = "waits"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, and why where the mail does not leave."""

    verdict: Judged
    why: str = ""


def judge(office: Office, connection: Connection, mail: Outbound, now: datetime) -> Judgement:
    """Return whether a mail that is approved may leave now."""
    found = _JUDGES.get(mail.kind)
    return found(office, connection, mail, now) if found else Judgement(Judged.LEAVES)


_JUDGES: dict[str, Judge] = {}
