"""A linear model over clauses, pooled to the mail: small, quick, and able to name its evidence."""

from __future__ import annotations

import io
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from mailbot.model.reading import Stage
from mailbot.reading.features import clause_features, notions_of, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.lib.npyio import NpzFile
    from numpy.typing import NDArray

    from mailbot.reading.lexicon import Lexicon

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int64]
    Numbers = NDArray[np.floating[Any]]

STAGES = (
    Stage.NEW,
    Stage.INFORMED,
    Stage.QUEUED,
    Stage.OFFERED,
    Stage.MEMBER,
    Stage.PAST,
    Stage.OTHER,
)
"""The stages that the labelled enquiries know, in the order of the model's rows."""

_STAGE_LIKE = {
    Stage.DECLINED: Stage.INFORMED,
    Stage.LAPSED: Stage.INFORMED,
    Stage.WITHDRAWN: Stage.INFORMED,
}


@dataclass(frozen=True, slots=True)
class WordVectors:
    """What words mean, as short vectors.

    Attributes:
        row_of: The row of each known word.
        rows: One row of small integers a word.
    """

    row_of: Mapping[str, int]
    rows: NDArray[np.int8]

    def mean(self, found: Sequence[str]) -> Floats:
        """Return the mean of the known words among `found`, of length 1, or zeros."""
        known = [self.row_of[word] for word in found if word in self.row_of]
        if not known:
            return np.zeros(self.rows.shape[1], np.float32)
        total: Floats = self.rows[known].sum(axis=0, dtype=np.float32)
        length = float(np.sqrt(total @ total))
        return total / np.float32(length) if length else total


@dataclass(frozen=True, slots=True)
class Encoded:
    """Clauses as numbers: weighted features of all clauses on end, and a vector each.

    Attributes:
        columns: The features' columns, clause after clause.
        values: Their weights; each clause's have length 1.
        starts: Where each clause begins in them.
        vectors: One row a clause.
        owners: The mail of each clause.
    """

    columns: Integers
    values: Floats
    starts: Integers
    vectors: Floats
    owners: Integers


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The features that the model knows.

    Attributes:
        column_of: The column of each feature by name; column 0 is a feature that all clauses have.
        rarity: How much a feature says, by column.
        vectors: What words mean.
        lexicon: The notions.
    """

    column_of: Mapping[str, int]
    rarity: Floats
    vectors: WordVectors
    lexicon: Lexicon

    def encode(self, mails: Sequence[Sequence[str]]) -> Encoded:
        """Return the clauses of `mails` as numbers; a mail without clauses counts as one empty."""
        columns, values, starts, vectors, owners = [], [], [], [], []
        length = 0
        for owner, clauses in enumerate(mails):
            for clause in clauses or ("",):
                ids, weights = self._columns(clause)
                columns.append(ids)
                values.append(weights)
                starts.append(length)
                vectors.append(self.vectors.mean(words(clause)))
                owners.append(owner)
                length += len(ids)
        return Encoded(
            np.concatenate(columns),
            np.concatenate(values),
            np.array(starts, np.int64),
            np.stack(vectors),
            np.array(owners, np.int64),
        )

    def _columns(self, clause: str) -> tuple[Integers, Floats]:
        known = self.column_of
        ids = [0]
        ids.extend(known[name] for name in clause_features(clause, self.lexicon) if name in known)
        columns = np.array(ids, np.int64)
        weights = self.rarity[columns]
        return columns, weights / np.sqrt(weights @ weights)


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model says of one mail.

    Attributes:
        probability: By label.
        clause: By label, the place of the clause that spoke loudest.
    """

    probability: Mapping[str, float]
    clause: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Model:
    """The weights, and what they were trained from.

    Attributes:
        labels: The names of the columns of the weights.
        vocabulary: The features that the rows stand for.
        weights: Feature by label.
        vector_weights: Dimension of the word vectors by label.
        context_weights: By label, for each of `STAGES`, then for each notion that stands anywhere
            in the mail.
        bias: By label.
        digest: SHA-256 of the training data, in hexadecimal.
    """

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    weights: Floats
    vector_weights: Floats
    context_weights: Floats
    bias: Floats
    digest: str

    def score(self, mails: Sequence[Sequence[str]], stages: Sequence[Stage]) -> list[Scores]:
        """Return what the model says of each mail, given as its clauses, and its writer's stage."""
        if not mails:
            return []
        encoded = self.vocabulary.encode(mails)
        contributions = self.weights[encoded.columns] * encoded.values[:, None]
        loud = np.add.reduceat(contributions, encoded.starts, axis=0)
        loud += encoded.vectors @ self.vector_weights
        firsts = np.searchsorted(encoded.owners, np.arange(len(mails)))
        pooled = pool(loud, firsts, encoded.owners)
        around = np.stack(
            [
                context(clauses, stage, self.vocabulary.lexicon)
                for clauses, stage in zip(mails, stages, strict=True)
            ]
        )
        chances = logistic(pooled + around @ self.context_weights + self.bias)
        ends = [*firsts[1:], len(loud)]
        return [
            self._scores(chances[mail], loud[first:end])
            for mail, (first, end) in enumerate(zip(firsts, ends, strict=True))
        ]

    def _scores(self, chances: Floats, loud: Floats) -> Scores:
        loudest = loud.argmax(axis=0)
        return Scores(
            dict(zip(self.labels, chances.tolist(), strict=True)),
            dict(zip(self.labels, loudest.tolist(), strict=True)),
        )


