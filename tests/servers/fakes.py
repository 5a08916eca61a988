"""A mailbox and a mailer in memory, for faults that no real server can be made to produce.

Whatever a fake is asked for, `fail` may be planned for it: the next call of that method then
raises, before or after it did its work. A crash is an error planned from outside Mailbot's tree.
"""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING

from mailbot.mail.addresses import read_date
from mailbot.model.folders import Filing, Folders, FolderState, Outline, Place
from mailbot.model.mail import FetchedMail

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

_ARRIVAL = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Crash(BaseException):
    """The process dies here: nothing in Mailbot may catch it."""


@dataclass(frozen=True, slots=True)
class _Fault:
    error: BaseException
    done_first: bool


class Faults:
    """What is to go wrong, method by method.

    Attributes:
        calls: The names of the methods that were called, in order.
    """

    def __init__(self) -> None:
        self.calls: list[str] = []
        self._planned: defaultdict[str, deque[_Fault | None]] = defaultdict(deque)

    def fail(
        self, method: str, error: BaseException, *, after: int = 0, done_first: bool = False
    ) -> None:
        """Let a call of `method` raise `error`.

        Args:
            method: Its name.
            error: What it raises.
            after: How many calls go well before.
            done_first: It does its work, then raises: the answer is lost, not the deed.
        """
        self._planned[method].extend([None] * after)
        self._planned[method].append(_Fault(error, done_first))

    def entering(self, method: str) -> _Fault | None:
        """Note the call; raise if it is to fail before its work."""
        self.calls.append(method)
        planned = self._planned[method].popleft() if self._planned[method] else None
        if planned is not None and not planned.done_first:
            raise planned.error
        return planned

    @staticmethod
    def leaving(planned: _Fault | None) -> None:
        """Raise if the call is to fail after its work."""
        if planned is not None:
            raise planned.error


@dataclass(slots=True)
class _Folder:
    uidvalidity: int
    uidnext: int = 1
    mails: dict[int, FetchedMail] = field(default_factory=dict)


