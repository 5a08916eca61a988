"""`mailbot groups offer|fill|accept|decline` as the coordinator uses them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from tests.servers.groups import Plan, write_slots

if TYPE_CHECKING:
    from tests.integration.commands import Commands

NAMES = ("Ada", "Ben", "Cleo", "Dev", "Eli", "Fay", "Gus")


@pytest.fixture
def forming(commands: Commands) -> Commands:
    """It is Monday 1 March 2027; seven wait, and a group forms for them, on Tuesdays."""
    commands.clock.set(datetime(2027, 2, 28, 22, 0, tzinfo=UTC))
    write_slots(commands.home, Plan(first=date(2027, 2, 2)))
    for name in NAMES:
        added = ("queue", "add", f"{name.lower()}@student.example", "--name", name)
        free = ("--city", "Sydney", "--available", "tue 18:00-22:00")
        assert commands(*added, *free).code == 0
    assert commands("groups", "create", "tuesday").code == 0
    return commands


def to_students(commands: Commands) -> list[str]:
    """Return which students mail left for; what reached the coordinator herself is left out."""
    return sorted(to for (to,) in commands.sent() if to.endswith("@student.example"))


def test_offers_are_shown_and_leave_once_they_are_approved(forming: Commands) -> None:
    shown = forming("groups", "offer", "1", "ada", "ben")
    assert shown.code == 0
    for words in (
        "I am glad to be able to offer you a place in a group.",
        "Who has not answered by half time gets one reminder",
        "mailbot drafts approve --bundle 1",
    ):
        assert words in " ".join(shown.out.replace("│", " ").split())
    assert forming("run", "--once").code == 0
    assert to_students(forming) == []
    assert forming("drafts", "approve", "--bundle", "1", "--shown").code == 0
    assert forming("run", "--once").code == 0
    assert to_students(forming) == ["ada@student.example", "ben@student.example"]


def test_without_names_all_are_offered_a_place_for_whom_it_is_meant(forming: Commands) -> None:
    offered = forming("groups", "offer", "1", "--no-reminder", "--json").json
    assert (offered["kind"], offered["group"], len(offered["drafts"])) == ("offers", 1, 7)
    assert offered["follows"] == []


def test_nobody_is_offered_a_place_where_one_of_them_cannot_be(forming: Commands) -> None:
    assert forming("queue", "withdraw", "ben").code == 0
    refused = forming("groups", "offer", "1", "ada", "ben")
    assert refused.code == 1
    assert "Ben <ben@student.example> is withdrawn, not in the queue." in refused.err
    assert "Nothing was drafted for anybody." in refused.err
    assert forming("drafts", "--json").json["drafts"] == []


def test_answers_by_her_own_word_and_the_place_goes_on(forming: Commands) -> None:
    forming("groups", "offer", "1", "ada", "ben")
    forming("drafts", "approve", "--bundle", "1", "--shown")
    forming("run", "--once")
    assert "Ada <ada@student.example> is a member of group 1 (Tue 19:00 Sydney)" in (
        forming("groups", "accept", "ada").out.replace("\n", " ")
    )
    declined = forming("groups", "decline", "ben", "--stays", "--json").json
    assert (declined["stage"], declined["group"]) == ("queued", 1)
    filled = forming("groups", "fill", "1", "--places", "2", "--json").json
    assert len(filled["drafts"]) == 2
    assert forming("groups", "accept", "gus").code == 1
