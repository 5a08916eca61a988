"""Distress errs towards a person, in two grades."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mailbot.model.reading import Flag, Route
from mailbot.reading.distress import FLAG_FROM, LOOK_FROM, Aside, load_signs
from mailbot.reading.model import Scores

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailbot.model.reading import Reading

NOT_LIKELY = Scores({Flag.DISTRESS: 0.0005}, {Flag.DISTRESS: 0}, {Flag.DISTRESS: 0.01})
THINKABLE = Scores({Flag.DISTRESS: 0.05}, {Flag.DISTRESS: 0}, {Flag.DISTRESS: 0.01})


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
    one = signs.assess(["I feel hopeless"], THINKABLE)
    two = signs.assess(["I feel hopeless", "I haven't slept and stopped eating"], THINKABLE)
    three = signs.assess(["I feel hopeless", "I haven't slept", "I want to die"], THINKABLE)
    assert one.chance < two.chance < three.chance


def test_comfort_never_outweighs_plain_words() -> None:
    signs = load_signs()
    assert signs.assess(["I want to die, haha, just joking, exams, I'm fine"], THINKABLE).possible


def test_each_sign_is_a_reason() -> None:
    risk = load_signs().assess(["He locks me in."], THINKABLE)
    assert [(each.why, each.words) for each in risk.evidence] == [("being_hurt", "He locks me in.")]


@pytest.mark.parametrize("before", ["", "What does it cost? ", "I'll be ten minutes late. "])
@pytest.mark.parametrize(
    "cry",
    [
        "I'm sick of being alive.",
        "I have started cutting my arms again",
        "My father hits me when he is drunk",
        "i just want to sleep and not wake up",
        "I took some tablets last night and woke up",
        "I cannot keep myself safe",
        "Nobody would miss me.",
        "What's left to live for?",
        "everything is black and I can't see out of it",
        "My husband won't let me out of the house",
        "I think about death a lot",
        "no one will notice when I'm gone",
    ],
)
def test_a_plain_cry_costs_at_least_a_look_whatever_stands_before_it(
    read: Callable[..., Reading], before: str, cry: str
) -> None:
    reading = read(before + cry, subject="Balint")
    assert reading.route is Route.URGENT or "possible_distress" in reading.reasons


def test_plain_words_cost_a_look_however_sure_the_model_is() -> None:
    risk = load_signs().assess(["I am so tired of living."], NOT_LIKELY)
    assert risk.possible
    assert not load_signs().assess(["I am so tired of nights."], NOT_LIKELY).possible


def test_a_clause_that_worries_by_itself_costs_a_look() -> None:
    alone = replace(NOT_LIKELY, alone={Flag.DISTRESS: 0.6})
    risk = load_signs().assess(["Is it free?"], alone)
    assert risk.possible
    assert not risk.flagged


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        ("A patient of mine jumped in front of a train.", "May I bring this?"),
        ("I would rather jump off a cliff than do another OSCE.", "what is a balint group?"),
    ],
)
def test_what_costs_a_look_is_shown(read: Callable[..., Reading], words: str, rest: str) -> None:
    reading = read(f"{words} {rest}", subject="hi")
    assert reading.reasons == ("possible_distress",)
    assert reading.worrying
    assert all(evidence.words in words for evidence in reading.worrying)


def test_an_ordinary_question_worries_nobody(read: Callable[..., Reading]) -> None:
    assert not read("What does it cost?", subject="hi").worrying


@pytest.mark.parametrize(
    "text",
    [
        "I'm in a dark place and would like to join.",
        "I feel like I'm in a really dark place, can I join the group?",
        "I'd be free Tuesdays but I probably won't be alive by then.",
        "If I have to do one more ED night I'll throw myself out a window haha",
        "I want to ki\u00adll my\u00adself. Is it free?",
        "Is it free? \uff29 \uff57\uff41\uff4e\uff54 \uff54\uff4f \uff44\uff49\uff45",
    ],
)
def test_worry_beside_an_ordinary_wish_costs_at_least_a_look(
    read: Callable[..., Reading], text: str
) -> None:
    reading = read(text)
    assert reading.route is Route.URGENT or reading.reasons == ("possible_distress",)


def test_a_cry_beyond_what_is_read_is_heard(read: Callable[..., Reading]) -> None:
    reading = read("What does it cost?\n" * 200 + "I want to kill myself.")
    assert reading.route is Route.URGENT


def test_a_cry_below_the_name_is_heard(read: Callable[..., Reading]) -> None:
    reading = read("What does it cost?", signature="Jo\nI want to kill myself")
    assert reading.route is Route.URGENT


def test_a_cry_that_is_passed_on_costs_a_look_and_is_shown(read: Callable[..., Reading]) -> None:
    reading = read("Can you help him?", quoted="I can't go on. I want to die. Look after my cat.")
    assert reading.reasons == ("possible_distress",)
    assert "I want to die" in reading.worrying[0].words


def test_our_own_letters_below_an_answer_worry_nobody() -> None:
    letters = Path(__file__).parents[3] / "templates"
    lines = [
        line for each in sorted(letters.rglob("*.*")) for line in each.read_text().splitlines()
    ]
    assert lines
    assert not load_signs().assess((), NOT_LIKELY, Aside(passed_on=lines)).possible
