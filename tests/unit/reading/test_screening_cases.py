"""Hand-written mails of machines and of people that look like them, and how many may go wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.mail.parse import parse
from mailbot.model.mail import Message, Origin
from mailbot.reading.screening import screen

_CASES = Path(__file__).parents[2] / "data" / "screening"


def _mails(name: str) -> list[Message]:
    raw = (_CASES / f"{name}.txt").read_bytes()
    return [parse(mail) for mail in raw.split(b"\n%%\n")]


_EVERY = {name: _mails(name) for name in ("auto_replies", "lists", "notices", "bounces", "people")}
_MACHINES = [
    pytest.param(mail, id=f"{name}-{number}")
    for name in ("auto_replies", "lists", "notices", "bounces")
    for number, mail in enumerate(_EVERY[name], 1)
]
_PEOPLE = [
    pytest.param(mail, id=f"{n}-{mail.subject}") for n, mail in enumerate(_EVERY["people"], 1)
]


def test_there_are_enough_cases() -> None:
    assert len(_EVERY["lists"]) >= 40
    assert len(_EVERY["auto_replies"]) >= 40
    assert len(_EVERY["people"]) >= 40


@pytest.mark.parametrize("mail", _MACHINES)
def test_a_machine_is_never_answered(mail: Message) -> None:
    screening = screen(mail)
    assert screening.origin.machine, mail.subject
    assert not screening.answerable
    assert screening.evidence


@pytest.mark.parametrize("mail", _PEOPLE)
def test_a_person_who_looks_like_a_machine_is_answered(mail: Message) -> None:
    screening = screen(mail)
    assert screening.origin is Origin.HUMAN, screening.evidence
    assert screening.answerable


@pytest.mark.parametrize(
    ("name", "origins"),
    [
        ("lists", {Origin.LIST}),
        ("auto_replies", {Origin.AUTO_REPLY, Origin.NOTICE}),
        ("bounces", {Origin.BOUNCE}),
        ("notices", {Origin.NOTICE, Origin.CALENDAR}),
    ],
)
def test_machines_are_told_from_each_other(name: str, origins: set[Origin]) -> None:
    wrong = [mail.subject for mail in _EVERY[name] if screen(mail).origin not in origins]
    assert len(wrong) <= len(_EVERY[name]) // 40, wrong
