"""How a student puts an answer to an offer: what counts as a plain yes, and what she is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.mail.parse import parse
from mailbot.model.mail import Origin, Screening
from mailbot.model.reading import Facts, Flag, FlagFinding, Reading, Route, Saying, Stage, Topic
from mailbot.reading.answers import as_accepted, read_saying
from mailbot.reading.screening import screen

if TYPE_CHECKING:
    from mailbot.model.mail import Message
    from mailbot.reading.reader import Reader

NOTHING = Reading(Screening(Origin.HUMAN, True), (), (), Facts(), Route.COORDINATOR, 0.9)
NOT_PLAIN = {Saying.CONDITIONAL, Saying.UNDECIDED}


def mail(text: str) -> Message:
    return parse(
        "From: Ed Park <ed@student.test>\nTo: ruth@balint.example\nSubject: Re: A place\n"
        "In-Reply-To: <1@balint.example>\nContent-Type: text/plain; charset=utf-8\n\n"
        f"{text}\n\nEd\n".encode()
    )


def saying(text: str) -> Saying:
    return read_saying(mail(text), NOTHING)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks so much Ruth. I'll be there.",
        "ok",
        "👍",
        "👍🏽👍🏽",
        "y",
        "sure",
        "OK great, thanks.\nCheers,",
        "Thank you! See you then.",
        "See you on Tuesday!",
        "Yes please!!",
    ],
)
def test_a_mail_of_nothing_but_a_yes_and_thanks_is_a_bare_yes(text: str) -> None:
    assert saying(text) is Saying.BARE_YES
    accepted = as_accepted(NOTHING, saying(text))
    assert accepted.topic_set == {Topic.ACCEPT}
    assert accepted.route is Route.REPLY


@pytest.mark.parametrize(
    "text",
    ["Thanks", "Thank you so much, Ruth!", "Great, thanks", "Thanks, no", "No thanks", "all good"],
)
def test_thanks_alone_and_a_no_are_no_yes(text: str) -> None:
    assert saying(text) is Saying.UNSAID
    assert as_accepted(NOTHING, saying(text)) == NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "Yes if I can miss session 3, I'm overseas that week. Is that OK?",
        "Yes please but only if it's finished by 8pm",
        "I'd like to say yes, can I confirm by Friday?",
        "I accept, but I'll be in London for weeks 2 and 3 so could we talk about times?",
        "I can do it as long as I can join from my car for the first one",
        "Yes, provided that it is over by nine.",
        "Yes! Could we start at 7 instead?",
        "I think so? Let me check my roster and tell you tomorrow",
        "9pm is pretty late … maybe? Let me check with my flatmates and get back to you",
        "ok will let you know",
        "Depends on my roster, but probably yes",
        "Not sure yet",
    ],
)
def test_a_yes_with_a_condition_or_in_doubt_is_never_plain(reader: Reader, text: str) -> None:
    message = mail(text)
    found = reader.read(message, stage=Stage.OFFERED, screening=screen(message))
    assert read_saying(message, found) in NOT_PLAIN


@pytest.mark.parametrize(
    "text",
    [
        "Yes please! Is there a certificate?",
        "Yes please, count me in. Do I need to prepare anything?",
        "I'd love to take the place. Let me know if you need anything else.",
        "Sorry for the slow reply but yes please, I'd love the place!",
        "Grand, I'm in. What does it cost, and where do I send it?",
        "Yes please, Monday it is! Who are my leaders going to be?",
    ],
)
def test_a_plain_yes_with_questions_of_another_kind_stays_plain(reader: Reader, text: str) -> None:
    message = mail(text)
    found = reader.read(message, stage=Stage.OFFERED, screening=screen(message))
    assert Topic.ACCEPT in found.topic_set
    assert read_saying(message, found) not in NOT_PLAIN


def test_a_yes_that_is_itself_a_question_is_undecided(reader: Reader) -> None:
    message = mail("Yes I'd love to take the place?")
    found = reader.read(message, stage=Stage.OFFERED, screening=screen(message))
    assert read_saying(message, found) is Saying.UNDECIDED


def test_what_a_person_should_see_is_never_read_as_a_yes() -> None:
    flagged = Reading(
        NOTHING.screening,
        (),
        (FlagFinding(Flag.DISTRESS, 0.9),),
        Facts(),
        Route.URGENT,
        0.9,
    )
    assert as_accepted(flagged, Saying.BARE_YES) == flagged