def context(clauses: Sequence[str], stage: Stage | None, lexicon: Lexicon) -> Floats:
    """Return what is true of a mail as a whole: its writer's stage, and the notions in it."""
    seen = notions_of(clauses, lexicon)
    like = _STAGE_LIKE.get(stage, stage) if stage else None
    flags = [each is like for each in STAGES] + [name in seen for name in lexicon.names]
    return np.array(flags, np.float32)


def pool(loud: Numbers, firsts: Integers, owners: Integers) -> Numbers:
    """Return a smooth maximum over each mail's clauses (the logarithm of summed exponentials)."""
    peak = np.maximum.reduceat(loud, firsts, axis=0)
    summed: Numbers = peak + np.log(np.add.reduceat(np.exp(loud - peak[owners]), firsts, axis=0))
    return summed


def logistic(score: Numbers) -> Numbers:
    """Return scores as probabilities."""
    chances: Numbers = 1 / (1 + np.exp(-np.clip(score, -30, 30)))
    return chances


def load_vectors() -> WordVectors:
    """Return the word vectors that the package carries."""
    with _stored("vectors.npz") as stored:
        return WordVectors(_rows(stored["words"]), stored["rows"])


def load_model(lexicon: Lexicon, vectors: WordVectors) -> Model:
    """Return the model that the package carries.

    Raises:
        OSError: Where the file is missing or damaged.
    """
    with _stored("model.npz") as stored:
        vocabulary = Vocabulary(
            _rows(stored["features"]), stored["rarity"].astype(np.float32), vectors, lexicon
        )
        return Model(
            tuple(_lines(stored["labels"])),
            vocabulary,
            stored["weights"].astype(np.float32),
            stored["vector_weights"].astype(np.float32),
            stored["context_weights"].astype(np.float32),
            stored["bias"].astype(np.float32),
            _lines(stored["digest"])[0],
        )


def _stored(name: str) -> NpzFile:
    raw = files("mailbot.reading").joinpath("data", name).read_bytes()
    stored: NpzFile = np.load(io.BytesIO(raw), allow_pickle=False)
    return stored


def as_bytes(lines: Sequence[str]) -> NDArray[np.uint8]:
    """Return lines of text as an array that needs no pickle."""
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def _lines(stored: NDArray[np.uint8]) -> list[str]:
    return stored.tobytes().decode().split("\n")


def _rows(stored: NDArray[np.uint8]) -> dict[str, int]:
    return {name: row for row, name in enumerate(_lines(stored))}
