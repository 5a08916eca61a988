"""What an invitation says, read by libraries that did not write it."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.errors import MailProblem
from mailbot.groups.calendar import (
    series_cancellation,
    series_invitation,
    session_invitation,
)
from mailbot.groups.sessions import (
    cancel_session,
    move_session,
    shift_series,
    timetable,
)
from mailbot.letters.zones import zones_of
from mailbot.mail.compose import compose, read_back
from mailbot.mail.invite import calendar_bytes, calendar_of, compose_invitation, series_uid
from mailbot.mail.invite_zone import timezone_component
from mailbot.model.calendar import CalendarObject, CalendarWords, Method
from mailbot.model.mail import Address
from mailbot.model.outbox import Envelope, Letter
from mailbot.model.reading import Day
from mailbot.model.sessions import Series, Timetable
from tests.unit.mail.calendars import occurrences, read_calendar

AT = datetime(2026, 2, 1, tzinfo=UTC)
ALEX = Address("enquiries@example.org", "Dr Alex Example")
SAM = Address("sam@uni.example", "Sam Example")
WORDS = CalendarWords(
    "Balint group", "Warm words; and\nmore, “quoted”.", "https://zoom.example/j/1"
)
ZONES = sorted(zones_of(("Australia", "New Zealand")))
LETTER = Letter("Your group: größer", "Dear Sam,\n", "<p>Dear Sam,</p>\n")
ENVELOPE = Envelope("<one@example.org>", ALEX, SAM, "<a@x.example>", ("<b@x.example>",))


def table(zone: str = "Australia/Sydney", first: date = date(2026, 3, 17)) -> Timetable:
    return timetable(Series(4, tuple(Day)[first.weekday()], "19:00", zone, first))


def write(
    invitation: CalendarObject,
    *,
    words: CalendarWords = WORDS,
    organizer: Address = ALEX,
    attendee: Address = SAM,
) -> bytes:
    return calendar_bytes(invitation, words, organizer=organizer, attendee=attendee, at=AT)


def held(sessions: Timetable) -> list[tuple[datetime, datetime]]:
    return [(each.start, each.end) for each in sessions.held]


_WEEKS = [date(2026, 3, 30), date(2026, 9, 21), date(2026, 9, 28), date(2027, 3, 29)]


@pytest.mark.parametrize("zone", ZONES)
def test_instants_are_right_in_every_zone_over_each_change_over_week(zone: str) -> None:
    for monday, weekday, start in product(_WEEKS, (0, 2, 5, 6), ("01:30", "02:30", "19:00")):
        first = monday + timedelta(days=weekday) - timedelta(weeks=2)
        series = Series(4, tuple(Day)[first.weekday()], start, zone, first)
        sessions = timetable(series)
        assert occurrences(write(series_invitation(sessions))) == held(sessions), (first, start)


@pytest.mark.parametrize("first", [date(2026, 4, 5), date(2026, 10, 4)])
@pytest.mark.parametrize("start", ["01:00", "01:30", "02:30"])
def test_a_first_session_during_which_clocks_change_lasts_as_long_as_any(
    first: date, start: str
) -> None:
    sessions = timetable(Series(4, Day.SUN, start, "Australia/Sydney", first))
    assert occurrences(write(series_invitation(sessions))) == held(sessions)


@given(
    changes=st.lists(
        st.tuples(st.sampled_from(["move", "cancel", "shift"]), st.integers(1, 6)), max_size=4
    ),
    zone=st.sampled_from(ZONES),
)
def test_a_changed_series_shows_what_is_held(changes: list[tuple[str, int]], zone: str) -> None:
    sessions = table(zone)
    for change, number in changes:
        session = sessions.sessions[number - 1]
        if change == "shift":
            sessions = shift_series(sessions, number, now=AT)
        elif not session.cancelled and change == "cancel":
            sessions = cancel_session(sessions, number, now=AT)
        elif not session.cancelled and session.start == session.regular:
            day = session.start.astimezone(ZoneInfo(zone)).date() + timedelta(days=2)
            sessions = move_session(sessions, number, day, "18:15", now=AT)
    if sessions.held:
        assert occurrences(write(series_invitation(sessions))) == held(sessions)


def test_one_moved_session_says_which_it_replaces() -> None:
    before = table()
    after = move_session(before, 4, date(2026, 4, 9), "18:30", now=AT)
    raw = write(session_invitation(after, 4))
    (event,) = read_calendar(raw).vevent_list
    assert event.recurrence_id.value == "20260407T190000"
    assert event.recurrence_id.params["TZID"] == ["Australia/Sydney"]
    assert event.sequence.value == "1"
    assert not hasattr(event, "rrule")
    assert occurrences(raw) == [(after.sessions[3].start, after.sessions[3].end)]


def test_a_cancelled_session_and_a_cancelled_series_say_so() -> None:
    sessions = cancel_session(table(), 2, now=AT)
    one = read_calendar(write(session_invitation(sessions, 2)))
    whole = read_calendar(write(series_cancellation(sessions)))
    for calendar in (one, whole):
        assert calendar.method.value == "CANCEL"
        assert calendar.vevent.status.value == "CANCELLED"
        assert calendar.vevent.sequence.value == "1"
    assert one.vevent.recurrence_id.value == "20260324T190000"
    assert not hasattr(whole.vevent, "recurrence_id")


def test_every_copy_is_of_the_same_event_and_names_its_reader_alone() -> None:
    invitation = series_invitation(table())
    copies = [write(invitation, attendee=Address(f"{name}@uni.example", name)) for name in "abc"]
    events = [read_calendar(copy).vevent for copy in copies]
    assert {event.uid.value for event in events} == {"balint-group-4@example.org"}
    for name, copy, event in zip("abc", copies, events, strict=True):
        assert [each.value for each in event.attendee_list] == [f"mailto:{name}@uni.example"]
        assert event.organizer.value == "mailto:enquiries@example.org"
        assert copy.count(b"@uni.example") == 1
    assert series_uid(4, "example.org") != series_uid(5, "example.org")


def test_what_rfc_5546_asks_of_a_request_is_there() -> None:
    raw = write(series_invitation(table()))
    calendar = read_calendar(raw)
    assert calendar.version.value == "2.0"
    assert calendar.method.value == "REQUEST"
    event = calendar.vevent
    assert event.dtstamp.value == "20260201T000000Z"
    assert event.rrule.value == "FREQ=WEEKLY;COUNT=6"
    assert event.attendee.params["RSVP"] == ["TRUE"]
    assert event.attendee.params["PARTSTAT"] == ["NEEDS-ACTION"]
    assert event.location.value == WORDS.location
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_a_zone_is_one_yearly_rule_each_way_as_outlook_needs_it() -> None:
    zone = read_calendar(write(series_invitation(table()))).vtimezone
    for each, before, after, rule in (
        (zone.standard, "+1100", "+1000", "FREQ=YEARLY;BYDAY=1SU;BYMONTH=4"),
        (zone.daylight, "+1000", "+1100", "FREQ=YEARLY;BYDAY=1SU;BYMONTH=10"),
    ):
        assert (each.tzoffsetfrom.value, each.tzoffsetto.value) == (before, after)
        assert each.rrule.value == rule
        assert not hasattr(each, "rdate")
    assert zone.daylight.dtstart.value == "20251005T020000"
    perth = read_calendar(write(series_invitation(table("Australia/Perth")))).vtimezone
    assert not hasattr(perth, "daylight")
    assert not hasattr(perth.standard, "rrule")


def test_every_zone_is_written_or_refused_in_words() -> None:
    refused = set()
    for zone in sorted(available_timezones() - {"localtime", "Factory"}):
        try:
            timezone_component(zone, 2026).to_ical()
        except MailProblem:
            refused.add(zone)
    assert not refused & set(ZONES)
    assert len(refused) < 20


@given(name=st.text(), text=st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_nobodys_name_or_words_begin_a_line_of_their_own(name: str, text: str) -> None:
    words = CalendarWords("Balint group", f"{text}\nEND:VEVENT", "https://zoom.example/j/1")
    raw = write(series_invitation(table()), words=words, attendee=Address("sam@uni.example", name))
    calendar = read_calendar(raw)
    assert len(calendar.vevent_list) == 1
    assert [each.value for each in calendar.vevent.attendee_list] == ["mailto:sam@uni.example"]


def read(raw: bytes) -> email.message.EmailMessage:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, email.message.EmailMessage)
    return mail


def test_the_mail_has_the_calendar_beside_its_words_and_as_a_file() -> None:
    calendar = write(series_invitation(table()))
    mail = read(compose_invitation(LETTER, ENVELOPE, calendar, Method.REQUEST, at=AT))
    assert [part.get_content_type() for part in mail.walk()] == [
        *("multipart/mixed", "multipart/alternative"),
        *("text/plain", "text/html", "text/calendar", "application/ics"),
    ]
    *_, inline, file = mail.walk()
    assert inline.get_param("method") == "REQUEST"
    assert inline.get_param("charset") == "utf-8"
    assert inline.get_content_disposition() is None
    assert file.get_filename() == "invite.ics"
    assert inline.get_payload(decode=True) == file.get_payload(decode=True) == calendar
    assert not mail.defects


@given(
    st.builds(
        Letter,
        st.text(max_size=200),
        st.text(st.characters(exclude_categories=["Cs"])),
        st.just("<p></p>"),
    ),
    st.text(max_size=80),
)
def test_the_headers_are_those_of_any_mail(letter: Letter, name: str) -> None:
    envelope = Envelope("<one@example.org>", ALEX, Address("sam@uni.example", name))
    plain = email.message_from_bytes(compose(letter, envelope, at=AT))
    with_calendar = email.message_from_bytes(
        compose_invitation(letter, envelope, b"x", Method.REQUEST, at=AT)
    )
    for field in ("From", "To", "Subject", "Date", "Message-ID", "References"):
        assert with_calendar[field] == plain[field]


def test_an_edited_invitation_can_be_composed_anew() -> None:
    calendar = write(session_invitation(cancel_session(table(), 2, now=AT), 2))
    raw = compose_invitation(LETTER, ENVELOPE, calendar, Method.CANCEL, at=AT)
    assert read_back(raw) == LETTER
    assert calendar_of(raw) == (calendar, Method.CANCEL)
    assert calendar_of(compose(LETTER, ENVELOPE, at=AT)) is None


def test_lines_of_the_mail_are_short_and_ended_by_crlf() -> None:
    calendar = write(series_invitation(table()))
    raw = compose_invitation(LETTER, ENVELOPE, calendar, Method.REQUEST, at=AT)
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78
    raw.decode("ascii")
