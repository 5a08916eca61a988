"""One mail, one transaction: the mail, its reading, the moves, the drafts and the cursor."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mailbot.casework.decide import Matter, decide
from mailbot.errors import TemplateError, WorldProblem
from mailbot.letters.context import AlertContext
from mailbot.mail.parse import parse
from mailbot.model.casework import AlertKind, Ceilings, LeaveAlone, Role, Where
from mailbot.model.folders import Place
from mailbot.reading.screening import screen
from mailbot.services import cases
from mailbot.services.alerting import person_of, raise_alert
from mailbot.services.applying import Arrival, apply
from mailbot.store import cursors, keep, mails, record
from mailbot.store.mails import Fate, Seen
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.casework import Ruling
    from mailbot.model.mail import FetchedMail, Message
    from mailbot.model.reading import Reading
    from mailbot.services.office import Office
    from mailbot.store.keep import Digester


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one mail.

    Attributes:
        mail_id: Its row; None where nothing of it is kept.
        fate: What became of it.
        again: True where it was known already.
        message: The mail as it was understood.
        reading: What it says; None where it was not read.
        ruling: What followed; None where nothing was decided.
        reason: Why it was put aside or waits; empty otherwise.
    """

    mail_id: int | None
    fate: Fate
    again: bool
    message: Message
    reading: Reading | None = None
    ruling: Ruling | None = None
    reason: str = ""


def take(office: Office, fetched: FetchedMail, where: Where, now: datetime) -> Taken:
    """Handle one mail and move its folder's cursor past it, in one transaction.

    What is wrong with the mail itself is put aside or waits, is alerted, and the poll goes on.

    Raises:
        WorldProblem: The world is in the way; nothing of this mail is kept, no cursor moved.
    """
    message = parse(fetched.raw)
    try:
        return _take(office, fetched, message, where, now)
    except WorldProblem:
        raise
    except TemplateError as error:
        return _keep_for_later(office, fetched, message, Fate.WAITING, str(error), now)
    except Exception as error:  # noqa: BLE001 - whatever one mail does must not stop the poll
        return _keep_for_later(office, fetched, message, Fate.PUT_ASIDE, _where_failed(error), now)


def _take(
    office: Office, fetched: FetchedMail, message: Message, where: Where, now: datetime
) -> Taken:
    with office.database.transaction() as connection:
        digester = keep.digester(connection)
        seen = _seen(digester, message, now)
        known = mails.known(connection, seen.identity)
        if known is not None:
            fate = mails.fate_of(connection, known)
            if fate not in {Fate.WAITING, Fate.PUT_ASIDE}:
                _note_place(connection, known, fetched)
                return Taken(known, fate, True, message)
        screening = screen(message, own=office.settings.own_addresses)
        background = cases.background(
            office, connection, message, screening, where=where, digester=digester, now=now
        )
        case = background.case
        reading = office.reader.read(message, stage=case.stage, screening=screening)
        limits = office.settings.limits
        ruling = decide(
            Matter(
                reading,
                case,
                Ceilings(limits.replies_a_day, limits.mails_an_hour),
                background.pending_topics,
            )
        )
        seen = replace(
            seen, route=reading.route.value, confidence=reading.confidence, rule=ruling.rule
        )
        if any(isinstance(decision, LeaveAlone) for decision in ruling.decisions):
            fate = Fate.OURS if case.role is Role.MAILBOT else Fate.LEFT_ALONE
            mail_id = _keep(connection, known, replace(seen, fate=fate))
        else:
            arrival = Arrival(message, reading, ruling, background, seen, fetched.folder)
            mail_id, fate = apply(office, connection, arrival, known, now)
        _note_place(connection, mail_id, fetched)
        record.add(connection, Event(now, "mail", ruling.why, mail_id, rule=ruling.rule))
        return Taken(mail_id, fate, False, message, reading, ruling)


def _seen(digester: Digester, message: Message, now: datetime) -> Seen:
    return Seen(
        identity=digester.identity(message.message_id, message.content_digest),
        message_id_digest=digester.message_id(message.message_id) if message.message_id else None,
        content_digest=digester.digest(f"content\0{message.content_digest}"),
        seen_at=now,
        fate=Fate.HANDLED,
    )


def _keep(connection: Connection, known: int | None, seen: Seen) -> int:
    if known is None:
        return mails.add(connection, seen)
    mails.settle(connection, known, seen)
    return known


def _note_place(connection: Connection, mail_id: int, fetched: FetchedMail) -> None:
    mails.add_place(connection, mail_id, Place(fetched.folder, fetched.uidvalidity, fetched.uid))
    cursors.advance(connection, fetched.folder, fetched.uid)


def _keep_for_later(
    office: Office,
    fetched: FetchedMail,
    message: Message,
    fate: Fate,
    reason: str,
    now: datetime,
) -> Taken:
    kind = AlertKind.TEMPLATE if fate is Fate.WAITING else AlertKind.UNREADABLE
    with office.database.transaction() as connection:
        digester = keep.digester(connection)
        seen = replace(_seen(digester, message, now), fate=fate, reason=reason)
        known = mails.known(connection, seen.identity)
        mail_id = _keep(connection, known, seen)
        _note_place(connection, mail_id, fetched)
        record.add(connection, Event(now, fate.value, reason, mail_id))
        raise_alert(
            office,
            connection,
            kind,
            digester.digest(reason)[:24] if fate is Fate.WAITING else seen.identity[:24],
            AlertContext(
                person=person_of(message),
                subject=message.subject,
                folder=fetched.folder,
                reason=reason,
            ),
            now,
            mail_id=mail_id,
        )
    return Taken(mail_id, fate, False, message, reason=reason)


def _where_failed(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
