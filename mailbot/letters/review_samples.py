"""Review mails and answers to orders in all the ways that their templates are used."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailbot.letters.review import (
    DraftLetter,
    OrderAnswer,
    OrderDone,
    ReviewDraft,
    ReviewNews,
    TheirMail,
)
from mailbot.letters.session_samples import sample_standings
from mailbot.model.orders import Action

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
_ZONE = ZoneInfo("Australia/Sydney")
_TOKEN = "0" * 40
_LETTER = DraftLetter("Sam Example <sam@example.org>", "Re: Groups", "Dear Sam,\n\nYes.\n")
_MAIL = TheirMail(_AT, "Groups", "Is it free?\n", (("cost", ("free",)),), 0.9, ("learnt",))
_BARE = ReviewDraft(1, "Sam Example", "", None, False, (), (_LETTER,))
_FULL = ReviewDraft(
    number=2,
    name="offers of a place, group 4",
    person="Sam Example <sam@example.org>",
    standing=None,
    leader=True,
    mails=(_MAIL, replace(_MAIL, subject="", words="", read=())),
    letters=(_LETTER, replace(_LETTER, subject="", text="", like=1)),
    calendar=("puts in 6 weekly sessions",),
    marks=("[[Ruth, please settle: which day]]",),
    follows=("The group is confirmed.",),
    stale="a newer mail came",
    urgent=True,
)
_LONG = replace(
    _BARE,
    mails=tuple(replace(_MAIL, words="so it goes " * 500) for _ in range(7)),
    letters=(replace(_LETTER, text="so it goes " * 9000), replace(_LETTER, text="yes", like=1)),
    command="mailbot drafts show 7",
)
_OF_REVIEWS = (Action.APPROVE, Action.REJECT, Action.MINE, Action.LATER, Action.EDIT)


def sample_reviews() -> Iterator[ReviewNews]:
    """Yield review mails of one draft and of several, with all that may be told of them."""
    for drafts in ((_BARE,), (_BARE, replace(_FULL, marks=())), (_FULL, _BARE, _FULL)):
        for more in (0, 1, 2):
            yield ReviewNews(drafts, more, more, _AT, "ruth@example.org", _TOKEN, _ZONE)
    for drafts in ((_LONG,), (_BARE, _LONG, _FULL)):
        yield ReviewNews(drafts, 0, 0, _AT, "ruth@example.org", _TOKEN, _ZONE)
    for standing in sample_standings():
        told = (replace(_BARE, person="Sam <sam@example.org>", standing=standing),)
        yield ReviewNews(told, 0, 0, _AT, "ruth@example.org", _TOKEN, _ZONE)


def sample_answers() -> Iterator[OrderAnswer]:
    """Yield answers to orders that were carried out, unclear, refused or not proved."""
    blank = OrderAnswer("Re: 2 drafts wait", _ZONE, token=_TOKEN)
    for action in _OF_REVIEWS:
        for already in (None, _AT):
            for several in (False, True):
                done = OrderDone(1, "Sam Example", action, already, several, _AT)
                yield replace(blank, done=(done,), again=several)
    for hold in ("paused", "only_to", "bounced", "ceiling", "breaker"):
        yield replace(blank, done=(OrderDone(1, "Sam Example", Action.APPROVE, hold=hold),))
    yield replace(blank, unclear=("I do not understand “hm”.",))
    yield replace(blank, unclear=("I do not understand “hm”.",) * 7)
    yield replace(blank, refused=("1, Sam: it is not what you saw.",), changed="-a\n+b", again=True)
    yield replace(blank, expired=True, token="")
    for unproved in ("no_copy", "no_header", "token", "other", "not_away"):
        yield replace(blank, subject="", unproved=unproved, token="")
