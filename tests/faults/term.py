"""Groups in a house: confirmed, with members and leaders in many zones, played through a term.

`Term.at` is what the worker does with the clock and with mail out; time jumps from call to call.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from mailbot.groups.sessions import timetable
from mailbot.mail.compose import read_back
from mailbot.model.casework import Cause
from mailbot.model.groups import Leader
from mailbot.model.outbox import Channel
from mailbot.model.reading import Day, Facts
from mailbot.model.seats import GroupStatus, StandingKind
from mailbot.services import delivery, filing, ticking
from mailbot.services.delivery import Ways
from mailbot.services.moving import move
from mailbot.store import absences, groups, members, people, seats, standings
from mailbot.store.groups import NewGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from sqlalchemy import Connection

    from mailbot.model.sessions import Absence, Timetable
    from tests.faults.house import House

LINK = "https://zoom.example/j/{}"


class Plan(NamedTuple):
    """A group to be played.

    Attributes:
        slot: Its slot, which begins the addresses of all who belong to it.
        weekday: 0 for Monday.
        start: `HH:MM` on the wall of `zone`.
        zone: IANA name.
        members: Zone of each; empty where it is not known.
        leaders: Zone of each.
    """

    slot: str
    weekday: int
    start: str
    zone: str
    members: tuple[str, ...]
    leaders: tuple[str, ...]

    @property
    def led_by(self) -> list[tuple[str, str]]:
        """Names of the leaders, with their zones."""
        return [(f"{self.slot}-leader{number}", zone) for number, zone in enumerate(self.leaders)]

    @property
    def people(self) -> list[tuple[str, str]]:
        """Names of all who belong to it, with their zones."""
        joined = [(f"{self.slot}-{number}", zone) for number, zone in enumerate(self.members)]
        return joined + self.led_by


class Got(NamedTuple):
    """A mail that somebody received."""

    at: datetime
    to: str
    subject: str
    text: str


@dataclass
class Term:
    """A house with groups that meet.

    Attributes:
        got: Every mail to students and leaders that left, with the moment.
    """

    house: House
    got: list[Got] = field(default_factory=list)
    _links: dict[str, str] = field(default_factory=dict)
    _plans: dict[str, Plan] = field(default_factory=dict)

    def confirmed(self, plan: Plan, monday: date, now: datetime) -> int:
        """Put a group on record that is confirmed at `now`, and return its number."""
        self._plans[plan.slot] = plan
        self.set_link(plan.slot, LINK.format(plan.slot))
        with self.house.office.database.transaction() as connection:
            return put_group(connection, plan, monday, now)

    def set_link(self, slot: str, link: str) -> None:
        """Write a slot's Zoom link into `config/slots.toml`; an empty one is left out."""
        self._links[slot] = link
        write_slots(self.house.settings.home, self._plans.values(), self._links)

    def at(self, now: datetime) -> list[Got]:
        """Do what is due at `now`, and return what left to students and leaders."""
        self.house.clock.set(now)
        ticking.tick(self.house.office, now)
        return self.deliver(now)

    def deliver(self, now: datetime) -> list[Got]:
        """Let only mail out work at `now`, and return what left to students and leaders."""
        ways = Ways(lambda: self.house.mailer, lambda: self.house.mailbox)
        left = [
            Got(now, mail.recipient, letter.subject, letter.text)
            for mail in delivery.deliver(self.house.office, ways, now)
            if not mail.kind.startswith("alert/")
            for letter in (read_back(mail.raw),)
        ]
        self.got += left
        return left

    def plays(
        self, moments: Iterable[datetime], *, off: Callable[[datetime], bool] = lambda _: False
    ) -> list[Got]:
        """Do what is due at each moment at which the machine is on; return what left."""
        before = len(self.got)
        for moment in sorted(moments):
            if not off(moment):
                self.at(moment)
        return self.got[before:]

    def moments(self, *group_ids: int) -> list[datetime]:
        """Return each reminder's moment, the second before it, and when each session begins."""
        before = (timedelta(days=2), timedelta(hours=2))
        just = timedelta(seconds=1)
        return sorted(
            {
                session.start - sooner
                for group_id in group_ids
                for session in self.table(group_id).sessions
                for sooner in (*before, *(each + just for each in before), timedelta())
            }
        )

    def table(self, group_id: int) -> Timetable:
        """Return the sessions of a group as they stand."""
        with self.house.office.database.transaction() as connection:
            return groups.timetable(connection, group_id)

    def change(self, table: Timetable) -> None:
        """Keep the sessions of a group as they are from now on."""
        with self.house.office.database.transaction() as connection:
            groups.save_timetable(connection, table)

    def joins(self, group_id: int, name: str, zone: str, now: datetime) -> int:
        """Let a student join a group, and return their number."""
        with self.house.office.database.transaction() as connection:
            return put_member(connection, group_id, name, zone, now)

    def leaves(self, name: str, now: datetime) -> None:
        """Let a member withdraw."""
        with self.house.office.database.transaction() as connection:
            move(connection, _id_of(connection, name), Cause.MAIL_WITHDRAW, now)

    def holds(self, name: str, now: datetime) -> None:
        """Let mail to a student wait for the coordinator's word."""
        with self.house.office.database.transaction() as connection:
            people.hold(connection, _id_of(connection, name), now)

    def releases(self, name: str) -> None:
        """Let mail go to them again."""
        with self.house.office.database.transaction() as connection:
            people.release(connection, _id_of(connection, name))

    def announces(self, group_id: int, absence: Absence, now: datetime) -> None:
        """Put an announced absence on record."""
        with self.house.office.database.transaction() as connection:
            absences.put(connection, group_id, absence, now)

    def skipped(self, group_id: int) -> dict[str, str]:
        """Return which reminders never go, and why."""
        with self.house.office.database.transaction() as connection:
            return standings.skips(connection, group_id)

    def id_of(self, name: str) -> int:
        """Return the number of a student or leader."""
        with self.house.office.database.transaction() as connection:
            leader = members.leader_by_email(connection, address(name))
            return leader.id if leader else _id_of(connection, name)

    def tidy(self) -> None:
        """Let mail in do its part: copies to Sent."""
        filing.file_all(self.house.office, self.house.mailbox, self.house.clock.now())


