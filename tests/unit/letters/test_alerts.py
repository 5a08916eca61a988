"""What the coordinator is told of, short and plain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.letters import AlertContext, Letters
from mailbot.model.casework import AlertKind

FULL = AlertContext(
    person="Sam Example <sam@example.org>",
    subject="A hard week",
    folder="INBOX",
    words=("I cannot go on.\nI mean it.", "<b>nobody</b> would notice"),
    reason="The template reply/blocks/cost.txt, line 3 cannot be used.",
    remedy="Mend that line.",
    reference="12",
    count=7,
)


@pytest.mark.parametrize("kind", list(AlertKind))
@pytest.mark.parametrize("context", [FULL, AlertContext()])
def test_every_alert_is_short_and_whole(
    own_letters: Letters, kind: AlertKind, context: AlertContext
) -> None:
    letter = own_letters.alert(kind, context)
    assert 10 < len(letter.subject) < 80
    assert 60 < len(letter.text) < 1200
    assert "None" not in letter.text
    assert not letter.text.startswith("\n")
    assert "\n\n\n" not in letter.text
    assert ": \n" not in letter.text


@pytest.mark.parametrize("kind", set(AlertKind) - {AlertKind.DISTRESS})
def test_an_alert_says_what_happened_and_what_to_do(own_letters: Letters, kind: AlertKind) -> None:
    text = own_letters.alert(kind, FULL).text
    assert FULL.reason in text
    assert FULL.remedy in text


def test_distress_shows_the_words_and_where_the_mail_is(own_letters: Letters) -> None:
    letter = own_letters.alert(AlertKind.DISTRESS, FULL)
    assert "- “I cannot go on. I mean it.”" in letter.text
    assert "From: Sam Example <sam@example.org>\n" in letter.text
    assert "Folder: INBOX" in letter.text
    assert "Nothing automatic will be sent in this conversation" in letter.text


def test_the_subject_of_distress_keeps_the_person_off_the_lock_screen(
    own_letters: Letters,
) -> None:
    subject = own_letters.alert(AlertKind.DISTRESS, FULL).subject
    assert "Sam" not in subject
    assert "hard week" not in subject


def test_words_of_a_mail_are_never_html(own_letters: Letters) -> None:
    letter = own_letters.alert(AlertKind.DISTRESS, FULL)
    assert "<b>" not in letter.html
    assert "&lt;b&gt;nobody&lt;/b&gt;" in letter.html


def test_distress_tells_where_they_can_turn_and_what_she_may_write(own_letters: Letters) -> None:
    told = replace(FULL, name="Sam Example", lines=("Lifeline: 13 11 14",), number="3")
    text = own_letters.alert(AlertKind.DISTRESS, told).text
    alert, _, draft = text.partition("Words that you may want to copy")
    assert text.count("- Lifeline: 13 11 14") == 1
    assert "- Lifeline: 13 11 14" in draft
    assert "Dear Sam,\n\nThank you for writing" in draft
    assert "“mailbot alerts seen 3”" in alert
    assert "I cannot go on" not in draft


@pytest.mark.parametrize(
    ("time", "doubt", "said"),
    [
        (1, "", ""),
        (3, "", "for the third time: nobody has said “seen” since Monday"),
        (2, "unproved", "it could not be proved who wrote it"),
        (2, "unclear", "does not plainly say “seen”"),
    ],
)
def test_a_repetition_says_that_it_is_one_and_why(
    own_letters: Letters, time: int, doubt: str, said: str
) -> None:
    told = replace(FULL, time=time, doubt=doubt, since="Monday")
    text = own_letters.alert(AlertKind.DISTRESS, told).text
    assert said in text
    assert ("You are told of this" in text) == (time > 1)


def test_the_deputy_is_told_why_it_comes_to_them(own_letters: Letters) -> None:
    text = own_letters.alert(AlertKind.DISTRESS, replace(FULL, deputy=True)).text
    assert "deputy" in text
