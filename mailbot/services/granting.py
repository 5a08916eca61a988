"""Leave given and taken back by the coordinator, and all that may go without her word each time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.errors import NotFoundError, RefusedError
from mailbot.model.outbox import Channel
from mailbot.model.permissions import MailKind
from mailbot.model.seats import GroupStatus, StandingKind
from mailbot.services import earning, permitting
from mailbot.services.meetings import group_of
from mailbot.store import groups, permissions, record, sendings, standings
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.permissions import Evidence, Permission
    from mailbot.model.seats import StandingApproval
    from mailbot.services.office import Office

_OFF = "you switched it off"


@dataclass(frozen=True, slots=True)
class Granted:
    """Leave for a kind of reply as it is shown.

    Attributes:
        leave: As it is on record.
        evidence: What she had decided on such replies before she gave it.
        went: How many have left by it.
        why_not: Why it does not count; empty while it does.
    """

    leave: Permission
    evidence: Evidence
    went: int
    why_not: str


@dataclass(frozen=True, slots=True)
class OfGroup:
    """Leave for a group's reminders as it is shown.

    Attributes:
        leave: As it is on record.
        label: Of the group.
        went: How many mails have left by it.
    """

    leave: StandingApproval
    label: str
    went: int


@dataclass(frozen=True, slots=True)
class Leaves:
    """All that may go, or once might, without her word each time."""

    kinds: tuple[Granted, ...]
    groups: tuple[OfGroup, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """What she switched off.

    Attributes:
        kinds: How many kinds of replies.
        back: How many replies that were to go are drafts again.
        groups: The groups whose reminders do not go any more, as in `g4`.
    """

    kinds: int
    back: int
    groups: tuple[str, ...]


def all_leave(office: Office, now: datetime) -> Leaves:
    """Return all leave that was ever given, oldest first.

    Raises:
        DatabaseUnavailable: The database cannot be used.
    """
    with office.database.transaction() as connection:
        went, by_groups = permissions.went(connection), sendings.by_standing(connection)
        return Leaves(
            tuple(
                _granted(office, connection, leave, went.get(leave.id, 0), now)
                for leave in permissions.every(connection)
            ),
            tuple(
                OfGroup(
                    leave,
                    groups.get(connection, leave.group_id).label,
                    by_groups.get(leave.id, 0),
                )
                for leave in standings.every(connection)
            ),
        )


def switch_on(
    office: Office,
    named: str,
    now: datetime,
    *,
    least: float | None = None,
    channel: Channel = Channel.COMMAND,
    by: str = "coordinator",
) -> Granted:
    """Let a kind of reply go by itself from now on.

    Args:
        office: The rooms.
        named: The kind, such as `cost+dates`, or the number of earlier leave for it.
        now: The instant.
        least: How sure the reading must be; as the settings say where None.
        channel: By which way she said so.
        by: Who.

    Raises:
        NotFoundError: No leave has this number.
        RefusedError: There is no such kind, or the settings do not allow it, or less sure than
            they allow.
    """
    settings = office.settings.approvals
    with office.database.transaction() as connection:
        kind = _kind(connection, named)
        _refuse_unallowed(office, kind)
        sure = settings.least if least is None else least
        if not settings.least <= sure <= 1:
            raise RefusedError(
                f"{sure:g} is not between {settings.least:g} and 1.",
                "`least` of [approvals] in config/mailbot.toml says what is allowed at least.",
            )
        before = permissions.of_kind(connection, kind)
        if before is not None:
            permitting.end(connection, before, "it was given anew", now)
        leave = permissions.give(connection, kind, sure, channel, now, by=by)
        why = f"permission {leave.id} by the {by} through {channel.value}: {kind.key}"
        record.add(connection, Event(now, "permission", why))
        return _granted(office, connection, leave, 0, now)


def switch_off(office: Office, named: Sequence[str], now: datetime) -> Ended:
    """Let mail wait for her word again, at once.

    Args:
        office: The rooms.
        named: Numbers of permissions, and groups as in `g4`; all that stands where there is none.
        now: The instant.

    Raises:
        NotFoundError: No leave of that name stands.
    """
    with office.database.transaction() as connection:
        kinds = {str(one.id): one for one in permissions.active(connection)}
        of_groups: dict[str, list[StandingApproval]] = {}
        for one in standings.every(connection):
            if one.ended_at is None:
                of_groups.setdefault(group_name(one.group_id), []).append(one)
        for name in named:
            if name not in kinds and name not in of_groups:
                raise NotFoundError(
                    f"No leave {name} stands.", "`mailbot approvals` shows what does."
                )
        chosen = [leave for name, leave in kinds.items() if name in named or not named]
        groups_chosen = [name for name in of_groups if name in named or not named]
        back = sum(permitting.end(connection, leave, _OFF, now) for leave in chosen)
        for name in groups_chosen:
            _end_for_group(connection, of_groups[name], now)
        return Ended(len(chosen), back, tuple(groups_chosen))


def switch_on_group(office: Office, group_id: int, now: datetime) -> None:
    """Let the reminders of a group go again that she had switched off.

    Raises:
        NotFoundError: There is no such group.
        RefusedError: It is not confirmed, so that its confirmation would be the way.
    """
    with office.database.transaction() as connection:
        group = group_of(connection, group_id)
        if group.status is not GroupStatus.CONFIRMED:
            raise RefusedError(
                f"Group {group_id} is {group.status.value}, so nothing of it is due.",
                "Reminders are approved with the confirmation of a group.",
            )
        given = standings.give(connection, StandingKind.SERIES, group_id, Channel.COMMAND, now)
        why = f"reminders of the group go again, by standing approval {given.id}"
        record.add(connection, Event(now, "permission", why, group_id=group_id))


def group_name(group_id: int) -> str:
    """Return how leave for a group is named, such as `g4`."""
    return f"g{group_id}"


def _end_for_group(
    connection: Connection, given: Sequence[StandingApproval], now: datetime
) -> None:
    for one in given:
        standings.end(connection, one.id, now)
        why = f"{_OFF}: {one.kind.value.replace('_', ' ')} of the group"
        record.add(connection, Event(now, "permission_ended", why, group_id=one.group_id))


def _granted(
    office: Office, connection: Connection, leave: Permission, went: int, now: datetime
) -> Granted:
    evidence = earning.evidence_for(office, connection, leave.kind, min(leave.at, now))
    return Granted(leave, evidence, went, permitting.why_ended(office, connection, leave))


def _kind(connection: Connection, named: str) -> MailKind:
    if named.isdecimal():
        leave = permissions.get(connection, int(named))
        if leave is None:
            raise NotFoundError(
                f"There is no leave of number {named}.", "`mailbot approvals` shows what there is."
            )
        return leave.kind
    try:
        return MailKind.from_text(named)
    except ValueError as error:
        raise RefusedError(
            f"{named} is no kind of reply: {error}.",
            "Name its topics, and after a colon the facts it asks for, as in cost+dates:city+year; "
            "`mailbot drafts` shows the topics of each reply.",
        ) from None


def _refuse_unallowed(office: Office, kind: MailKind) -> None:
    settings = office.settings.approvals
    if settings.allow(kind):
        return
    lacking = ", ".join(topic for topic in kind.topics if topic not in settings.reply)
    raise RefusedError(
        f"Your settings do not allow replies about {lacking} to go by themselves.",
        "`reply` of [approvals] in config/mailbot.toml lists the topics that may.",
    )
