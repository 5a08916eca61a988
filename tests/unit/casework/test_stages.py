"""Stages move only along the table."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.casework.stages import MOVES, after_mail, by_mail, move_by, refused_mail
from mailbot.model.casework import Cause, Waiting
from mailbot.model.reading import Stage, Topic

topics = st.frozensets(st.sampled_from(Topic), max_size=4)
LET_GO = {Stage.WITHDRAWN, Stage.DECLINED, Stage.LAPSED, Stage.PAST}

BY_MAIL = [
    (Stage.NEW, {Topic.JOIN}, Stage.QUEUED, Waiting.ANEW),
    (Stage.INFORMED, {Topic.JOIN, Topic.COST}, Stage.QUEUED, Waiting.ANEW),
    (Stage.PAST, {Topic.JOIN}, Stage.QUEUED, Waiting.ANEW),
    (Stage.LAPSED, {Topic.JOIN}, Stage.QUEUED, Waiting.ANEW),
    (Stage.WITHDRAWN, {Topic.JOIN}, Stage.QUEUED, Waiting.ANEW),
    (Stage.MEMBER, {Topic.WITHDRAW, Topic.JOIN}, Stage.QUEUED, Waiting.ANEW),
    (Stage.OFFERED, {Topic.DECLINE, Topic.JOIN}, Stage.QUEUED, Waiting.KEPT),
    (Stage.OFFERED, {Topic.DECLINE}, Stage.DECLINED, Waiting.ENDED),
    (Stage.OFFERED, {Topic.ACCEPT, Topic.DATES}, Stage.MEMBER, Waiting.KEPT),
    (Stage.OFFERED, {Topic.DECLINE, Topic.WITHDRAW}, Stage.WITHDRAWN, Waiting.ENDED),
    (Stage.QUEUED, {Topic.WITHDRAW}, Stage.WITHDRAWN, Waiting.ENDED),
    (Stage.MEMBER, {Topic.WITHDRAW}, Stage.WITHDRAWN, Waiting.ENDED),
]


@pytest.mark.parametrize(("stage", "raised", "to", "waiting"), BY_MAIL)
def test_a_mail_moves_its_writer(
    stage: Stage, raised: set[Topic], to: Stage, waiting: Waiting
) -> None:
    move = by_mail(stage, raised)
    assert move is not None
    assert (move.to, move.waiting) == (to, waiting)


@given(st.sampled_from(Stage), topics)
def test_only_what_a_student_says_of_a_place_moves_them(
    stage: Stage, raised: frozenset[Topic]
) -> None:
    after = after_mail(stage, raised)
    if after is not stage:
        assert raised & {Topic.JOIN, Topic.WITHDRAW, Topic.DECLINE, Topic.ACCEPT}
        assert after in {Stage.QUEUED, Stage.WITHDRAWN, Stage.DECLINED, Stage.MEMBER}
        assert after is not Stage.MEMBER or stage is Stage.OFFERED
        assert stage is not Stage.OTHER


@pytest.mark.parametrize("stage", [Stage.QUEUED, Stage.MEMBER, Stage.OFFERED])
def test_asking_twice_moves_nobody(stage: Stage) -> None:
    assert by_mail(stage, {Topic.JOIN}) is None


def test_only_who_holds_a_place_is_moved_into_a_group_by_accepting() -> None:
    for cause in (Cause.MAIL_ACCEPT, Cause.GROUPS_ACCEPT):
        accepted = move_by(cause, Stage.OFFERED)
        assert accepted is not None
        assert accepted.to is Stage.MEMBER
        assert accepted.counted


@pytest.mark.parametrize(
    ("stage", "topic", "cause"),
    [
        (Stage.QUEUED, Topic.ACCEPT, Cause.MAIL_ACCEPT),
        (Stage.LAPSED, Topic.ACCEPT, Cause.MAIL_ACCEPT),
        (Stage.QUEUED, Topic.DECLINE, Cause.MAIL_DECLINE),
        (Stage.MEMBER, Topic.JOIN, Cause.MAIL_JOIN),
        (Stage.PAST, Topic.WITHDRAW, Cause.MAIL_WITHDRAW),
    ],
)
def test_what_a_mail_asks_for_and_may_not_be_is_named(
    stage: Stage, topic: Topic, cause: Cause
) -> None:
    assert refused_mail(stage, {topic, Topic.COST}) is cause


@given(st.sampled_from(Stage), topics)
def test_nothing_is_refused_of_a_mail_that_moves_or_asks_for_no_move(
    stage: Stage, raised: frozenset[Topic]
) -> None:
    moving = {Topic.JOIN, Topic.WITHDRAW, Topic.DECLINE, Topic.ACCEPT}
    if after_mail(stage, raised) is not stage or not raised & moving:
        assert refused_mail(stage, raised) is None


def test_nobody_comes_from_withdrawn_to_a_place_without_asking_anew() -> None:
    leading = {move.to for move in MOVES if Stage.WITHDRAWN in move.leaves}
    assert leading == {Stage.QUEUED}
    anew = {move.waiting for move in MOVES if Stage.WITHDRAWN in move.leaves}
    assert anew == {Waiting.ANEW}


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.cause)
def test_who_was_let_go_never_keeps_a_place_and_who_comes_back_joins_at_the_end(
    move: object,
) -> None:
    line = next(each for each in MOVES if each is move)
    if line.to in LET_GO:
        assert line.waiting is Waiting.ENDED
    if line.to is Stage.QUEUED and line.leaves & LET_GO:
        assert line.waiting is Waiting.ANEW


def test_every_cause_has_its_line_and_none_moves_who_is_no_applicant() -> None:
    assert {move.cause for move in MOVES} == set(Cause)
    for cause, stage in product(Cause, Stage):
        move = move_by(cause, stage)
        assert move is None or move.to is not stage
    assert all(Stage.OTHER not in {move.to, *move.leaves} for move in MOVES)


def test_an_answered_newcomer_is_informed_and_nobody_else_is_moved_by_a_reply() -> None:
    assert {stage for stage in Stage if move_by(Cause.REPLY_LEFT, stage)} == {Stage.NEW}
