"""The end of a group after its last session: of one that met, and of one that never was filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.letters.context import AlertContext
from mailbot.model.casework import AlertKind, Cause
from mailbot.model.seats import BundleKind, GroupStatus
from mailbot.model.sessions import SessionMail
from mailbot.services import ending
from mailbot.services.alerting import raise_alert
from mailbot.services.invitations import news_for
from mailbot.services.mailing import SessionLetter, draft
from mailbot.services.meetings import roster
from mailbot.services.moving import move
from mailbot.store import groups, record, standings
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.seats import Group
    from mailbot.model.sessions import Session
    from mailbot.services.meetings import Roster
    from mailbot.services.office import Office

_OVER = "the group has had its last session"
_NEVER_MET = "its dates are past, and it was never confirmed"


def close(office: Office, group_id: int, now: datetime) -> None:
    """Close a confirmed group once the last session that is held is over; once is enough.

    Its letters wait as drafts; everything else takes effect at once.

    Raises:
        SettingsError: `config/slots.toml` is wrong.
        TemplateError: The template of the letter is broken.
    """
    with office.database.transaction() as connection:
        if not _over(connection, group_id, now):
            return
        known = roster(office, connection, group_id)
        ending.withdraw_mail(connection, group_id, _OVER, now)
        _thank(office, connection, known, now)
        for member in known.members:
            move(connection, member.id, Cause.SERIES_OVER, now)
        ending.send_back(connection, group_id, now)
        ending.end_leave(connection, group_id, now)
        groups.set_status(connection, group_id, GroupStatus.OVER, now)
        record.add(connection, Event(now, "group", _OVER, group_id=group_id))


def close_unfilled(office: Office, group_id: int, now: datetime) -> None:
    """End a group that still was forming when its last date passed; once is enough.

    Who held a place waits again, as long as before, and the coordinator hears of it.
    """
    with office.database.transaction() as connection:
        group = groups.get(connection, group_id)
        sessions = groups.timetable(connection, group_id).sessions
        if group.status is not GroupStatus.FORMING or not _all_past(sessions, now):
            return
        ending.withdraw_mail(connection, group_id, _NEVER_MET, now)
        back = ending.send_back(connection, group_id, now)
        ending.end_leave(connection, group_id, now)
        groups.set_status(connection, group_id, GroupStatus.CANCELLED, now)
        record.add(connection, Event(now, "group", _NEVER_MET, group_id=group_id))
        _tell_unfilled(office, connection, group, back, now)


def _all_past(sessions: tuple[Session, ...], now: datetime) -> bool:
    return bool(sessions) and all(each.end <= now for each in sessions)


def _tell_unfilled(
    office: Office, connection: Connection, group: Group, back: int, now: datetime
) -> None:
    raise_alert(
        office,
        connection,
        AlertKind.GROUP,
        f"{group.id}/never-met",
        AlertContext(
            matter=f"group {group.id}, {group.label}: its dates are past",
            reason="It was never confirmed, so it counts as called off now. Students who held a "
            f"place in it and wait in the queue again: {back}. Nobody was written to.",
            choices=("`mailbot queue` shows who waits; write to those who should hear of it.",),
        ),
        now,
    )


def _over(connection: Connection, group_id: int, now: datetime) -> bool:
    if groups.get(connection, group_id).status is not GroupStatus.CONFIRMED:
        return False
    held = groups.timetable(connection, group_id).held
    return bool(held) and held[-1].end <= now


def _thank(office: Office, connection: Connection, known: Roster, now: datetime) -> None:
    bundle = standings.bundle_up(connection, BundleKind.CLOSING, known.group.id, now)
    for reader in known.present:
        letter = SessionLetter(
            kind=SessionMail.CLOSING,
            key=f"closing/group:{known.group.id}/{reader.part.value}:{reader.id}",
            group_id=known.group.id,
            reader=reader,
            letter=office.letters.session(SessionMail.CLOSING, news_for(known, reader, now)),
            bundle=bundle,
        )
        draft(office, connection, letter, now)
