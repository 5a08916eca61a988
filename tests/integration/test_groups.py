"""`mailbot groups` as the coordinator uses it: what is proposed, put on record, taken in, shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.servers.groups import KIM, LINK, Plan, write_slots
from tests.servers.queued import NAMES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.commands import Commands

MEMBERS = """\
Student,E-mail,Uni,Year,Town
Priya Raman,priya@student.example,UQ,4,Brisbane
Tom Ferris,tom@student.example,Monash,3,Melbourne
"""


@pytest.fixture
def term(commands: Commands, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Monday 2 March 2026 in Sydney; a group could meet on Tuesdays, or on Wednesdays in Perth."""
    commands.clock.set(datetime(2026, 3, 1, 22, 0, tzinfo=UTC))
    write_slots(
        commands.home,
        Plan(first=date(2026, 1, 6)),
        Plan(first=date(2026, 1, 7), slot="wednesday", timezone="Australia/Perth", leaders=(KIM,)),
    )
    monkeypatch.setenv("COLUMNS", "160")
    return commands


def wait(commands: Commands, *names: str, free: str = "tue 16:00-22:00") -> None:
    """Let students come into the queue, a day apart."""
    for day, name in enumerate(names):
        since = date(2026, 2, 1) + timedelta(days=day)
        assert (
            commands(
                "queue",
                "add",
                f"{name.lower()}@student.example",
                *("--name", name, "--city", "Perth" if name == "Ada" else "Sydney"),
                *("--university", "UNSW", "--year", "3"),
                *("--available", free, "--since", f"{since:%d/%m/%Y}"),
            ).code
            == 0
        )


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_proposal_says_who_goes_where_and_why_and_changes_nothing(term: Commands) -> None:
    wait(term, *NAMES[:6])
    wait(term, "Zoe", free="wed 21:00-24:00")
    answer = term("groups", "propose")
    assert answer.code == 0
    said = flat(answer.out)
    for words in (
        "6 of 7 students placed in 1 group",
        "No better proposal exists.",
        "Groups are held from February to November; none begins before Sat 14 Mar 2026.",
        "Tue 19:00 Sydney: 6 fit. 6 in a group from Tue 17 Mar 2026.",
        "Ada third year at the University of New South Wales Tue 16:00, from 7 Apr Tue 17:00",
        "waits 29 days",
        "mailbot groups create tuesday --first 17/3/2026",
        "wednesday Wed 19:00 Perth: 1 fit. 5 students short of a group.",
        "Zoe has no place: no group comes about in the slots they fit.",
    ):
        assert words in said
    assert term("groups", "list").out.startswith("There is no group yet.")


def test_a_proposal_tells_programs_too(term: Commands) -> None:
    wait(term, *NAMES[:6])
    told = term("groups", "propose", "--from", "1/4/2026", "--seconds", "5", "--json").json
    assert told["exact"] is True
    assert told["not_before"] == "2026-04-01"
    (group,) = told["groups"]
    assert (group["slot"], group["first_date"], group["group"]) == ("tuesday", "2026-04-07", None)
    assert group["sessions"][0]["start"] == "2026-04-07T09:00:00+00:00"
    assert [each["name"] for each in group["members"]] == list(NAMES[:6])
    assert told["unopened"][0]["slot"] == "wednesday"
    assert told["unplaced"] == []


def test_without_people_or_slots_it_says_what_to_do(term: Commands) -> None:
    answer = term("groups", "propose")
    assert (answer.code, "Nobody waits" in answer.out) == (0, True)
    write_slots(term.home)
    answer = term("groups", "propose")
    assert answer.code == 1
    assert "no slot in config/slots.toml yet" in answer.err
    assert term("groups", "propose", "--from", "1/2/2026").code == 1


