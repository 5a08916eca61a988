"""The carried model and the data that it was trained from belong together."""

from __future__ import annotations

import tomllib

from bench.train_reading import PHRASES, digest_of, sources
from mailbot.reading.encoding import STAGES
from mailbot.reading.lexicon import build_lexicon, load_lexicon
from mailbot.reading.model import load_model
from mailbot.reading.reader import LABELS
from mailbot.reading.vectors import load_vectors


def test_the_model_was_trained_from_the_data_that_stands_here() -> None:
    model = load_model(load_lexicon(), load_vectors())
    assert model.digest == digest_of(sources()), "run bench/train_reading.py"
    assert model.labels == LABELS


def test_the_model_has_a_row_for_each_feature_and_each_notion() -> None:
    lexicon = load_lexicon()
    model = load_model(lexicon, load_vectors())
    for features, rows in (
        (model.vocabulary.clauses, model.weights.clauses),
        (model.vocabulary.mails, model.weights.mails),
    ):
        assert len(rows) == len(features.column_of) == len(features.rarity)
    assert len(model.weights.notions) == len(lexicon.names)
    assert len(model.weights.stages) == len(model.weights.mail_stages) == len(STAGES)


def test_every_group_of_phrases_is_known() -> None:
    table = tomllib.loads(PHRASES.read_text(encoding="utf-8"))["phrases"]
    for name, phrases in table.items():
        assert set(name.split("+")) <= {*LABELS, "nothing"}
        assert len(phrases) == len(set(phrases))


def test_notions_are_found_as_whole_words_and_stems() -> None:
    lexicon = build_lexicon({"money": ["fee", "out of pocket", "afford*"]})
    assert lexicon.notions(["unaffordable"]) == set()
    assert lexicon.notions(["affordable"]) == {"money"}
    assert lexicon.notions(["out", "of", "pocket"]) == {"money"}
