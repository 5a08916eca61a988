"""A home whose settings point at a sandbox, so that `mailbot run` works there."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from mailbot.sandbox.people import COORDINATOR
from mailbot.sandbox.smtp import HOSTNAME

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from mailbot.sandbox.accounts import Account
    from mailbot.sandbox.server import Sandbox

_SETTINGS = """\
# Mailbot in its own sandbox: a mail server on this machine, with invented people.

[mailbox]
host = {host}
port = {imap_port}
security = "plain"
user = {email}
full_look_seconds = 2.0
authserv = {authserv}
sandbox = true
{since}
[delivery]
host = {host}
port = {smtp_port}
security = "plain"
user = {email}

[coordinator]
name = {name}
email = {email}
"""

_SECRETS = """\
MAILBOT_MAILBOX_PASSWORD={password}
MAILBOT_DELIVERY_PASSWORD={password}
"""


def write_home(
    folder: Path, sandbox: Sandbox, coordinator: Account = COORDINATOR, *, since: date | None = None
) -> Path:
    """Write `config/mailbot.toml` and `.env` for the coordinator's account in `sandbox`.

    Args:
        folder: The home; made where it is not there, its two files overwritten.
        sandbox: A started sandbox.
        coordinator: Whose mailbox Mailbot works in.
        since: Take mail from this day on at the first start; None for mail from now on.

    Returns:
        The home.
    """
    settings = folder / "config" / "mailbot.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(
        _SETTINGS.format(
            host=_quoted(sandbox.host),
            imap_port=sandbox.imap_port,
            smtp_port=sandbox.smtp_port,
            email=_quoted(coordinator.email),
            name=_quoted(coordinator.name),
            authserv=_quoted(HOSTNAME),
            since=f"since = {since.isoformat()}\n" if since else "",
        ),
        encoding="utf-8",
    )
    _write_private(folder / ".env", _SECRETS.format(password=_quoted(coordinator.password)))
    return folder


def _quoted(text: str) -> str:
    """A JSON string is a TOML basic string, and dotenv reads it as well."""
    return json.dumps(text, ensure_ascii=False)


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(text)
