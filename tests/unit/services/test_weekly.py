"""Each Monday one page: how everything stands, once, at her hour, whatever crashes."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.compose import read_back
from mailbot.mail.parse import parse
from mailbot.model.outbox import Channel, State
from mailbot.model.pictures import Picture
from mailbot.model.reading import Day
from mailbot.model.sessions import Absence, AbsenceKind, Part
from mailbot.services import pausing, queueing, seeing, weekly, wellbeing
from mailbot.settings_review import ReviewSettings, Span
from mailbot.settings_weekly import WeeklySettings
from mailbot.store import absences, away, members, outbox
from tests.faults.house import RUTH, settings_for
from tests.servers.groups import Plan, confirmed_group, write_slots
from tests.servers.queued import many_wait, waits
from tests.servers.weeks import (
    DAY,
    DEPUTY,
    HOUR,
    MEMBERS,
    MINUTE,
    MONDAY,
    PLAN,
    SECOND,
    a_group,
    at,
    pages,
    section,
    weekly_settings,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from mailbot.letters.charts import ChartWords
    from tests.faults.house import House


@pytest.fixture(autouse=True)
def not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no chart drawn: that is tried with the letters."""

    def words_alone(words: ChartWords) -> Picture:
        return Picture("", b"", words.alt)

    monkeypatch.setattr(weekly, "draw", words_alone)


@pytest.fixture
def open_house(build_house: Callable[..., House], tmp_path: Path) -> Callable[..., House]:
    """Build a house whose coordinator gets a page each Monday, at which Mailbot has looked once."""

    def build(address: str = "", **how: Any) -> House:
        house = build_house(settings=weekly_settings(tmp_path, address, **how))
        house.work()
        return house

    return build


@pytest.fixture
def weekly_house(open_house: Callable[..., House]) -> House:
    """The same, with all settings as they come."""
    return open_house()


def test_a_quiet_week_is_told_in_a_few_lines(weekly_house: House) -> None:
    at(weekly_house, MONDAY)
    (page,) = pages(weekly_house)
    letter = read_back(page)
    assert letter.subject.startswith("Your week from Monday 30 November: nothing waits for you [")
    assert letter.text.startswith("Hello Ruth,\n\nthis is how things stand")
    assert "====" not in letter.text
    assert (
        "Nothing waits for your approval, everybody who is owed an answer has one, nothing went "
        "wrong, no group meets, nothing goes by itself before Mon 7 Dec, 07:00, and nobody waits "
        "for a place."
    ) in letter.text
    assert len(letter.text.splitlines()) <= 10


def test_what_waits_and_what_has_no_answer(weekly_house: House) -> None:
    house = weekly_house
    house.clock.set(MONDAY - 5 * DAY)
    house.writes("Priya Raman <priya@student.test>", "Hello\n#cost")
    house.writes("Sam Fox <sam@student.test>", "I cannot go on\n#distress")
    house.work()
    house.clock.set(MONDAY - 2 * DAY)
    house.writes("Ana Wu <ana@student.test>", "Hi\n#cost")
    house.writes("Bo Lim <bo@student.test>", "A complaint\n#coordinator")
    house.work()
    at(house, MONDAY)
    (page,) = pages(house)
    assert section(page, "Waiting for your approval").splitlines() == [
        "- Priya Raman, for 4 days",
        "- Ana Wu, for 47 hours",
    ]
    assert section(page, "Unanswered for three days").splitlines() == [
        "- Please look first: Sam Fox wrote 4 days ago; the mail is for you to answer.",
        "- Priya Raman wrote 4 days ago; the draft waits for your approval.",
    ]
    assert "2 drafts to approve, 2 unanswered [review:" in read_back(page).subject


def test_an_urgent_alert_that_nobody_has_seen_comes_first_of_all(weekly_house: House) -> None:
    house = weekly_house
    house.clock.set(MONDAY - 9 * DAY)
    house.writes("Sam Fox <sam@student.test>", "I cannot go on\n#distress")
    house.work()
    at(house, MONDAY)
    (page,) = pages(house)
    assert read_back(page).subject.startswith("Someone may need you: your week from Monday")
    (number,) = (each.id for each in house.alerts("distress"))
    said = section(page, "Please look at this first")
    assert said.startswith("- Sam Fox may be at risk: 8 days ago")
    assert f"“mailbot alerts seen {number}”" in said
    first = read_back(page).text.split("====")[1]
    assert first.strip() == "Please look at this first"
    seeing.mark_seen(house.office, (number,), house.clock.now())
    at(house, MONDAY + 7 * DAY)
    later = read_back(pages(house)[-1])
    assert later.subject.startswith("Your week")
    assert "seen" not in later.text


