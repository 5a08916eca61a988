"""Dates and sizes of many mails, without their bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mailbot.mail.addresses import read_date
from mailbot.model.folders import Outline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from mailbot.mail.imap_session import Session

_BATCH = 500
_DATE = "HEADER.FIELDS (DATE)"
_ITEMS = ("RFC822.SIZE", "INTERNALDATE", f"BODY.PEEK[{_DATE}]")
_EPOCH = datetime.fromtimestamp(0, UTC)


def outline_batches(session: Session, folder: str, uids: Sequence[int]) -> Iterator[list[Outline]]:
    """Yield outlines in ascending order of UID, some hundred at a time.

    A mail whose INTERNALDATE cannot be read has the first instant of 1970.
    """
    wanted = sorted(set(uids))
    for start in range(0, len(wanted), _BATCH):
        some = wanted[start : start + _BATCH]
        session.open(folder)
        answers = session.connection.fetch(some, _ITEMS)
        yield [_outline(uid, answers[uid]) for uid in some if _whole(answers.get(uid, {}))]


def _whole(answer: dict[bytes, Any]) -> bool:
    """Tell an answer from what came unasked for a mail that has vanished."""
    return b"RFC822.SIZE" in answer


def _outline(uid: int, answer: dict[bytes, Any]) -> Outline:
    arrived = answer.get(b"INTERNALDATE")
    return Outline(
        uid=uid,
        size=int(answer[b"RFC822.SIZE"]),
        internal_date=arrived.astimezone(UTC) if arrived else _EPOCH,
        written=_written(answer.get(f"BODY[{_DATE}]".encode())),
    )


def _written(field: object) -> datetime | None:
    if not isinstance(field, bytes):
        return None
    return read_date(field.partition(b":")[2].decode("ascii", "replace").strip())
