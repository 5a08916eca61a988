"""`config/slots.toml`: who leads, and when a group could meet."""

from __future__ import annotations

import re
from datetime import date, time
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator

from mailbot.model.groups import Leader, Slot
from mailbot.model.reading import Day
from mailbot.resources import default_folder
from mailbot.settings_types import Email, Line, Section, Words, Zone
from mailbot.tomlfiles import nearest, read_toml

if TYPE_CHECKING:
    from pathlib import Path

_CLOCK = re.compile(r"\d\d:\d\d")


def _clock(text: str) -> str:
    try:
        time.fromisoformat(text)
    except ValueError:
        text = ""
    if not _CLOCK.fullmatch(text):
        raise ValueError('a time of day such as "19:00"')
    return text


class LeaderSettings(Section):
    """`[leaders.…]`: one who leads groups."""

    name: Line
    email: Email
    timezone: Zone


class SlotSettings(Section):
    """`[slots.…]`: a weekday and time. The Zoom link is confidential: never shown, never logged."""

    day: Annotated[Day, Field(strict=False)]
    start: Annotated[str, AfterValidator(_clock)]
    timezone: Zone
    leaders: Annotated[Words, Field(min_length=1)]
    earliest: date
    zoom: SecretStr = SecretStr("")

    @model_validator(mode="after")
    def _a_link(self) -> Self:
        link = self.zoom.get_secret_value()
        if link and not re.fullmatch(r"https://\S+", link):
            raise ValueError("its zoom is not a link that begins with https://")
        return self


class SlotsSettings(Section):
    """`config/slots.toml`.

    Attributes:
        leaders: By the short names that slots use for them.
        slots: By their ids.
    """

    leaders: dict[Line, LeaderSettings] = Field(default_factory=dict)
    slots: dict[Line, SlotSettings] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _leaders_are_known(self) -> Self:
        for name, slot in self.slots.items():
            for leader in slot.leaders:
                if leader not in self.leaders:
                    hint = nearest(leader, self.leaders)
                    raise ValueError(
                        f"slot {name} names a leader, {leader}, who is not there.{hint}"
                    )
        return self

    def all_slots(self) -> tuple[Slot, ...]:
        """Return the slots, without their links."""
        return tuple(self._slot(name) for name in self.slots)

    def zoom_link(self, slot_id: str) -> str:
        """Return the confidential link of a slot; empty where there is none yet."""
        slot = self.slots.get(slot_id)
        return slot.zoom.get_secret_value() if slot else ""

    def _slot(self, name: str) -> Slot:
        found = self.slots[name]
        leaders = (self.leaders[each] for each in found.leaders)
        return Slot(
            name,
            found.day,
            found.start,
            found.timezone,
            tuple(Leader(each.name, each.email, each.timezone) for each in leaders),
            found.earliest,
        )


def load_slots(home: Path) -> SlotsSettings:
    """Read `config/slots.toml` of `home`; without one there are no slots yet.

    Raises:
        SettingsError: It is wrong; names file, line, key, value and what is right.
    """
    own = home / "config" / "slots.toml"
    path = own if own.is_file() else default_folder("config") / own.name
    return read_toml(path, SlotsSettings)
