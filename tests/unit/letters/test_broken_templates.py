"""A template that somebody broke is an error with file, line and reason, and mends itself."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import TemplateError
from mailbot.letters import AlertContext, Letters
from mailbot.model.casework import AlertKind, DraftReply, NextStep
from mailbot.model.reading import Stage
from mailbot.resources import default_folder

if TYPE_CHECKING:
    from pathlib import Path

    from mailbot.settings_programme import Programme

COST = DraftReply(("cost",), NextStep.NONE)


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    shutil.copytree(default_folder("templates"), folder)
    return folder


@pytest.fixture
def edited_letters(edited: Path, flyer_programme: Programme) -> Letters:
    return Letters(edited, flyer_programme, "Dr Alex Example")


def failure(letters: Letters) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        letters.reply(COST, name="Sam", subject="Hi", stage=Stage.NEW)
    return caught.value


def test_the_templates_that_come_with_mailbot_are_well(own_letters: Letters) -> None:
    assert own_letters.check() == []


@pytest.mark.parametrize(
    ("broken", "line", "reason"),
    [
        ("It is free.\n\nAsk {{ programme.prize }}.\n", 3, "prize"),
        ("It is free.\nAsk {{ nobody }}.\n", 2, "'nobody' is undefined"),
        ("It is free.\n{% if stage %}\nYes.\n", 3, "Unexpected end of template"),
        ("{{ 1 / 0 }}\n", 1, "division by zero"),
        ("\n{% include 'reply/no_such.txt' %}\n", 2, "there is no file reply/no_such.txt"),
        ("{{ stage | shout }}\n", 1, "No filter named 'shout'"),
        ("{{ ''.__class__.__mro__ }}\n", 1, "unsafe"),
        ("{% include 'reply/blocks/cost.txt' %}\n", 1, "it includes itself without end"),
    ],
)
def test_file_line_and_reason_are_named(
    edited: Path, edited_letters: Letters, broken: str, line: int, reason: str
) -> None:
    file = edited / "reply" / "blocks" / "cost.txt"
    file.write_text(broken, encoding="utf-8")
    error = failure(edited_letters)
    assert f"{file}, line {line} " in error.what
    assert reason in error.what
    assert "\n" not in error.what


def test_check_finds_each_problem_once(edited: Path, edited_letters: Letters) -> None:
    (edited / "reply" / "blocks" / "cost.txt").write_text("{{ oops }}", encoding="utf-8")
    (edited / "reply" / "next" / "queued.txt").write_text("{% if %}", encoding="utf-8")
    found = [problem.what for problem in edited_letters.check()]
    assert len(found) == 2
    assert any("queued.txt, line 1 " in what for what in found)
    assert any("cost.txt, line 1 " in what and "'oops' is undefined" in what for what in found)


def test_a_missing_template_is_named(edited: Path, edited_letters: Letters) -> None:
    (edited / "reply" / "blocks" / "cost.txt").unlink()
    assert "there is no file reply/blocks/cost.txt" in failure(edited_letters).what


def test_a_template_in_another_encoding_is_named(edited: Path, edited_letters: Letters) -> None:
    file = edited / "reply" / "blocks" / "cost.txt"
    file.write_bytes("It is free.\nKostenlos für alle.".encode("latin-1"))
    error = failure(edited_letters)
    assert f"{file}, line 2 " in error.what
    assert "not saved as UTF-8" in error.what


def test_one_broken_alert_leaves_replies_alone(edited: Path, edited_letters: Letters) -> None:
    (edited / "alert" / "flood" / "body.txt").write_text("{{ oops }}", encoding="utf-8")
    (problem,) = edited_letters.check()
    assert str(edited / "alert" / "flood" / "body.txt") in problem.what
    assert edited_letters.reply(COST, name="", subject="", stage=Stage.NEW).text
    with pytest.raises(TemplateError):
        edited_letters.alert(AlertKind.FLOOD, AlertContext())


def test_a_mended_template_is_taken_up_at_once(edited: Path, edited_letters: Letters) -> None:
    file = edited / "reply" / "blocks" / "cost.txt"
    whole = file.read_text(encoding="utf-8")
    file.write_text("{{ oops }}", encoding="utf-8")
    failure(edited_letters)
    file.write_text(whole + "\nTruly.\n", encoding="utf-8")
    assert "Truly." in edited_letters.reply(COST, name="", subject="", stage=Stage.NEW).text
