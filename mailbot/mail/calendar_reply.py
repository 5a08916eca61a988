"""What somebody's calendar answered to an invitation (iTIP REPLY by mail, RFC 5546 and 6047).

Only lines are read, never components: the library would keep the time zones of one mail for the
next, and hostile ones end in errors of any kind (`docs/decisions/invitations.md`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mailbot.mail.charsets import clean
from mailbot.mail.limits import Limits
from mailbot.mail.mime import RETURNED, read_parts
from mailbot.model.calendar import Answer, CalendarReply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mailbot.mail.mime import Part

_LARGEST = 64 * 1024
_MOST_CALENDARS = 4
_MOST_ANSWERS = 20
_LONGEST_COMMENT = 2_000
_LONGEST_VALUE = 500
_FOLD = re.compile(r"\r?\n[ \t]")
_LINE_END = re.compile(r"[\r\n]+")
_CALENDARS = frozenset({"text/calendar", "application/ics"})
_ANSWERS = {
    "ACCEPTED": Answer.ACCEPTED,
    "DECLINED": Answer.DECLINED,
    "TENTATIVE": Answer.TENTATIVE,
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A property: its parameters by their names in capitals, and its value as written."""

    params: Mapping[str, str]
    value: str


@dataclass(slots=True)
class _Event:
    """The properties of one VEVENT, by their names in capitals."""

    lines: dict[str, list[_Line]] = field(default_factory=dict)

    def first(self, name: str) -> _Line:
        """Return the first such property; an empty one where there is none."""
        return next(iter(self.lines.get(name, ())), _Line({}, ""))


def read_calendar_replies(raw: bytes, *, limits: Limits | None = None) -> tuple[CalendarReply, ...]:
    """Return the answers that a mail brings from somebody's calendar; any bytes at all will do.

    One for the series and one for each session apart, each once though mails carry them twice;
    none where the mail brings no answer. Whether the sender is the attendee is for the caller to
    compare. What a returned or forwarded mail holds is left out.
    """
    limits = limits or Limits()
    root, _ = read_parts(raw[: limits.raw_bytes].replace(b"\r\n", b"\n"), limits)
    calendars = [part for part in _own_parts(root) if _is_calendar(part)]
    found: dict[CalendarReply, None] = {}
    for part in calendars[:_MOST_CALENDARS]:
        found |= dict.fromkeys(_answers(part.data()[:_LARGEST]))
    return tuple(found)[:_MOST_ANSWERS]


def _own_parts(part: Part) -> Iterator[Part]:
    yield part
    if part.content_type not in RETURNED:
        for each in part.parts:
            yield from _own_parts(each)


def _is_calendar(part: Part) -> bool:
    return part.content_type in _CALENDARS or part.filename.lower().endswith(".ics")


def _answers(calendar: bytes) -> Iterator[CalendarReply]:
    method, events = _read(calendar)
    if method not in {"REPLY", "COUNTER"}:
        return
    for event in events:
        for attendee in event.lines.get("ATTENDEE", ()):
            stated = _ANSWERS.get(attendee.params.get("PARTSTAT", "").upper())
            answer = Answer.PROPOSED if method == "COUNTER" else stated
            email = _email(attendee)
            uid = event.first("UID").value.strip()
            if answer and email and uid:
                yield _reply(event, uid, email, answer, attendee)


def _reply(event: _Event, uid: str, email: str, answer: Answer, attendee: _Line) -> CalendarReply:
    occurrence = event.first("RECURRENCE-ID")
    recurrence = _instant(occurrence)
    sequence = event.first("SEQUENCE").value.strip()
    comments = [each.value for each in event.lines.get("COMMENT", ())]
    comments.append(attendee.params.get("X-RESPONSE-COMMENT", ""))
    return CalendarReply(
        uid=uid,
        attendee=email,
        answer=answer,
        recurrence=recurrence,
        sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0,
        onwards=occurrence.params.get("RANGE", "").upper() == "THISANDFUTURE",
        comment=clean("\n".join(comments)).strip()[:_LONGEST_COMMENT],
        unplaced="" if recurrence else occurrence.value,
    )


def _read(calendar: bytes) -> tuple[str, list[_Event]]:
    """Return the method of a calendar, in capitals, and its events."""
    method = ""
    events: list[_Event] = []
    within: list[str] = []
    for name, line in _lines(calendar):
        if name == "BEGIN":
            within.append(line.value.upper())
            if within[-1] == "VEVENT":
                events.append(_Event())
        elif name == "END":
            within = within[:-1]
        elif within[-1:] == ["VEVENT"]:
            events[-1].lines.setdefault(name, []).append(line)
        elif name == "METHOD":
            method = method or line.value.strip().upper()
    return method, events


def _lines(calendar: bytes) -> Iterator[tuple[str, _Line]]:
    """Yield the properties, unfolded and taken apart; a line that is none is left out."""
    from icalendar.parser import Contentline

    taken: Callable[[str], Contentline] = Contentline  # its constructor has no types
    text = calendar.decode("utf-8", "replace").removeprefix("\ufeff").replace("\0", "")
    for line in _LINE_END.split(_FOLD.sub("", text)):
        try:
            name, params, value = taken(line).parts()
        except ValueError:
            continue
        plain = {key.upper(): _joined(each) for key, each in params.items()}
        longest = _LONGEST_COMMENT if name.upper() == "COMMENT" else _LONGEST_VALUE
        yield name.upper(), _Line(plain, value[:longest])


def _joined(value: str | list[str]) -> str:
    """Return a parameter's value; of several, separated by commas, all of them."""
    return value if isinstance(value, str) else ",".join(value)


def _email(attendee: _Line) -> str:
    scheme, _, address = attendee.value.strip().partition(":")
    if scheme.lower() != "mailto":
        address = attendee.params.get("EMAIL", "")
    address = address.strip().lower()
    return address if address.count("@") == 1 and address.isprintable() else ""


def _instant(occurrence: _Line) -> datetime | None:
    """Return the instant in UTC; None where there is none, or its zone is not known."""
    value = occurrence.value.strip().upper()
    try:
        wall = datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
        if value.endswith("Z"):
            return wall.replace(tzinfo=UTC)
        zone = _zone(occurrence.params.get("TZID", ""))
        return wall.replace(tzinfo=zone).astimezone(UTC) if zone else None
    except (ValueError, OverflowError):
        return None


def _zone(tzid: str) -> ZoneInfo | None:
    """Return a zone by its IANA name, also behind a prefix, or by its name in Windows."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    name = tzid.strip().strip("/")
    name = WINDOWS_TO_OLSON.get(name, name)
    for known in (name, "/".join(name.split("/")[-2:])):
        try:
            return ZoneInfo(known)
        except (ValueError, OSError, ZoneInfoNotFoundError):
            continue
    return None
