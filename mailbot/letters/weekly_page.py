"""The coordinator's weekly page: its words, its pictures, and the same as HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from mailbot.letters.charts import chart_words
from mailbot.letters.clean import one_line
from mailbot.letters.flow import flow
from mailbot.letters.html import paragraphs
from mailbot.letters.letters import from_text
from mailbot.letters.review_links import order_link, tag
from mailbot.letters.weekly import weekly_context
from mailbot.model.outbox import Letter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mailbot.letters.charts import ChartWords
    from mailbot.letters.weekly_news import WeeklyNews
    from mailbot.model.pictures import Picture

    Render = Callable[[str, dict[str, Any]], str]
    Draw = Callable[[ChartWords], Picture]

SECTIONS = (
    "urgent",
    "waiting",
    "unanswered",
    "wrong",
    "sessions",
    "ahead",
    "queue",
    "left_alone",
)
"""The parts of the page, each a template of its own below `weekly/sections`, in this order.

One with nothing below its heading is left out; `weekly/nothing.txt` says so in a sentence.
"""

_STOP = re.compile(r"“(stop \d+)”(?=</li>)")
"""At the end of a line, where only the template can have put it."""


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of the page: its heading and what stands below, as text and as HTML."""

    title: str
    text: str
    html: Markup


def weekly_letter(render: Render, news: WeeklyNews, draw: Draw) -> Letter:
    """Return the page.

    Args:
        render: Renders the template of a name with a context.
        news: What the page tells.
        draw: Makes a picture of a chart; one without bytes stands in the page by its words.

    Raises:
        TemplateError: A template is missing, broken, or asks for what there is not.
    """
    context = weekly_context(news)

    def words(name: str, /, **more: Any) -> str:
        return flow(render(f"weekly/{name}.txt", {**context, **more}))

    subject = one_line(f"{words('subject')} {_tag(news)}")
    opening, closing = words("opening"), words("closing", tag=_tag(news))
    every = [_section(words(f"sections/{name}"), news, name) for name in SECTIONS]
    sections = [each for each in every if each.text.strip()]
    nothing = words("nothing")
    pictures = tuple(draw(chart_words(words, each)) for each in news.charts)
    figures = words("figures").strip()
    text = "\n\n".join([opening, *_told(sections, figures, pictures), nothing, closing])
    page = render(
        "weekly/page.html",
        {
            "subject": subject,
            "opening": paragraphs(opening),
            "sections": sections,
            "figures": figures,
            "pictures": pictures,
            "nothing": paragraphs(nothing),
            "closing": paragraphs(closing),
        },
    )
    plain = from_text(subject, re.sub(r"\n{3,}", "\n\n", text))
    shown = tuple(each for each in pictures if each.png)
    return Letter(plain.subject, plain.text, page, shown)


def _tag(news: WeeklyNews) -> str:
    return tag(news.token) if news.token else ""


def _section(rendered: str, news: WeeklyNews, name: str) -> _Section:
    """Return a section: the first paragraph of its template is the heading."""
    title, _, text = rendered.partition("\n\n")
    html = paragraphs(text)
    return _Section(title.strip(), text, _with_links(html, news) if name == "ahead" else html)


def _with_links(html: Markup, news: WeeklyNews) -> Markup:
    """Return `html` with each “stop 1” made a link that sends just that."""
    if not news.token:
        return html

    def link(found: re.Match[str]) -> str:
        where = order_link(news.address, found[1], news.token)
        return Markup('<a class="stop" href="{}">{}</a>').format(where, found[1])

    return Markup(_STOP.sub(link, html))  # noqa: S704 - both are escaped


def _told(sections: Iterable[_Section], figures: str, pictures: Iterable[Picture]) -> Iterable[str]:
    for each in sections:
        yield f"==== {each.title} ====\n\n{each.text}"
    told = [each.alt for each in pictures]
    if told:
        yield "\n\n".join([f"==== {figures} ====", *told])
