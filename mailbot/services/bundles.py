"""Drafts that are decided in one go: all of a bundle, or none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.errors import NotFoundError, RefusedError
from mailbot.model.outbox import Channel, State
from mailbot.model.seats import BundleKind
from mailbot.services import approval
from mailbot.services.approval import SHORTEST_DIGEST
from mailbot.store import groups, outbox, standings, versions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.seats import Bundle, Group
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound


WHAT = {
    BundleKind.OFFERS: "offers of a place",
    BundleKind.CONFIRMATION: "confirmation and invitation",
    BundleKind.MOVED: "a session was moved",
    BundleKind.CANCELLED: "a session was cancelled",
    BundleKind.SHIFTED: "the sessions were shifted",
    BundleKind.CALLED_OFF: "the group is called off",
    BundleKind.CLOSING: "thanks after the last session",
}
"""What the drafts of a bundle are, in a few words."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A bundle as it is shown.

    Attributes:
        bundle: What it is about.
        group: Of which group.
        mails: All its mails, in whatever state.
        digest: Of exactly the drafts that are open; what she approves.
    """

    bundle: Bundle
    group: Group
    mails: tuple[Outbound, ...]
    digest: str

    @property
    def open(self) -> tuple[Outbound, ...]:
        """The drafts that wait to be decided."""
        return tuple(mail for mail in self.mails if mail.state is State.DRAFT)


def name_of(shown: Shown) -> str:
    """Return a bundle in a few words, such as `offers of a place, group 4, Tue 19:00 Sydney`."""
    return f"{WHAT[shown.bundle.kind]}, group {shown.group.id}, {shown.group.label}"


def show(office: Office, bundle_id: int, now: datetime) -> Shown:
    """Return a bundle, and remember that she saw exactly these versions of its drafts.

    Raises:
        NotFoundError: There is none of this number.
    """
    with office.database.transaction() as connection:
        shown = shown_in(connection, bundle_id)
        for mail in shown.open:
            versions.mark_shown(connection, mail.id, mail.digest, now)
        return shown


def last_seen(office: Office, bundle_id: int) -> str | None:
    """Return `Shown.digest` of the versions that she was shown last of the drafts that wait.

    None where she was not shown each of them.

    Raises:
        NotFoundError: There is no such bundle.
    """
    with office.database.transaction() as connection:
        open_ = shown_in(connection, bundle_id).open
        seen = [(mail.id, versions.last_shown(connection, mail.id)) for mail in open_]
    if not seen or any(digest is None for _, digest in seen):
        return None
    return digest_of((number, digest or "") for number, digest in seen)


def waiting(office: Office) -> list[Shown]:
    """Return the bundles of which drafts wait, oldest first."""
    with office.database.transaction() as connection:
        drafts = outbox.in_states(connection, (State.DRAFT,))
        numbers = sorted({mail.bundle_id for mail in drafts if mail.bundle_id is not None})
        return [shown_in(connection, number) for number in numbers]


def approve(
    office: Office,
    bundle_id: int,
    seen_digest: str,
    now: datetime,
    *,
    channel: Channel = Channel.COMMAND,
    by: str = "coordinator",
) -> Shown:
    """Let all open drafts of a bundle go, if they still are what she saw.

    Args:
        office: The rooms.
        bundle_id: Which bundle.
        seen_digest: `Shown.digest` of what she saw, or its first eight digits at least.
        now: The instant.
        channel: By which way she said so.
        by: Who.

    Returns:
        The bundle as it is after that.

    Raises:
        NotFoundError: There is no such bundle.
        RefusedError: Nothing waits in it, or one of its drafts changed, has something to be
            settled, or is in her own hands; then none of them goes.
    """
    with office.database.transaction() as connection:
        return approve_in(office, connection, bundle_id, seen_digest, now, channel, by)


def approve_in(
    office: Office,
    connection: Connection,
    bundle_id: int,
    seen_digest: str,
    now: datetime,
    channel: Channel,
    by: str,
) -> Shown:
    """Do what `approve` does within a transaction that has more to do.

    Raises:
        NotFoundError: There is no such bundle.
        RefusedError: As `approve` does; the transaction is to be undone then.
    """
    shown = shown_in(connection, bundle_id)
    if not shown.open:
        raise RefusedError(f"No draft waits in bundle {bundle_id}.")
    if len(seen_digest) < SHORTEST_DIGEST or not shown.digest.startswith(seen_digest):
        raise RefusedError(
            f"The drafts of bundle {bundle_id} are not what you saw.",
            f"Look at them again with `mailbot drafts show --bundle {bundle_id}`, "
            "then approve them.",
        )
    for mail in shown.open:
        approval.approve_in(office, connection, mail.id, mail.digest, now, channel, by)
    return shown_in(connection, bundle_id)


def reject(office: Office, bundle_id: int, why: str, now: datetime) -> Shown:
    """Turn down every draft of a bundle that still waits.

    Raises:
        NotFoundError: There is no such bundle.
    """
    with office.database.transaction() as connection:
        for mail in shown_in(connection, bundle_id).open:
            approval.reject_in(connection, mail.id, why, now)
        return shown_in(connection, bundle_id)


def shown_in(connection: Connection, bundle_id: int) -> Shown:
    """Return a bundle as it is.

    Raises:
        NotFoundError: There is none of this number.
    """
    found = standings.get_bundle(connection, bundle_id)
    if found is None:
        raise NotFoundError(
            f"There is no bundle {bundle_id}.", "`mailbot drafts list` shows what there is."
        )
    mails = tuple(outbox.of_bundle(connection, bundle_id))
    group = groups.get(connection, found.group_id)
    return Shown(found, group, mails, _digest(mails))


def _digest(mails: tuple[Outbound, ...]) -> str:
    return digest_of((mail.id, mail.digest) for mail in mails if mail.state is State.DRAFT)


def digest_of(versions_: Iterable[tuple[int, str]]) -> str:
    """Return `Shown.digest` of drafts, each with the digest of its bytes."""
    words = "\n".join(f"{number} {digest}" for number, digest in sorted(versions_))
    return hashlib.sha256(words.encode()).hexdigest()
