"""`[weekly]`: when the page of the week is mailed, and to whom."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal

from pydantic import Field, PlainValidator

from mailbot.model.reading import Day
from mailbot.settings_review import time_of_day
from mailbot.settings_types import Section


class WeeklySettings(Section):
    """`[weekly]`: when the page of the week is mailed, and to whom.

    Attributes:
        on: Whether there is one.
        day: On which day, in the coordinator's zone.
        at: At which time of that day; in her quiet hours it waits until they end.
        deputy: Whether the deputy gets it too: while she is away, always, or never.
    """

    on: bool = True
    day: Annotated[Day, Field(strict=False)] = Day.MON
    at: Annotated[time, PlainValidator(time_of_day)] = time(7)
    deputy: Literal["away", "always", "never"] = "away"
