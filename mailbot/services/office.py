"""What every service works with: the settings and the rooms, opened once."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.letters import Letters
from mailbot.reading import load_reader
from mailbot.settings_slots import load_slots
from mailbot.store.database import Database

if TYPE_CHECKING:
    from mailbot.reading import Reader
    from mailbot.settings import Settings
    from mailbot.settings_slots import SlotsSettings


@dataclass(frozen=True, slots=True)
class Office:
    """The settings and the rooms of one installation.

    Attributes:
        settings: Checked and immutable.
        database: Open.
        letters: Writes letters.
    """

    settings: Settings
    database: Database
    letters: Letters

    @property
    def slots(self) -> SlotsSettings:
        """`config/slots.toml` as it is now, so that a link that was mended counts at once.

        Raises:
            SettingsError: It is wrong.
        """
        return load_slots(self.settings.home)

    @property
    def reader(self) -> Reader:
        """Reads mails; its model is loaded when the first mail is read, once a process."""
        return _the_reader()


@functools.cache
def _the_reader() -> Reader:
    return load_reader()


def open_office(settings: Settings) -> Office:
    """Open the database and the templates that `settings` name.

    Raises:
        DatabaseUnavailable: The database cannot be used.
    """
    return Office(
        settings=settings,
        database=Database(settings.database_url),
        letters=Letters(settings.templates, settings.programme, settings.coordinator.name),
    )
