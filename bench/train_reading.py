"""Makes mailbot/reading/data/model.npz from the labelled enquiries and the example phrases.

    python bench/train_reading.py     (needs the dependency group `train`)

A test compares the digest in the file with the data, so that neither changes without the other.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bench.enquiries import HOME, Enquiry, load_enquiries
from bench.marks import MARKS, load_marks
from mailbot.model.reading import Flag, Stage, Topic
from mailbot.reading.learning import Example, fit, stored
from mailbot.reading.lexicon import load_lexicon
from mailbot.reading.network import Settings
from mailbot.reading.reader import DISTRESS, LABELS
from mailbot.reading.text import clauses
from mailbot.reading.vectors import load_vectors

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "mailbot" / "reading" / "data" / "model.npz"
PHRASES = ROOT / "config" / "topics.toml"
NOTIONS = ROOT / "mailbot" / "reading" / "data" / "notions.toml"
SETTINGS = Settings()
PROGRAMMES_WEIGHT = 2.0
"""How much the programme's enquiries count beside the project's own mails."""

_MOVES_OF_OFFERED = frozenset({Topic.ACCEPT, Topic.DECLINE})


def example_of(enquiry: Enquiry, weight: float = 1.0) -> Example:
    """Return a labelled mail as an example to learn from, which counts `weight`."""
    text = clauses(enquiry.message)
    return Example(
        text,
        enquiry.stage,
        enquiry.labels,
        frozenset({DISTRESS}) if Flag.MACHINE in enquiry.flags else frozenset(),
        weight,
        load_marks().spoken(enquiry.id, len(text)),
    )


def examples_of(enquiries: Iterable[Enquiry], weight: float = 1.0) -> list[Example]:
    """Return labelled mails as examples; those of outsiders also as from someone never seen.

    The mailbox cannot know who is an outsider, so what they write must show it.
    """
    examples = [example_of(each, weight) for each in enquiries]
    unseen = [
        replace(each, stage=Stage.NEW, weight=weight / 2)
        for each in examples
        if each.stage is Stage.OTHER
    ]
    return examples + unseen


def phrase_examples(path: Path = PHRASES) -> list[Example]:
    """Return the example phrases of the topics as examples to learn from."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))["phrases"]
    known = set(LABELS)
    examples = []
    for name, phrases in table.items():
        labels = frozenset(set(name.split("+")) & known)
        for phrase in phrases:
            examples.append(_phrase_example(phrase, _stage_of(labels), labels))
            if Topic.ACCEPT in labels:  # the same words ask for a place where none is offered
                asked = labels - {Topic.ACCEPT} | {Topic.JOIN.value}
                examples.append(_phrase_example(phrase, Stage.INFORMED, asked))
    return examples


def _phrase_example(phrase: str, stage: Stage | None, labels: frozenset[str]) -> Example:
    return Example((phrase,), stage, labels, spoken=(labels,))


def _stage_of(labels: frozenset[str]) -> Stage | None:
    """Return where the writer of a phrase stands, for moves that depend on it."""
    if labels & _MOVES_OF_OFFERED:
        return Stage.OFFERED
    return Stage.INFORMED if Topic.JOIN in labels else None


def digest_of(paths: Iterable[Path]) -> str:
    """Return the digest of the training data, which ties the model to it."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def sources() -> list[Path]:
    """Return the files that the model is trained from."""
    return [*sorted(HOME.glob("*.jsonl")), MARKS, PHRASES, NOTIONS]


def all_examples() -> list[Example]:
    """Return all that the models learn from."""
    programmes = sorted(HOME.glob("develop-*.jsonl"))
    own = sorted(set(HOME.glob("*.jsonl")) - set(programmes))
    examples = examples_of(load_enquiries(programmes), PROGRAMMES_WEIGHT)
    return examples + examples_of(load_enquiries(own)) + phrase_examples()


def main() -> None:
    """Train on everything and write the file."""
    examples = all_examples()
    model = fit(examples, LABELS, load_lexicon(), load_vectors(), SETTINGS, digest_of(sources()))
    TARGET.write_bytes(stored(model))
    size = TARGET.stat().st_size / 1e6
    count = len(model.vocabulary.clauses.column_of) + len(model.vocabulary.mails.column_of)
    print(f"{len(examples)} examples, {count} features, {size:.1f} MB")


if __name__ == "__main__":
    main()
