"""What words mean, as short vectors, from `data/vectors.npz`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mailbot.reading.archive import numbered, opened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class WordVectors:
    """What words mean, as short vectors.

    Attributes:
        row_of: The row of each known word, the commonest first.
        rows: One row of small integers a word, the smaller the commoner the word is.
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


def load_vectors() -> WordVectors:
    """Return the word vectors that the package carries.

    Raises:
        OSError: Where the file is missing or damaged.
    """
    with opened("vectors.npz") as stored:
        return WordVectors(numbered(stored["words"]), stored["rows"])
