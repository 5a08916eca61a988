"""A linear model over clauses, pooled to the mail: small, quick, and able to name its evidence."""

from __future__ import annotations

import io
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from mailbot.model.reading import Stage
from mailbot.reading.features import clause_features, mail_features, words

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
class Rows:
    """Weighted features of several things on end.

    Attributes:
        columns: The features' columns, thing after thing.
        values: Their weights; each thing's have length 1.
        starts: Where each thing begins in them.
    """

    columns: Integers
    values: Floats
    starts: Integers

    def times(self, weights: Floats) -> Floats:
        """Return the weighted sum of `weights`, a row a thing."""
        parts = weights[self.columns] * self.values[:, None]
        total: Floats = np.add.reduceat(parts, self.starts, axis=0)
        return total


@dataclass(frozen=True, slots=True)
class Features:
    """The features that the model knows.

    Attributes:
        column_of: The column of each by name; column 0 is a feature that everything has.
        rarity: How much a feature says, by column.
    """

    column_of: Mapping[str, int]
    rarity: Floats

    def rows(self, things: Sequence[set[str]]) -> Rows:
        """Return things, given as the names of their features, as numbers."""
        columns, values, starts = [], [], []
        length = 0
        for names in things:
            ids = self._columns(names)
            weights = self.rarity[ids]
            columns.append(ids)
            values.append(weights / np.sqrt(weights @ weights))
            starts.append(length)
            length += len(ids)
        return Rows(np.concatenate(columns), np.concatenate(values), np.array(starts, np.int64))

    def _columns(self, names: set[str]) -> Integers:
        known = self.column_of
        return np.array([0, *sorted(known[name] for name in names if name in known)], np.int64)


@dataclass(frozen=True, slots=True)
class Encoded:
    """Mails as numbers.

    Attributes:
        clauses: All clauses, mail after mail.
        vectors: A word vector a clause.
        owners: The mail of each clause.
        mails: The mails as wholes.
        mail_vectors: The mean of its clauses' vectors, a row a mail.
        context: What is true of each mail as a whole: its writer's stage, the notions in it.
    """

    clauses: Rows
    vectors: Floats
    owners: Integers
    mails: Rows
    mail_vectors: Floats
    context: Floats

    @property
    def firsts(self) -> Integers:
        """Where each mail's clauses begin."""
        return np.searchsorted(self.owners, np.arange(len(self.context)))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that turns mails into numbers: the features of clauses and of mails, words, notions."""

    clauses: Features
    mails: Features
    vectors: WordVectors
    lexicon: Lexicon

    def encode(self, mails: Sequence[Sequence[str]], stages: Sequence[Stage | None]) -> Encoded:
        """Return `mails` as numbers; a mail without clauses counts as one empty clause."""
        filled = [clauses or ("",) for clauses in mails]
        likes = [_STAGE_LIKE.get(stage, stage) if stage else None for stage in stages]
        named = [[clause_features(each, self.lexicon) for each in clauses] for clauses in filled]
        counts = [len(clauses) for clauses in filled]
        vectors = np.stack([self.vectors.mean(words(each)) for mail in filled for each in mail])
        firsts = np.cumsum([0, *counts[:-1]])
        sums = np.add.reduceat(vectors, firsts, axis=0)
        wholes = [mail_features(each, like) for each, like in zip(named, likes, strict=True)]
        return Encoded(
            self.clauses.rows([names for mail in named for names in mail]),
            vectors,
            np.repeat(np.arange(len(filled)), counts),
            self.mails.rows(wholes),
            (sums / np.array(counts)[:, None]).astype(np.float32),
            np.stack([self._context(w, like) for w, like in zip(wholes, likes, strict=True)]),
        )

    def _context(self, whole: set[str], stage: Stage | None) -> Floats:
        flags = [each is stage for each in STAGES]
        flags += [f"n:{name}" in whole for name in self.lexicon.names]
        return np.array(flags, np.float32)


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
class Weights:
    """The weights, a column a label.

    Attributes:
        clauses: By feature of a clause.
        vectors: By dimension of a clause's word vector.
        mails: By feature of a mail.
        mail_vectors: By dimension of a mail's word vector.
        context: For each of `STAGES`, then for each notion that stands anywhere in the mail.
        bias: For all.
    """

    clauses: Floats
    vectors: Floats
    mails: Floats
    mail_vectors: Floats
    context: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class Model:
    """The weights, and what they were trained from.

    Attributes:
        labels: The names of the columns of the weights.
        vocabulary: The features that the rows stand for.
        weights: The weights.
        digest: SHA-256 of the training data, in hexadecimal.
    """

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    weights: Weights
    digest: str

    def score(self, mails: Sequence[Sequence[str]], stages: Sequence[Stage]) -> list[Scores]:
        """Return what the model says of each mail, given as its clauses, and its writer's stage."""
        if not mails:
            return []
        encoded, weights = self.vocabulary.encode(mails, stages), self.weights
        loud = encoded.clauses.times(weights.clauses) + encoded.vectors @ weights.vectors
        firsts = encoded.firsts
        whole = encoded.mails.times(weights.mails) + encoded.mail_vectors @ weights.mail_vectors
        whole += encoded.context @ weights.context + weights.bias
        chances = logistic(pool(loud, firsts, encoded.owners) + whole)
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
        clauses, mails = (
            Features(_rows(stored[f"{kind}_names"]), stored[f"{kind}_rarity"].astype(np.float32))
            for kind in ("clause", "mail")
        )
        weights = Weights(
            **{each.name: stored[each.name].astype(np.float32) for each in fields(Weights)}
        )
        labels, digest = tuple(_lines(stored["labels"])), _lines(stored["digest"])[0]
    return Model(labels, Vocabulary(clauses, mails, vectors, lexicon), weights, digest)


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
