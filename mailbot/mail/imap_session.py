"""A logged-in connection, and which folder stands open on it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from imapclient.exceptions import IMAPClientError  # type: ignore[import-untyped]

from mailbot.errors import MailboxRefused, MailboxUnavailable
from mailbot.mail.imap_connection import Connection, hang_up, speaking
from mailbot.model.folders import FolderState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

# imaplib refuses lines over a million bytes: this many UIDs of ten digits stay well below.
_UIDS_A_LINE = 50_000


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """A folder as SELECT or EXAMINE described it; UIDNEXT and the number may be behind the times.

    Attributes:
        name: The folder.
        writable: Opened by SELECT, so that flags may be set.
        state: UIDVALIDITY and UIDNEXT.
        exists: How many mails stood in it.
        permanent_flags: Flags and keywords that the server keeps; `\\*` stands for any keyword.
    """

    name: str
    writable: bool
    state: FolderState
    exists: int
    permanent_flags: frozenset[str]


class Session:
    """One connection with its open folder.

    Attributes:
        connection: The imapclient connection.
        server: `host:port`, for errors.
    """

    def __init__(self, connection: Connection, server: str) -> None:
        self.connection = connection
        self.server = server
        self._open: OpenFolder | None = None
        self._broken = False

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """Turn what the server or the network does wrong into `MailboxUnavailable`."""
        try:
            with speaking(self.server):
                yield
        except MailboxRefused:
            raise
        except MailboxUnavailable:
            self._broken = True
            raise

    def has(self, capability: str) -> bool:
        """Tell whether the server has `capability`."""
        return self.connection.has_capability(capability)

    @property
    def is_gmail(self) -> bool:
        """True where the server speaks Gmail's extensions."""
        return self.has("X-GM-EXT-1")

    def open(self, name: str, *, writable: bool = False) -> OpenFolder:
        """Open `name` unless it stands open so."""
        if self._open is None or (self._open.name, self._open.writable) != (name, writable):
            self._open = None
            self._open = self._opened(name, writable)
        return self._open

    def current(self, name: str, *, writable: bool = False) -> OpenFolder:
        """Open `name`, with all that has arrived in it.

        To open a full folder anew costs some servers much; to bring an open one up to date, little
        (RFC 3501, section 6.1.2).
        """
        before = self._open
        opened = self.open(name, writable=writable)
        if opened is before:
            self.connection.noop()
        return opened

    def state(self, name: str) -> FolderState:
        """Return the folder's state: by STATUS, or for the open folder by what is new in it.

        STATUS is not for the selected folder (RFC 3501, section 6.3.10).
        """
        if self._open is None or self._open.name != name:
            return _state(self.connection.folder_status(name, ("UIDVALIDITY", "UIDNEXT")))
        self.connection.noop()
        uidnext = self._open.state.uidnext
        new = self.connection.search(f"UID {uidnext}:*")
        uidnext = max([uidnext, *(uid + 1 for uid in new)])
        self._open = replace(self._open, state=replace(self._open.state, uidnext=uidnext))
        return self._open.state

    def state_within(self, name: str) -> FolderState:
        """Return the folder's state, and leave the folder open."""
        before = self._open
        opened = self.open(name)
        return self.state(name) if opened is before else opened.state

    def search(self, name: str, criteria: str, *, above: int = 0) -> list[int]:
        """Return the UIDs in `name` that match, ascending.

        Args:
            name: The folder.
            criteria: As RFC 3501 writes them, section 6.4.4; quoted by the caller.
            above: Only UIDs above this one can match, as the caller knows.
        """
        opened = self.current(name)
        if min(opened.exists, opened.state.uidnext - above) <= _UIDS_A_LINE:
            return sorted(self.connection.search(criteria))
        self._open = None
        opened = self.open(name)  # for the exact number of mails
        # Last window first: what is expunged meanwhile shifts mail into windows yet to come.
        windows = reversed(range(1, opened.exists + 1, _UIDS_A_LINE))
        found = (
            self.connection.search(f"{first}:{first + _UIDS_A_LINE - 1} {criteria}")
            for first in windows
        )
        return sorted({uid for uids in found for uid in uids})

    def close(self) -> None:
        """Log out, unless something went wrong before; never raises."""
        if not self._broken:
            with suppress(OSError, IMAPClientError):
                self.connection.logout()
        self._broken = True
        hang_up(self.connection)

    def _opened(self, name: str, writable: bool) -> OpenFolder:
        answer = self.connection.select_folder(name, readonly=not writable)
        if b"UIDNEXT" not in answer:
            with suppress(IMAPClientError):
                answer |= self.connection.folder_status(name, ("UIDNEXT",))
        return OpenFolder(
            name=name,
            writable=writable,
            state=_state(answer),
            exists=answer[b"EXISTS"],
            permanent_flags=words(answer.get(b"PERMANENTFLAGS", ())),
        )


def words(values: Sequence[object]) -> frozenset[str]:
    """Return flags as text; imapclient gives bytes, or a number for a keyword of digits."""
    return frozenset(
        value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        for value in values
    )


def _state(answer: dict[bytes, Any]) -> FolderState:
    try:
        return FolderState(uidvalidity=int(answer[b"UIDVALIDITY"]), uidnext=int(answer[b"UIDNEXT"]))
    except (KeyError, ValueError, TypeError):
        raise IMAPClientError("no UIDVALIDITY or UIDNEXT, which Mailbot needs") from None
