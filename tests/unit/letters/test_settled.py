"""What the flyer settles goes out without a mark; what it leaves open cannot be overlooked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.letters import Letters, from_text, unsettled
from mailbot.model.casework import DraftReply, NextStep
from mailbot.model.reading import Facts, Stage
from mailbot.resources import default_folder

if TYPE_CHECKING:
    from mailbot.settings_programme import Programme

AT_HOME = Facts(year=1, timezone="Australia/Perth")
ABROAD = Facts(year=6, timezone="Europe/Warsaw")


def marks(
    letters: Letters, block: str, words: str, stage: Stage = Stage.NEW, known: Facts | None = None
) -> tuple[str, ...]:
    draft = DraftReply((block,), NextStep.NONE)
    letter = letters.reply(draft, name="", subject="", stage=stage, words=words, known=known)
    return unsettled(letter.text)


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("about", "What is a Balint group, and what is it good for?"),
        ("session_format", "What happens in a session? Do I prepare anything? How many are we?"),
        ("dates", "When do groups start, how long do they go, and is it the same day each week?"),
        ("cost", "What does it cost?"),
        ("commitment", "Is it all six sessions?"),
        ("leaders", "Are the leaders doctors, and are they trained?"),
        ("zoom", "Is it on Zoom or Teams?"),
        ("continuing", "May I go on afterwards?"),
        ("join", "Please put me on the list."),
        ("eligibility", "I am only in first year, am I too junior?"),
        ("eligibility", "Is it open to students in Karratha?"),
    ],
)
def test_what_the_flyer_settles_is_ready_to_approve(
    own_letters: Letters, block: str, words: str
) -> None:
    assert marks(own_letters, block, words, known=AT_HOME) == ()


@pytest.mark.parametrize(
    ("block", "words", "point"),
    [
        ("certificate", "Do I get a certificate?", "certificate"),
        ("confidentiality", "Are sessions recorded?", "recorded"),
        ("confidentiality", "Does my uni hear of it?", "university"),
        ("commitment", "What if I miss one?", "misses a session"),
        ("session_format", "Do we need cameras on?", "cameras"),
        ("session_format", "Must I present a case?", "present a case"),
        ("leaders", "Could a leader be my OSCE examiner?", "teaches or examines"),
        ("zoom", "Do I need an account, or can I dial in?", "account"),
        ("eligibility", "I am an intern, may I come?", "qualify"),
        ("eligibility", "I study physiotherapy, first year.", "qualify"),
    ],
)
def test_what_the_flyer_leaves_open_is_marked(
    own_letters: Letters, block: str, words: str, point: str
) -> None:
    (mark,) = marks(own_letters, block, words, known=AT_HOME)
    assert mark.startswith("[[Alex, please settle: ")
    assert point in mark


def test_a_student_abroad_is_left_to_the_coordinator(own_letters: Letters) -> None:
    words = "I am in sixth year in Warsaw, may I come?"
    assert len(marks(own_letters, "eligibility", words, known=ABROAD)) == 1


def test_without_the_words_every_open_point_is_marked(own_letters: Letters) -> None:
    draft = DraftReply(("session_format", "confidentiality"), NextStep.NONE)
    letter = own_letters.reply(draft, name="", subject="", stage=Stage.NEW)
    assert len(unsettled(letter.text)) == 4


@pytest.mark.parametrize(
    ("setting", "block", "words"),
    [
        ("certificate", "certificate", "A certificate?"),
        ("recording", "confidentiality", "Recorded?"),
        ("university_hears", "confidentiality", "Does my faculty hear?"),
        ("who_else", "eligibility", "I am an intern."),
        ("missed_session", "commitment", "If I miss one?"),
        ("presenting", "session_format", "Do I have to present?"),
        ("camera", "session_format", "Camera?"),
        ("getting_in", "zoom", "Do I need an account?"),
        ("assessment", "leaders", "Do they assess us?"),
    ],
)
def test_a_fact_of_the_programme_takes_the_place_of_the_mark(
    flyer_programme: Programme, setting: str, block: str, words: str
) -> None:
    told = flyer_programme.model_copy(update={setting: "This is settled, in her words."})
    letters = Letters(default_folder("templates"), told, "Dr Alex Example")
    draft = DraftReply((block,), NextStep.NONE)
    letter = letters.reply(draft, name="", subject="", stage=Stage.NEW, words=words)
    assert unsettled(letter.text) == ()
    assert "This is settled, in her words." in letter.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("All is said.", ()),
        ("One [[a]] and [[b]].", ("[[a]]", "[[b]]")),
        ("Wrapped [[by her\nmail program]].", ("[[by her mail program]]",)),
        ("Half of one [[is left here.\n\nMore.", ("[[is left here.",)),
        ("Half of one]] is left.", ("]]",)),
        ("A footnote [1] is none.", ()),
    ],
)
def test_every_mark_that_is_left_counts(text: str, expected: tuple[str, ...]) -> None:
    assert unsettled(text) == expected


def test_a_mark_stands_out_on_the_page() -> None:
    html = from_text("Hi", "Well, [[Alex, see https://example.org/a and settle]] it.").html
    assert html.count("<mark") == 1
    assert "</a> and settle]]</mark> it." in html
