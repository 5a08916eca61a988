"""Fits the model to labelled mails. Needs scipy; reading itself never imports this."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np

from mailbot.reading.features import clause_features, mail_features
from mailbot.reading.model import (
    Features,
    Model,
    Vocabulary,
    Weights,
    as_bytes,
    logistic,
    pool,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mailbot.model.reading import Stage
    from mailbot.reading.lexicon import Lexicon
    from mailbot.reading.model import Rows, WordVectors

    Doubles = NDArray[np.float64]
    Floats = NDArray[np.float32]


class SparseMatrix(Protocol):
    """What fitting needs of scipy's sparse matrices, which come without types."""

    shape: tuple[int, int]
    T: Any

    def __matmul__(self, other: Doubles) -> Doubles:
        """Return the product with a table."""


EVERY = "every"
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
        rarest: A feature must occur in this many clauses or mails.
        pull: How hard weights of clauses' features are pulled to zero.
        mail_pull: The same for mails' features.
        context_pull: The same for stage and notions.
        mail_vector_share: How loud a mail's word vector is beside its features.
        rounds: At most so many steps.
    """

    rarest: int = 2
    pull: float = 0.01
    mail_pull: float = 0.03
    context_pull: float = 5.0
    mail_vector_share: float = 3.0
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
    weights = _Problem(examples, labels, vocabulary, settings).solve()
    return Model(tuple(labels), vocabulary, weights, digest)


def _vocabulary(
    examples: Sequence[Example], lexicon: Lexicon, vectors: WordVectors, settings: Settings
) -> Vocabulary:
    clauses, mails = [], []
    for example in examples:
        named = [clause_features(clause, lexicon) for clause in example.clauses]
        clauses.extend(named)
        mails.append(mail_features(named, example.stage))
    return Vocabulary(
        _features(clauses, settings.rarest), _features(mails, settings.rarest), vectors, lexicon
    )


def _features(things: Sequence[set[str]], rarest: int) -> Features:
    counts = Counter(name for names in things for name in names)
    names = [EVERY, *sorted(name for name, count in counts.items() if count >= rarest)]
    counts[EVERY] = len(things)
    rarity = np.log(1 + len(things) / np.array([counts[name] for name in names], np.float32))
    column_of = {name: column for column, name in enumerate(names)}
    return Features(column_of, rarity.astype(np.float32))


class _Problem:
    """The loss of pooled clauses and whole mails against the labels, and its slope, for scipy."""

    def __init__(
        self,
        examples: Sequence[Example],
        labels: Sequence[str],
        vocabulary: Vocabulary,
        settings: Settings,
    ) -> None:
        self._settings = settings
        encoded = vocabulary.encode(
            [example.clauses for example in examples], [example.stage for example in examples]
        )
        self._owners, self._firsts = encoded.owners, encoded.firsts
        self._clauses = _matrix(encoded.clauses, len(vocabulary.clauses.rarity), encoded.vectors)
        loudly = encoded.mail_vectors * settings.mail_vector_share
        self._mails = _matrix(encoded.mails, len(vocabulary.mails.rarity), loudly)
        self._turned = [_turned(self._clauses), _turned(self._mails)]
        self._context = encoded.context.astype(np.float64)
        self._truth = np.array([[name in e.labels for name in labels] for e in examples], float)
        self._counts = np.array(
            [[0.0 if name in e.unknown else e.weight for name in labels] for e in examples]
        )
        widths = [self._clauses.shape[1], self._mails.shape[1], self._context.shape[1]]
        self._bounds = np.cumsum(widths)
        self._vocabulary = vocabulary

    def solve(self) -> Weights:
        """Return the best weights."""
        from scipy.optimize import minimize

        start = np.zeros((self._bounds[-1] + 1, self._truth.shape[1]))
        start[-1] = -4
        result = minimize(
            self._loss,
            start.ravel(),
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": self._settings.rounds, "maxcor": 6},
        )
        clauses, mails, context, bias = (part.astype(np.float32) for part in self._split(result.x))
        width, mail_width = (
            len(each.rarity) for each in (self._vocabulary.clauses, self._vocabulary.mails)
        )
        share = np.float32(self._settings.mail_vector_share)
        return Weights(
            clauses=clauses[:width],
            vectors=clauses[width:],
            mails=mails[:mail_width],
            mail_vectors=mails[mail_width:] * share,
            context=context,
            bias=bias[0],
        )

    def _split(self, flat: Doubles) -> list[Doubles]:
        return np.split(flat.reshape(-1, self._truth.shape[1]), self._bounds)

    def _loss(self, flat: Doubles) -> tuple[float, Doubles]:
        clauses, mails, context, bias = self._split(flat)
        loud = self._clauses @ clauses
        pooled = pool(loud, self._firsts, self._owners)
        score = pooled + self._mails @ mails + self._context @ context + bias
        off = (logistic(score) - self._truth) * self._counts
        shares = np.exp(loud - pooled[self._owners])
        pulls = (self._settings.pull, self._settings.mail_pull, self._settings.context_pull)
        held = [pull * each for pull, each in zip(pulls, (clauses, mails, context), strict=True)]
        slope = np.concatenate(
            [
                self._turned[0] @ (shares * off[self._owners]) + held[0],
                self._turned[1] @ off + held[1],
                self._context.T @ off + held[2],
                off.sum(axis=0)[None],
            ]
        )
        loss = ((np.logaddexp(0, score) - self._truth * score) * self._counts).sum()
        loss += sum((h * w).sum() / 2 for h, w in zip(held, (clauses, mails, context), strict=True))
        return float(loss), slope.ravel()


def _matrix(rows: Rows, width: int, vectors: Floats) -> SparseMatrix:
    from scipy import sparse

    bounds = np.append(rows.starts, len(rows.columns))
    shape = (len(rows.starts), width)
    features = sparse.csr_matrix((rows.values, rows.columns, bounds), shape=shape)
    return cast("SparseMatrix", sparse.hstack([features, sparse.csr_matrix(vectors)]).tocsr())


def _turned(matrix: SparseMatrix) -> SparseMatrix:
    return cast("SparseMatrix", matrix.T.tocsr())


def stored(model: Model) -> bytes:
    """Return the bytes of a model's file; the same model gives the same bytes."""
    vocabulary, weights = model.vocabulary, model.weights
    out = io.BytesIO()
    np.savez_compressed(
        out,
        labels=as_bytes(model.labels),
        clause_names=as_bytes(list(vocabulary.clauses.column_of)),
        clause_rarity=vocabulary.clauses.rarity.astype(np.float16),
        mail_names=as_bytes(list(vocabulary.mails.column_of)),
        mail_rarity=vocabulary.mails.rarity.astype(np.float16),
        clauses=weights.clauses.astype(np.float16),
        vectors=weights.vectors.astype(np.float16),
        mails=weights.mails.astype(np.float16),
        mail_vectors=weights.mail_vectors.astype(np.float16),
        context=weights.context.astype(np.float16),
        bias=weights.bias,
        digest=as_bytes([model.digest]),
    )
    return out.getvalue()
