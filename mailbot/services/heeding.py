"""What the coordinator or her deputy says by mail: that an alert is seen, that she is away or back.

All else they write stays their own mail, of which nothing is kept.

What counts is proved (`services.proving`), or stands in the account's own Sent folder, where only
its holder can put it. A "seen" without proof, or that is not plain, does not end the repetitions:
the next of them says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.casework.away_words import AwaySaid, read_away
from mailbot.casework.repeating import says_seen
from mailbot.errors import RefusedError
from mailbot.letters.away import AwayMail, AwayNews
from mailbot.model.alerts import URGENT, Doubt, Way
from mailbot.model.casework import Role
from mailbot.model.outbox import Channel
from mailbot.reading.screening import screen
from mailbot.services import alarming, being_away
from mailbot.services.arrival import written_at
from mailbot.services.days import day_of
from mailbot.services.review_answers import review_answer
from mailbot.store import alerts, keep, mails, outbox, tellings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.casework.away_days import AwayDays
    from mailbot.model.mail import Message
    from mailbot.services.office import Office

_WHO = frozenset({Role.COORDINATOR, Role.DEPUTY})


def heed(
    office: Office,
    connection: Connection,
    message: Message,
    role: Role,
    proved: bool,
    now: datetime,
) -> None:
    """Carry out what a mail that came in says, where it is the coordinator's or the deputy's.

    Args:
        office: The rooms.
        connection: The transaction that takes the mail in.
        message: The mail.
        role: Whose address it bears.
        proved: It is truly from there.
        now: The instant.
    """
    if role in _WHO and not screen(message).origin.machine:
        _heed(office, connection, message, role, proved, now)


def heed_sent(office: Office, connection: Connection, message: Message, now: datetime) -> None:
    """Carry out what a mail in Sent says: the account's holder wrote it.

    An answer of hers to a mail that an urgent alert is about says that she has seen the alert.
    """
    screening = screen(message)
    if screening.origin.machine:
        return
    named = _named(connection, message)
    for raised in alerts.unseen(connection, URGENT):
        about = mails.get(connection, raised.mail_id) if raised.mail_id else None
        if about is not None and about.message_id_digest in named:
            alarming.see(connection, raised.id, Role.COORDINATOR.value, Channel.DRAFTS_FOLDER, now)
    her = Role.COORDINATOR
    digester = keep.digester(connection)
    order = review_answer(
        office, connection, message, screening, her, digester, in_sent=True, came=now, now=now
    )
    # An order is carried out, or asked about, as a whole: by the mail's copy in the inbox.
    if order is None:
        _heed(office, connection, message, her, True, now)


def _heed(
    office: Office,
    connection: Connection,
    message: Message,
    role: Role,
    proved: bool,
    now: datetime,
) -> None:
    alert_id = _alert_answered(connection, _named(connection, message))
    if alert_id is not None:
        _answered(office, connection, alert_id, message, role, proved, now)
    if role is Role.COORDINATOR and _to_us_alone(office, message):
        today = day_of(written_at(message, now, now), office.settings.coordinator.zone)
        said = read_away(message.subject, message.new_text, today)
        if said is not None:
            _away(office, connection, message, said, proved, now)


def _named(connection: Connection, message: Message) -> list[str]:
    digester = keep.digester(connection)
    return [digester.message_id(one) for one in (*message.in_reply_to, *message.references)]


def _alert_answered(connection: Connection, named: Sequence[str]) -> int | None:
    outbox_id = outbox.id_of_any(connection, named) if named else None
    telling = tellings.by_mail(connection, outbox_id) if outbox_id is not None else None
    return telling.alert_id if telling else None


def _answered(
    office: Office,
    connection: Connection,
    alert_id: int,
    message: Message,
    role: Role,
    proved: bool,
    now: datetime,
) -> None:
    raised = alerts.get(connection, alert_id)
    if raised is None or raised.seen_at is not None:
        return
    plain = says_seen(message.new_text, _signs_as(office, message, role))
    if plain and proved:
        alarming.see(connection, alert_id, role.value, Channel.MAIL, now)
        return
    why = Doubt.UNPROVED if plain else Doubt.UNCLEAR
    number = 1 + sum(each.way is Way.ANSWER for each in tellings.of_alert(connection, alert_id))
    tellings.add(connection, alert_id, Way.ANSWER, number, now, problem=why.value)


def _signs_as(office: Office, message: Message, role: Role) -> tuple[str, ...]:
    sender = message.sender
    own = office.settings.coordinator.name if role is Role.COORDINATOR else ""
    return (own, sender.name, sender.email.partition("@")[0])


def _to_us_alone(office: Office, message: Message) -> bool:
    """Tell whether a mail is to the programme and nobody else, as an order is."""
    to = {each.email for each in (*message.to, *message.cc)}
    return bool(to) and to <= office.settings.own_addresses


def _away(
    office: Office,
    connection: Connection,
    message: Message,
    said: AwaySaid,
    proved: bool,
    now: datetime,
) -> None:
    word = f"mail:{_name(connection, message)}/"
    if being_away.is_heeded(connection, word) or _noted_already(office, connection, said, now):
        return
    by, channel = Role.COORDINATOR.value, Channel.MAIL
    if proved and said.back:
        being_away.end_away(office, connection, now, by=by, channel=channel, word=word)
    elif proved and said.days is not None:
        try:
            being_away.set_away(
                office, connection, said.days, now, by=by, channel=channel, word=word
            )
        except RefusedError:
            _ask(office, connection, message, AwayMail.UNCLEAR, now)
    else:
        what = AwayMail.UNCLEAR if proved else AwayMail.UNPROVED
        _ask(office, connection, message, what, now)


def _noted_already(office: Office, connection: Connection, said: AwaySaid, now: datetime) -> bool:
    """Tell whether a mail says what is so."""
    noted: list[AwayDays] = being_away.noted(office, connection, now)
    return not noted if said.back else said.days in noted


def _ask(
    office: Office, connection: Connection, message: Message, what: AwayMail, now: datetime
) -> None:
    key = f"away/{what.value}/{_name(connection, message)}"
    if not outbox.exists(connection, key):
        to = being_away.coordinator_address(office)
        being_away.tell(office, connection, AwayNews(what), key, to, now)


def _name(connection: Connection, message: Message) -> str:
    digester = keep.digester(connection)
    return digester.identity(message.message_id, message.content_digest)[:24]
