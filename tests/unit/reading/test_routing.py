"""The routes apply in the order of the labels: urgent, none, coordinator, reply."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.model.reading import FOR_A_PERSON, QUESTIONS, Flag, Route, Topic
from mailbot.reading.routing import Found, choose_route

PLAIN = Found(
    topics={Topic.COST: 0.9},
    flags=frozenset(),
    machine=False,
    possible_distress=False,
    unrelated=0.0,
    elsewhere=0.0,
    reply_confidence=0.9,
)


def test_a_plain_question_is_answered() -> None:
    assert choose_route(PLAIN).route is Route.REPLY


@pytest.mark.parametrize("topic", sorted({*Topic}))
def test_distress_is_urgent_whatever_else_a_mail_says(topic: Topic) -> None:
    found = replace(PLAIN, topics={topic: 0.99}, flags=frozenset({Flag.DISTRESS}))
    assert choose_route(found).route is Route.URGENT


def test_possible_distress_goes_to_the_coordinator_with_its_reason() -> None:
    for topic in (Topic.COST, Topic.UNRELATED, Topic.THANKS):
        rule = choose_route(replace(PLAIN, topics={topic: 0.99}, possible_distress=True))
        assert (rule.route, rule.reason) == (Route.COORDINATOR, "possible_distress")


@pytest.mark.parametrize("topic", sorted(FOR_A_PERSON))
@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_topics_for_a_person_go_to_a_person(topic: Topic, question: Topic) -> None:
    found = replace(PLAIN, topics={question: 0.9, topic: 0.5})
    assert choose_route(found).route is Route.COORDINATOR


@pytest.mark.parametrize("topic", [Topic.UNRELATED, Topic.THANKS])
def test_mail_that_needs_no_answer_is_left_alone_only_where_sure(topic: Topic) -> None:
    assert choose_route(replace(PLAIN, topics={topic: 0.95})).route is Route.NONE
    assert choose_route(replace(PLAIN, topics={topic: 0.2})).route is Route.COORDINATOR


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (replace(PLAIN, flags=frozenset({Flag.PATIENT_DETAILS})), "patient_details"),
        (replace(PLAIN, topics={}), "no_topic"),
        (replace(PLAIN, elsewhere=0.8), "elsewhere"),
        (replace(PLAIN, unrelated=0.2), "maybe_unrelated"),
        (replace(PLAIN, reply_confidence=0.1), "unsure"),
    ],
)
def test_what_a_template_cannot_answer_goes_to_the_coordinator(found: Found, reason: str) -> None:
    rule = choose_route(found)
    assert (rule.route, rule.reason) == (Route.COORDINATOR, reason)


def test_a_mail_too_long_to_be_read_whole_goes_to_the_coordinator() -> None:
    for topic in (Topic.COST, Topic.UNRELATED):
        rule = choose_route(replace(PLAIN, topics={topic: 0.99}, cut_short=True))
        assert (rule.route, rule.reason) == (Route.COORDINATOR, "cut_short")
