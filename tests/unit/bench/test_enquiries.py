"""Labelled enquiries: what stands in a file is checked, and what is wrong is told by its line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bench.enquiries import HOME, load_enquiries
from mailbot.errors import MailbotError
from mailbot.model.reading import Flag, Route, Stage, Topic

if TYPE_CHECKING:
    from pathlib import Path

MIRA = {
    "id": "one",
    "stage": "new",
    "from_name": "Mira Ode",
    "from_addr": "mira@example.org",
    "subject": "Balint groups",
    "body": "Is there a fee? I am free on Mondays after 6.",
    "topics": ["cost", "availability"],
    "flags": [],
    "facts": {"availability": [{"day": "mon", "from": "18:00", "to": "24:00"}], "year": 3},
    "route": "reply",
}


def line(**changes: Any) -> bytes:
    whole = {**MIRA, **changes}
    return json.dumps({key: value for key, value in whole.items() if value is not ...}).encode()


def times(**changes: str) -> dict[str, Any]:
    return {"availability": [{"day": "mon", "from": "18:00", "to": "24:00", **changes}]}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mails.jsonl"


def refused(file: Path, *lines: bytes) -> str:
    file.write_bytes(b"\n".join(lines))
    with pytest.raises(MailbotError) as refusal:
        load_enquiries([file])
    return str(refusal.value)


def test_a_mail_has_its_labels(file: Path) -> None:
    file.write_bytes(line())

    (mail,) = load_enquiries([file])

    assert (mail.id, mail.stage, mail.route) == ("one", Stage.NEW, Route.REPLY)
    assert mail.topics == {Topic.COST, Topic.AVAILABILITY}
    assert mail.facts == MIRA["facts"]
    assert mail.message.sender.name == "Mira Ode"


def test_the_mark_that_some_editors_begin_a_file_with_is_passed_over(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + line() + b"\r\n\r\n" + line(id="two", flags=["distress"]))

    assert [mail.flags for mail in load_enquiries([file])] == [set(), {Flag.DISTRESS}]


def test_what_unicode_calls_a_line_is_not_the_end_of_a_mail(file: Path) -> None:
    words = "one\u2028two\x85three"
    file.write_text(json.dumps({**MIRA, "body": words}, ensure_ascii=False), encoding="utf-8")

    (mail,) = load_enquiries([file])

    assert mail.message.body.startswith("one")
    assert "three" in mail.message.body


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"topics": ...}, ["topics is missing"]),
        ({"topics": "cost"}, ["topics", '"cost"', "a list in brackets"]),
        ({"topics": ["cost", "costs"]}, ["topics, item", '"costs"', "about, session_format,"]),
        ({"flags": ["sad"]}, ["flags", '"sad"', "distress, patient_details or machine"]),
        ({"route": "answer"}, ["route", '"answer"', "reply, coordinator, urgent or none"]),
        ({"stage": "student"}, ["stage", '"student"', "new, informed,"]),
        ({"stage": ...}, ["stage is missing"]),
        ({"facts": []}, ["facts", "[]", "an object in braces"]),
        ({"facts": {"colour": "red"}}, ["facts", "'colour'", "name, university, year, city"]),
        ({"facts": {"city": None}}, ["facts, city is null", "words in quotes"]),
        ({"facts": {"year": "three"}}, ["facts, year", '"three"', "a whole number from 1 to 6"]),
        ({"facts": {"year": 7}}, ["facts, year is 7", "a whole number from 1 to 6"]),
        ({"facts": {"year": True}}, ["facts, year is true", "a whole number from 1 to 6"]),
        ({"facts": {"timezone": "Sydney"}}, ["timezone", '"Sydney"', "Australia/Sydney"]),
        ({"facts": times(day="monday")}, ["availability, item 1, day", '"monday"', "mon, tue,"]),
        ({"facts": times(**{"from": "25:00", "to": "99:00"})}, ["from", '"25:00"', '"99:00"']),
        ({"facts": times(to="9pm")}, ["item 1, to", '"9pm"', "a time from 00:00 to 24:00"]),
        ({"facts": times(to="17:00")}, ["ends at 17:00", "not after 18:00"]),
        ({"facts": times(week="odd")}, ["item 1", "'week'", "day, from, to"]),
    ],
)
def test_a_wrong_label_is_told_with_its_line_and_what_would_be_right(
    file: Path, changes: dict[str, Any], told: list[str]
) -> None:
    refusal = refused(file, line(), line(id="two", **changes))

    assert refusal.startswith(f"{file}, line 2: ")
    for words in told:
        assert words in refusal


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (b"[1]", "the record is [1]; it should be an object in braces"),
        (b"{", "this is not JSON"),
        (b'{"id": "\xff"}', "byte 9 is not UTF-8; save the file as UTF-8 text"),
    ],
)
def test_a_line_that_is_no_record_is_told(file: Path, wrong: bytes, told: str) -> None:
    assert f"{file}, line 2: {told}" in refused(file, line(), wrong)


def test_an_id_that_another_line_has_is_told_with_both(file: Path) -> None:
    told = refused(file, line(), line(id="two"), line())

    assert told.startswith(f"{file}, line 3: line 1 has the id 'one' as well")


def test_the_same_id_in_another_file_is_no_mistake(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    for each in (file, other):
        each.write_bytes(line())

    assert len(load_enquiries([file, other])) == 2


def test_all_wrong_lines_are_told_at_once_unless_there_are_too_many(file: Path) -> None:
    assert len(refused(file, b"1", line(), b"2").splitlines()) == 2
    told = refused(file, *[b"From: somebody"] * 300).splitlines()
    assert len(told) < 20
    assert "290 more" in told[-1]


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_a_file_without_mails_is_told(file: Path, content: bytes) -> None:
    assert f"{file} holds no mail" in refused(file, content)


def test_a_file_that_cannot_be_read_is_told(file: Path, tmp_path: Path) -> None:
    for path in (file, tmp_path):
        with pytest.raises(MailbotError, match=f"{path} cannot be read: "):
            load_enquiries([path])


def test_all_that_the_project_keeps_is_as_it_should_be() -> None:
    assert len(load_enquiries(HOME.glob("*.jsonl"))) > 1000
