"""Invented weekly pages, in all the ways that letters are used for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailbot.letters.stops import StopAnswer, StopDone
from mailbot.letters.weekly_news import (
    ComingSession,
    Fits,
    ForApproval,
    Going,
    PastSession,
    QueueNews,
    Unanswered,
    Urgent,
    WeeklyNews,
    Wrong,
)
from mailbot.model.casework import AlertKind
from mailbot.model.sessions import Absence, AbsenceKind, Part, Session, SessionMail
from mailbot.model.weekly import Chart, ChartKind, ChartRow, Standstill, WrongKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOW = datetime(2026, 3, 15, 20, tzinfo=UTC)
_ZONE = ZoneInfo("Australia/Sydney")
_DAY = timedelta(days=1)
_SESSION = Session(2, _NOW + _DAY, _NOW + _DAY, _NOW + _DAY + timedelta(minutes=90))
_LABEL = "Tue 19:00 Sydney"
_GO = (SessionMail.REMINDER, SessionMail.LEADER_NEWS, SessionMail.OFFER_REMINDER)
_CHARTS = (
    Chart(
        ChartKind.MAILS,
        ("2 Mar", "9 Mar"),
        (ChartRow("answered", (3, 5)), ChartRow("hers", (1, 0))),
    ),
    Chart(ChartKind.QUEUE, ("2 Mar", "9 Mar"), (ChartRow("waiting", (0, 4)),)),
    Chart(ChartKind.ATTENDANCE, ("1", "2"), (ChartRow(_LABEL, (7, None), (8, 8)),)),
)


def sample_weeks() -> Iterator[WeeklyNews]:
    """Yield a page with nothing on it, and pages with all that there may be."""
    bare = WeeklyNews(
        day=_NOW.astimezone(_ZONE).date(),
        now=_NOW,
        zone=_ZONE,
        name="",
        urgent=(),
        waiting=(),
        unanswered=(),
        days=3,
        wrong=(),
        coming=(),
        past=(),
        ahead=(),
        ahead_trouble="",
        until=_NOW + 7 * _DAY,
        queue=QueueNews(0),
        left_alone=0,
    )
    yield bare
    yield replace(bare, urgent=(Urgent(1, "", _NOW - _DAY),))
    wrong = "a setting is wrong"
    queue = QueueNews(2, trouble="no slot")
    yield replace(bare, ahead_trouble=wrong, sessions_trouble=wrong, queue=queue)
    yield replace(_full(bare, 2), token="")
    for count in (1, 2):
        yield _full(bare, count)


def sample_stop_answers() -> Iterator[StopAnswer]:
    """Yield answers where something was stopped or let go on, was not understood, or refused."""
    blank = StopAnswer("Re: Your week", _ZONE, token="0" * 32)
    for resumed, already, lost in product((False, True), (None, _NOW), (0, 1)):
        yield replace(blank, done=(StopDone(1, _LABEL, resumed, already, lost),))
    yield replace(blank, unclear=("“stop” could mean any of 2.",))
    yield replace(blank, subject="", refused=("1: nothing is left to stop.",))
    yield replace(blank, expired=True, token="")


def _full(bare: WeeklyNews, count: int) -> WeeklyNews:
    return replace(
        bare,
        name="Alex",
        urgent=(Urgent(1, "Sam Example", _NOW - _DAY), Urgent(3, "", _NOW - _DAY))[:count],
        waiting=(ForApproval("Sam Example", _NOW - _DAY, count),) * count,
        unanswered=tuple(
            Unanswered(name, _NOW - 4 * _DAY, why, distress)
            for name, why, distress in product(("", "Sam Example"), Standstill, (False, True))
        ),
        wrong=tuple(_wrongs(count)),
        coming=tuple(_comings()),
        past=tuple(
            PastSession(_LABEL, 1, missing, reported)
            for missing, reported in ((("Sam Example",), True), ((), True), ((), False))
        ),
        ahead=tuple(
            Going(1, kind, _LABEL, 2, _NOW + _DAY, *to, name, ((count, "paused"),))
            for kind, to, name in product(
                _GO, ((count, 0), (0, count), (7, 2)), ("", "Sam Example")
            )
        ),
        queue=QueueNews(
            count,
            _NOW - 9 * _DAY,
            (Fits(_LABEL, ("Sam Example",)),),
            (Fits(_LABEL, ("Sam Example", "Ada Example"), _NOW.date()),),
            (Fits(_LABEL, ("Sam Example",) * 3),),
            ("Tue: 2 fit. Ask Sam.",),
            ("Sam has no place.",),
            ("Sam Example",),
        ),
        left_alone=count,
        charts=_CHARTS,
        address="enquiries@example.org",
        token="0" * 32,
    )


def _wrongs(count: int) -> Iterator[Wrong]:
    for kind, since in product(WrongKind, (None, _NOW - _DAY)):
        if kind is not WrongKind.ALERT:
            yield Wrong(kind, count, ("Sam Example",), "A server is away.", since)
    for alert, words in product(AlertKind, ("", "a matter")):
        yield Wrong(WrongKind.ALERT, count, words=words, since=_NOW - _DAY, alert=alert)


def _comings() -> Iterator[ComingSession]:
    absences = tuple(("Sam Example", Absence(2, Part.MEMBER, 1, kind, 10)) for kind in AbsenceKind)
    for announced, cancelled in product(((), absences), (False, True)):
        session = replace(_SESSION, cancelled=cancelled)
        yield ComingSession(_LABEL, "Australia/Perth", 6, session, announced)
