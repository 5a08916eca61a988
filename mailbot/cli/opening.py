"""What most commands begin with: the office of the home, and the coordinator's mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from mailbot.cli.home import settings_of
from mailbot.errors import DatabaseUnavailable
from mailbot.mail.imap import open_mailbox
from mailbot.model.folders import Mailbox
from mailbot.services.office import Office, open_office


@contextmanager
def opened_office(context: typer.Context) -> Iterator[Office]:
    """Open the rooms of the home, on a database that `mailbot run` has prepared.

    Raises:
        SettingsError: A setting is missing or wrong.
        DatabaseUnavailable: The database is not there yet, not of this version, or unusable.
    """
    office = open_office(settings_of(context))
    database = office.database
    try:
        if database.file and not database.file.exists():
            raise DatabaseUnavailable(
                f"There is no database {database.name} yet.", "`mailbot run` makes it."
            )
        database.require_current()
        yield office
    finally:
        database.close()


@contextmanager
def opened_mailbox(office: Office) -> Iterator[Mailbox]:
    """Log in at the coordinator's mailbox.

    Raises:
        LoginRefused: The server refuses name or secret.
        MailboxUnavailable: The server cannot be reached.
    """
    mailbox = open_mailbox(office.settings.mailbox, office.settings.secrets)
    try:
        yield mailbox
    finally:
        mailbox.close()
