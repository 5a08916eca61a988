"""Fits the model to labelled mails. Needs scipy; reading itself never imports this."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np

from mailbot.reading.features import clause_features
from mailbot.reading.model import Model, Vocabulary, as_bytes, context, logistic, pool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mailbot.model.reading import Stage
    from mailbot.reading.lexicon import Lexicon
    from mailbot.reading.model import Encoded, WordVectors

    Doubles = NDArray[np.float64]


class SparseMatrix(Protocol):
    """What fitting needs of scipy's sparse matrices, which come without types."""

    shape: tuple[int, int]
    T: Any

    def __matmul__(self, other: Doubles) -> Doubles:
        """Return the product with a table."""


EVERY_CLAUSE = "every clause"
"""The name of the feature in column 0."""


@dataclass(frozen=True, slots=True)
class Example:
    """A mail, or a single phrase, with its labels.

    Attributes:
        clauses: The words.
        stage: Where the writer stands; None where the phrase could come from anyone.
        labels: What is true of it.
        unknown: Labels that nobody judged, so that they teach nothing.
        weight: How much it counts.
    """

    clauses: tuple[str, ...]
    stage: Stage | None
    labels: frozenset[str]
    unknown: frozenset[str] = frozenset()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Settings:
    """How to fit.

    Attributes:
        rarest: A feature must occur in this many clauses.
        pull: How hard weights of features are pulled to zero.
        context_pull: The same for what is true of the mail as a whole.
        vector_share: How loud the word vectors are beside the features.
        rounds: At most so many steps.
    """

    rarest: int = 2
    pull: float = 0.02
    context_pull: float = 0.5
    vector_share: float = 1.0
    rounds: int = 150


def fit(
    examples: Sequence[Example],
    labels: Sequence[str],
    lexicon: Lexicon,
    vectors: WordVectors,
    settings: Settings,
    digest: str,
) -> Model:
    """Return the model fitted to `examples` for `labels`."""
    vocabulary = _vocabulary(examples, lexicon, vectors, settings)
    problem = _Problem(examples, labels, vocabulary, settings)
    weights, around_weights, bias = problem.solve()
    width = len(vocabulary.rarity)
    return Model(
        tuple(labels),
        vocabulary,
        weights[:width].astype(np.float32),
        (weights[width:] * settings.vector_share).astype(np.float32),
        around_weights.astype(np.float32),
        bias.astype(np.float32),
        digest,
    )


def _vocabulary(
    examples: Sequence[Example], lexicon: Lexicon, vectors: WordVectors, settings: Settings
) -> Vocabulary:
    counts: Counter[str] = Counter()
    total = 0
    for example in examples:
        for clause in example.clauses:
            counts.update(clause_features(clause, lexicon))
            total += 1
    names = [EVERY_CLAUSE, *sorted(n for n, c in counts.items() if c >= settings.rarest)]
    counts[EVERY_CLAUSE] = total
    rarity = np.log(1 + total / np.array([counts[name] for name in names], np.float32))
    column_of = {name: column for column, name in enumerate(names)}
    return Vocabulary(column_of, rarity.astype(np.float32), vectors, lexicon)


class _Problem:
    """The loss of pooled clauses against the labels, and its slope, for scipy to minimise."""

    def __init__(
        self,
        examples: Sequence[Example],
        labels: Sequence[str],
        vocabulary: Vocabulary,
        settings: Settings,
    ) -> None:
        self._settings = settings
        encoded = vocabulary.encode([example.clauses for example in examples])
        self._inputs = _matrix(encoded, len(vocabulary.rarity), settings.vector_share)
        self._turned = cast("SparseMatrix", self._inputs.T.tocsr())
        self._owners = encoded.owners
        self._firsts = np.searchsorted(encoded.owners, np.arange(len(examples)))
        self._truth = np.array([[name in e.labels for name in labels] for e in examples], float)
        self._counts = np.array(
            [[0.0 if name in e.unknown else e.weight for name in labels] for e in examples]
        )
        self._around = np.stack(
            [context(each.clauses, each.stage, vocabulary.lexicon) for each in examples]
        )

    def solve(self) -> tuple[Doubles, Doubles, Doubles]:
        """Return weights by feature, by context, and for all."""
        from scipy.optimize import minimize

        labels = self._truth.shape[1]
        rows = self._inputs.shape[1] + self._around.shape[1] + 1
        start = np.zeros((rows, labels))
        start[-1] = -4
        result = minimize(
            self._loss,
            start.ravel(),
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": self._settings.rounds, "maxcor": 6},
        )
        return self._split(result.x)

    def _split(self, flat: Doubles) -> tuple[Doubles, Doubles, Doubles]:
        table = flat.reshape(-1, self._truth.shape[1])
        width = self._inputs.shape[1]
        return table[:width], table[width:-1], table[-1]

    def _loss(self, flat: Doubles) -> tuple[float, Doubles]:
        weights, around_weights, bias = self._split(flat)
        loud = self._inputs @ weights
        pooled = pool(loud, self._firsts, self._owners)
        score = pooled + self._around @ around_weights + bias
        off = (logistic(score) - self._truth) * self._counts
        shares = np.exp(loud - pooled[self._owners])
        slope = np.concatenate(
            [
                self._turned @ (shares * off[self._owners]) + self._settings.pull * weights,
                self._around.T @ off + self._settings.context_pull * around_weights,
                off.sum(axis=0)[None],
            ]
        )
        loss = ((np.logaddexp(0, score) - self._truth * score) * self._counts).sum()
        loss += self._settings.pull / 2 * (weights**2).sum()
        loss += self._settings.context_pull / 2 * (around_weights**2).sum()
        return loss, slope.ravel()


def _matrix(encoded: Encoded, width: int, vector_share: float) -> SparseMatrix:
    from scipy import sparse

    bounds = np.append(encoded.starts, len(encoded.columns))
    shape = (len(encoded.starts), width)
    features = sparse.csr_matrix((encoded.values, encoded.columns, bounds), shape=shape)
    vectors = sparse.csr_matrix(encoded.vectors * vector_share)
    return cast("SparseMatrix", sparse.hstack([features, vectors]).tocsr())


def stored(model: Model) -> bytes:
    """Return the bytes of a model's file; the same model gives the same bytes."""
    names = list(model.vocabulary.column_of)
    out = io.BytesIO()
    np.savez_compressed(
        out,
        labels=as_bytes(model.labels),
        features=as_bytes(names),
        rarity=model.vocabulary.rarity.astype(np.float16),
        weights=model.weights.astype(np.float16),
        vector_weights=model.vector_weights.astype(np.float16),
        context_weights=model.context_weights.astype(np.float16),
        bias=model.bias.astype(np.float32),
        digest=as_bytes([model.digest]),
    )
    return out.getvalue()
