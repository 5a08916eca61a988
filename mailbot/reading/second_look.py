"""A second, closer look at mail of which the quick network is unsure.

A small language model (all-MiniLM-L6-v2, Apache 2.0, trained further on the labelled
enquiries) reads the whole mail at once, so that each word is heard beside all others. It
takes some ten times as long as the quick network, hence it is asked only where that one doubts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mailbot.reading.archive import lines_of, numbered, opened
from mailbot.reading.encoding import STAGES, like
from mailbot.reading.pieces import FIRST, LAST, Pieces

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.lib.npyio import NpzFile
    from numpy.typing import NDArray

    from mailbot.model.reading import Stage
    from mailbot.reading.vectors import Floats

MOST_PIECES = 256
"""From here on a mail is cut for training, and not read at all."""

MOST_CLAUSES = 40
HEADS = 12
LAYERS = 6
_TINY = np.float32(1e-12)
_SILENT = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class Closer:
    """What the second look says of one mail.

    Attributes:
        log_odds: By label.
        clause: By label, the place of the clause that spoke loudest.
        alone: By label, the log odds that some clause says it, whatever stands around it.
    """

    log_odds: Mapping[str, float]
    clause: Mapping[str, int]
    alone: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class SecondLook:
    """The language model and what reads labels from it.

    Attributes:
        labels: The names of the labels.
        pieces: The pieces of words that the model knows.
        words: A row of small integers a piece.
        scales: What to multiply each row with.
        weights: All other weights by name, as `bench/train_second_look.py` names them.
        digest: SHA-256 of the training data, in hexadecimal.
    """

    labels: tuple[str, ...]
    pieces: Pieces
    words: NDArray[np.int8]
    scales: Floats
    weights: Mapping[str, Floats]
    digest: str

    def look(self, clauses: Sequence[str], stage: Stage) -> Closer | None:
        """Return what is made of a mail, given as its clauses, and of its writer's stage.

        None where the mail is too long to be read whole: a cry at its end would count as not said.
        """
        rows, owners = cut(clauses, self.pieces)
        if len(rows) == MOST_PIECES or len(clauses) > MOST_CLAUSES:
            return None
        known, place = self.weights, stage_row(stage)
        state = self._begin(rows, place)
        for layer in range(LAYERS):
            state = self._layer(state, str(layer))
        heard, silent = _means(state, owners)
        hidden = heard @ known["h"] + known["hs"][place] + known["hb"]
        loud = np.maximum(hidden, 0) @ known["o"]
        loud[silent] = _SILENT
        whole = state[0] @ known["c"] + known["cs"][place] + known["b"]
        peak = loud.max(axis=0)
        pooled = peak + np.log(np.exp(loud - peak).sum(axis=0)) + whole
        return Closer(
            dict(zip(self.labels, pooled.tolist(), strict=True)),
            dict(zip(self.labels, loud.argmax(axis=0).tolist(), strict=True)),
            dict(zip(self.labels, (peak + known["alone"]).tolist(), strict=True)),
        )

    def _begin(self, rows: Sequence[int], place: int) -> Floats:
        known = self.weights
        state = self.words[rows] * self.scales[rows][:, None] + known["positions"][: len(rows)]
        state[0] += known["st"][place]
        return _evened(state, known["eg"], known["eb"])

    def _layer(self, state: Floats, name: str) -> Floats:
        known = self.weights

        def through(told: Floats, part: str) -> Floats:
            return told @ known[f"{name}{part}w"] + known[f"{name}{part}b"]

        def split(part: str) -> Floats:
            return through(state, part).reshape(len(state), HEADS, -1).swapaxes(0, 1)

        asked, offered = split("q"), split("k")
        fit = asked @ offered.swapaxes(1, 2) / np.float32(np.sqrt(asked.shape[2]))
        shares = np.exp(fit - fit.max(axis=2, keepdims=True))
        shares /= shares.sum(axis=2, keepdims=True)
        heard = (shares @ split("v")).swapaxes(0, 1).reshape(state.shape)
        state = _evened(state + through(heard, "o"), known[f"{name}g1"], known[f"{name}b1"])
        inner = _gelu(through(state, "i"))
        return _evened(state + through(inner, "f"), known[f"{name}g2"], known[f"{name}b2"])


def cut(clauses: Sequence[str], pieces: Pieces) -> tuple[list[int], list[int]]:
    """Return the rows of a mail's pieces, and for each the place of its clause, -1 for none."""
    rows, owners = [pieces.row_of[FIRST]], [-1]
    for place, clause in enumerate(clauses[:MOST_CLAUSES]):
        found = pieces.rows(clause)
        rows += found
        owners += [place] * len(found)
    end = MOST_PIECES - 1
    return [*rows[:end], pieces.row_of[LAST]], [*owners[:end], -1]


def stage_row(stage: Stage | None) -> int:
    """Return the row of a stage; the last is for phrases that anyone could say."""
    return len(STAGES) if stage is None else STAGES.index(like(stage))


def _means(state: Floats, owners: Sequence[int]) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the mean of each clause's pieces, and True for each clause that has none."""
    places = np.array(owners)
    clauses = np.arange(max(places.max() + 1, 1))
    belongs = (places[None, :] == clauses[:, None]).astype(np.float32)
    counts = belongs.sum(axis=1)
    means: Floats = belongs @ state / np.maximum(counts, 1)[:, None]
    return means, counts == 0


def _evened(state: Floats, gain: Floats, shift: Floats) -> Floats:
    away = state - state.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.square(away).mean(axis=1, keepdims=True) + _TINY)
    even: Floats = away / spread * gain + shift
    return even


def _gelu(state: Floats) -> Floats:
    """Return the Gaussian error linear unit, by a hyperbolic tangent (Hendrycks, Gimpel 2016)."""
    cubed = state * state * state  # several times quicker than a power
    inner = np.float32(np.sqrt(2 / np.pi)) * (state + np.float32(0.044715) * cubed)
    curved: Floats = np.float32(0.5) * state * (1 + np.tanh(inner))
    return curved


def load_second_look() -> SecondLook:
    """Return the model that the package carries.

    Raises:
        OSError: Where the file is missing or damaged.
    """
    with opened("second_look.npz") as stored:
        return unpacked(stored)


def unpacked(stored: NpzFile) -> SecondLook:
    """Return the model that a file holds, as `bench/train_second_look.py` writes it."""
    return SecondLook(
        labels=tuple(lines_of(stored["labels"])),
        pieces=Pieces(numbered(stored["pieces"])),
        words=stored["words"],
        scales=stored["words_scale"].astype(np.float32),
        weights=_weights(stored),
        digest=lines_of(stored["digest"])[0],
    )


_NO_WEIGHTS = frozenset({"labels", "pieces", "digest", "words", "words_scale"})


def _weights(stored: NpzFile) -> dict[str, Floats]:
    """Return the weights, those kept as small integers at their size again."""
    weights: dict[str, Any] = {}
    for name in stored.files:
        if name in _NO_WEIGHTS or name.endswith("_scale"):
            continue
        table = stored[name].astype(np.float32)
        scale = f"{name}_scale"
        weights[name] = table * stored[scale].astype(np.float32) if scale in stored else table
    return weights
