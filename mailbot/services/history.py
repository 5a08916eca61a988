"""What happened, to one person, a group or all, and why: the record with the words it is about."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from mailbot.errors import NotFoundError, RefusedError
from mailbot.mail.compose import read_back
from mailbot.services import history_words
from mailbot.services.meetings import group_of
from mailbot.store import groups, listing, mails, outbox, people, record
from mailbot.store.listing import Correspondent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from mailbot.model.seats import Group
    from mailbot.services.office import Office
    from mailbot.store.mails import Enquiry
    from mailbot.store.outbox import Approval, Outbound
    from mailbot.store.record import Event

_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record, and what it speaks of.

    Attributes:
        event: What happened, when and why.
        who: Whom it concerns, by name and address; empty where it is nobody in particular.
        enquiry: The mail concerned, with its words and reading, where they are kept.
        outbound: The mail of the outbox concerned.
        subject: That mail's subject.
        approvals: Who let that mail go.
        words: Why it happened.
        details: What else there is to say of it, a line each.
        group: The group concerned, by number and time; empty where none is.
    """

    event: Event
    who: str
    enquiry: Enquiry | None
    outbound: Outbound | None
    subject: str
    approvals: tuple[Approval, ...]
    words: str
    details: tuple[str, ...]
    group: str


def find_person(office: Office, words: str) -> Correspondent:
    """Return the one person whose address, or whose name or address in part, is `words`.

    Raises:
        NotFoundError: It is nobody.
        RefusedError: It is several people; the remedy names them.
    """
    with office.database.transaction() as connection:
        return only_one(listing.correspondents(connection, words), words)


def only_one(found: Sequence[Correspondent], words: str) -> Correspondent:
    """Return the only one of those whom `words` may mean; nobody is guessed.

    Raises:
        NotFoundError: It is nobody.
        RefusedError: It is several people; the remedy names them.
    """
    if not found:
        raise NotFoundError(f"Nobody on record is called or has the address “{words}”.")
    if len(found) > 1:
        named = "".join(f"\n  {_named(each)}" for each in found[:_MOST_NAMED])
        more = f"\n  and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
        raise RefusedError(
            f"“{words}” could be {len(found)} people.", f"Which one, by address?{named}{more}"
        )
    return found[0]


def of_person(office: Office, whom: Correspondent) -> list[Entry]:
    """Return the record of one person, oldest first."""
    with office.database.transaction() as connection:
        return _entries(connection, listing.events_about(connection, whom))


def of_group(office: Office, group_id: int) -> list[Entry]:
    """Return the record of one group, oldest first.

    Raises:
        NotFoundError: There is no such group.
    """
    with office.database.transaction() as connection:
        return _entries(
            connection, listing.events_of_group(connection, group_of(connection, group_id).id)
        )


def of_all(office: Office, *, newest: int) -> list[Entry]:
    """Return the newest lines of the whole record, oldest first."""
    with office.database.transaction() as connection:
        return _entries(connection, record.events(connection, limit=newest))


def _entries(connection: Connection, events: Sequence[Event]) -> list[Entry]:
    enquiries = {
        mail_id: mails.enquiry(connection, mail_id)
        for mail_id in {event.mail_id for event in events if event.mail_id is not None}
    }
    outbound = {
        outbox_id: outbox.get(connection, outbox_id)
        for outbox_id in {event.outbox_id for event in events if event.outbox_id is not None}
    }
    names = {
        applicant_id: _name_of(connection, applicant_id)
        for applicant_id in {event.applicant_id for event in events if event.applicant_id}
    }
    known = {
        group_id: groups.find(connection, group_id)
        for group_id in {event.group_id for event in events if event.group_id is not None}
    }
    return [
        _entry(
            connection,
            event,
            names.get(event.applicant_id or 0, ""),
            enquiries.get(event.mail_id or 0),
            outbound.get(event.outbox_id or 0),
            known.get(event.group_id or 0),
        )
        for event in _mail_first(events)
    ]


def _mail_first(events: Sequence[Event]) -> Iterator[Event]:
    """Tell of a mail before what followed from it in the same transaction."""
    for _, together in groupby(events, key=lambda event: (event.mail_id, event.at)):
        yield from sorted(together, key=lambda event: event.kind != "mail")


def _entry(
    connection: Connection,
    event: Event,
    name: str,
    enquiry: Enquiry | None,
    mail: Outbound | None,
    group: Group | None,
) -> Entry:
    sender = f"{enquiry.text.sender_name} <{enquiry.text.sender}>".strip() if enquiry else ""
    return Entry(
        event,
        name or sender or (mail.recipient if mail else ""),
        enquiry,
        mail,
        read_back(mail.raw).subject if mail else "",
        tuple(outbox.approvals(connection, mail.id)) if mail else (),
        history_words.in_words(event),
        history_words.details(connection, event),
        f"group {group.id}, {group.label}" if group else "",
    )


def _name_of(connection: Connection, applicant_id: int) -> str:
    applicant = people.get(connection, applicant_id)
    return _named(Correspondent(applicant.name, applicant.emails))


def _named(whom: Correspondent) -> str:
    return f"{whom.name} <{', '.join(whom.emails)}>".strip()