def test_no_word_of_a_student_stands_on_it(weekly_house: House) -> None:
    house = weekly_house
    house.clock.set(MONDAY - 5 * DAY)
    house.writes("Priya <priya@student.test>", "Secret zebra\n#cost", subject="Private zebra")
    house.writes("Sam <sam@student.test>", "Zebra\n#distress", subject="Zebra")
    house.writes("Kay <kay@shop.test>", "Zebra sale\n#none", subject="Zebra")
    house.work()
    at(house, MONDAY)
    (page,) = pages(house)
    letter = read_back(page)
    assert "zebra" not in (letter.subject + letter.text + letter.html).lower()


def test_sessions_of_this_week_and_what_leaders_said_of_the_last(weekly_house: House) -> None:
    house = weekly_house
    group = a_group(house)
    with house.office.database.transaction() as connection:
        mia, tom = (each.applicant_id for each in members.of_group(connection, group.id))
        late = Absence(2, Part.MEMBER, tom, AbsenceKind.LATE, 20)
        absences.put(connection, group.id, Absence(2, Part.MEMBER, mia), house.clock.now())
        absences.put(connection, group.id, late, house.clock.now())
    at(house, MONDAY - DAY)
    with house.office.database.transaction() as connection:
        leader = members.leaders_of(connection, group.id)[0].leader.id
        absences.report(connection, group.id, 1, leader, [tom], house.clock.now())
    at(house, MONDAY)
    (page,) = pages(house)
    said = "- Tue 19:00 Sydney, session 2 of 6: Tuesday 1 December, 7–8.30 pm Sydney time"
    assert section(page, "Sessions").splitlines() == [
        f"{said}. Cannot come: Mia Chen. Comes late: Tom Reid.",
        "",
        "Last week:",
        "- Tue 19:00 Sydney, session 1: a leader says that Tom Reid did not come.",
    ]
    assert "Tue 19:00 Sydney: session 1 with 1 of 2." in section(page, "In figures")


def test_nobody_is_called_present_where_no_leader_has_said_so(weekly_house: House) -> None:
    a_group(weekly_house)
    at(weekly_house, MONDAY)
    said = section(pages(weekly_house)[0], "Sessions")
    assert "session 1: no leader has said who came." in said


def test_the_queue_and_who_fits_where(weekly_house: House) -> None:
    house = weekly_house
    others = Plan(slot="wednesday", first=date(2027, 2, 3)), Plan(slot="f", first=date(2027, 2, 5))
    write_slots(house.settings.home, PLAN, *others)
    confirmed_group(house.office, house.clock.now(), MEMBERS, PLAN)
    many_wait(house.office, house.clock.now(), 7, free="wed 18:00-22:00")
    waits(house.office, "Max", house.clock.now(), free="tue 18:00-22:00")
    waits(house.office, "Uma", house.clock.now(), free="fri 18:00-22:00")
    waits(house.office, "Yan", house.clock.now(), free="mon 06:00-07:00")
    at(house, MONDAY)
    assert section(pages(house)[0], "The queue, and who fits where").splitlines() == [
        "10 students wait for a place, the longest for 6 days.",
        "",
        "- Tue 19:00 Sydney has room: Max.",
        (
            "- Wed 19:00 Sydney could open on Wed 3 February 2027: "
            "Ada, Ben, Cleo, Dev, Eli, Fay and Gus."
        ),
        "- Too few so far for Fri 19:00 Sydney: Uma.",
        "- Yan has no place: no slot is within the times they gave.",
        "",
        (
            "`mailbot groups propose` shows more, and how to open a group. "
            "`mailbot groups fill` offers free places."
        ),
    ]


def test_whom_she_could_ask_and_who_is_held_is_told(weekly_house: House) -> None:
    house = weekly_house
    write_slots(house.settings.home, Plan(slot="wednesday", first=date(2027, 2, 3)))
    many_wait(house.office, house.clock.now(), 6, free="wed 18:00-22:00")
    queueing.edit(house.office, "fay@student.test", queueing.Changes(held=True), house.clock.now())
    waits(house.office, "Uma", house.clock.now(), free="wed 18:00-20:00")
    at(house, MONDAY)
    said = section(pages(house)[0], "The queue, and who fits where")
    assert "- Too few so far for Wed 19:00 Sydney: Ada, Ben, Cleo, Dev and Eli." in said
    assert "Ask Uma" in said
    assert "- Left out until you say a word: Fay." in said


