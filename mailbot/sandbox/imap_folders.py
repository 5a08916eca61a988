"""The folders of one account in memory: pymap's, adapted where mail programs expect more."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pymap.backend.dict.mailbox import MailboxData, MailboxSet, Message
from pymap.listtree import ListEntry, ListTree
from pymap.parsing.specials.flag import Flag, Wildcard

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pymap.concurrent import Event
    from pymap.parsing.message import AppendMessage
    from pymap.parsing.specials import ObjectId
    from pymap.selected import SelectedMailbox

    from mailbot.clock import Clock

SPECIAL_USE = {
    "Drafts": b"Drafts",
    "Sent": b"Sent",
    "Junk": b"Junk",
    "Archive": b"Archive",
    "Trash": b"Trash",
}
"""The folders of every account besides INBOX, with their use (RFC 6154, section 2)."""

_BARE_LF = re.compile(rb"(?<!\r)\n")
_BLANK_LINE = re.compile(rb"(?:\A|\n)[ \t]*\r\n")


def as_stored(raw: bytes) -> bytes:
    """Return `raw` as an IMAP server keeps it: CRLF line ends, an empty line after the headers.

    pymap measures lines by CRLF, and cuts the last byte of a mail without an empty line.
    """
    crlf = _BARE_LF.sub(b"\r\n", raw)
    return crlf if _BLANK_LINE.search(crlf) else crlf.removesuffix(b"\r\n") + b"\r\n\r\n"


class _Folder(MailboxData):
    """A folder that takes keywords, knows when its mail came, and misses no news."""

    clock: Clock

    @property
    def permanent_flags(self) -> frozenset[Flag]:
        r"""Without `\*`, STORE of a keyword is dropped silently."""
        return super().permanent_flags | {Wildcard}

    async def append(self, append_msg: AppendMessage, *, recent: bool = False) -> Message:
        """Store the mail as a server would, at an instant with its zone."""
        stored = replace(
            append_msg,
            literal=as_stored(append_msg.literal),
            when=append_msg.when or self.clock.now(),
        )
        return await super().append(stored, recent=recent)

    async def update_selected(
        self, selected: SelectedMailbox, *, wait_on: Event | None = None
    ) -> SelectedMailbox:
        """Wait only if there is no news yet, and IDLE has not been ended meanwhile.

        pymap waits for the next change even where one came just before IDLE.
        """
        news = selected.mod_sequence != self._mod_sequences.highest
        ended = wait_on is not None and wait_on.is_set()
        wait = None if news or ended else wait_on
        return await super().update_selected(selected, wait_on=wait)


class AccountFolders(MailboxSet):
    """The folders of one account, listed with their special use."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._inbox = self._new_folder()

    async def add_mailbox(self, name: str) -> ObjectId:
        if name in self._set:
            raise ValueError(name)
        folder = self._set[name] = self._new_folder()
        return folder.mailbox_id

    async def list_mailboxes(self) -> ListTree:
        return _SpecialTree(self.delimiter).update("INBOX", *self._set)

    async def list_subscribed(self) -> ListTree:
        subscribed = [name for name in self._set if self._subscribed.get(name)]
        return _SpecialTree(self.delimiter).update("INBOX", *subscribed)

    async def rebuild(self, name: str) -> None:
        """Put the mails of a folder into a new one of the same name."""
        old, new = await self.get_mailbox(name), self._new_folder()
        async for message in old.messages():
            await old.copy(message.uid, new)
        if name.upper() == "INBOX":
            self._inbox = new
        else:
            self._set[name] = new

    def _new_folder(self) -> _Folder:
        folder = _Folder(self._content_cache, self._thread_cache)
        folder.clock = self._clock
        return folder


class _SpecialTree(ListTree):
    def list_matching(self, ref_name: str, filter_: str) -> Iterable[ListEntry]:
        for entry in super().list_matching(ref_name, filter_):
            yield _SpecialEntry(entry.name, entry.exists, entry.marked, entry.has_children)


@dataclass(frozen=True)
class _SpecialEntry(ListEntry):
    @property
    def attributes(self) -> Sequence[bytes]:
        use = SPECIAL_USE.get(self.name)
        return [*super().attributes, *([use] if use else [])]
