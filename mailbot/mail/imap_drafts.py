"""Puts mail into folders, and takes Mailbot's own drafts out again."""

from __future__ import annotations

import re
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING

from mailbot.mail.imap_find import find
from mailbot.model.folders import Place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mailbot.mail.imap_session import Session

_APPENDUID = re.compile(rb"\[APPENDUID (\d+) (\d+)\]", re.IGNORECASE)  # RFC 4315, section 3
_LINE_END = re.compile(rb"\r\n|\r|\n")


def append(
    session: Session, folder: str, raw: bytes, flags: Sequence[str], at: datetime | None
) -> Place:
    """Store `raw` and return where it stands: by APPENDUID, else found by its Message-ID."""
    answer = session.connection.append(folder, raw, flags, at)
    if told := _APPENDUID.search(answer):
        return Place(folder, int(told[1]), int(told[2]))
    state = session.state(folder)
    found = find(session, folder, _message_id(raw))
    return Place(folder, state.uidvalidity, max(found, default=None))


def remove_draft(
    session: Session, place: Place, raw: bytes, *, drafts: str, trash: str | None
) -> bool:
    """Remove the draft at `place` if it still is exactly `raw`, and only it.

    Args:
        session: The connection.
        place: Where the draft was put.
        raw: What was put there.
        drafts: The Drafts folder; what stands elsewhere must have the flag \\Draft.
        trash: The folder of deleted mail; None where there is none.

    Returns:
        True if it was removed.
    """
    opened = session.current(place.folder, writable=True)
    if opened.state.uidvalidity != place.uidvalidity:
        return False
    for uid in _candidates(session, place, raw):
        if _still_draft(session, uid, raw, flag_needed=place.folder != drafts):
            session.open(place.folder, writable=True)
            take_away(session, uid, trash)
            return True
    return False


def take_away(session: Session, uid: int, trash: str | None) -> None:
    """Delete one mail of the folder that is open for writing, and no other.

    Gmail keeps what is expunged in All Mail, so there it is moved to the trash. Where a server can
    neither expunge one mail alone nor move it, it stays, marked as deleted.
    """
    can_expunge = session.has("UIDPLUS")
    if trash and session.has("MOVE") and (session.is_gmail or not can_expunge):
        session.connection.move([uid], trash)
        return
    session.connection.add_flags([uid], ["\\Deleted"], silent=True)
    if can_expunge:
        session.connection.uid_expunge([uid])


def _candidates(session: Session, place: Place, raw: bytes) -> list[int]:
    if place.uid is not None:
        return [place.uid]
    return find(session, place.folder, _message_id(raw))


def _still_draft(session: Session, uid: int, raw: bytes, *, flag_needed: bool) -> bool:
    stored = session.connection.fetch([uid], ["FLAGS", "BODY.PEEK[]"]).get(uid, {})
    flags = stored.get(b"FLAGS", ())
    bytes_there = stored.get(b"BODY[]")
    return (
        isinstance(bytes_there, bytes)
        and _plain(bytes_there) == _plain(raw)
        and b"\\Deleted" not in flags
        and (b"\\Draft" in flags or not flag_needed)
    )


def _plain(raw: bytes) -> bytes:
    """Return the bytes as servers agree on them: line ends alike, none at the end."""
    return _LINE_END.sub(b"\n", raw).rstrip(b"\n")


def _message_id(raw: bytes) -> str:
    return str(BytesHeaderParser().parsebytes(raw).get("Message-ID", ""))
