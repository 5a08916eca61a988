"""`config/*.toml` and `.env`, checked once, immutable afterwards.

A home is a folder with `config/mailbot.toml`, `config/programme.toml`, `templates/` and `.env`.
What is missing there but for `mailbot.toml` comes from the defaults of the installation.
"""

from __future__ import annotations

import zoneinfo
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from mailbot.env import Secrets, read_secrets
from mailbot.resources import default_folder
from mailbot.settings_alerts import AlertSettings
from mailbot.settings_approvals import ApprovalSettings
from mailbot.settings_programme import Programme
from mailbot.settings_review import ReviewSettings
from mailbot.settings_servers import DeliverySettings, MailboxSettings
from mailbot.settings_types import (
    Count,
    Email,
    Length,
    Line,
    OptionalEmail,
    Positive,
    Section,
    Zone,
)
from mailbot.settings_weekly import WeeklySettings
from mailbot.tomlfiles import read_toml

_SQLITE = "sqlite:///"


def _sqlite_url(text: str) -> str:
    if not text.startswith(_SQLITE):
        raise ValueError(f'an SQLite file, such as "{_SQLITE}data/mailbot.db"')
    return text


class CoordinatorSettings(Section):
    """`[coordinator]`: she who approves, and in whose name mail goes out."""

    name: Line
    email: Email
    timezone: Zone = "Australia/Sydney"
    alerts_to: OptionalEmail = ""
    deputy: OptionalEmail = ""

    @property
    def alert_address(self) -> str:
        """Where alerts go."""
        return (self.alerts_to or self.email).lower()

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The zone in which she is shown times."""
        return zoneinfo.ZoneInfo(self.timezone)


class KeeperSettings(Section):
    """`[keeper]`: who looks after the machine."""

    email: OptionalEmail = ""


class DatabaseSettings(Section):
    """`[database]`: where Mailbot keeps what it knows."""

    url: Annotated[str, AfterValidator(_sqlite_url)] = f"{_SQLITE}data/mailbot.db"


class DraftSettings(Section):
    """`[drafts]`: how the Drafts folder is watched."""

    vanished_minutes: Positive = 15.0


class LimitSettings(Section):
    """`[limits]`: ceilings for replies to mail."""

    replies_a_day: Count = 4
    mails_an_hour: Count = 5
    replies_an_hour: Count = 60


class GroupSettings(Section):
    """`[groups]`: offers, and when the coordinator is asked about a group.

    Attributes:
        offer_days: How many days a place is held for a student.
        offer_reminder: Whether an offer is followed by one reminder, at half of that time.
        ask_before: How long before the first session she is asked about a group that cannot fill,
            and the confirmation of one that can go on is drafted at the latest.
    """

    offer_days: Count = 5
    offer_reminder: bool = True
    ask_before: Length = timedelta(days=7)


class ReminderSettings(Section):
    """`[reminders]`: how long before a session members and leaders are reminded."""

    before: Annotated[tuple[Length, ...], Field(strict=False, min_length=1)] = (
        timedelta(days=2),
        timedelta(hours=2),
    )


class MailbotSettings(Section):
    """`config/mailbot.toml`, section by section."""

    mailbox: MailboxSettings
    delivery: DeliverySettings
    coordinator: CoordinatorSettings
    keeper: KeeperSettings = KeeperSettings()
    database: DatabaseSettings = DatabaseSettings()
    drafts: DraftSettings = DraftSettings()
    limits: LimitSettings = LimitSettings()
    groups: GroupSettings = GroupSettings()
    reminders: ReminderSettings = ReminderSettings()
    alerts: AlertSettings = AlertSettings()
    approvals: ApprovalSettings = ApprovalSettings()
    review: ReviewSettings = ReviewSettings()
    weekly: WeeklySettings = WeeklySettings()


class Settings(MailbotSettings):
    """All settings of one home.

    Attributes:
        home: The folder they were read from.
        programme: The programme's facts.
        secrets: Passwords and tokens.
        templates: The folder of templates in force.
    """

    home: Path
    programme: Programme
    secrets: Secrets
    templates: Path

    @property
    def own_addresses(self) -> frozenset[str]:
        """Addresses from which the programme itself writes, in lower case."""
        users = {self.mailbox.user, self.delivery.user, self.coordinator.email}
        return frozenset(address.lower() for address in users if "@" in address)

    @property
    def database_url(self) -> str:
        """The database's URL, a relative SQLite path resolved against the home."""
        path = self.database.url.removeprefix(_SQLITE)
        return self.database.url if path in {"", ":memory:"} else f"{_SQLITE}{self.home / path}"


def load_settings(home: Path) -> Settings:
    """Read and check all settings of `home`.

    Raises:
        SettingsError: A file or key is missing or wrong; names file, line, key and value.
    """
    main = read_toml(home / "config" / "mailbot.toml", MailbotSettings)
    return Settings(
        **{name: getattr(main, name) for name in MailbotSettings.model_fields},
        home=home,
        programme=load_programme(home),
        secrets=read_secrets(home),
        templates=_own_or_default(home, "templates"),
    )


def load_programme(home: Path) -> Programme:
    """Read `config/programme.toml` of `home`, or of the installation.

    Raises:
        SettingsError: It is missing or wrong.
    """
    own = home / "config" / "programme.toml"
    return read_toml(own if own.is_file() else default_folder("config") / own.name, Programme)


def _own_or_default(home: Path, name: str) -> Path:
    own = home / name
    return own if own.is_dir() else default_folder(name)