def test_a_group_is_put_on_record_and_shown(term: Commands) -> None:
    wait(term, *NAMES[:6])
    answer = term("groups", "create", "tuesday", "--first", "17/3/2026")
    assert answer.code == 0
    assert "Group 1 is on record, Tue 19:00 Sydney. Nothing was sent." in answer.out
    assert "To draft their offers: mailbot groups offer 1" in answer.out
    listed = flat(term("groups").out)
    assert "1 Tue 19:00 Sydney forming 0 of 6–8" in listed
    shown = term("groups", "show", "1")
    for words in (
        "Group 1, Tue 19:00 Sydney: forming",
        "Dr Lena Roth <lena@leader.test>",
        "0 taken, 0 on offer, 8 free",
        "1 Tue 17 Mar 2026 19:00 the next",
        "mailbot groups offer 1",
    ):
        assert words in flat(shown.out)
    assert LINK not in shown.out
    again = term("groups", "create", "tuesday", "--first", "17/3/2026")
    assert (again.code, "Group 1 meets there until Tue 21 Apr 2026." in again.err) == (1, True)
    assert term("groups", "show", "7").code == 1


def test_people_are_named_and_their_offers_drafted_at_once(term: Commands) -> None:
    wait(term, *NAMES[:3])
    answer = term("groups", "create", "tuesday", "--with", "ada@", "--with", "ben@", "--offer")
    assert answer.code == 0
    assert "2 are named, and a group needs 6." in answer.out
    assert "Their offers are drafted: mailbot drafts show --bundle 1" in answer.out
    (group,) = term("groups", "--json").json
    assert [(each["name"], each["state"]) for each in group["offers"]] == [
        ("Ada", "drafted"),
        ("Ben", "drafted"),
    ]
    assert (group["free"], len(group["drafts"]), group["bundles"]) == (6, 2, [1])
    assert "offer drafted, not approved yet, until Sun 8 Mar 2026 02:59" in flat(
        term("groups", "show", "1").out
    )
    assert term.sent() == []


def test_a_group_in_mid_term_is_shown_first_and_then_taken_in(
    term: Commands, tmp_path: Path
) -> None:
    sheet = tmp_path / "tuesday.csv"
    sheet.write_text(MEMBERS, encoding="cp1252")
    how = ("groups", "import", str(sheet), "--slot", "tuesday", "--first", "17/2/2026")
    dry = term(*how)
    assert dry.code == 0
    for words in (
        "Town is city",
        "2 member Priya Raman <priya@student.example>",
        "1 Tue 17 Feb 2026 19:00 past",
        "3 Tue 3 Mar 2026 19:00 4",
        "Reminders go by themselves from session 3 on.",
        "A dry run, nothing was changed. With --yes, 2 students would be its members.",
    ):
        assert words in flat(dry.out)
    assert term("groups", "--json").json == []
    done = term(*how, "--yes")
    assert "Group 1 is on record with 2 students. Nothing was sent." in done.out
    assert term("queue", "show", "tom", "--json").json["stage"] == "member"
    (group,) = term("groups", "--json").json
    assert (group["status"], group["next_session"]) == ("confirmed", 3)
    shown = flat(term("groups", "show", "1").out)
    assert "Priya Raman <priya@student.example> member since 2 Mar 2026 Tue 18:00" in shown
    assert "1 Tue 17 Feb 2026 19:00 who was missing: unknown" in shown
    assert term.sent() == []


def test_a_wrong_line_or_day_ends_with_1_and_takes_nothing_in(
    term: Commands, tmp_path: Path
) -> None:
    sheet = tmp_path / "tuesday.csv"
    sheet.write_text(f"{MEMBERS}Al,no address,,,\n")
    how = ("groups", "import", str(sheet), "--slot", "tuesday", "--yes")
    answer = term(*how, "--first", "17/2/2026")
    assert (answer.code, "1 of 3 lines are wrong" in answer.out) == (1, True)
    assert term(*how, "--first", "18/2/2026").code == 1
    assert term(*how, "--first", "2/17/2026").code == 1
    assert term("groups", "--json").json == []
    told = term(*how[:-1], "--first", "17/2/2026", "--json").json
    assert (told["written"], told["group"], len(told["sessions"])) == (False, None, 6)


def test_all_of_it_keeps_to_a_small_terminal(
    term: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait(term, *NAMES[:6])
    monkeypatch.setenv("COLUMNS", "80")
    for command in (("propose",), ("create", "tuesday", "--offer"), ("list",), ("show", "1")):
        answer = term("groups", *command)
        assert answer.code == 0
        assert max(map(len, answer.out.splitlines())) <= 80
