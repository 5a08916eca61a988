"""Fits the model to labelled mails. Needs scipy; reading itself never imports this."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from mailbot.reading.archive import as_bytes
from mailbot.reading.encoding import Features, Vocabulary
from mailbot.reading.features import clause_features, mail_features
from mailbot.reading.model import Model, Weights
from mailbot.reading.network import MAIL_VECTOR_SHARE, Mails, train

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.model.reading import Stage
    from mailbot.reading.lexicon import Lexicon
    from mailbot.reading.network import Settings
    from mailbot.reading.vectors import WordVectors

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
    truth = np.array([[name in e.labels for name in labels] for e in examples], np.float32)
    counts = np.array(
        [[0.0 if name in e.unknown else e.weight for name in labels] for e in examples], np.float32
    )
    mails = Mails.of(encoded, len(vocabulary.clauses.rarity), len(vocabulary.mails.rarity))
    several = [train(mails, truth, counts, settings, seed) for seed in range(settings.networks)]
    return Model(tuple(labels), vocabulary, _together(several), digest)


def _vocabulary(
    examples: Sequence[Example], lexicon: Lexicon, vectors: WordVectors, rarest: int
) -> Vocabulary:
    clauses, mails = [], []
    for example in examples:
        named = [clause_features(clause, lexicon) for clause in example.clauses]
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
