"""Fits the model to labelled mails. Needs scipy; reading itself never imports this."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from mailbot.reading.archive import as_bytes
from mailbot.reading.encoding import Features, Vocabulary
from mailbot.reading.features import clause_features, mail_features, words
from mailbot.reading.model import Model, Weights
from mailbot.reading.network import MAIL_VECTOR_SHARE, Mails, Truth, train

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mailbot.model.reading import Stage
    from mailbot.reading.lexicon import Lexicon
    from mailbot.reading.network import Settings
    from mailbot.reading.vectors import Floats, WordVectors

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
        spoken: The labels that each clause speaks for; None where nobody marked them.
    """

    clauses: tuple[str, ...]
    stage: Stage | None
    labels: frozenset[str]
    unknown: frozenset[str] = frozenset()
    weight: float = 1.0
    spoken: tuple[frozenset[str], ...] | None = None

    @property
    def unplaced(self) -> frozenset[str]:
        """The labels of which no clause can tell: unknown ones, and true ones that none raises."""
        if self.spoken is None:
            return self.unknown
        return self.unknown | (self.labels - frozenset().union(*self.spoken))


def fit(
    examples: Sequence[Example],
    labels: Sequence[str],
    lexicon: Lexicon,
    vectors: WordVectors,
    settings: Settings,
    digest: str,
) -> Model:
    """Return the model fitted to `examples` for `labels`; the same input gives the same model."""
    vocabulary = _vocabulary(examples, lexicon, vectors, settings.rarest)
    encoded = vocabulary.encode(
        [example.clauses for example in examples], [example.stage for example in examples]
    )
    truth = _truth(examples, labels)
    mails = Mails.of(encoded, len(vocabulary.clauses.rarity), len(vocabulary.mails.rarity))
    several = [train(mails, truth, settings, seed) for seed in range(settings.networks)]
    return Model(tuple(labels), vocabulary, _together(several), digest)


def _truth(examples: Sequence[Example], labels: Sequence[str]) -> Truth:
    def table(rows: Iterable[list[float]]) -> Floats:
        return np.array(list(rows), np.float32)

    clauses = [
        (said, each.weight if each.spoken is not None else 0.0, each.unplaced)
        for each in examples
        for said in each.spoken or (frozenset[str](),) * max(len(each.clauses), 1)
    ]
    return Truth(
        mails=table([float(name in e.labels) for name in labels] for e in examples),
        counts=table([(name not in e.unknown) * e.weight for name in labels] for e in examples),
        clauses=table([float(name in said) for name in labels] for said, _, _ in clauses),
        marked=table(
            [(name not in unplaced) * weight for name in labels] for _, weight, unplaced in clauses
        ),
    )


def _vocabulary(
    examples: Sequence[Example], lexicon: Lexicon, vectors: WordVectors, rarest: int
) -> Vocabulary:
    clauses, mails = [], []
    for example in examples:
        named = [clause_features(words(clause), lexicon) for clause in example.clauses]
        clauses.extend(named)
        mails.append(mail_features(named, example.stage))
    return Vocabulary(_features(clauses, rarest), _features(mails, rarest), vectors, lexicon)


def _features(things: Sequence[set[str]], rarest: int) -> Features:
    counts = Counter(name for names in things for name in names)
    names = [EVERY, *sorted(name for name, count in counts.items() if count >= rarest)]
    counts[EVERY] = len(things)
    rarity = np.log(1 + len(things) / np.array([counts[name] for name in names], np.float32))
    column_of = {name: column for column, name in enumerate(names)}
    return Features(column_of, rarity.astype(np.float32))


def _together(several: Sequence[Weights]) -> Weights:
    """Return one network that says the mean of what several say, clause by clause."""
    side_by_side = {"clauses", "vectors", "stages", "units"}
    joined = {}
    for name in (each.name for each in fields(Weights)):
        parts = [getattr(weights, name) for weights in several]
        if name in side_by_side:
            joined[name] = np.concatenate(parts, axis=1)
        elif name == "out":
            joined[name] = np.concatenate(parts, axis=0) / np.float32(len(parts))
        else:
            joined[name] = np.mean(parts, axis=0)
    joined["mail_vectors"] *= np.float32(MAIL_VECTOR_SHARE)
    return Weights(**joined)


def stored(model: Model) -> bytes:
    """Return the bytes of a model's file; the same model gives the same bytes."""
    vocabulary = model.vocabulary
    tables = {
        each.name: getattr(model.weights, each.name).astype(np.float16) for each in fields(Weights)
    }
    out = io.BytesIO()
    np.savez_compressed(
        out,
        labels=as_bytes(model.labels),
        clause_names=as_bytes(list(vocabulary.clauses.column_of)),
        clause_rarity=vocabulary.clauses.rarity.astype(np.float16),
        mail_names=as_bytes(list(vocabulary.mails.column_of)),
        mail_rarity=vocabulary.mails.rarity.astype(np.float16),
        digest=as_bytes([model.digest]),
        **tables,
    )
    return out.getvalue()
