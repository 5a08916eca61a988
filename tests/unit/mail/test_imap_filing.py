"""Keywords made of labels."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.imap_filing import keyword

# RFC 3501, section 9: flag-keyword is an atom: no space, control, ( ) { % * " \ ]
ATOM = re.compile(r'[^\x00-\x20\x7f-\uffff(){%*"\\\]]+')


@pytest.mark.parametrize(
    ("label", "word"),
    [("reply", "reply"), ("Mailbot/needs you", "Mailbot/needs_you"), (" a  b ", "a_b")],
)
def test_a_plain_label_stays_readable(label: str, word: str) -> None:
    assert keyword(label) == word


@given(st.text())
def test_it_is_always_an_atom_and_no_system_flag(label: str) -> None:
    assert ATOM.fullmatch(keyword(label))
    assert not keyword(label).startswith("\\")


@pytest.mark.parametrize(("one", "other"), [("Grüße", "Gruße"), ("問", "答"), ("a*b", "a%b")])
def test_two_labels_are_two_keywords(one: str, other: str) -> None:
    assert keyword(one) != keyword(other)
