"""Groups among all that may go wrong: crashes, lost connections, her own hand in Drafts.

One place, two students who want it, and sessions that come whatever else happens.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from mailbot.errors import NotFoundError, RefusedError, WorldProblem
from mailbot.services import offering, queueing, rescheduling
from mailbot.services.queueing import Changes
from mailbot.store import seats
from tests.faults.test_any_order import STUDENTS, AnyOrder
from tests.servers.groups import Plan, write_slots
from tests.servers.seated import forming_group, id_of

if TYPE_CHECKING:
    from mailbot.model.seats import Group

_A_DAY = 24 * 60
_who = st.sampled_from(STUDENTS)


class GroupsInAnyOrder(AnyOrder):
    """All that may happen to mail, and a group with one place."""

    group: Group

    @initialize(also=st.booleans(), so_far=st.sampled_from(["confirmed", "offered", "waits"]))
    def begin(self, also: bool, so_far: str) -> None:
        """Two wait for the one place of a group, which one of them may have been offered."""
        self.moves_in(also=also)
        write_slots(self.house.home, Plan())
        for who in STUDENTS:
            queueing.add(self.house.office, mail_of(who), Changes(), self.house.later())
        now = self.house.later()
        self.group = forming_group(self.house.office, now, least=1, most=1)
        if so_far != "waits":
            self.she_offers_the_place(who=STUDENTS[0])
            self.she_lets_all_go()
        if so_far == "confirmed":
            self.a_student_answers(who=STUDENTS[0], says="#accept")
            self.mailbot_works(minutes=1)
            self.she_lets_all_go()

    @rule()
    def she_lets_all_go(self) -> None:
        """By command, as far as nothing speaks against it; and it leaves."""
        for mail in self.drafts():
            with contextlib.suppress(RefusedError):
                self.house.approves(mail)
        self.mailbot_works(minutes=1)

    @rule(who=_who)
    def she_offers_the_place(self, who: str) -> None:
        """By command, to one of them, though another may hold it."""
        with self.house.office.database.transaction() as connection:
            whom = id_of(connection, mail_of(who))
        with contextlib.suppress(RefusedError):
            offering.offer(
                self.house.office, self.group.id, [whom], self.house.clock.now(), anyway=True
            )

    @rule(who=_who, says=st.sampled_from(["#accept", "#accept", "#decline", "#withdraw #join"]))
    def a_student_answers(self, who: str, says: str) -> None:
        """Whether anything was offered or not."""
        self.a_student_writes(who=who, says=says, again=True)

    @rule(who=_who)
    def she_takes_one_out(self, who: str) -> None:
        """By command."""
        with contextlib.suppress(RefusedError):
            queueing.withdraw(self.house.office, mail_of(who), self.house.clock.now())

    @rule(number=st.integers(1, 6))
    def she_cancels_a_session(self, number: int) -> None:
        """By command, if it still can be."""
        with contextlib.suppress(RefusedError, NotFoundError):
            rescheduling.cancel(self.house.office, self.group.id, number, self.house.clock.now())

    @rule(days=st.sampled_from([2, 7]))
    def days_pass(self, days: int) -> None:
        """Deadlines and sessions come near, and Mailbot looks twice a day."""
        for _ in range(2 * days):
            with contextlib.suppress(WorldProblem):
                self.house.work(_A_DAY / 2)

    @invariant()
    def the_place_is_held_once(self) -> None:
        """Whatever crossed on the way."""
        if not hasattr(self, "group"):
            return
        with self.house.office.database.transaction() as connection:
            assert len(seats.holders(connection, self.group.id)) <= 1


def mail_of(who: str) -> str:
    """Return the address of a student."""
    return f"{who}@student.test"


GroupsInAnyOrder.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestGroupsInAnyOrder = GroupsInAnyOrder.TestCase
