"""Past mail of several folders in the order in which it came, a handful in memory at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from mailbot.model.folders import Mailbox, Outline
    from mailbot.model.mail import FetchedMail

_DAY = timedelta(days=1)
_MOST = 50
_MOST_BYTES = 16_000_000


@dataclass(frozen=True, slots=True, order=True)
class Past:
    """A mail that came in the past; orders by when, then by the folder's rank.

    Attributes:
        at: When it came.
        rank: Which of the folders it stands in: at the same instant, an earlier one goes first.
        uid: Its UID there.
        size: In bytes.
    """

    at: datetime
    rank: int
    uid: int
    size: int


def past(mailbox: Mailbox, folders: Sequence[str], since: datetime) -> tuple[list[Past], int]:
    """List what came to `folders` since `since`, oldest first, without fetching it.

    Returns:
        The mails, and how many a server had filed since then though they are older.

    Raises:
        WorldProblem: The mailbox is in the way.
    """
    found: list[Past] = []
    older = 0
    for rank, folder in enumerate(folders):
        # Servers hold SINCE against their own day, which may have begun earlier or later.
        uids = mailbox.uids_since(folder, (since - _DAY).date())
        for outline in mailbox.outlines(folder, uids):
            at = came(outline)
            if at >= since:
                found.append(Past(at, rank, outline.uid, outline.size))
            elif outline.internal_date >= since:
                older += 1
    return sorted(found), older


def came(outline: Outline) -> datetime:
    """Return when a mail came: a mailbox that was moved may have filed all its mail anew.

    No mail is under way for more than a day or so; where the server's date is later than that, the
    mail's own date is nearer to the truth.
    """
    if outline.written and outline.internal_date - outline.written > _DAY:
        return outline.written
    return outline.internal_date


def fetched_in_order(
    mailbox: Mailbox, folders: Sequence[str], mails: Sequence[Past]
) -> Iterator[FetchedMail]:
    """Yield the mails of `past`, each with the date by which it stands there.

    Raises:
        WorldProblem: The mailbox is in the way.
    """
    for window in _windows(mails):
        held: dict[tuple[int, int], FetchedMail] = {}
        for rank, folder in enumerate(folders):
            uids = [mail.uid for mail in window if mail.rank == rank]
            for fetched in mailbox.fetch(folder, uids) if uids else ():
                held[rank, fetched.uid] = fetched
        for mail in window:
            place = (mail.rank, mail.uid)
            if place in held:  # it may have vanished meanwhile
                yield replace(held.pop(place), internal_date=mail.at)


def _windows(mails: Sequence[Past]) -> Iterator[list[Past]]:
    window: list[Past] = []
    held = 0
    for mail in mails:
        if window and (len(window) == _MOST or held + mail.size > _MOST_BYTES):
            yield window
            window, held = [], 0
        window.append(mail)
        held += mail.size
    if window:
        yield window
