"""What an audit may find."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What an audit may find."""

    LOST = "lost"
    UNSETTLED = "unsettled"
    TWICE = "twice"
    UNAPPROVED = "unapproved"
    ALTERED = "altered"
    NOT_IN_SENT = "not_in_sent"
    UNCERTAIN = "uncertain"
    ASTRAY = "astray"
    PLACES = "places"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it must be.

    Attributes:
        fault: Which kind.
        what: In words, for the coordinator.
        folder: Where the mail stands; empty where it is in no folder.
        uid: Its UID there.
        outbox_id: The outbound mail concerned.
        applicant_id: The student concerned.
        group_id: The group concerned.
    """

    fault: Fault
    what: str
    folder: str = ""
    uid: int | None = None
    outbox_id: int | None = None
    applicant_id: int | None = None
    group_id: int | None = None
