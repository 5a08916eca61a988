"""What confidences are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.enquiries import HOME, load_enquiries
from bench.reading import weigh
from bench.reading_curves import calibration, curves, route_at
from mailbot.model.reading import Flag, Route, Topic
from mailbot.reading import load_reader
from mailbot.reading.distress import FLAG_FROM, LOOK_FROM
from mailbot.reading.routing import UNSURE_BELOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.reading_curves import Weighed

ILL = {"flags": {Flag.DISTRESS}, "route": Route.URGENT}


@pytest.fixture(scope="module")
def weighed() -> list[Weighed]:
    return weigh(load_reader(), load_enquiries([HOME / "own-others.jsonl"]))


def test_what_is_as_often_right_as_it_is_sure_has_no_calibration_error() -> None:
    well = calibration([(0.75, True), (0.75, True), (0.75, True), (0.75, False)])
    boastful = calibration([(0.95, True), (0.95, False), (0.55, True), (0.55, False)])

    assert well.error == pytest.approx(0)
    assert boastful.error == pytest.approx((0.45 + 0.05) / 2)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_no_judgement_is_lost_between_bins(judgements: list[tuple[float, bool]]) -> None:
    found = calibration(judgements)

    assert sum(each.count for each in found.bins) == len(judgements)
    assert found.error is not None
    assert 0 <= found.error <= 1


def test_where_nothing_was_judged_there_is_no_calibration_error() -> None:
    assert calibration([]).error is None


def test_recall_at_a_precision_takes_the_best_threshold(mail: Callable[..., Weighed]) -> None:
    found = curves(
        [
            mail(**ILL, risk=0.9),
            mail(risk=0.8),
            mail(**ILL, risk=0.7),
            mail(**ILL, risk=0.6),
            mail(risk=0.5),
            mail(**ILL, risk=0.4),
        ]
    )

    assert found.recall_at(1) == 0.25
    assert found.recall_at(0.7) == 0.75
    assert found.recall_at(0.6) == 1


def test_without_distress_there_is_no_recall(mail: Callable[..., Weighed]) -> None:
    assert curves([mail(), mail(risk=0.9)]).recall_at(0.7) is None


def test_distress_that_no_threshold_finds_precisely_has_a_recall_of_none(
    mail: Callable[..., Weighed],
) -> None:
    assert curves([mail(risk=0.9), mail(**ILL, risk=0.01)]).recall_at(0.7) == 0


def test_the_marked_points_are_what_reading_flags_and_shows(weighed: list[Weighed]) -> None:
    for each in weighed:
        flagged = Flag.DISTRESS in each.reading.flag_set
        assert flagged == (each.risk >= FLAG_FROM)
        if each.reading.reasons == ("possible_distress",):
            assert LOOK_FROM <= each.risk < FLAG_FROM


def test_the_chances_are_those_that_topics_are_raised_with(weighed: list[Weighed]) -> None:
    for each in weighed:
        for finding in each.reading.topics:
            if each.chances:
                assert each.chances[finding.topic] == pytest.approx(finding.confidence, abs=1e-4)


def test_at_the_threshold_that_holds_all_routes_are_as_they_were_read(
    weighed: list[Weighed],
) -> None:
    for each in weighed:
        assert route_at(each.reading, UNSURE_BELOW) is each.reading.route


def test_a_stricter_threshold_sends_unsure_replies_to_the_coordinator(
    mail: Callable[..., Weighed],
) -> None:
    reading = mail(confidence=0.6).reading

    assert route_at(reading, 0.6) is Route.REPLY
    assert route_at(reading, 0.7) is Route.COORDINATOR


def test_a_laxer_threshold_lets_unsure_replies_go_and_nothing_else(
    mail: Callable[..., Weighed],
) -> None:
    unsure = {"read_route": Route.COORDINATOR, "confidence": 0.9}

    assert route_at(mail(**unsure, reason="unsure").reading, 0.05) is Route.REPLY
    for reason in ("possible_distress", "for_a_person", "maybe_unrelated", "patient_details"):
        reading = mail(**unsure, reason=reason).reading
        assert route_at(reading, 0) is Route.COORDINATOR
    thanks = mail(**unsure, reason="unsure", read_topics={Topic.THANKS}).reading
    assert route_at(thanks, 0) is Route.COORDINATOR


def test_the_effect_of_the_threshold_is_shown_in_shares(mail: Callable[..., Weighed]) -> None:
    found = curves(
        [
            mail(confidence=0.9),
            mail(route=Route.COORDINATOR, read_route=Route.REPLY, confidence=0.5),
        ]
    )
    lax, strict = (
        next(each for each in found.replying if each.threshold == at) for at in (0.1, 0.8)
    )

    assert (lax.replied, lax.rightly, lax.route) == (1, 0.5, 0.5)
    assert (strict.replied, strict.rightly, strict.route) == (0.5, 1, 1)
