"""Places on offer, as the coordinator offers them: for tests of what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from mailbot.mail.parse import parse
from mailbot.services import bundles, creating, offering
from mailbot.store import groups, members, offers, people, seats
from tests.servers.groups import Plan, write_slots
from tests.servers.queued import NAMES, many_wait

if TYPE_CHECKING:
    from mailbot.model.mail import Message
    from mailbot.model.reading import Stage
    from mailbot.model.seats import Group, Offer
    from mailbot.services.bundles import Shown
    from tests.faults.house import House

MARCH = datetime(2026, 3, 1, 22, 0, tzinfo=UTC)
"""Monday 2 March 2026, 9 am in Sydney."""

TUESDAY = Plan(first=date(2026, 1, 6))


def mail_of(name: str) -> str:
    """Return the address of one of those who wait."""
    return f"{name.lower()}@student.test"


@dataclass
class Forming:
    """A house with a group that forms on Tuesdays from 17 March on, and students who wait."""

    house: House
    group_id: int
    ids: dict[str, int]

    def now(self) -> datetime:
        return self.house.clock.now()

    def group(self) -> Group:
        with self.house.office.database.transaction() as connection:
            return groups.get(connection, self.group_id)

    def offer(self, *names: str, anyway: bool = False, reminder: bool = True) -> Shown:
        """Draft offers for these, by command."""
        return offering.offer(
            self.house.office,
            self.group_id,
            [self.ids[name] for name in names],
            self.now(),
            anyway=anyway,
            reminder=reminder,
        )

    def approve(self, shown: Shown) -> None:
        """Let a bundle go."""
        again = bundles.show(self.house.office, shown.bundle.id, self.now())
        bundles.approve(self.house.office, shown.bundle.id, again.digest, self.now())

    def offered(self, *names: str, reminder: bool = True) -> None:
        """Offer places to these, and let the offers leave."""
        self.approve(self.offer(*names, reminder=reminder))
        self.house.work()

    def offer_to(self, name: str) -> Offer:
        """Return the newest offer to somebody."""
        with self.house.office.database.transaction() as connection:
            made = offers.last_of(connection, self.ids[name])
        assert made is not None
        return made

    def stage(self, name: str) -> Stage:
        with self.house.office.database.transaction() as connection:
            return people.get(connection, self.ids[name]).stage

    def holders(self) -> list[str]:
        """Return who holds a place, by name, in the order of places."""
        names = {number: name for name, number in self.ids.items()}
        with self.house.office.database.transaction() as connection:
            return [names[each] for each in seats.holders(connection, self.group_id)]

    def members(self) -> list[str]:
        """Return who is a member now, by name."""
        names = {number: name for name, number in self.ids.items()}
        with self.house.office.database.transaction() as connection:
            lasting = members.of_group(connection, self.group_id)
        return [names[each.applicant_id] for each in lasting if each.ended_at is None]

    def got(self, name: str) -> list[Message]:
        """Return what somebody was sent, oldest first."""
        return [parse(raw) for raw in self.house.got(mail_of(name))]

    def writes(self, name: str, text: str, *, sender: str = "", answers: bool = True) -> None:
        """Let somebody write, in answer to what they were sent last."""
        got = self.got(name)
        self.house.writes(
            f"{name} <{sender or mail_of(name)}>",
            text,
            answers=got[-1] if got and answers else None,
        )

    def asked(self, part: str) -> list[str]:
        """Return the keys of alerts about the group that hold these words."""
        return [each.key for each in self.house.alerts("group") if part in each.key]


def forming(
    house: House, number: int = 9, *, free: str = "tue 18:00-22:00", city: str = "Sydney"
) -> Forming:
    """Let so many wait since 2 March, and create a group for them."""
    house.clock.set(MARCH)
    write_slots(house.home, TUESDAY)
    ids = many_wait(house.office, MARCH, number, free=free, city=city)
    house.work()
    created = creating.create(house.office, "tuesday", house.clock.now())
    return Forming(house, created.group.id, dict(zip(NAMES, ids, strict=False)))
