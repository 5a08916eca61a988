"""The coordinator corrects by command; a mail like it is read as she said, and no other."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.commands import Answer, Commands

PRIYA = "Priya Raman <priya@student.example>"
TOM = "Tom Ferris <tom@student.example>"
ASKED = "Hi, is there any fee for the Balint groups that my faculty's bursary could pay? Priya"
LIKE_IT = "Hello Ruth, is there any fee for Balint groups that our faculty's bursary could pay? Tom"
OTHER = "Do you give a certificate for attending?"


@pytest.fixture
def asked(commands: Commands) -> Commands:
    """Priya asked what Mailbot answers by itself, and Ruth would rather."""
    commands.comes(PRIYA, "question", ASKED)
    commands("run", "--once")
    return commands


def reading(commands: Commands, folder: Path, words: str) -> Answer:
    file = folder / "one.eml"
    file.write_text(f"From: {TOM}\nSubject: question\nMessage-ID: <1@x.example>\n\n{words}\n")
    return commands("read", str(file), "--json")


def corrected(commands: Commands, *said: str) -> Answer:
    return commands("read", "--correct", "1", *said)


def test_a_correction_teaches_at_the_next_start(asked: Commands, tmp_path: Path) -> None:
    before = reading(asked, tmp_path, LIKE_IT).json
    assert (before["topics"], before["route"]) == (["cost"], "reply")
    other = reading(asked, tmp_path, OTHER).json
    assert corrected(asked, "--route", "coordinator").code == 0
    assert reading(asked, tmp_path, LIKE_IT).json == before
    asked("run", "--once")
    after = reading(asked, tmp_path, LIKE_IT).json
    assert (after["topics"], after["route"]) == (["cost"], "coordinator")
    (spoke,) = after["taught"]
    assert (spoke["lesson"], spoke["source"]) == (1, "correct")
    assert reading(asked, tmp_path, OTHER).json == other
    asked.comes(TOM, "question", LIKE_IT)
    asked("run", "--once")
    assert [one["email"] for one in asked("drafts", "list", "--json").json["for_you"]] == [
        "tom@student.example"
    ]


def test_it_is_told_in_words_and_on_record_by_kind(asked: Commands, tmp_path: Path) -> None:
    told = corrected(asked, "--topics", "certificate").out
    assert "`mailbot read --forget 1` takes it back" in told
    assert "Learnt from 1 lesson," in asked("read", "--learn").out
    file = tmp_path / "one.eml"
    file.write_text(f"From: {TOM}\nSubject: question\n\n{LIKE_IT}\n")
    assert "you corrected a mail like this on" in asked("read", str(file)).out
    lines = asked("history", "--json").json
    (kept,) = [line for line in lines if line["kind"] == "lesson"]
    assert kept["why"] == "lesson 1 (correct): certificate"


def test_lessons_are_listed_and_taken_back(asked: Commands, tmp_path: Path) -> None:
    before = reading(asked, tmp_path, LIKE_IT).json
    corrected(asked, "--topics", "certificate")
    asked("read", "--learn")
    (listed,) = asked("read", "--lessons", "--json").json
    assert (listed["lesson"], listed["mail"], listed["is"]) == (1, 1, "certificate")
    assert (listed["source"], listed["state"]) == ("correct", "learnt")
    assert "Priya" in asked("read", "--lessons").out
    assert asked("read", "--forget", "1").code == 0
    assert asked("read", "--lessons", "--json").json == []
    assert reading(asked, tmp_path, LIKE_IT).json == before
    assert asked("read", "--forget", "1").code == 1


def test_said_anew_it_takes_the_place_of_what_was_said(asked: Commands) -> None:
    corrected(asked, "--topics", "certificate")
    corrected(asked, "--topics", "commitment,certificate")
    (listed,) = asked("read", "--lessons", "--json").json
    assert listed["is"] == "commitment, certificate"


def test_distress_that_was_read_is_not_taken_away(asked: Commands) -> None:
    asked.comes(TOM, "hello", "I can't go on. I don't want to be here any more.")
    asked("run", "--once")
    told = asked("read", "--correct", "2", "--topics", "join", "--flags", "").out
    assert "still looked at for distress" in told


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (("--correct", "1"), 1),
        (("--correct", "99", "--topics", "cost"), 1),
        (("--correct", "1", "--topics", "costs"), 2),
        (("--correct", "1", "--flags", "machine"), 1),
        (("--correct", "1", "--topics", "join", "--route", "reply", "--flags", "distress"), 1),
        (("--correct", "1", "--route", "coordinator", "--flags", "distress"), 1),
        (("--correct", "1", "--topics", "thanks", "--route", "none", "--flags", "distress"), 1),
        (("--correct", "1", "--route", "urgent", "--flags", ""), 1),
        (("--correct", "1", "--topics", "join", "--route", "urgent", "--flags", ""), 1),
        (("--correct", "1", "--topics", "join", "--route", "reply", "--flags=patient_details"), 1),
        (("--topics", "cost"), 2),
        (("--lessons", "--learn"), 2),
        (("--forget", "7"), 1),
        ((), 2),
    ],
)
def test_what_makes_no_sense_is_refused(asked: Commands, said: tuple[str, ...], code: int) -> None:
    answer = asked("read", *said)
    assert answer.code == code
    assert answer.err
    assert asked("read", "--lessons", "--json").json == []


@pytest.mark.parametrize(
    "said",
    [
        ("--topics", "join", "--flags", "distress", "--route", "urgent"),
        ("--topics", "join", "--route", "urgent"),
        ("--flags", "patient_details", "--route", "coordinator"),
        ("--topics", "unrelated", "--flags", "", "--route", "none"),
    ],
)
def test_what_fits_together_is_kept(asked: Commands, said: tuple[str, ...]) -> None:
    assert corrected(asked, *said).code == 0
    assert len(asked("read", "--lessons", "--json").json) == 1


def test_a_mail_in_which_no_topic_was_read_is_listed_as_that(commands: Commands) -> None:
    commands.comes(PRIYA, "question", "Could you lend me a stethoscope?")
    commands("run", "--once")
    assert corrected(commands, "--topics", "unrelated").out.startswith(
        "Mail 1 was read as: no topic"
    )
    (listed,) = commands("read", "--lessons", "--json").json
    assert listed["was"]["topics"] == []
    assert listed["read"] == "no topic (coordinator)"


def test_of_mail_that_was_left_alone_nothing_can_be_learnt(commands: Commands) -> None:
    commands.comes("Shop <news@shop.example>", "SALE", "Fifty per cent off all shoes, today only!")
    commands("run", "--once")
    answer = corrected(commands, "--topics", "unrelated")
    assert answer.code == 1
    assert "brings it in" in answer.err


def test_a_label_of_hers_on_a_real_mailbox_teaches(asked: Commands) -> None:
    (mail,) = asked.program.mails()
    assert "Mailbot/Drafted" in mail.flags
    asked.program.flag("INBOX", mail.uid, "Mailbot/For_you")
    asked.later(timedelta(minutes=10))
    asked("run", "--once")
    (listed,) = asked("read", "--lessons", "--json").json
    assert (listed["source"], listed["is"], listed["state"]) == (
        "label",
        "a person answers",
        "to be learnt",
    )
    asked.later(timedelta(minutes=10))
    asked("run", "--once")
    assert asked("read", "--lessons", "--json").json[0]["state"] == "learnt"
