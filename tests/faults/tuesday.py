"""A confirmed group on Tuesdays, whose reminders are looked at: its people, moments and mail."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from tests.faults.term import Plan, Term, address

if TYPE_CHECKING:
    from mailbot.model.outbox import State
    from mailbot.store.outbox import Outbound
    from tests.faults.house import House

PLAN = Plan("tue", 1, "19:00", "Australia/Sydney", ("Australia/Perth", ""), ("Pacific/Auckland",))
MONDAY = date(2027, 3, 8)
CONFIRMED = datetime(2027, 3, 3, tzinfo=UTC)
FIRST = datetime(2027, 3, 9, 8, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TWO_DAYS, TWO_HOURS = FIRST - 2 * DAY, FIRST - 2 * HOUR
ANA, BEN, LEE = "tue-0", "tue-1", "tue-leader0"
ALL = sorted(map(address, (ANA, BEN, LEE)))


def tuesday_term(house: House) -> Term:
    """Return a house with one group, number 1, that is confirmed before its first session."""
    made = Term(house)
    assert made.confirmed(PLAN, MONDAY, CONFIRMED) == 1
    return made


def to(term: Term) -> list[str]:
    """Whom mail went to so far, and forget it."""
    found = sorted(got.to for got in term.got)
    term.got.clear()
    return found


def mails(term: Term, *states: State) -> list[Outbound]:
    """The reminders in these states, or in any."""
    return [mail for mail in term.house.mails(*states) if mail.key.startswith("reminder/")]


def told(term: Term) -> list[str]:
    """What the coordinator was alerted of, each as its text."""
    return [
        term.house.words_of(term.house.mail(alert.outbox_id or 0))
        for alert in term.house.alerts("group")
    ]
