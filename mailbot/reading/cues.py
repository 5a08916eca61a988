"""Words beside a fact that tell what it means, from `data/cues.toml`, as patterns."""

from __future__ import annotations

import math
import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SUREST = 50.0
"""Log odds beyond these would overflow, and say no more."""

_UP_TO_THREE_WORDS = r"(?:\s+\w+){0,3}\s+"


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    text = files("mailbot.reading").joinpath("data/cues.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def cue_words(table: str, *names: str) -> list[str]:
    """Return the words of some lists."""
    return [word for name in names for word in _tables()[table][name]]


def any_of(table: str, *names: str) -> str:
    """Return a pattern, as text, that matches any entry of some lists as whole words."""
    return pattern_of(cue_words(table, *names))


def pattern_of(entries: Iterable[str]) -> str:
    """Return a pattern, as text, that matches any of some entries as whole words."""
    longest_first = sorted(entries, key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(map(_pattern, longest_first))})(?!\w)"


def _pattern(entry: str) -> str:
    pieces = [r"\s+".join(map(_word, piece.split())) for piece in entry.split(" ... ")]
    return _UP_TO_THREE_WORDS.join(pieces)


def _word(word: str) -> str:
    return re.escape(word[:-1]) + r"\w*" if word.endswith("*") else re.escape(word)


def log_odds(chance: float) -> float:
    """Return a probability as log odds, held within what a model can be sure of."""
    held = min(max(chance, 0.0005), 0.9995)
    return math.log(held / (1 - held))


def chance_of(odds: float) -> float:
    """Return log odds as a probability."""
    return 1 / (1 + math.exp(-min(max(odds, -_SUREST), _SUREST)))
