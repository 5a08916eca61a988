"""What goes by itself this week, put together so that each line can be stopped by one word."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from mailbot.errors import MailbotError, WorldProblem
from mailbot.letters.weekly_news import Going
from mailbot.model.sessions import Part, SessionMail, Verdict
from mailbot.services.foreseeing import foresee
from mailbot.services.holding import Hold
from mailbot.store.stops import Stop

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mailbot.services.foreseeing import Foreseen
    from mailbot.services.office import Office

_HOLDS = {
    Hold.PAUSED.value: "all is paused",
    Hold.ONLY_TO.value: "only_to in config/mailbot.toml leaves the address out",
    Hold.BOUNCED.value: "mail to them came back for good",
}


@dataclass(frozen=True, slots=True)
class WeekAhead:
    """What goes by itself.

    Attributes:
        going: A line each.
        stops: What each line stands for, in the same order.
        trouble: Why it could not be worked out; empty where it was.
    """

    going: tuple[Going, ...] = ()
    stops: tuple[Stop, ...] = ()
    trouble: str = ""


def week_ahead(office: Office, now: datetime, until: datetime) -> WeekAhead:
    """Return what goes by itself up to `until`, the earliest first."""
    try:
        found = foresee(office, now=now, until=until)
    except WorldProblem:
        raise
    except MailbotError as error:
        return WeekAhead(trouble=f"{error.what} {error.remedy}".strip())
    alive = [each for each in found if _can_be_stopped(each, now)]
    lines = [list(together) for _, together in groupby(sorted(alive, key=_line), key=_line)]
    return WeekAhead(
        tuple(_going(number, line) for number, line in enumerate(lines, start=1)),
        tuple(
            Stop(number, line[0].group.id, tuple(each.key for each in line))
            for number, line in enumerate(lines, start=1)
        ),
    )


def _can_be_stopped(each: Foreseen, now: datetime) -> bool:
    """Tell whether a mail goes, or waits to go, but not within this very minute."""
    leaves_now = each.verdict is Verdict.SEND and each.at <= now
    return each.verdict is not Verdict.SKIP and not leaves_now


def _line(each: Foreseen) -> tuple[datetime, int, int, str]:
    """Return what all mails of a line have in common: reminders of one session go together."""
    session = each.session.number if each.session else 0
    if each.kind is SessionMail.OFFER_REMINDER:
        return each.at, each.group.id, session, each.key
    news = each.kind is SessionMail.LEADER_NEWS
    return each.at, each.group.id, session, "news" if news else ""


def _going(number: int, line: Sequence[Foreseen]) -> Going:
    first = line[0]
    parts = Counter(each.reader.part for each in line)
    waits = Counter(_HOLDS.get(each.why, each.why) for each in line if each.verdict is Verdict.WAIT)
    return Going(
        number=number,
        kind=first.kind,
        label=first.group.label,
        session=first.session.number if first.session else 0,
        at=first.at,
        members=parts[Part.MEMBER],
        leaders=parts[Part.LEADER],
        name=first.reader.name if first.kind is SessionMail.OFFER_REMINDER else "",
        waits=tuple((count, why) for why, count in waits.items()),
    )
