"""Signatures, quotations and autocorrect of telephones do not matter to an order."""

from __future__ import annotations

import quopri
from typing import TYPE_CHECKING

import pytest

from mailbot.mail.compose import read_back
from mailbot.model.outbox import State
from tests.faults.house import RUTH
from tests.servers.phones import PROGRAMS, Answer, gmail

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.house import House

PRIYA, SAM, ANA = "priya@student.test", "sam@student.test", "ana@student.test"
STUDENTS = (
    (PRIYA, "Hi,\n\nwhat does it cost?\n#cost\n\nok 3\nPriya\n\n-- \nPriya Raman"),
    (SAM, "Hello, From: my heart\n#cost\n\nOn Monday I wrote:\n> yes to all"),
    (ANA, "Hi\n#cost"),
)
SENT, GONE, WAITS = State.SENT, State.REJECTED, State.DRAFT

SAID = [
    ("ok 1", (SENT, WAITS, WAITS)),
    ("Ok 1 3", (SENT, WAITS, SENT)),
    ("Yes to all", (SENT, SENT, SENT)),
    ("No 2", (WAITS, GONE, WAITS)),
    ("Ok.  1,3 and no 2\n\nThanks\nRuth", (SENT, GONE, SENT)),
    ("1 and 3 are ok\n\n2 no\n\nRuth", (SENT, GONE, SENT)),
    ("I’ll answer 2 myself", (WAITS, GONE, WAITS)),
    ("2: later", (WAITS, WAITS, WAITS)),
]


@pytest.fixture
def asked(house: House) -> House:
    for email, words in STUDENTS:
        house.writes(f"{email.split('@')[0].title()} <{email}>", words)
    house.work()
    house.work(60 * 12)
    return house


def says(house: House, program: Callable[[Answer], bytes], words: str) -> None:
    house.written += 1
    raw = program(Answer(house.got(RUTH)[-1], words, RUTH, house.clock.now(), house.written))
    house.mailbox.put(raw, at=house.clock.now())
    house.mailbox.put(raw, "Sent", at=house.clock.now())
    house.work()


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(("words", "become"), SAID)
def test_an_answer_is_understood_from_any_program(
    asked: House,
    program: Callable[[Answer], bytes],
    words: str,
    become: tuple[State, ...],
) -> None:
    says(asked, program, words)
    assert tuple(mail.state for mail in asked.mails()) == become


@pytest.mark.parametrize("program", PROGRAMS)
def test_new_words_come_whole_from_any_program(
    asked: House, program: Callable[[Answer], bytes]
) -> None:
    says(asked, program, "2: Dear Sam,\n\nNo fee at all.\n\nWarm wishes,\nRuth")
    fresh = read_back(asked.got(RUTH)[-1]).text
    for line in ("| Dear Sam,", "| No fee at all.", "| Warm wishes,", "| Ruth"):
        assert line in fresh.splitlines()
    assert "iPhone" not in fresh
    assert "Outlook" not in fresh


@pytest.mark.parametrize(
    "struck", ["<s>3</s>", '<span style="text-decoration:line-through">3</span>']
)
def test_a_number_that_she_struck_through_is_asked_about(asked: House, struck: str) -> None:
    asked.written += 1
    answer = Answer(asked.got(RUTH)[-1], "ok 1 2 @@", RUTH, asked.clock.now(), asked.written)
    words = gmail(answer).replace(b'<div dir=3D"auto">ok 1 2 @@', _quoted(f"<div>ok 1 2 {struck}"))
    raw = words.replace(b"ok 1 2 @@", b"ok 1 2 3")
    asked.mailbox.put(raw, at=asked.clock.now())
    asked.mailbox.put(raw, "Sent", at=asked.clock.now())
    asked.work()
    assert {mail.state for mail in asked.mails()} == {WAITS}
    assert "Some of your words are struck through" in read_back(asked.got(RUTH)[-1]).text


def _quoted(words: str) -> bytes:
    return quopri.encodestring(words.encode())
