"""Corrections are looked up by likeness: they help where a mail is like them, and only there."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.reading import Stage
from mailbot.reading.lessons import Lesson, Memory, adjusted

ASKED = ("Is there a form for recognition of prior learning from your side?", "We need it by May.")
LIKE_IT = ("Hello Ruth,", "is there a form for the recognition of prior learning from your side?")
OTHER = ("I would love to join a group, Tuesdays suit me best.",)
COMMON = ("the", "to", "and", "of", "a", "in", "i", "is", "for", "from", "we", "it")
RANK = {word: place for place, word in enumerate(COMMON)}
SAID = {"certificate": True, "about": False}
MODEL = {"certificate": 0.1, "about": 0.9, "distress": 0.6, "cost": 0.3}


def lesson(**changes: Any) -> Lesson:
    whole: dict[str, Any] = {
        "number": 7,
        "source": "correct",
        "day": "2026-04-03",
        "clauses": ASKED,
        "stage": Stage.NEW,
        "said": SAID,
    }
    return Lesson(**{**whole, **changes})


def read(
    *lessons: Lesson, clauses: tuple[str, ...] = LIKE_IT, stage: Stage = Stage.NEW
) -> dict[str, float]:
    return dict(adjusted(MODEL, Memory(lessons, RANK).recall(clauses, stage)))


def test_a_mail_like_a_corrected_one_is_read_as_she_said() -> None:
    after = read(lesson())
    assert after["certificate"] > 0.9
    assert after["about"] < 0.1
    assert after["cost"] == MODEL["cost"]


def test_another_mail_is_read_as_ever() -> None:
    assert read(lesson(), clauses=OTHER) == MODEL


def test_which_lesson_spoke_is_told() -> None:
    (recalled,) = Memory([lesson()], RANK).recall(ASKED, Stage.NEW)
    told = recalled.taught
    assert (told.lesson, told.source, told.day, told.likeness) == (7, "correct", "2026-04-03", 1.0)


@pytest.mark.parametrize(
    ("theirs", "now", "speaks"),
    [
        (Stage.NEW, Stage.INFORMED, True),
        (Stage.OTHER, Stage.WITHDRAWN, True),
        (Stage.OFFERED, Stage.QUEUED, False),
        (Stage.MEMBER, Stage.MEMBER, True),
        (Stage.NEW, Stage.OFFERED, False),
    ],
)
def test_the_same_words_mean_other_things_to_who_stands_elsewhere(
    theirs: Stage, now: Stage, speaks: bool
) -> None:
    assert (read(lesson(stage=theirs), stage=now) != MODEL) is speaks


def test_one_deed_goes_half_way_and_a_second_further() -> None:
    sure = {"elsewhere": 0.01}
    deed = lesson(said={"elsewhere": True}, trust=0.5)
    memory = Memory([deed, deed], RANK).recall(ASKED, Stage.NEW)
    once, twice = adjusted(sure, memory[:1]), adjusted(sure, memory)
    assert once["elsewhere"] < 0.5 < twice["elsewhere"]


def test_of_two_words_of_hers_the_newer_counts() -> None:
    older, newer = lesson(), lesson(said={"certificate": False, "about": True})
    assert read(older, newer)["certificate"] < 0.1
    assert read(newer, older)["certificate"] > 0.9


@pytest.mark.parametrize("flag", ["distress", "patient_details"])
def test_care_is_raised_and_never_taken_away(flag: str) -> None:
    model = {flag: 0.6}
    for true in (False, True):
        memory = Memory([lesson(said={flag: true})], RANK)
        after = adjusted(model, memory.recall(ASKED, Stage.NEW))[flag]
        assert after > 0.9 if true else after == 0.6


_WORDS = st.lists(st.text("abcdefg ?!0", max_size=30), max_size=4).map(tuple)


@given(_WORDS, _WORDS, st.sampled_from(Stage), st.booleans(), st.floats(0, 1))
def test_no_lesson_makes_any_chance_impossible_or_unknown(
    theirs: tuple[str, ...], mail: tuple[str, ...], stage: Stage, true: bool, chance: float
) -> None:
    memory = Memory([lesson(clauses=theirs, said={"cost": true, "not a label": True})], RANK)
    after = adjusted({"cost": chance}, memory.recall(mail, stage))
    assert set(after) == {"cost"}
    assert 0 <= after["cost"] <= 1


@given(_WORDS)
def test_a_mail_is_as_like_itself_as_can_be(mail: tuple[str, ...]) -> None:
    recalled = Memory([lesson(clauses=mail)], RANK).recall(mail, Stage.NEW)
    assert all(each.likeness == pytest.approx(1) for each in recalled)
    assert bool(recalled) == any(mark.isalnum() or mark in "?!" for part in mail for mark in part)
