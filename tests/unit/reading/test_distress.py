"""Distress errs towards a person, in two grades."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.model.reading import Flag, Route
from mailbot.reading.distress import FLAG_FROM, LOOK_FROM, load_signs

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailbot.model.reading import Reading


@pytest.mark.parametrize(
    "text",
    [
        "Is there a fee? I don't want to be alive any more.",
        "I've been cutting myself again and I don't feel safe tonight.",
        "My partner hits me and checks my phone. Is it recorded?",
        "I want to die.",
        "By the time you read this it won't matter. I've written to each of my family.",
        "My flatmate wants to die and is not answering his phone.",
    ],
)
def test_plain_words_of_distress_are_urgent(read: Callable[..., Reading], text: str) -> None:
    reading = read(text, subject="question")
    assert reading.route is Route.URGENT
    finding = next(each for each in reading.flags if each.flag is Flag.DISTRESS)
    assert finding.evidence
    assert all(evidence.words in text for evidence in finding.evidence)


@pytest.mark.parametrize(
    "text",
    [
        "This exam will be the death of me, haha. Is there a fee?",
        "I'm dead tired after nights. When does the next group start?",
        "A patient of mine died last week and I'd like to talk about her. Can I join?",
        "My grandfather's funeral is on Monday so I can't come to the session.",
    ],
)
def test_ordinary_tiredness_and_sad_cases_raise_no_alarm(
    read: Callable[..., Reading], text: str
) -> None:
    assert read(text).route is not Route.URGENT


def test_the_grades_are_in_order() -> None:
    assert 0 < LOOK_FROM < FLAG_FROM < 1


def test_more_signs_never_lower_the_risk() -> None:
    signs = load_signs()
    one = signs.assess(["I feel hopeless"], 0.05, 0)
    two = signs.assess(["I feel hopeless", "I haven't slept and stopped eating"], 0.05, 0)
    three = signs.assess(["I feel hopeless", "I haven't slept", "I want to die"], 0.05, 0)
    assert one.chance < two.chance < three.chance


def test_comfort_never_outweighs_plain_words() -> None:
    signs = load_signs()
    assert signs.assess(["I want to die, haha, just joking, exams, I'm fine"], 0.05, 0).possible


def test_each_sign_is_a_reason() -> None:
    risk = load_signs().assess(["He locks me in."], 0.05, 0)
    assert [(each.why, each.words) for each in risk.evidence] == [("being_hurt", "He locks me in.")]
