"""Every template rendered in every way that letters use it."""

from __future__ import annotations

from datetime import date
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

from mailbot.errors import TemplateError
from mailbot.letters.away import AwayMail, AwayNews
from mailbot.letters.context import AlertContext
from mailbot.letters.review_samples import sample_answers, sample_reviews
from mailbot.letters.session_samples import sample_news, sample_standings
from mailbot.letters.standing import InQueue, Standing
from mailbot.letters.weekly_samples import sample_stop_answers, sample_weeks
from mailbot.model.casework import BLOCKS, AlertKind, DraftReply, NextStep
from mailbot.model.pictures import Picture
from mailbot.model.reading import Day, Facts, Interval, Stage
from mailbot.model.sessions import SessionMail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mailbot.letters.charts import ChartWords
    from mailbot.letters.letters import Letters

_FACTS = Facts(
    name="Sam Example",
    university="Example University",
    year=4,
    city="Warragul",
    timezone="Australia/Melbourne",
    availability=(Interval(Day.TUE, "18:30", "21:00"), Interval(Day.THU, "18:00", "24:00")),
    unavailable=(Interval(Day.FRI, "00:00", "24:00"),),
    unplaced=("most nights",),
)
_ALERTS = (
    AlertContext(),
    AlertContext(
        person="Sam Example <sam@example.org>",
        subject="A question",
        folder="INBOX",
        words=("I do not know how to go on.",),
        reason="A reason.",
        remedy="A remedy.",
        reference="12",
        count=7,
        matter="group 4, Tue 19:00 Sydney: a place is free",
        choices=("“mailbot groups fill 4” offers it to the next in the queue.",),
        name="Sam Example",
        lines=("Emergency: 000",),
        number="3",
        time=2,
        since="8.15 pm on Monday",
        doubt="unproved",
        deputy=True,
    ),
    AlertContext(time=3, doubt="unclear"),
)
_STANDING = Standing(Stage.QUEUED, InQueue(position=12, since=date(2026, 3, 3), forming=True))
MISSING = ("university", "year", "city", "availability")


def sample_drafts() -> Iterator[DraftReply]:
    """Yield drafts that use every block alone and together, and every next step."""
    for step in NextStep:
        for missing in ((), *((fact,) for fact in MISSING), MISSING):
            yield DraftReply((), step, missing=missing)
    for block in BLOCKS:
        yield DraftReply((block,), NextStep.NONE)
    yield DraftReply(BLOCKS, NextStep.INVITE, MISSING, _FACTS, ("how long the wait is",))


def problems(letters: Letters) -> list[TemplateError]:
    """Return every different problem that rendering meets."""
    found: dict[str, TemplateError] = {}
    for render in _all_renderings(letters):
        try:
            render()
        except TemplateError as error:
            found.setdefault(error.what, error)
    return list(found.values())


def _all_renderings(letters: Letters) -> Iterator[Callable[[], object]]:
    for stage, draft, words in product(Stage, sample_drafts(), (None, "")):
        for name, subject, standing in (("Sam Example", "Hi", _STANDING), ("", "", None)):
            yield partial(
                letters.reply,
                draft,
                name=name,
                subject=subject,
                stage=stage,
                words=words,
                standing=standing,
            )
    for standing, step, blocks in product(sample_standings(), NextStep, ((), ("status",))):
        yield partial(
            letters.reply,
            DraftReply(blocks, step),
            name="Sam Example",
            subject="Hi",
            stage=standing.stage,
            standing=standing,
        )
    yield from _to_staff(letters)
    for news in sample_news():
        yield partial(letters.calendar_words, news)
        for kind in SessionMail:
            yield partial(letters.session, kind, news)


def _to_staff(letters: Letters) -> Iterator[Callable[[], object]]:
    for alert, context in product(AlertKind, _ALERTS):
        yield partial(letters.alert, alert, context)
    first, last = date(2026, 5, 3), date(2026, 5, 10)
    for what, deputy in product(AwayMail, ("", "deputy@example.org")):
        for before in ((), ((first, first),)):
            yield partial(letters.away, AwayNews(what, first, last, deputy, before))
        yield partial(letters.away, AwayNews(what, deputy=deputy))
    for number in (1, 2):
        yield partial(letters.push, number)
    for review in sample_reviews():
        yield partial(letters.review, review)
    for answer in sample_answers():
        yield partial(letters.order_answer, answer)
    for stopped in sample_stop_answers():
        yield partial(letters.stop_answer, stopped)
    for week in sample_weeks():
        yield partial(letters.weekly, week, _not_drawn)


def _not_drawn(words: ChartWords) -> Picture:
    return Picture("", b"", words.alt)
