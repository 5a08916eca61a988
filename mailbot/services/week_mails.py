"""What waits for the coordinator, what nobody has answered, and what went wrong."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.letters.weekly_news import ForApproval, Unanswered, Urgent, Wrong
from mailbot.mail.compose import read_back
from mailbot.mail.parse import parse
from mailbot.model.alerts import URGENT
from mailbot.model.casework import AlertKind
from mailbot.model.outbox import Audience, State
from mailbot.model.weekly import Standstill, WrongKind
from mailbot.services import bundles, listing
from mailbot.services.holding import Hold
from mailbot.services.wellbeing import wellbeing
from mailbot.store import alerts, mails, outbox, people
from mailbot.store.mails import Fate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.services.office import Office
    from mailbot.services.wellbeing import Wellbeing
    from mailbot.store.alerts import RaisedAlert
    from mailbot.store.outbox import Outbound

DAYS = 3
"""A mail is told as unanswered from so many days on."""

_WEEK = timedelta(days=7)
_STANDSTILLS = {
    Fate.PUT_BEFORE: Standstill.HERS,
    Fate.PUT_ASIDE: Standstill.ASIDE,
    Fate.WAITING: Standstill.TEMPLATE,
}
_TOLD_ELSEWHERE = frozenset(
    {
        AlertKind.UNREADABLE,
        AlertKind.TEMPLATE,
        AlertKind.UNCERTAIN,
        AlertKind.FAILED,
        AlertKind.STALE_DRAFT,
        AlertKind.SUGGESTION,
    }
)
"""What these alerts tell of stands on the page by itself, or is nothing that went wrong."""


@dataclass(frozen=True, slots=True)
class WeekOfMails:
    """What became, and did not become, of mail.

    Attributes:
        urgent: Urgent alerts that nobody has seen, the oldest first.
        waiting: What waits for approval, the longest first.
        unanswered: What has had no answer for `DAYS`, distress first.
        wrong: What went wrong.
    """

    urgent: tuple[Urgent, ...]
    waiting: tuple[ForApproval, ...]
    unanswered: tuple[Unanswered, ...]
    wrong: tuple[Wrong, ...]


def mails_of_the_week(office: Office, now: datetime) -> WeekOfMails:
    """Return what became, and did not become, of mail."""
    bundled = bundles.waiting(office)
    hers = listing.for_her(office)
    fares = wellbeing(office, now)
    with office.database.transaction() as connection:
        drafts = [
            mail
            for mail in outbox.in_states(connection, (State.DRAFT,))
            if mail.audience is not Audience.STAFF
        ]
        for_word = [
            *(_bundle(each) for each in bundled),
            *(ForApproval(name_of(mail), mail.created_at) for mail in drafts if not mail.bundle_id),
        ]
        late = [
            *(_hers(connection, each) for each in hers),
            *_drafted(connection, drafts),
        ]
        urgent = tuple(_urgent(connection, each) for each in alerts.unseen(connection, URGENT))
        wrong = (*_wrong(connection, fares), *_alerts(connection, now))
    limit = now - timedelta(days=DAYS)
    old = [each for each in late if each.since <= limit]
    return WeekOfMails(
        urgent,
        tuple(sorted(for_word, key=lambda each: each.since)),
        tuple(sorted(old, key=lambda each: (not each.distress, each.since))),
        wrong,
    )


def name_of(mail: Outbound) -> str:
    """Return whom a mail goes to: the name, or the address where there is none."""
    to = parse(mail.raw).to[0]
    return to.name or to.email


def _urgent(connection: Connection, raised: RaisedAlert) -> Urgent:
    enquiry = mails.enquiry(connection, raised.mail_id) if raised.mail_id else None
    known = people.get(connection, raised.applicant_id).name if raised.applicant_id else ""
    wrote = (enquiry.text.sender_name or enquiry.text.sender) if enquiry else ""
    return Urgent(raised.id, known or wrote, raised.at)


def _bundle(shown: bundles.Shown) -> ForApproval:
    since = min(mail.created_at for mail in shown.open)
    return ForApproval(bundles.name_of(shown), since, len(shown.open))


def _hers(connection: Connection, each: listing.ForHer) -> Unanswered:
    if each.enquiry is None:
        return Unanswered("", each.at, _STANDSTILLS[each.fate])
    text, known = each.enquiry.text, each.enquiry.seen.applicant_id
    name = people.get(connection, known).name if known else ""
    return Unanswered(
        name or text.sender_name or text.sender,
        each.at,
        _STANDSTILLS[each.fate],
        each.distress,
    )


def _drafted(connection: Connection, drafts: Sequence[Outbound]) -> Iterator[Unanswered]:
    for mail in drafts:
        came = [mails.get(connection, mail_id).seen_at for mail_id in mail.mail_ids]
        if came:
            yield Unanswered(name_of(mail), min(came), Standstill.DRAFT)


def _wrong(connection: Connection, fares: Wellbeing) -> Iterator[Wrong]:
    if fares.trouble:
        yield Wrong(WrongKind.TROUBLE, words=fares.trouble)
    if fares.overdue:
        yield Wrong(WrongKind.OVERDUE, since=fares.looked_at)
    if fares.paused_since:
        yield Wrong(WrongKind.PAUSED, since=fares.paused_since)
    for state, kind in ((State.FAILED, WrongKind.FAILED), (State.UNCERTAIN, WrongKind.UNCERTAIN)):
        stuck = outbox.in_states(connection, (state,))
        if stuck:
            yield Wrong(kind, len(stuck), _names(stuck))
    if fares.put_aside:
        yield Wrong(WrongKind.ASIDE, fares.put_aside)
    if fares.waiting:
        yield Wrong(WrongKind.TEMPLATE, fares.waiting)
    approved = outbox.in_states(connection, (State.APPROVED,))
    bounced = [mail for mail in approved if mail.hold == Hold.BOUNCED]
    if bounced:
        yield Wrong(WrongKind.BOUNCED, len(bounced), _names(bounced))


def _names(stuck: Sequence[Outbound]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name_of(mail) for mail in stuck))


def _alerts(connection: Connection, now: datetime) -> Iterator[Wrong]:
    """Yield the alerts of this week that nobody has seen, but for the urgent ones."""
    by_what: dict[tuple[AlertKind, str], list[datetime]] = defaultdict(list)
    for raised in alerts.raised(connection):
        recent = raised.at > now - _WEEK and raised.kind not in URGENT
        if raised.seen_at is None and recent and raised.kind not in _TOLD_ELSEWHERE:
            by_what[raised.kind, _matter(connection, raised)].append(raised.at)
    for (kind, words), at in by_what.items():
        yield Wrong(WrongKind.ALERT, len(at), words=words, since=max(at), alert=kind)


def _matter(connection: Connection, raised: RaisedAlert) -> str:
    """Return what an alert about a group says that it is about; of others only the kind is told."""
    mail = outbox.get(connection, raised.outbox_id) if raised.outbox_id else None
    if raised.kind is not AlertKind.GROUP or mail is None:
        return ""
    return read_back(mail.raw).subject.partition(": ")[2]
