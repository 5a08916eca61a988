"""Answers of calendars as Gmail, Outlook and Apple send them, and whatever else comes."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.calendar_reply import read_calendar_replies
from mailbot.model.calendar import Answer, CalendarReply

if TYPE_CHECKING:
    import random

UID = "balint-group-4@example.org"
FOURTH = datetime(2026, 4, 7, 9, 0, tzinfo=UTC)

GOOGLE = """\
BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REPLY
BEGIN:VEVENT
DTSTART:20260407T090000Z
DTEND:20260407T103000Z
DTSTAMP:20260405T011502Z
ORGANIZER;CN=Dr Alex Example:mailto:enquiries@example.org
UID:balint-group-4@example.org
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=DECLINED;CN=Sam Ex
 ample;X-NUM-GUESTS=0;X-RESPONSE-COMMENT="I have an exam, sorry":mailto:Sam.E
 xample@uni.example
RECURRENCE-ID;TZID=Australia/Sydney:20260407T190000
CREATED:20260301T000000Z
DESCRIPTION:
LAST-MODIFIED:20260405T011500Z
SEQUENCE:2
STATUS:CONFIRMED
SUMMARY:Balint group
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
"""

OUTLOOK = """\
BEGIN:VCALENDAR
METHOD:REPLY
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:AUS Eastern Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+1100
TZOFFSETTO:+1000
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=4
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+1000
TZOFFSETTO:+1100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=10
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
ATTENDEE;PARTSTAT=DECLINED;CN=Sam Example:MAILTO:sam@uni.example
COMMENT;LANGUAGE=en-AU:On call\\, sorry.\\nSam\\n
UID:balint-group-4@example.org
RECURRENCE-ID;TZID=AUS Eastern Standard Time:20260407T190000
SUMMARY;LANGUAGE=en-AU:Declined: Balint group
DTSTART;TZID=AUS Eastern Standard Time:20260407T190000
DTEND;TZID=AUS Eastern Standard Time:20260407T203000
CLASS:PUBLIC
DTSTAMP:20260405T011502Z
SEQUENCE:0
X-MICROSOFT-CDO-APPT-SEQUENCE:0
END:VEVENT
END:VCALENDAR
"""

APPLE = """\
BEGIN:VCALENDAR
VERSION:2.0
METHOD:REPLY
CALSCALE:GREGORIAN
PRODID:-//Apple Inc.//iOS 19.1//EN
BEGIN:VEVENT
UID:balint-group-4@example.org
DTSTAMP:20260405T011502Z
ORGANIZER;CN="Dr Alex Example":mailto:enquiries@example.org
SUMMARY:Balint group
SEQUENCE:0
ATTENDEE;CN="Sam Example";PARTSTAT=ACCEPTED;EMAIL=sam@uni.example:/principal/1/
DTSTART;TZID=Australia/Sydney:20260317T190000
END:VEVENT
END:VCALENDAR
"""


def mail(calendar: str, content_type: str = "text/calendar; charset=UTF-8; method=REPLY") -> bytes:
    """A mail as Gmail sends it: the calendar beside the text, and once more as a file."""
    file = base64.encodebytes(calendar.encode()).decode()
    lines = (
        "From: Sam Example <sam@uni.example>\nTo: enquiries@example.org\n"
        'Subject: Declined: Balint group\nContent-Type: multipart/mixed; boundary="a"\n\n'
        '--a\nContent-Type: multipart/alternative; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nSam has declined.\n"
        f"--b\nContent-Type: {content_type}\n\n{calendar}\n--b--\n"
        '--a\nContent-Type: application/ics; name="invite.ics"\n'
        f"Content-Transfer-Encoding: base64\n\n{file}\n--a--\n"
    )
    return lines.replace("\n", "\r\n").encode()


def alone(calendar: str) -> bytes:
    """A mail that is nothing but the calendar, as Outlook sends it at times."""
    head = "From: sam@uni.example\nContent-Type: text/calendar; method=REPLY\n\n"
    return (head + calendar).encode()


def test_gmail_declines_one_session_with_a_word() -> None:
    assert read_calendar_replies(mail(GOOGLE)) == (
        CalendarReply(
            uid=UID,
            attendee="sam.example@uni.example",
            answer=Answer.DECLINED,
            recurrence=FOURTH,
            sequence=2,
            comment="I have an exam, sorry",
        ),
    )


def test_outlook_names_zones_as_windows_does() -> None:
    (reply,) = read_calendar_replies(alone(OUTLOOK))
    assert (reply.attendee, reply.answer) == ("sam@uni.example", Answer.DECLINED)
    assert reply.recurrence == FOURTH
    assert reply.comment == "On call, sorry.\nSam"


def test_apple_accepts_the_series() -> None:
    (reply,) = read_calendar_replies(mail(APPLE))
    assert reply == CalendarReply(UID, "sam@uni.example", Answer.ACCEPTED)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("RECURRENCE-ID:20260407T090000Z", FOURTH),
        ("RECURRENCE-ID;TZID=/example.org/20260101_1/Australia/Sydney:20260407T190000", FOURTH),
        ("RECURRENCE-ID;TZID=New Zealand Standard Time:20260407T210000", FOURTH),
        ('RECURRENCE-ID;TZID="Australia/Adelaide":20260407T183000', FOURTH),
    ],
)
def test_occurrences_are_instants_however_written(written: str, instant: datetime) -> None:
    calendar = APPLE.replace("SEQUENCE:0", f"SEQUENCE:1\n{written}")
    (reply,) = read_calendar_replies(mail(calendar))
    assert (reply.recurrence, reply.unplaced) == (instant, "")


@pytest.mark.parametrize(
    "written",
    [
        "RECURRENCE-ID:20260407T190000",
        "RECURRENCE-ID;VALUE=DATE:20260407",
        "RECURRENCE-ID;TZID=Customized Time Zone:20260407T190000",
        "RECURRENCE-ID;TZID=../../../etc/passwd:20260407T190000",
        "RECURRENCE-ID:99999999T999999Z",
    ],
)
def test_an_occurrence_that_cannot_be_placed_is_never_taken_for_the_series(written: str) -> None:
    (reply,) = read_calendar_replies(mail(APPLE.replace("SEQUENCE:0", written)))
    assert reply.recurrence is None
    assert reply.unplaced == written.rpartition(":")[2]


def test_answers_to_several_sessions_are_several() -> None:
    event = GOOGLE[GOOGLE.index("BEGIN:VEVENT") : GOOGLE.index("END:VCALENDAR")]
    second = event.replace("20260407T190000", "20260414T190000").replace("DECLINED", "TENTATIVE")
    calendar = GOOGLE.replace("END:VCALENDAR", f"{second}END:VCALENDAR")
    replies = read_calendar_replies(mail(calendar))
    assert [each.answer for each in replies] == [Answer.DECLINED, Answer.TENTATIVE]
    assert [each.recurrence.day for each in replies if each.recurrence] == [7, 14]


def test_another_time_proposed_and_all_that_follow() -> None:
    counter = GOOGLE.replace("METHOD:REPLY", "METHOD:COUNTER")
    assert [each.answer for each in read_calendar_replies(mail(counter))] == [Answer.PROPOSED]
    onwards = GOOGLE.replace("RECURRENCE-ID;", "RECURRENCE-ID;RANGE=THISANDFUTURE;")
    assert [each.onwards for each in read_calendar_replies(mail(onwards))] == [True]


@pytest.mark.parametrize(
    "calendar",
    [
        GOOGLE.replace("METHOD:REPLY", "METHOD:REQUEST"),
        GOOGLE.replace("METHOD:REPLY\n", ""),
        GOOGLE.replace("DECLINED", "NEEDS-ACTION"),
        GOOGLE.replace(f"UID:{UID}", "UID:"),
        GOOGLE.replace("BEGIN:VEVENT", "BEGIN:VTODO"),
        APPLE.replace(";EMAIL=sam@uni.example", ""),
        "",
    ],
)
def test_what_is_no_answer_is_none(calendar: str) -> None:
    assert read_calendar_replies(mail(calendar)) == ()


def test_a_forwarded_answer_is_not_the_writers() -> None:
    forwarded = b"From: eve@uni.example\nContent-Type: message/rfc822\n\n" + mail(GOOGLE)
    assert read_calendar_replies(forwarded) == ()


def test_a_mail_may_not_bring_a_zone_that_changes_what_another_says() -> None:
    hostile = OUTLOOK.replace("+1000", "-1100").replace("+1100", "-1200")
    for calendar in (hostile, OUTLOOK):
        (reply,) = read_calendar_replies(alone(calendar))
        assert reply.recurrence == FOURTH


@given(st.binary(max_size=400))
def test_any_bytes_will_do(raw: bytes) -> None:
    read_calendar_replies(raw)
    read_calendar_replies(b"Content-Type: text/calendar\n\nMETHOD:REPLY\nBEGIN:VEVENT\n" + raw)


@given(st.randoms(use_true_random=False))
def test_broken_answers_never_raise(chance: random.Random) -> None:
    raw = bytearray(chance.choice([mail(GOOGLE), alone(OUTLOOK), mail(APPLE)]))
    junk = [b"\r\n", b";", b":", b'"', b"=", b"\x00", b"\xff", b"BEGIN:VEVENT\n", b"9" * 40, b"\\"]
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(raw))
        raw[place : place + chance.randint(0, 20)] = chance.choice(junk)
    read_calendar_replies(bytes(raw))


@pytest.mark.parametrize(
    "calendar",
    [
        "BEGIN:VEVENT\n" * 50_000,
        "X" * 1_000_000,
        "METHOD:REPLY\nX" + ";A=B" * 100_000 + ":y\n",
        "METHOD:REPLY\nBEGIN:VEVENT\nUID:a\n"
        + "".join(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{n}@b\n" for n in range(9_000)),
        GOOGLE.replace("SEQUENCE:2", "SEQUENCE:" + "9" * 5000),
    ],
)
def test_large_and_endless_calendars_are_cut(calendar: str) -> None:
    assert len(read_calendar_replies(mail(calendar))) <= 20


def test_what_lies_beyond_the_limit_is_not_read() -> None:
    calendar = GOOGLE.replace("BEGIN:VEVENT", "X-PADDING:" + "y" * 70_000 + "\nBEGIN:VEVENT")
    assert read_calendar_replies(mail(calendar)) == ()
