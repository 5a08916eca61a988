"""A student who asks where they stand hears what is so, and no promise."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from mailbot.letters.context import Standing
from mailbot.letters.facts import place_words
from mailbot.model.casework import DraftReply, NextStep
from mailbot.model.reading import Stage

if TYPE_CHECKING:
    from mailbot.letters import Letters


def status(letters: Letters, stage: Stage, standing: Standing | None) -> str:
    draft = DraftReply(("status",), NextStep.QUEUED)
    letter = letters.reply(draft, name="Sam", subject="Hi", stage=stage, standing=standing)
    return " ".join(letter.text.split())


def test_place_and_day_are_told_to_who_waits(own_letters: Letters) -> None:
    told = status(own_letters, Stage.QUEUED, Standing(12, date(2026, 3, 3)))
    assert "on our list since 3 March 2026, and are in 12th place on it now" in told
    assert "I cannot say yet how long it will be" in told
    assert "being put together" not in told
    assert "[[" not in told


def test_a_group_that_forms_is_told_without_a_promise(own_letters: Letters) -> None:
    told = status(own_letters, Stage.QUEUED, Standing(1, date(2026, 3, 3), forming=True))
    assert "A group is being put together at the moment, though I cannot say" in told


def test_who_joins_with_the_same_mail_hears_their_place_at_once(own_letters: Letters) -> None:
    told = status(own_letters, Stage.INFORMED, Standing(3, date(2026, 3, 3)))
    assert "you are in third place on our list" in told
    assert "They are not on our list" not in told


@pytest.mark.parametrize("stage", [Stage.INFORMED, Stage.LAPSED, Stage.WITHDRAWN, Stage.PAST])
def test_who_does_not_wait_is_left_to_the_coordinator(own_letters: Letters, stage: Stage) -> None:
    assert "[[Alex, please settle" in status(own_letters, stage, None)


@pytest.mark.parametrize(
    ("position", "words"),
    [(1, "first"), (8, "eighth"), (9, "9th"), (11, "11th"), (21, "21st"), (32, "32nd"),
     (43, "43rd"), (112, "112th"), (101, "101st")],
)  # fmt: skip
def test_places_are_said_as_people_say_them(position: int, words: str) -> None:
    assert place_words(position) == words
