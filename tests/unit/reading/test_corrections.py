"""What the coordinator says of a mail, as labels of the model."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.errors import RefusedError
from mailbot.model.reading import FOR_A_PERSON, Flag, Route, Topic
from mailbot.reading.corrections import ELSEWHERE, Correction, route_of, said
from mailbot.reading.reader import LABELS

_CORRECTIONS = st.builds(
    Correction,
    topics=st.none() | st.frozensets(st.sampled_from(Topic), max_size=3),
    flags=st.none() | st.frozensets(st.sampled_from(Flag)),
    route=st.none() | st.sampled_from(Route),
)


def topics(*named: Topic, route: Route | None = None) -> dict[str, bool]:
    return said(Correction(topics=frozenset(named), route=route))


@given(_CORRECTIONS)
def test_whatever_she_says_is_in_labels_that_the_model_knows_or_is_refused(
    correction: Correction,
) -> None:
    with suppress(RefusedError):
        assert set(said(correction)) <= set(LABELS)


def test_topics_say_of_every_topic_whether_it_is_raised() -> None:
    labels = topics(Topic.CERTIFICATE, Topic.DATES)
    raised = {topic for topic in Topic if labels[topic]}
    assert raised == {Topic.CERTIFICATE, Topic.DATES}
    assert labels[ELSEWHERE] is False
    assert "distress" not in labels


def test_a_question_for_the_coordinator_asks_what_no_topic_covers() -> None:
    assert topics(Topic.DATES, route=Route.COORDINATOR)[ELSEWHERE]
    assert topics()[ELSEWHERE]


def test_a_topic_for_a_person_is_no_other_request() -> None:
    assert not topics(Topic.COMPLAINT)[ELSEWHERE]


def test_a_route_alone_leaves_the_topics_open() -> None:
    labels = said(Correction(route=Route.COORDINATOR))
    assert labels == {ELSEWHERE: True, "thanks": False, "unrelated": False}
    answerable = said(Correction(route=Route.REPLY))
    assert not any(answerable.values())
    assert set(answerable) >= FOR_A_PERSON
    assert "cost" not in answerable


def test_urgent_is_distress() -> None:
    assert said(Correction(route=Route.URGENT)) == {"distress": True}


@pytest.mark.parametrize(
    "correction",
    [
        Correction(),
        Correction(flags=frozenset({Flag.MACHINE})),
        Correction(route=Route.NONE),
        Correction(topics=frozenset({Topic.THANKS, Topic.COST})),
        Correction(topics=frozenset({Topic.UNRELATED}), route=Route.REPLY),
        Correction(topics=frozenset({Topic.COST}), route=Route.NONE),
        Correction(topics=frozenset({Topic.COMPLAINT}), route=Route.REPLY),
        Correction(flags=frozenset({Flag.DISTRESS}), route=Route.REPLY),
        Correction(flags=frozenset(), route=Route.URGENT),
        Correction(flags=frozenset({Flag.PATIENT_DETAILS}), route=Route.REPLY),
    ],
)
def test_what_contradicts_itself_or_cannot_be_taught_is_refused(correction: Correction) -> None:
    with pytest.raises(RefusedError):
        said(correction)


@pytest.mark.parametrize(
    ("named", "flags", "route"),
    [
        ({Topic.COST}, set(), Route.REPLY),
        ({Topic.COST}, {Flag.DISTRESS}, Route.URGENT),
        ({Topic.THANKS}, set(), Route.NONE),
        ({Topic.COST, Topic.PRIVACY}, set(), Route.COORDINATOR),
        ({Topic.COST}, {Flag.PATIENT_DETAILS}, Route.COORDINATOR),
        (set(), set(), Route.COORDINATOR),
    ],
)
def test_the_route_follows_from_topics_and_flags(
    named: set[Topic], flags: set[Flag], route: Route
) -> None:
    assert route_of(frozenset(named), frozenset(flags)) is route
