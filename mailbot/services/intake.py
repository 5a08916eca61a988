"""One mail, one transaction: the mail, its reading, the moves, the drafts and the cursor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailbot.casework.decide import JUNK_RULES
from mailbot.errors import MailProblem, TemplateError, WorldProblem, fault_of
from mailbot.letters.context import AlertContext
from mailbot.mail.parse import parse
from mailbot.model.casework import AlertKind, LeaveAlone, Role, TakeOrders, Where
from mailbot.model.folders import Place
from mailbot.services import hearing, heeding, ordering, proving
from mailbot.services.alerting import person_of, raise_alert
from mailbot.services.applying import apply
from mailbot.services.arrival import Arrival
from mailbot.services.drafting import put_before, supersede
from mailbot.services.judging import Come, judge
from mailbot.services.understanding import identity_of, unparsed
from mailbot.store import cursors, keep, mails, record, threads
from mailbot.store.mails import Fate, Seen
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.casework import Ruling
    from mailbot.model.mail import FetchedMail, Message
    from mailbot.model.reading import Reading
    from mailbot.services.judging import Judged
    from mailbot.services.office import Office
    from mailbot.services.proving import InSent
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


def take(
    office: Office,
    fetched: FetchedMail,
    where: Where,
    now: datetime,
    in_sent: InSent = proving.nowhere,
) -> Taken:
    """Handle one mail and move its folder's cursor past it, in one transaction.

    What is wrong with the mail itself is put aside or waits, is alerted, and the poll goes on.

    Args:
        office: The rooms.
        fetched: The mail.
        where: In which kind of folder it stands.
        now: The instant.
        in_sent: Tells of a mail from the account's own address whether just this is in Sent, too;
            asked before the transaction begins.

    Raises:
        WorldProblem: The world is in the way; nothing of this mail is kept, no cursor moved.
    """
    message = unparsed(fetched.raw)
    try:
        message = hearing.own_writer(parse(fetched.raw), office.settings.own_addresses)
        proof = proving.asks_sent(office, message) and in_sent(message)
        come = Come(message, fetched.raw, where, _came(fetched, now), proof)
        return _take(office, fetched, come, now)
    except WorldProblem:
        raise
    except TemplateError as error:
        later = _Later(Fate.WAITING, str(error), str(error))
    except MailProblem as error:
        later = _Later(Fate.PUT_ASIDE, fault_of(error), str(error))
    except Exception as error:  # noqa: BLE001 - whatever one mail does must not stop the poll
        later = _Later(Fate.PUT_ASIDE, fault_of(error), fault_of(error))
    return _keep_for_later(office, fetched, message, later, now)


@dataclass(frozen=True, slots=True)
class _Later:
    """Why a mail is not handled now: for the record, without anyone's words, and for her."""

    fate: Fate
    on_record: str
    told: str


def _take(office: Office, fetched: FetchedMail, come: Come, now: datetime) -> Taken:
    message = come.message
    with office.database.transaction() as connection:
        digester = keep.digester(connection)
        seen = _seen(digester, message, fetched, now)
        known = mails.known(connection, seen.identity)
        if known is not None:
            before = mails.get(connection, known)
            if not _open(before, come.where):
                _note_place(connection, known, fetched)
                return Taken(known, before.fate, True, message)
        judged = judge(office, connection, come, digester, now)
        reading, ruling = judged.reading, judged.ruling
        seen = replace(
            seen, route=reading.route.value, confidence=reading.confidence, rule=ruling.rule
        )
        if any(isinstance(decision, LeaveAlone) for decision in ruling.decisions):
            ours = judged.background.case.role is Role.MAILBOT
            fate = Fate.OURS if ours else Fate.LEFT_ALONE
            mail_id = _keep(connection, known, replace(seen, fate=fate))
            proved = proving.is_proved(office, message, in_sent=come.in_sent)
            heeding.heed(office, connection, message, judged.background.case.role, proved, now)
        elif TakeOrders() in ruling.decisions:
            mail_id, fate = _obey(office, connection, known, seen, judged, message, now)
        else:
            arrival = _arrival(come, judged, seen, fetched.folder)
            mail_id, fate = apply(office, connection, arrival, known, now)
        _note_place(connection, mail_id, fetched)
        if known is None or fate is not Fate.WAITING:
            record.add(connection, Event(now, "mail", ruling.why, mail_id, rule=ruling.rule))
        return Taken(mail_id, fate, False, message, reading, ruling)


