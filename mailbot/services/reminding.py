"""Reminders of sessions: made when they are due, and looked at once more when they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.groups.reminders import judged
from mailbot.letters.context import AlertContext
from mailbot.letters.session import reminder_news
from mailbot.model.casework import AlertKind
from mailbot.model.sessions import Part, SessionMail, Verdict, Why
from mailbot.services.alerting import raise_alert
from mailbot.services.due_reminders import (
    NO_LEAVE,
    NOT_PLANNED,
    NOT_YET,
    foreseen,
    glance,
    running,
    why_not,
)
from mailbot.services.judgement import Judged, Judgement
from mailbot.services.leader_news import tell_leaders
from mailbot.services.mailing import SessionLetter, send_by_standing
from mailbot.services.singly import singly
from mailbot.services.true_words import make_true
from mailbot.store import record, standings
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.sessions import ReminderDue
    from mailbot.services.due_reminders import Running
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

_KINDS = {Part.MEMBER: SessionMail.REMINDER, Part.LEADER: SessionMail.LEADER_REMINDER}


def remind(office: Office, group_id: int, now: datetime) -> None:
    """Settle every reminder of a group whose moment has come, and tell leaders of late news.

    A reminder is sent, or it is noted why it never goes. One that waits is not settled; the
    coordinator is told of it.

    Raises:
        MailbotError: Something was in the way of a mail; all others are made.
    """
    with office.database.transaction() as connection:
        seen = glance(office, connection, group_id, now)
        group = running(office, connection, group_id) if seen.due or seen.news else None
    if group is None:
        return
    if seen.due:
        _settle_all(office, group, now)
    if seen.news:
        tell_leaders(office, group, now)


def judge(office: Office, connection: Connection, mail: Outbound, now: datetime) -> Judgement:
    """Return whether a reminder may leave now; if so its words are made those that are true now.

    Raises:
        SettingsError: `config/slots.toml`, where the link stands, is wrong.
        TemplateError: A template is missing or broken.
    """
    group = running(office, connection, mail.group_id) if mail.group_id is not None else None
    if group is None:
        return Judgement(Judged.WITHDRAWN, NO_LEAVE)
    offsets = office.settings.reminders.before
    reminder = judged(group.meeting, mail.key, now=now, offsets=offsets)
    if reminder is None:
        return Judgement(Judged.WITHDRAWN, NOT_PLANNED)
    if reminder.moment > now:
        return Judgement(Judged.WAITS, NOT_YET)
    if reminder.verdict is Verdict.SKIP:
        return Judgement(Judged.WITHDRAWN, why_not(reminder, group.meeting))
    if reminder.verdict is Verdict.WAIT:
        _tell_of_waiting(office, connection, group, reminder, now)
        return Judgement(Judged.WAITS, reminder.why.value)
    make_true(office, connection, mail, letter_of(office, group, reminder), group.standing, now)
    return Judgement(Judged.LEAVES)


def _settle_all(office: Office, group: Running, now: datetime) -> None:
    def settle(connection: Connection, reminder: ReminderDue) -> None:
        _settle(office, connection, group, reminder, now)

    singly(office, foreseen(office, group, now=now, until=now), settle)


def _settle(
    office: Office, connection: Connection, group: Running, reminder: ReminderDue, now: datetime
) -> None:
    match reminder.verdict:
        case Verdict.SEND:
            letter = letter_of(office, group, reminder)
            send_by_standing(office, connection, letter, group.standing, now)
        case Verdict.SKIP:
            _skip(connection, reminder, why_not(reminder, group.meeting), now)
        case Verdict.WAIT:
            _tell_of_waiting(office, connection, group, reminder, now)


def letter_of(office: Office, group: Running, reminder: ReminderDue) -> SessionLetter:
    """Return the mail of a reminder.

    Raises:
        TemplateError: A template is missing or broken.
    """
    kind = _KINDS[reminder.attendee.part]
    return SessionLetter(
        kind=kind,
        key=reminder.key,
        group_id=group.group_id,
        reader=reminder.attendee,
        letter=office.letters.session(kind, reminder_news(reminder, group.meeting)),
    )


def _skip(connection: Connection, reminder: ReminderDue, why: str, now: datetime) -> None:
    standings.skip(connection, reminder.key, reminder.group_id, why, now)
    member = reminder.attendee.part is Part.MEMBER
    record.add(
        connection,
        Event(
            now,
            "skipped",
            f"{reminder.key}: {why}",
            applicant_id=reminder.attendee.id if member else None,
            group_id=reminder.group_id,
        ),
    )


def _tell_of_waiting(
    office: Office, connection: Connection, group: Running, reminder: ReminderDue, now: datetime
) -> None:
    """Tell the coordinator, once a session, that a reminder waits for her."""
    number = reminder.session.number
    if reminder.why is Why.NO_LINK:
        key = f"{group.group_id}/no_link/session:{number}"
        context = _about_link(group, number)
    else:
        key = f"{group.group_id}/held/session:{number}/applicant:{reminder.attendee.id}"
        context = _about_held(group, reminder)
    about = reminder.attendee.id if reminder.why is Why.HELD else None
    raise_alert(office, connection, AlertKind.GROUP, key, context, now, applicant_id=about)


def _about_link(group: Running, number: int) -> AlertContext:
    known = group.roster.group
    return AlertContext(
        matter=f"{known.label} has no Zoom link",
        reason=f"The reminders of session {number} of group {known.id} ({known.label}) wait, "
        "for there is no link to put into them. They are approved with the group, and go as soon "
        "as the link is there.",
        choices=(
            f'Write the link into config/slots.toml, below [slots.{known.slot_id}]: zoom = "…".',
            "`mailbot reminders` shows what waits.",
        ),
    )


def _about_held(group: Running, reminder: ReminderDue) -> AlertContext:
    known, applicant = group.roster.group, group.roster.applicants[reminder.attendee.id]
    return AlertContext(
        person=applicant.shown,
        matter=f"{known.label}, a reminder that waits",
        reason=f"The reminder of session {reminder.session.number} of group {known.id} "
        f"({known.label}) to {applicant.shown} waits, for mail to them waits for your word.",
        choices=(
            "Write to them yourself; nothing goes by itself meanwhile.",
            f"Let reminders go again: `mailbot queue edit {applicant.emails[0]} --release`.",
        ),
    )
