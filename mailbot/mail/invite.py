"""Invitations: a calendar object of one recipient's own, and the mail that brings it.

RFC 5545 (iCalendar), RFC 5546 (iTIP), RFC 6047 (iMIP). The forms that Gmail, Outlook and Apple take
are in `docs/decisions/invitations.md`.
"""

from __future__ import annotations

from email import encoders, message_from_bytes
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.policy import compat32
from typing import TYPE_CHECKING

from mailbot.clock import aware
from mailbot.mail.compose import compose
from mailbot.mail.compose_headers import ascii_address, ascii_domain
from mailbot.mail.invite_zone import timezone_component
from mailbot.model.calendar import Method

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import Message

    from icalendar import Event, vCalAddress

    from mailbot.model.calendar import CalendarEvent, CalendarObject, CalendarWords
    from mailbot.model.mail import Address
    from mailbot.model.outbox import Envelope, Letter

_WIRE = compat32.clone(linesep="\r\n", max_line_length=76)
_PROGRAM = "-//Mailbot//Balint groups//EN"
_FILE = "invite.ics"


def series_uid(group_id: int, domain: str) -> str:
    """Return the UID of a group's sessions, the same for every copy and every change.

    Raises:
        MailProblem: `domain` is none.
    """
    return f"balint-group-{group_id}@{ascii_domain(domain)}"


def calendar_bytes(
    invitation: CalendarObject,
    words: CalendarWords,
    *,
    organizer: Address,
    attendee: Address,
    at: datetime,
) -> bytes:
    """Return an invitation, or what changes it, for one person: nobody else is named in it.

    Args:
        invitation: Which sessions, and whether they are asked to or called off.
        words: Title, text and place of the entry.
        organizer: The mailbox, to which calendars answer.
        attendee: Whose copy it is.
        at: When it was made (DTSTAMP), aware.

    Raises:
        MailProblem: An address cannot stand in a mail, or the zone cannot be written.
        ValueError: `at` is naive.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PROGRAM)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", invitation.method.value)
    first = min(each.start for each in invitation.events)
    calendar.add_component(timezone_component(invitation.timezone, first.year))
    for each in invitation.events:
        event = _event(each)
        event.add("uid", series_uid(invitation.group_id, organizer.domain))
        event.add("sequence", invitation.sequence)
        event.add("dtstamp", aware(at))
        _add_people(event, organizer, attendee)
        _add_words(event, words, invitation.method)
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def compose_invitation(
    letter: Letter, envelope: Envelope, calendar: bytes, method: Method, *, at: datetime
) -> bytes:
    """Return `letter` as a mail that carries a calendar object, for programs and for people.

    The calendar stands beside text and HTML as an alternative, where programs look for it, and once
    more as the file `invite.ics`, for those that do not (RFC 6047, section 2.4).

    Raises:
        ValueError: As `compose`.
        MailProblem: As `compose`.
    """
    mail = message_from_bytes(compose(letter, envelope, at=at), policy=_WIRE)
    texts = mail.get_payload()
    alternative = MIMEMultipart("alternative", policy=_WIRE)
    alternative.set_payload([*texts, _calendar_part(calendar, method)])
    del mail["Content-Type"]
    mail["Content-Type"] = "multipart/mixed"
    mail.set_payload([alternative, _calendar_file(calendar)])
    return mail.as_bytes(policy=_WIRE)


def calendar_of(raw: bytes) -> tuple[bytes, Method] | None:
    """Return the calendar object and method of a mail that `compose_invitation` made, else None.

    With it an invitation whose letter was edited is composed anew.
    """
    for part in message_from_bytes(raw).walk():
        content = part.get_payload(decode=True)
        if part.get_content_type() == "text/calendar" and isinstance(content, bytes):
            return content, Method(str(part.get_param("method")))
    return None


def _event(event: CalendarEvent) -> Event:
    from icalendar import Event

    made = Event()
    made.add("dtstart", event.start)
    end = (aware(event.start) + event.length).astimezone(event.start.tzinfo)
    if end.replace(tzinfo=None) - event.start.replace(tzinfo=None) == event.length:
        made.add("dtend", end)
    else:
        # The clock changes in between, where programs differ over what an end on the wall means.
        made.add("duration", event.length)
    if event.weeks > 1:
        made.add("rrule", {"freq": "WEEKLY", "count": event.weeks})
    if event.without:
        made.add("exdate", list(event.without))
    if event.recurrence is not None:
        made.add("recurrence-id", event.recurrence)
    return made


def _add_people(event: Event, organizer: Address, attendee: Address) -> None:
    event.add("organizer", _person(organizer))
    person = _person(attendee)
    person.params["ROLE"] = "REQ-PARTICIPANT"
    person.params["PARTSTAT"] = "NEEDS-ACTION"
    person.params["RSVP"] = "TRUE"
    event.add("attendee", person)


def _person(address: Address) -> vCalAddress:
    from icalendar import vCalAddress

    person = vCalAddress(f"mailto:{ascii_address(address.email)}")
    shown = "".join(char if char.isprintable() and char != '"' else " " for char in address.name)
    if shown.strip():
        person.params["CN"] = " ".join(shown.split())
    return person


def _add_words(event: Event, words: CalendarWords, method: Method) -> None:
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    event.add("transp", "OPAQUE")
    for name in ("summary", "description", "location"):
        if text := getattr(words, name):
            event.add(name, text)


def _calendar_part(calendar: bytes, method: Method) -> Message:
    """Return the alternative for programs; its method is that of the object (RFC 6047, 2.4)."""
    part = MIMEBase("text", "calendar", policy=_WIRE, charset="utf-8", method=method.value)
    part.set_payload(calendar)
    encoders.encode_base64(part)
    return part


def _calendar_file(calendar: bytes) -> Message:
    part = MIMEBase("application", "ics", policy=_WIRE, name=_FILE)
    part.set_payload(calendar)
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=_FILE)
    return part
