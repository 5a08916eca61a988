"""What waits for the coordinator's word, and the mails that ask her for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.model.casework import Role


@dataclass(frozen=True, slots=True)
class WaitingDraft:
    """A draft that may be put before her, without its words.

    Attributes:
        outbox_id: The draft.
        bundle_id: The drafts that it is decided with; None where it is decided alone.
        digest: Of its bytes as they are now.
        applicant_id: The student it goes to.
        group_id: The group that it is about.
        changed_at: Since when it waits as it is.
        deferred_until: When she wants to see it again; None where she said nothing.
        apart: She has it in hand in her Drafts folder, or distress was read of that person or in
            that thread: she looks at it by itself.
    """

    outbox_id: int
    bundle_id: int | None
    digest: str
    applicant_id: int | None
    group_id: int | None
    changed_at: datetime
    deferred_until: datetime | None
    apart: bool


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One numbered thing of a review mail: a draft, or drafts that are decided in one go.

    Attributes:
        number: As the mail numbers it, from 1.
        outbox_id: The draft; of a bundle its first.
        bundle_id: The bundle; None for a single draft.
        digest: Of exactly what the mail shows.
    """

    number: int
    outbox_id: int
    bundle_id: int | None
    digest: str


@dataclass(frozen=True, slots=True)
class Review:
    """A review mail as it is on record.

    Attributes:
        id: Its row.
        outbox_id: The mail.
        reader: Whom it asked: the coordinator, or the deputy.
        created_at: When it was made.
        expires_at: From when on answers to it do not count any more.
        items: What it shows, by number.
    """

    id: int
    outbox_id: int
    reader: Role
    created_at: datetime
    expires_at: datetime
    items: tuple[ReviewItem, ...]

    def item(self, number: int) -> ReviewItem | None:
        """Return the item of this number, or None."""
        return next((each for each in self.items if each.number == number), None)
