"""`config/*.toml` and `.env`, checked once, immutable afterwards.

A home is a folder with `config/mailbot.toml`, `config/programme.toml`, `templates/` and `.env`.
What is missing there but for `mailbot.toml` comes from the defaults of the installation.
"""

from __future__ import annotations

import fnmatch
import zoneinfo
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from mailbot.env import Secrets, read_secrets
from mailbot.model.folders import Filing
from mailbot.resources import default_folder
from mailbot.settings_approvals import ApprovalSettings
from mailbot.settings_review import ReviewSettings
from mailbot.settings_types import (
    Count,
    Email,
    Length,
    Line,
    OptionalEmail,
    Positive,
    Recipients,
    Section,
    Security,
    Words,
    Zone,
)
from mailbot.settings_weekly import WeeklySettings
from mailbot.tomlfiles import read_toml

__all__ = ["Secrets"]

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_SQLITE = "sqlite:///"


def _sqlite_url(text: str) -> str:
    if not text.startswith(_SQLITE):
        raise ValueError(f'an SQLite file, such as "{_SQLITE}data/mailbot.db"')
    return text


def _https_or_here(url: str) -> str:
    parts = urlsplit(url)
    plain_here = parts.scheme == "http" and parts.hostname in _LOOPBACK
    if not (parts.hostname and (parts.scheme == "https" or plain_here)) or parts.username:
        raise ValueError("an address that begins with https://, without a name or password in it")
    return url


class _Server(Section):
    host: Line
    port: Annotated[int, Field(ge=0, le=65535)] = 0
    security: Security = "tls"
    auth: Literal["password", "xoauth2"] = "password"
    token_command: str = ""
    timeout_seconds: Positive = 30.0

    @model_validator(mode="after")
    def _plain_only_here(self) -> Self:
        if self.security == "plain" and self.host not in _LOOPBACK:
            raise ValueError(
                'security = "plain" is only for this machine itself (127.0.0.1); use "tls"'
            )
        return self


class MailboxSettings(_Server):
    """`[mailbox]`: the enquiry inbox over IMAP.

    Attributes:
        authserv: Under which name the receiving server writes Authentication-Results; empty where
            it does not, and then nobody's word is taken for proved.
        sandbox: The mailbox is one of Mailbot's own sandbox, which alone writes this.
    """

    user: Line
    also: Words = ()
    since: date | None = None
    filing: Annotated[Filing, Field(strict=False)] = Filing.LABEL
    drafts: str = ""
    sent: str = ""
    junk: str = ""
    full_look_seconds: Positive = 60.0
    idle_minutes: Annotated[float, Field(gt=0, le=29)] = 9.0
    largest_bytes: Annotated[int, Field(ge=10_000)] = 10_000_000
    batch: Annotated[int, Field(ge=1, le=1000)] = 50
    authserv: str = ""
    sandbox: bool = False

    @property
    def real_port(self) -> int:
        """The port, or the usual one for this security."""
        return self.port or (993 if self.security == "tls" else 143)


class DeliverySettings(_Server):
    """`[delivery]`: the way out over SMTP."""

    user: str = ""
    only_to: Annotated[tuple[Recipients, ...], Field(strict=False)] = ()
    copy_to_sent: Literal["auto", "always", "never"] = "auto"

    @property
    def real_port(self) -> int:
        """The port, or the usual one for this security."""
        return self.port or {"tls": 465, "starttls": 587, "plain": 25}[self.security]

    def allows(self, recipient: str) -> bool:
        """Tell whether `only_to` lets mail through to `recipient`."""
        return not self.only_to or any(
            fnmatch.fnmatchcase(recipient.lower(), pattern.lower()) for pattern in self.only_to
        )


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


class AlertSettings(Section):
    """`[alerts]`: how urgent alerts are repeated, and by which second way they are told.

    Attributes:
        first_pause: After how long an urgent alert that nobody has seen is repeated; each pause is
            twice the one before.
        longest_pause: The longest of these pauses.
        deputy_after: After how long unseen the deputy is alerted too; at once while she is away.
        second_way: The way besides mail; its text holds nobody's name or words.
        ntfy_server: Where ntfy is; the topic is a secret and stands in `.env`.
        command: For the second way "command": gets the text on its standard input.
    """

    first_pause: Length = timedelta(minutes=5)
    longest_pause: Length = timedelta(hours=2)
    deputy_after: Length = timedelta(hours=2)
    second_way: Literal["off", "ntfy", "command"] = "off"
    ntfy_server: Annotated[str, AfterValidator(_https_or_here)] = "https://ntfy.sh"
    command: str = ""

    @model_validator(mode="after")
    def _as_they_belong(self) -> Self:
        if self.second_way == "command" and not self.command.strip():
            raise ValueError('second_way = "command" needs a command')
        if self.longest_pause < self.first_pause:
            raise ValueError("longest_pause is shorter than first_pause")
        return self


class Programme(Section):
    """`config/programme.toml`: the programme's facts, from its flyer.

    From `certificate` on they are what the flyer does not settle; empty until the coordinator
    writes what is true.
    """

    name: Line
    short_name: Line
    society: Line
    website: str = ""
    countries: Words
    platform: Line
    weeks: Count
    minutes: Count
    season_from: Line
    season_to: Line
    members_least: Count
    members_most: Count
    leaders: Count
    fee: Annotated[float, Field(ge=0)] = 0
    in_need: str = ""
    certificate: str = ""
    recording: str = ""
    university_hears: str = ""
    who_else: str = ""
    missed_session: str = ""
    next_groups: str = ""
    presenting: str = ""
    camera: str = ""
    getting_in: str = ""
    assessment: str = ""
    again: str = ""

    @model_validator(mode="after")
    def _least_within_most(self) -> Self:
        if self.members_least > self.members_most:
            raise ValueError("members_least is more than members_most")
        return self


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
