"""What waits for the coordinator's word: single drafts, and drafts that are decided in one go."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from mailbot.services import bundles
from mailbot.store import groups, members, reviews

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import Connection

    from mailbot.model.review import Review, WaitingDraft


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to be decided.

    Attributes:
        drafts: What is decided together; one draft alone mostly.
        digest: Of exactly these.
    """

    drafts: tuple[WaitingDraft, ...]
    digest: str

    @property
    def bundle_id(self) -> int | None:
        """The bundle; None for a single draft."""
        return self.drafts[0].bundle_id

    @property
    def outbox_ids(self) -> frozenset[int]:
        """The drafts."""
        return frozenset(each.outbox_id for each in self.drafts)

    @property
    def apart(self) -> bool:
        """She has to look at it by itself."""
        return any(each.apart for each in self.drafts)

    @property
    def deferred_until(self) -> datetime | None:
        """When she wants to see it again; None where she did not put it off."""
        return max((one.deferred_until for one in self.drafts if one.deferred_until), default=None)

    def shown_in(self, live: Iterable[Review], now: datetime) -> bool:
        """Tell whether one of these reviews shows just this, made since it waits as it is.

        What was let go and came back waits anew, as does what was put off until a while ago.
        """
        since = [each.changed_at for each in self.drafts]
        since += [each.deferred_until for each in self.drafts if each.deferred_until]
        # What the clock dates ahead of now was noted before it was set back.
        newest = max((each for each in since if each <= now), default=None)
        return any(
            item.digest == self.digest
            and item.bundle_id == self.bundle_id
            and item.outbox_id in self.outbox_ids
            and (newest is None or newest <= review.created_at)
            for review in live
            for item in review.items
        )

    def is_urgent(self, connection: Connection, now: datetime, within: timedelta) -> bool:
        """Tell whether it is about a group of which a session begins soon."""
        concerned = {each.group_id for each in self.drafts if each.group_id is not None}
        for each in self.drafts:
            member = members.current(connection, each.applicant_id) if each.applicant_id else None
            if member is not None:
                concerned.add(member.group_id)
        return any(
            now <= session.start <= now + within
            for group_id in concerned
            for session in groups.timetable(connection, group_id).held
        )


def waiting(connection: Connection) -> list[Waiting]:
    """Return all that waits, oldest first."""
    drafts = reviews.waiting(connection)
    single = [Waiting((each,), each.digest) for each in drafts if each.bundle_id is None]
    bundled = sorted(
        (each for each in drafts if each.bundle_id is not None), key=lambda one: one.bundle_id or 0
    )
    together = [
        _together(tuple(each)) for _, each in groupby(bundled, key=lambda one: one.bundle_id)
    ]
    return sorted([*single, *together], key=lambda each: min(each.outbox_ids))


def _together(drafts: Sequence[WaitingDraft]) -> Waiting:
    digest = bundles.digest_of((each.outbox_id, each.digest) for each in drafts)
    return Waiting(tuple(drafts), digest)
