"""The confirmation of a group: drafted once enough have accepted, and kept right while it waits."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from mailbot.errors import RefusedError
from mailbot.groups.calendar import series_invitation
from mailbot.letters.context import AlertContext
from mailbot.model.casework import AlertKind
from mailbot.model.outbox import Channel, State
from mailbot.model.seats import ALIVE, BundleKind, GroupStatus, StandingKind
from mailbot.model.sessions import SessionMail
from mailbot.services.alerting import raise_alert
from mailbot.services.drafting import withdraw
from mailbot.services.invitations import news_for, with_words
from mailbot.services.mailing import SessionLetter, draft
from mailbot.services.meetings import group_of, roster
from mailbot.services.readiness import accepted, something_to_do
from mailbot.store import group_letters, groups, outbox, record, standings
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.letters import SessionNews
    from mailbot.model.seats import Bundle, Group
    from mailbot.model.sessions import Attendee
    from mailbot.services.meetings import Roster
    from mailbot.services.office import Office
    from mailbot.store.group_letters import GroupLetter, Reader
    from mailbot.store.outbox import Outbound

_KINDS = (SessionMail.CONFIRMATION,)
_CHANGED = "what it tells has changed since it was drafted"
_OUTDATED = "What it tells has changed since you edited it; please look at it again."


def look_after(office: Office, group_id: int, now: datetime) -> None:
    """Draft a group's confirmation when its time has come, and keep the drafts right.

    Raises:
        SettingsError: `config/slots.toml` is wrong.
        TemplateError: A template of it is broken.
    """
    with office.database.transaction() as connection:
        group = groups.get(connection, group_id)
        letters = group_letters.of_group(connection, group_id, _KINDS)
        if not something_to_do(office, connection, group, letters, now):
            return
        known = roster(office, connection, group_id)
        if known.meeting.link:
            keep_right(office, connection, known, now)
        else:
            _ask_for_link(office, connection, group, now)


def prepare(office: Office, group_id: int, now: datetime) -> int:
    """Draft a group's confirmation at the coordinator's word, and return its bundle.

    Drafts that wait already are kept right; what she had turned down is drafted again.

    Raises:
        NotFoundError: There is no such group.
        RefusedError: It has no Zoom link or no members, is over or called off, its last session is
            past, or everybody has the confirmation already.
        SettingsError: `config/slots.toml` is wrong.
    """
    with office.database.transaction() as connection:
        group = group_of(connection, group_id)
        known = roster(office, connection, group_id)
        _refuse_unready(known, now)
        keep_right(office, connection, known, now, anew=True)
        waiting = _waiting(group_letters.of_group(connection, group_id, _KINDS))
        if waiting is None:
            raise RefusedError(
                f"There is nothing to confirm: everybody in group {group_id} ({group.label}) has "
                "been told already."
            )
        return waiting


def keep_right(
    office: Office, connection: Connection, known: Roster, now: datetime, *, anew: bool = False
) -> None:
    """Draft the confirmation for whoever lacks it, and anew where it tells what no longer holds.

    Args:
        office: The rooms.
        connection: The transaction that the cause belongs to.
        known: The group.
        now: The instant.
        anew: Draft what she turned down again.
    """
    letters = group_letters.of_group(connection, known.group.id, _KINDS)
    latest = _latest(letters)
    bundle: Bundle | None = None
    for reader in _readers(connection, known, letters):
        news = news_for(known, reader, now)
        key = _key(known.group.id, news)
        if not _wants_drafting(connection, latest.get(_id(reader)), key, now, anew=anew):
            continue
        bundle = bundle or _bundle(connection, known.group.id, letters, now)
        _draft(office, connection, news, _fresh(connection, key), bundle, now)


def approved(
    office: Office, connection: Connection, mail: Outbound, channel: Channel, now: datetime
) -> None:
    """Confirm the group whose confirmation was let go, and give leave for its reminders.

    Raises:
        RefusedError: The group is called off or over, or has no Zoom link any more.
    """
    if mail.group_id is None:
        return
    group = groups.get(connection, mail.group_id)
    if group.status not in ALIVE:
        raise RefusedError(f"Group {group.id} ({group.label}) is {group.status.value} already.")
    if not office.slots.zoom_link(group.slot_id):
        raise _no_link(group)
    confirm(connection, group, channel, now)


def left(connection: Connection, mail: Outbound, now: datetime) -> None:
    """Confirm a group whose confirmation she sent from her own mail program."""
    group = None if mail.group_id is None else groups.get(connection, mail.group_id)
    if group and group.status is GroupStatus.FORMING:
        confirm(connection, group, Channel.DRAFTS_FOLDER, now)


def confirm(connection: Connection, group: Group, channel: Channel, now: datetime) -> None:
    """Put on record that a group is confirmed, and that its reminders may go; once is enough."""
    if group.status is GroupStatus.FORMING:
        groups.set_status(connection, group.id, GroupStatus.CONFIRMED, now)
        record.add(connection, Event(now, "group", "confirmed", group_id=group.id))
    if standings.active(connection, StandingKind.SERIES, group.id) is None:
        given = standings.give(connection, StandingKind.SERIES, group.id, channel, now)
        why = f"reminders of the series may go, through {channel.value}, approval {given.id}"
        record.add(connection, Event(now, "standing", why, group_id=group.id))


def _readers(
    connection: Connection, known: Roster, letters: list[GroupLetter]
) -> Iterable[Attendee]:
    """Return who is to have a confirmation: everybody, but those who were told elsewhere."""
    if letters or known.group.status is GroupStatus.FORMING:
        return known.present
    later = accepted(connection, known.group.id)
    return [each for each in known.members if _id(each) in later]


def _wants_drafting(
    connection: Connection, latest: GroupLetter | None, key: str, now: datetime, *, anew: bool
) -> bool:
    """Tell whether somebody's confirmation is to be drafted; take back one that is not right."""
    if latest is None:
        return True
    if latest.state is State.REJECTED:
        return anew
    if latest.state is not State.DRAFT or latest.key.startswith(key):
        return False
    mail = outbox.get(connection, latest.id)
    if mail is None:
        return False
    if _edited(connection, mail):
        if not mail.stale:
            outbox.put(connection, mail.id, stale=True, reason=_OUTDATED)
        return False
    return withdraw(connection, mail, _CHANGED, now)


