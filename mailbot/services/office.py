"""What every service works with: the settings and the rooms, opened once."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mailbot.letters import Letters
from mailbot.reading import load_reader
from mailbot.settings_slots import load_slots
from mailbot.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.reading import Reader
    from mailbot.reading.lessons import Lesson
    from mailbot.settings import Settings
    from mailbot.settings_slots import SlotsSettings


@dataclass(slots=True)
class TaughtReader:
    """The reader as the coordinator's lessons have taught it; none before there are any.

    Attributes:
        digest: Of the lessons, as on record.
        reader: Reads by them.
    """

    digest: str = ""
    reader: Reader | None = None

    def take(self, digest: str, lessons: Sequence[Lesson]) -> None:
        """Read by these lessons from now on."""
        self.reader = _the_reader().remembering(lessons) if lessons else None
        self.digest = digest


@dataclass(frozen=True, slots=True)
class Office:
    """The settings and the rooms of one installation.

    Attributes:
        settings: Checked and immutable.
        database: Open.
        letters: Writes letters.
        taught: What the coordinator's lessons made of the reader.
    """

    settings: Settings
    database: Database
    letters: Letters
    taught: TaughtReader = field(default_factory=TaughtReader)

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
        return self.taught.reader or _the_reader()


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
