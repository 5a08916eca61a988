"""A student who asks where they stand hears what is so, in their own time, and no promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.groups.sessions import cancel_session, timetable
from mailbot.letters import unsettled
from mailbot.letters.facts import place_words
from mailbot.letters.standing import InGroup, InQueue, Standing
from mailbot.model.casework import DraftReply, NextStep
from mailbot.model.reading import Day, Stage
from mailbot.model.sessions import Series

if TYPE_CHECKING:
    from mailbot.letters import Letters

WAITS = InQueue(12, date(2026, 3, 3))
TABLE = timetable(Series(4, Day.TUE, "19:00", "Australia/Sydney", date(2026, 3, 17)))
EARLY = datetime(2026, 3, 8, tzinfo=UTC)
DEADLINE = datetime(2026, 3, 12, 15, 59, tzinfo=UTC)
PLACE = InGroup(TABLE, "Australia/Perth", EARLY, least=6)
NO_GAP = "[["


def reply(
    letters: Letters,
    stage: Stage,
    standing: Standing | None,
    *blocks: str,
    step: NextStep = NextStep.NONE,
) -> str:
    draft = DraftReply(blocks, step)
    letter = letters.reply(draft, name="Sam", subject="Hi", stage=stage, standing=standing)
    return " ".join(letter.text.split())


def status(letters: Letters, standing: Standing, *, wrote_at: Stage | None = None) -> str:
    return reply(letters, wrote_at or standing.stage, standing, "status")


def test_place_and_day_are_told_to_who_waits(own_letters: Letters) -> None:
    told = status(own_letters, Standing(Stage.QUEUED, WAITS))
    assert "on our list since 3 March 2026, and are in 12th place on it now" in told
    assert "I cannot say yet how long it will be" in told
    assert "being put together" not in told
    assert NO_GAP not in told


def test_a_group_that_forms_is_told_without_a_promise(own_letters: Letters) -> None:
    told = status(own_letters, Standing(Stage.QUEUED, replace(WAITS, forming=True)))
    assert "A group is being put together at the moment, though I cannot say" in told


def test_who_joins_with_the_same_mail_hears_their_place_at_once(own_letters: Letters) -> None:
    told = status(
        own_letters,
        Standing(Stage.QUEUED, InQueue(3, date(2026, 3, 3))),
        wrote_at=Stage.INFORMED,
    )
    assert "you are in third place on our list" in told
    assert NO_GAP not in told


def test_who_is_offered_a_place_hears_which_and_until_when_in_their_own_time(
    own_letters: Letters,
) -> None:
    offered = Standing(Stage.OFFERED, None, replace(PLACE, deadline=DEADLINE))
    told = status(own_letters, offered)
    assert "first session is on Tuesday 17 March, 4–5.30 pm Perth time" in told
    assert "(for the group: 7–8.30 pm Sydney time)" in told
    assert "whose last is on Tuesday 21 April" in told
    assert "yours to take until the end of Thursday 12 March, Perth time" in told
    assert NO_GAP not in told


def test_once_the_time_for_an_answer_is_over_she_says_whether_the_place_is_still_there(
    own_letters: Letters,
) -> None:
    late = replace(PLACE, deadline=DEADLINE, now=DEADLINE + timedelta(hours=1))
    offered = Standing(Stage.OFFERED, None, late)
    for blocks in (("status",), ("cost",), ("status", "cost")):
        told = reply(own_letters, Stage.OFFERED, offered, *blocks, step=NextStep.OFFER_OPEN)
        assert told.count(NO_GAP) == 1
        assert "until the end of Thursday 12 March, Perth time; may they still have it?" in told
        assert "still open" not in told
        assert "yours to take" not in told


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        (("cost",), "still open, until the end of Thursday 12 March, Perth time."),
        (("status",), "It is yours to take until the end of Thursday 12 March, Perth time."),
    ],
)
def test_until_when_the_place_is_held_is_said_once(
    own_letters: Letters, blocks: tuple[str, ...], said: str
) -> None:
    offered = Standing(Stage.OFFERED, None, replace(PLACE, deadline=DEADLINE))
    told = reply(own_letters, Stage.OFFERED, offered, *blocks, step=NextStep.OFFER_OPEN)
    assert said in told
    assert told.count("12 March") == 1


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        (1, "once six students have taken their places; you are the first."),
        (4, "once six students have taken their places; four have so far."),
        (6, "Enough students have taken their places for it to go ahead"),
    ],
)
def test_a_member_of_a_group_that_forms_hears_how_it_stands(
    own_letters: Letters, taken: int, said: str
) -> None:
    told = status(own_letters, Standing(Stage.MEMBER, None, replace(PLACE, taken=taken)))
    assert "Your place in the group is noted." in told
    assert "Its first session is to be on Tuesday 17 March, 4–5.30 pm Perth time" in told
    assert said in told
    assert "is going ahead" not in told


def test_a_member_of_a_confirmed_group_hears_which_session_is_next(own_letters: Letters) -> None:
    after_two = TABLE.sessions[1].start + timedelta(minutes=1)
    told = status(
        own_letters, Standing(Stage.MEMBER, None, replace(PLACE, confirmed=True, now=after_two))
    )
    assert "Your group is going ahead, and you have your place in it." in told
    assert "The next session is number 3 of 6: Tuesday 31 March, 4–5.30 pm Perth time" in told


def test_a_cancelled_session_is_never_the_next_one(own_letters: Letters) -> None:
    table = cancel_session(TABLE, 1, now=EARLY)
    place = replace(PLACE, timetable=table, confirmed=True)
    told = status(own_letters, Standing(Stage.MEMBER, None, place))
    assert "The next session is number 2 of 6: Tuesday 24 March" in told
    assert "17 March" not in told


def test_after_the_last_session_no_next_one_is_told(own_letters: Letters) -> None:
    over = replace(PLACE, confirmed=True, now=TABLE.sessions[-1].start)
    told = status(own_letters, Standing(Stage.MEMBER, None, over))
    assert "No session comes after that of Tuesday 21 April." in told


@pytest.mark.parametrize(
    ("standing", "said", "way"),
    [
        (
            Standing(Stage.PAST, None, PLACE),
            "Your group had its last session on Tuesday 21 April",
            "happy to help you find an ongoing group",
        ),
        (Standing(Stage.PAST), "Your sessions with us are over", "find an ongoing group"),
        (
            Standing(Stage.LAPSED, None, replace(PLACE, deadline=DEADLINE)),
            "I held a place for you until the end of Thursday 12 March, Perth time, but had not",
            "just write back and say so",
        ),
        (
            Standing(Stage.LAPSED),
            "I held a place for you, but had not",
            "just write back and say so",
        ),
        (
            Standing(Stage.DECLINED),
            "You turned down the place that I offered you. You are not on our list now.",
            "just write back and say so",
        ),
        (Standing(Stage.WITHDRAWN), "You are not on our list now.", "just write back and say so"),
    ],
)
def test_who_is_out_hears_so_and_the_way_back(
    own_letters: Letters, standing: Standing, said: str, way: str
) -> None:
    told = status(own_letters, standing)
    assert said in told
    assert way in told
    assert NO_GAP not in told


@pytest.mark.parametrize("stage", [Stage.NEW, Stage.INFORMED, Stage.OTHER])
def test_of_whom_nothing_is_on_record_she_says_it_herself(
    own_letters: Letters, stage: Stage
) -> None:
    letter = own_letters.reply(
        DraftReply(("status",), NextStep.NONE),
        name="Sam",
        subject="Hi",
        stage=stage,
        standing=Standing(stage),
    )
    assert len(unsettled(letter.text)) == 1


@pytest.mark.parametrize("block", ["withdraw", "decline"])
def test_who_leaves_with_the_same_mail_is_not_told_so_twice(
    own_letters: Letters, block: str
) -> None:
    left = Stage.WITHDRAWN if block == "withdraw" else Stage.DECLINED
    told = reply(own_letters, Stage.OFFERED, Standing(left), block, "status")
    assert "not on our list now" not in told
    assert NO_GAP not in told


@pytest.mark.parametrize(
    ("position", "words"),
    [(1, "first"), (8, "eighth"), (9, "9th"), (11, "11th"), (21, "21st"), (32, "32nd"),
     (43, "43rd"), (112, "112th"), (101, "101st")],
)  # fmt: skip
def test_places_are_said_as_people_say_them(position: int, words: str) -> None:
    assert place_words(position) == words
