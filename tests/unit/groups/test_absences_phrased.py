"""Absences as people phrase them, short, dated and relative, before and after sessions.

What is right was written down before anything was run. `3` is absent from session 3, `3L15` comes
15 minutes late to it, `3E` leaves it early, `+3` comes to it (after all), `?` must be asked.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from mailbot.groups.absences import AbsenceReading, Announced, read_absence
from mailbot.groups.sessions import timetable
from mailbot.model.reading import Day
from mailbot.model.sessions import AbsenceKind, Series

# Tuesdays at 7 pm in Sydney: 17, 24 and 31 March, 7, 14 and 21 April 2026. On Sunday 5 April the
# clocks of Sydney and Auckland go back, those of Perth do not.
TABLE = timetable(Series(4, Day.TUE, "19:00", "Australia/Sydney", date(2026, 3, 17)))
# Tuesdays at 8.30 pm in Perth, which is Wednesday 1.30 am in Auckland, from April 0.30 am.
NIGHT = timetable(Series(5, Day.TUE, "20:30", "Australia/Perth", date(2026, 3, 17)))
SYDNEY, PERTH, AUCKLAND = "Australia/Sydney", "Australia/Perth", "Pacific/Auckland"
LETTERS = {AbsenceKind.ABSENT: "", AbsenceKind.LATE: "L", AbsenceKind.EARLY: "E"}


def shown(reading: AbsenceReading) -> str:
    told = [_one(each) for each in reading.announced] + [f"+{each}" for each in reading.comes]
    return " ".join(["?"] if reading.unclear else told)


def _one(each: Announced) -> str:
    return f"{each.session}{LETTERS[each.kind]}{each.minutes or ''}"


def said(
    text: str, at: str, zone: str = SYDNEY, known: tuple[int, ...] = (), *, night: bool = False
) -> str:
    wall = datetime.fromisoformat(f"2026-{at}").replace(tzinfo=ZoneInfo(zone))
    table = NIGHT if night else TABLE
    return shown(
        read_absence(text, table, zone=zone, written=wall.astimezone(UTC), known=frozenset(known))
    )


@pytest.mark.parametrize(
    ("text", "at", "right"),
    [
        ("I'll miss the first and the third session", "03-10T12:00", "1 3"),
        ("I'll miss the first and the third session", "03-18T12:00", "3"),
        ("I can't make it this Tuesday or next Tuesday.", "03-30T12:00", "3 4"),
        ("I can't make the next two sessions, exams", "03-19T12:00", "2 3"),
        ("I'm away for the next two weeks", "03-19T12:00", "2 3"),
        ("sorry won't make the one after next", "03-19T12:00", "3"),
        ("I'm not going to make it on either of the last two", "03-19T12:00", "5 6"),
        ("I'm away for both sessions in April", "04-08T12:00", "5 6"),
        ("I'm away for both sessions in April", "03-19T12:00", "?"),
        ("I can't come on the 24th and the 31st", "03-19T12:00", "2 3"),
        ("can't do 31/3, also 7/4 is tricky but i'll try", "03-19T12:00", "3"),
        ("7/4 is tricky but i'll try", "03-19T12:00", "?"),
        ("I was there on Tuesday! I can't come on the 24th and the 31st", "03-19T12:00", "2 3 +1"),
        ("So sorry I missed Tuesday, I'll be there next week!", "03-19T12:00", "1"),
        ("Can't come to session 1", "03-19T12:00", "?"),
        ("I can come on the 24th after all", "03-19T12:00", "+2"),
        ("Will miss session 5 and 6", "03-19T12:00", "5 6"),
        ("I'll be away from 29 March to 7 April", "03-19T12:00", "3 4"),
        (
            "I cannot come to the 30th. Oh wait it's moved to the 31st right? Then I can come!",
            "03-19T12:00",
            "+3",
        ),
        ("I'll miss the 24th or the 31st", "03-19T12:00", "?"),
        ("Late 10-15 minutes on the 24th, and I'm away on 31 March", "03-19T12:00", "2L15 3"),
        ("Sorry, I can only stay from 7 to 8 on Tuesday", "03-19T12:00", "2E"),
        ("I wasn't there on Tuesday and can't come next week either", "03-25T12:00", "2 3"),
        ("I said I'd miss the 24th but I can come now", "03-19T12:00", "+2"),
        ("I no longer need to miss the 24th", "03-19T12:00", "+2"),
    ],
)
def test_several_sessions_corrections_and_doubts(text: str, at: str, right: str) -> None:
    assert said(text, at) == right


@pytest.mark.parametrize(
    ("text", "known", "right"),
    [
        ("I can come after all!", (3,), "+3"),
        ("I can come after all!", (2, 3), "?"),
        ("I can come after all!", (), "?"),
        ("Good news, I can make next Tuesday after all", (3,), "+3"),
        ("I can come after all on the 31st", (2, 3), "+3"),
        ("I can't come after all", (), "?"),
    ],
)
def test_what_is_taken_back_is_found_among_what_is_known(
    text: str, known: tuple[int, ...], right: str
) -> None:
    assert said(text, "03-23T12:00", known=known) == right


def test_a_doubtful_absence_says_of_which_session() -> None:
    wall = datetime(2026, 3, 19, tzinfo=UTC)
    reading = read_absence("I might not make it next week", TABLE, zone=SYDNEY, written=wall)
    assert reading.unsure
    assert reading.candidates == (2,)


@pytest.mark.parametrize(
    ("text", "at", "zone", "right"),
    [
        ("i not can come 24 march", "03-19T12:00", SYDNEY, "2"),
        ("Dear Ruth, I have exam in 31/03, I am not available.", "03-19T12:00", SYDNEY, "3"),
        ("cant make tues", "03-20T09:00", SYDNEY, "2"),
        ("wont be there tonight sry", "03-24T17:00", SYDNEY, "2"),
        ("wont be there tonight sry", "03-24T15:00", PERTH, "2"),
        ("Will be absent in session 2 and session 4", "03-18T12:00", AUCKLAND, "2 4"),
        ("Weeks 2-4 I'm on elective in Nepal, so can't attend.", "03-16T12:00", SYDNEY, "2 3 4"),
        ("I'm going to miss weeks 3, 4 and 6.", "03-18T12:00", PERTH, "3 4 6"),
        ("the 2nd and 4th sessions clash with my roster, won't make them", "03-16T12:00", PERTH,
         "2 4"),
        ("I can't attend March 24 and 31", "03-18T12:00", AUCKLAND, "2 3"),
        ("Can't do 7 or 14 April, night shifts", "03-30T12:00", PERTH, "4 5"),
        ("Overseas 20 March - 10 April, so I'll be missing a few!", "03-18T12:00", SYDNEY,
         "2 3 4"),
        ("I'm away until 2 April", "03-20T12:00", SYDNEY, "2 3"),
        ("I'm away until the 7th of April", "03-27T12:00", SYDNEY, "?"),
        ("Sorry for missing Tuesday, I slept through my alarm after nights", "03-18T12:00",
         PERTH, "1"),
        ("Apologies for not being there last night - see you next week", "03-25T08:00", SYDNEY,
         "2"),
        ("I was sick on Tuesday, sorry. Will be there next time", "03-26T08:00", AUCKLAND, "2"),
        ("I had to leave early on Tuesday, my pager went.", "03-25T08:00", SYDNEY, "2E"),
        ("Sorry I joined late on Tuesday", "03-25T08:00", SYDNEY, "2L"),
        ("You marked me absent but I was there last night", "03-25T08:00", SYDNEY, "+2"),
        ("Hi, I did attend session 1, just with my camera off.", "03-19T08:00", PERTH, "+1"),
        ("I wasn't absent on Tuesday, my Zoom name was my sister's", "03-19T08:00", PERTH, "+1"),
        ("My shift got swapped so I can come on Tuesday now", "03-29T08:00", SYDNEY, "+3"),
        ("Turns out I'm able to come next week after all.", "03-26T08:00", SYDNEY, "+3"),
        ("I won't be able to come after all on Tuesday", "03-29T08:00", SYDNEY, "3"),
        ("10 min late for the next two, ward round moved", "03-26T08:00", SYDNEY, "3L10 4L10"),
        ("I'll be there on Tuesday but about 20 minutes late", "03-29T08:00", SYDNEY, "3L20"),
        ("I need to leave at 8 on the 31st and the 7th", "03-26T08:00", SYDNEY, "3E 4E"),
        ("I might be 5 minutes late tonight", "03-31T17:00", SYDNEY, "3L5"),
        ("I may not make it on Tuesday, will let you know", "03-29T08:00", SYDNEY, "?"),
        ("Not sure if I can come on the 14th yet.", "03-29T08:00", SYDNEY, "?"),
        ("What happens if I miss session 4?", "03-29T08:00", SYDNEY, "?"),
        ("I can make this week but not next week", "03-30T08:00", SYDNEY, "4"),
        ("I can do the next one, the one after I can't", "03-30T08:00", SYDNEY, "4"),
        ("Away this week and next, back for the 14th", "03-30T08:00", SYDNEY, "3 4"),
        ("can't come today and next week", "03-31T08:00", SYDNEY, "3 4"),
        ("Not tomorrow, and not the Tuesday after next either, sorry.", "03-27T08:00", SYDNEY,
         "4"),
        ("I can't come to the last session, it's on my birthday", "03-10T08:00", SYDNEY, "6"),
        ("can't make the final two sessions", "03-31T08:00", PERTH, "5 6"),
        ("I missed the last two, so sorry. Flu.", "04-01T08:00", SYDNEY, "2 3"),
        ("I can't come to either session in April after Easter week: the 14th and the 21st.",
         "03-31T08:00", SYDNEY, "5 6"),
        ("I'm in surgery all April so I can't make any of the April sessions", "04-01T08:00",
         SYDNEY, "4 5 6"),
        ("First two I can't do (placement in Broome), the rest are fine.", "03-10T08:00", PERTH,
         "1 2"),
        ("I can only come to four of the sessions", "03-10T08:00", PERTH, "?"),
        ("Sick. can't do it tonight", "04-07T16:30", PERTH, "4"),
        ("Sick. can't do it tonight", "04-07T20:30", AUCKLAND, "4"),
        ("running late, 15 mins", "04-07T18:50", AUCKLAND, "4L15"),
        ("Running late, 15 mins", "03-31T15:55", PERTH, "3L15"),
        ("sorry can't make it next session", "04-01T07:00", AUCKLAND, "4"),
        ("I'll be camping over Easter, so no Balint for me on Tuesday 7th April", "04-02T07:00",
         AUCKLAND, "4"),
        ("I didn't realise Tuesday is a public holiday here, I can't come", "04-03T07:00", SYDNEY,
         "4"),
        ("I couldn't swap my shift so I can't come on Tuesday", "04-03T07:00", SYDNEY, "4"),
        ("Exams on the 30th and 1st, so I will skip the session between, on 31 March",
         "03-27T07:00", SYDNEY, "3"),
        ("Is it 7 or 9 for me? Also I can't come on the 14th.", "04-03T07:00", AUCKLAND, "5"),
        ("Tuesdays 14 and 21 April: not available, sorry", "04-03T07:00", PERTH, "5 6"),
    ],
)  # fmt: skip
def test_fresh_words(text: str, at: str, zone: str, right: str) -> None:
    assert said(text, at, zone) == right


@pytest.mark.parametrize(
    ("text", "at", "right"),
    [
        ("I can't come on the 25th and the 1st", "03-20T12:00", "2 3"),
        ("I can't do Wednesday this week or next week", "03-30T12:00", "3 4"),
        ("Can't make tonight's 12.30 one", "04-07T22:00", "4"),
        ("sorry I slept through Wednesday!", "03-25T09:00", "2"),
        ("Won't be on for the next two Wednesdays", "03-26T12:00", "3 4"),
    ],
)
def test_fresh_words_where_it_is_the_night_after(text: str, at: str, right: str) -> None:
    assert said(text, at, AUCKLAND, night=True) == right
