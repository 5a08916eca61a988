"""The weekly page as it is read: whole in text, the same in HTML, its charts in words as well."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import matplotlib.figure
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.letters.charts import ChartWords, draw
from mailbot.letters.weekly_news import Unanswered, WeeklyNews
from mailbot.letters.weekly_samples import sample_weeks
from mailbot.mail.compose import compose, read_back
from mailbot.model.mail import Address
from mailbot.model.outbox import Envelope
from mailbot.model.pictures import Picture
from mailbot.model.weekly import Chart, ChartKind, ChartRow, Standstill

if TYPE_CHECKING:
    from mailbot.letters import Letters
    from mailbot.model.outbox import Letter

PNG = b"\x89PNG\r\n\x1a\n"
NOW = datetime(2026, 3, 15, 20, tzinfo=UTC)
FULL = list(sample_weeks())[-1]
MAILS = (
    "Mails a week. Week from 2 Mar: 3 answered by a reply, 1 for you to answer; "
    "9 Mar: 5 answered by a reply."
)
ALTS = (
    MAILS,
    "Students waiting for a place. 2 Mar: nobody; 9 Mar: 4.",
    "Who came, session by session. Tue 19:00 Sydney: session 1 with 7 of 8.",
)


class _Read(HTMLParser):
    """What a page says, and the alternatives of its pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.links: list[str] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"style", "title"}:
            self._silent = tag
        if tag == "img":
            self.images.append(dict(attrs))
            self.said.append(dict(attrs)["alt"] or "")
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data)


def read(html: str) -> _Read:
    reader = _Read()
    reader.feed(html)
    return reader


def words(text: str) -> list[str]:
    """Return the words of a text or page, without what only one of them needs to mark headings."""
    return re.findall(r"[^\W_]+", text)


def in_words_alone(chart: ChartWords) -> Picture:
    return Picture("", b"", chart.alt)


def as_if_drawn(chart: ChartWords) -> Picture:
    return Picture(f"{chart.chart.kind}@charts.test", PNG, chart.alt)


@pytest.mark.parametrize("news", list(sample_weeks()))
@pytest.mark.parametrize("way", [as_if_drawn, in_words_alone])
def test_text_and_html_say_the_same(own_letters: Letters, news: WeeklyNews, way: Any) -> None:
    letter = own_letters.weekly(news, way)
    assert words(" ".join(read(letter.html).said)) == words(letter.text)


def test_each_chart_is_told_in_words_in_the_text_and_as_its_alternative(
    own_letters: Letters,
) -> None:
    letter = own_letters.weekly(FULL, as_if_drawn)
    images = read(letter.html).images
    assert tuple(image["alt"] for image in images) == ALTS
    assert all(alt in letter.text for alt in ALTS)
    assert [image["src"] for image in images] == [f"cid:{each.cid}" for each in letter.pictures]


def parts(mail: Message) -> list[Message]:
    """Return what stands side by side in a multipart."""
    found = mail.get_payload()
    assert isinstance(found, list)
    return [part for part in found if isinstance(part, Message)]


def mailed(letter: Letter) -> bytes:
    sender, to = Address("enquiries@example.org"), Address("alex@example.org", "Alex")
    return compose(letter, Envelope("<1@example.org>", sender, to, auto_submitted=True), at=NOW)


def test_the_mail_holds_text_and_html_with_its_pictures_beside_it(own_letters: Letters) -> None:
    letter = own_letters.weekly(FULL, draw)
    mail = message_from_bytes(mailed(letter))
    assert mail.get_content_type() == "multipart/alternative"
    text, related = parts(mail)
    assert (text.get_content_type(), related.get_content_type()) == (
        "text/plain",
        "multipart/related",
    )
    assert related.get_param("type") == "text/html"
    html, *pictures = parts(related)
    assert html.get_content_type() == "text/html"
    for part, picture in zip(pictures, letter.pictures, strict=True):
        assert part.get_content_type() == "image/png"
        assert part["Content-ID"] == f"<{picture.cid}>"
        assert part["Content-Disposition"] == "inline"
        assert part.get_payload(decode=True) == picture.png
        assert picture.png.startswith(PNG)
        assert f'src="cid:{picture.cid}"' in letter.html
    assert len(pictures) == len(FULL.charts)
    assert all(len(line) <= 998 for line in mailed(letter).split(b"\r\n"))


def test_what_is_mailed_is_read_back_as_it_was_written(own_letters: Letters) -> None:
    letter = own_letters.weekly(FULL, draw)
    back = read_back(mailed(letter))
    assert (back.subject, back.text, back.html) == (letter.subject, letter.text, letter.html)


def test_a_letter_without_pictures_is_composed_as_ever(own_letters: Letters) -> None:
    mail = message_from_bytes(mailed(own_letters.weekly(FULL, in_words_alone)))
    assert [part.get_content_type() for part in parts(mail)] == ["text/plain", "text/html"]


def test_a_chart_that_cannot_be_drawn_stands_there_in_words(
    own_letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(matplotlib.figure.Figure, "savefig", fails)
    letter = own_letters.weekly(FULL, draw)
    assert letter.pictures == ()
    assert all(alt in " ".join(read(letter.html).said) for alt in ALTS)


def test_a_tap_stops_just_what_stands_beside_it(own_letters: Letters) -> None:
    going = tuple(replace(FULL.ahead[0], number=number) for number in (1, 2))
    letter = own_letters.weekly(replace(FULL, ahead=going), as_if_drawn)
    links = [each for each in read(letter.html).links if each.startswith("mailto:")]
    tag = f"%5Breview%3A{FULL.token}%5D"
    assert links == [
        f"mailto:{FULL.address}?subject=stop%20{number}%20{tag}&body=stop%20{number}"
        for number in (1, 2)
    ]


@given(name=st.text(max_size=60))
@settings(deadline=None, max_examples=50)
def test_a_name_is_never_markup(own_letters: Letters, name: str) -> None:
    hostile = f"<script>{name}</script> “stop 9” {{{{ gap }}}}"
    late = Unanswered(hostile, NOW, Standstill.HERS)
    letter = own_letters.weekly(replace(FULL, unanswered=(late,), ahead=()), in_words_alone)
    assert "<script" not in letter.html
    assert "{{ gap }}" in letter.text
    assert not [each for each in read(letter.html).links if "stop%209" in each]


@given(
    values=st.lists(st.none() | st.integers(0, 10_000), min_size=1, max_size=8),
    kind=st.sampled_from(ChartKind),
)
@settings(deadline=None, max_examples=10)
def test_any_figures_can_be_drawn(values: list[int | None], kind: ChartKind) -> None:
    labels = tuple(str(number) for number in range(len(values)))
    chart = Chart(kind, labels, (ChartRow("one", tuple(values)), ChartRow("two", tuple(values))))
    drawn = draw(ChartWords(chart, "Title $x_1$", ("one", "_two $"), "In words."))
    assert drawn.png.startswith(PNG)
    assert len(drawn.png) < 60_000
