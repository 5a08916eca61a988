"""The smallest doubt keeps a reply from going by itself."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.casework.sensitive import Candidate, Surroundings, against, sureness, unexplained
from mailbot.mail.parse import parse
from mailbot.model.casework import (
    AskAboutPlace,
    Case,
    Cause,
    DraftReply,
    MoveStage,
    NextStep,
    PutBefore,
    RecordFacts,
    RefuseMove,
    Role,
    Ruling,
    Where,
)
from mailbot.model.mail import Evidence, Origin, Screening
from mailbot.model.reading import (
    FOR_A_PERSON,
    Facts,
    Flag,
    FlagFinding,
    Reading,
    Route,
    Stage,
    Taught,
    Topic,
    TopicFinding,
)
from mailbot.reading import load_reader
from mailbot.reading.screening import screen

if TYPE_CHECKING:
    from mailbot.reading.reader import Reader

COST = DraftReply(("cost",), NextStep.INVITE)


def reading(**more: Any) -> Reading:
    plain = Reading(
        Screening(Origin.HUMAN, answerable=True),
        (TopicFinding(Topic.COST, 0.97),),
        (),
        Facts(),
        Route.REPLY,
        0.95,
        ("answerable",),
    )
    return replace(plain, **more)


def ruled(*more: Any) -> Ruling:
    return Ruling("reply", "", (RecordFacts(Facts()), *more, COST))


PLAIN = Candidate(reading(), Case(role=Role.APPLICANT), ruled(), COST, Surroundings())
DISTRESS = FlagFinding(Flag.DISTRESS, 0.4)
PATIENT = FlagFinding(Flag.PATIENT_DETAILS, 0.4)
MELBOURNE = Facts(city="Melbourne")


def test_a_plain_question_of_somebody_known_may_go() -> None:
    assert against(PLAIN, first_mail=False) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"reading": reading(flags=(DISTRESS,))},
        {"reading": reading(flags=(PATIENT,))},
        {"reading": reading(flags=(FlagFinding(Flag.MACHINE, 1.0),))},
        {"reading": reading(reasons=("possible_distress",))},
        {"reading": reading(route=Route.COORDINATOR)},
        {"reading": reading(route=Route.NONE)},
        {"reading": reading(route=Route.URGENT)},
        *(
            {"reading": reading(topics=(TopicFinding(topic, 0.9), TopicFinding(Topic.COST, 0.9)))}
            for topic in sorted(FOR_A_PERSON)
        ),
        {"reading": reading(topics=())},
        {"reading": reading(screening=Screening(Origin.HUMAN, answerable=False))},
        {"reading": reading(screening=Screening(Origin.AUTO_REPLY, answerable=True))},
        {"reading": reading(taught=(Taught(1, "correct", "2026-11-01", 0.9),))},
        {"reading": reading(facts=Facts(unplaced=("most nights",)))},
        {"reading": reading(facts=MELBOURNE), "case": Case(facts=Facts(city="Perth"))},
        {"case": Case(role=Role.APPLICANT, distress_in_thread=True)},
        {"case": Case(role=Role.APPLICANT, where=Where.JUNK)},
        {"case": Case(role=Role.LEADER)},
        {"case": Case(role=Role.STRANGER)},
        {"case": Case(role=Role.APPLICANT, facts=Facts(unplaced=("some days",)))},
        {"ruling": ruled(RefuseMove(Cause.MAIL_ACCEPT))},
        {"ruling": ruled(AskAboutPlace())},
        {"ruling": ruled(PutBefore("unsure"))},
        {"draft": replace(COST, settle=("the wait",))},
        {"draft": replace(COST, echo=Facts(unplaced=("soon",)))},
        {"draft": replace(COST, blocks=("cost", "dates"))},
        {"answers": 2},
        {"attachments": True},
        {"damaged": True},
        {"marks": True},
        {"unexplained": ("jumping",)},
        {"around": Surroundings(distress=True)},
        {"around": Surroundings(held=True)},
        {"around": Surroundings(waits=True)},
        {"around": Surroundings((reading(flags=(DISTRESS,)),))},
        {"around": Surroundings((reading(flags=(PATIENT,)),))},
        {"around": Surroundings((reading(reasons=("possible_distress",)),))},
        {"around": Surroundings((reading(topics=(TopicFinding(Topic.COMPLAINT, 0.4),)),))},
    ],
)
def test_each_doubt_is_enough(changes: dict[str, Any]) -> None:
    assert against(replace(PLAIN, **changes), first_mail=False)


def test_a_strangers_first_mail_may_be_answered_only_where_settings_say_so() -> None:
    first = replace(PLAIN, case=Case(role=Role.STRANGER))
    assert against(first, first_mail=False)
    assert against(first, first_mail=True) == ()


def test_a_move_may_come_with_it_for_its_topic_must_be_allowed_anyway() -> None:
    moved = replace(PLAIN, ruling=ruled(MoveStage(Stage.QUEUED, Cause.MAIL_JOIN)))
    assert against(moved, first_mail=False) == ()


def test_a_reading_is_as_sure_as_its_least_sure_topic() -> None:
    topics = (TopicFinding(Topic.COST, 0.99), TopicFinding(Topic.DATES, 0.4))
    assert sureness(reading(topics=topics)) == 0.4
    assert sureness(reading(confidence=0.3)) == 0.3


def test_words_are_explained_by_what_shows_a_topic_or_a_fact() -> None:
    cost = TopicFinding(Topic.COST, 0.9, (Evidence("What does it cost?", "cost"),))
    read = reading(topics=(cost,), facts=Facts(evidence=(Evidence("I am ~ in Perth", "city"),)))
    text = "Hello,\nWhat does\n it cost? I am now in Perth. I cannot sleep.\nSam"
    assert unexplained("What does\n it cost?", read) == ()
    assert unexplained(text, read) == ("now", "I", "cannot", "sleep", "Sam")


CRIES = [
    "I've written my goodbye letters.",
    "I am thinking of jumping.",
    "I hate myself.",
    "goodbye everyone",
    "goodbye",
    "My patient died by my mistake.",
    "Your leader touched me.",
    "I'm not coping.",
    "I cry every night.",
    "I feel like ending it.",
    "I relapsed.",
    "Nobody would miss me.",
    "Relapsed.",
    "everything feels pointless",
    "I think about death a lot",
    "The voices say I shouldn't come.",
    "My supervisor is bullying me.",
    "I will sue you otherwise.",
    "I lost my job and my home.",
    "No thanks to you.",
    "Best to die.",
    "Thanks for nothing.",
    "Dear God, help",
    "Hello darkness",
    "💔",
    "我想死",
]
ASKED = [
    "What does it cost?",
    "Is it free?",
    "cost?",
    "Does it cost anything?",
]


def asks(question: str) -> Reading:
    shown = (Evidence(question, "cost"),)
    name = Facts(name="Sam", evidence=(Evidence("Sam", "name"),))
    return reading(topics=(TopicFinding(Topic.COST, 0.99, shown),), facts=name)


@pytest.mark.parametrize("cry", CRIES)
@pytest.mark.parametrize("question", ASKED)
@pytest.mark.parametrize("layout", ["{q} {c}\n\nSam", "{c} {q}\n\nSam", "Hi,\n\n{q}\n\n{c}\nSam"])
def test_a_cry_beside_a_plain_question_keeps_the_reply_for_her(
    layout: str, question: str, cry: str
) -> None:
    read = asks(question)
    words = unexplained(layout.format(q=question, c=cry), read)
    assert words
    assert against(replace(PLAIN, reading=read, unexplained=words), first_mail=True)


@pytest.mark.parametrize(
    "mail",
    [
        "Hi,\n\n{q}\n\nThanks,\nSam",
        "Dear Dr Lee,\nI hope you are well. {q}\n\nThank you very much!\nKind regards\nSam",
        "Good morning,\n{q} Looking forward to hearing from you soon.\nCheers, Sam",
        "Hello there! {q}\nMany thanks in advance\nBest,\nSam",
    ],
)
def test_plain_courtesy_needs_no_explaining(mail: str) -> None:
    assert unexplained(mail.format(q="Is it free?"), asks("Is it free?")) == ()


@pytest.mark.parametrize(
    ("quoted", "words"),
    [
        ("What does it cost because I am thinking of jumping?", {"jumping"}),
        ("Is it free, I hate myself", {"hate", "myself"}),
        ("Is it free and nobody would miss me", {"miss"}),
        ("What is the fee, your leader touched me", {"touched"}),
    ],
)
def test_what_is_joined_on_to_a_question_is_not_explained_by_it(
    quoted: str, words: set[str]
) -> None:
    assert words <= set(unexplained(quoted, asks(quoted)))


def test_what_is_joined_on_to_a_fact_is_not_explained_by_it() -> None:
    said = "I live in Melbourne and I hate myself."
    words = unexplained(said, reading(facts=Facts(evidence=(Evidence(said, "city"),))))
    assert words == ("and", "I", "hate", "myself")


@pytest.mark.parametrize(
    "question",
    [
        "Is there a fee for a student who was raped by a registrar?",
        "What does it cost to join while being on suicide watch?",
        "How much does it cost to never wake up?",
        "How much does it cost if you hate yourself?",
        "Do I have to pay if I am about to be expelled for misconduct?",
        "When do the next groups start and will I last that long?",
        "Is it free for a father whose son killed himself?",
    ],
)
def test_a_heavy_word_is_explained_by_no_question_that_holds_it(question: str) -> None:
    assert unexplained(question, asks(question))


@pytest.mark.parametrize(
    "question",
    [
        "How much does it cost to join a group?",
        "How long does each session last, and when does the next one start?",
        "Could you tell me what a Balint group is and who may come?",
        "Is the last session before Christmas?",
    ],
)
def test_a_plain_question_holds_no_heavy_word(question: str) -> None:
    assert unexplained(question, asks(question)) == ()


def test_a_greeting_joins_nothing_on() -> None:
    assert unexplained("Hi, I wonder what it costs", asks("Hi, I wonder what it costs")) == ()


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


@pytest.mark.parametrize("cry", CRIES)
@pytest.mark.parametrize("question", ["What does it cost?", "Is it free?"])
def test_the_reader_itself_explains_no_cry(reader: Reader, question: str, cry: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Sam <sam@student.test>", "balint@programme.test"
    mail["Subject"], mail["Message-ID"] = "Balint groups", "<a@student.test>"
    mail.set_content(f"{question} {cry}\n\nSam\n")
    message = parse(mail.as_bytes())
    read = reader.read(message, stage=Stage.INFORMED, screening=screen(message))
    words = unexplained(message.new_text, read)
    assert against(replace(PLAIN, reading=read, unexplained=words), first_mail=True)


def test_curly_quotes_hide_nothing() -> None:
    assert unexplained("What’s the cost?", asks("What's the cost?")) == ()
    assert unexplained("What’s the cost? I’m done", asks("What's the cost?")) == ("I", "m", "done")


def test_a_short_piece_of_evidence_explains_no_other_sentence() -> None:
    shown = Facts(evidence=(Evidence("I ~ in Perth", "city"), Evidence("Sam", "name")))
    words = unexplained("I live in Perth. I want out. The Samaritans know.", reading(facts=shown))
    assert words == ("live", "I", "want", "out", "The", "Samaritans", "know")


FLAGS = st.lists(st.sampled_from([FlagFinding(flag, 0.2) for flag in Flag]), max_size=2)
READINGS = st.builds(
    reading,
    flags=FLAGS.map(tuple),
    route=st.sampled_from(list(Route)),
    topics=st.lists(st.sampled_from(list(Topic)), unique=True, max_size=3).map(
        lambda topics: tuple(TopicFinding(topic, 0.99) for topic in topics)
    ),
    reasons=st.sampled_from([("answerable",), ("possible_distress",), ("unsure",)]),
)


@given(
    READINGS,
    st.lists(READINGS, max_size=3),
    st.booleans(),
    st.booleans(),
    st.sampled_from(list(Role)),
)
def test_nothing_sensitive_ever_goes_by_itself(
    read: Reading, earlier: list[Reading], held: bool, distress: bool, role: Role
) -> None:
    candidate = replace(
        PLAIN,
        reading=read,
        case=Case(role=role, distress_in_thread=distress),
        draft=replace(COST, blocks=tuple(sorted(read.topic_set))),
        around=Surroundings(tuple(earlier), held=held),
    )
    if against(candidate, first_mail=True):
        return
    assert not held
    assert not distress
    assert read.route is Route.REPLY
    assert role in {Role.STRANGER, Role.APPLICANT}
    for one in (read, *earlier):
        assert not one.flag_set & {Flag.DISTRESS, Flag.PATIENT_DETAILS}
        assert not one.topic_set & FOR_A_PERSON
        assert "possible_distress" not in one.reasons