class FakeMailbox:
    """`Mailbox` in memory.

    Attributes:
        faults: What is to go wrong.
        filed: Every `file` that was asked for, in order.
        keeps_sent: As Gmail's.
    """

    def __init__(
        self,
        *,
        keeps_sent: bool = False,
        shows_labels: bool = True,
        also: tuple[str, ...] = (),
        folders: tuple[str, ...] = (),
    ) -> None:
        self.faults = Faults()
        self.filed: list[tuple[Place, str, Filing]] = []
        self.keeps_sent = keeps_sent
        self._shows_labels = shows_labels
        self._also = also
        self._folders = {
            name: _Folder(number)
            for number, name in enumerate(
                ("INBOX", "Drafts", "Sent", "Junk", *also, *folders), start=100
            )
        }
        self._woken = threading.Event()

    def put(
        self,
        raw: bytes,
        folder: str = "INBOX",
        *,
        at: datetime = _ARRIVAL,
        flags: Sequence[str] = (),
    ) -> int:
        """Put a mail into a folder from outside, and return its UID."""
        place = self._folders[folder]
        uid, place.uidnext = place.uidnext, place.uidnext + 1
        place.mails[uid] = FetchedMail(
            folder=folder,
            uidvalidity=place.uidvalidity,
            uid=uid,
            raw=raw,
            size=len(raw),
            truncated=False,
            internal_date=at,
            flags=frozenset(flags),
        )
        return uid

    def mails(self, folder: str = "INBOX") -> list[FetchedMail]:
        """Return what stands in a folder, oldest UID first."""
        return [mail for _, mail in sorted(self._folders[folder].mails.items())]

    def remove(self, folder: str, uid: int) -> None:
        """Take a mail away from outside."""
        del self._folders[folder].mails[uid]

    def label(self, uid: int, *labels: str, folder: str = "INBOX") -> None:
        """Set labels on a mail from outside, in place of those that it bore."""
        mail = self._folders[folder].mails[uid]
        self._folders[folder].mails[uid] = replace(mail, flags=frozenset(labels))

    def renumber(self, folder: str = "INBOX") -> None:
        """Give the folder a new UIDVALIDITY and its mails new UIDs, as after a restore."""
        old = self._folders[folder]
        self._folders[folder] = _Folder(old.uidvalidity + 1000)
        for mail in old.mails.values():
            self.put(mail.raw, folder, at=mail.internal_date, flags=tuple(mail.flags))

    def recreate(self, folder: str) -> None:
        """Drop the folder and make it anew within the second that some servers number it by."""
        self._folders[folder] = _Folder(self._folders[folder].uidvalidity)

    def roll_back(self, folder: str, uid: int) -> None:
        """Put back a backup from before `uid`: from there on, numbers are given a second time."""
        place = self._folders[folder]
        place.mails = {each: mail for each, mail in place.mails.items() if each < uid}
        place.uidnext = uid

    def folders(self) -> Folders:
        """See `Mailbox.folders`."""
        self.faults.leaving(self.faults.entering("folders"))
        return Folders("INBOX", "Drafts", "Sent", "Junk", self._also)

    def names(self) -> list[str]:
        """See `Mailbox.names`."""
        self.faults.leaving(self.faults.entering("names"))
        return sorted(self._folders)

    def state(self, folder: str) -> FolderState:
        """See `Mailbox.state`."""
        self.faults.leaving(self.faults.entering("state"))
        place = self._folders[folder]
        return FolderState(place.uidvalidity, place.uidnext)

    def uids_after(self, folder: str, uid: int) -> list[int]:
        """See `Mailbox.uids_after`."""
        self.faults.leaving(self.faults.entering("uids_after"))
        return sorted(each for each in self._folders[folder].mails if each > uid)

    def uids_since(self, folder: str, since: date) -> list[int]:
        """See `Mailbox.uids_since`."""
        self.faults.leaving(self.faults.entering("uids_since"))
        mails = self._folders[folder].mails.items()
        return sorted(uid for uid, mail in mails if mail.internal_date.date() >= since)

    def outlines(self, folder: str, uids: Sequence[int]) -> Iterator[Outline]:
        """See `Mailbox.outlines`."""
        self.faults.leaving(self.faults.entering("outlines"))
        for uid in sorted(set(uids)):
            mail = self._folders[folder].mails.get(uid)
            if mail is not None:
                date = BytesHeaderParser().parsebytes(mail.raw).get("Date")
                yield Outline(uid, mail.size, mail.internal_date, read_date(date))

    def fetch(self, folder: str, uids: Sequence[int]) -> Iterator[FetchedMail]:
        """See `Mailbox.fetch`; a planned fault counts mails, so that it may come between two."""
        for uid in sorted(set(uids)):
            planned = self.faults.entering("fetch")
            mail = self._folders[folder].mails.get(uid)
            if mail is not None:
                yield mail
            self.faults.leaving(planned)

    def find(self, folder: str, message_id: str) -> list[int]:
        """See `Mailbox.find`."""
        self.faults.leaving(self.faults.entering("find"))
        return [mail.uid for mail in self.mails(folder) if _message_id(mail.raw) == message_id]

    def append(
        self, folder: str, raw: bytes, *, flags: Sequence[str] = (), at: datetime | None = None
    ) -> Place:
        """See `Mailbox.append`."""
        planned = self.faults.entering("append")
        uid = self.put(raw, folder, at=at or _ARRIVAL, flags=flags)
        self.faults.leaving(planned)
        return Place(folder, self._folders[folder].uidvalidity, uid)

    def remove_draft(self, place: Place, raw: bytes) -> bool:
        """See `Mailbox.remove_draft`."""
        planned = self.faults.entering("remove_draft")
        there = self._at(place)
        ours = there is not None and there.raw == raw
        if ours and place.uid is not None:
            self.remove(place.folder, place.uid)
        self.faults.leaving(planned)
        return ours

    def shows(self, folder: str, filing: Filing) -> bool:
        """See `Mailbox.shows`."""
        self.faults.leaving(self.faults.entering("shows"))
        return filing is not Filing.LABEL or self._shows_labels

    def file(self, place: Place, label: str, filing: Filing) -> None:
        """See `Mailbox.file`; labels become flags, folders are only noted."""
        planned = self.faults.entering("file")
        self.filed.append((place, label, filing))
        mail = self._at(place)
        if mail is not None and filing is Filing.LABEL and self._shows_labels:
            flagged = replace(mail, flags=mail.flags | {label})
            self._folders[place.folder].mails[mail.uid] = flagged
        self.faults.leaving(planned)

    def labelled(self, folder: str, label: str) -> list[Place]:
        """See `Mailbox.labelled`; labels are flags."""
        self.faults.leaving(self.faults.entering("labelled"))
        number = self._folders[folder].uidvalidity
        return [
            Place(folder, number, mail.uid) for mail in self.mails(folder) if label in mail.flags
        ]

    def label_folder(self, label: str) -> str | None:
        """See `Mailbox.label_folder`."""
        self.faults.leaving(self.faults.entering("label_folder"))
        return label if label in self._folders else None

    def wait(self, folder: str, seconds: float) -> bool:
        """See `Mailbox.wait`; returns at once, True where `interrupt` was not called before."""
        self.faults.leaving(self.faults.entering("wait"))
        return not self._woken.is_set()

    def interrupt(self) -> None:
        """See `Mailbox.interrupt`."""
        self._woken.set()

    def close(self) -> None:
        """See `Mailbox.close`."""
        self.faults.calls.append("close")

    def _at(self, place: Place) -> FetchedMail | None:
        folder = self._folders[place.folder]
        if place.uid is None or place.uidvalidity != folder.uidvalidity:
            return None
        return folder.mails.get(place.uid)


@dataclass(frozen=True, slots=True)
class Sending:
    """A mail that the fake mailer took."""

    raw: bytes
    sender: str
    recipient: str


class FakeMailer:
    """`Mailer` in memory.

    Attributes:
        faults: What is to go wrong; `done_first` means that the mail was taken all the same.
        sent: Every mail that was taken, in order.
    """

    def __init__(self) -> None:
        self.faults = Faults()
        self.sent: list[Sending] = []

    def send(self, raw: bytes, *, sender: str, recipient: str) -> None:
        """See `Mailer.send`."""
        planned = self.faults.entering("send")
        self.sent.append(Sending(raw, sender, recipient))
        self.faults.leaving(planned)

    def close(self) -> None:
        """See `Mailer.close`."""
        self.faults.calls.append("close")


def _message_id(raw: bytes) -> str:
    return str(BytesHeaderParser().parsebytes(raw).get("Message-ID", "")).strip()
