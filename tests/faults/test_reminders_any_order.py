"""Whatever befalls a group in a term: reminders never twice, never late, never to the wrong one."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.errors import SendDeferred
from mailbot.groups.sessions import cancel_session, move_session, shift_series
from mailbot.model.outbox import State
from mailbot.model.seats import MemberEnd
from mailbot.model.sessions import Absence, Part
from mailbot.services import pausing, ticking
from mailbot.store import groups, members, outbox
from tests.faults.house import build
from tests.faults.term import LINK, Plan, Term
from tests.servers.fakes import Crash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailbot.model.sessions import Session

PLAN = Plan("tue", 1, "19:00", "Australia/Sydney", ("Australia/Perth", ""), ("Pacific/Auckland",))
MONDAY = date(2027, 3, 15)
BEGIN = datetime(2027, 3, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEKS = 6
ANA = "tue-0"
EVENTS = (
    *("absent", "cancel", "crash", "defer", "hold", "join", "leave", "link", "no link"),
    *("move", "off", "on", "pause", "release", "resume", "shift"),
)
_NEAR = frozenset({1, 2, 6})
_HAPPENS = st.lists(
    st.tuples(st.integers(0, WEEKS * 7 * 24), st.sampled_from(EVENTS)), min_size=1, max_size=7
)


class Story:
    """One term of one group, with what befalls it."""

    def __init__(self, term: Term) -> None:
        """Begin, with the group confirmed."""
        self.term = term
        self.group_id = term.confirmed(PLAN, MONDAY, BEGIN)
        self.on = True
        self.joined = False

    def happens(self, event: str, now: datetime) -> None:
        """Let something befall the machine, a person or a session."""
        self.befalls_the_machine(event, now)
        self.befalls_a_person(event, now)
        self.befalls_next(event, now)

    def befalls_the_machine(self, event: str, now: datetime) -> None:
        """Let it be switched off, paused, interrupted or put off."""
        match event:
            case "on" | "off":
                self.on = event == "on"
            case "pause" | "resume":
                getattr(pausing, event)(self.term.house.office, now)
            case "link" | "no link":
                self.term.set_link("tue", LINK.format("tue") if event == "link" else "")
            case "crash":
                self.term.house.mailer.faults.fail("send", Crash())
            case "defer":
                self.term.house.mailer.faults.fail("send", SendDeferred("later, please"))

    def befalls_a_person(self, event: str, now: datetime) -> None:
        """Let somebody be held or released, leave or join."""
        match event:
            case "hold":
                self.term.holds(ANA, now)
            case "release":
                self.term.releases(ANA)
            case "leave" if self.ana_is_there():
                self.term.leaves(ANA, now)
            case "join" if not self.joined:
                self.joined = True
                self.term.joins(self.group_id, "tue-3", "Australia/Perth", now)

    def befalls_next(self, event: str, now: datetime) -> None:
        """Let something befall the next session that is still to come."""
        table = self.term.table(self.group_id)
        session = next((each for each in table.held if each.start > now + HOUR), None)
        if session is None:
            return
        number, next_day = session.number, (session.start + DAY).date()
        match event:
            case "absent":
                absence = Absence(number, Part.MEMBER, self.term.id_of(ANA))
                self.term.announces(self.group_id, absence, now)
            case "cancel":
                self.term.change(cancel_session(table, number, now=now))
            case "move":
                self.term.change(move_session(table, number, next_day, now=now))
            case "shift":
                self.term.change(shift_series(table, number, now=now))

    def ana_is_there(self) -> bool:
        """Tell whether she still is a member."""
        with self.term.house.office.database.transaction() as connection:
            return members.current(connection, 1) is not None

    def works(self, now: datetime) -> None:
        """Let the machine do what is due, if it is on; after a crash it begins anew."""
        if not self.on:
            return
        try:
            self.term.at(now)
        except Crash:
            self.term.house.restart()
            self.term.at(now)

    def holds_what_always_holds(self, now: datetime) -> None:
        """See that what left just now was right."""
        table = self.term.table(self.group_id)
        with self.term.house.office.database.transaction() as connection:
            left = outbox.of_group(connection, self.group_id, (State.SENT,))
            memberships = members.of_group(connection, self.group_id)
        gone = {each.applicant_id for each in memberships if each.end is MemberEnd.LEFT}
        for mail in left:
            if mail.sent_at == now and mail.key.startswith("reminder/"):
                session = session_of(mail.key, table.sessions)
                assert session is not None
                assert not session.cancelled
                assert now < session.start
                assert mail.applicant_id not in gone
                assert LINK.format("tue").encode() in mail.raw or "/news:" in mail.key


def session_of(key: str, sessions: tuple[Session, ...]) -> Session | None:
    """Return the session that a key names, if it still is when the key says."""
    number, _, held = key.split("/session:")[1].partition("/")[0].partition("@")
    session = sessions[int(number) - 1]
    as_it_is = f"{session.start:%Y%m%dT%H%MZ}" if session.changed else ""
    return session if held == as_it_is else None


def moments(happens: list[tuple[int, str]]) -> Iterator[tuple[datetime, str]]:
    """Yield every moment of interest, with what happens then; sessions may move meanwhile."""
    hours = (BEGIN + number * HOUR for number in range(WEEKS * 7 * 24))
    near = {each for each in hours if each.weekday() in _NEAR and each.hour in {6, 8, 9}}
    at = {BEGIN + hour * HOUR: event for hour, event in happens}
    for moment in sorted({*near, *at}):
        yield moment, at.get(moment, "")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(happens=_HAPPENS)
def test_never_twice_never_late_never_to_the_wrong_one(happens: list[tuple[int, str]]) -> None:
    folder = Path(mkdtemp())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ticking, "DUTIES", ())
        house = build(folder, patch)
        house.work()
        story = Story(Term(house))
        for moment, event in moments(happens):
            story.happens(event, moment)
            story.works(moment)
            story.holds_what_always_holds(moment)
        assert_each_once(story)
        house.office.database.close()
    shutil.rmtree(folder)


def assert_each_once(story: Story) -> None:
    """Nobody got one mail twice, and of each reminder it is known what became of it."""
    raws = Counter(sending.raw for sending in story.term.house.mailer.sent)
    assert set(raws.values()) <= {1}
    with story.term.house.office.database.transaction() as connection:
        table = groups.timetable(connection, story.group_id)
        keys = [mail.key for mail in outbox.of_group(connection, story.group_id, tuple(State))]
    assert len(keys) == len(set(keys))
    assert not set(keys) & set(story.term.skipped(story.group_id))
    if story.on:
        known = {*keys, *story.term.skipped(story.group_id)}
        for session in table.sessions:
            if session.changed is None and session.start < BEGIN + WEEKS * 7 * DAY - DAY:
                for length in ("2d", "2h"):
                    who = f"applicant:{story.term.id_of('tue-1')}"
                    assert f"reminder/group:1/session:{session.number}/{who}/{length}" in known
