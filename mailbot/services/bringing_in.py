"""Mail that was left alone, brought in since the coordinator labelled it: put before her."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mailbot.model.casework import PutBefore, Ruling, Where
from mailbot.services.applying import apply
from mailbot.services.arrival import Arrival
from mailbot.services.hearing import own_writer
from mailbot.services.judging import Come, judge
from mailbot.services.understanding import understood
from mailbot.store import keep, mails, record
from mailbot.store.mails import Fate
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.model.folders import Mailbox
    from mailbot.model.mail import FetchedMail
    from mailbot.services.office import Office

_BROUGHT_IN = Ruling(
    "brought in",
    "The coordinator labelled it in her mailbox, so it is about the programme.",
    (PutBefore("you labelled it in your mailbox"),),
)
_MAY_COME_IN = frozenset({"private mail", "machine", "junk"})
"""The rules by which mail was left alone that may yet be about the programme."""


def bring_in(office: Office, mailbox: Mailbox, mail_id: int, now: datetime) -> bool:
    """Fetch a mail that was left alone, keep it, and put it before her.

    Returns:
        False where it was not left alone, or stands in the mailbox no more.

    Raises:
        WorldProblem: The mailbox or the database is in the way.
    """
    with office.database.transaction() as connection:
        seen = mails.get(connection, mail_id)
        places = mails.places(connection, mail_id)
    if seen.fate is not Fate.LEFT_ALONE or seen.rule not in _MAY_COME_IN:
        return False
    for place in places:
        standing = mailbox.state(place.folder).uidvalidity == place.uidvalidity
        if place.uid is not None and standing:
            for fetched in mailbox.fetch(place.folder, [place.uid]):
                _keep(office, mail_id, fetched, now)
                return True
    return False


def _keep(office: Office, mail_id: int, fetched: FetchedMail, now: datetime) -> None:
    message = own_writer(understood(fetched.raw), office.settings.own_addresses)
    come = Come(message, fetched.raw, Where.INBOX, min(fetched.internal_date, now))
    with office.database.transaction() as connection:
        judged = judge(office, connection, come, keep.digester(connection), now)
        # A cry for help in it is heard as ever.
        ruling = judged.ruling if judged.ruling.rule == "distress" else _BROUGHT_IN
        seen = replace(
            mails.get(connection, mail_id),
            route=judged.reading.route.value,
            confidence=judged.reading.confidence,
            rule=ruling.rule,
        )
        arrival = Arrival(
            message,
            judged.reading,
            ruling,
            judged.background,
            seen,
            fetched.folder,
            come.at,
            judged.calendar,
            judged.leader,
        )
        apply(office, connection, arrival, mail_id, now)
        record.add(connection, Event(now, "mail", ruling.why, mail_id, rule=ruling.rule))
