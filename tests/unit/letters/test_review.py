"""Review mails: links that every mail program understands, and nobody's words as markup."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.letters import Letters
from mailbot.letters.review import DraftLetter, ReviewDraft, ReviewNews, TheirMail
from mailbot.letters.review_links import TOKEN, order_link
from mailbot.letters.review_samples import sample_answers, sample_reviews
from mailbot.resources import default_folder
from mailbot.settings import load_programme

LETTERS = Letters(default_folder("templates"), load_programme(Path("nowhere")), "Ruth Calloway")
AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
TOKEN_GIVEN = "0123456789abcdef" * 2


def news(
    words: str = "Is it free?", text: str = "Dear Sam,\n\nYes.", name: str = "Sam"
) -> ReviewNews:
    draft = ReviewDraft(
        number=1,
        name=name,
        person=f"{name} <sam@example.org>",
        standing=None,
        leader=False,
        mails=(TheirMail(AT, words, words, (("cost", (words,)),), 0.9),),
        letters=(DraftLetter("Sam <sam@example.org>", words, text),),
    )
    return ReviewNews(
        (draft,), 0, 0, AT, "ruth+groups@example.org", TOKEN_GIVEN, ZoneInfo("Australia/Sydney")
    )


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for key, value in attrs if key in {"href", "src"}]


def test_a_link_fills_in_address_subject_and_text() -> None:
    link = order_link("ruth+groups@example.org", "ok 1", TOKEN_GIVEN)
    parts = urlsplit(link)
    assert unquote(parts.path) == "ruth+groups@example.org"
    fields = parse_qs(parts.query)
    assert fields == {"subject": [f"ok 1 [review:{TOKEN_GIVEN}]"], "body": ["ok 1"]}
    # A plus is no space in a mailto link (RFC 6068), and some programs stop at a bracket.
    assert re.fullmatch(r"mailto:[A-Za-z0-9%@.?=&_-]+", link)


def test_text_and_html_hold_the_same_links_and_nothing_from_outside() -> None:
    letter = LETTERS.review(news())
    page = Page(letter.html)
    assert set(re.findall(r"mailto:\S+", letter.text)) <= set(page.links)
    assert all(link.startswith("mailto:") for link in page.links)
    assert not {"img", "script", "link", "iframe"} & set(page.tags)
    assert "prefers-color-scheme: dark" in letter.html


@pytest.mark.parametrize("review", list(sample_reviews()))
def test_the_subject_bears_the_token_at_its_end(review: ReviewNews) -> None:
    letter = LETTERS.review(review)
    found = TOKEN.search(letter.subject)
    assert found is not None
    assert found[1] == review.token
    assert letter.subject.endswith("]")
    assert f"[review:{review.token}]" in letter.text
    assert len(letter.subject) < 200


def test_what_must_be_settled_first_cannot_be_tapped_away() -> None:
    whole = news()
    (draft,) = whole.drafts
    marked = replace(draft, marks=("[[Ruth, please settle: the fee]]",))
    letter = LETTERS.review(replace(whole, drafts=(marked, replace(draft, number=2))))
    assert "body=ok%201" not in letter.text + letter.html
    assert "body=ok%202" in letter.text
    assert "ok%20all" not in letter.text + letter.html


@given(st.text(max_size=200))
def test_nobodys_words_become_markup_or_leave_their_place(words: str) -> None:
    plain = Page(LETTERS.review(news("words", "words", "words")).html)
    page = Page(LETTERS.review(news(words, words, words)).html)
    assert sorted(set(page.tags)) == sorted(
        {*plain.tags, *({"br"} & set(page.tags)), *({"mark"} & set(page.tags))}
    )
    assert page.links == plain.links
    assert "\n" not in LETTERS.review(news(words, words, words)).subject


def test_an_answer_says_for_each_order_what_became_of_it() -> None:
    for answer in sample_answers():
        letter = LETTERS.order_answer(answer)
        assert letter.text.strip(), answer
        for done in answer.done:
            assert f"{done.number}, {done.name}: " in letter.text
        assert ("[review:" in letter.subject) == bool(answer.token)
