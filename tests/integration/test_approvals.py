"""`mailbot approvals` as the coordinator uses it: see, switch on, switch off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.model.permissions import MailKind

if TYPE_CHECKING:
    from tests.integration.commands import Commands

QUESTION = "Hi, does it cost anything to join?"
ALLOWED = """
[approvals]
reply = ["cost"]
least = 0.9
delay_minutes = 20
first_mail = true
"""


@pytest.fixture
def allowed(commands: Commands) -> Commands:
    """A home whose settings allow replies about the price to go by themselves."""
    with (commands.home / "config" / "mailbot.toml").open("a", encoding="utf-8") as file:
        file.write(ALLOWED)
    return commands


def asks(commands: Commands, name: str) -> None:
    """Let a student ask for the price, and Mailbot look once."""
    commands.comes(f"{name} <{name.lower()}@student.example>", "balint group", QUESTION)
    assert commands("run", "--once").code == 0


def kind_of(commands: Commands, number: int) -> str:
    mail = commands.outbound(number)
    return MailKind.of(mail.topics, mail.asks).key


def test_nothing_goes_by_itself_at_first(commands: Commands) -> None:
    answer = commands("approvals")
    assert (answer.code, answer.out.split(":")[0]) == (0, "Nothing goes by itself")


def test_what_settings_do_not_allow_is_refused_and_says_where(commands: Commands) -> None:
    answer = commands("approvals", "on", "cost")
    assert answer.code == 1
    assert "[approvals] in config/mailbot.toml" in answer.err
    assert commands("approvals", "on", "shoes").code == 1
    assert commands("approvals", "off", "7").code == 1


@pytest.mark.parametrize("name", ["7", "g7", "G7", "99999999999999999999", "g99999999999999999999"])
@pytest.mark.parametrize("switch", ["on", "off"])
def test_leave_or_a_group_that_is_not_there_is_told_in_plain_words(
    commands: Commands, switch: str, name: str
) -> None:
    answer = commands("approvals", switch, name)
    assert answer.code == 1
    assert answer.err.startswith(("There is no", "No leave"))
    assert name.lstrip("gG") in answer.err


@pytest.mark.parametrize("word", ["OFF", "Off"])
def test_the_word_that_stops_it_all_counts_in_capitals_too(allowed: Commands, word: str) -> None:
    asks(allowed, "Tom")
    kind = kind_of(allowed, 1)
    assert allowed("approvals", "ON", kind.upper()).code == 0
    assert "waits for your word again" in allowed("approvals", word).out
    assert not any(each["on"] for each in allowed("approvals", "--json").json["kinds"])


def test_a_kind_goes_by_itself_until_one_word_stops_it(allowed: Commands) -> None:
    asks(allowed, "Tom")
    kind = kind_of(allowed, 1)
    answer = allowed("approvals", "on", kind)
    assert answer.code == 0, answer.err
    assert "mailbot drafts reject N" in answer.out

    asks(allowed, "Ana")
    listed = allowed("drafts").out
    assert max(map(len, listed.splitlines())) <= 80
    assert "goes by itself at" in " ".join(listed.split())
    (_, ana) = allowed("drafts", "--json").json["drafts"]
    assert (ana["state"], bool(ana["goes_at"])) == ("approved", True)
    allowed.later(timedelta(minutes=30))
    allowed("run", "--once")
    assert allowed.sent().count(("ana@student.example",)) == 1

    (shown,) = allowed("approvals", "--json").json["kinds"]
    assert (shown["kind"], shown["on"], shown["went"]) == (kind, True, 1)
    table = allowed("approvals").out
    assert max(map(len, table.splitlines())) <= 80

    asks(allowed, "Bea")
    answer = allowed("approvals", "off")
    assert "1 kind of reply waits for your word again." in answer.out
    assert "Drafts again that were to go: 1." in answer.out
    allowed.later(timedelta(minutes=30))
    allowed("run", "--once")
    assert allowed.sent().count(("bea@student.example",)) == 0
    assert allowed("approvals").out.startswith("Nothing goes by itself")
    assert "switched" in allowed("approvals", "--all").out
    (shown,) = allowed("approvals", "--json").json["kinds"]
    assert (shown["on"], shown["why_not"]) == (False, "you switched it off")

    assert allowed("approvals", "on", "1").code == 0
    assert allowed("approvals", "off", "2").code == 0
    assert allowed("approvals", "off").out == "Nothing went by itself.\n"


def test_a_reply_is_called_back_by_its_number(allowed: Commands) -> None:
    asks(allowed, "Tom")
    allowed("approvals", "on", kind_of(allowed, 1))
    asks(allowed, "Ana")
    assert allowed("drafts", "reject", "2").out == "Called back draft 2.\n"
    allowed.later(timedelta(minutes=30))
    allowed("run", "--once")
    assert allowed.sent().count(("ana@student.example",)) == 0
    assert allowed("approvals", "--json").json["kinds"][0]["on"] is False
