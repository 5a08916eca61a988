"""Text and HTML say the same words, and nobody's words become markup."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.letters import Letters, from_text
from mailbot.model.casework import BLOCKS, DraftReply, NextStep
from mailbot.model.reading import Facts, Stage

_ALLOWED = {"html", "head", "meta", "title", "body", "p", "br", "ul", "li", "a", "mark"}


class _Page(HTMLParser):
    """What a reader sees of a page, its tags, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self._within: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._within.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        if "title" not in self._within[-1:]:
            self.seen.append(data)

    def words(self) -> list[str]:
        return "".join(self.seen).split()


def words_of(text: str) -> list[str]:
    return " ".join(line.removeprefix("- ") for line in text.split("\n")).split()


@given(st.text(), st.text())
def test_whatever_is_written_is_only_text(subject: str, text: str) -> None:
    letter = from_text(subject, text)
    page = _Page(letter.html)
    assert page.tags <= _ALLOWED
    assert page.words() == words_of(letter.text)
    assert all(link.startswith(("http://", "https://", "mailto:")) for link in page.links)


_HOSTILE = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "[[",
        "]]",
        "https://example.org/",
        'https://example.org/"onmouseover="x',
        "javascript:alert(1)",
        "- ",
        "\n",
        "\r\n",
        "{{ programme }}",
        "&amp;",
        "</p>",
        "'",
        "sam@example.org",
        "\x00",
        "\u2028",
        "\ud800",
    ]
)


@given(st.lists(_HOSTILE, max_size=12).map("".join))
def test_hostile_words_stay_words(text: str) -> None:
    letter = from_text(text, text)
    page = _Page(letter.html)
    assert page.tags <= _ALLOWED
    assert page.attributes <= {"charset", "content", "href", "lang", "name", "rel", "style"}
    assert page.words() == words_of(letter.text)
    assert len(letter.subject.splitlines()) <= 1
    letter.text.encode()
    letter.html.encode()


@given(
    name=st.one_of(st.text(), _HOSTILE),
    subject=st.lists(st.one_of(st.text(), _HOSTILE), max_size=5).map("".join),
    words=st.text(),
    city=st.lists(_HOSTILE, max_size=3).map("".join),
)
def test_what_a_student_wrote_is_data_in_a_reply(
    own_letters: Letters, name: str, subject: str, words: str, city: str
) -> None:
    facts = Facts(university=city, city=city, unplaced=(city,))
    draft = DraftReply(("cost", "join"), NextStep.QUEUED, echo=facts)
    letter = own_letters.reply(
        draft, name=name, subject=subject, stage=Stage.NEW, words=words, known=facts
    )
    page = _Page(letter.html)
    assert page.tags <= _ALLOWED
    assert page.words() == words_of(letter.text)
    assert letter.subject.startswith("Re: ")
    assert len(letter.subject.splitlines()) == 1
    assert letter.text.count("[[") == letter.text.count("]]") == 1


def test_a_whole_reply_says_the_same_twice(own_letters: Letters) -> None:
    draft = DraftReply(BLOCKS, NextStep.INVITE, ("year", "city"), settle=("the wait",))
    letter = own_letters.reply(draft, name="Zoë", subject="Größe?", stage=Stage.NEW)
    assert _Page(letter.html).words() == words_of(letter.text)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("One\nline", "<p>One<br>\nline</p>"),
        (
            "You need:\n- tea\n- time\nand rest",
            "<p>You need:</p>\n<ul>\n<li>tea</li>\n<li>time</li>\n</ul>\n<p>and rest</p>",
        ),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        (
            "See https://example.org/a?b=1&c=2.",
            '<p>See <a href="https://example.org/a?b=1&amp;c=2" rel="noopener">',
        ),
        (
            "See https://example.org/a?b=1&c=2.",
            "https://example.org/a?b=1&amp;c=2</a>.</p>",
        ),
    ],
)
def test_the_page_is_simple(text: str, made: str) -> None:
    assert made in from_text("Hi", text).html


def test_edited_words_are_kept_as_they_are() -> None:
    letter = from_text(" Re:  Hi\r\n", "Dear Sam,\r\n\r\n  indented\tline\r\nEmoji 👩‍⚕️ stays.\n\n")
    assert letter.subject == "Re: Hi"
    assert letter.text == "Dear Sam,\n\n  indented line\nEmoji 👩‍⚕️ stays.\n"
