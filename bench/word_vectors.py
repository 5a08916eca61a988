"""Makes mailbot/reading/data/vectors.npz: what common words mean, in small integers.

    python bench/word_vectors.py     (needs the dependency group `train`)

The vectors are WordLlama's (MIT licence), summed over the pieces of each word, turned onto their
main axes and rounded; wordfreq says which words are common.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from mailbot.reading.model import as_bytes

TARGET = Path(__file__).parents[1] / "mailbot" / "reading" / "data" / "vectors.npz"
COMMONEST = 20_000
DIMENSIONS = 128
_PLAIN = re.compile(r"[a-zāēīōū]+(?:'[a-z]+)?")


def main() -> None:
    """Write the file and say how large it is."""
    import wordllama
    from wordfreq import top_n_list

    model = wordllama.WordLlama.load(
        cache_dir=Path(wordllama.__file__).parent, disable_download=True
    )
    words = [word for word in top_n_list("en", COMMONEST) if _PLAIN.fullmatch(word)]
    pieces = model.tokenizer.encode_batch(words, add_special_tokens=False)
    table = np.stack([model.embedding[piece.ids].sum(axis=0) for piece in pieces])
    turned = table @ _main_axes(table)
    rows = np.clip(np.rint(turned * (127 / np.percentile(np.abs(turned), 99.99))), -127, 127)
    np.savez_compressed(TARGET, words=as_bytes(words), rows=rows.astype(np.int8))
    print(f"{len(words)} words, {TARGET.stat().st_size / 1e6:.1f} MB")


def _main_axes(table: np.ndarray) -> np.ndarray:
    return np.linalg.svd(table, full_matrices=False)[2][:DIMENSIONS].T


if __name__ == "__main__":
    main()
