"""Where a student stands, and what moves them: one table of allowed moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.model.reading import Stage, Topic

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

_ANY = frozenset(Stage) - {Stage.OTHER}

_FREE_TO_JOIN = frozenset(
    {
        Stage.NEW,
        Stage.INFORMED,
        Stage.PAST,
        Stage.DECLINED,
        Stage.LAPSED,
        Stage.WITHDRAWN,
    }
)

MOVES_BY_MAIL: tuple[tuple[frozenset[Topic], frozenset[Stage], Stage], ...] = (
    (frozenset({Topic.DECLINE, Topic.JOIN}), frozenset({Stage.OFFERED}), Stage.QUEUED),
    (frozenset({Topic.WITHDRAW, Topic.JOIN}), _ANY - {Stage.PAST, Stage.QUEUED}, Stage.QUEUED),
    (frozenset({Topic.WITHDRAW}), _ANY - {Stage.PAST, Stage.WITHDRAWN}, Stage.WITHDRAWN),
    (frozenset({Topic.DECLINE}), frozenset({Stage.OFFERED}), Stage.DECLINED),
    (frozenset({Topic.JOIN}), _FREE_TO_JOIN, Stage.QUEUED),
)
"""Which topics of a mail, raised together, move whom where; the first line that fits wins.

Who gives up a place but wants to stay on the list waits in the queue. A student who withdrew and
asks anew joins at the end. Taking up an offer moves nobody by itself yet: places are counted where
groups are formed, so the coordinator confirms it."""


def after_mail(stage: Stage, topics: AbstractSet[Topic]) -> Stage:
    """Return the stage that follows from a mail with these topics, which may be the same."""
    for raised, from_stages, to in MOVES_BY_MAIL:
        if raised <= topics and stage in from_stages:
            return to
    return stage


def after_reply(stage: Stage) -> Stage:
    """Return the stage once a reply has left: who has been answered is informed."""
    return Stage.INFORMED if stage is Stage.NEW else stage
