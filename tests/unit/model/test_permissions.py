"""Kinds of replies: the same whatever the order, and known again by one word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.casework import BLOCKS
from mailbot.model.permissions import FACTS, MailKind

KINDS = st.builds(
    MailKind.of,
    st.sets(st.sampled_from(BLOCKS), min_size=1, max_size=5),
    st.sets(st.sampled_from(FACTS)),
)


@given(KINDS)
def test_a_kind_is_known_again_by_its_key(kind: MailKind) -> None:
    assert MailKind.from_key(kind.key) == MailKind.from_text(kind.key) == kind


def test_the_order_and_the_spelling_of_topics_are_no_matter() -> None:
    assert MailKind.from_text(" Dates, cost : year+city ") == MailKind.of(
        ("cost", "dates"), ("city", "year")
    )


def test_a_kind_is_told_in_words() -> None:
    kind = MailKind.of(("session_format", "cost", "about"), ("year", "city"))
    assert kind.words == "about, cost and session format, asking for city and year"
    assert MailKind.of(("cost",)).words == "cost"


def test_to_ask_for_all_that_a_place_needs_has_a_word_of_its_own() -> None:
    kind = MailKind.of(("cost",), FACTS)
    assert (kind.key, kind.words) == ("cost:all", "cost, asking for all details")
    assert MailKind.from_text("cost:city+year+university+availability") == kind


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no topic is named"),
        (":city", "no topic is named"),
        ("complaint", "complaint is no topic of a reply"),
        ("cost:shoes", "shoes is no fact of a reply"),
        (f"{'+'.join(BLOCKS)}:{'+'.join(FACTS[1:])}", "it names too much at once"),
    ],
)
def test_what_is_no_kind_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        MailKind.from_text(text)
