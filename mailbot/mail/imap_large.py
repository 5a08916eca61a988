"""Of a mail over the limit, only its headers and its text part (RFC 3501, section 6.4.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imapclient.exceptions import (  # type: ignore[import-untyped]
    IMAPClientAbortError,
    IMAPClientError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailbot.mail.imap_connection import Connection

_MOST_PARTS = 1000


@dataclass(frozen=True, slots=True)
class TextPart:
    """Where BODYSTRUCTURE says that the text stands.

    Attributes:
        number: The part's number such as `1.2`; empty where the mail has only one part.
        boundary: What separates the outermost parts; empty where the mail has only one part.
    """

    number: str
    boundary: bytes = b""


def headers_and_text(connection: Connection, uid: int, limit: int) -> bytes | None:
    """Return the mail of the open folder without what is not text; None where it vanished.

    Headers stay as they are. The text part is put right under them, within the mail's own
    boundary, so that the bytes parse like any mail. Where there is no text part, or the structure
    cannot be understood, it is the beginning of the mail. No section is longer than `limit` bytes.
    """
    part = text_part(_structure(connection, uid))
    if part is None:
        return _section(connection, uid, "", limit)
    headers = _section(connection, uid, "HEADER", limit)
    if not part.number:
        text = _section(connection, uid, "TEXT", limit)
        return None if headers is None or text is None else headers + text
    mime = _section(connection, uid, f"{part.number}.MIME", limit)
    text = _section(connection, uid, part.number, limit)
    if headers is None or mime is None or text is None:
        return None
    line = b"--" + part.boundary
    return headers + line + b"\r\n" + mime + text + b"\r\n" + line + b"--\r\n"


def text_part(structure: object) -> TextPart | None:
    """Return the first plain text part of a BODYSTRUCTURE, else the first of HTML."""
    if not isinstance(structure, tuple) or not structure:
        return None
    if not isinstance(structure[0], list):
        return TextPart("") if _kind(structure).startswith("text/") else None
    boundary = _boundary(structure)
    if not boundary:
        return None
    texts = [(number, leaf) for number, leaf in _leaves(structure, "") if not _attached(leaf)]
    for kind in ("text/plain", "text/html"):
        for number, leaf in texts:
            if _kind(leaf) == kind:
                return TextPart(number, boundary)
    return None


def _structure(connection: Connection, uid: int) -> object:
    try:
        return connection.fetch([uid], ["BODYSTRUCTURE"]).get(uid, {}).get(b"BODYSTRUCTURE")
    except IMAPClientAbortError:
        raise
    except (IMAPClientError, TypeError, IndexError):
        return None  # of a structure that is itself broken, the beginning of the mail will do


def _section(connection: Connection, uid: int, section: str, limit: int) -> bytes | None:
    answer = connection.fetch([uid], [f"BODY.PEEK[{section}]<0.{limit}>"]).get(uid, {})
    value = answer.get(f"BODY[{section}]<0>".encode())
    return value if isinstance(value, bytes) else None


def _leaves(
    structure: tuple[object, ...], number: str, left: int = 50
) -> Iterator[tuple[str, tuple[object, ...]]]:
    parts = structure[0]
    if not isinstance(parts, list):
        yield number, structure
        return
    for place, part in enumerate(parts[:_MOST_PARTS], start=1):
        if isinstance(part, tuple) and part and left:
            yield from _leaves(part, f"{number}.{place}" if number else str(place), left - 1)


def _kind(leaf: Sequence[object]) -> str:
    return "/".join(_text(word) for word in leaf[:2]).lower()


def _attached(leaf: Sequence[object]) -> bool:
    # RFC 3501, section 7.4.2: text has its lines in eighth place, then MD5 and disposition.
    disposition = leaf[9] if len(leaf) > 9 else None
    return (
        isinstance(disposition, tuple)
        and bool(disposition)
        and _text(disposition[0]).lower() == "attachment"
    )


def _boundary(structure: Sequence[object]) -> bytes:
    parameters = structure[2] if len(structure) > 2 else None
    if not isinstance(parameters, tuple):
        return b""
    pairs = zip(parameters[::2], parameters[1::2], strict=False)
    return next(
        (_text(value).encode() for name, value in pairs if _text(name).lower() == "boundary"), b""
    )


def _text(value: object) -> str:
    return value.decode("ascii", "replace") if isinstance(value, bytes) else str(value)
