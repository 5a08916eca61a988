"""Passwords, and access tokens for servers that want OAuth (SASL XOAUTH2) instead."""

from __future__ import annotations

import shlex
import subprocess
from typing import TYPE_CHECKING, Protocol

from mailbot.errors import MailboxUnavailable, MailerUnavailable, SettingsError

if TYPE_CHECKING:
    from pydantic import SecretStr

    from mailbot.errors import WorldProblem

_SECONDS = 60.0


class _TokenSettings(Protocol):
    @property
    def token_command(self) -> str: ...


def password_in(secret: SecretStr) -> str:
    """Return the password as it was meant.

    Google shows app passwords with no-break spaces in them, which nobody sees in `.env`.
    """
    return secret.get_secret_value().replace("\N{NO-BREAK SPACE}", " ").strip()


def access_token(section: str, settings: _TokenSettings, given: SecretStr) -> str:
    """Return a fresh token from `token_command`, else the one that was given.

    Args:
        section: `mailbox` or `delivery`, to name the setting in an error.
        settings: Where `token_command` stands.
        given: The token from the environment or `.env`; may be empty.

    Raises:
        SettingsError: There is neither, or the command is no such thing; never holds what it
            printed.
        MailboxUnavailable, MailerUnavailable: The command failed, for it may have to ask a server
            that is away.
    """
    if settings.token_command:
        away = MailboxUnavailable if section == "mailbox" else MailerUnavailable
        return _printed_by(f"[{section}] token_command", settings.token_command, away)
    if token := given.get_secret_value().strip():
        return token
    raise SettingsError(
        f'[{section}] auth is "xoauth2", but there is no token.',
        f"Set token_command, or put MAILBOT_{section.upper()}_TOKEN in .env.",
    )


def xoauth2(user: str, token: str) -> str:
    """Return the first client answer of XOAUTH2.

    Source: https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
    """
    return f"user={user}\x01auth=Bearer {token}\x01\x01"


def _printed_by(setting: str, command: str, away: type[WorldProblem]) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - the keeper's own command, run without a shell
            shlex.split(command), capture_output=True, timeout=_SECONDS, check=True, text=True
        )
    except FileNotFoundError as error:
        raise SettingsError(f"{setting}: {error.filename} is not there.") from None
    except subprocess.CalledProcessError as error:
        raise away(
            f"{setting} ended with exit code {error.returncode}.", "Try it in a terminal."
        ) from None
    except subprocess.TimeoutExpired:
        raise away(f"{setting} did not end within {_SECONDS:.0f} seconds.") from None
    except (OSError, ValueError) as error:
        raise SettingsError(f"{setting} cannot be run: {error}.") from None
    lines = done.stdout.split()
    if len(lines) != 1:
        raise SettingsError(f"{setting} must print just the token, on one line.")
    return lines[0]
