"""Whoever a mail of ours would reach is told, by its header and by its calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mailbot.groups.calendar import series_invitation
from mailbot.groups.sessions import timetable
from mailbot.mail.compose import compose
from mailbot.mail.invite import calendar_bytes, compose_invitation
from mailbot.mail.recipients import recipients
from mailbot.model.calendar import CalendarWords
from mailbot.model.mail import Address
from mailbot.model.outbox import Envelope, Letter
from mailbot.model.reading import Day
from mailbot.model.sessions import Series

AT = datetime(2026, 2, 1, tzinfo=UTC)
ALEX = Address("enquiries@example.org", "Dr Alex Example")
SAM = Address(f"{'sam.with.a.long.name.' * 2}x@uni.example", "Sam, Example")
LETTER = Letter("Your group", "Dear Sam,\n", "<p>Dear Sam,</p>\n")
ENVELOPE = Envelope("<one@example.org>", ALEX, Address("sam@uni.example", "Sam, Example"))
SERIES = Series(4, Day.TUE, "19:00", "Australia/Sydney", date(2026, 3, 17))


def invitation(attendee: Address) -> bytes:
    calendar = series_invitation(timetable(SERIES))
    words = CalendarWords("Balint group")
    written = calendar_bytes(calendar, words, organizer=ALEX, attendee=attendee, at=AT)
    return compose_invitation(LETTER, ENVELOPE, written, calendar.method, at=AT)


def test_a_letter_reaches_the_one_it_is_for() -> None:
    assert recipients(compose(LETTER, ENVELOPE, at=AT)) == {"sam@uni.example"}


@pytest.mark.parametrize("name", ["Cc", "Bcc", "To", "CC"])
def test_whoever_else_a_header_names_is_told(name: str) -> None:
    raw = compose(LETTER, ENVELOPE, at=AT)
    raw = f"{name}: Lia <Lia@Uni.example>,\r\n\tkim@uni.example\r\n".encode() + raw
    assert recipients(raw) == {"sam@uni.example", "lia@uni.example", "kim@uni.example"}


def test_the_attendee_of_a_calendar_counts_also_where_its_line_is_folded() -> None:
    assert recipients(invitation(ENVELOPE.recipient)) == {"sam@uni.example"}
    assert recipients(invitation(SAM)) == {"sam@uni.example", SAM.email}