def test_a_setting_that_is_wrong_costs_only_its_own_part(weekly_house: House) -> None:
    house = weekly_house
    a_group(house)
    many_wait(house.office, house.clock.now(), 2)
    (house.settings.home / "config" / "slots.toml").write_text("nonsense =", encoding="utf-8")
    at(house, MONDAY)
    (page,) = pages(house)
    for title in ("Sessions", "What goes by itself this week", "The queue, and who fits where"):
        assert "could not be" in section(page, title)
        assert "slots.toml" in section(page, title)


def test_mail_that_was_left_alone_is_counted_and_a_pause_is_told(weekly_house: House) -> None:
    house = weekly_house
    house.clock.set(MONDAY - 2 * DAY)
    house.writes("Kay <kay@shop.test>", "Sale\n#none")
    house.writes("Joe <joe@family.test>", "Dinner?\n#none")
    house.work()
    pausing.pause(house.office, house.clock.now())
    at(house, MONDAY)
    (page,) = pages(house)
    assert section(page, "Left alone").startswith("2 mails of the last seven days")
    assert "paused, for 47 hours" in section(page, "What went wrong")


def test_it_comes_at_her_hour_and_once(weekly_house: House) -> None:
    at(weekly_house, MONDAY - SECOND)
    assert pages(weekly_house) == []
    at(weekly_house, MONDAY)
    for later in (MINUTE, HOUR, DAY, 7 * DAY - SECOND):
        at(weekly_house, MONDAY + later)
    assert len(pages(weekly_house)) == 1
    at(weekly_house, MONDAY + 7 * DAY)
    assert len(pages(weekly_house)) == 2


def test_a_machine_that_was_off_sends_it_later_and_not_at_night(weekly_house: House) -> None:
    at(weekly_house, MONDAY - HOUR)
    at(weekly_house, MONDAY + 2 * DAY + 15 * HOUR)
    assert pages(weekly_house) == []
    at(weekly_house, MONDAY + 3 * DAY)
    (page,) = pages(weekly_house)
    assert read_back(page).subject.startswith("Your week from Monday 30 November")


def test_a_fresh_house_has_no_page_of_a_monday_before_it(weekly_house: House) -> None:
    weekly_house.work(60 * 12)
    assert pages(weekly_house) == []


def test_off_is_off(open_house: Callable[..., House]) -> None:
    house = open_house(on=False)
    at(house, MONDAY)
    at(house, MONDAY + 7 * DAY)
    assert pages(house) == []


def test_in_her_quiet_hours_it_waits(build_house: Callable[..., House], tmp_path: Path) -> None:
    quiet = ReviewSettings(quiet=Span(time(21), time(9)))
    settings = settings_for(tmp_path, weekly=WeeklySettings())
    house = build_house(settings=settings.model_copy(update={"review": quiet}))
    house.work()
    at(house, MONDAY + 2 * HOUR - SECOND)
    assert pages(house) == []
    at(house, MONDAY + 2 * HOUR)
    assert len(pages(house)) == 1


@pytest.mark.parametrize(
    ("deputy", "away_now", "got"),
    [("away", False, 0), ("away", True, 1), ("always", False, 1), ("never", True, 0)],
)
def test_the_deputy_gets_it_as_settings_say(
    open_house: Callable[..., House], deputy: str, away_now: bool, got: int
) -> None:
    house = open_house(DEPUTY, deputy=deputy)
    if away_now:
        with house.office.database.transaction() as connection:
            now, to = house.clock.now(), MONDAY + 9 * DAY
            away.add(connection, now, to, now, by="coordinator", channel=Channel.COMMAND)
    at(house, MONDAY)
    assert (len(pages(house)), len(pages(house, DEPUTY))) == (1, got)


def test_a_deputy_who_may_not_decide_is_shown_no_way_to_stop(
    open_house: Callable[..., House],
) -> None:
    house = open_house(DEPUTY, deputy="always")
    a_group(house)
    at(house, MONDAY)
    (hers,), (deputys,) = pages(house), pages(house, DEPUTY)
    assert "“stop 1”" in read_back(hers).text
    assert "stop 1" not in read_back(deputys).text
    assert "[review:" not in read_back(deputys).text
    assert "of session 2, Tue 19:00 Sydney." in read_back(deputys).text


def test_after_days_off_it_waits_for_a_look_at_the_mailbox(weekly_house: House) -> None:
    house = weekly_house
    now = MONDAY + 2 * DAY
    weekly.send_if_due(house.office, now)
    assert keys(house) == []
    wellbeing.note_trouble(house.office, "The mail server is away.", 60, now)
    weekly.send_if_due(house.office, now)
    assert keys(house) == ["weekly/2026-11-30/coordinator"]
    with house.office.database.transaction() as connection:
        (page,) = outbox.in_states(connection, (State.APPROVED,))
    said = section(page.raw, "What went wrong")
    assert "The mail server is away." in said
    assert "The mailbox was last looked at 8 days ago." in said


