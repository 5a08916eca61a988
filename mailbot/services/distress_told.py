"""What an alert of distress tells: whose words, which ones, and where they can turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.letters.context import AlertContext
from mailbot.letters.times import clock
from mailbot.model.alerts import Way
from mailbot.model.reading import Facts, Flag
from mailbot.services.support import lines_for, lines_in
from mailbot.store import mails, people

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.alerts import SupportLine
    from mailbot.services.office import Office
    from mailbot.store.alerts import RaisedAlert
    from mailbot.store.mails import MailText


def told(
    office: Office,
    connection: Connection,
    raised: RaisedAlert,
    way: Way,
    number: int,
    doubt: str,
    folder: str,
) -> AlertContext:
    """Return what an alert of distress tells.

    Args:
        office: The rooms.
        connection: An open connection.
        raised: The alert.
        way: To whom.
        number: Which time they are told, from 1.
        doubt: Why an answer to it did not count; empty where none came.
        folder: Where the mail stands.
    """
    enquiry = mails.enquiry(connection, raised.mail_id) if raised.mail_id else None
    text = enquiry.text if enquiry else None
    facts = _facts(connection, raised, text)
    lines = lines_for(office, facts, text.sender if text else "")
    return AlertContext(
        person=f"{text.sender_name} <{text.sender}>".strip() if text else "",
        subject=text.subject if text else "",
        folder=folder,
        words=_words(text) if text else (),
        name=(facts.name or (text.sender_name if text else "")),
        lines=tuple(_told_lines(lines)),
        number=str(raised.id),
        time=number,
        since=_since(office, raised.at),
        doubt=doubt,
        deputy=way is Way.DEPUTY,
    )


def _facts(connection: Connection, raised: RaisedAlert, text: MailText | None) -> Facts:
    if raised.applicant_id is not None:
        return people.get(connection, raised.applicant_id).facts
    return text.reading.facts if text else Facts()


def _words(text: MailText) -> tuple[str, ...]:
    found = (
        evidence.words
        for flag in text.reading.flags
        if flag.flag is Flag.DISTRESS
        for evidence in flag.evidence
    )
    return tuple(dict.fromkeys(found))


def _told_lines(lines: tuple[SupportLine, ...]) -> Iterator[str]:
    """Yield the lines of a country; where it may be one of several, the main ones of each."""
    countries = list(dict.fromkeys(each.country for each in lines))
    if len(countries) == 1:
        yield from (_line(each) for each in lines)
        return
    for country in countries:
        yield _briefly(country, lines_in(country, lines))


def _line(line: SupportLine) -> str:
    about = f" ({line.about})" if line.about else ""
    return f"{line.name}: {line.number}{about}"


def _briefly(country: str, lines: tuple[SupportLine, ...]) -> str:
    emergency = [f"{each.number} in an emergency" for each in lines if each.emergency]
    others = [_named(each) for each in lines if not each.emergency]
    return f"{country}: {', or '.join([*emergency[:1], *others[:1]])}"


def _named(line: SupportLine) -> str:
    return line.name if line.number in line.name else f"{line.name} {line.number}"


def _since(office: Office, at: datetime) -> str:
    local = at.astimezone(office.settings.coordinator.zone)
    return f"{clock(f'{local:%H:%M}')} on {local:%A} {local.day} {local:%B}"
