"""Review mails: links that every mail program understands, and nobody's words as markup."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.letters import Letters
from mailbot.letters.review import DraftLetter, ReviewDraft, ReviewNews, TheirMail
from mailbot.letters.review_links import TOKEN, order_link
from mailbot.letters.review_samples import sample_answers, sample_reviews
from mailbot.letters.review_shorten import MOST_OF_A_MAIL
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


def several(count: int, **changes: object) -> ReviewNews:
    whole = news()
    (draft,) = whole.drafts
    first = replace(draft, **changes)  # type: ignore[arg-type]
    return replace(whole, drafts=(first, *(replace(draft, number=n) for n in range(2, count + 1))))


def test_the_button_for_all_stands_below_everything_that_it_lets_go() -> None:
    letter = LETTERS.review(several(3))
    for words in (letter.text, letter.html):
        assert words.count("body=ok%20all") == 1
        assert words.index("body=ok%20all") > words.rindex("body=later%203")
        assert words.index("body=ok%20all") > words.rindex("Yes.")


def test_the_button_for_all_leaves_out_what_must_be_settled() -> None:
    letter = LETTERS.review(several(4, marks=("[[Ruth, please settle: the fee]]",)))
    for words in (letter.text, letter.html):
        assert "OK to 2, 3 and 4" in words
        assert "body=ok%202%203%204" in words
        assert "ok%20all" not in words


@pytest.mark.parametrize("count", [1, 2])
def test_text_and_html_hold_every_button_and_the_same_directions(count: int) -> None:
    letter = LETTERS.review(several(count))
    assert set(Page(letter.html).links) == set(re.findall(r"mailto:\S+", letter.text))
    top = letter.text.partition("====")[0] + letter.html.partition('class="item"')[0]
    for said in ("“mine", "later”", "until Mon 4 May, 19:30"):
        assert top.count(said) == 2
    assert ("“ok 1 3”" in top) == (count > 1)


def test_a_long_mail_is_shown_without_its_middle_and_says_how_much_is_missing() -> None:
    words = "Dear Ruth,\n\n" + "\n\n".join(f"{n}. " + "so it was " * 40 for n in range(40))
    letter = LETTERS.review(news(f"{words}\n\nMay I join?"))
    for shown in (letter.text, letter.html):
        assert "Dear Ruth," in shown
        assert "May I join?" in shown
        assert "20. so it was" not in shown
        assert "of 4840 words are left out here; the whole mail is in your mailbox" in shown
    assert len(letter.html) < 12_000


def test_a_paragraph_that_was_in_the_earlier_mail_is_only_recalled() -> None:
    again = "I have been thinking about the ward for weeks, and what stays with me is she said."
    whole = news(again)
    (draft,) = whole.drafts
    (mail,) = draft.mails
    mails = (replace(mail, read=()), replace(mail, words=f"Hello?\n\n{again}", read=()))
    letter = LETTERS.review(replace(whole, drafts=(replace(draft, mails=mails),)))
    assert letter.text.count(f"> {again}\n") == 1
    assert "> (the same again: “I have been" in letter.text


def test_what_is_not_shown_in_full_cannot_be_approved_by_the_mail() -> None:
    long = DraftLetter("Sam <sam@example.org>", "Re: x", "Dear Sam,\n" + "so it goes\n" * 4000)
    letter = LETTERS.review(several(3, letters=(long,), command="mailbot drafts show 7"))
    for words in (letter.text, letter.html):
        assert "too long to show in full, so it cannot be approved by replying" in words
        assert "`mailbot drafts show 7`" in words
        assert re.search(r"About \d+ of 12000 words are left out", words)
        assert "body=ok%201&" not in words
        assert "body=ok%201\n" not in words
        assert "body=no%201" in words
        assert "OK to 2 and 3" in words


HEAVY = st.sampled_from(["&", "\n", " ", "word ", "<", "[[", "]]", "“", "漢", "x" * 90, "a\n\n"])


@settings(max_examples=25, deadline=None)
@given(st.lists(HEAVY, min_size=1, max_size=4), st.integers(1, 9), st.integers(0, 1500))
def test_one_draft_alone_always_fits_into_a_mail(unit: list[str], mails: int, size: int) -> None:
    words = "".join(unit) * size
    whole = news(words, words, words)
    (draft,) = whole.drafts
    heavy = replace(
        draft,
        mails=draft.mails * mails,
        letters=tuple(replace(each, text=words) for each in draft.letters * 8),
    )
    letter = LETTERS.review(replace(whole, drafts=(heavy,)))
    assert len(letter.html.encode()) < MOST_OF_A_MAIL
    shown = html.unescape(letter.html)
    if heavy.whole and words.strip():
        assert "left out here.</strong>" not in shown
