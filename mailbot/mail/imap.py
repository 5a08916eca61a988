"""The coordinator's mailbox over IMAP: `mailbot.model.folders.Mailbox` on imapclient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imapclient.datetime_util import format_criteria_date  # type: ignore[import-untyped]

from mailbot.mail import imap_drafts, imap_filing, imap_find, imap_labels, imap_outline
from mailbot.mail.folders import ListedFolder, find_special, special_folders
from mailbot.mail.imap_connection import connect
from mailbot.mail.imap_fetch import fetch_batches
from mailbot.mail.imap_idle import Waiter
from mailbot.mail.imap_session import Session, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from mailbot.env import Secrets
    from mailbot.model.folders import Filing, Folders, FolderState, Mailbox, Outline, Place
    from mailbot.model.mail import FetchedMail
    from mailbot.settings_servers import MailboxSettings


def open_mailbox(settings: MailboxSettings, secrets: Secrets) -> Mailbox:
    """Connect and log in.

    Raises:
        MailboxUnavailable: The server cannot be reached, or its certificate is not believed.
        LoginRefused: It refused the user or the secret; the remedy is the provider's usual one.
        SettingsError: There is no password or token.
    """
    server = f"{settings.host}:{settings.real_port}"
    return ImapMailbox(settings, Session(connect(settings, secrets), server))


class ImapMailbox:
    """A mailbox on one connection; after an error it is closed and opened anew."""

    def __init__(self, settings: MailboxSettings, session: Session) -> None:
        self._settings = settings
        self._session = session
        self._waiter = Waiter()
        self._listed: list[ListedFolder] = []
        self._told: dict[str, FolderState] = {}

    @property
    def keeps_sent(self) -> bool:
        """True for Gmail, which puts what is sent by its SMTP into Sent."""
        with self._session.speaking():
            return self._session.is_gmail

    def folders(self) -> Folders:
        """See `Mailbox.folders`."""
        return special_folders(self._list(), self._settings)

    def names(self) -> list[str]:
        """See `Mailbox.names`."""
        return sorted(folder.name for folder in self._list() if folder.selectable)

    def state(self, folder: str) -> FolderState:
        """See `Mailbox.state`."""
        with self._session.speaking():
            self._told[folder] = self._session.state(folder)
        return self._told[folder]

    def uids_after(self, folder: str, uid: int) -> list[int]:
        """See `Mailbox.uids_after`."""
        with self._session.speaking():
            found = self._session.search(folder, f"UID {uid + 1}:*", above=uid)
        # `n:*` names the last mail even where it is below n (RFC 3501, section 6.4.8).
        return [each for each in found if each > uid]

    def uids_since(self, folder: str, since: date) -> list[int]:
        """See `Mailbox.uids_since`; the day is that of the server's INTERNALDATE."""
        with self._session.speaking():
            return self._session.search(folder, f"SINCE {format_criteria_date(since).decode()}")

    def fetch(self, folder: str, uids: Sequence[int]) -> Iterator[FetchedMail]:
        """See `Mailbox.fetch`."""
        batches = fetch_batches(
            self._session,
            folder,
            uids,
            batch=self._settings.batch,
            largest_bytes=self._settings.largest_bytes,
        )
        while True:
            with self._session.speaking():
                mails = next(batches, None)
            if mails is None:
                return
            yield from mails

    def outlines(self, folder: str, uids: Sequence[int]) -> Iterator[Outline]:
        """See `Mailbox.outlines`."""
        batches = imap_outline.outline_batches(self._session, folder, uids)
        while True:
            with self._session.speaking():
                outlines = next(batches, None)
            if outlines is None:
                return
            yield from outlines

    def find(self, folder: str, message_id: str) -> list[int]:
        """See `Mailbox.find`."""
        with self._session.speaking():
            return imap_find.find(self._session, folder, message_id)

    def append(
        self, folder: str, raw: bytes, *, flags: Sequence[str] = (), at: datetime | None = None
    ) -> Place:
        """See `Mailbox.append`."""
        with self._session.speaking():
            return imap_drafts.append(self._session, folder, raw, flags, at)

    def remove_draft(self, place: Place, raw: bytes) -> bool:
        """See `Mailbox.remove_draft`."""
        drafts = self.folders().drafts
        trash = find_special(self._list(), "Trash")
        with self._session.speaking():
            return imap_drafts.remove_draft(self._session, place, raw, drafts=drafts, trash=trash)

    def shows(self, folder: str, filing: Filing) -> bool:
        """See `Mailbox.shows`."""
        with self._session.speaking():
            return imap_filing.shows(self._session, folder, filing)

    def file(self, place: Place, label: str, filing: Filing) -> None:
        """See `Mailbox.file`."""
        with self._session.speaking():
            imap_filing.file(self._session, place, label, filing)

    def labelled(self, folder: str, label: str) -> list[Place]:
        """See `Mailbox.labelled`."""
        with self._session.speaking():
            return imap_labels.labelled(self._session, folder, label)

    def label_folder(self, label: str) -> str | None:
        """See `Mailbox.label_folder`."""
        with self._session.speaking():
            return imap_filing.label_folder(self._session, label)

    def wait(self, folder: str, seconds: float) -> bool:
        """See `Mailbox.wait`."""
        with self._session.speaking():
            if self._is_new(folder):
                return True
            if self._session.has("IDLE"):
                longest = self._settings.idle_minutes * 60
                return self._waiter.idle(self._session, seconds, longest)
            self._waiter.sleep(seconds)
            return self._is_new(folder)

    def interrupt(self) -> None:
        """See `Mailbox.interrupt`."""
        self._waiter.wake()

    def close(self) -> None:
        """See `Mailbox.close`."""
        self._session.close()
        self._waiter.close()

    def _is_new(self, folder: str) -> bool:
        """Open the folder; tell whether it changed since the caller heard of its state."""
        state = self._session.state_within(folder)
        told = self._told.get(folder, state)
        self._told[folder] = state
        return told != state

    def _list(self) -> list[ListedFolder]:
        if not self._listed:
            with self._session.speaking():
                self._listed = [
                    ListedFolder(name, mark.decode() if mark else "", words(attributes))
                    for attributes, mark, name in self._session.connection.list_folders()
                ]
        return self._listed
