"""Shows in the mailbox how a mail was sorted: a label, a keyword, a copy or a move."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

from imapclient.exceptions import IMAPClientError  # type: ignore[import-untyped]

from mailbot.mail.imap_drafts import take_away
from mailbot.mail.imap_find import find
from mailbot.model.folders import Filing

if TYPE_CHECKING:
    from mailbot.mail.imap_session import OpenFolder, Session
    from mailbot.model.folders import Place

_UNSAFE = re.compile(r"[^A-Za-z0-9._/-]+")
_ID_FIELD = "HEADER.FIELDS (MESSAGE-ID)"


def keyword(label: str) -> str:
    """Return an IMAP keyword for `label`: an atom of plain characters (RFC 3501, section 9).

    White space becomes `_`. Where more than that is lost, a digest of the label keeps two labels
    apart.
    """
    spaced = "_".join(label.split())
    plain = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode()
    safe = _UNSAFE.sub("_", plain).strip("_")
    if safe and safe == spaced:
        return safe
    digest = hashlib.sha256(label.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{safe}_{digest}" if safe else f"Mailbot_{digest}"


def shows(session: Session, folder: str, filing: Filing) -> bool:
    """Tell whether the server can show the sorting so in `folder`."""
    if filing is not Filing.LABEL or session.is_gmail:
        return True
    return "\\*" in session.open(folder, writable=True).permanent_flags


def file(session: Session, place: Place, label: str, filing: Filing) -> None:
    """Show the sorting of the mail at `place`; what is gone, or shown already, stays as it is."""
    if filing is Filing.LEAVE or place.uid is None:
        return
    opened = session.current(place.folder, writable=True)
    if opened.state.uidvalidity != place.uidvalidity:
        return
    if filing is Filing.LABEL:
        _label(session, opened, place.uid, label)
    elif filing is Filing.COPY:
        _copy(session, place.folder, place.uid, label)
    else:
        _move(session, place.uid, label)


def _label(session: Session, opened: OpenFolder, uid: int, label: str) -> None:
    if session.is_gmail:
        session.connection.add_gmail_labels([uid], [label], silent=True)
        return
    word = keyword(label)
    if opened.permanent_flags & {"\\*", word}:
        session.connection.add_flags([uid], [word], silent=True)


def _copy(session: Session, folder: str, uid: int, label: str) -> None:
    target = _folder_for(session, label)
    field = session.connection.fetch([uid], [f"BODY.PEEK[{_ID_FIELD}]"]).get(uid, {})
    message_id = field.get(f"BODY[{_ID_FIELD}]".encode(), b"").partition(b":")[2]
    if find(session, target, message_id.decode("utf-8", "surrogateescape")):
        return  # copied before, and the record of it was lost
    session.open(folder)
    session.connection.copy([uid], target)


def _move(session: Session, uid: int, label: str) -> None:
    target = _folder_for(session, label)
    if session.has("MOVE"):
        session.connection.move([uid], target)
        return
    session.connection.copy([uid], target)
    take_away(session, uid, trash=None)


def label_folder(session: Session, label: str) -> str | None:
    """Return the folder of that name, in the server's own way of naming; None where none is."""
    name, exists = _named(session, label)
    return name if exists else None


def _folder_for(session: Session, label: str) -> str:
    """Return the folder of that name; make it if need be."""
    name, exists = _named(session, label)
    if not exists:
        session.connection.create_folder(name)
        session.connection.subscribe_folder(name)
    return name


def _named(session: Session, label: str) -> tuple[str, bool]:
    listed = session.connection.list_folders()
    delimiter = next((mark.decode() for _, mark, _ in listed if mark), "/")
    name = _prefix(session) + delimiter.join(part for part in label.split("/") if part)
    return name, name in {existing for _, _, existing in listed}


def _prefix(session: Session) -> str:
    """Return what a person's own folders begin with (RFC 2342); on some servers `INBOX.`."""
    if not session.has("NAMESPACE"):
        return ""
    try:
        personal = session.connection.namespace()[0]
    except IMAPClientError:
        return ""
    return personal[0][0] if personal else ""
