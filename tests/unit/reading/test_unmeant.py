"""A move that is only denied moves nobody by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.model.reading import Route, Stage, Topic
from mailbot.reading.unmeant import unmeant

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailbot.model.reading import Reading


@pytest.mark.parametrize(
    ("stage", "text"),
    [
        (Stage.QUEUED, "Please don't take me off the list."),
        (Stage.QUEUED, "I no longer want to withdraw my application"),
        (Stage.MEMBER, "I don't want to leave the group, it is wonderful"),
        (Stage.MEMBER, "I will not be absent on Tuesday"),
        (Stage.OFFERED, "I won't say no!"),
        (Stage.OFFERED, "Please don't give my place to anyone else, I'm coming."),
    ],
)
def test_a_move_that_is_denied_is_a_persons_to_judge(
    read: Callable[..., Reading], stage: Stage, text: str
) -> None:
    assert read(text, stage=stage).route is Route.COORDINATOR


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        (Topic.WITHDRAW, "I don't want to be on the list any more, please take me off"),
        (Topic.DECLINE, "I won't be able to take the place"),
        (Topic.ABSENCE, "Not pulling out, but I will miss Tuesday"),
        (Topic.JOIN, "Please don't take me off the list"),
    ],
)
def test_a_move_that_is_meant_stands(topic: Topic, text: str) -> None:
    assert not unmeant([topic], [text])
