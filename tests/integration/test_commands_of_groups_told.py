"""What the commands tell once groups meet: status, history, audit, and what follows from a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.services.office import open_office
from mailbot.settings import load_settings
from mailbot.store.database import Database
from mailbot.store.schema_groups import seat
from tests.servers.groups import Plan, confirmed_group, write_slots

if TYPE_CHECKING:
    from tests.integration.commands import Commands

TOM, LIA = "tom@student.example", "lia@student.example"
STUDENTS = ((TOM, "Tom Brown", "Australia/Perth"), (LIA, "Lia Wong", "Australia/Sydney"))


@pytest.fixture
def meets(commands: Commands) -> Commands:
    """A group that goes ahead, with two members."""
    write_slots(commands.home, Plan())
    office = open_office(load_settings(commands.home))
    confirmed_group(office, commands.clock.now(), STUDENTS)
    office.database.close()
    return commands


def test_status_tells_of_groups_in_its_one_line(meets: Commands) -> None:
    answer = meets("status")
    assert answer.out.count("\n") == 1
    assert "; no groups forming, 1 confirmed; next session Tue 1 Dec 2026 19:00 (gr" in answer.out
    ahead = meets("status", "--json").json["groups"]
    assert (ahead["confirmed"], ahead["session"]["number"], ahead["bundles"]) == (1, 1, 0)


def test_slots_that_cannot_be_read_need_her_and_still_make_one_line(meets: Commands) -> None:
    (meets.home / "config" / "slots.toml").write_text("nonsense\n", encoding="utf-8")
    answer = meets("status")
    assert (answer.code, answer.out.count("\n")) == (1, 1)
    assert answer.out.startswith("Something needs you")
    assert "slots.toml" in answer.out


def test_history_of_a_group_and_the_groups_part_of_a_persons(meets: Commands) -> None:
    answer = meets("groups", "cancel", "1", "--session", "2", "--yes")
    assert answer.code == 0, answer.err
    out = meets("history", "--group", "1").out
    assert "session 2, Tue 8 Dec 2026 19:00 Sydney: cancelled" in out
    assert "Lia Wong" in out
    toms = meets("history", TOM).out
    assert "session 2, Tue 8 Dec 2026 19:00 Sydney: cancelled" in toms
    assert "Lia" not in toms
    lines = meets("history", "--group", "1", "--json").json
    assert {line["group_id"] for line in lines} <= {1, None}
    assert meets("history", "--group", "9").code == 1
    assert meets("history", TOM, "--group", "1").code == 2


def test_a_withdrawal_says_what_came_of_it_and_what_may_be_done_next(meets: Commands) -> None:
    answer = meets("queue", "withdraw", TOM)
    assert answer.code == 0
    assert "Their place in group 1, Tue 19:00 Sydney, is free." in answer.out
    assert "`mailbot groups fill 1`" in answer.out


def test_two_members_are_not_joined_and_the_refusal_says_what_to_do(meets: Commands) -> None:
    answer = meets("queue", "join", TOM, LIA)
    assert answer.code == 1
    assert "one person may hold only one" in answer.err
    assert "mailbot queue withdraw" in answer.err


def test_audit_finds_a_place_that_nobody_keeps(meets: Commands) -> None:
    meets("run", "--once")
    assert meets("audit").code == 0
    database = Database(f"sqlite:///{meets.home}/data/mailbot.db")
    with database.transaction() as connection:
        connection.execute(seat.delete())
    database.close()
    found = meets("audit", "--json")
    assert found.code == 1
    assert [one["fault"] for one in found.json["findings"]] == ["places", "places"]
    assert "places" in meets("audit").out
