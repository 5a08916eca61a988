"""Tables of phrases, by language, made into one pattern each."""

from __future__ import annotations

import re
from collections.abc import Mapping

Table = Mapping[str, tuple[str, ...]]
"""A language's code to regular expressions on smoothed text (lower case, plain quotes)."""


def anywhere(table: Table) -> re.Pattern[str]:
    """Return a pattern that finds any phrase of any language."""
    return re.compile(_either(table))


def beginning(table: Table) -> re.Pattern[str]:
    """Return a pattern that finds a phrase where the text begins with it."""
    return re.compile(rf"^\W{{0,3}}(?:{_either(table)})")


def _either(table: Table) -> str:
    return "|".join(phrase for phrases in table.values() for phrase in phrases)
