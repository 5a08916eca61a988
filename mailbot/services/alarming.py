"""Urgent alerts, told again and again until somebody has seen them.

Each way has a series of its own, the coordinator's mail, the deputy's and the second way; each time
is a row and a mail of its own key, so that a crash neither loses nor doubles one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.casework.repeating import is_due, pause_after
from mailbot.errors import WorldProblem
from mailbot.model.alerts import URGENT, Way
from mailbot.model.casework import AlertKind
from mailbot.model.outbox import State
from mailbot.services import being_away, distress_told, second_way
from mailbot.services.alerting import put_out, written
from mailbot.services.judgement import Judged, Judgement
from mailbot.store import alerts, mails, record, tellings
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.mail import Address
    from mailbot.model.outbox import Channel, Letter
    from mailbot.services.office import Office
    from mailbot.store.alerts import RaisedAlert
    from mailbot.store.outbox import Outbound
    from mailbot.store.tellings import Telling

_ON_ITS_WAY = frozenset({State.APPROVED, State.SENDING})


def alarm(
    office: Office,
    connection: Connection,
    key: str,
    mail_id: int,
    applicant_id: int | None,
    folder: str,
    now: datetime,
) -> None:
    """Raise an alert of distress about a mail, and tell it for the first time.

    Args:
        office: The rooms.
        connection: The transaction that keeps the mail.
        key: What makes it the same alert; raised once only.
        mail_id: The mail.
        applicant_id: Its writer, where that is a student.
        folder: Where it stands.
        now: The instant.
    """
    kind = AlertKind.DISTRESS
    full_key = f"alert/{kind.value}/{key}"
    if alerts.exists(connection, full_key):
        return
    alert_id = alerts.add(
        connection, full_key, kind, now, mail_id=mail_id, applicant_id=applicant_id
    )
    raised = alerts.get(connection, alert_id)
    assert raised is not None  # noqa: S101 - it was put there just now
    _tell_what_is_due(office, connection, raised, now, folder)


def repeat(office: Office, now: datetime) -> None:
    """Tell once more, each in a transaction of its own, the urgent alerts that nobody has seen.

    Raises:
        DatabaseUnavailable: The database cannot be used.
        Exception: What was wrong with the first that could not be told; all others were.
    """
    first: Exception | None = None
    for each in unseen(office):
        try:
            _repeat(office, each.id, now)
        except WorldProblem:
            raise
        except Exception as error:  # noqa: BLE001 - no fault in one cry may silence another
            first = first or error
    if first is not None:
        raise first


def _repeat(office: Office, alert_id: int, now: datetime) -> None:
    with office.database.transaction() as connection:
        raised = alerts.get(connection, alert_id)
        # An alert from before there were repetitions was never told by any way.
        if raised and raised.seen_at is None and tellings.of_alert(connection, alert_id):
            _tell_what_is_due(office, connection, raised, now, _folder(connection, raised))


def unseen(office: Office) -> list[RaisedAlert]:
    """Return the urgent alerts that nobody has seen, the oldest first.

    Raises:
        DatabaseUnavailable: The database cannot be used.
    """
    with office.database.transaction() as connection:
        return alerts.unseen(connection, URGENT)


def see(connection: Connection, alert_id: int, by: str, channel: Channel, now: datetime) -> bool:
    """Note that somebody has seen an alert, which ends its repetitions.

    Returns:
        False where somebody had before.
    """
    if not alerts.see(connection, alert_id, by, channel, now):
        return False
    why = f"alert {alert_id}, by {by} through {channel.value}"
    raised = alerts.get(connection, alert_id)
    record.add(
        connection,
        Event(
            now,
            "seen",
            why,
            raised.mail_id if raised else None,
            raised.applicant_id if raised else None,
        ),
    )
    return True


def judge(_: Office, connection: Connection, mail: Outbound, __: datetime) -> Judgement:
    """Return whether an alert of distress still is to leave: not once somebody has seen it."""
    telling = tellings.by_mail(connection, mail.id)
    raised = alerts.get(connection, telling.alert_id) if telling else None
    if raised is not None and raised.seen_at is not None:
        return Judgement(Judged.WITHDRAWN, "somebody has seen the alert")
    return Judgement(Judged.LEAVES)


def _tell_what_is_due(
    office: Office, connection: Connection, raised: RaisedAlert, now: datetime, folder: str
) -> None:
    told = tellings.of_alert(connection, raised.id)
    doubt = _doubt(told)
    for way, to in _ways(office, connection, raised, told, now):
        mine = [each for each in told if each.way is way]
        if not _due(office, mine, doubt, now):
            continue
        number = len(mine) + 1
        outbox_id = None
        if to is not None:
            why = doubt.problem or "" if doubt else ""
            letter = _letter(office, connection, raised, way, number, why, folder)
            key = f"{raised.key}/{way.value}/{number}"
            kind = f"alert/{raised.kind.value}"
            outbox_id = put_out(office, connection, letter, kind, key, to, now)
        tellings.add(connection, raised.id, way, number, now, outbox_id=outbox_id)
        _note(connection, raised, way, number, outbox_id, now)


def _letter(
    office: Office,
    connection: Connection,
    raised: RaisedAlert,
    way: Way,
    number: int,
    doubt: str,
    folder: str,
) -> Letter:
    context = distress_told.told(office, connection, raised, way, number, doubt, folder)
    return written(office, lambda letters: letters.alert(raised.kind, context))


def _ways(
    office: Office,
    connection: Connection,
    raised: RaisedAlert,
    told: Sequence[Telling],
    now: datetime,
) -> Iterator[tuple[Way, Address | None]]:
    """Yield by which ways an alert is to be told now, with the address where that is by mail."""
    yield Way.COORDINATOR, being_away.coordinator_address(office)
    deputy = being_away.deputy_address(office)
    began = any(each.way is Way.DEPUTY for each in told)
    late = now - raised.at >= office.settings.alerts.deputy_after
    if deputy and (began or late or being_away.is_away(connection, now)):
        yield Way.DEPUTY, deputy
    second = second_way.way_of(office.settings)
    if second:
        yield second, None


def _due(office: Office, mine: Sequence[Telling], doubt: Telling | None, now: datetime) -> bool:
    if not mine:
        return True
    last = mine[-1]
    waits = last.state in _ON_ITS_WAY if last.outbox_id else last.done_at is None
    if waits:
        # Two of them must never arrive together, however long the servers were away.
        return False
    settings = office.settings.alerts
    pause = pause_after(len(mine), settings.first_pause, settings.longest_pause)
    if doubt is not None and is_due(doubt.at, settings.first_pause, now):
        return True
    return is_due(last.done_at or last.at, pause, now)


def _doubt(told: Sequence[Telling]) -> Telling | None:
    """Return an answer that did not count, and that nobody was told of yet."""
    last = told[-1] if told else None
    return last if last and last.way is Way.ANSWER else None


def _note(
    connection: Connection,
    raised: RaisedAlert,
    way: Way,
    number: int,
    outbox_id: int | None,
    now: datetime,
) -> None:
    if way is Way.COORDINATOR and number == 1 and outbox_id is not None:
        alerts.put_mail(connection, raised.id, outbox_id)
        why = raised.kind.value
    else:
        why = f"{raised.kind.value}, to the {way.value}, time {number}"
    record.add(connection, Event(now, "alert", why, raised.mail_id, raised.applicant_id, outbox_id))


def _folder(connection: Connection, raised: RaisedAlert) -> str:
    places = mails.places(connection, raised.mail_id) if raised.mail_id else []
    return places[0].folder if places else ""
