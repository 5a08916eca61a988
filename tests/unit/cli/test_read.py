"""`mailbot read`: mails and records in, readings out."""

from __future__ import annotations

import io
import json
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from mailbot.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

MAIL = b"""\
From: Tom Ferris <tom@student.example>
Subject: balint group
Message-ID: <1@student.example>

Hi, does it cost anything to join?

On Monday Ruth wrote:
> Do you get a certificate?
"""
AWAY = b"""\
From: Tom Ferris <tom@student.example>
Subject: Automatic reply: Balint
Auto-Submitted: auto-replied

I am away until Monday.
"""


@pytest.fixture(autouse=True)
def _a_home_without_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILBOT_HOME", str(tmp_path))


def record(**changes: Any) -> str:
    whole = {
        "id": "one",
        "stage": "new",
        "from_name": "Tom Ferris",
        "from_addr": "tom@student.example",
        "subject": "balint group",
        "body": "Hi, does it cost anything to join?",
        "topics": ["dates"],
    }
    return json.dumps({**whole, **changes}) + "\n"


def read(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["read", *arguments])
    assert isinstance(end.value.code, int)
    return end.value.code


def readings(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_mail_is_read_by_its_new_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "tom.eml"
    file.write_bytes(MAIL)
    assert read(str(file), "--json") == 0
    (reading,) = readings(capsys)
    assert (reading["id"], reading["message_id"]) == ("tom.eml", "<1@student.example>")
    assert (reading["topics"], reading["route"]) == (["cost"], "reply")
    assert 0 < reading["confidence"] <= 1
    (evidence,) = reading["evidence"]["cost"]
    assert evidence["words"] in MAIL.decode()
    assert evidence["why"]


def test_a_machine_is_known_by_its_header(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "away.eml"
    file.write_bytes(AWAY)
    assert read(str(file), "--json") == 0
    (reading,) = readings(capsys)
    assert (reading["topics"], reading["flags"], reading["route"]) == ([], ["machine"], "none")


def test_a_record_gives_one_line_with_its_id(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mails.jsonl"
    file.write_text(record() + "\n" + record(id="two", body="Which nights do the groups run?"))
    assert read(str(file), "--json") == 0
    first, second = readings(capsys)
    assert list(first) == [
        "id",
        "topics",
        "flags",
        "facts",
        "unplaced",
        "route",
        "confidence",
        "evidence",
        "reasons",
        "taught",
    ]
    assert (first["id"], first["topics"]) == ("one", ["cost"])
    assert (second["id"], second["topics"]) == ("two", ["dates"])


def test_facts_have_the_shape_of_the_labels(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mails.jsonl"
    body = "I would like to join. I am free on Tuesdays from 18:00 to 20:00.\n\nTom"
    file.write_text(record(body=body))
    read(str(file), "--json")
    (reading,) = readings(capsys)
    assert reading["facts"]["availability"] == [{"day": "tue", "from": "18:00", "to": "20:00"}]
    assert "unavailable" not in reading["facts"]
    assert "city" not in reading["facts"]


def test_words_about_times_that_could_not_be_placed_are_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mails.jsonl"
    body = "I would like to join. I am free every second Tuesday from 18:00 to 20:00.\n\nTom"
    file.write_text(record(body=body))
    read(str(file), "--json")
    (reading,) = readings(capsys)
    assert ["every second Tuesday" in words for words in reading["unplaced"]] == [True]
    read(str(file))
    assert "every second Tuesday" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("{\n", "JSON"),
        ('"a word"\n', "object"),
        (record(stage="student"), "stage"),
        ('{"id": "one"}\n', "body"),
        (record(body=7), "body"),
        (record(stage="student"), '"student"; it should be new, informed,'),
    ],
)
def test_a_bad_line_is_named_and_the_others_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, wrong: str
) -> None:
    file = tmp_path / "mails.jsonl"
    file.write_text(record() + line + record(id="three"))
    assert read(str(file), "--json") == 1
    out, err = capsys.readouterr()
    assert [json.loads(one)["id"] for one in out.splitlines()] == ["one", "three"]
    assert f"{file}, line 2: " in err
    assert wrong in err


def test_a_line_that_is_not_utf_8_is_named_and_the_others_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mails.jsonl"
    file.write_bytes(b'{"id": "one", "body": "caf\xe9"}\n' + record(id="two").encode())
    assert read(str(file), "--json") == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["id"] == "two"
    assert f"{file}, line 1: byte 27 is not UTF-8; save the file as UTF-8 text." in err


def test_a_file_that_is_not_there_is_named_and_the_others_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "tom.eml"
    file.write_bytes(MAIL)
    assert read(str(tmp_path / "none.eml"), str(file), "--json") == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["id"] == "tom.eml"
    assert "none.eml" in err


def test_the_mark_that_some_editors_begin_a_file_with_is_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mails.jsonl"
    file.write_text(record(), encoding="utf-8-sig")
    assert read(str(file), "--json") == 0
    assert [one["topics"] for one in readings(capsys)] == [["cost"]]


@pytest.mark.parametrize(
    ("given", "name"),
    [(MAIL, "stdin"), (record().encode(), "one"), (record().encode("utf-8-sig"), "one")],
    ids=["mail", "record", "record-with-mark"],
)
def test_standard_input_may_be_a_mail_or_records(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    given: bytes,
    name: str,
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(given)))
    assert read("-", "--json") == 0
    (reading,) = readings(capsys)
    assert (reading["id"], reading["topics"]) == (name, ["cost"])


def test_the_stage_of_a_mail_can_be_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "tom.eml"
    file.write_bytes(MAIL)
    assert read(str(file), "--stage", "member") == 0
    assert "member" in capsys.readouterr().out
    assert read(str(file), "--stage", "student") == 2


def test_for_people_it_shows_the_words_that_spoke(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    file = tmp_path / "tom.eml"
    file.write_bytes(MAIL + b"\n\x1b[31mred\n")
    assert read(str(file)) == 0
    out = capsys.readouterr().out
    assert "“Hi, does it cost anything to join?”" in out
    assert "human" in out
    assert "\x1b" not in out
    assert "certificate" not in out
    assert max(map(len, out.splitlines())) <= 80


def test_the_words_that_may_tell_of_distress_are_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "i'm not suicidal or anything, just tired."
    file = tmp_path / "some.jsonl"
    file.write_text(record(body=f"{words} what is a balint group?"), encoding="utf-8")
    assert read(str(file), "--json") == 0
    (reading,) = readings(capsys)
    assert [each["words"] for each in reading["evidence"]["possible_distress"]] == [words]
    assert read(str(file)) == 0
    assert f"worry       “{words}”" in capsys.readouterr().out
