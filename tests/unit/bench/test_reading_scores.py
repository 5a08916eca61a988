"""Readings held against labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.reading_scores import measure
from mailbot.model.reading import Day, Facts, Flag, Interval, Route, Topic

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.reading_curves import Weighed
    from bench.reading_scores import Figures


def figures(*mails: Weighed) -> Figures:
    return measure([(each.enquiry, each.reading) for each in mails])


def test_a_topic_missed_and_one_read_wrongly_count_against_each_alone(
    mail: Callable[..., Weighed],
) -> None:
    read = figures(mail(), mail(read_topics={Topic.DATES}))

    assert (read.topics[Topic.COST].precision, read.topics[Topic.COST].recall) == (1, 0.5)
    assert read.topics[Topic.DATES].precision == 0
    assert read.micro.f1 == 0.5
    assert read.macro_f1 == pytest.approx(2 / 3 / 2)  # cost and dates; no other topic occurs
    assert read.exact.share == 0.5


def test_what_no_mail_raises_has_no_figures(mail: Callable[..., Weighed]) -> None:
    read = figures(mail(read_topics={Topic.DATES}))
    cost, dates, zoom = (read.topics[each] for each in (Topic.COST, Topic.DATES, Topic.ZOOM))

    assert (cost.precision, cost.recall, cost.f1) == (0, 0, 0)
    assert (dates.precision, dates.recall, dates.f1) == (0, None, 0)
    assert (zoom.precision, zoom.recall, zoom.f1) == (None, None, None)
    assert read.facts["city"].stated.share is None
    assert read.facts["availability"].overlap is None
    assert read.kept_from_reply.share is None


def test_without_topics_there_is_no_mean_of_them(mail: Callable[..., Weighed]) -> None:
    read = figures(mail(topics=set[Topic]()))

    assert (read.micro.f1, read.macro_f1) == (None, None)


def test_the_confusion_has_the_right_route_outside_and_the_read_one_inside(
    mail: Callable[..., Weighed],
) -> None:
    read = figures(mail(route=Route.URGENT, read_route=Route.COORDINATOR), mail())

    assert read.confusion[Route.URGENT][Route.COORDINATOR] == 1
    assert read.confusion[Route.COORDINATOR][Route.URGENT] == 0
    assert read.route.share == 0.5


def test_private_mail_replied_to_and_a_students_passed_over_are_both_counted(
    mail: Callable[..., Weighed],
) -> None:
    private = {"topics": {Topic.UNRELATED}, "route": Route.NONE}
    machines = {"topics": set[Topic](), "flags": {Flag.MACHINE}, "route": Route.NONE}

    read = figures(
        mail(**private),
        mail(**private, read_route=Route.REPLY),
        mail(**machines),
        mail(**machines, read_route=Route.REPLY),
        mail(read_route=Route.NONE),
        mail(),
    )

    assert read.kept_from_reply.share == 0.5
    assert read.heard.share == 0.5


def test_a_look_at_possible_distress_is_no_flag(mail: Callable[..., Weighed]) -> None:
    read = figures(
        mail(flags={Flag.DISTRESS}, route=Route.URGENT),
        mail(
            flags={Flag.DISTRESS},
            route=Route.URGENT,
            read_flags=set[Flag](),
            read_route=Route.COORDINATOR,
            reason="possible_distress",
        ),
    )

    assert read.flags[Flag.DISTRESS].recall == 0.5
    assert read.distress_either.recall == 1


def test_a_fuller_name_from_the_sender_is_as_right_and_another_is_not(
    mail: Callable[..., Weighed],
) -> None:
    read = figures(
        mail(facts={"name": "Mira"}, read_facts=Facts(name="Mira Ode")),
        mail(facts={"name": "Mira"}, read_facts=Facts(name="Miro")),
        mail(read_facts=Facts(name="Mira")),
    )

    assert (read.facts["name"].stated.right, read.facts["name"].stated.of) == (1, 2)
    assert read.facts["name"].added == 1


def test_times_are_right_exactly_or_not_and_overlap_by_the_hour(
    mail: Callable[..., Weighed],
) -> None:
    stated = {"availability": [{"day": "mon", "from": "18:00", "to": "21:00"}]}
    same, shorter = (
        Facts(availability=(Interval(Day.MON, "18:00", end),)) for end in ("21:00", "19:00")
    )

    read = figures(
        mail(facts=stated, read_facts=same), mail(facts=stated, read_facts=shorter)
    ).facts["availability"]

    assert read.stated.share == 0.5
    assert read.overlap == pytest.approx(4 / 6)
