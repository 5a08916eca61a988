"""What is known of an applicant grows with each mail; stages move only along the table."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mailbot.casework import facts
from mailbot.casework.stages import after_mail, after_reply
from mailbot.model.reading import Day, Facts, Interval, Stage, Topic

TUESDAY = (Interval(Day.TUE, "18:00", "22:00"),)
FRIDAY = (Interval(Day.FRI, "09:00", "12:00"),)

intervals = st.sampled_from([(), TUESDAY, FRIDAY])
any_facts = st.builds(
    Facts,
    name=st.none() | st.just("Kay"),
    university=st.none() | st.sampled_from(["Monash University", "University of Otago"]),
    year=st.none() | st.integers(1, 6),
    city=st.none() | st.just("Hobart"),
    timezone=st.none() | st.just("Pacific/Auckland"),
    availability=intervals,
    unavailable=intervals,
    unplaced=st.sampled_from([(), ("after my shift",)]),
)


@given(any_facts, any_facts)
def test_a_newer_mail_corrects_and_never_empties(known: Facts, stated: Facts) -> None:
    merged = facts.merge(known, stated)
    for name in ("name", "university", "year", "city", "timezone"):
        assert getattr(merged, name) == (getattr(stated, name) or getattr(known, name))
    if stated.availability or stated.unavailable:
        assert (merged.availability, merged.unavailable) == (
            stated.availability,
            stated.unavailable,
        )
    else:
        assert (merged.availability, merged.unavailable) == (known.availability, known.unavailable)


@given(any_facts)
def test_merging_the_same_facts_again_changes_nothing(known: Facts) -> None:
    assert facts.merge(known, known) == known
    assert facts.merge(known, Facts()) == known


def test_new_times_replace_the_old_timetable_as_a_whole() -> None:
    old = Facts(availability=TUESDAY, unplaced=("most weekends",))
    merged = facts.merge(old, Facts(unavailable=FRIDAY))
    assert (merged.availability, merged.unavailable, merged.unplaced) == ((), FRIDAY, ())


def test_facts_are_read_back_only_once_they_matter() -> None:
    stated = Facts(year=3)
    assert facts.echo(stated, {Topic.JOIN}).year == 3
    assert facts.echo(stated, {Topic.COST}) == Facts()


@given(st.sampled_from(Stage), st.frozensets(st.sampled_from(Topic), max_size=4))
def test_only_what_a_student_says_of_a_place_moves_them(
    stage: Stage, topics: frozenset[Topic]
) -> None:
    after = after_mail(stage, topics)
    if after is not stage:
        assert topics & {Topic.JOIN, Topic.WITHDRAW, Topic.DECLINE}
        assert after in {Stage.QUEUED, Stage.WITHDRAWN, Stage.DECLINED}
        assert stage is not Stage.OTHER


def test_who_withdrew_and_asks_anew_joins_at_the_end() -> None:
    assert after_mail(Stage.MEMBER, {Topic.WITHDRAW}) is Stage.WITHDRAWN
    assert after_mail(Stage.WITHDRAWN, {Topic.JOIN}) is Stage.QUEUED
    assert after_mail(Stage.OFFERED, {Topic.DECLINE}) is Stage.DECLINED
    assert after_mail(Stage.MEMBER, {Topic.JOIN}) is Stage.MEMBER


def test_an_answered_newcomer_is_informed_and_nobody_else_is_moved_by_a_reply() -> None:
    assert {stage: after_reply(stage) for stage in Stage} == {
        **{stage: stage for stage in Stage},
        Stage.NEW: Stage.INFORMED,
    }
