"""The second look says, when it reads, what it said when it was trained."""

from __future__ import annotations

import numpy as np
import pytest

from bench.second_look_net import forward, mail_of, together
from mailbot.model.reading import Stage
from mailbot.reading.learning import Example
from mailbot.reading.reader import LABELS
from mailbot.reading.second_look import load_second_look


def test_reading_and_training_run_the_same_network() -> None:
    jax = pytest.importorskip("jax", reason="training needs the dependency group `train`")
    second = load_second_look()
    weights = dict(second.weights)
    words = jax.numpy.asarray(second.words * second.scales[:, None])
    fixed = (words, jax.numpy.asarray(weights["positions"]))
    told = [
        (("Is it free?", "And does my dean hear of it?", "Jo"), Stage.INFORMED),
        (("I can't come on Thursday.",), Stage.MEMBER),
    ]
    mails = [mail_of(Example(text, stage, frozenset()), second.pieces) for text, stage in told]
    scores, alone, speaking = forward((weights, weights), fixed, together(mails, 64, 2), None)
    loudest = np.where(speaking, alone, -np.inf).max(axis=1)
    for (text, stage), score, loud in zip(told, np.asarray(scores), loudest, strict=True):
        looked = second.look(text, stage)
        assert looked is not None
        assert [looked.log_odds[label] for label in LABELS] == pytest.approx(
            score.tolist(), abs=2e-3
        )
        assert [looked.alone[label] for label in LABELS] == pytest.approx(loud.tolist(), abs=2e-3)
