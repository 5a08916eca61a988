"""Passwords and tokens: from the environment, else from `.env`, and from nowhere else."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Any

from dotenv.parser import parse_stream
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from mailbot.errors import SettingsError
from mailbot.tomlfiles import nearest

if TYPE_CHECKING:
    from pathlib import Path

_PREFIX = "MAILBOT_"
_NO_SECRETS = frozenset({"MAILBOT_HOME"})


class Secrets(BaseSettings):
    """What stands in the environment or in `.env`, never anywhere else.

    Each is called MAILBOT_ and its name in capitals there, and is empty where it is not set.
    """

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    mailbox_password: SecretStr = SecretStr("")
    mailbox_token: SecretStr = SecretStr("")
    delivery_password: SecretStr = SecretStr("")
    delivery_token: SecretStr = SecretStr("")
    ntfy_topic: SecretStr = SecretStr("")
    ntfy_token: SecretStr = SecretStr("")


def read_secrets(home: Path) -> Secrets:
    """Return the secrets of `home`; what the environment says goes before `.env`.

    Raises:
        SettingsError: `.env` is open to others, cannot be read, or names a secret that there
            is not.
    """
    path = home / ".env"
    options: dict[str, Any] = {"_env_file": path}  # as a dict, for its type leaves this one out
    try:
        if path.exists():
            _refuse_open_file(path)
            _refuse_wrong_lines(path)
        return Secrets(**options)
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not in UTF-8.", "Save it as UTF-8 text.") from None
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from None


def _refuse_open_file(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise SettingsError(
            f"{path} holds passwords, and others on this machine may open it (mode {mode:04o}).",
            f"Close it: chmod 600 '{path}'",
        )


def _refuse_wrong_lines(path: Path) -> None:
    known = {f"{_PREFIX}{name.upper()}" for name in Secrets.model_fields} | _NO_SECRETS
    with path.open(encoding="utf-8") as lines:
        found = list(parse_stream(lines))
    for one in found:
        place, name = f"{path}, line {one.original.line}", one.key or ""
        ours = name.upper().startswith(_PREFIX)
        if one.error or (ours and one.value is None):
            raise SettingsError(
                f"{place}: this cannot be read: a line is NAME=value, and a quote that opens must "
                "close.",
                "Put a value with # or quotes in it between 'single quotes'.",
            )
        if ours and name.upper() not in known:
            hint = nearest(name, known)
            raise SettingsError(f"{place}: {name} is not a secret that Mailbot knows.{hint}")