def keys(house: House) -> list[str]:
    with house.office.database.transaction() as connection:
        return sorted(outbox.keys_like(connection, "weekly/"))


def test_charts_count_by_weeks_that_end_when_it_is_made(weekly_house: House) -> None:
    house = weekly_house
    house.clock.set(MONDAY + 2 * HOUR)
    many_wait(house.office, house.clock.now(), 3)
    at(house, MONDAY + 7 * DAY)
    house.later(60)
    queueing.withdraw(house.office, "ada@student.test", house.clock.now())
    house.writes("Priya <priya@student.test>", "Hello\n#cost")
    house.writes("Bo Lim <bo@student.test>", "A complaint\n#coordinator")
    house.work()
    house.approves(house.draft("priya@student.test"))
    house.work()
    at(house, MONDAY + 14 * DAY)
    said = section(pages(house)[-1], "In figures")
    assert "place. 30 Nov: nobody; 7 Dec: 3; 14 Dec: 2." in said
    assert "Week from 7 Dec: 1 answered by a reply, 1 for you to answer." in said


def test_a_mail_that_could_not_be_sent_is_told_by_whom_it_was_for(weekly_house: House) -> None:
    house = weekly_house
    house.writes("Priya Raman <priya@student.test>", "Hello\n#cost")
    house.work()
    draft = house.draft()
    with house.office.database.transaction() as connection:
        for before, after in pairwise((State.DRAFT, State.APPROVED, State.SENDING, State.FAILED)):
            assert outbox.move(connection, draft.id, (before,), after, house.clock.now())
    at(house, MONDAY)
    assert "- Could not be sent: Priya Raman." in section(pages(house)[0], "What went wrong")


class Crash(BaseException):
    """The machine is switched off."""


@pytest.mark.parametrize("commits", range(1, 8))
def test_a_crash_at_any_commit_leaves_one_page(weekly_house: House, commits: int) -> None:
    house = weekly_house
    a_group(house)
    at(house, MONDAY - SECOND)
    left = [commits]

    def crash(_point: str) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Crash

    house.hook = crash
    with suppress(Crash):
        at(house, MONDAY)
    house.hook = lambda _: None
    house.restart()
    house.work()
    house.work()
    assert len(pages(house)) == 1


ZONES = ("Australia/Sydney", "Australia/Perth", "Pacific/Auckland", "Pacific/Chatham")


@given(
    zone=st.sampled_from(ZONES),
    day=st.sampled_from(list(Day)),
    hour=st.times(),
    minutes=st.integers(0, 2 * 365 * 24 * 60),
)
def test_its_moment_is_her_wall_clock_whatever_the_clocks_do(
    zone: str, day: Day, hour: time, minutes: int
) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + minutes * MINUTE
    hour = hour.replace(fold=0)
    settings, place = WeeklySettings(day=day, at=hour), ZoneInfo(zone)
    found, moment = weekly.latest_moment(settings, place, now)
    assert now - 8 * DAY < moment <= now
    assert found.weekday() == tuple(Day).index(day)
    wall = moment.astimezone(place)
    skipped = datetime.combine(found, hour, place).astimezone(UTC).astimezone(place).time() != hour
    assert (wall.date(), wall.time()) == (found, hour) or skipped
    _, before = weekly.latest_moment(settings, place, moment - SECOND)
    assert timedelta(days=6, hours=22) <= moment - before <= timedelta(days=7, hours=2)


def test_it_stays_at_seven_when_the_clocks_change(open_house: Callable[..., House]) -> None:
    house = open_house()
    seen = []
    for monday in (datetime(2027, 3, 28, 20, tzinfo=UTC), datetime(2027, 4, 4, 21, tzinfo=UTC)):
        at(house, monday - SECOND)
        before = len(pages(house))
        at(house, monday)
        seen.append(len(pages(house)) - before)
    assert seen == [1, 1]
    assert len(house.got(RUTH)) == len(pages(house))


def test_the_page_is_automatic_mail_and_no_answer_of_ours_is_an_order(weekly_house: House) -> None:
    house = weekly_house
    a_group(house)
    at(house, MONDAY)
    (page,) = pages(house)
    assert b"Auto-Submitted: auto-generated" in page
    house.mailbox.put(page, at=house.clock.now())
    house.work()
    assert len(pages(house)) == 1
    assert parse(page).to[0].email == RUTH
    assert house.audit() == ()
