"""Where a student stands, and what moves them: one table of allowed moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.model.reading import Stage, Topic

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

_ANY = frozenset(Stage) - {Stage.OTHER}

MOVES_BY_MAIL: tuple[tuple[Topic, frozenset[Stage], Stage], ...] = (
    (Topic.WITHDRAW, _ANY - {Stage.PAST, Stage.WITHDRAWN}, Stage.WITHDRAWN),
    (Topic.DECLINE, frozenset({Stage.OFFERED}), Stage.DECLINED),
    (
        Topic.JOIN,
        frozenset(
            {
                Stage.NEW,
                Stage.INFORMED,
                Stage.PAST,
                Stage.DECLINED,
                Stage.LAPSED,
                Stage.WITHDRAWN,
            }
        ),
        Stage.QUEUED,
    ),
)
"""Which topic of a mail moves whom where; the first that fits wins. A student who withdraws and
asks anew joins at the end. Taking up an offer moves nobody by itself yet: places are counted where
groups are formed, so the coordinator confirms it."""


def after_mail(stage: Stage, topics: AbstractSet[Topic]) -> Stage:
    """Return the stage that follows from a mail with these topics, which may be the same."""
    for topic, from_stages, to in MOVES_BY_MAIL:
        if topic in topics and stage in from_stages:
            return to
    return stage


def after_reply(stage: Stage) -> Stage:
    """Return the stage once a reply has left: who has been answered is informed."""
    return Stage.INFORMED if stage is Stage.NEW else stage
