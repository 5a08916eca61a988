"""Sessions of this week and of the last."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.letters.weekly_news import ComingSession, PastSession
from mailbot.model.seats import GroupStatus
from mailbot.services import groups_listing

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.services.groups_listing import Card
    from mailbot.services.office import Office

_MEET = frozenset({GroupStatus.CONFIRMED, GroupStatus.OVER})
_WEEK = timedelta(days=7)


def sessions_of_the_week(
    office: Office, now: datetime, until: datetime
) -> tuple[tuple[ComingSession, ...], tuple[PastSession, ...]]:
    """Return the sessions up to `until`, and those of the last seven days, the earliest first.

    Raises:
        SettingsError: `config/slots.toml`, where links stand, is wrong.
    """
    cards = groups_listing.listed(office, now, everything=True)
    met = [card for card in cards if card.roster.group.status in _MEET]
    coming = [each for card in met for each in _coming(card, now, until)]
    past = [each for card in met for each in _past(card, now)]
    return (
        tuple(sorted(coming, key=lambda each: each.session.start)),
        tuple(each for _, each in sorted(past, key=lambda pair: pair[0])),
    )


def _coming(card: Card, now: datetime, until: datetime) -> list[ComingSession]:
    group = card.roster.group
    return [
        ComingSession(
            group.label, group.series.timezone, group.series.weeks, each.session, each.announced
        )
        for each in card.sessions
        if now < each.session.end and each.session.start < until
    ]


def _past(card: Card, now: datetime) -> list[tuple[datetime, PastSession]]:
    label = card.roster.group.label
    return [
        (
            each.session.start,
            PastSession(label, each.session.number, each.missing, each.reported),
        )
        for each in card.sessions
        if now - _WEEK < each.session.end <= now and not each.session.cancelled
    ]
