"""Trains the model's network by gradient descent. Needs scipy; reading never imports this."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Protocol, Self, cast

import numpy as np

from mailbot.reading.encoding import STAGES
from mailbot.reading.model import Weights, logistic, pool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.reading.encoding import Encoded, Integers, Row
    from mailbot.reading.vectors import Floats

MAIL_VECTOR_SHARE = 3.0
"""How loud a mail's word vector is beside its features."""

_FIRST_BIAS = -4.0
_STEADY, _STEADY_SQUARE, _TINY = 0.9, 0.999, 1e-8
_UNPULLED = frozenset({"bias", "alone"})


class Sparse(Protocol):
    """What training needs of scipy's sparse matrices, which come without types."""

    shape: tuple[int, int]
    data: Floats
    T: Any

    def __getitem__(self, rows: Integers) -> Self:
        """Return a copy of some rows."""

    def __matmul__(self, other: Floats) -> Floats:
        """Return the product with a table."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to train.

    Attributes:
        rarest: A feature must occur in this many clauses or mails.
        units: The width of the hidden layer of one network.
        networks: How many are trained, from different beginnings, to speak together.
        passes: How often each sees all examples.
        batch: How many examples a step looks at.
        rate: How far a step goes at first; it shrinks to nothing.
        dropped: The share of features left out at random.
        dropped_units: The share of the hidden layer left out at random.
        pull: How hard weights are pulled to zero.
        heed: How much clauses that somebody marked count beside their mails.
    """

    rarest: int = 4
    units: int = 96
    networks: int = 3
    passes: int = 40
    batch: int = 512
    rate: float = 0.03
    dropped: float = 0.6
    dropped_units: float = 0.4
    pull: float = 2e-5
    heed: float = 1.0


