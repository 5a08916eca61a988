"""`config/*.toml` and `.env`, checked once, immutable afterwards.

A home is a folder with `config/mailbot.toml`, `config/programme.toml`, `templates/` and `.env`.
What is missing there but for `mailbot.toml` comes from the defaults of the installation.
"""

from __future__ import annotations

import fnmatch
import os
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from mailbot.errors import SettingsError
from mailbot.model.folders import Filing
from mailbot.resources import default_folder

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

Email = Annotated[str, Field(pattern=r"^[^@\s<>,;]+@[^@\s<>,;]+$")]
Security = Literal["tls", "starttls", "plain"]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class _Server(_Section):
    host: Annotated[str, Field(min_length=1)]
    port: Annotated[int, Field(ge=0, le=65535)] = 0
    security: Security = "tls"
    auth: Literal["password", "xoauth2"] = "password"
    token_command: str = ""
    timeout_seconds: Annotated[float, Field(gt=0)] = 30.0

    @model_validator(mode="after")
    def _plain_only_here(self) -> Self:
        if self.security == "plain" and self.host not in _LOOPBACK:
            raise ValueError(
                'security = "plain" is only for this machine itself (127.0.0.1); use "tls"'
            )
        return self


class MailboxSettings(_Server):
    """`[mailbox]`: the enquiry inbox over IMAP."""

    user: Annotated[str, Field(min_length=1)]
    also: tuple[str, ...] = ()
    since: date | None = None
    filing: Filing = Filing.LABEL
    drafts: str = ""
    sent: str = ""
    junk: str = ""
    full_look_seconds: Annotated[float, Field(gt=0)] = 60.0
    idle_minutes: Annotated[float, Field(gt=0, le=29)] = 9.0
    largest_bytes: Annotated[int, Field(ge=10_000)] = 10_000_000
    batch: Annotated[int, Field(ge=1, le=1000)] = 50

    @property
    def real_port(self) -> int:
        """The port, or the usual one for this security."""
        return self.port or (993 if self.security == "tls" else 143)


class DeliverySettings(_Server):
    """`[delivery]`: the way out over SMTP."""

    user: str = ""
    only_to: tuple[str, ...] = ()
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


class CoordinatorSettings(_Section):
    """`[coordinator]`: she who approves, and in whose name mail goes out."""

    name: Annotated[str, Field(min_length=1)]
    email: Email
    alerts_to: Email | Literal[""] = ""
    deputy: Email | Literal[""] = ""

    @property
    def alert_address(self) -> str:
        """Where alerts go."""
        return (self.alerts_to or self.email).lower()


class KeeperSettings(_Section):
    """`[keeper]`: who looks after the machine."""

    email: Email | Literal[""] = ""


class DatabaseSettings(_Section):
    """`[database]`: SQLite by default."""

    url: str = "sqlite:///data/mailbot.db"


class DraftSettings(_Section):
    """`[drafts]`: how the Drafts folder is watched."""

    vanished_minutes: Annotated[float, Field(gt=0)] = 15.0


class LimitSettings(_Section):
    """`[limits]`: ceilings for replies to mail."""

    replies_a_day: Annotated[int, Field(ge=1)] = 4
    mails_an_hour: Annotated[int, Field(ge=1)] = 5
    replies_an_hour: Annotated[int, Field(ge=1)] = 60


class Programme(_Section):
    """`config/programme.toml`: the programme's facts, from its flyer."""

    name: str
    short_name: str
    society: str
    website: str = ""
    countries: tuple[str, ...]
    platform: str
    weeks: Annotated[int, Field(ge=1)]
    minutes: Annotated[int, Field(ge=1)]
    season_from: str
    season_to: str
    members_least: Annotated[int, Field(ge=1)]
    members_most: Annotated[int, Field(ge=1)]
    leaders: Annotated[int, Field(ge=1)]
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


class Secrets(_Section):
    """What stands in the environment or in `.env`, never anywhere else."""

    mailbox_password: SecretStr = SecretStr("")
    mailbox_token: SecretStr = SecretStr("")
    delivery_password: SecretStr = SecretStr("")
    delivery_token: SecretStr = SecretStr("")


class MailbotSettings(_Section):
    """`config/mailbot.toml`, section by section."""

    mailbox: MailboxSettings
    delivery: DeliverySettings
    coordinator: CoordinatorSettings
    keeper: KeeperSettings = KeeperSettings()
    database: DatabaseSettings = DatabaseSettings()
    drafts: DraftSettings = DraftSettings()
    limits: LimitSettings = LimitSettings()


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
        prefix = "sqlite:///"
        url = self.database.url
        if not url.startswith(prefix) or url.startswith(prefix + "/") or url == prefix:
            return url
        return prefix + str(self.home / url.removeprefix(prefix))


_Model = TypeVar("_Model", bound=BaseModel)


def load_settings(home: Path) -> Settings:
    """Read and check all settings of `home`.

    Raises:
        SettingsError: A file or key is missing or wrong; names file, line, key and value.
    """
    main = _read(home / "config" / "mailbot.toml", MailbotSettings)
    return Settings(
        **{name: getattr(main, name) for name in MailbotSettings.model_fields},
        home=home,
        programme=load_programme(home),
        secrets=_secrets(home),
        templates=_own_or_default(home, "templates"),
    )


def load_programme(home: Path) -> Programme:
    """Read `config/programme.toml` of `home`, or of the installation.

    Raises:
        SettingsError: It is missing or wrong.
    """
    own = home / "config" / "programme.toml"
    return _read(own if own.is_file() else default_folder("config") / own.name, Programme)


def _own_or_default(home: Path, name: str) -> Path:
    own = home / name
    return own if own.is_dir() else default_folder(name)


def _secrets(home: Path) -> Secrets:
    stored = {key: value for key, value in dotenv_values(home / ".env").items() if value}
    merged = {**stored, **os.environ}
    return Secrets(
        **{
            name: SecretStr(merged.get(f"MAILBOT_{name.upper()}", ""))
            for name in Secrets.model_fields
        }
    )


def _read(path: Path, model: type[_Model]) -> _Model:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SettingsError(
            f"{path} is not there.", "`mailbot init` writes a commented example to edit."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}.") from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not valid TOML: {error}.") from error
    try:
        return model.model_validate(values)
    except ValidationError as error:
        lines = [_explain(path, text, problem) for problem in error.errors()]
        raise SettingsError("\n".join(lines)) from None


def _explain(path: Path, text: str, problem: Any) -> str:
    keys = [str(part) for part in problem["loc"]]
    name = ".".join(keys) or "the whole file"
    line = _line_of(text, keys)
    place = f"{path}, line {line}" if line else str(path)
    value = "" if problem["type"] in {"missing", "value_error"} else f" is {problem['input']!r}"
    return f"{place}: {name}{value}: {problem['msg'].removeprefix('Value error, ')}."


def _line_of(text: str, keys: list[str]) -> int | None:
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[([^\]]+)\]", line):
            section = header[1].strip()
            if keys == [section]:
                return number
        key = re.match(r"\s*([\w-]+)\s*=", line)
        if key and (not section or section == keys[0]) and key[1] in keys[-2:]:
            return number
    return None
