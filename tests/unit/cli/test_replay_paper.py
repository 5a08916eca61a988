"""What a replay says of the drafts, for none, one and many."""

from __future__ import annotations

import pytest

from mailbot.cli.replay_paper import sentences
from mailbot.services.replay_values import Counts, Would


def said(compared: int, lacking: int = 0, left: int = 0) -> str:
    counts = Counts(
        mails=9,
        agreed=6,
        answered=dict.fromkeys(Would, 0),
        unanswered=dict.fromkeys(Would, 0),
        compared=compared,
        alike=0.31 if compared else None,
        lacking=lacking,
        open=left,
    )
    return " ".join(sentences(counts)[1:])


def test_where_no_draft_can_be_compared_nothing_is_said_of_drafts() -> None:
    assert said(0) == ""


@pytest.mark.parametrize(
    ("lacking", "left", "told"),
    [
        (1, 0, "It lacks a link, date, time or sum that you wrote, and leaves nothing for you"),
        (0, 1, "It lacks no link, date, time or sum that you wrote, and leaves something for you"),
    ],
)
def test_of_one_draft_it_speaks_as_of_one(lacking: int, left: int, told: str) -> None:
    words = said(1, lacking, left)

    assert words.startswith("1 draft can be set beside your own answer to the same mail: ")
    assert "the two are 31% alike, word for word. " + told in words
    assert "half" not in words


@pytest.mark.parametrize(
    ("lacking", "left", "told"),
    [
        (1, 2, "1 of them lacks a link, date, time or sum that you wrote; 2 of them leave some"),
        (3, 1, "3 of them lack a link, date, time or sum that you wrote; 1 of them leaves some"),
        (0, 0, "None of them lacks a link, date, time or sum that you wrote; none of them leaves"),
    ],
)
def test_of_several_drafts_it_speaks_of_half_of_them(lacking: int, left: int, told: str) -> None:
    words = said(4, lacking, left)

    assert words.startswith("4 drafts can be set beside your own answers to the same mails: ")
    assert "half of these pairs are at least 31% alike, word for word. " + told in words