def _edited(connection: Connection, mail: Outbound) -> bool:
    return any(each.kind == "edited" for each in record.events(connection, outbox_id=mail.id))


def _draft(
    office: Office,
    connection: Connection,
    news: SessionNews,
    key: str,
    bundle: Bundle,
    now: datetime,
) -> None:
    letter = SessionLetter(
        kind=SessionMail.CONFIRMATION,
        key=key,
        group_id=bundle.group_id,
        reader=news.reader,
        letter=office.letters.session(SessionMail.CONFIRMATION, news),
        calendar=with_words(office, news, series_invitation(news.timetable)),
        bundle=bundle,
    )
    draft(office, connection, letter, now)


def _key(group_id: int, news: SessionNews) -> str:
    """Return why a confirmation exists; it changes with whatever the letter tells."""
    reader = news.reader
    told = (
        *(str(news.timetable.sequence), news.link, reader.name, reader.timezone),
        *("members", *news.members),
        *("leaders", *news.leaders),
    )
    mark = hashlib.sha256("\n".join(told).encode()).hexdigest()[:12]
    return f"confirmation/group:{group_id}/{reader.part.value}:{reader.id}/{mark}"


def _fresh(connection: Connection, key: str) -> str:
    """Return a key that no mail has had yet, for what was turned down may be drafted again."""
    before = outbox.keys_like(connection, key)
    return f"{key}/{len(before) + 1}" if before else key


def _id(reader: Attendee) -> Reader:
    return reader.part, reader.id


def _latest(letters: Iterable[GroupLetter]) -> Mapping[Reader, GroupLetter]:
    return {each.reader: each for each in letters if each.stands}


def _waiting(letters: Iterable[GroupLetter]) -> int | None:
    """Return the bundle of which drafts wait, or None."""
    return next((each.bundle_id for each in letters if each.state is State.DRAFT), None)


def _bundle(
    connection: Connection, group_id: int, letters: Iterable[GroupLetter], now: datetime
) -> Bundle:
    waiting = _waiting(letters)
    known = standings.get_bundle(connection, waiting) if waiting else None
    return known or standings.bundle_up(connection, BundleKind.CONFIRMATION, group_id, now)


def _refuse_unready(known: Roster, now: datetime) -> None:
    group = known.group
    name = f"Group {group.id} ({group.label})"
    if group.status not in ALIVE:
        raise RefusedError(f"{name} is {group.status.value} already.")
    if not known.meeting.link:
        raise _no_link(group)
    if not known.members:
        raise RefusedError(
            f"Nobody has accepted a place in group {group.id} ({group.label}) yet.",
            f"`mailbot groups show {group.id}` shows how its offers stand.",
        )
    held = known.meeting.timetable.held
    if not held or held[-1].start <= now:
        raise RefusedError(
            f"{name} has no session to come.",
            f"Give it new dates: `mailbot groups reschedule {group.id} --shift WEEKS`.",
        )


def _no_link(group: Group) -> RefusedError:
    return RefusedError(
        f"Group {group.id} ({group.label}) has no Zoom link, so it cannot be confirmed.",
        f'Write it into config/slots.toml, below [slots.{group.slot_id}]: zoom = "https://..."',
    )


def _ask_for_link(office: Office, connection: Connection, group: Group, now: datetime) -> None:
    missing = _no_link(group)
    raise_alert(
        office,
        connection,
        AlertKind.GROUP,
        f"{group.id}/link",
        AlertContext(
            matter=f"group {group.id}, {group.label}: its Zoom link is missing",
            reason=f"{missing.what} Enough students have accepted.",
            remedy=f"{missing.remedy} Then I draft the confirmation by myself.",
        ),
        now,
    )
