"""Finds mail by its Message-ID."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailbot.mail.imap_session import Session

_FIELD = "HEADER.FIELDS (MESSAGE-ID)"
# What can stand within quotes without escapes or a charset (RFC 3501, section 9, QUOTED-CHAR).
_SAFE = re.compile(r"[ !#-\[\]-~]+")


def find(session: Session, folder: str, message_id: str) -> list[int]:
    """Return the UIDs of mail in `folder` with exactly this Message-ID, ascending.

    A server's search is by parts of words and may be loose; the header itself decides.
    """
    searchable = max(_SAFE.findall(message_id.strip()), key=len, default="")
    if not searchable:
        return []
    likely = session.search(folder, f'HEADER Message-ID "{searchable}"')
    if not likely:
        return []
    answers = session.connection.fetch(likely, [f"BODY.PEEK[{_FIELD}]"])
    wanted = _squeezed(message_id)
    return [uid for uid in likely if _found_id(answers.get(uid, {})) == wanted]


def _found_id(answer: dict[bytes, object]) -> str:
    field = answer.get(f"BODY[{_FIELD}]".encode())
    if not isinstance(field, bytes):
        return ""
    return _squeezed(field.partition(b":")[2].decode("utf-8", "surrogateescape"))


def _squeezed(message_id: str) -> str:
    """Drop white space: folding (RFC 5322, section 2.2.3) may put it anywhere."""
    return "".join(message_id.split())
