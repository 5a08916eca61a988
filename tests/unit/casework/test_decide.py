"""What follows from a mail: each rule once, and what always holds whatever a mail says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.casework.decide import RULES, decide
from mailbot.casework.matter import Matter
from mailbot.casework.replying import next_step
from mailbot.model.casework import (
    BLOCKS,
    Alert,
    AlertKind,
    AskAboutPlace,
    AskWhoAnswers,
    Case,
    Cause,
    Ceilings,
    DraftReply,
    GroupMail,
    LeaveAlone,
    MarkAddress,
    MoveStage,
    NextStep,
    NoteGroupMail,
    NothingOwed,
    PutBefore,
    RecordFacts,
    RefuseMove,
    Role,
    SayAlertsReturn,
    TakeOrders,
    Where,
)
from mailbot.model.mail import Origin, Screening
from mailbot.model.reading import (
    Day,
    Facts,
    Flag,
    FlagFinding,
    Interval,
    Reading,
    Route,
    Saying,
    Stage,
    Topic,
    TopicFinding,
)

if TYPE_CHECKING:
    from mailbot.model.casework import Decision, Ruling

EVENINGS = (Interval(Day.TUE, "18:00", "22:00"),)


def reading(
    *topics: Topic,
    route: Route = Route.REPLY,
    flags: tuple[Flag, ...] = (),
    origin: Origin = Origin.HUMAN,
    answerable: bool | None = None,
    facts: Facts | None = None,
    reasons: tuple[str, ...] = (),
) -> Reading:
    allowed = not origin.machine if answerable is None else answerable
    return Reading(
        screening=Screening(origin, allowed),
        topics=tuple(TopicFinding(topic, 0.9) for topic in topics),
        flags=tuple(FlagFinding(flag, 0.9) for flag in flags),
        facts=facts or Facts(),
        route=route,
        confidence=0.9,
        reasons=reasons,
    )


def matter(says: Reading, pending: tuple[Topic, ...] = (), **case: Any) -> Matter:
    return Matter(says, Case(**case), Ceilings(), frozenset(pending))


def rule_of(says: Reading, pending: tuple[Topic, ...] = (), **case: Any) -> str:
    return decide(matter(says, pending, **case)).rule


def kinds(ruling: Ruling) -> set[type[Decision]]:
    return {type(decision) for decision in ruling.decisions}


def draft(ruling: Ruling) -> DraftReply:
    (found,) = (each for each in ruling.decisions if isinstance(each, DraftReply))
    return found


AUTO: dict[str, Any] = {"origin": Origin.AUTO_REPLY, "route": Route.NONE}
PRIVATE: dict[str, Any] = {"route": Route.NONE}

TABLE: list[tuple[str, Reading, dict[str, Any], set[type[Decision]]]] = [
    ("our own mail", reading(Topic.COST), {"role": Role.MAILBOT}, {LeaveAlone}),
    ("our own mail", reading(**AUTO), {"role": Role.MAILBOT, "bounced": 3}, {LeaveAlone}),
    (
        "order",
        reading(Topic.COST),
        {"role": Role.COORDINATOR, "answers_review": True},
        {TakeOrders},
    ),
    (
        "our own mail",
        reading(Topic.COST),
        {"role": Role.MAILBOT, "answers_review": True},
        {LeaveAlone},
    ),
    ("staff", reading(Topic.COST), {"role": Role.COORDINATOR}, {LeaveAlone}),
    ("staff", reading(Topic.COST), {"role": Role.DEPUTY}, {LeaveAlone}),
    ("staff", reading(Topic.COST), {"role": Role.KEEPER}, {LeaveAlone}),
    (
        "bounce of ours",
        reading(origin=Origin.BOUNCE, route=Route.NONE),
        {"bounced": 7},
        {MarkAddress, Alert, NothingOwed},
    ),
    (
        "distress",
        reading(flags=(Flag.DISTRESS,), route=Route.URGENT),
        {},
        {RecordFacts, Alert, PutBefore},
    ),
    ("distress", reading(Topic.JOIN, flags=(Flag.DISTRESS,)), {}, {RecordFacts, Alert, PutBefore}),
    (
        "distress",
        reading(route=Route.URGENT),
        {"where": Where.JUNK},
        {RecordFacts, Alert, PutBefore},
    ),
    (
        "bounce of ours",
        reading(origin=Origin.BOUNCE, route=Route.NONE),
        {"bounced": 7, "returned_alert": True},
        {SayAlertsReturn, NothingOwed},
    ),
    (
        "person behind",
        reading(origin=Origin.LIST, route=Route.NONE),
        {"person_behind": True},
        {PutBefore},
    ),
    (
        "wordless",
        reading(Topic.THANKS, route=Route.NONE),
        {"wordless": True},
        {RecordFacts, PutBefore},
    ),
    ("machine to us", reading(**AUTO), {"in_our_thread": True}, {NothingOwed}),
    ("machine", reading(**AUTO), {}, {LeaveAlone}),
    ("machine", reading(**AUTO), {"role": Role.APPLICANT}, {LeaveAlone}),
    (
        "junk that is ours",
        reading(Topic.COST),
        {"where": Where.JUNK},
        {Alert, PutBefore},
    ),
    (
        "junk that is ours",
        reading(**PRIVATE),
        {"where": Where.JUNK, "in_our_thread": True},
        {Alert, PutBefore},
    ),
    ("junk", reading(**PRIVATE), {"where": Where.JUNK}, {LeaveAlone}),
    ("junk", reading(route=Route.COORDINATOR), {"where": Where.JUNK}, {LeaveAlone}),
    (
        "distress before",
        reading(Topic.COST),
        {"role": Role.APPLICANT, "distress_in_thread": True},
        {RecordFacts, PutBefore},
    ),
    (
        "calendar answer",
        reading(origin=Origin.CALENDAR, route=Route.NONE),
        {"role": Role.APPLICANT, "calendar": GroupMail.CLEAR},
        {NoteGroupMail, NothingOwed},
    ),
    (
        "calendar answer",
        reading(origin=Origin.CALENDAR, route=Route.NONE),
        {"role": Role.APPLICANT, "calendar": GroupMail.UNCLEAR},
        {NoteGroupMail, PutBefore},
    ),
    ("leader", reading(Topic.ABSENCE), {"role": Role.LEADER}, {PutBefore}),
    (
        "leader",
        reading(Topic.ABSENCE),
        {"role": Role.LEADER, "leader": GroupMail.CLEAR},
        {NoteGroupMail, NothingOwed},
    ),
    (
        "leader",
        reading(Topic.LEADER_MATTER),
        {"role": Role.LEADER, "leader": GroupMail.UNCLEAR},
        {NoteGroupMail, PutBefore},
    ),
    ("flood", reading(Topic.COST), {"mails_last_hour": 6}, {Alert, RecordFacts, PutBefore}),
    ("flood", reading(Topic.COST), {"flooding": True}, {RecordFacts, PutBefore}),
    ("private mail", reading(Topic.UNRELATED, **PRIVATE), {}, {LeaveAlone}),
    ("private mail", reading(Topic.THANKS, **PRIVATE), {}, {LeaveAlone}),
    (
        "thanks",
        reading(Topic.THANKS, **PRIVATE),
        {"in_our_thread": True},
        {RecordFacts, NothingOwed},
    ),
    (
        "thanks",
        reading(Topic.THANKS, **PRIVATE),
        {"role": Role.APPLICANT},
        {RecordFacts, NothingOwed},
    ),
    ("not answerable", reading(Topic.COST, answerable=False), {}, {RecordFacts, PutBefore}),
    ("not answerable", reading(Topic.COST, origin=Origin.LIST), {}, {PutBefore}),
    (
        "for the coordinator",
        reading(Topic.COMPLAINT, route=Route.COORDINATOR),
        {},
        {RecordFacts, PutBefore},
    ),
    ("for the coordinator", reading(Topic.COMPLAINT), {}, {RecordFacts, PutBefore}),
    (
        "for the coordinator",
        reading(Topic.COST, flags=(Flag.PATIENT_DETAILS,)),
        {},
        {RecordFacts, PutBefore},
    ),
    (
        "for the coordinator",
        reading(Topic.UNRELATED, **PRIVATE),
        {"role": Role.APPLICANT},
        {RecordFacts, PutBefore},
    ),
    (
        "another's letter",
        reading(Topic.ACCEPT),
        {"anothers_letter": True},
        {AskWhoAnswers, PutBefore},
    ),
    (
        "calendar answer",
        reading(origin=Origin.CALENDAR, route=Route.NONE),
        {"anothers_letter": True, "calendar": GroupMail.UNCLEAR},
        {AskWhoAnswers, PutBefore},
    ),
    (
        "unclear answer",
        reading(Topic.ACCEPT),
        {"stage": Stage.OFFERED, "saying": Saying.CONDITIONAL},
        {RecordFacts, AskAboutPlace, PutBefore},
    ),
    (
        "unclear answer",
        reading(Topic.THANKS, route=Route.NONE),
        {"role": Role.APPLICANT, "stage": Stage.OFFERED, "saying": Saying.UNDECIDED},
        {RecordFacts, AskAboutPlace, PutBefore},
    ),
    (
        "unclear answer",
        reading(route=Route.COORDINATOR),
        {"stage": Stage.OFFERED},
        {RecordFacts, AskAboutPlace, PutBefore},
    ),
    (
        "unclear answer",
        reading(Topic.ACCEPT, Topic.ABSENCE),
        {"stage": Stage.OFFERED},
        {RecordFacts, AskAboutPlace, PutBefore},
    ),
    (
        "late answer",
        reading(Topic.ACCEPT),
        {"stage": Stage.LAPSED},
        {RecordFacts, RefuseMove, AskAboutPlace, PutBefore},
    ),
    ("no address", reading(Topic.COST), {"reachable": False}, {RecordFacts, PutBefore}),
    ("enough replies", reading(Topic.COST), {"replies_last_day": 4}, {RecordFacts, PutBefore}),
    ("no block fits", reading(), {}, {RecordFacts, PutBefore}),
    ("reply", reading(Topic.COST), {}, {RecordFacts, DraftReply}),
    (
        "reply",
        reading(Topic.COST),
        {"replies_last_day": 3, "mails_last_hour": 5},
        {RecordFacts, DraftReply},
    ),
    ("reply", reading(Topic.JOIN), {}, {RecordFacts, MoveStage, DraftReply}),
]


@pytest.mark.parametrize(("rule", "says", "case", "follows"), TABLE)
def test_each_rule_fires_where_it_should(
    rule: str, says: Reading, case: dict[str, Any], follows: set[type[Decision]]
) -> None:
    ruling = decide(matter(says, **case))
    assert ruling.rule == rule
    assert kinds(ruling) == follows
    assert ruling.why


def test_the_table_above_names_every_rule() -> None:
    assert {rule for rule, *_ in TABLE} == {rule.name for rule in RULES}


def test_every_topic_that_has_a_block_is_answered_and_no_other() -> None:
    for topic in Topic:
        ruling = decide(matter(reading(topic), stage=Stage.OFFERED))
        answered = any(isinstance(each, DraftReply) for each in ruling.decisions)
        assert answered == (topic.value in BLOCKS), topic


@pytest.mark.parametrize("reason", ["possible_distress", "unsure", "patient_details"])
def test_a_thanks_that_leaves_doubt_goes_to_a_person(reason: str) -> None:
    doubtful = reading(Topic.THANKS, route=Route.COORDINATOR, reasons=(reason,))
    for pending in ((), (Topic.COST,)):
        ruling = decide(matter(doubtful, pending, role=Role.APPLICANT))
        assert PutBefore(reason) in ruling.decisions
    flagged = reading(Topic.THANKS, route=Route.NONE, flags=(Flag.PATIENT_DETAILS,))
    assert rule_of(flagged, role=Role.APPLICANT) == "for the coordinator"


def test_thanks_before_the_answer_came_is_answered_together_with_the_question() -> None:
    thanks = reading(Topic.THANKS, route=Route.NONE)
    ruling = decide(matter(thanks, (Topic.COST,), role=Role.APPLICANT))
    assert draft(ruling).blocks == ("cost",)


def test_one_draft_answers_both_mails_and_reads_back_what_both_state() -> None:
    joins = Facts(university="Monash University", availability=EVENINGS)
    both = replace(
        matter(reading(Topic.COST, facts=Facts(year=3)), (Topic.JOIN,), role=Role.APPLICANT),
        stated=joins,
    )
    reply = draft(decide(both))
    assert reply.blocks == ("cost", "join")
    assert (reply.echo.university, reply.echo.year) == ("Monash University", 3)
    assert reply.echo.availability == EVENINGS


def test_facts_are_asked_for_once_and_only_while_they_are_missing() -> None:
    def asks(known: Facts, asked: frozenset[str] = frozenset()) -> tuple[str, ...]:
        return draft(decide(matter(reading(Topic.JOIN), facts=known, asked=asked))).missing

    assert asks(Facts()) == ("university", "year", "city", "availability")
    assert asks(Facts(university="Monash University")) == ("year", "city", "availability")
    assert asks(Facts(timezone="Australia/Perth")) == ("university", "year", "availability")
    assert asks(Facts(), frozenset({"year", "city"})) == ("university", "availability")


def test_who_wants_to_join_is_queued_and_told_so_or_asked_for_what_lacks() -> None:
    lacking = decide(matter(reading(Topic.JOIN)))
    assert MoveStage(Stage.QUEUED, Cause.MAIL_JOIN) in lacking.decisions
    assert draft(lacking).next_step is NextStep.ASK_DETAILS
    full = Facts(university="Monash University", year=3, city="Hobart", availability=EVENINGS)
    complete = decide(matter(reading(Topic.JOIN, facts=full)))
    assert draft(complete).next_step is NextStep.QUEUED


@pytest.mark.parametrize(
    ("stage", "topics", "step"),
    [
        (Stage.NEW, {Topic.COST}, NextStep.INVITE),
        (Stage.INFORMED, {Topic.COST}, NextStep.INVITE),
        (Stage.QUEUED, {Topic.STATUS}, NextStep.QUEUED),
        (Stage.OFFERED, {Topic.ZOOM}, NextStep.OFFER_OPEN),
        (Stage.MEMBER, {Topic.ACCEPT}, NextStep.MEMBER),
        (Stage.MEMBER, {Topic.ABSENCE}, NextStep.MEMBER),
        (Stage.WITHDRAWN, {Topic.WITHDRAW}, NextStep.NONE),
        (Stage.PAST, {Topic.CONTINUING}, NextStep.NONE),
        (Stage.QUEUED, {Topic.WITHDRAW, Topic.COST}, NextStep.NONE),
    ],
)
def test_the_next_step_fits_where_the_student_stands(
    stage: Stage, topics: set[Topic], step: NextStep
) -> None:
    assert next_step(stage, frozenset(topics)) is step


readings = st.builds(
    Reading,
    screening=st.builds(Screening, st.sampled_from(Origin), st.booleans()),
    topics=st.lists(st.sampled_from(Topic), unique=True, max_size=4).map(
        lambda topics: tuple(TopicFinding(topic, 0.9) for topic in topics)
    ),
    flags=st.lists(st.sampled_from(Flag), unique=True).map(
        lambda flags: tuple(FlagFinding(flag, 0.9) for flag in flags)
    ),
    facts=st.just(Facts()),
    route=st.sampled_from(Route),
    confidence=st.floats(0, 1),
    reasons=st.sampled_from([(), ("unsure",)]),
)
cases = st.builds(
    Case,
    role=st.sampled_from(Role),
    stage=st.sampled_from(Stage),
    where=st.sampled_from(Where),
    in_our_thread=st.booleans(),
    distress_in_thread=st.booleans(),
    bounced=st.none() | st.just(5),
    mails_last_hour=st.integers(1, 8),
    flooding=st.booleans(),
    replies_last_day=st.integers(0, 6),
    reachable=st.booleans(),
)
matters = st.builds(
    Matter,
    readings,
    cases,
    st.just(Ceilings()),
    st.frozensets(st.sampled_from([Topic(block) for block in BLOCKS]), max_size=3),
)


@given(matters)
def test_a_reply_is_drafted_only_where_nothing_speaks_against_it(one: Matter) -> None:
    ruling = decide(one)
    if DraftReply not in kinds(ruling):
        return
    case, says = one.case, one.reading
    assert not says.screening.origin.machine
    assert says.screening.answerable
    assert case.role in {Role.STRANGER, Role.APPLICANT}
    assert case.where is Where.INBOX
    assert case.reachable
    assert Flag.DISTRESS not in says.flag_set
    assert Flag.PATIENT_DETAILS not in says.flag_set
    assert says.route is Route.REPLY or says.topic_set == {Topic.THANKS}
    assert not case.distress_in_thread
    assert not case.flooding
    assert case.replies_last_day < one.ceilings.replies_a_day
    assert draft(ruling).blocks
    assert PutBefore not in kinds(ruling)


@given(matters)
def test_distress_of_anyone_outside_is_alerted_and_put_before_her(one: Matter) -> None:
    staff = {Role.MAILBOT, Role.COORDINATOR, Role.DEPUTY, Role.KEEPER}
    urgent = Flag.DISTRESS in one.reading.flag_set or one.reading.route is Route.URGENT
    if urgent and one.case.role not in staff and one.case.bounced is None:
        ruling = decide(one)
        assert Alert(AlertKind.DISTRESS) in ruling.decisions
        assert PutBefore in kinds(ruling)


@given(matters)
def test_every_mail_has_exactly_one_outcome(one: Matter) -> None:
    outcomes = [
        each
        for each in decide(one).decisions
        if isinstance(each, DraftReply | PutBefore | LeaveAlone | NothingOwed)
    ]
    assert len(outcomes) == 1


@given(matters)
def test_what_is_left_alone_brings_about_nothing_else(one: Matter) -> None:
    ruling = decide(one)
    if LeaveAlone in kinds(ruling):
        assert len(ruling.decisions) == 1


@given(matters)
def test_whoever_is_known_is_never_ignored_unless_a_machine_or_junk(one: Matter) -> None:
    human = not one.reading.screening.origin.machine
    if human and one.case.role is Role.APPLICANT and one.case.where is Where.INBOX:
        assert LeaveAlone not in kinds(decide(one))


@pytest.mark.parametrize("also", [(), (Topic.DATES, Topic.ZOOM), (Topic.COST,)])
def test_a_plain_yes_makes_a_member_and_is_answered_with_all_else(also: tuple[Topic, ...]) -> None:
    ruling = decide(matter(reading(Topic.ACCEPT, *also), stage=Stage.OFFERED))
    assert MoveStage(Stage.MEMBER, Cause.MAIL_ACCEPT) in ruling.decisions
    assert {"accept", *(topic.value for topic in also)} == set(draft(ruling).blocks)


UNCLEAR = [
    reading(Topic.ACCEPT, Topic.DECLINE),
    reading(Topic.ACCEPT, Topic.CHANGE_GROUP),
    reading(Topic.ACCEPT, Topic.WITHDRAW),
    reading(Topic.ACCEPT, Topic.AVAILABILITY),
    reading(Topic.ACCEPT, route=Route.COORDINATOR),
    reading(Topic.ACCEPT, Topic.COMPLAINT),
    reading(Topic.ACCEPT, flags=(Flag.PATIENT_DETAILS,)),
    reading(Topic.DECLINE, Topic.CHANGE_GROUP),
    reading(Topic.DECLINE, route=Route.COORDINATOR),
]


@pytest.mark.parametrize("says", UNCLEAR)
def test_a_yes_or_no_with_a_condition_moves_nobody(says: Reading) -> None:
    ruling = decide(matter(says, stage=Stage.OFFERED))
    assert ruling.rule == "unclear answer"
    assert kinds(ruling) == {RecordFacts, AskAboutPlace, PutBefore}


@pytest.mark.parametrize(
    ("stage", "topic", "cause"),
    [
        (Stage.LAPSED, Topic.ACCEPT, Cause.MAIL_ACCEPT),
        (Stage.QUEUED, Topic.ACCEPT, Cause.MAIL_ACCEPT),
        (Stage.DECLINED, Topic.ACCEPT, Cause.MAIL_ACCEPT),
        (Stage.WITHDRAWN, Topic.ACCEPT, Cause.MAIL_ACCEPT),
        (Stage.MEMBER, Topic.DECLINE, Cause.MAIL_DECLINE),
    ],
)
def test_an_answer_to_no_open_offer_moves_nobody_and_promises_nothing(
    stage: Stage, topic: Topic, cause: Cause
) -> None:
    ruling = decide(matter(reading(topic, Topic.JOIN), stage=stage))
    assert RefuseMove(cause) in ruling.decisions
    assert AskAboutPlace() in ruling.decisions
    assert not kinds(ruling) & {DraftReply, MoveStage}


def test_who_says_yes_and_then_leaves_is_not_told_how_glad_we_are() -> None:
    ruling = decide(matter(reading(Topic.WITHDRAW), (Topic.ACCEPT,), stage=Stage.MEMBER))
    assert draft(ruling).blocks == ("withdraw",)
