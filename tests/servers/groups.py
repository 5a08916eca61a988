"""A group that meets, put on record without the way that leads there, for tests of what follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from mailbot.groups.sessions import timetable
from mailbot.model.casework import Cause
from mailbot.model.groups import Leader
from mailbot.model.outbox import Channel
from mailbot.model.reading import Day, Facts
from mailbot.model.seats import GroupStatus, StandingKind
from mailbot.services.moving import move
from mailbot.store import groups, members, people, seats, standings
from mailbot.store.groups import NewGroup

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from mailbot.model.seats import Group
    from mailbot.services.office import Office

LENA = Leader("Dr Lena Roth", "lena@leader.test", "Australia/Sydney")
KIM = Leader("Kim Sato", "kim@leader.test", "Pacific/Auckland")
LINK = "https://zoom.example/j/917"


@dataclass(frozen=True)
class Plan:
    """When a group meets, and who leads it."""

    first: date = date(2026, 12, 1)
    start: str = "19:00"
    timezone: str = "Australia/Sydney"
    leaders: tuple[Leader, ...] = (LENA, KIM)
    slot: str = "tuesday"
    link: str = LINK

    @property
    def day(self) -> Day:
        """The weekday of the first date."""
        return tuple(Day)[self.first.weekday()]


def write_slots(home: Path, *plans: Plan) -> None:
    """Write `config/slots.toml` with a slot for each plan."""
    folder = home / "config"
    folder.mkdir(exist_ok=True)
    leaders = {leader.email: leader for plan in plans for leader in plan.leaders}
    lines = []
    for number, leader in enumerate(leaders.values()):
        lines += [
            f"[leaders.l{number}]",
            f'name = "{leader.name}"',
            f'email = "{leader.email}"',
            f'timezone = "{leader.timezone}"',
        ]
    names = {email: f"l{number}" for number, email in enumerate(leaders)}
    for plan in plans:
        led = ", ".join(f'"{names[leader.email]}"' for leader in plan.leaders)
        lines += [
            f"[slots.{plan.slot}]",
            f'day = "{plan.day.value}"',
            f'start = "{plan.start}"',
            f'timezone = "{plan.timezone}"',
            f"leaders = [{led}]",
            f"earliest = {plan.first.isoformat()}",
            *([f'zoom = "{plan.link}"'] if plan.link else []),
        ]
    (folder / "slots.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def confirmed_group(
    office: Office,
    now: datetime,
    students: Sequence[tuple[str, str, str]],
    plan: Plan | None = None,
) -> Group:
    """Put a confirmed group on record, whose slot `write_slots` wrote.

    Args:
        office: The rooms.
        now: When all joined and it was confirmed.
        students: Address, name and zone of each member; known or not.
        plan: When it meets.
    """
    plan = plan or Plan()
    with office.database.transaction() as connection:
        new = NewGroup(plan.slot, plan.day, plan.start, plan.timezone, plan.first, 6, 90, 6, 8)
        group = groups.add(connection, new, now)
        groups.save_timetable(connection, timetable(group.series))
        for leader in plan.leaders:
            members.let_lead(connection, group.id, members.know_leader(connection, leader).id, now)
        for email, name, zone in students:
            known = people.by_email(connection, email)
            applicant_id = known.id if known else people.add(connection, email, name, now)
            people.set_facts(connection, applicant_id, name, Facts(name=name, timezone=zone))
            assert move(connection, applicant_id, Cause.GROUPS_IMPORT, now)
            assert seats.take(connection, group.id, applicant_id, now)
            members.add(connection, group.id, applicant_id, now)
        groups.set_status(connection, group.id, GroupStatus.CONFIRMED, now)
        standings.give(connection, StandingKind.SERIES, group.id, Channel.COMMAND, now)
        return groups.get(connection, group.id)
