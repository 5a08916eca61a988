"""Groups in a house, from the first acceptance on: what members, leaders and she do, by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mailbot.groups.sessions import timetable
from mailbot.mail.invite_read import invited
from mailbot.model.casework import Cause
from mailbot.model.groups import Leader
from mailbot.model.outbox import Channel
from mailbot.model.reading import Day, Facts
from mailbot.model.seats import BundleKind, Round
from mailbot.services import bundles, delivery
from mailbot.services.delivery import Ways
from mailbot.services.meetings import roster, student
from mailbot.services.moving import move
from mailbot.services.offer_letters import draft_offer
from mailbot.store import groups, members, offers, people, seats, standings
from mailbot.store.groups import NewGroup

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mailbot.mail.invite_read import Invited
    from mailbot.model.reading import Interval
    from mailbot.model.seats import Group
    from mailbot.model.sessions import Timetable
    from mailbot.services.bundles import Shown
    from mailbot.store.outbox import Outbound
    from tests.faults.house import House

TUESDAY = date(2027, 3, 16)
"""Three weeks before the clocks of Sydney change."""

SYDNEY, PERTH, AUCKLAND = "Australia/Sydney", "Australia/Perth", "Pacific/Auckland"
LINK = "https://zoom.example/j/7"
_OFFERS = BundleKind.OFFERS


def address(name: str) -> str:
    """Return the address of somebody."""
    return f"{name}@people.test"


@dataclass
class Circle:
    """A group and its people.

    Attributes:
        house: Where Mailbot lives.
        group_id: The group.
    """

    house: House
    group_id: int

    @classmethod
    def formed(
        cls,
        house: House,
        *,
        first: date = TUESDAY,
        start: str = "19:00",
        zone: str = SYDNEY,
        least: int = 2,
        link: str = LINK,
        slot: str = "evening",
        leaders: Sequence[tuple[str, str]] = (("kit", SYDNEY), ("noor", AUCKLAND)),
    ) -> Circle:
        """Put a group on record that is forming, with leaders and without members."""
        day, now = tuple(Day)[first.weekday()], house.clock.now()
        with house.office.database.transaction() as connection:
            new = NewGroup(slot, day, start, zone, first, 6, 90, least, 8)
            group = groups.add(connection, new, now)
            groups.save_timetable(connection, timetable(group.series))
            for name, own in leaders:
                leader = Leader(f"{name.title()} Example", address(name), own)
                known = members.know_leader(connection, leader)
                members.let_lead(connection, group.id, known.id, now)
        circle = cls(house, group.id)
        circle.set_link(link)
        return circle

    def set_link(self, link: str) -> None:
        """Write the Zoom link of the group's slot; an empty one is none."""
        group = self.group
        lines = [
            "[leaders.kit]",
            *('name = "Kit Example"', 'email = "kit@people.test"', f'timezone = "{SYDNEY}"'),
            f"[slots.{group.slot_id}]",
            *(f'day = "{group.series.day.value}"', f'start = "{group.series.start}"'),
            *(f'timezone = "{group.series.timezone}"', 'leaders = ["kit"]'),
            "earliest = 2026-01-01",
            *([f'zoom = "{link}"'] if link else []),
        ]
        file = self.house.settings.home / "config" / "slots.toml"
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join(lines), encoding="utf-8")

    @property
    def group(self) -> Group:
        """The group as it stands."""
        with self.house.office.database.transaction() as connection:
            return groups.get(connection, self.group_id)

    @property
    def table(self) -> Timetable:
        """Its sessions as they stand."""
        with self.house.office.database.transaction() as connection:
            return groups.timetable(connection, self.group_id)

    def joins(
        self, *names: str, zone: str = SYDNEY, free: tuple[Interval, ...] = (), since: int = 30
    ) -> None:
        """Let students take an offer each, who have waited so many days."""
        for name in names:
            self.is_offered(name, zone=zone, free=free, since=since)
            now = self.house.clock.now()
            with self.house.office.database.transaction() as connection:
                found = people.by_email(connection, address(name))
                assert found is not None
                assert move(connection, found.id, Cause.MAIL_ACCEPT, now)

    def belongs(self, name: str, zone: str) -> None:
        """Let a student be a member without more ado."""
        now = self.house.clock.now()
        with self.house.office.database.transaction() as connection:
            who = people.add(connection, address(name), f"{name.title()} Example", now)
            people.set_facts(connection, who, f"{name.title()} Example", Facts(timezone=zone))
            assert move(connection, who, Cause.GROUPS_IMPORT, now)
            assert seats.take(connection, self.group_id, who, now)
            members.add(connection, self.group_id, who, now)

    def is_offered(
        self,
        name: str,
        *,
        zone: str = SYDNEY,
        free: tuple[Interval, ...] = (),
        since: int = 30,
        left: bool = True,
    ) -> None:
        """Hold a place for a student, by an offer that has left, or waits as a draft."""
        now = self.house.clock.now()
        with self.house.office.database.transaction() as connection:
            waited = now - timedelta(days=since)
            who = people.add(connection, address(name), f"{name.title()} Example", waited)
            facts = Facts(timezone=zone or None, availability=free)
            people.set_facts(connection, who, f"{name.title()} Example", facts)
            assert move(connection, who, Cause.MAIL_JOIN, waited)
            assert seats.take(connection, self.group_id, who, now)
            deadline = now + timedelta(days=5)
            made = offers.add(connection, self.group_id, who, Round.COMMAND, deadline, now)
            bundle = standings.bundle_up(connection, _OFFERS, self.group_id, now)
            mail_id = draft_offer(self.house.office, connection, made, bundle, now)
        if left:
            self.house.approves(self.house.mail(mail_id))
            self.deliver()

    def leaves(self, name: str) -> None:
        """Let a student withdraw."""
        with self.house.office.database.transaction() as connection:
            found = people.by_email(connection, address(name))
            assert found is not None
            assert move(connection, found.id, Cause.MAIL_WITHDRAW, self.house.later())

    def waiting(self) -> list[Shown]:
        """Return the bundles of which drafts wait, but for offers."""
        return [each for each in bundles.waiting(self.house.office) if each.bundle.kind != _OFFERS]

    def bundle(self, kind: BundleKind) -> Shown:
        """Return the only bundle that waits, which is of this kind."""
        (only,) = self.waiting()
        assert only.bundle.kind is kind
        return only

    def lets_go(self, kind: BundleKind) -> dict[str, Outbound]:
        """Approve the only bundle that waits, let it leave, and return its mails by address."""
        number = self.bundle(kind).bundle.id
        now = self.house.later()
        shown = bundles.show(self.house.office, number, now)
        bundles.approve(self.house.office, number, shown.digest, now, channel=Channel.COMMAND)
        self.deliver()
        return {mail.recipient: self.house.mail(mail.id) for mail in shown.open}

    def deliver(self) -> None:
        """Let only mail out work."""
        ways = Ways(lambda: self.house.mailer, lambda: self.house.mailbox)
        delivery.deliver(self.house.office, ways, self.house.later())

    def calendar(self, mail: Outbound) -> Invited:
        """Return what the calendar in a mail asks."""
        found = invited(mail.raw)
        assert found is not None
        return found

    def present(self) -> list[str]:
        """Return the names of all who belong to the group, members first."""
        with self.house.office.database.transaction() as connection:
            return [each.name for each in roster(self.house.office, connection, 1).present]

    def zone_of(self, recipient: str) -> str:
        """Return the zone of a student or leader."""
        with self.house.office.database.transaction() as connection:
            leader = members.leader_by_email(connection, recipient)
            if leader:
                return leader.timezone
            found = people.by_email(connection, recipient)
            assert found is not None
            return student(found).timezone


def by_reader(shown: Shown) -> dict[str, Outbound]:
    """Return the drafts of a bundle that wait, by the names of their readers' mailboxes."""
    return {mail.recipient.partition("@")[0]: mail for mail in shown.open}


def on(circle: Circle, number: int) -> datetime:
    """Return when a session of the group begins."""
    return circle.table.sessions[number - 1].start
