"""Mails as numbers: the features of clauses and of whole mails, word vectors, stages, notions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mailbot.model.reading import Stage
from mailbot.reading.features import clause_features, mail_features, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from mailbot.reading.lexicon import Lexicon
    from mailbot.reading.vectors import Floats, WordVectors

    Integers = NDArray[np.int64]

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


def like(stage: Stage) -> Stage:
    """Return the one of `STAGES` whose mails are most like those of `stage`."""
    return _STAGE_LIKE.get(stage, stage)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing's weighted features: their columns, and weights of length 1 together."""

    columns: Integers
    values: Floats


@dataclass(frozen=True, slots=True)
class Features:
    """The features that the model knows.

    Attributes:
        column_of: The column of each by name; column 0 is a feature that everything has.
        rarity: How much a feature says, by column.
    """

    column_of: Mapping[str, int]
    rarity: Floats

    def row(self, names: set[str]) -> Row:
        """Return a thing, given as the names of its features, as numbers."""
        column = self.column_of.get
        columns = np.array(sorted({column(name, 0) for name in names} | {0}), np.int64)
        weights = self.rarity[columns]
        return Row(columns, weights / np.sqrt(weights @ weights))


@dataclass(frozen=True, slots=True)
class Encoded:
    """Mails as numbers.

    Attributes:
        clauses: All clauses, mail after mail.
        vectors: A word vector a clause.
        owners: The mail of each clause.
        mails: The mails as wholes.
        mail_vectors: The mean of its clauses' vectors, a row a mail.
        stages: For each of `STAGES`, 1 where the mail's writer stands there, a row a mail.
        notions: For each notion, 1 where it stands anywhere in the mail, a row a mail.
    """

    clauses: list[Row]
    vectors: Floats
    owners: Integers
    mails: list[Row]
    mail_vectors: Floats
    stages: Floats
    notions: Floats

    @property
    def firsts(self) -> Integers:
        """Where each mail's clauses begin."""
        return np.searchsorted(self.owners, np.arange(len(self.mails)))


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
        notions = [f"n:{name}" for name in self.lexicon.names]
        likes = [like(stage) if stage else None for stage in stages]
        told = [[words(each) for each in clauses] for clauses in filled]
        named = [[clause_features(each, self.lexicon) for each in mail] for mail in told]
        wholes = [mail_features(each, stage) for each, stage in zip(named, likes, strict=True)]
        counts = np.array([len(clauses) for clauses in filled])
        vectors = np.stack([self.vectors.mean(each) for mail in told for each in mail])
        sums = np.add.reduceat(vectors, np.cumsum(counts) - counts, axis=0)
        return Encoded(
            clauses=[self.clauses.row(names) for mail in named for names in mail],
            vectors=vectors,
            owners=np.repeat(np.arange(len(filled)), counts),
            mails=[self.mails.row(names) for names in wholes],
            mail_vectors=(sums / counts[:, None]).astype(np.float32),
            stages=_flags([each is stage for stage in STAGES] for each in likes),
            notions=_flags([name in each for name in notions] for each in wholes),
        )


def _flags(rows: Iterable[list[bool]]) -> Floats:
    return np.array(list(rows), np.float32)
