"""The package's files of numbers, and lines of text kept in them without pickle."""

from __future__ import annotations

import io
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.lib.npyio import NpzFile
    from numpy.typing import NDArray


def opened(name: str) -> NpzFile:
    """Return the arrays of one of the package's files.

    Raises:
        OSError: Where the file is missing or damaged.
    """
    raw = files("mailbot.reading").joinpath("data", name).read_bytes()
    stored: NpzFile = np.load(io.BytesIO(raw), allow_pickle=False)
    return stored


def as_bytes(lines: Sequence[str]) -> NDArray[np.uint8]:
    """Return lines of text as an array that needs no pickle."""
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def lines_of(stored: NDArray[np.uint8]) -> list[str]:
    """Return the lines of text that such an array holds."""
    return stored.tobytes().decode().split("\n")


def numbered(stored: NDArray[np.uint8]) -> dict[str, int]:
    """Return such lines, each with its place."""
    return {name: row for row, name in enumerate(lines_of(stored))}
