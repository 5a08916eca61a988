"""The mailbox as the rest of Mailbot needs it: a seam with plain values on both sides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from mailbot.model.mail import FetchedMail


class Filing(StrEnum):
    """How the sorting of a mail is shown in the mailbox (`[mailbox] filing`)."""

    LABEL = "label"
    COPY = "copy"
    MOVE = "move"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Folders:
    """The names that the server uses for the folders Mailbot needs.

    Attributes:
        inbox: Always `INBOX` (RFC 3501).
        drafts: Where drafts stand.
        sent: Where copies of sent mail stand.
        junk: The junk folder; None where the server has none.
        also: Further folders to look at, from `[mailbox] also`.
    """

    inbox: str
    drafts: str
    sent: str
    junk: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FolderState:
    """A folder's UIDVALIDITY and UIDNEXT (RFC 3501, section 2.3.1.1)."""

    uidvalidity: int
    uidnext: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where one mail stands. `uid` is None where the server did not tell (no UIDPLUS)."""

    folder: str
    uidvalidity: int
    uid: int | None


@dataclass(frozen=True, slots=True)
class Outline:
    """What there is to know of a mail in a folder without fetching it.

    Attributes:
        uid: Its UID.
        size: RFC822.SIZE in bytes.
        internal_date: INTERNALDATE, aware UTC.
        written: Its own Date header, aware UTC; None where it cannot be read.
    """

    uid: int
    size: int
    internal_date: datetime
    written: datetime | None = None


class Mailbox(Protocol):
    """The coordinator's mailbox over IMAP.

    Every method may raise `MailboxUnavailable`; the caller closes and opens anew. No method sets
    \\Seen, and none deletes or moves but `remove_draft` and `file` with `Filing.MOVE`.
    """

    def folders(self) -> Folders:
        """Return the special folders, found once a connection.

        Raises:
            FolderMissing: Drafts or Sent is nowhere; the remedy lists what the server has.
        """
        ...

    def names(self) -> list[str]:
        """Return the names of all folders that can hold mail, sorted."""
        ...

    def state(self, folder: str) -> FolderState:
        """Return UIDVALIDITY and UIDNEXT of `folder`, costing the same however full it is."""
        ...

    def uids_after(self, folder: str, uid: int) -> list[int]:
        """Return the UIDs above `uid`, ascending."""
        ...

    def uids_since(self, folder: str, since: date) -> list[int]:
        """Return the UIDs of mail that arrived on `since` or later, ascending."""
        ...

    def outlines(self, folder: str, uids: Sequence[int]) -> Iterator[Outline]:
        """Yield date and size of the mails in ascending order of UID, without their bytes.

        One that vanished meanwhile is left out.
        """
        ...

    def fetch(self, folder: str, uids: Sequence[int]) -> Iterator[FetchedMail]:
        """Yield the mails in ascending order of UID, in batches, by BODY.PEEK.

        A mail over the limit comes truncated; one that vanished meanwhile is left out.
        """
        ...

    def find(self, folder: str, message_id: str) -> list[int]:
        """Return the UIDs of mail in `folder` with exactly this Message-ID."""
        ...

    def append(
        self, folder: str, raw: bytes, *, flags: Sequence[str] = (), at: datetime | None = None
    ) -> Place:
        """Store `raw` in `folder` and return where it stands now."""
        ...

    def remove_draft(self, place: Place, raw: bytes) -> bool:
        """Remove Mailbot's own draft, if at `place` there still stands exactly `raw`.

        Returns:
            True if it was removed; False if it is gone, changed, or no longer a draft.
        """
        ...

    def shows(self, folder: str, filing: Filing) -> bool:
        """Tell whether the server can show the sorting so in `folder`; if not, `file` does nothing.

        Keywords are the one thing that some servers do not keep.
        """
        ...

    def file(self, place: Place, label: str, filing: Filing) -> None:
        """Show the sorting: a Gmail label, an IMAP keyword, a copy or a move into a folder.

        Doing it again changes nothing; nor does doing it to a mail that is gone.
        """
        ...

    def labelled(self, folder: str, label: str) -> list[Place]:
        """Return the mails in `folder` that bear a label, whoever set it; ascending.

        Where the server keeps no labels, there are none.
        """
        ...

    def label_folder(self, label: str) -> str | None:
        """Return the folder that shows a label by copies or moves; None before there is one."""
        ...

    def wait(self, folder: str, seconds: float) -> bool:
        """Wait up to `seconds` for news in `folder`: by IDLE (RFC 2177) or by sleeping.

        Returns:
            True as soon as something happened there.
        """
        ...

    def interrupt(self) -> None:
        """End a `wait` that runs in another thread, within a second."""
        ...

    def close(self) -> None:
        """Log out quietly; never raises."""
        ...

    @property
    def keeps_sent(self) -> bool:
        """True where the server itself puts what is sent by SMTP into Sent (Gmail does)."""
        ...


class Mailer(Protocol):
    """The way out over SMTP; one connection serves many mails."""

    def send(self, raw: bytes, *, sender: str, recipient: str) -> None:
        """Hand over exactly these bytes for one recipient.

        Raises:
            SendDeferred: 4xx for this mail.
            SendRejected: 5xx for this mail.
            SendUncertain: The connection broke after DATA was handed over, before the answer.
            MailerUnavailable: Nothing was handed over.
            LoginRefused: The server refused name or secret.
        """
        ...

    def close(self) -> None:
        """Say goodbye quietly; never raises."""
        ...
