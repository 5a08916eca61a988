"""Training goes downhill, and the pooled clauses and joined networks say what they should."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from mailbot.reading.encoding import STAGES
from mailbot.reading.model import Weights, logistic, pool
from mailbot.reading.network import Mails, Settings, Truth, _slopes, train

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEATURES, DIMENSIONS, NOTIONS, UNITS, LABELS = 5, 3, 2, 4, 2
OWNERS = np.array([0, 0, 1, 2, 2])


def some_mails() -> Mails:
    """Return three mails of five clauses; plain tables stand in for sparse ones."""
    chance = np.random.default_rng(1)

    def table(rows: int, columns: int) -> NDArray[Any]:
        return chance.random((rows, columns))

    return Mails(
        cast("Any", table(5, FEATURES)),
        table(5, DIMENSIONS),
        OWNERS,
        cast("Any", table(3, FEATURES)),
        table(3, DIMENSIONS),
        table(3, len(STAGES)),
        table(3, NOTIONS),
    )


def some_weights() -> Weights:
    chance = np.random.default_rng(2)
    shapes: dict[str, tuple[int, int]] = {
        "clauses": (FEATURES, UNITS),
        "vectors": (DIMENSIONS, UNITS),
        "stages": (len(STAGES), UNITS),
        "units": (1, UNITS),
        "out": (UNITS, LABELS),
        "mails": (FEATURES, LABELS),
        "mail_vectors": (DIMENSIONS, LABELS),
        "mail_stages": (len(STAGES), LABELS),
        "notions": (NOTIONS, LABELS),
        "bias": (1, LABELS),
        "alone": (1, LABELS),
    }
    tables: dict[str, Any] = {name: chance.normal(size=shape) for name, shape in shapes.items()}
    return Weights(**tables)


def some_truth() -> Truth:
    """Return what is true of them; nobody marked the clause of the second mail."""
    return Truth(
        mails=np.array([[1, 0], [0, 1], [1, 1]], np.float32),
        counts=np.array([[1, 2], [1, 1], [0, 1]], np.float32),
        clauses=np.array([[1, 0], [0, 0], [0, 0], [1, 0], [0, 1]], np.float32),
        marked=np.array([[1, 2], [1, 2], [0, 0], [0, 1], [0, 1]], np.float32),
    )


def loss(weights: Weights, mails: Mails, truth: Truth, heed: float) -> float:
    """Return the mean cross-entropy, written out a second time."""
    inner = mails.clauses @ weights.clauses + mails.vectors @ weights.vectors
    inner = inner + (mails.stages @ weights.stages + weights.units)[OWNERS]
    loud = np.maximum(inner, 0) @ weights.out
    score = np.stack([np.log(np.exp(loud[mail == OWNERS]).sum(axis=0)) for mail in range(3)])
    score = score + mails.mails @ weights.mails + mails.mail_vectors @ weights.mail_vectors
    score = score + mails.stages @ weights.mail_stages + mails.notions @ weights.notions
    whole = surprise(score + weights.bias, truth.mails) * truth.counts
    alone = surprise(loud + weights.alone, truth.clauses) * truth.marked
    return float(whole.sum() + heed * alone.sum()) / 3


def surprise(score: NDArray[Any], truth: NDArray[Any]) -> NDArray[Any]:
    chances = logistic(score)
    return -np.log(np.where(truth == 1, chances, 1 - chances))


@pytest.mark.parametrize("name", [each.name for each in fields(Weights)])
def test_slopes_are_those_of_the_loss(name: str) -> None:
    mails, weights, truth, heed = some_mails(), some_weights(), some_truth(), 0.7
    slopes = _slopes(weights, mails, truth, np.ones((5, UNITS), np.float32), heed)
    table, step = getattr(weights, name), 1e-5
    for place in np.ndindex(table.shape):
        nudge = np.zeros_like(table)
        nudge[place] = step
        higher = loss(replace(weights, **{name: table + nudge}), mails, truth, heed)
        lower = loss(replace(weights, **{name: table - nudge}), mails, truth, heed)
        expected = (higher - lower) / (2 * step)
        assert getattr(slopes, name)[place] == pytest.approx(expected, abs=1e-4)


def test_one_loud_clause_speaks_for_its_mail() -> None:
    loud = np.array([[-9.0], [5.0], [-9.0], [0.0]])
    pooled = pool(loud, np.array([0, 3]), np.array([0, 0, 0, 1]))
    assert pooled[:, 0] == pytest.approx([5.0, 0.0], abs=1e-3)


def test_training_learns_what_it_is_shown_and_is_the_same_each_time() -> None:
    pytest.importorskip("scipy", reason="training needs the dependency group `train`")
    from scipy import sparse

    dense = some_mails()
    mails = replace(
        dense, clauses=sparse.csr_matrix(dense.clauses), mails=sparse.csr_matrix(dense.mails)
    )
    settings = Settings(units=UNITS, passes=200, batch=3, dropped=0.0, dropped_units=0.0)
    first, second = (train(mails, some_truth(), settings, seed=3) for _ in range(2))
    assert loss(first, dense, some_truth(), settings.heed) < 0.3
    for each in fields(Weights):
        assert np.array_equal(getattr(first, each.name), getattr(second, each.name))
