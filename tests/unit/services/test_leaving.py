"""Who leaves a group that meets has it taken out of their calendar, once she approves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.mail.compose import read_back
from mailbot.mail.invite import calendar_of
from mailbot.model.calendar import Method
from mailbot.model.outbox import State
from mailbot.model.seats import BundleKind
from mailbot.services import ticking
from mailbot.store import outbox
from tests.faults.circle import Circle, address

if TYPE_CHECKING:
    from mailbot.store.outbox import Outbound
    from tests.faults.house import House


def farewells(circle: Circle) -> list[Outbound]:
    with circle.house.office.database.transaction() as connection:
        drafts = outbox.in_states(connection, (State.DRAFT,))
    return [mail for mail in drafts if mail.kind == "session/left"]


def test_a_member_who_leaves_has_the_series_taken_out_of_their_calendar(house: House) -> None:
    circle = Circle.formed(house)
    circle.joins("ana", "ben")
    ticking.tick(house.office, house.later())
    confirmed = circle.lets_go(BundleKind.CONFIRMATION)
    circle.leaves("ana")
    for _ in range(2):
        ticking.tick(house.office, house.later())
    (draft,) = farewells(circle)
    assert draft.recipient == address("ana")
    assert "takes them out of your calendar" in " ".join(read_back(draft.raw).text.split())
    methods = [calendar_of(mail.raw) for mail in (confirmed[address("ana")], draft)]
    assert [found and found[1] for found in methods] == [Method.REQUEST, Method.CANCEL]
    assert b"ben@people.test" not in draft.raw


def test_who_never_had_the_invitation_gets_no_such_mail(house: House) -> None:
    circle = Circle.formed(house)
    circle.joins("ana", "ben")
    circle.leaves("ana")
    ticking.tick(house.office, house.later())
    assert farewells(circle) == []
