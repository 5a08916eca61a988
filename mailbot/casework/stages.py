"""Where a student stands, and what moves them: one table of allowed moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.model.casework import Cause, Waiting
from mailbot.model.reading import Stage, Topic

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


@dataclass(frozen=True, slots=True)
class Move:
    """A line of the table.

    Attributes:
        cause: The mail, command or moment that brings the move about.
        leaves: The stages from which it may start.
        to: Where it leads.
        waiting: What becomes of the time waited so far.
        topics: Of a mail that moves: what it must raise, all of it.
        counted: It moves only who holds a place by an open offer.
    """

    cause: Cause
    leaves: frozenset[Stage]
    to: Stage
    waiting: Waiting
    topics: frozenset[Topic] = frozenset()
    counted: bool = False


_S, _T = Stage, Topic
_FREE_TO_JOIN = frozenset(
    {_S.NEW, _S.INFORMED, _S.PAST, _S.DECLINED, _S.LAPSED, _S.WITHDRAWN},
)
_MAY_WITHDRAW = frozenset(
    {_S.NEW, _S.INFORMED, _S.QUEUED, _S.OFFERED, _S.MEMBER, _S.DECLINED, _S.LAPSED}
)
_OFFERED = frozenset({_S.OFFERED})

MOVES: tuple[Move, ...] = (
    Move(
        Cause.MAIL_DECLINE_AND_JOIN,
        _OFFERED,
        _S.QUEUED,
        Waiting.KEPT,
        frozenset({_T.DECLINE, _T.JOIN}),
    ),
    Move(
        Cause.MAIL_WITHDRAW_AND_JOIN,
        (_MAY_WITHDRAW | {_S.WITHDRAWN}) - {_S.QUEUED},
        _S.QUEUED,
        Waiting.ANEW,
        frozenset({_T.WITHDRAW, _T.JOIN}),
    ),
    Move(
        Cause.MAIL_WITHDRAW,
        _MAY_WITHDRAW,
        _S.WITHDRAWN,
        Waiting.ENDED,
        frozenset({_T.WITHDRAW}),
    ),
    Move(Cause.MAIL_DECLINE, _OFFERED, _S.DECLINED, Waiting.ENDED, frozenset({_T.DECLINE})),
    Move(Cause.MAIL_JOIN, _FREE_TO_JOIN, _S.QUEUED, Waiting.ANEW, frozenset({_T.JOIN})),
    Move(
        Cause.MAIL_ACCEPT,
        _OFFERED,
        _S.MEMBER,
        Waiting.KEPT,
        frozenset({_T.ACCEPT}),
        counted=True,
    ),
    Move(Cause.QUEUE_ADD, _FREE_TO_JOIN, _S.QUEUED, Waiting.ANEW),
    Move(Cause.QUEUE_IMPORT, frozenset({_S.NEW, _S.INFORMED}), _S.QUEUED, Waiting.ANEW),
    Move(Cause.QUEUE_WITHDRAW, _MAY_WITHDRAW, _S.WITHDRAWN, Waiting.ENDED),
    Move(Cause.GROUPS_OFFER, frozenset({_S.QUEUED}), _S.OFFERED, Waiting.KEPT),
    Move(
        Cause.GROUPS_ACCEPT,
        frozenset({_S.QUEUED, _S.OFFERED, _S.DECLINED, _S.LAPSED}),
        _S.MEMBER,
        Waiting.KEPT,
        counted=True,
    ),
    Move(Cause.GROUPS_DECLINE, _OFFERED, _S.DECLINED, Waiting.ENDED),
    Move(Cause.GROUPS_DECLINE_STAYS, _OFFERED, _S.QUEUED, Waiting.KEPT),
    Move(Cause.GROUPS_CANCEL, frozenset({_S.OFFERED, _S.MEMBER}), _S.QUEUED, Waiting.KEPT),
    Move(
        Cause.GROUPS_IMPORT,
        frozenset({_S.NEW, _S.INFORMED, _S.QUEUED, _S.OFFERED, _S.DECLINED, _S.LAPSED, _S.PAST}),
        _S.MEMBER,
        Waiting.KEPT,
    ),
    Move(Cause.REPLY_LEFT, frozenset({_S.NEW}), _S.INFORMED, Waiting.KEPT),
    Move(Cause.PLACE_FREE, frozenset({_S.QUEUED}), _S.OFFERED, Waiting.KEPT),
    Move(Cause.DEADLINE_PAST, _OFFERED, _S.LAPSED, Waiting.ENDED),
    Move(Cause.SERIES_OVER, frozenset({_S.MEMBER}), _S.PAST, Waiting.ENDED),
)
"""Every move that may be; any other is refused and put on the record.

Of the lines about mail the first that fits wins. Who gives up an offered place but wants to stay on
the list keeps their time of waiting; who left and asks anew joins at the end. No line leads from
`withdrawn` to an offer or a group: first they must ask anew. Nobody moves by asking twice."""


def move_by(cause: Cause, stage: Stage) -> Move | None:
    """Return the move that `cause` brings about from `stage`, or None where it is refused."""
    return next((move for move in MOVES if move.cause is cause and stage in move.leaves), None)


def by_mail(stage: Stage, topics: AbstractSet[Topic]) -> Move | None:
    """Return the move that a mail with these topics brings about by itself, or None."""
    return next((move for move in _raised(topics) if stage in move.leaves), None)


def refused_mail(stage: Stage, topics: AbstractSet[Topic]) -> Cause | None:
    """Return what a mail asks for that may not be from `stage`; None where nothing is refused.

    Nothing is refused of a mail that moves its writer, nor of one who stands there already.
    """
    asked = list(_raised(topics))
    if not asked or any(stage in {move.to, *move.leaves} for move in asked):
        return None
    return asked[0].cause


def after_mail(stage: Stage, topics: AbstractSet[Topic]) -> Stage:
    """Return the stage that follows from a mail with these topics, which may be the same."""
    move = by_mail(stage, topics)
    return stage if move is None else move.to


def _raised(topics: AbstractSet[Topic]) -> tuple[Move, ...]:
    return tuple(move for move in MOVES if move.topics and move.topics <= topics)
