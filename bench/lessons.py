"""Measures whether the coordinator's corrections help on mail like them, and hurt nothing else.

    python bench/lessons.py FILE.jsonl... --lessons CORRECTED.jsonl...

What is read wrongly in CORRECTED counts as corrected by its labels, as `mailbot read --correct`
would. Of each such mail a near copy is made: greeting, name and sign-off changed, a sentence left
out where there are several, words replaced and dropped. Printed are the figures on these copies,
on FILE and on what was read rightly in CORRECTED, before and after; and how long learning took.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bench.enquiries import Enquiry, load_enquiries
from bench.reading import read_all
from bench.reading_scores import tally
from mailbot.mail.parse import from_text
from mailbot.model.reading import Flag, Topic
from mailbot.reading import Reader, load_reader
from mailbot.reading.corrections import Correction, said
from mailbot.reading.lessons import Lesson
from mailbot.reading.text import clauses

if TYPE_CHECKING:
    from mailbot.model.reading import Reading

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n+")
_OTHER_WORDS = {
    "thanks": "many thanks",
    "please": "kindly",
    "pls": "please",
    "would": "could",
    "want": "would like",
    "also": "as well",
    "but": "however",
    "really": "very",
    "great": "good",
    "keen": "happy",
    "join": "come to",
    "group": "circle",
    "session": "meeting",
    "sessions": "meetings",
    "because": "since",
    "cannot": "can't",
    "maybe": "perhaps",
    "need": "require",
}
_NEAR_ENOUGH = 0.002


def near_copy(enquiry: Enquiry, chance: random.Random) -> Enquiry:
    """Return the same enquiry as somebody else would have put it."""
    said_so = [part for part in _SENTENCE_END.split(enquiry.message.new_text.strip()) if part]
    if len(said_so) > 3:
        del said_so[chance.randrange(len(said_so))]
    words = " ".join(_reworded(sentence, chance) for sentence in said_so)
    message = from_text(
        sender=enquiry.message.sender,
        subject=enquiry.message.subject,
        body=f"Hello Ruth,\n\n{words}\n\nRegards\nMarlo",
    )
    return replace(enquiry, message=message)


def _reworded(sentence: str, chance: random.Random) -> str:
    words = [
        _OTHER_WORDS.get(word.lower(), word) if chance.random() < 0.5 else word
        for word in sentence.split()
    ]
    if len(words) > 6 and chance.random() < 0.5:
        del words[chance.randrange(len(words))]
    return " ".join(words)


def lesson_of(number: int, enquiry: Enquiry) -> Lesson:
    """Return a labelled mail as the lesson that a correction to its labels makes."""
    flags = enquiry.flags - {Flag.MACHINE}
    return Lesson(
        number=number,
        source="correct",
        day="2026-11-23",
        clauses=clauses(enquiry.message),
        stage=enquiry.stage,
        said=said(Correction(enquiry.topics, flags, enquiry.route)),
    )


def wrong(enquiry: Enquiry, reading: Reading) -> bool:
    """Tell whether topics or route were read wrongly, where a person wrote."""
    as_labelled = reading.topic_set == enquiry.topics and reading.route is enquiry.route
    return not as_labelled and Flag.MACHINE not in enquiry.flags


def micro(enquiries: list[Enquiry], readings: list[Reading]) -> float:
    """Return the micro F1 over topics; 0 where there are none."""
    pairs = list(zip(enquiries, readings, strict=True))
    return tally((t in r.topic_set, t in e.topics) for e, r in pairs for t in Topic).f1 or 0.0


def line(name: str, enquiries: list[Enquiry], before: Reader, after: Reader) -> str:
    """Return the figures on some mails before and after, in a line."""
    figures = []
    for reader in (before, after):
        readings = read_all(reader, enquiries)
        pairs = list(zip(enquiries, readings, strict=True))
        exact = sum(r.topic_set == e.topics for e, r in pairs) / max(1, len(pairs))
        route = sum(r.route is e.route for e, r in pairs) / max(1, len(pairs))
        spoke = sum(bool(r.taught) for r in readings)
        figures.append((micro(enquiries, readings), exact, route, spoke))
    (one, other) = figures
    return (
        f"{name} ({len(enquiries)} mails): micro F1 {one[0]:.4f} -> {other[0]:.4f}, "
        f"set exact {one[1]:.3f} -> {other[1]:.3f}, route right {one[2]:.3f} -> {other[2]:.3f}; "
        f"a lesson spoke on {other[3]}"
    )


@dataclass(frozen=True, slots=True)
class Comparison:
    """What corrections did.

    Attributes:
        text: The figures before and after, a line each.
        lost: Micro F1 over topics that other mail lost.
    """

    text: str
    lost: float

    @property
    def harmless(self) -> bool:
        """True where other mail is read as well as before."""
        return self.lost <= _NEAR_ENOUGH


def compare(reader: Reader, enquiries: list[Enquiry], others: list[Enquiry]) -> Comparison:
    """Return what it does to `reader` to be corrected where it reads `others` wrongly.

    Args:
        reader: Without lessons.
        enquiries: Other mail, which should lose nothing.
        others: Labelled mail that the coordinator corrects.
    """
    pairs = list(zip(others, read_all(reader, others), strict=True))
    corrected = [enquiry for enquiry, reading in pairs if wrong(enquiry, reading)]
    right = [enquiry for enquiry, reading in pairs if not wrong(enquiry, reading)]
    began = time.perf_counter()
    taught = reader.remembering([lesson_of(n, each) for n, each in enumerate(corrected, start=1)])
    took = time.perf_counter() - began
    chance = random.Random(5)  # noqa: S311 - the same copies every time
    copies = [near_copy(each, chance) for each in corrected]
    before, after = (micro(enquiries, read_all(each, enquiries)) for each in (reader, taught))
    lines = [
        f"{len(corrected)} of {len(others)} mails corrected, learnt in {took:.2f} s",
        line("near copies of them", copies, reader, taught),
        line("the rest of that file", right, reader, taught),
        line("other mail", enquiries, reader, taught),
        f"other mail lost {before - after:.4f}; at most {_NEAR_ENOUGH} is allowed",
    ]
    return Comparison("\n".join(lines), before - after)


def main() -> None:
    """Read, correct, learn, read again, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--lessons", nargs="+", type=Path, required=True)
    given = parser.parse_args()
    found = compare(load_reader(), load_enquiries(given.files), load_enquiries(given.lessons))
    print(found.text)
    if not found.harmless:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
