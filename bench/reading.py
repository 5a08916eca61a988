"""Measures reading on labelled enquiries.

    python bench/reading.py FILE.jsonl...              the model as it stands
    python bench/reading.py FILE.jsonl... --folds 4    trained anew without each fold; needs the
                          dependency group `train`
    --also FILE.jsonl     learn from these too, but do not measure on them
    --wrong               show what was read wrongly

Prints precision, recall and F1 by topic and flag, the confusion of routes, the accuracy of facts,
and, without --folds, the time and memory that reading takes.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bench.enquiries import Enquiry, load_enquiries
from bench.reading_scores import report, show_wrong
from mailbot.reading import Reader, load_reader
from mailbot.reading.screening import screen

if TYPE_CHECKING:
    from mailbot.model.reading import Reading


def read_all(reader: Reader, enquiries: list[Enquiry]) -> list[Reading]:
    """Return the readings of labelled mails, in order."""
    return reader.read_many(
        [(each.message, each.stage, screen(each.message)) for each in enquiries]
    )


def read_in_folds(enquiries: list[Enquiry], also: list[Enquiry], folds: int) -> list[Reading]:
    """Return readings of each mail by a model that never saw it."""
    from bench.train_reading import PROGRAMMES_WEIGHT, SETTINGS, examples_of, phrase_examples
    from mailbot.reading.learning import fit
    from mailbot.reading.lexicon import load_lexicon
    from mailbot.reading.reader import LABELS
    from mailbot.reading.vectors import load_vectors

    order = list(range(len(enquiries)))
    random.Random(7).shuffle(order)  # noqa: S311 - the same folds every time
    readings: dict[int, Reading] = {}
    lexicon, vectors, reader = load_lexicon(), load_vectors(), load_reader()
    for fold in range(folds):
        held = set(order[fold::folds])
        kept = [each for n, each in enumerate(enquiries) if n not in held]
        examples = examples_of(kept, PROGRAMMES_WEIGHT) + examples_of(also) + phrase_examples()
        model = fit(examples, LABELS, lexicon, vectors, SETTINGS, "")
        places = sorted(held)
        read = read_all(replace(reader, model=model), [enquiries[n] for n in places])
        readings.update(zip(places, read, strict=True))
    return [readings[n] for n in range(len(enquiries))]


def measure_time(reader: Reader, enquiries: list[Enquiry]) -> str:
    """Return the time to read one mail alone, and many together, in a line."""
    alone = []
    for each in enquiries:
        began = time.perf_counter()
        reader.read(each.message, stage=each.stage, screening=screen(each.message))
        alone.append((time.perf_counter() - began) * 1000)
    began = time.perf_counter()
    read_all(reader, enquiries)
    batch = (time.perf_counter() - began) * 1000 / len(enquiries)
    last = statistics.quantiles(alone, n=100)[98] if len(alone) > 1 else alone[0]
    return (
        f"one mail alone: median {statistics.median(alone):.2f} ms, 99 % below {last:.2f} ms; "
        f"in a batch {batch:.2f} ms a mail"
    )


def main() -> None:
    """Read the files, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--also", nargs="*", type=Path, default=[])
    parser.add_argument("--wrong", action="store_true")
    given = parser.parse_args()
    enquiries = load_enquiries(given.files)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    reader = load_reader()
    took = time.perf_counter() - began
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    if given.folds:
        readings = read_in_folds(enquiries, load_enquiries(given.also), given.folds)
    else:
        readings = read_all(reader, enquiries)
        print(measure_time(reader, enquiries))
        print(f"start-up {took:.2f} s, {memory:.0f} MB")
    print(report(enquiries, readings))
    if given.wrong:
        print(show_wrong(enquiries, readings))


if __name__ == "__main__":
    main()
