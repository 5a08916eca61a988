"""Whether a student's words touch a finer point of a topic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def asked_in(words: str | None) -> Callable[..., bool]:
    """Return `asked(*stems)` for templates: do `words` hold a word that begins with a stem?

    A stem may be several words; one that ends with a space must be the whole word. Where `words`
    is None nobody knows, so every point counts as asked: a mark too many is better than a question
    left out. The words themselves are only looked into; templates never get to see them.
    """
    if words is None:
        return lambda *_stems: True
    plain = " ".join(words.replace("’", "'").lower().split())

    def asked(*stems: str) -> bool:
        return any(re.search(_pattern(stem), plain) for stem in stems)

    return asked


def _pattern(stem: str) -> str:
    whole = stem.rstrip()
    end = r"\b" if whole != stem else ""
    return rf"(?<!\w){re.escape(whole.lower())}{end}"
