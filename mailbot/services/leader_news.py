"""What is announced after a leader's last reminder: told to the leaders at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailbot.groups.reminders import announced, reminder_key
from mailbot.letters.session import SessionNews
from mailbot.model.sessions import AbsenceKind, SessionMail, Why
from mailbot.services.due_reminders import NO_LEAVE, NOT_PLANNED, running
from mailbot.services.judgement import Judged, Judgement
from mailbot.services.mailing import SessionLetter, send_by_standing
from mailbot.services.singly import singly
from mailbot.services.true_words import make_true
from mailbot.store import outbox, reminders

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.sessions import Absence, Attendee, Session
    from mailbot.services.due_reminders import Running
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

NOTHING_LEFT = "what it tells was taken back"


@dataclass(frozen=True, slots=True)
class News:
    """What one leader has not heard yet about one session.

    Attributes:
        session: The session.
        leader: Whom it is for.
        absences: What was announced, in that order.
        names: The same with names.
    """

    session: Session
    leader: Attendee
    absences: tuple[Absence, ...]
    names: tuple[tuple[str, Absence], ...]


def tell_leaders(office: Office, group: Running, now: datetime) -> None:
    """Let each leader know what was announced since their last reminder of a session.

    Raises:
        MailbotError: Something was in the way of a mail; all others are made.
    """
    last = now + min(office.settings.reminders.before)
    with office.database.transaction() as connection:
        settled = reminders.settled(connection, group.group_id)
        group = replace(group, settled=settled)
        found = [
            news
            for session in group.meeting.timetable.held
            if now < session.start <= last
            for leader in group.led_by
            if (news := _of_a_leader(office, connection, group, session, leader))
        ]

    def tell(connection: Connection, news: News) -> None:
        letter = _letter(office, group, news, _key(office, group, news))
        if not outbox.exists(connection, letter.key):
            send_by_standing(office, connection, letter, group.standing, now)

    singly(office, found, tell)


def judge(office: Office, connection: Connection, mail: Outbound, now: datetime) -> Judgement:
    """Return whether news may leave now; if so its words are made those that are true now.

    Raises:
        SettingsError: `config/slots.toml` is wrong.
        TemplateError: A template is missing or broken.
    """
    group = running(office, connection, mail.group_id) if mail.group_id is not None else None
    if group is None:
        return Judgement(Judged.WITHDRAWN, NO_LEAVE)
    about = _about(office, group, mail)
    if about is None:
        return Judgement(Judged.WITHDRAWN, NOT_PLANNED)
    session, leader = about
    if session.start <= now:
        return Judgement(Judged.WITHDRAWN, Why.OVER.value)
    if leader.left is not None:
        return Judgement(Judged.WITHDRAWN, Why.WITHDRAWN.value)
    heard = reminders.heard(connection, group.group_id, _prefix(office, group, *about), but=mail.id)
    news = _unheard(connection, group, session, leader, heard.last)
    if news is None:
        return Judgement(Judged.WITHDRAWN, NOTHING_LEFT)
    make_true(office, connection, mail, _letter(office, group, news, mail.key), group.standing, now)
    return Judgement(Judged.LEAVES)


def _of_a_leader(
    office: Office, connection: Connection, group: Running, session: Session, leader: Attendee
) -> News | None:
    """Return what a leader is to be told beside their reminders, if anything.

    Before the last reminder is made it will tell by itself, and so will any mail that has not left.
    """
    offset = min(office.settings.reminders.before)
    last = reminder_key(group.group_id, session, leader, offset)
    if last not in group.settled and leader.joined <= session.start - offset:
        return None
    heard = reminders.heard(connection, group.group_id, _prefix(office, group, session, leader))
    return None if heard.on_the_way else _unheard(connection, group, session, leader, heard.last)


def _unheard(
    connection: Connection,
    group: Running,
    session: Session,
    leader: Attendee,
    since: datetime | None,
) -> News | None:
    own = any(
        (each.part, each.person_id, each.kind) == (leader.part, leader.id, AbsenceKind.ABSENT)
        for each in group.meeting.absences
        if each.session == session.number
    )
    late = reminders.announced(connection, group.group_id, session.number, since)
    names = announced(replace(group.meeting, absences=late), session, leader)
    if own or not names:
        return None
    return News(session, leader, tuple(each for _, each in names), tuple(names))


def _letter(office: Office, group: Running, news: News, key: str) -> SessionLetter:
    told = SessionNews(
        reader=news.leader,
        timetable=group.meeting.timetable,
        session=news.session,
        absent=tuple(name for name, each in news.names if each.kind is AbsenceKind.ABSENT),
        partly=tuple(pair for pair in news.names if pair[1].kind is not AbsenceKind.ABSENT),
    )
    kind = SessionMail.LEADER_NEWS
    letter = office.letters.session(kind, told)
    return SessionLetter(kind, key, group.group_id, news.leader, letter)


def _about(office: Office, group: Running, mail: Outbound) -> tuple[Session, Attendee] | None:
    """Return which session and leader a mail is about; None where that session was changed."""
    for session in group.meeting.timetable.sessions:
        for each in group.meeting.attendees:
            if mail.key.startswith(_prefix(office, group, session, each)):
                return session, each
    return None


def _key(office: Office, group: Running, news: News) -> str:
    told = "\n".join(
        f"{each.part.value} {each.person_id} {each.kind.value} {each.minutes}"
        for each in news.absences
    )
    digest = hashlib.sha256(told.encode()).hexdigest()[:12]
    return f"{_prefix(office, group, news.session, news.leader)}news:{digest}"


def _prefix(office: Office, group: Running, session: Session, leader: Attendee) -> str:
    """Return how the keys of all mail to a leader about a session begin."""
    offset = min(office.settings.reminders.before)
    return reminder_key(group.group_id, session, leader, offset).rpartition("/")[0] + "/"
