"""What the figures of the coordinator's weekly page show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ChartKind(StrEnum):
    """What a chart shows."""

    MAILS = "mails"
    QUEUE = "queue"
    ATTENDANCE = "attendance"


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One row of figures.

    Attributes:
        name: A word for templates (`answered`, `hers`, `waiting`), or a group in a few words.
        values: One for each label; None where nobody knows.
        out_of: Of how many, for each label; empty where that means nothing.
    """

    name: str
    values: tuple[int | None, ...]
    out_of: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart before it is drawn.

    Attributes:
        kind: What it shows.
        labels: Along the axis: days on which weeks begin or end, or numbers of sessions.
        rows: One or more.
    """

    kind: ChartKind
    labels: tuple[str, ...]
    rows: tuple[ChartRow, ...]


class Standstill(StrEnum):
    """Why a mail has no answer yet."""

    DRAFT = "draft"
    HERS = "hers"
    ASIDE = "aside"
    TEMPLATE = "template"


class WrongKind(StrEnum):
    """What went wrong."""

    TROUBLE = "trouble"
    OVERDUE = "overdue"
    PAUSED = "paused"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    ASIDE = "aside"
    TEMPLATE = "template"
    BOUNCED = "bounced"
    ALERT = "alert"
