"""Groups and their mail held against each other: places, stages, leave given, reminders sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailbot.mail.compose_headers import ascii_address
from mailbot.mail.recipients import recipients
from mailbot.model.outbox import Channel, State
from mailbot.model.reading import Stage
from mailbot.model.seats import StandingKind
from mailbot.services.findings import Fault, Finding
from mailbot.store import group_consistency, outbox

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.services.office import Office
    from mailbot.store.group_consistency import ByStanding, Places, Reminded
    from mailbot.store.outbox import Outbound

_REMINDER = re.compile(r"reminder/group:\d+/session:(\d+)(?:@[^/]*)?/(\w+:\d+)/(\w+)")
_MAY_GO = {
    StandingKind.SERIES: frozenset(
        {"session/reminder", "session/leader_reminder", "session/leader_news"}
    ),
    StandingKind.OFFER_REMINDERS: frozenset({"session/offer_reminder"}),
}
"""Which kinds of mail the coordinator lets go beforehand, by which leave."""
_ON_ITS_WAY = frozenset({State.APPROVED, State.SENDING, State.SENT, State.UNCERTAIN})


def of_groups(office: Office, everything: Iterable[Outbound]) -> Iterator[Finding]:
    """Yield what is wrong about groups and the mail about them.

    Args:
        office: The rooms.
        everything: The whole outbox.

    Raises:
        DatabaseUnavailable: The database cannot be used.
    """
    with office.database.transaction() as connection:
        held = group_consistency.places(connection)
        stages = group_consistency.stages(connection)
        yield from _places(held)
        yield from _stages(held, stages)
        yield from _groups(connection)
        yield from _leave(group_consistency.by_standing(connection))
        yield from _reminders(connection, group_consistency.reminded(connection))
        yield from _to_others(connection, everything)


def _places(held: Places) -> Iterator[Finding]:
    by_right = held.drafted | held.open | held.members
    for group_id, applicant_id in sorted(held.seats - by_right):
        what = (
            f"Applicant {applicant_id} holds a seat in group {group_id}, but was offered none and "
            "is no member."
        )
        yield Finding(Fault.PLACES, what, applicant_id=applicant_id, group_id=group_id)
    for group_id, applicant_id in sorted(by_right - held.seats):
        what = f"No seat in group {group_id} is kept for applicant {applicant_id}, who has a place."
        yield Finding(Fault.PLACES, what, applicant_id=applicant_id, group_id=group_id)


def _stages(held: Places, stages: dict[int, Stage]) -> Iterator[Finding]:
    offered, members = ({who for _, who in pairs} for pairs in (held.open, held.members))
    drafted = {who for _, who in held.drafted}
    for applicant_id, stage in stages.items():
        for at, those, what in (
            (Stage.OFFERED, offered, "an open offer"),
            (Stage.MEMBER, members, "a membership"),
        ):
            if (stage is at) != (applicant_id in those):
                lacks = "has" if applicant_id in those else "lacks"
                told = f"Applicant {applicant_id} is {stage.value}, but {lacks} {what}."
                yield Finding(Fault.PLACES, told, applicant_id=applicant_id)
        if applicant_id in drafted and stage is not Stage.QUEUED:
            told = f"Applicant {applicant_id} is {stage.value}, but an offer is drafted for them."
            yield Finding(Fault.PLACES, told, applicant_id=applicant_id)


def _groups(connection: Connection) -> Iterator[Finding]:
    for group_id in group_consistency.too_full(connection):
        what = f"More places are held in group {group_id} than it has."
        yield Finding(Fault.PLACES, what, group_id=group_id)
    for group_id in group_consistency.confirmed_by_nobody(connection):
        what = f"Group {group_id} is confirmed, but nobody gave leave for its series."
        yield Finding(Fault.UNAPPROVED, what, group_id=group_id)


def _leave(approvals: Iterable[ByStanding]) -> Iterator[Finding]:
    for one in approvals:
        why = _no_leave(one)
        if why:
            yield Finding(
                Fault.UNAPPROVED,
                f"Mail {one.outbox_id} was let go by leave given beforehand, but {why}.",
                outbox_id=one.outbox_id,
                group_id=one.group_id,
            )


def _no_leave(one: ByStanding) -> str:
    if one.leave is None:
        return "no such leave is on record"
    kind, group_id, since, until = one.leave
    reasons = (
        ("it was given for another group", group_id != one.group_id),
        ("it was given for other mail", one.kind not in _MAY_GO[kind]),
        ("it was given only later", one.at < since),
        ("it had been taken back", until is not None and one.at > until),
    )
    return next((why for why, holds in reasons if holds), "")


def _reminders(connection: Connection, sent: Iterable[Reminded]) -> Iterator[Finding]:
    before: dict[tuple[int, int, str, str, datetime | None], int] = {}
    for mail in sent:
        key = _REMINDER.fullmatch(mail.key)
        if key is None:
            yield _astray(mail, "is a reminder, but of no session")
            continue
        number = int(key[1])
        start = group_consistency.start_told(connection, mail, number)
        same = (mail.group_id, number, key[2], key[3], start)
        if same in before:
            what = f"Mail {mail.outbox_id} reminds of the same session as mail {before[same]} did."
            yield Finding(Fault.TWICE, what, outbox_id=mail.outbox_id, group_id=mail.group_id)
        before.setdefault(same, mail.outbox_id)
        if not group_consistency.belonged(connection, mail):
            yield _astray(mail, "went to somebody who was not in the group then")
        if group_consistency.called_off_before(connection, mail, number):
            yield _astray(mail, f"went out after session {number} was cancelled")


def _astray(mail: Reminded, what: str) -> Finding:
    return Finding(
        Fault.ASTRAY,
        f"Mail {mail.outbox_id} {what}.",
        outbox_id=mail.outbox_id,
        applicant_id=mail.applicant_id,
        group_id=mail.group_id,
    )


def _to_others(connection: Connection, everything: Iterable[Outbound]) -> Iterator[Finding]:
    """Yield mail of Mailbot's own making that is addressed to more than the one it is for."""
    for mail in everything:
        if mail.state not in _ON_ITS_WAY:
            continue
        others = recipients(mail.raw) - {mail.recipient, ascii_address(mail.recipient).lower()}
        if others and not _made_by_her(connection, mail):
            yield Finding(
                Fault.ASTRAY,
                f"Mail {mail.id} is addressed to more than {mail.recipient}.",
                outbox_id=mail.id,
                group_id=mail.group_id,
            )


def _made_by_her(connection: Connection, mail: Outbound) -> bool:
    """Tell whether these bytes came out of her own mail program, where a Cc is her own word."""
    return any(
        one.channel is Channel.DRAFTS_FOLDER and one.digest == mail.digest
        for one in outbox.approvals(connection, mail.id)
    )
