"""What is too long for a review mail made short enough, and how much is left out.

Gmail shows some 102 kB of a mail's HTML and hides the rest behind a link, so everything is measured
as HTML: a line break or an ampersand takes five bytes there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from mailbot.letters.clean import one_line
from mailbot.letters.html import marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_OF_A_MAIL = 90_000
"""Bytes of HTML that a review mail may have."""

_MOST_OF_LETTERS = 30_000
"""Bytes of HTML for the letters of one numbered thing, six times the longest reply."""

_MOST_OF_WORDS = 9_000
"""Bytes of HTML for all that one draft answers."""

_MOST_OF_ONE = 2_000
_LEAST_OF_ONE = 600
_END = 4
"""One part in so many of what is kept is the end of a mail, where people ask for something."""

_PIECE = re.compile(r"\s*\S{1,60}")
_REPEATED = 80
"""So many characters make a paragraph that nobody writes twice by chance."""

_RECALLED = 50
_MARKED = 70
"""Bytes for the colour behind what is to be settled, which may begin in one piece and end later."""


@dataclass(frozen=True, slots=True)
class Shortened:
    """Words with their middle left out.

    Attributes:
        begin: The words up to there; all of them where nothing is left out.
        end: The words after it.
        left_out: How many words are left out, to the nearest ten above ten.
        words: How many there are in all, likewise.
    """

    begin: str
    end: str = ""
    left_out: int = 0
    words: int = 0


def weight(text: str) -> int:
    """Return how many bytes `text` takes in the HTML of a review mail."""
    return len(marked(text).encode())


def fits(texts: Iterable[str]) -> bool:
    """Tell whether the letters of one numbered thing can be shown in full."""
    return sum(weight(text) for text in texts) <= _MOST_OF_LETTERS


def cut_letters(texts: Sequence[str]) -> list[Shortened]:
    """Return letters that do not fit, the first ones as far as there is room."""
    room, cut = _MOST_OF_LETTERS, []
    for text in texts:
        each = shortened(text, max(room, _LEAST_OF_ONE))
        room -= weight(each.begin) + weight(each.end)
        cut.append(each)
    return cut


def their_words(texts: Sequence[str]) -> list[Shortened]:
    """Return the words of the mails that a draft answers, each long one with its middle left out.

    A paragraph that stands in an earlier mail already, or twice in one, is only recalled.
    """
    most = min(_MOST_OF_ONE, max(_LEAST_OF_ONE, _MOST_OF_WORDS // max(len(texts), 1)))
    return [shortened(text, most) for text in _without_repeats(texts)]


def shortened(text: str, most: int) -> Shortened:
    """Return `text` with so much of its middle left out that `most` bytes of HTML hold it."""
    if weight(text) <= most:
        return Shortened(text)
    pieces = _PIECE.findall(re.sub(r"[ \t]{3,}", "  ", re.sub(r"\n{3,}", "\n\n", text)))
    begin = _held(pieces, most - most // _END)
    end = _held(pieces[begin:][::-1], most // _END)
    middle = pieces[begin : len(pieces) - end]
    last = "".join(pieces[len(pieces) - end :])
    return Shortened(
        "".join(pieces[:begin]).strip("\n"), last.strip(), _about(middle), _about(pieces)
    )


def _held(pieces: Sequence[str], most: int) -> int:
    """Return how many of the pieces `most` bytes hold."""
    totals = accumulate(weight(each) + _MARKED * each.count("[[") for each in pieces)
    return sum(1 for _ in takewhile(lambda total: total <= most, totals))


def _about(pieces: Sequence[str]) -> int:
    words = len("".join(pieces).split())
    return words if words <= 10 else round(words, -1)


def _without_repeats(texts: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return ["\n\n".join(_paragraphs(text, seen)) for text in texts]


def _paragraphs(text: str, seen: set[str]) -> Iterable[str]:
    for paragraph in re.split(r"\n[ \t]*\n", text):
        words = " ".join(paragraph.split())
        if words in seen:
            yield f"(the same again: “{one_line(words, _RECALLED)}”)"
            continue
        if len(words) >= _REPEATED:
            seen.add(words)
        yield paragraph
