"""What waits for the coordinator, gathered for her to see. Nothing here changes anything."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.letters import unsettled
from mailbot.mail.compose import read_back
from mailbot.mail.parse import parse
from mailbot.model.alerts import Way
from mailbot.model.outbox import Audience, State
from mailbot.model.reading import Flag
from mailbot.services import holding
from mailbot.store import alerts, drafts, listing, mails, outbox, people, permissions, tellings
from mailbot.store.mails import Fate

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.casework import AlertKind
    from mailbot.model.folders import Mailbox
    from mailbot.model.mail import Address, Message
    from mailbot.model.outbox import Letter
    from mailbot.services.holding import Hold
    from mailbot.services.office import Office
    from mailbot.store.alerts import RaisedAlert
    from mailbot.store.drafts import Standing
    from mailbot.store.mails import Enquiry
    from mailbot.store.outbox import Approval, Outbound
    from mailbot.store.people import Applicant
    from mailbot.store.tellings import Telling

OPEN = (State.DRAFT, State.APPROVED, State.SENDING, State.FAILED, State.UNCERTAIN)
"""States in which a mail has not come to rest."""

_FOR_HER = {Fate.PUT_BEFORE, Fate.PUT_ASIDE, Fate.WAITING}


@dataclass(frozen=True, slots=True)
class Paper:
    """A mail of the outbox as it is shown.

    Attributes:
        mail: As it is on record.
        to: Whom it goes to.
        letter: Its subject and words.
        marks: What she must settle in it first.
        standing: How it is with its copy in her Drafts folder; None where it has none.
        hold: What keeps it from leaving, where it is approved.
        goes_at: When it goes by itself at the earliest; None where a person decided, or will.
    """

    mail: Outbound
    to: Address
    letter: Letter
    marks: tuple[str, ...]
    standing: Standing | None
    hold: Hold | None
    goes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A paper with all that belongs to it.

    Attributes:
        paper: The draft itself.
        applicant: Whom it goes to; None for staff.
        enquiries: The mails that it answers, oldest first.
        approvals: Who let it go.
    """

    paper: Paper
    applicant: Applicant | None
    enquiries: tuple[Enquiry, ...]
    approvals: tuple[Approval, ...]


