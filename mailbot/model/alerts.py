"""How urgent alerts are told, and with which support lines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mailbot.model.casework import AlertKind

if TYPE_CHECKING:
    from datetime import date

URGENT = (AlertKind.DISTRESS,)
"""The alerts that are repeated until somebody says that they have seen them."""


class Way(StrEnum):
    """To whom or by which way an urgent alert is told; `answer` is one back that did not count."""

    COORDINATOR = "coordinator"
    DEPUTY = "deputy"
    NTFY = "ntfy"
    COMMAND = "command"
    ANSWER = "answer"


class Doubt(StrEnum):
    """Why an answer to an urgent alert did not count."""

    UNPROVED = "unproved"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class SupportLine:
    """Where somebody in need can turn.

    Attributes:
        name: Of the service.
        number: As it is dialled.
        country: In English, as the programme names its countries.
        about: For whom, or when it answers; may be empty.
        source: Where the service says so itself.
        checked: When that was looked up last.
        emergency: It is the number for an emergency.
    """

    name: str
    number: str
    country: str
    about: str
    source: str
    checked: date
    emergency: bool = False
