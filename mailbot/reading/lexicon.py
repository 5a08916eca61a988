"""Notions: words and phrases that mean the same to the programme, from `data/notions.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Which notion each phrase stands for.

    Attributes:
        names: All notions, in the order of the file.
        phrases: A phrase as words joined by single spaces, to its notions. A word that ends
            in `*` stands for every word that begins so.
        stems: The single words that end in `*`, without it, to their notions.
        longest: By first word, how many words its longest phrase has.
    """

    names: tuple[str, ...]
    phrases: Mapping[str, tuple[str, ...]]
    stems: Mapping[str, tuple[str, ...]]
    longest: Mapping[str, int]

    def notions(self, found: list[str]) -> set[str]:
        """Return the notions that stand in the words `found`."""
        seen: set[str] = set()
        for start, word in enumerate(found):
            for length in range(3, len(word) + 1):
                seen.update(self.stems.get(word[:length], ()))
            for words in range(1, self.longest.get(word, 0) + 1):
                seen.update(self.phrases.get(" ".join(found[start : start + words]), ()))
        return seen


def build_lexicon(table: Mapping[str, Iterable[str]]) -> Lexicon:
    """Return the lexicon for a table of notions, each with its words and phrases."""
    phrases: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    for notion, entries in table.items():
        for entry in entries:
            target, key = (stems, entry[:-1]) if entry.endswith("*") else (phrases, entry)
            target[key] = (*target.get(key, ()), notion)
    longest: dict[str, int] = {}
    for phrase in phrases:
        first, *others = phrase.split(" ")
        longest[first] = max(longest.get(first, 0), 1 + len(others))
    return Lexicon(tuple(table), phrases, stems, longest)


def load_lexicon() -> Lexicon:
    """Return the lexicon that the package carries."""
    text = files("mailbot.reading").joinpath("data/notions.toml").read_text(encoding="utf-8")
    table: dict[str, list[str]] = tomllib.loads(text)["notions"]
    return build_lexicon(table)
