"""What the templates of the coordinator's weekly page may speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mailbot.letters.clean import one_line
from mailbot.letters.review import moment
from mailbot.letters.session_times import session_time
from mailbot.letters.times import day_words, listed, long_since

if TYPE_CHECKING:
    from mailbot.letters.weekly_news import (
        ComingSession,
        Fits,
        ForApproval,
        Going,
        PastSession,
        Unanswered,
        Urgent,
        WeeklyNews,
        Wrong,
    )

_LONGEST = 600


def weekly_context(news: WeeklyNews) -> dict[str, Any]:
    """Return what the templates of the weekly page may speak of, made safe line by line."""
    return {
        "day": f"{news.day:%A} {news.day.day} {news.day:%B}",
        "name": one_line(news.name),
        "urgent": [_urgent(news, each) for each in news.urgent],
        "waiting": [_waiting(news, each) for each in news.waiting],
        "unanswered": [_unanswered(news, each) for each in news.unanswered],
        "days": news.days,
        "wrong": [_wrong(news, each) for each in news.wrong],
        "coming": [_coming(news, each) for each in news.coming],
        "past": [_past(each) for each in news.past],
        "sessions_trouble": one_line(news.sessions_trouble, _LONGEST),
        "ahead": [_going(news, each) for each in news.ahead],
        "ahead_trouble": one_line(news.ahead_trouble, _LONGEST),
        "stoppable": bool(news.token),
        "until": moment(news.until, news.zone),
        "queue": _queue(news),
        "left_alone": news.left_alone,
    }


def _urgent(news: WeeklyNews, each: Urgent) -> dict[str, Any]:
    return {
        "number": each.number,
        "name": one_line(each.name),
        "long": long_since(news.now - each.since),
    }


def _waiting(news: WeeklyNews, each: ForApproval) -> dict[str, Any]:
    return {
        "name": one_line(each.name),
        "drafts": each.drafts,
        "long": long_since(news.now - each.since),
    }


def _unanswered(news: WeeklyNews, each: Unanswered) -> dict[str, Any]:
    return {
        "name": one_line(each.name),
        "long": long_since(news.now - each.since),
        "why": each.why.value,
        "distress": each.distress,
    }


def _queue(news: WeeklyNews) -> dict[str, Any]:
    queue = news.queue
    return {
        "count": queue.count,
        "long": long_since(news.now - queue.since) if queue.since else "",
        "room": [_fits(each) for each in queue.room],
        "groups": [_fits(each) for each in queue.groups],
        "short": [_fits(each) for each in queue.short],
        "ask": [one_line(each, _LONGEST) for each in queue.ask],
        "unplaced": [one_line(each, _LONGEST) for each in queue.unplaced],
        "held": listed([one_line(each) for each in queue.held]),
        "trouble": one_line(queue.trouble, _LONGEST),
    }


def _fits(each: Fits) -> dict[str, Any]:
    return {
        "label": each.label,
        "names": listed([one_line(name) for name in each.names]),
        "first": f"{each.first:%a} {day_words(each.first)}" if each.first else "",
    }


def _coming(news: WeeklyNews, each: ComingSession) -> dict[str, Any]:
    session = each.session
    by_kind: dict[str, list[str]] = {"absent": [], "late": [], "early": []}
    for name, absence in each.announced:
        by_kind[absence.kind.value].append(one_line(name))
    return {
        "label": each.label,
        "number": session.number,
        "weeks": each.weeks,
        "cancelled": session.cancelled,
        "time": session_time(session.start, session.end, news.zone.key, each.zone),
        **{kind: listed(names) for kind, names in by_kind.items()},
    }


def _past(each: PastSession) -> dict[str, Any]:
    return {
        "label": each.label,
        "number": each.number,
        "missing": listed([one_line(name) for name in each.missing]),
        "reported": each.reported,
    }


def _going(news: WeeklyNews, each: Going) -> dict[str, Any]:
    return {
        "number": each.number,
        "kind": each.kind.value,
        "label": each.label,
        "session": each.session,
        "at": moment(each.at, news.zone),
        "members": each.members,
        "leaders": each.leaders,
        "name": one_line(each.name),
        "waits": [{"count": count, "why": one_line(why)} for count, why in each.waits],
    }


def _wrong(news: WeeklyNews, each: Wrong) -> dict[str, Any]:
    return {
        "kind": each.kind.value,
        "count": each.count,
        "names": listed([one_line(name) for name in each.names]),
        "words": one_line(each.words, _LONGEST),
        "long": long_since(news.now - each.since) if each.since else "",
        "alert": each.alert.value if each.alert else "",
    }
