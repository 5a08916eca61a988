"""The settings of a coordinator who works in an account of a test's mail server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.resources import default_folder
from mailbot.settings import CoordinatorSettings, Settings, load_programme

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers.interface import Account


def settings_for(account: Account, home: Path) -> Settings:
    """Return the settings for `account`, with the templates and facts that Mailbot comes with."""
    return Settings(
        mailbox=account.mailbox,
        delivery=account.delivery,
        coordinator=CoordinatorSettings(name="Ruth Calloway", email=account.address),
        home=home,
        programme=load_programme(home),
        secrets=account.secrets,
        templates=default_folder("templates"),
    )