@dataclass(frozen=True, slots=True)
class Mails:
    """Mails as matrices, or the mails of one step."""

    clauses: Sparse
    vectors: Floats
    owners: Integers
    mails: Sparse
    mail_vectors: Floats
    stages: Floats
    notions: Floats

    @classmethod
    def of(cls, encoded: Encoded, clause_width: int, mail_width: int) -> Mails:
        """Return encoded mails as matrices."""
        return cls(
            _matrix(encoded.clauses, clause_width),
            encoded.vectors,
            encoded.owners,
            _matrix(encoded.mails, mail_width),
            encoded.mail_vectors * np.float32(MAIL_VECTOR_SHARE),
            encoded.stages,
            encoded.notions,
        )

    def rows_of(self, chosen: Integers) -> tuple[Integers, Integers]:
        """Return which clauses the `chosen` mails have, and which of these mails each is of."""
        place = np.full(self.mails.shape[0], -1)
        place[chosen] = np.arange(len(chosen))
        rows = np.flatnonzero(place[self.owners] >= 0)
        rows = rows[np.argsort(place[self.owners[rows]], kind="stable")]
        return rows, place[self.owners[rows]]

    def some(self, chosen: Integers, dropped: float, chance: np.random.Generator) -> Mails:
        """Return the `chosen` mails, a share of all that is known of them left out at random."""
        rows, owners = self.rows_of(chosen)

        def thinned(table: Floats) -> Floats:
            return table * _kept(table.shape, dropped, chance)

        clauses, mails = self.clauses[rows], self.mails[chosen]
        clauses.data, mails.data = thinned(clauses.data), thinned(mails.data)
        return Mails(
            clauses,
            thinned(self.vectors[rows]),
            owners,
            mails,
            thinned(self.mail_vectors[chosen]),
            thinned(self.stages[chosen]),
            thinned(self.notions[chosen]),
        )


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of the examples, or of those of one step.

    Attributes:
        mails: 1 for each label that is true of an example, a row an example.
        counts: How much it counts, likewise.
        clauses: 1 for each label that a clause speaks for, a row a clause.
        marked: How much that counts, likewise; 0 where nobody marked the clauses.
    """

    mails: Floats
    counts: Floats
    clauses: Floats
    marked: Floats

    def some(self, chosen: Integers, rows: Integers) -> Truth:
        """Return what is true of the `chosen` mails, whose clauses are `rows`."""
        return Truth(self.mails[chosen], self.counts[chosen], self.clauses[rows], self.marked[rows])


def _kept(shape: tuple[int, ...], dropped: float, chance: np.random.Generator) -> Floats:
    kept = chance.random(shape, np.float32) >= dropped
    return kept.astype(np.float32) / np.float32(1 - dropped)


def _matrix(rows: Sequence[Row], width: int) -> Sparse:
    from scipy import sparse

    bounds = np.cumsum([0, *(len(row.columns) for row in rows)])
    columns = np.concatenate([row.columns for row in rows])
    values = np.concatenate([row.values for row in rows])
    return cast("Sparse", sparse.csr_matrix((values, columns, bounds), shape=(len(rows), width)))


def train(mails: Mails, truth: Truth, settings: Settings, seed: int) -> Weights:
    """Return the weights of one network.

    Args:
        mails: The examples.
        truth: What is true of them.
        settings: How to train.
        seed: Says where to begin and what to leave out; the same gives the same network.
    """
    chance = np.random.default_rng(seed)
    weights = _beginning(mails, truth.mails.shape[1], settings.units, chance)
    descent = _Descent(weights)
    for done in range(settings.passes):
        order = chance.permutation(len(truth.mails))
        rate = settings.rate * (1 - done / settings.passes)
        for first in range(0, len(order), settings.batch):
            chosen = order[first : first + settings.batch]
            some = mails.some(chosen, settings.dropped, chance)
            true = truth.some(chosen, mails.rows_of(chosen)[0])
            units = _kept((len(some.owners), settings.units), settings.dropped_units, chance)
            slopes = _slopes(weights, some, true, units, settings.heed)
            descent.step(slopes, rate, settings.pull)
    return weights


def _beginning(mails: Mails, labels: int, units: int, chance: np.random.Generator) -> Weights:
    def random(rows: int, columns: int, size: float) -> Floats:
        return (chance.standard_normal((rows, columns)) * size).astype(np.float32)

    def zeros(rows: int) -> Floats:
        return np.zeros((rows, labels), np.float32)

    return Weights(
        clauses=random(mails.clauses.shape[1], units, 0.3),
        vectors=random(mails.vectors.shape[1], units, 0.3),
        stages=random(len(STAGES), units, 0.3),
        units=np.zeros((1, units), np.float32),
        out=random(units, labels, 0.1),
        mails=zeros(mails.mails.shape[1]),
        mail_vectors=zeros(mails.mail_vectors.shape[1]),
        mail_stages=zeros(len(STAGES)),
        notions=zeros(mails.notions.shape[1]),
        bias=zeros(1) + np.float32(_FIRST_BIAS),
        alone=zeros(1) + np.float32(_FIRST_BIAS),
    )


def _slopes(
    weights: Weights, mails: Mails, truth: Truth, kept_units: Floats, heed: float
) -> Weights:
    """Return how the loss changes with each weight.

    The loss is the mean cross-entropy of the mails' labels, and `heed` times that of what their
    clauses speak for, each read alone.
    """
    owners = mails.owners
    firsts = np.searchsorted(owners, np.arange(len(truth.mails)))
    inner = mails.clauses @ weights.clauses + mails.vectors @ weights.vectors
    inner += (mails.stages @ weights.stages + weights.units)[owners]
    hidden = np.maximum(inner, 0) * kept_units
    loud = hidden @ weights.out
    pooled = pool(loud, firsts, owners)
    whole = mails.mails @ weights.mails + mails.mail_vectors @ weights.mail_vectors
    whole += mails.stages @ weights.mail_stages + mails.notions @ weights.notions + weights.bias
    share = np.float32(1 / len(truth.mails))
    off = ((logistic(pooled + whole) - truth.mails) * truth.counts * share).astype(np.float32)
    off_alone = logistic(loud + weights.alone) - truth.clauses
    off_alone = (off_alone * truth.marked * np.float32(heed) * share).astype(np.float32)
    off_loud = np.exp(loud - pooled[owners]) * off[owners] + off_alone
    off_inner = (off_loud @ weights.out.T) * kept_units * (inner > 0)
    off_mail = np.add.reduceat(off_inner, firsts, axis=0)
    return Weights(
        clauses=mails.clauses.T @ off_inner,
        vectors=mails.vectors.T @ off_inner,
        stages=mails.stages.T @ off_mail,
        units=off_mail.sum(axis=0, keepdims=True),
        out=hidden.T @ off_loud,
        mails=mails.mails.T @ off,
        mail_vectors=mails.mail_vectors.T @ off,
        mail_stages=mails.stages.T @ off,
        notions=mails.notions.T @ off,
        bias=off.sum(axis=0, keepdims=True),
        alone=off_alone.sum(axis=0, keepdims=True),
    )


class _Descent:
    """Steps down the slopes, each weight at its own pace (Adam, Kingma and Ba 2015)."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._means, self._squares = _nothing_like(weights), _nothing_like(weights)
        self._steps = 0

    def step(self, slopes: Weights, rate: float, pull: float) -> None:
        """Change the weights in place."""
        self._steps += 1
        fair = np.sqrt(1 - _STEADY_SQUARE**self._steps) / (1 - _STEADY**self._steps)
        for name in self._means:
            held = 0.0 if name in _UNPULLED else 2 * pull
            table = getattr(self._weights, name)
            slope = getattr(slopes, name) + np.float32(held) * table
            pace = self._pace(name, slope)
            pace *= np.float32(rate * fair)
            table -= pace

    def _pace(self, name: str, slope: Floats) -> Floats:
        mean, square = self._means[name], self._squares[name]
        mean += np.float32(1 - _STEADY) * (slope - mean)
        square += np.float32(1 - _STEADY_SQUARE) * (slope * slope - square)
        return np.divide(mean, np.sqrt(square) + np.float32(_TINY), dtype=np.float32)


def _nothing_like(weights: Weights) -> dict[str, Floats]:
    return {each.name: np.zeros_like(getattr(weights, each.name)) for each in fields(Weights)}
