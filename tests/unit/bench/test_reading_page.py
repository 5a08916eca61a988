"""The page, the JSON and the text of what reading reaches."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from selectolax.lexbor import LexborHTMLParser

from bench.reading_costs import Costs, Start, measure_costs
from bench.reading_curves import curves
from bench.reading_json import as_json
from bench.reading_page import amount, as_page
from bench.reading_scores import measure
from bench.reading_targets import TARGETS, Outcome, Result
from bench.reading_text import report
from mailbot.model.reading import Flag, Route, Topic
from mailbot.reading import load_reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.reading_curves import Weighed


def outcome_of(*mails: Weighed) -> Outcome:
    return Outcome(
        files=("some <&> mails.jsonl",),
        folds=4,
        figures=measure([(each.enquiry, each.reading) for each in mails]),
        curves=curves(mails),
        costs=Costs(1.5, 4.0, 0.8, Start(0.4, 31)),
    )


@pytest.fixture
def outcome(mail: Callable[..., Weighed]) -> Outcome:
    return outcome_of(
        mail(),
        mail(read_topics={Topic.DATES}),
        mail(flags={Flag.DISTRESS}, route=Route.URGENT),
    )


@pytest.fixture
def calm(mail: Callable[..., Weighed]) -> Outcome:
    """Mail without distress, facts, and anything that a reply is kept from."""
    return outcome_of(mail(), mail(read_topics={Topic.DATES}))


def rows_of(page: str) -> dict[str, list[str]]:
    """Return the rows of a page's tables by their heads."""
    rows = [row for row in LexborHTMLParser(page).css("tbody tr") if row.css("th")]
    return {row.css("th")[0].text(): [cell.text() for cell in row.css("td")] for row in rows}


def test_each_picture_is_told_in_words_and_in_figures(outcome: Outcome) -> None:
    figures = LexborHTMLParser(as_page(outcome)).css("figure")

    assert len(figures) == 4
    for figure in figures:
        (told,) = figure.css("[role=img]")
        assert len(told.attributes["aria-label"] or "") > 40
        assert told.css("svg")
        assert figure.css("details td")


def test_the_page_needs_nothing_from_elsewhere_and_escapes_names(outcome: Outcome) -> None:
    page = as_page(outcome)

    assert "some &lt;&amp;&gt; mails.jsonl" in page
    assert not re.search(r"<script|<link|<img|@import|(?:src|href)=\"(?!#)", page)


def test_pictures_take_their_colours_from_the_page_by_day_and_night(outcome: Outcome) -> None:
    page = as_page(outcome)
    named = set(re.findall(r"var\(--(\w+)\)", page))
    day, night = (re.findall(r"--(\w+):", rule) for rule in re.findall(r":root {([^}]*)}", page))

    assert named <= set(day)
    assert set(day) == set(night)
    assert "#00000" not in page


def test_no_two_parts_of_the_page_share_a_name(outcome: Outcome) -> None:
    names = re.findall(r'\bid="([^"]+)"', as_page(outcome))

    assert len(names) == len(set(names))


def test_the_page_says_which_targets_are_short(outcome: Outcome) -> None:
    rows = LexborHTMLParser(as_page(outcome)).css("table.narrow")[0].css("tbody tr")
    short = {
        row.css("th")[0].text()
        for row, result in zip(rows, outcome.results, strict=True)
        if row.css(".short")
    }

    assert "topics, micro F1" in short
    assert "mail in batches, each" in short
    assert "route right" not in short


def test_what_is_short_is_never_rounded_up_to_what_is_wanted() -> None:
    target = next(each for each in TARGETS if each.name == "route right")

    assert not Result(target, 0.9299).reached
    assert amount(Result(target, 0.9299)) == ("0.929", "≥ 0.930")
    assert amount(Result(target, 0.57))[0] == "0.570"


def test_a_cost_is_reached_from_below() -> None:
    target = next(each for each in TARGETS if each.unit == "MB")

    assert Result(target, 150).reached
    assert not Result(target, 151).reached


def test_the_json_holds_each_topic_with_its_figures(outcome: Outcome) -> None:
    figures = json.loads(as_json(outcome))

    assert figures["figures"]["topics"]["cost"]["recall"] == pytest.approx(2 / 3, abs=1e-6)
    assert set(figures["figures"]["topics"]) == set(Topic)
    assert {each["target"]["name"] for each in figures["results"]} == {t.name for t in TARGETS}


def test_the_text_names_every_topic_flag_fact_and_target(outcome: Outcome) -> None:
    told = report(outcome)

    for name in (*Topic, *Flag, *outcome.figures.facts, *(target.name for target in TARGETS)):
        assert name in told


def test_the_start_is_measured_in_a_process_of_its_own(mail: Callable[..., Weighed]) -> None:
    costs = measure_costs(load_reader(), [mail().enquiry])

    assert costs.start.seconds > 0
    assert costs.start.megabytes > 5, "numpy and the model were loaded before they were measured"


DISTRESS = (
    "distress flag, recall",
    "distress flag, precision",
    "distress, best recall at precision 0.70",
)


def test_where_no_mail_is_of_distress_the_text_says_so(calm: Outcome) -> None:
    lines = report(calm).splitlines()

    assert f"{'distress':16} no such mail" in lines
    for name in (*DISTRESS, "availability exactly right", "unrelated and machine not to reply"):
        (line,) = [each for each in lines if each.startswith(name)]
        assert "no such mail" in line
        assert "SHORT" not in line
    assert "nan" not in report(calm)
    assert "None" not in report(calm)


def test_where_no_mail_is_of_distress_the_page_says_so(calm: Outcome) -> None:
    page = as_page(calm)
    rows = rows_of(page)

    for name in DISTRESS:
        measured, _, mark = rows[name]
        assert (measured, mark) == ("no such mail", "")
    assert rows["distress"] == ["no such mail"]
    assert next(cells for head, cells in rows.items() if head.startswith("dates0"))[1] == (
        "no such mail"
    )
    assert "None" not in page
    assert not re.search(r"\bnan\b", page)


def test_where_no_mail_is_of_distress_the_json_has_null(calm: Outcome) -> None:
    figures = json.loads(as_json(calm))
    results = {each["target"]["name"]: each for each in figures["results"]}

    assert figures["figures"]["flags"]["distress"]["recall"] is None
    for name in DISTRESS:
        assert (results[name]["value"], results[name]["reached"]) == (None, None)
    assert results["route right"]["reached"] is True


def test_distress_that_is_missed_is_short_still(mail: Callable[..., Weighed]) -> None:
    missed = outcome_of(
        mail(flags={Flag.DISTRESS}, read_flags=set[Flag](), route=Route.URGENT, risk=0.01),
        mail(risk=0.02),
    )

    reached = {each.target.name: each.reached for each in missed.results}
    assert [reached[name] for name in DISTRESS] == [False, False, False]
