"""Clauses: the writer's own words, cut where one thing ends and the next begins."""

from __future__ import annotations

import pytest

from mailbot.model.mail import Message
from mailbot.reading.text import (
    MAX_SENTENCES,
    clauses,
    sentences,
    sentences_of,
    tell,
)


def test_greetings_are_no_clauses() -> None:
    mail = Message(new_text="Dear coordinator,\n\nIs it free? When is it?")
    assert clauses(mail) == ("Is it free?", "When is it?")


@pytest.mark.parametrize(
    "hello",
    [
        "Hi!",
        "hi ros",
        "Dear Sir or Madam,",
        "Dear Ruth, dear Paul,",
        "Kia ora e hoa mā!",
        "Hi Dr Hale",
    ],
)
def test_a_hello_to_anybody_is_left_out(hello: str) -> None:
    assert sentences_of([hello]) == []


@pytest.mark.parametrize(
    "told",
    [
        "Hi, won't be there Tuesday.",
        "hey, wont be there thursday.",
        "Hi guys, skipping tonight.",
        "Kia ora koutou, loved our six.",
        "Hi, sounds great, Sundays suit.",
        "hi interested",
        "Hi, accepted!",
    ],
)
def test_what_is_said_behind_a_hello_is_kept(told: str) -> None:
    assert sentences_of([told]) == [told]


def test_hard_wrapped_lines_are_joined_and_list_items_kept_apart() -> None:
    wrapped = (
        "I would like to ask whether the group is open to people or students\nwho study in Fiji."
    )
    assert sentences_of(wrapped.splitlines()) == [wrapped.replace("\n", " ")]
    assert sentences_of(["- is it free", "- is it long"]) == ["- is it free", "- is it long"]


@pytest.mark.parametrize("subject", ["Re: Balint", "RE: Balint", "Fwd: Balint", "AW: Balint"])
def test_the_subject_of_a_reply_says_nothing_of_its_own(subject: str) -> None:
    assert sentences(Message(subject=subject, new_text="Yes.")) == ("Yes.",)
    assert sentences(Message(subject="Sign me up", new_text="Yes.")) == ("Sign me up", "Yes.")


def test_a_time_with_points_does_not_end_a_sentence() -> None:
    text = "I can do 4 p.m. to 6 p.m. on Monday."
    assert sentences_of([text]) == [text]


def test_long_sentences_are_cut_before_but() -> None:
    mail = Message(new_text="I'd love to join, but is it free?")
    assert clauses(mail) == ("I'd love to join", "but is it free?")


def test_endless_mail_is_cut() -> None:
    assert len(sentences(Message(new_text="One. " * 5000))) == MAX_SENTENCES


@pytest.mark.parametrize("hidden", ["\u00ad", "\u200b", "\u200d", "\ufeff"])
def test_marks_hidden_in_words_are_dropped(hidden: str) -> None:
    assert clauses(Message(new_text=f"Is it fr{hidden}ee?")) == ("Is it free?",)


def test_letters_that_only_look_otherwise_are_read_as_plain_ones() -> None:
    assert clauses(Message(new_text="\uff29s it \U0001d41f\U0001d42b\U0001d41e\U0001d41e?")) == (
        "Is it free?",
    )


def test_what_is_no_clause_is_told_all_the_same() -> None:
    mail = Message(new_text="Hi Ros,\nIs it free?\n" + "When? " * 200, signature="Jo\nNights")
    told = tell(mail)
    assert told.cut_short
    assert told.unread[0] == "Hi Ros,"
    assert told.unread[-2:] == ("Jo", "Nights")
    assert len(told.unread) == 1 + (201 - MAX_SENTENCES) + 2