@dataclass(frozen=True, slots=True)
class ForHer:
    """A mail that waits for the coordinator's own hand.

    Attributes:
        mail_id: Its row.
        fate: `put_before`, `put_aside` or `waiting`.
        reason: Why it is hers.
        at: When it was taken in.
        enquiry: Its words and reading; None where it could not be handled.
    """

    mail_id: int
    fate: Fate
    reason: str
    at: datetime
    enquiry: Enquiry | None

    @property
    def distress(self) -> bool:
        """Somebody may be at risk."""
        return self.enquiry is not None and Flag.DISTRESS in self.enquiry.text.reading.flag_set


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A mail that is not about the programme, fetched afresh; nothing of it is kept.

    Attributes:
        folder: Where it stands.
        uid: Its UID there.
        at: When it was looked at.
        rule: Which rule left it alone.
        message: The mail; None where it stands there no more.
    """

    folder: str
    uid: int
    at: datetime
    rule: str
    message: Message | None


@dataclass(frozen=True, slots=True)
class Told:
    """An alert, and the mail that tells the coordinator of it.

    Attributes:
        id: Its row.
        at: When it was raised.
        kind: What it is about.
        who: Whose mail it is about; empty where it is about nobody.
        subject: Of the mail that tells of it.
        state: Where that mail stands.
        mail_id: The mail it is about.
        seen_at: When somebody said that it is seen.
        seen_by: Who did.
        told: How often it was told, by whichever way.
        ways: How often by each way, with what failed or did not count.
    """

    id: int
    at: datetime
    kind: AlertKind
    who: str
    subject: str
    state: State | None
    mail_id: int | None
    seen_at: datetime | None
    seen_by: str | None
    told: int
    ways: tuple[str, ...]


def papers(office: Office, now: datetime, *, everything: bool = False) -> list[Paper]:
    """Return the mails to students and leaders that have not come to rest, oldest first.

    Args:
        office: The rooms.
        now: The instant.
        everything: Those that were sent, turned down or superseded as well.
    """
    states = tuple(State) if everything else OPEN
    with office.database.transaction() as connection:
        return [
            _paper(office, connection, mail, now)
            for mail in outbox.in_states(connection, states)
            if mail.audience is not Audience.STAFF
        ]


def file_of(office: Office, mail: Outbound, now: datetime) -> File:
    """Return all that belongs to a mail of the outbox, as it is at `now`."""
    with office.database.transaction() as connection:
        answered = (mails.enquiry(connection, mail_id) for mail_id in mail.mail_ids)
        return File(
            _paper(office, connection, mail, now),
            applicant_of(connection, mail),
            tuple(enquiry for enquiry in answered if enquiry),
            tuple(outbox.approvals(connection, mail.id)),
        )


def applicant_of(connection: Connection, mail: Outbound) -> Applicant | None:
    """Return the student that a mail of the outbox goes to; None for leaders and staff."""
    return None if mail.applicant_id is None else people.get(connection, mail.applicant_id)


def for_her(office: Office) -> list[ForHer]:
    """Return the mails without a draft that wait for her: distress first, then newest first."""
    with office.database.transaction() as connection:
        waiting = mails.with_fate(connection, _FOR_HER)
        outcomes = listing.outcomes(connection, [mail_id for mail_id, _ in waiting])
        hers = [
            ForHer(
                mail_id,
                seen.fate,
                seen.reason or outcomes.get(mail_id, ""),
                seen.seen_at,
                mails.enquiry(connection, mail_id),
            )
            for mail_id, seen in reversed(waiting)
        ]
    return sorted(hers, key=lambda one: not one.distress)


def left_alone(office: Office, mailbox: Mailbox, *, newest: int) -> list[LeftAlone]:
    """Fetch the newest mails that were left alone out of the mailbox, oldest first.

    Raises:
        WorldProblem: The mailbox or the database is in the way.
    """
    with office.database.transaction() as connection:
        alone = mails.with_fate(connection, {Fate.LEFT_ALONE})[-newest:]
        places = [(seen, mails.places(connection, mail_id)) for mail_id, seen in alone]
    found = []
    for seen, known in places:
        for place in known[:1]:
            if place.uid is not None and mailbox.state(place.folder).uidvalidity == (
                place.uidvalidity
            ):
                fetched = next(iter(mailbox.fetch(place.folder, [place.uid])), None)
                message = parse(fetched.raw) if fetched else None
                found.append(
                    LeftAlone(place.folder, place.uid, seen.seen_at, seen.rule or "", message)
                )
    return found


def alerts_raised(office: Office) -> list[Told]:
    """Return every alert, oldest first."""
    with office.database.transaction() as connection:
        return [_told(connection, raised) for raised in alerts.raised(connection)]


def _told(connection: Connection, raised: RaisedAlert) -> Told:
    mail = outbox.get(connection, raised.outbox_id) if raised.outbox_id else None
    about = mails.enquiry(connection, raised.mail_id) if raised.mail_id else None
    return Told(
        raised.id,
        raised.at,
        raised.kind,
        about.text.sender_name or about.text.sender if about else "",
        read_back(mail.raw).subject if mail else "",
        mail.state if mail else None,
        raised.mail_id,
        raised.seen_at,
        raised.seen_by,
        *_tellings(connection, raised),
    )


def _tellings(connection: Connection, raised: RaisedAlert) -> tuple[int, tuple[str, ...]]:
    """Return how often an alert was told, and how often by each way; of most one mail tells."""
    told = tellings.of_alert(connection, raised.id)
    times = sum(each.way is not Way.ANSWER for each in told) or int(raised.outbox_id is not None)
    ways = Counter(_way(each) for each in told)
    return times, tuple(f"{way} {count}×" for way, count in ways.items())


def _way(told: Telling) -> str:
    return f"{told.way.value} ({told.problem})" if told.problem else told.way.value


def _paper(office: Office, connection: Connection, mail: Outbound, now: datetime) -> Paper:
    letter = read_back(mail.raw)
    copy = drafts.get(connection, mail.id)
    goes = permissions.goes(connection, mail.id) if mail.state is State.APPROVED else None
    return Paper(
        mail,
        parse(mail.raw).to[0],
        letter,
        unsettled(letter.text),
        copy.standing if copy else None,
        holding.reason_to_hold(office, connection, mail, now)
        if mail.state is State.APPROVED
        else None,
        goes.not_before if goes else None,
    )
