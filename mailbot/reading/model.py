"""A small network over clauses, pooled to the mail: quick, and able to name its evidence.

Each clause passes a hidden layer that knows where its writer stands; the loudest clauses speak for
the mail, and the mail as a whole speaks beside them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from mailbot.reading.archive import lines_of, numbered, opened
from mailbot.reading.encoding import Features, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from mailbot.model.reading import Stage
    from mailbot.reading.encoding import Encoded, Integers, Row
    from mailbot.reading.lexicon import Lexicon
    from mailbot.reading.vectors import Floats, WordVectors

    Numbers = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model says of one mail.

    Attributes:
        probability: By label.
        clause: By label, the place of the clause that spoke loudest.
        alone: By label, the probability that some clause says it, whatever stands around it.
    """

    probability: Mapping[str, float]
    clause: Mapping[str, int]
    alone: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights. Those of the hidden layer have a column a unit, all others a column a label.

    Attributes:
        clauses: Into the hidden layer, by feature of a clause.
        vectors: Into it, by dimension of a clause's word vector.
        stages: Into it, for each of `STAGES`.
        units: Into it, for all; a row.
        out: From each unit of the hidden layer to the labels.
        mails: By feature of a mail.
        mail_vectors: By dimension of a mail's word vector.
        mail_stages: For each of `STAGES`.
        notions: For each notion that stands anywhere in the mail.
        bias: For all; a row.
        alone: For all, where a clause is judged without its mail; a row.
    """

    clauses: Floats
    vectors: Floats
    stages: Floats
    units: Floats
    out: Floats
    mails: Floats
    mail_vectors: Floats
    mail_stages: Floats
    notions: Floats
    bias: Floats
    alone: Floats


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
        encoded = self.vocabulary.encode(mails, stages)
        loud, firsts = self._loud(encoded), encoded.firsts
        chances = logistic(pool(loud, firsts, encoded.owners) + self._whole(encoded))
        ends = [*firsts[1:], len(loud)]
        return [
            self._scores(chances[mail], loud[first:end])
            for mail, (first, end) in enumerate(zip(firsts, ends, strict=True))
        ]

    def _loud(self, encoded: Encoded) -> Floats:
        """Return how loudly each clause speaks for each label."""
        weights = self.weights
        inner = _times(encoded.clauses, weights.clauses) + encoded.vectors @ weights.vectors
        inner += (encoded.stages @ weights.stages + weights.units)[encoded.owners]
        return np.maximum(inner, 0) @ weights.out

    def _whole(self, encoded: Encoded) -> Floats:
        """Return what each mail as a whole says for each label."""
        weights = self.weights
        whole = _times(encoded.mails, weights.mails) + encoded.mail_vectors @ weights.mail_vectors
        whole += encoded.stages @ weights.mail_stages + encoded.notions @ weights.notions
        return whole + weights.bias

    def _scores(self, chances: Floats, loud: Floats) -> Scores:
        alone = logistic(loud.max(axis=0) + self.weights.alone[0])
        return Scores(
            dict(zip(self.labels, chances.tolist(), strict=True)),
            dict(zip(self.labels, loud.argmax(axis=0).tolist(), strict=True)),
            dict(zip(self.labels, alone.tolist(), strict=True)),
        )


def _times(rows: Sequence[Row], weights: Floats) -> Floats:
    return np.stack([row.values @ weights[row.columns] for row in rows])


def pool(loud: Numbers, firsts: Integers, owners: Integers) -> Numbers:
    """Return a smooth maximum over each mail's clauses (the logarithm of summed exponentials)."""
    peak = np.maximum.reduceat(loud, firsts, axis=0)
    summed: Numbers = peak + np.log(np.add.reduceat(np.exp(loud - peak[owners]), firsts, axis=0))
    return summed


def logistic(score: Numbers) -> Numbers:
    """Return scores as probabilities."""
    chances: Numbers = 1 / (1 + np.exp(-np.clip(score, -30, 30)))
    return chances


def load_model(lexicon: Lexicon, vectors: WordVectors) -> Model:
    """Return the model that the package carries.

    Raises:
        OSError: Where the file is missing or damaged.
    """
    with opened("model.npz") as stored:
        clauses, mails = (
            Features(numbered(stored[f"{kind}_names"]), stored[f"{kind}_rarity"].astype(np.float32))
            for kind in ("clause", "mail")
        )
        weights = Weights(
            **{each.name: stored[each.name].astype(np.float32) for each in fields(Weights)}
        )
        labels, digest = tuple(lines_of(stored["labels"])), lines_of(stored["digest"])[0]
    return Model(labels, Vocabulary(clauses, mails, vectors, lexicon), weights, digest)
