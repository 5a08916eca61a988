"""The words of an invitation and its calendar tell of the same instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from mailbot.groups.calendar import series_invitation
from mailbot.groups.sessions import move_session, shift_series, timetable
from mailbot.letters import Letters, SessionNews
from mailbot.letters.zones import zones_of
from mailbot.mail.compose import read_back
from mailbot.mail.invite import calendar_bytes, calendar_of, compose_invitation
from mailbot.model.mail import Address
from mailbot.model.outbox import Envelope
from mailbot.model.reading import Day
from mailbot.model.sessions import Attendee, Part, Series, SessionMail, Timetable
from tests.unit.letters.times_told import spans
from tests.unit.mail.calendars import occurrences, read_calendar

AT = datetime(2026, 1, 1, tzinfo=UTC)
ALEX = Address("enquiries@example.org", "Dr Alex Example")
SAM = Address("sam@uni.example", "Sam Example")
ZONES = sorted(zones_of(("Australia", "New Zealand")))


def invitation(letters: Letters, table: Timetable, zone: str) -> bytes:
    reader = Attendee(Part.MEMBER, 7, SAM.name, zone, AT)
    news = SessionNews(reader, table, link="https://zoom.example/j/1")
    invited = series_invitation(table)
    calendar = calendar_bytes(
        invited, letters.calendar_words(news), organizer=ALEX, attendee=SAM, at=AT
    )
    letter = letters.session(SessionMail.CONFIRMATION, news)
    envelope = Envelope("<one@example.org>", ALEX, SAM)
    return compose_invitation(letter, envelope, calendar, invited.method, at=AT)


def told(raw: bytes, zone: str) -> list[tuple[datetime, datetime]]:
    """What the mail's words say, read as its reader in `zone` reads them."""
    return spans(read_back(raw).text, zone, r"- Session \d:")


def shown(raw: bytes) -> list[tuple[datetime, datetime]]:
    found = calendar_of(raw)
    assert found is not None
    return occurrences(found[0])


@pytest.mark.parametrize("group_zone", ZONES)
@pytest.mark.parametrize("monday", [date(2026, 3, 16), date(2026, 9, 14)])
def test_words_and_calendar_agree_in_every_zone(
    own_letters: Letters, group_zone: str, monday: date
) -> None:
    first = monday + timedelta(days=1)
    table = timetable(Series(4, Day.TUE, "18:30", group_zone, first))
    for zone in (group_zone, "Australia/Perth", "Pacific/Auckland"):
        raw = invitation(own_letters, table, zone)
        assert told(raw, zone) == shown(raw) == [(each.start, each.end) for each in table.held]


def test_they_agree_after_a_move_and_a_shift(own_letters: Letters) -> None:
    table = timetable(Series(4, Day.TUE, "19:00", "Australia/Sydney", date(2026, 3, 17)))
    table = shift_series(move_session(table, 2, date(2026, 3, 26), now=AT), 4, now=AT)
    raw = invitation(own_letters, table, "Australia/Brisbane")
    assert told(raw, "Australia/Brisbane") == shown(raw)


def test_the_entry_says_where_and_how_to_say_no(own_letters: Letters) -> None:
    table = timetable(Series(4, Day.TUE, "19:00", "Australia/Sydney", date(2026, 3, 17)))
    found = calendar_of(invitation(own_letters, table, "Australia/Perth"))
    assert found is not None
    event = read_calendar(found[0]).vevent
    assert event.location.value == "https://zoom.example/j/1"
    assert event.summary.value == "Balint groups: your group"
    assert "decline that one session" in event.description.value
