"""A second look is taken where the quick network doubts, and says more than it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.train_reading import digest_of, sources
from mailbot.model.reading import Stage
from mailbot.reading.cues import chance_of
from mailbot.reading.doubt import doubts, joined
from mailbot.reading.model import Scores
from mailbot.reading.reader import LABELS
from mailbot.reading.second_look import MOST_PIECES, Closer, cut, load_second_look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.reading.reader import Reader
    from mailbot.reading.second_look import SecondLook


@cache
def the_look() -> SecondLook:
    return load_second_look()


@pytest.fixture
def second() -> SecondLook:
    return the_look()


def looked(second: SecondLook, clauses: Sequence[str], stage: Stage) -> Closer:
    closer = second.look(clauses, stage)
    assert closer is not None
    return closer


def likeliest(closer: Closer) -> str:
    return max(closer.log_odds, key=lambda label: closer.log_odds[label])


def test_it_was_trained_from_the_data_that_stands_here(second: SecondLook) -> None:
    assert second.digest == digest_of(sources()), "run bench/train_second_look.py"
    assert second.labels == LABELS


@pytest.mark.parametrize(
    ("clauses", "stage", "label"),
    [
        (("Does one have to fork out for any of it?",), Stage.NEW, "cost"),
        (
            ("Would the dean ever get wind of what I told them?",),
            Stage.NEW,
            "confidentiality",
        ),
        (("I shall have to leave my chair empty this coming Thursday.",), Stage.MEMBER, "absence"),
        (("Kind of you, but give my seat to somebody else.",), Stage.OFFERED, "decline"),
        (
            ("I keep thinking it would be simpler not to be alive.",),
            Stage.NEW,
            "distress",
        ),
    ],
)
def test_it_understands_what_is_said_in_other_words(
    second: SecondLook, clauses: tuple[str, ...], stage: Stage, label: str
) -> None:
    assert likeliest(looked(second, clauses, stage)) == label


def test_it_names_the_clause_that_spoke(second: SecondLook) -> None:
    clauses = ("Hello from Hobart.", "What does it cost?", "And do I get a certificate?", "Ana")
    closer = looked(second, clauses, Stage.NEW)
    assert clauses[closer.clause["cost"]] == "What does it cost?"
    assert clauses[closer.clause["certificate"]] == "And do I get a certificate?"


def test_a_long_mail_is_cut_and_each_piece_knows_its_clause(second: SecondLook) -> None:
    rows, owners = cut(["free on Tuesdays and Wednesdays after six"] * 200, second.pieces)
    assert len(rows) == len(owners) == MOST_PIECES
    assert owners[0] == owners[-1] == -1
    assert owners[1:-1] == sorted(owners[1:-1])


def test_a_mail_too_long_to_be_read_whole_is_left_to_the_first_look(second: SecondLook) -> None:
    long = ["Tuesdays and Wednesdays after six would suit me."] * 39
    assert second.look([*long, "I took some tablets."], Stage.NEW) is None
    assert second.look(["Hi."] * 41, Stage.NEW) is None
    first = Scores({"cost": 0.4, "distress": 0.6}, {"cost": 0, "distress": 0}, {"distress": 0.6})
    assert joined(first, None) is first


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=6), st.sampled_from(Stage))
def test_whatever_is_written_it_says_something_finite(clauses: list[str], stage: Stage) -> None:
    closer = looked(the_look(), clauses, stage)
    assert np.isfinite(list(closer.log_odds.values())).all()
    assert all(0 <= place < len(clauses) for place in closer.clause.values())


def test_it_is_asked_only_where_the_first_look_doubts() -> None:
    sure = Scores({"cost": 0.99, "distress": 0.01}, {"cost": 0, "distress": 0}, {"distress": 0.1})
    assert not doubts(sure)
    assert doubts(replace(sure, probability={"cost": 0.3, "distress": 0.01}))
    assert doubts(replace(sure, alone={"distress": 0.6}))


def test_both_looks_count_the_same_and_the_second_names_the_words() -> None:
    first = Scores(
        {"cost": chance_of(2.0), "distress": 0.1}, {"cost": 0, "distress": 0}, {"distress": 0.1}
    )
    second = Closer({"cost": -1.0, "distress": 0.0}, {"cost": 3, "distress": 3}, {"distress": 0.0})
    both = joined(first, second)
    assert both.probability["cost"] == pytest.approx(chance_of(0.5))
    assert both.clause == {"cost": 3, "distress": 3}


@pytest.mark.parametrize(("whole", "alone"), [(0.6, 0.1), (0.1, 0.6)])
def test_words_of_distress_are_those_of_the_look_that_worries(whole: float, alone: float) -> None:
    first = Scores({"distress": whole}, {"distress": 0}, {"distress": alone})
    second = Closer({"distress": -3.0}, {"distress": 3}, {"distress": -3.0})
    assert joined(first, second).clause == {"distress": 0}


def test_a_clause_that_worries_counts_as_much_as_both_looks_find() -> None:
    first = Scores({"distress": 0.1}, {"distress": 0}, {"distress": chance_of(3.0)})
    second = Closer({"distress": -3.0}, {"distress": 3}, {"distress": -5.0})
    assert joined(first, second).alone == {"distress": pytest.approx(chance_of(-1.0))}


def test_a_mail_is_read_the_same_alone_and_among_others(reader: Reader) -> None:
    texts = [("Is it free?",), ("Would my dean get wind of it?", "Jo"), ("",), ()]
    stages = [Stage.NEW, Stage.INFORMED, Stage.NEW, Stage.NEW]
    together = reader.score(texts, stages)
    for text, stage, score in zip(texts, stages, together, strict=True):
        alone = reader.score([text], [stage])[0]
        assert alone.probability == pytest.approx(score.probability, abs=1e-5)
