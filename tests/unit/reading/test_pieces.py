"""Words are cut into the longest pieces that a language model knows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.reading.pieces import UNKNOWN, Pieces

NAMES = (UNKNOWN, "ward", "##s", "round", "##ers", "maori", "!", "re", "##re", "'", "t", "don")
PIECES = Pieces({name: row for row, name in enumerate(NAMES)})


def names(text: str) -> list[str]:
    return [NAMES[row] for row in PIECES.rows(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ward", ["ward"]),
        ("Wards!", ["ward", "##s", "!"]),
        ("rounders", ["round", "##ers"]),
        ("Māori don't", ["maori", "don", "'", "t"]),
        ("rere", ["re", "##re"]),
        ("wardx", [UNKNOWN]),
        ("ward 🙂 round", ["ward", UNKNOWN, "round"]),
        ("", []),
    ],
)
def test_the_longest_known_pieces_are_taken(text: str, expected: list[str]) -> None:
    assert names(text) == expected
    assert names(text) == expected  # the same from memory


@given(st.text())
def test_any_text_has_pieces_that_exist(text: str) -> None:
    assert all(0 <= row < len(NAMES) for row in PIECES.rows(text))
