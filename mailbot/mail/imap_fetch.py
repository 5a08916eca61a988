"""Fetches mail in batches, never setting \\Seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from imapclient.exceptions import (  # type: ignore[import-untyped]
    IMAPClientAbortError,
    IMAPClientError,
)
from imapclient.imap_utf7 import decode  # type: ignore[import-untyped]

from mailbot.mail.imap_large import headers_and_text
from mailbot.mail.imap_session import words
from mailbot.model.mail import FetchedMail

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from mailbot.mail.imap_session import Session

_BATCH_BYTES = 16_000_000
_FACTS = ("RFC822.SIZE", "INTERNALDATE", "FLAGS")
_GMAIL_FACTS = ("X-GM-MSGID", "X-GM-LABELS")  # developers.google.com/workspace/gmail/imap
_EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class _Facts:
    """All that is asked about a mail before its bytes."""

    uid: int
    size: int
    internal_date: datetime
    flags: frozenset[str]
    labels: frozenset[str]
    gmail_id: int | None


def fetch_batches(
    session: Session, folder: str, uids: Sequence[int], *, batch: int, largest_bytes: int
) -> Iterator[list[FetchedMail]]:
    """Yield the mails in ascending order of UID, at most `batch` of them at a time.

    A batch ends early where its mails are large. A mail over `largest_bytes` comes with headers
    and text part only; so does one that the server fails to give whole, and if need be without
    anything. One that vanished is left out. A mail whose INTERNALDATE cannot be read has the first
    instant of 1970.
    """
    wanted = sorted(set(uids))
    for start in range(0, len(wanted), batch):
        facts = _facts(session, folder, wanted[start : start + batch])
        for group in _groups(facts, largest_bytes):
            yield _mails(session, folder, group, largest_bytes)


def _facts(session: Session, folder: str, uids: Sequence[int]) -> list[_Facts]:
    session.open(folder)
    items = _FACTS + (_GMAIL_FACTS if session.is_gmail else ())
    answers = session.connection.fetch(uids, items)
    # What came unasked for a mail that has vanished has no size.
    return [_fact(uid, answers[uid]) for uid in uids if b"RFC822.SIZE" in answers.get(uid, {})]


def _fact(uid: int, answer: dict[bytes, Any]) -> _Facts:
    arrived = answer.get(b"INTERNALDATE")
    return _Facts(
        uid=uid,
        size=int(answer[b"RFC822.SIZE"]),
        internal_date=arrived.astimezone(UTC) if arrived else _EPOCH,
        flags=words(answer.get(b"FLAGS", ())),
        labels=words([decode(label) for label in answer.get(b"X-GM-LABELS") or ()]),
        gmail_id=answer.get(b"X-GM-MSGID"),
    )


def _groups(facts: Sequence[_Facts], largest_bytes: int) -> Iterator[list[_Facts]]:
    group: list[_Facts] = []
    held = 0
    for fact in facts:
        size = min(fact.size, largest_bytes)
        if group and held + size > _BATCH_BYTES:
            yield group
            group, held = [], 0
        group.append(fact)
        held += size
    if group:
        yield group


def _mails(
    session: Session, folder: str, group: Sequence[_Facts], largest_bytes: int
) -> list[FetchedMail]:
    uidvalidity = session.open(folder).state.uidvalidity
    small = [fact.uid for fact in group if fact.size <= largest_bytes]
    broken: list[int] = []
    try:
        whole = _whole(session, small)
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        whole, broken = _one_by_one(session, small)
    mails = []
    for fact in group:
        cut = fact.size > largest_bytes or fact.uid in broken
        raw = _part(session, fact.uid, largest_bytes) if cut else whole.get(fact.uid)
        if raw is not None:
            mails.append(_mail(fact, raw, folder, uidvalidity, cut))
    return mails


def _whole(session: Session, uids: Sequence[int]) -> dict[int, bytes]:
    answers = session.connection.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
    bodies = {uid: answer.get(b"BODY[]") for uid, answer in answers.items()}
    return {uid: body for uid, body in bodies.items() if isinstance(body, bytes)}


def _one_by_one(session: Session, uids: Sequence[int]) -> tuple[dict[int, bytes], list[int]]:
    """Return the mails, and the UIDs of those that the server cannot give.

    One damaged mail must not keep all the others of its batch away for ever.
    """
    whole: dict[int, bytes] = {}
    broken = []
    for uid in uids:
        try:
            whole |= _whole(session, [uid])
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            broken.append(uid)
    return whole, broken


def _part(session: Session, uid: int, limit: int) -> bytes | None:
    try:
        return headers_and_text(session.connection, uid, limit)
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        return b""  # it still comes, so that somebody hears of it


def _mail(fact: _Facts, raw: bytes, folder: str, uidvalidity: int, truncated: bool) -> FetchedMail:
    return FetchedMail(
        folder=folder,
        uidvalidity=uidvalidity,
        uid=fact.uid,
        raw=raw,
        size=fact.size,
        truncated=truncated,
        internal_date=fact.internal_date,
        flags=fact.flags,
        labels=fact.labels,
        gmail_id=fact.gmail_id,
    )
