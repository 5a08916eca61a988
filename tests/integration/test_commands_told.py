"""What the commands tell: history, status, alerts, audit; and the switch of pause and resume."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.model.outbox import State
from mailbot.services.office import open_office
from mailbot.services.wellbeing import note_trouble
from mailbot.settings import load_settings
from mailbot.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.commands import Commands

TOM = ("Tom Ferris <tom@student.example>", "balint group", "Hi, does it cost anything to join?")
TOMMY = ("Tommy Lee <tommy@student.example>", "question", "Hi, does it cost anything to join?")
SAM = (
    "Sam Kell <sam@student.example>",
    "hello",
    "I can't go on. I don't want to be here any more and think about ending it.",
)


@pytest.fixture
def answered(commands: Commands) -> Commands:
    """Tom asked what it costs, and has his answer."""
    commands.comes(*TOM)
    commands("run", "--once")
    commands("drafts", "show", "1")
    commands("drafts", "approve", "1", "--shown")
    commands("run", "--once")
    return commands


def test_history_tells_from_mail_to_sending_in_order(answered: Commands) -> None:
    lines = answered("history", "tom@student.example", "--json").json
    assert [line["kind"] for line in lines] == [
        "mail",
        "draft",
        "approved",
        "sending",
        "sent",
        "stage",
    ]
    mail, sent = lines[0], lines[3]
    assert (mail["rule"], mail["mail"]["topics"]) == ("reply", ["cost"])
    assert mail["mail"]["evidence"]["cost"][0]["words"] in TOM[2]
    (approved,) = sent["draft"]["approvals"]
    assert (approved["channel"], approved["changed"]) == ("command", False)
    assert approved["digest"] == sent["draft"]["digest"]


def test_history_is_told_in_words(answered: Commands) -> None:
    out = answered("history", "tom").out
    assert "cost" in out
    assert "route: reply" in out
    assert "by the coordinator, command, unchanged" in " ".join(out.split())


def test_history_of_all_names_the_people(answered: Commands) -> None:
    assert "tom@student.example" in answered("history").out
    assert len(answered("history", "--newest", "2", "--json").json) == 2


def test_history_of_nobody_and_of_several(answered: Commands) -> None:
    answered.comes(*TOMMY)
    answered("run", "--once")
    nobody, several = answered("history", "zoe"), answered("history", "tom")
    assert (nobody.code, several.code) == (1, 1)
    assert "zoe" in nobody.err
    assert "tom@student.example" in several.err
    assert "tommy@student.example" in several.err
    assert answered("history", "tom@student.example").code == 0


def test_history_of_someone_who_is_no_student(commands: Commands) -> None:
    commands.comes("Dr Fay <fay@clinic.example>", "Registrars", "Is there a group for registrars?")
    commands("run", "--once")
    kinds = {line["kind"] for line in commands("history", "fay@clinic.example", "--json").json}
    assert "mail" in kinds


def test_a_percent_sign_is_no_wildcard(answered: Commands) -> None:
    assert answered("history", "%").code == 1


@contextmanager
def a_worker(commands: Commands) -> Iterator[Database]:
    """Hold the place of the worker, as `mailbot run` does all the time."""
    database = Database(f"sqlite:///{commands.home}/data/mailbot.db")
    with database.only_worker():
        yield database
    database.close()


def test_status_is_one_line(answered: Commands) -> None:
    answered.comes(*SAM)
    answered("run", "--once")
    answered("alerts", "seen")
    with a_worker(answered):
        answer = answered("status")
        values = answered("status", "--json").json
    assert answer.code == 0
    assert answer.out.count("\n") == 1
    assert answer.out.startswith("All is well; no drafts to approve; 1 mail for you to answer;")
    assert (values["urgent"], values["away"]) == ([], None)
    assert (values["well"], values["running"], values["for_her"]) == (True, True, 1)
    assert "INBOX" in [cursor["folder"] for cursor in values["cursors"]]


def test_an_urgent_alert_that_nobody_has_seen_comes_first(answered: Commands) -> None:
    answered.comes(*SAM)
    answered("run", "--once")
    with a_worker(answered):
        answer = answered("status")
        (urgent,) = answered("status", "--json").json["urgent"]
    assert answer.code == 1
    assert answer.out.startswith("Something needs you; 1 urgent alert that nobody has seen since ")
    assert urgent["kind"] == "distress"


def test_status_says_that_she_is_away_and_that_nobody_stands_in(answered: Commands) -> None:
    answered("away", "today", "4/11/2026")
    with a_worker(answered):
        answer = answered("status")
        told = answered("status", "--json").json["away"]
    assert answer.code == 0
    assert "to Wednesday 4 November 2026, nobody stands in" in answer.out
    assert (told["last"], told["deputy"]) == ("2026-11-04", "")


def test_without_a_worker_all_is_not_well(answered: Commands) -> None:
    answer = answered("status")
    assert answer.code == 1
    assert answer.out.startswith("Something needs you; no worker runs")
    assert "`mailbot run`" in answer.out
    assert answer.out.count("\n") == 1


def test_a_worker_that_has_not_looked_for_long_is_not_well(answered: Commands) -> None:
    answered.later(timedelta(hours=3))
    with a_worker(answered):
        answer = answered("status")
    assert answer.code == 1
    assert "last looked at Mon 2 Nov 2026 09:01" in answer.out


def test_a_worker_that_cannot_reach_a_server_says_so_until_it_can(answered: Commands) -> None:
    with a_worker(answered):
        office = open_office(load_settings(answered.home))
        note_trouble(office, "The mail server is away.", 60.0, answered.clock.now())
        office.database.close()
        answer = answered("status")
        assert answer.code == 1
        assert "; The mail server is away;" in answer.out
        answered.later(timedelta(minutes=10))
        answered.comes(*TOMMY)
    answered("run", "--once")
    with a_worker(answered):
        assert answered("status").code == 0


def test_status_says_what_a_person_must_mend(commands: Commands) -> None:
    commands.comes(*TOM)
    commands("run", "--once")
    commands.comes_to(1, State.APPROVED, State.SENDING, State.UNCERTAIN)
    with a_worker(commands):
        answer = commands("status")
    assert answer.code == 1
    assert answer.out.startswith("Something needs you; 1 uncertain")


def test_alerts_are_listed(commands: Commands) -> None:
    assert commands("alerts").out == "No alert so far.\n"
    commands.comes(*SAM)
    commands("run", "--once")
    (raised,) = commands("alerts", "list", "--json").json
    assert (raised["kind"], raised["state"], raised["who"]) == ("distress", "sent", "Sam Kell")
    assert "Sam Kell" in commands("alerts").out


def test_pause_holds_mail_to_students_but_no_alert(commands: Commands) -> None:
    commands.comes(*TOM)
    commands("run", "--once")
    commands("drafts", "show", "1")
    commands("drafts", "approve", "1", "--shown")
    assert "One approved mail" in commands("pause").out
    commands.comes(*SAM)
    commands("run", "--once")
    assert commands.sent() == [(commands.account.address,)]
    assert "paused since" in commands("status").out
    assert commands("resume").code == 0
    commands("run", "--once")
    assert ("tom@student.example",) in commands.sent()


def test_pausing_and_resuming_twice_is_once(commands: Commands) -> None:
    for order in ("pause", "pause", "resume", "resume"):
        assert commands(order).code == 0
    assert [line["kind"] for line in commands("history", "--json").json] == ["paused", "resumed"]


def test_resuming_what_was_not_paused_says_so(commands: Commands) -> None:
    assert "It was not paused" in commands("resume").out
    commands("pause")
    assert commands("resume").out.startswith("No longer paused.")


def test_audit_finds_nothing_where_all_is_well(answered: Commands) -> None:
    answer = answered("audit")
    assert (answer.code, answer.out) == (
        0,
        "INBOX 1, Sent 1, outbound 1: nothing lost, nothing twice, nothing unapproved.\n",
    )
    assert answered("audit", "--json").json["findings"] == []


def test_audit_finds_a_copy_that_left_twice(answered: Commands) -> None:
    (sent,) = answered.program.mails("Sent")
    answered.program.put(sent.raw, "Sent", at=answered.clock.now())
    answer = answered("audit")
    assert answer.code == 1
    assert "twice" in answer.out
    found = answered("audit", "--json")
    assert found.code == 1
    assert [one["fault"] for one in found.json["findings"]] == ["twice"]


@pytest.mark.parametrize(
    "command", ["drafts", "history", "status", "alerts", "audit", "pause", "resume"]
)
def test_without_a_database_each_says_how_to_get_one(commands: Commands, command: str) -> None:
    for file in (commands.home / "data").iterdir():
        file.unlink()
    answer = commands(command)
    assert answer.code == 1
    assert "mailbot run" in answer.err
    assert list((commands.home / "data").iterdir()) == []


def test_history_shows_the_words_that_may_tell_of_distress(commands: Commands) -> None:
    words = "i'm not suicidal or anything, just tired."
    commands.comes("Kay <kay@student.example>", "Balint", f"{words} what is a balint group?")
    assert commands("run", "--once").code == 0
    assert f"worry: “{words}”" in commands("history", "kay@student.example").out
