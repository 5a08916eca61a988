"""What a whole reading promises, whatever the mail."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.model.mail import Address, Message, Origin, Screening
from mailbot.model.reading import Flag, Route, Stage, Topic

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailbot.model.reading import Reading
    from mailbot.reading import Reader

HUMAN = Screening(Origin.HUMAN, answerable=True)


@pytest.mark.parametrize(
    ("text", "stage", "topics"),
    [
        ("Is there a fee for students?", Stage.NEW, {Topic.COST}),
        ("Do I get a certificate at the end?", Stage.INFORMED, {Topic.CERTIFICATE}),
        ("Is there a fee? And do I get a certificate?", Stage.NEW, {Topic.COST, Topic.CERTIFICATE}),
        ("Yes please, I accept the place.", Stage.OFFERED, {Topic.ACCEPT}),
        ("I can't make it tonight, I'm sick.", Stage.MEMBER, {Topic.ABSENCE}),
        ("The Zoom link doesn't work.", Stage.MEMBER, {Topic.ZOOM}),
    ],
)
def test_plain_requests_are_read_and_answered(
    read: Callable[..., Reading], text: str, stage: Stage, topics: set[Topic]
) -> None:
    reading = read(text, stage=stage)
    assert reading.topic_set == topics
    assert reading.route is Route.REPLY


def test_the_words_that_spoke_stand_beside_each_topic(read: Callable[..., Reading]) -> None:
    reading = read("I am in third year at Monash. Is there a fee for students?")
    cost = next(finding for finding in reading.topics if finding.topic is Topic.COST)
    assert [evidence.words for evidence in cost.evidence] == ["Is there a fee for students?"]


def test_quoted_mail_raises_nothing(read: Callable[..., Reading]) -> None:
    quoted = "> Is there a fee? I want to end my life. I'm free on Mondays."
    assert read("Is it recorded?", quoted=quoted) == read("Is it recorded?")


def test_only_an_offer_can_be_accepted(read: Callable[..., Reading]) -> None:
    text = "Yes please, I'd love the place!"
    assert Topic.ACCEPT in read(text, stage=Stage.OFFERED).topic_set
    for stage in (Stage.NEW, Stage.INFORMED, Stage.QUEUED, Stage.DECLINED, Stage.LAPSED):
        assert Topic.ACCEPT not in read(text, stage=stage).topic_set


@pytest.mark.parametrize("origin", [origin for origin in Origin if origin.machine])
def test_machines_are_left_alone(read: Callable[..., Reading], origin: Origin) -> None:
    reading = read("I am away. Is there a fee?", screening=Screening(origin, answerable=False))
    assert reading.route is Route.NONE
    assert reading.flag_set == {Flag.MACHINE}
    assert reading.topic_set <= {Topic.UNRELATED}


@pytest.mark.parametrize(
    "text",
    [
        "Are you coming to dinner on Sunday? Mum is bringing the pavlova.",
        "The plumber can come on Tuesday at 9. Will you be home?",
        "Can you cover the Thursday clinic? Sunil is on leave.",
        "Your parcel is at number 9.",
        "Choir is free this week, six Wednesdays, are you in?",
    ],
)
def test_private_mail_is_never_answered(read: Callable[..., Reading], text: str) -> None:
    assert read(text, stage=Stage.OTHER, subject="Hello").route in {Route.NONE, Route.COORDINATOR}


@pytest.mark.parametrize(
    "text",
    [
        "Is there a fee?",
        "I want to die.",
        "Click here to claim your lottery prize.",
        "Xyzzy plugh.",
    ],
)
def test_confidence_is_that_of_the_route(read: Callable[..., Reading], text: str) -> None:
    assert read(text, subject="").confidence > 0.5


def test_a_mail_in_which_nothing_is_found_goes_to_the_coordinator(
    read: Callable[..., Reading],
) -> None:
    reading = read("Xyzzy plugh.", subject="")
    assert reading.route is Route.COORDINATOR
    assert reading.reasons


def test_facts_come_with_a_mail(read: Callable[..., Reading]) -> None:
    facts = read(
        "I'd love a place. Mondays after 6 suit me.\n\n"
        "Kind regards,\nTamsin Oakley\nMBBS III, Monash",
        name="Tamsin Oakley",
    ).facts
    assert (facts.name, facts.university, facts.year) == ("Tamsin Oakley", "Monash University", 3)
    assert [(i.day, i.start, i.end) for i in facts.availability] == [("mon", "18:00", "24:00")]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(text=st.text(max_size=400), subject=st.text(max_size=60), stage=st.sampled_from(Stage))
def test_any_text_can_be_read(reader: Reader, text: str, subject: str, stage: Stage) -> None:
    message = Message(sender=Address("a@example.org"), subject=subject, new_text=text)
    reading = reader.read(message, stage=stage, screening=HUMAN)
    assert 0 <= reading.confidence <= 1
    assert reading.reasons
    if reading.topic_set & {Topic.UNRELATED, Topic.THANKS}:
        assert len(reading.topics) == 1
        assert reading.route is not Route.REPLY


def test_a_batch_reads_as_one_by_one(reader: Reader) -> None:
    texts = ["Is there a fee?", "", "I'm free on Mondays.", "Thanks!"]
    mails = [(Message(new_text=text), Stage.INFORMED, HUMAN) for text in texts]
    alone = [reader.read(mail, stage=stage, screening=seen) for mail, stage, seen in mails]
    assert reader.read_many(mails) == alone
    assert reader.read_many([]) == []


def test_an_endless_mail_is_read_in_time(read: Callable[..., Reading]) -> None:
    assert Topic.COST in read("Is there a fee? " * 50_000).topic_set


def test_reading_needs_no_training_tools() -> None:
    code = (
        "import sys, mailbot.reading as r; r.load_reader();"
        "sys.exit(any(name in sys.modules for name in ('scipy', 'sklearn', 'tokenizers')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