def put_group(connection: Connection, plan: Plan, monday: date, now: datetime) -> int:
    """Put a group on record that is confirmed at `now`, and return its number."""
    first = monday + timedelta(days=plan.weekday)
    day = tuple(Day)[plan.weekday]
    new = NewGroup(plan.slot, day, plan.start, plan.zone, first, 6, 90, 1, 12)
    group = groups.add(connection, new, now)
    groups.save_timetable(connection, timetable(group.series))
    for name, zone in plan.led_by:
        known = members.know_leader(connection, Leader(shown(name), address(name), zone))
        members.let_lead(connection, group.id, known.id, now)
    for number, zone in enumerate(plan.members):
        put_member(connection, group.id, f"{plan.slot}-{number}", zone, now)
    groups.set_status(connection, group.id, GroupStatus.CONFIRMED, now)
    standings.give(connection, StandingKind.SERIES, group.id, Channel.COMMAND, now)
    return group.id


def put_member(connection: Connection, group_id: int, name: str, zone: str, now: datetime) -> int:
    """Make a new student a member, and return their number."""
    applicant_id = people.add(connection, address(name), shown(name), now)
    people.set_facts(connection, applicant_id, shown(name), Facts(timezone=zone or None))
    assert move(connection, applicant_id, Cause.GROUPS_IMPORT, now)
    assert seats.take(connection, group_id, applicant_id, now)
    members.add(connection, group_id, applicant_id, now)
    return applicant_id


def write_slots(home: Path, plans: Iterable[Plan], links: Mapping[str, str]) -> None:
    """Write `config/slots.toml` with the slots of groups, and the links of those that have one."""
    lines = []
    for plan in plans:
        for name, zone in plan.led_by:
            lines += [f"[leaders.{name}]", f'name = "{shown(name)}"']
            lines += [f'email = "{address(name)}"', f'timezone = "{zone}"']
        names = ", ".join(f'"{name}"' for name, _ in plan.led_by)
        lines += [f"[slots.{plan.slot}]", f'day = "{tuple(Day)[plan.weekday].value}"']
        lines += [f'start = "{plan.start}"', f'timezone = "{plan.zone}"']
        lines += [f"leaders = [{names}]", "earliest = 2026-01-01"]
        if links.get(plan.slot):
            lines.append(f'zoom = "{links[plan.slot]}"')
    file = home / "config" / "slots.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(lines), encoding="utf-8")


def address(name: str) -> str:
    """Return the address of somebody."""
    return f"{name}@people.test"


def shown(name: str) -> str:
    """Return the full name of somebody: of `tue-0` it is `Ana Tue`, of `tue-leader0` `Lee Tue`."""
    family, _, number = name.partition("-")
    given = ("Lee", "Kim") if number.startswith("leader") else ("Ana", "Ben", "Cleo", "Dina")
    return f"{given[int(number[-1])]} {family.title()}"


def starts(plan: Plan, monday: date) -> list[datetime]:
    """Return when a group meets by its own wall, worked out apart from Mailbot, in UTC."""
    wall, zone = time.fromisoformat(plan.start), ZoneInfo(plan.zone)
    days = (monday + timedelta(days=plan.weekday, weeks=week) for week in range(6))
    return [datetime.combine(day, wall, zone).astimezone(UTC) for day in days]


def _id_of(connection: Connection, name: str) -> int:
    found = people.by_email(connection, address(name))
    assert found is not None
    return found.id