def _obey(
    office: Office,
    connection: Connection,
    known: int | None,
    seen: Seen,
    judged: Judged,
    message: Message,
    now: datetime,
) -> tuple[int, Fate]:
    """Keep an answer to a review mail, of which only digests are kept, and carry it out."""
    answer = judged.answer
    waits = answer is not None and answer.waits
    fate = Fate.WAITING if waits else Fate.HANDLED
    mail_id = _keep(connection, known, replace(seen, fate=fate))
    if answer is not None and not waits:
        ordering.carry_out(office, connection, answer, message, mail_id, now)
    return mail_id, fate


def _arrival(come: Come, judged: Judged, seen: Seen, folder: str) -> Arrival:
    return Arrival(
        come.message,
        judged.reading,
        judged.ruling,
        judged.background,
        seen,
        folder,
        come.at,
        judged.calendar,
        judged.leader,
    )


def _open(before: Seen, where: Where) -> bool:
    """Tell whether a mail that is known already is still to be handled.

    What was only found in the junk folder is handled once she has moved it out of there.
    """
    rescued = (
        before.rule in JUNK_RULES
        and before.fate in {Fate.LEFT_ALONE, Fate.PUT_BEFORE}
        and where is Where.INBOX
    )
    return rescued or before.fate in {Fate.WAITING, Fate.PUT_ASIDE}


def _came(fetched: FetchedMail, now: datetime) -> datetime:
    """Return when the mail came to the mailbox; no server's clock may put it into the future."""
    return min(fetched.internal_date, now)


def _seen(digester: Digester, message: Message, fetched: FetchedMail, now: datetime) -> Seen:
    return Seen(
        identity=identity_of(digester, message, fetched.internal_date),
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
    later: _Later,
    now: datetime,
) -> Taken:
    with office.database.transaction() as connection:
        digester = keep.digester(connection)
        seen = replace(
            _seen(digester, message, fetched, now),
            fate=later.fate,
            reason=later.on_record,
            sender_digest=digester.digest(message.sender.email),
        )
        known = mails.known(connection, seen.identity)
        news = known is None or mails.get(connection, known).reason != later.on_record
        mail_id = _keep(connection, known, seen)
        _note_place(connection, mail_id, fetched)
        if news:
            record.add(connection, Event(now, later.fate.value, later.on_record, mail_id))
            _withdraw_older(connection, digester, message, now)
        _tell(office, connection, fetched, message, seen, later, mail_id, now)
    return Taken(mail_id, later.fate, not news, message, reason=later.told)


def _withdraw_older(
    connection: Connection, digester: Digester, message: Message, now: datetime
) -> None:
    """A newer mail makes the waiting reply stale, though nobody knows yet what the mail says."""
    digests = [digester.message_id(one) for one in (*message.references, *message.in_reply_to)]
    thread_id = threads.find(connection, digests)
    if thread_id is None:
        return
    why = "a newer mail came in this thread, which could not be handled yet"
    withdrawn, _ = supersede(connection, thread_id, {message.sender.email}, None, why, now)
    for mail_id in sorted({one for old in withdrawn for one in old.mail_ids}):
        put_before(connection, mail_id, why, now)


def _tell(
    office: Office,
    connection: Connection,
    fetched: FetchedMail,
    message: Message,
    seen: Seen,
    later: _Later,
    mail_id: int,
    now: datetime,
) -> None:
    """Alert her: of a broken template once a day, of a mail that cannot be handled once."""
    template = later.fate is Fate.WAITING
    key = seen.identity[:24]
    if template:
        day = now.astimezone(office.settings.coordinator.zone).date().isoformat()
        key = f"{keep.digester(connection).digest(later.on_record)[:24]}/{day}"
    raise_alert(
        office,
        connection,
        AlertKind.TEMPLATE if template else AlertKind.UNREADABLE,
        key,
        AlertContext(
            person=person_of(message),
            subject=message.subject,
            folder=fetched.folder,
            reason=later.told,
        ),
        now,
        mail_id=mail_id,
    )
