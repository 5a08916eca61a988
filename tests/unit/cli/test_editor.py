"""A letter as a text file, there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.cli.editor import as_file, from_file, in_editor
from mailbot.errors import RefusedError

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)
LINES = st.lists(WORDS, min_size=1).map("\n\n".join)


@given(WORDS, LINES)
def test_what_is_not_changed_comes_back_as_it_was(subject: str, text: str) -> None:
    letter = from_file(as_file(subject, text, ("One line of help.", "And one more.")))
    assert letter is not None
    assert (letter.subject, letter.text) == (subject, text)


def test_a_line_of_the_letter_may_begin_with_a_hash() -> None:
    letter = from_file("# help\nSubject: Re: groups\n\n#1 is the first\n")
    assert letter is not None
    assert letter.text == "#1 is the first"


@pytest.mark.parametrize("content", ["", "\n\n", "# help\n", "Subject: Re: groups\n\n  \n"])
def test_an_empty_file_is_no_letter(content: str) -> None:
    assert from_file(content) is None


def test_without_its_subject_it_is_refused() -> None:
    with pytest.raises(RefusedError, match="Subject:"):
        from_file("Dear Tom,\n")


def test_the_first_editor_named_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "false")
    monkeypatch.setenv("VISUAL", "sed -i s/old/new/")
    assert in_editor("an old word, ünchanged\n") == "an new word, ünchanged\n"


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("no-such-editor-anywhere", "is not on this machine"),
        ("false", "ended with an error (exit code 1)"),
        ("/", "cannot be started"),
        ("vi 'unclosed", "see its quotes"),
        ("sh -c 'printf \\\\377 >$0'", "another encoding"),
    ],
)
def test_an_editor_that_fails_is_told_in_plain_words(
    monkeypatch: pytest.MonkeyPatch, editor: str, said: str
) -> None:
    monkeypatch.setenv("VISUAL", editor)
    with pytest.raises(RefusedError) as error:
        in_editor("words")
    assert said in error.value.what
    assert "as it was" in error.value.what
