"""What the coordinator is told of somebody whom she takes out: what came free, and what is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.model.outbox import State
from mailbot.model.seats import GroupStatus
from mailbot.services.leaving import may_still_join
from mailbot.store import groups, seats, unsent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.store.outbox import Outbound

_REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Before:
    """What somebody held before a deed that may free their place.

    Attributes:
        applicant_id: Whose.
        group_id: The group in which they held a place; None where they held none.
        unsent: The mails to them that had not left.
    """

    applicant_id: int
    group_id: int | None
    unsent: tuple[Outbound, ...]


def before(connection: Connection, applicant_id: int) -> Before:
    """Return what somebody holds now."""
    mails = unsent.of_applicant(connection, applicant_id)
    return Before(applicant_id, seats.group_of(connection, applicant_id), tuple(mails))


def remarks(connection: Connection, held: Before, now: datetime) -> tuple[str, ...]:
    """Return what became of it, and what she may do next, a sentence each."""
    still = unsent.of_applicant(connection, held.applicant_id)
    left = {mail.id for mail in still}
    withdrawn = [mail for mail in held.unsent if mail.id not in left]
    now_in = seats.group_of(connection, held.applicant_id)
    return (
        *(_freed(connection, held.group_id, now) if held.group_id and not now_in else ()),
        *(_withdrawn(withdrawn) if withdrawn else ()),
        *(_still_there(mail) for mail in still),
    )


def _freed(connection: Connection, group_id: int, now: datetime) -> Iterator[str]:
    group = groups.get(connection, group_id)
    yield f"Their place in group {group_id}, {group.label}, is free."
    if group.status is GroupStatus.FORMING and group.wanted:
        yield "The next in the queue who fits is offered it, in a draft for you to approve."
    elif group.status is GroupStatus.CONFIRMED and may_still_join(connection, group_id, now):
        yield f"`mailbot groups fill {group_id}` offers it to the next in the queue who fits."
    elif group.status is GroupStatus.CONFIRMED:
        yield "The group has met twice already, so it stays empty."


def _withdrawn(mails: list[Outbound]) -> Iterator[str]:
    named = ", ".join(f"{mail.id} ({_about(mail)})" for mail in mails)
    yield f"Taken back before it left: mail {named}."


def _still_there(mail: Outbound) -> str:
    number = mail.id
    if mail.kind != _REPLY:
        return f"Draft {number} ({_about(mail)}) is in your own hands in Drafts: delete it there."
    if mail.state is State.APPROVED:
        return (
            f"Reply {number} to them is approved and still leaves; `mailbot drafts reject {number}`"
            " calls it back."
        )
    return (
        f"Reply {number} to them still waits: `mailbot drafts show {number}`, then approve it or "
        f"`mailbot drafts reject {number}`."
    )


def _about(mail: Outbound) -> str:
    return mail.kind.removeprefix("session/").replace("_", " ")
