"""Mails about sessions: plain, whole, in the reader's own time, and telling no one of others."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.groups.reminders import due
from mailbot.groups.sessions import cancel_session, move_session, timetable
from mailbot.letters import Letters, SessionNews, reminder_news, unsettled
from mailbot.letters.session import session_context
from mailbot.letters.session_samples import sample_news
from mailbot.letters.session_times import session_time, shift_words
from mailbot.model.reading import Day
from mailbot.model.sessions import (
    Absence,
    AbsenceKind,
    Attendee,
    ClockShift,
    Meeting,
    Part,
    Series,
    SessionMail,
    Verdict,
)
from mailbot.resources import default_folder

if TYPE_CHECKING:
    from mailbot.model.outbox import Letter

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
LINK = "https://zoom.example/j/1"
TABLE = timetable(Series(4, Day.TUE, "19:00", "Australia/Sydney", date(2026, 3, 17)))
SAM = Attendee(Part.MEMBER, 7, "Sam Example", "Australia/Perth", LONG_AGO)
LIA = Attendee(Part.MEMBER, 8, "Lia Example", "", LONG_AGO)
KIT = Attendee(Part.LEADER, 1, "Dr Kit Example", "Australia/Sydney", LONG_AGO)
LATE = Absence(4, Part.MEMBER, 7, AbsenceKind.LATE, 15)
MEETING = Meeting(TABLE, (SAM, LIA, KIT), (LATE, Absence(4, Part.MEMBER, 8)), LINK)


def reminders(letters: Letters, number: int) -> dict[str, Letter]:
    """The last reminders before a session, by the first name of who gets them."""
    at = TABLE.sessions[number - 1].start - timedelta(hours=2)
    made = {}
    for each in due(MEETING, now=at):
        if each.moment == at and each.verdict is Verdict.SEND:
            leads = each.attendee.part is Part.LEADER
            kind = SessionMail.LEADER_REMINDER if leads else SessionMail.REMINDER
            made[each.attendee.name] = letters.session(kind, reminder_news(each, MEETING))
    return made


@pytest.mark.parametrize("kind", list(SessionMail))
def test_every_mail_is_whole(own_letters: Letters, kind: SessionMail) -> None:
    for news in sample_news():
        letter = own_letters.session(kind, news)
        assert 10 < len(letter.subject) < 80
        assert letter.text.startswith("Dear Sam,\n\n")
        assert letter.text.endswith("Balint Society of Australia and New Zealand\n")
        assert 200 < len(letter.text) < 2000
        for flaw in ("None", "\n\n\n", "  ", " ,", "..", "undefined", "{", "}"):
            assert flaw not in letter.text, (flaw, letter.text)
        assert bool(unsettled(letter.text)) is (kind is SessionMail.CALLED_OFF)


def test_every_kind_has_its_folder_and_no_other() -> None:
    folders = {file.parent.name for file in default_folder("templates").glob("session/*/body.txt")}
    assert folders == {kind.value for kind in SessionMail}


def test_every_word_of_the_templates_is_explained() -> None:
    from tests.unit.letters.test_documentation import PAGE

    for word in session_context(next(sample_news())):
        assert f"`{word}`" in PAGE, word


def test_a_reminder_tells_the_readers_time_and_the_groups_beside_it(own_letters: Letters) -> None:
    letter = reminders(own_letters, 3)["Sam Example"]
    assert letter.subject == "Your group on Tuesday 31 March, 4 pm (session 3 of 6)"
    assert "Tuesday 31 March, 4–5.30 pm Perth time (for the group: 7–8.30 pm Sydney time)" in (
        letter.text
    )
    assert f"\n{LINK}\n" in letter.text
    assert "If you cannot come" in letter.text
    assert "clocks" not in letter.text


def test_in_the_week_of_a_shift_a_plain_warning_stands_in_it(own_letters: Letters) -> None:
    letter = reminders(own_letters, 4)["Sam Example"]
    assert "Tuesday 7 April, 5–6.30 pm Perth time" in letter.text
    assert "For you the session now begins an hour later than before." in letter.text
    assert "clocks" not in reminders(own_letters, 4)["Dr Kit Example"].text


def test_who_is_in_the_groups_zone_reads_one_time(own_letters: Letters) -> None:
    letter = reminders(own_letters, 3)["Lia Example"]
    assert "on Tuesday 31 March, 7–8.30 pm Sydney time. It is session 3 of 6." in letter.text


def test_leaders_read_who_is_absent_and_members_never_do(own_letters: Letters) -> None:
    made = reminders(own_letters, 4)
    assert "- Lia Example cannot come\n" in made["Dr Kit Example"].text
    assert "- Sam Example will be 15 minutes late\n" in made["Dr Kit Example"].text
    assert "Lia" not in made["Sam Example"].text
    assert "Lia Example" not in made  # who cannot come is not reminded
    assert "So far nobody has told us" in reminders(own_letters, 3)["Dr Kit Example"].text


def test_the_last_session_is_said_to_be_the_last(own_letters: Letters) -> None:
    assert "session 6 of 6, the last one." in reminders(own_letters, 6)["Sam Example"].text


def test_a_confirmation_lists_every_session_and_warns_where_times_vary(
    own_letters: Letters,
) -> None:
    news = SessionNews(SAM, TABLE, link=LINK, leaders=("Dr Kit Example", "Dr Noor Example"))
    text = own_letters.session(SessionMail.CONFIRMATION, news).text
    assert len(re.findall(r"^- Session \d: Tuesday ", text, re.MULTILINE)) == 6
    assert "Your leaders are Dr Kit Example and Dr Noor Example." in text
    assert "not the same every week" in text
    at_home = own_letters.session(SessionMail.CONFIRMATION, replace(news, reader=LIA)).text
    assert "not the same every week" not in at_home


def test_a_leader_gets_the_roster_and_a_member_does_not(own_letters: Letters) -> None:
    news = SessionNews(
        KIT, TABLE, link=LINK, members=("Sam Example", "Lia Example"), leaders=("Dr Noor Example",)
    )
    text = own_letters.session(SessionMail.CONFIRMATION, news).text
    assert "- Sam Example\n- Lia Example\n" in text
    assert "You lead it together with Dr Noor Example." in text
    to_member = own_letters.session(SessionMail.CONFIRMATION, replace(news, reader=SAM)).text
    assert "Lia" not in to_member


def test_a_moved_session_is_told_with_its_old_and_new_time(own_letters: Letters) -> None:
    moved = move_session(TABLE, 4, date(2026, 4, 9), "18:30", now=LONG_AGO)
    news = SessionNews(LIA, moved, moved.sessions[3], before=TABLE.sessions[3].start)
    letter = own_letters.session(SessionMail.MOVED, news)
    assert letter.subject == "Changed: session 4 is now on Thursday 9 April, 6.30 pm"
    assert "- It was to be: Tuesday 7 April, 7–8.30 pm Sydney time\n" in letter.text
    assert "- It is now: Thursday 9 April, 6.30–8 pm Sydney time\n" in letter.text


def test_a_cancelled_session_is_told_with_the_next_one(own_letters: Letters) -> None:
    cancelled = cancel_session(TABLE, 4, now=LONG_AGO)
    news = SessionNews(LIA, cancelled, cancelled.sessions[3], now=TABLE.sessions[2].end)
    text = own_letters.session(SessionMail.CANCELLED, news).text
    assert "session 4 of your group will not take place" in text
    assert "The next one is session 5, on Tuesday 14 April, 7–8.30 pm Sydney time." in text


def test_an_absence_is_read_back_for_its_session(own_letters: Letters) -> None:
    absences = (Absence(3, Part.MEMBER, 7), LATE)
    news = SessionNews(SAM, TABLE, announced=absences, subject="Re: RE: Tuesday", now=LONG_AGO)
    letter = own_letters.session(SessionMail.ABSENCE_NOTED, news)
    assert letter.subject == "Re: Tuesday"
    assert "- You cannot come to session 3, Tuesday 31 March, 4–5.30 pm Perth time" in letter.text
    assert "- You will be 15 minutes late for session 4, Tuesday 7 April" in letter.text
    afterwards = replace(news, announced=absences[:1], now=TABLE.sessions[2].end)
    text = own_letters.session(SessionMail.ABSENCE_NOTED, afterwards).text
    assert "- You were not there for session 3" in text
    assert "before the session" not in text


def test_an_unclear_absence_offers_the_sessions_it_may_be_about(own_letters: Letters) -> None:
    news = SessionNews(SAM, TABLE, candidates=(3, 4), now=LONG_AGO)
    text = own_letters.session(SessionMail.ABSENCE_UNCLEAR, news).text
    assert re.findall(r"^- Session (\d)", text, re.MULTILINE) == ["3", "4"]
    unknown = own_letters.session(SessionMail.ABSENCE_UNCLEAR, replace(news, candidates=()))
    assert len(re.findall(r"^- Session (\d)", unknown.text, re.MULTILINE)) == 6


def test_names_and_subjects_are_data(own_letters: Letters) -> None:
    hostile = "{{ programme }}\r\n[[x]] <b>"
    news = SessionNews(
        replace(KIT, name=hostile),
        TABLE,
        TABLE.sessions[0],
        absent=(hostile,),
        members=(hostile,),
        subject=hostile,
        announced=(Absence(1, Part.LEADER, 1),),
    )
    for kind in (
        SessionMail.LEADER_REMINDER,
        SessionMail.CONFIRMATION,
        SessionMail.ABSENCE_NOTED,
    ):
        letter = own_letters.session(kind, news)
        assert "[[" not in letter.text
        assert "<b>" not in letter.html
        assert len(letter.subject.splitlines()) == 1


@pytest.mark.parametrize(
    ("zone", "when", "beside"),
    [
        ("", "Tuesday 17 March, 11 pm–12.30 am Perth time", ""),
        (
            "Pacific/Auckland",
            "Wednesday 18 March, 4–5.30 am New Zealand time",
            "Tuesday 17 March, ",
        ),
        ("Australia/Adelaide", "Wednesday 18 March, 1.30–3 am Adelaide time", "Tuesday 17 March, "),
        # Another zone, whose clock shows the same.
        ("Asia/Singapore", "Tuesday 17 March, 11 pm–12.30 am Singapore time", ""),
    ],
)
def test_another_day_is_said(zone: str, when: str, beside: str) -> None:
    start = datetime(2026, 3, 17, 15, tzinfo=UTC)
    time = session_time(start, start + timedelta(minutes=90), zone, "Australia/Perth")
    assert time.when == when
    assert time.group_when == (f"{beside}11 pm–12.30 am Perth time" if beside else "")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (60, "an hour later"),
        (-30, "half an hour earlier"),
        (-120, "two hours earlier"),
        (45, "45 minutes later"),
    ],
)
def test_shifts_are_said_as_people_say_them(minutes: int, words: str) -> None:
    assert shift_words(ClockShift(timedelta(minutes=minutes))) == words
    assert shift_words(None) == ""
