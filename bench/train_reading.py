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
from mailbot.model.reading import Flag, Stage, Topic
from mailbot.reading.learning import Example, fit, stored
from mailbot.reading.lexicon import load_lexicon
from mailbot.reading.network import Settings
from mailbot.reading.reader import DISTRESS, ELSEWHERE, LABELS
from mailbot.reading.text import clauses
from mailbot.reading.vectors import load_vectors

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "mailbot" / "reading" / "data" / "model.npz"
PHRASES = ROOT / "config" / "topics.toml"
NOTIONS = ROOT / "mailbot" / "reading" / "data" / "notions.toml"
SETTINGS = Settings()
_MOVES_OF_OFFERED = frozenset({Topic.ACCEPT, Topic.DECLINE})


def example_of(enquiry: Enquiry) -> Example:
    """Return a labelled mail as an example to learn from."""
    labels = {topic.value for topic in enquiry.topics}
    labels |= {flag.value for flag in enquiry.flags if flag is not Flag.MACHINE}
    if enquiry.asks_elsewhere:
        labels.add(ELSEWHERE)
    unknown = {DISTRESS} if Flag.MACHINE in enquiry.flags else set[str]()
    return Example(clauses(enquiry.message), enquiry.stage, frozenset(labels), frozenset(unknown))


def examples_of(enquiries: Iterable[Enquiry]) -> list[Example]:
    """Return labelled mails as examples; those of outsiders also as from someone never seen.

    The mailbox cannot know who is an outsider, so what they write must show it.
    """
    examples = [example_of(each) for each in enquiries]
    unseen = [
        replace(each, stage=Stage.NEW, weight=0.5) for each in examples if each.stage is Stage.OTHER
    ]
    return examples + unseen


def phrase_examples(path: Path = PHRASES) -> list[Example]:
    """Return the example phrases of the topics as examples to learn from."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))["phrases"]
    known = set(LABELS)
    examples = []
    for name, phrases in table.items():
        labels = frozenset(set(name.split("+")) & known)
        offered = bool(labels & _MOVES_OF_OFFERED)
        for phrase in phrases:
            examples.append(Example((phrase,), Stage.OFFERED if offered else None, labels))
            if Topic.ACCEPT in labels:  # the same words ask for a place where none is offered
                asked = labels - {Topic.ACCEPT} | {Topic.JOIN.value}
                examples.append(Example((phrase,), Stage.INFORMED, asked))
    return examples


def digest_of(paths: Iterable[Path]) -> str:
    """Return the digest of the training data, which ties the model to it."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def sources() -> list[Path]:
    """Return the files that the model is trained from."""
    return [*sorted(HOME.glob("*.jsonl")), PHRASES, NOTIONS]


def main() -> None:
    """Train on everything and write the file."""
    examples = examples_of(load_enquiries(sorted(HOME.glob("*.jsonl"))))
    examples += phrase_examples()
    model = fit(examples, LABELS, load_lexicon(), load_vectors(), SETTINGS, digest_of(sources()))
    TARGET.write_bytes(stored(model))
    size = TARGET.stat().st_size / 1e6
    count = len(model.vocabulary.clauses.column_of) + len(model.vocabulary.mails.column_of)
    print(f"{len(examples)} examples, {count} features, {size:.1f} MB")


if __name__ == "__main__":
    main()
