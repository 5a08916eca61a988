"""Measures reading on labelled enquiries.

    python bench/reading.py FILE.jsonl...              the model as it stands
    python bench/reading.py FILE.jsonl... --folds 4    trained anew without each fold, a quarter of
                          an hour each; needs what `bench/train_second_look.py` does
    --first N             only the first N folds
    --also FILE.jsonl     learn from these too, but do not measure on them
    --wrong               show what was read wrongly
    --lessons FILE.jsonl  show what it does to be corrected where these are read wrongly
    --page FILE.html      write a page with the figures as pictures
    --json FILE           write the figures as JSON

Prints precision, recall and F1 by topic and flag, the confusion of routes, what confidences are
worth, the accuracy of facts, the time and memory that the model as it stands takes, and how all
that compares with what should be reached.
"""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from bench.enquiries import Enquiry, load_enquiries
from bench.reading_costs import measure_costs
from bench.reading_curves import Weighed, curves
from bench.reading_json import as_json
from bench.reading_options import check_training, options
from bench.reading_scores import measure
from bench.reading_targets import Outcome
from bench.reading_text import report, show_wrong
from mailbot.errors import MailbotError
from mailbot.model.reading import Topic
from mailbot.reading import Reader, load_reader
from mailbot.reading.screening import screen
from mailbot.reading.text import clauses
from mailbot.reading.topics import calibrated, possible

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator
    from pathlib import Path

    from mailbot.model.reading import Reading
    from mailbot.reading.model import Scores


def read_all(reader: Reader, enquiries: list[Enquiry]) -> list[Reading]:
    """Return the readings of labelled mails, in order."""
    return reader.read_many(
        [(each.message, each.stage, screen(each.message)) for each in enquiries]
    )


def weigh(reader: Reader, enquiries: list[Enquiry]) -> list[Weighed]:
    """Return labelled mails with their readings and the chances behind them, in order."""
    readings = read_all(reader, enquiries)
    texts = [clauses(each.message) for each in enquiries]
    scores = reader.score(texts, [each.stage for each in enquiries])
    return [
        _weighed(reader, *each) for each in zip(enquiries, readings, texts, scores, strict=True)
    ]


def _weighed(
    reader: Reader, enquiry: Enquiry, reading: Reading, text: tuple[str, ...], scores: Scores
) -> Weighed:
    if reading.screening.origin.machine:
        return Weighed(enquiry, reading, {}, 0.0)
    chances = {
        topic: calibrated(scores.probability[topic])
        for topic in Topic
        if possible(topic, enquiry.stage)
    }
    risk = reader.signs.assess(text, scores)
    return Weighed(enquiry, reading, chances, risk.chance)


def _folds(
    enquiries: list[Enquiry], also: list[Enquiry], folds: int, first: int
) -> Iterator[tuple[list[int], Reader]]:
    """Yield the places of the mails of each fold, and a reader that never saw them."""
    from bench.train_reading import PROGRAMMES_WEIGHT, SETTINGS, examples_of, phrase_examples
    from bench.train_second_look import trained
    from mailbot.reading.learning import fit
    from mailbot.reading.lexicon import load_lexicon
    from mailbot.reading.reader import LABELS
    from mailbot.reading.vectors import load_vectors

    order = list(range(len(enquiries)))
    random.Random(7).shuffle(order)  # noqa: S311 - the same folds every time
    lexicon, vectors, reader = load_lexicon(), load_vectors(), load_reader()
    for fold in range(first):
        held = set(order[fold::folds])
        kept = [each for n, each in enumerate(enquiries) if n not in held]
        examples = examples_of(kept, PROGRAMMES_WEIGHT) + examples_of(also) + phrase_examples()
        model = fit(examples, LABELS, lexicon, vectors, SETTINGS, "")
        yield sorted(held), replace(reader, model=model, second=trained(examples))


def weigh_in_folds(
    enquiries: list[Enquiry], also: list[Enquiry], folds: int, first: int | None = None
) -> list[Weighed]:
    """Return what `weigh` does, each mail read by a model that never saw it.

    Where only the `first` folds are asked for, the mails of the others are left out.
    """
    weighed: dict[int, Weighed] = {}
    for places, reader in _folds(enquiries, also, folds, first or folds):
        read = weigh(reader, [enquiries[n] for n in places])
        weighed.update(zip(places, read, strict=True))
    return [weighed[n] for n in sorted(weighed)]


def read_in_folds(enquiries: list[Enquiry], also: list[Enquiry], folds: int) -> list[Reading]:
    """Return readings of each mail by a model that never saw it."""
    return [each.reading for each in weigh_in_folds(enquiries, also, folds)]


def run(given: Namespace) -> None:
    """Read the files, measure, print and write.

    Raises:
        MailbotError: What is given cannot be measured.
    """
    if given.page:  # before the minutes that folds take, for a missing library to be told at once
        from bench.reading_page import as_page
    enquiries, also = load_enquiries(given.files), load_enquiries(given.also)
    taught = load_enquiries(given.lessons)
    reader = load_reader()
    if given.folds:
        check_training(given.folds, len(enquiries))
        mails = weigh_in_folds(enquiries, also, given.folds, given.first)
    else:
        mails = weigh(reader, enquiries)
    outcome = Outcome(
        files=tuple(path.name for path in given.files),
        folds=given.first or given.folds,
        figures=measure([(each.enquiry, each.reading) for each in mails]),
        curves=curves(mails),
        costs=measure_costs(reader, enquiries),
    )
    print(report(outcome))
    if given.wrong:
        print(show_wrong(mails))
    if taught:
        from bench.lessons import compare  # which reads by this module

        print(compare(reader, enquiries, taught).text)
    if given.json:
        _write(given.json, as_json(outcome))
    if given.page:
        _write(given.page, as_page(outcome))


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise MailbotError(f"{file} cannot be written: {error.strerror}.") from None


def main() -> None:
    """Do what the command line says; what is wrong with it is told, without a traceback."""
    given = options(__doc__)
    try:
        run(given)
    except MailbotError as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
