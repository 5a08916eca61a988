"""`mailbot reminders` as the coordinator sees it, and what `mailbot run` then sends."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from mailbot.groups.sessions import cancel_session
from mailbot.store import groups, people
from mailbot.store.database import Database
from tests.faults.term import LINK, Plan, address, put_group, write_slots

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from tests.integration.commands import Commands

PLAN = Plan("tue", 1, "19:00", "Australia/Sydney", ("Australia/Perth", ""), ("Pacific/Auckland",))
FIRST = datetime(2026, 11, 10, 8, tzinfo=UTC)
ANA, BEN, LEE = address("tue-0"), address("tue-1"), address("tue-leader0")


def change(commands: Commands, deed: Callable[[Connection], object]) -> None:
    """Change something in the database of the home."""
    database = Database(f"sqlite:///{commands.home}/data/mailbot.db")
    with database.transaction() as connection:
        deed(connection)
    database.close()


@pytest.fixture
def meeting(commands: Commands) -> Commands:
    """A group that meets on Tuesdays from 10 November on; it is Monday the second."""
    write_slots(commands.home, (PLAN,), {"tue": LINK.format("tue")})
    now = commands.clock.now()
    change(commands, lambda connection: put_group(connection, PLAN, date(2026, 11, 9), now))
    return commands


def test_where_nobody_meets_nothing_goes(commands: Commands) -> None:
    assert commands("reminders").out == ("Nothing goes out by itself up to Mon 16 Nov 2026.\n")
    assert commands("reminders", "--json").json == []


def test_two_weeks_are_shown_by_moment_in_her_time_and_in_each_readers_own(
    meeting: Commands,
) -> None:
    lines = meeting("reminders").out.splitlines()
    assert lines[0] == (
        "Sun 8 Nov 2026 19:00  group 1, Tue 19:00 Sydney: reminder of session 1 of 6"
    )
    assert "Ana Tue" in lines[1]
    assert "Tuesday 10 November, 4–5.30 pm Perth time" in lines[1]
    assert any("Lee Tue (leads)" in line for line in lines)
    assert "9–10.30 pm New Zealand time" in "\n".join(lines)
    headings = [line for line in lines if "group 1" in line]
    assert [line[:22].strip() for line in headings] == [
        "Sun 8 Nov 2026 19:00",
        "Tue 10 Nov 2026 17:00",
        "Sun 15 Nov 2026 19:00",
    ]
    assert lines[-1].startswith("9 mails go by then")


def test_the_day_that_is_named_is_shown_whole(meeting: Commands) -> None:
    assert len(meeting("reminders", "--until", "8/11/2026", "--json").json) == 3
    assert meeting("reminders", "--until", "7 November 2026", "--json").json == []
    assert meeting("reminders", "--until", "whenever").code == 1


def test_programs_get_all_of_it(meeting: Commands) -> None:
    ana, ben, lee = meeting("reminders", "--until", "8/11/2026", "--group", "1", "--json").json
    assert ana == {
        "at": "2026-11-08T08:00:00+00:00",
        "key": "reminder/group:1/session:1/applicant:1/2d",
        "kind": "reminder",
        "group": 1,
        "group_label": "Tue 19:00 Sydney",
        "session": 1,
        "sessions": 6,
        "starts": "2026-11-10T08:00:00+00:00",
        "to": ANA,
        "name": "Ana Tue",
        "part": "member",
        "timezone": "Australia/Perth",
        "local_time": "Tuesday 10 November, 4–5.30 pm Perth time (7–8.30 pm Sydney time)",
        "subject": "Your group on Tuesday 10 November, 4 pm (session 1 of 6)",
        "goes": "send",
        "why": "",
        "made": False,
    }
    assert (ben["to"], ben["timezone"]) == (BEN, "Australia/Sydney")
    assert (lee["to"], lee["part"], lee["kind"]) == (LEE, "leader", "leader_reminder")


def test_what_does_not_go_says_why_and_a_whole_group_is_one_line(meeting: Commands) -> None:
    def hold(connection: Connection) -> None:
        held = people.by_email(connection, ANA)
        assert held
        people.hold(connection, held.id, meeting.clock.now())

    change(meeting, hold)
    out = meeting("reminders", "--until", "8/11/2026").out
    assert "waits: mail to them waits for the coordinator's word" in " ".join(out.split())
    assert out.splitlines()[-1].startswith("2 mails go by then")
    change(
        meeting,
        lambda connection: groups.save_timetable(
            connection,
            cancel_session(groups.timetable(connection, 1), 1, now=meeting.clock.now()),
        ),
    )
    out = meeting("reminders", "--until", "8/11/2026").out
    assert "all 3  does not go: the session was cancelled" in out
    assert "Ana" not in out


def test_a_pause_is_said_first_and_the_link_never(meeting: Commands) -> None:
    meeting("pause")
    out = meeting("reminders").out
    assert out.startswith("All is paused: nothing leaves until `mailbot resume`.\n")
    assert "zoom.example" not in out + meeting("reminders", "--json").out
    assert out.rstrip().splitlines()[-1].startswith("0 mails go")


def test_what_was_shown_is_what_is_sent(meeting: Commands) -> None:
    with (meeting.home / "config" / "mailbot.toml").open("a", encoding="utf-8") as file:
        file.write("\n[weekly]\non = false\n")
    shown = meeting("reminders", "--until", "10/11/2026", "--json").json
    for at in (FIRST.replace(day=8), FIRST.replace(hour=6)):
        before = len(meeting.sent())
        meeting.clock.set(at)
        meeting("run", "--once")
        left = sorted(to for (to,) in meeting.sent()[before:])
        assert left == sorted(each["to"] for each in shown if each["at"] == at.isoformat())


def test_a_group_that_is_not_there_is_said_plainly(meeting: Commands) -> None:
    answer = meeting("reminders", "--group", "7")
    assert answer.code == 1
    assert "There is no group 7." in answer.err


def test_a_number_that_no_weekly_page_has_stops_nothing(meeting: Commands) -> None:
    before = meeting("reminders", "--json").json
    answer = meeting("reminders", "--stop", "2")
    assert answer.code == 1
    assert "The newest weekly page has no number 2 to stop." in answer.err
    assert meeting("reminders", "--json").json == before
