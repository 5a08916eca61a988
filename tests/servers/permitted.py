"""A house in which some kinds of replies may go by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.services import granting
from mailbot.settings_approvals import ApprovalSettings
from mailbot.store import outbox, permissions
from tests.faults.house import settings_for

if TYPE_CHECKING:
    from pathlib import Path

    from mailbot.model.permissions import Permission
    from mailbot.settings import Settings
    from mailbot.store.outbox import Approval, Outbound
    from tests.faults.house import House

PRIYA = "priya@student.test"
ALLOWED = ApprovalSettings(
    reply=("cost", "dates", "join"), least=0.9, evidence=3, delay_minutes=15, first_mail=True
)
COST = "cost:all"
"""A reply to a stranger who asks for the price; it asks in turn for all that a place needs."""


def settings(home: Path, approvals: ApprovalSettings = ALLOWED) -> Settings:
    """Return the settings of a house that allows some topics."""
    return settings_for(home).model_copy(update={"approvals": approvals})


def now_allow(house: House, approvals: ApprovalSettings) -> None:
    """Let the keeper change `[approvals]` and start Mailbot again."""
    house.settings = house.settings.model_copy(update={"approvals": approvals})
    house.restart()


def on(house: House, kind: str = COST) -> None:
    """Let her switch a kind on."""
    granting.switch_on(house.office, kind, house.clock.now())


def off(house: House) -> None:
    """Let her switch all off."""
    granting.switch_off(house.office, (), house.clock.now())


def leaves(house: House) -> list[Permission]:
    """Return the permissions that stand."""
    with house.office.database.transaction() as connection:
        return permissions.active(connection)


def approvals_of(house: House, mail: Outbound) -> list[Approval]:
    """Return who let a mail go."""
    with house.office.database.transaction() as connection:
        return outbox.approvals(connection, mail.id)


def asked(house: House, text: str = "Hello, a question.\n#cost", sender: str = PRIYA) -> Outbound:
    """Let a student write, and return the newest reply as it stands a minute later."""
    house.writes(sender, text)
    house.work()
    return house.mails()[-1]
