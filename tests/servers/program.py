"""What the coordinator's mail program does in her mailbox, or what a mail server puts there."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from imapclient import IMAPClient  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tests.servers.interface import Account


@dataclass(frozen=True, slots=True)
class Stored:
    """A mail as it stands in a folder."""

    uid: int
    raw: bytes
    flags: frozenset[str]
    arrived: datetime


class MailProgram:
    """Works in one account by plain IMAP, with a new connection each time."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def put(
        self,
        raw: bytes,
        folder: str = "INBOX",
        *,
        flags: Sequence[str] = (),
        at: datetime | None = None,
    ) -> None:
        """Put a mail into a folder: into INBOX, as a mail server does that delivers."""
        with self._client() as client:
            client.append(folder, raw, flags, at)

    def folders(self) -> list[str]:
        """Return the names of all folders, sorted."""
        with self._client() as client:
            return sorted(name for _, _, name in client.list_folders())

    def mails(self, folder: str = "INBOX") -> list[Stored]:
        """Return what stands in a folder, oldest UID first, changing nothing."""
        with self._client() as client:
            client.select_folder(folder, readonly=True)
            answers = client.fetch(client.search(), ["BODY.PEEK[]", "FLAGS", "INTERNALDATE"])
        return [
            Stored(
                uid=uid,
                raw=answer[b"BODY[]"],
                flags=frozenset(flag.decode() for flag in answer[b"FLAGS"]) - {"\\Recent"},
                arrived=answer[b"INTERNALDATE"].astimezone(UTC),
            )
            for uid, answer in sorted(answers.items())
        ]

    def flag(self, folder: str, uid: int, *flags: str) -> None:
        """Set flags on a mail."""
        with self._client() as client:
            client.select_folder(folder)
            client.add_flags([uid], flags)

    def remove(self, folder: str, uid: int) -> None:
        """Delete a mail for good."""
        with self._client() as client:
            client.select_folder(folder)
            client.delete_messages([uid])
            client.expunge([uid])

    def create(self, folder: str) -> None:
        """Make a folder."""
        with self._client() as client:
            client.create_folder(folder)

    def drop_folder(self, folder: str) -> None:
        """Delete a folder with all that is in it."""
        with self._client() as client:
            client.delete_folder(folder)

    @contextmanager
    def _client(self) -> Iterator[IMAPClient]:
        settings = self._account.mailbox
        with IMAPClient(settings.host, settings.real_port, ssl=False, timeout=10) as client:
            client.normalise_times = False
            client.login(settings.user, self._account.secrets.mailbox_password.get_secret_value())
            yield client
