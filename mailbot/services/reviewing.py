"""What waits is gathered and mailed to those who decide, each mail with a token of its own."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from mailbot.letters.review import ReviewNews
from mailbot.letters.review_shorten import MOST_OF_A_MAIL
from mailbot.services import gathering, matters, review_words
from mailbot.services.alerting import put_out, written
from mailbot.services.readers import readers
from mailbot.settings_review import AT_ONCE, NEVER
from mailbot.store import keep, record, reviews
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from sqlalchemy import Connection

    from mailbot.letters.review import ReviewDraft
    from mailbot.model.casework import Role
    from mailbot.model.outbox import Letter
    from mailbot.model.review import ReviewItem
    from mailbot.services.matters import Waiting
    from mailbot.services.office import Office
    from mailbot.services.readers import Reader

_TOKEN_BYTES = 20
_MOST = 20
"""More than these in one mail nobody reads in two minutes."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be mailed.

    Attributes:
        show: What the mail shows, the urgent first.
        urgent: Which of it is urgent.
        apart: How many wait that she has to look at by themselves.
        gathered: It is what was gathered, as is due now.
    """

    show: tuple[Waiting, ...]
    urgent: tuple[Waiting, ...]
    apart: int
    gathered: bool


def ask_for_word(office: Office, now: datetime) -> None:
    """Mail what waits to everyone who decides, where that is due.

    Raises:
        WorldProblem: The database is in the way.
    """
    if office.settings.review.gather == NEVER:
        return
    with office.database.transaction() as connection:
        asked = readers(office, connection, now)
    for reader in asked:
        with office.database.transaction() as connection:
            plan = _plan(office, connection, reader.role, now)
        if plan is not None:
            _mail(office, reader, plan, now)


def show_again(connection: Connection, role: Role, outbox_ids: Iterable[int]) -> None:
    """Have these drafts mailed anew to one reader at the next tick, whatever the hour."""
    _ask_for(connection, role, _asked_for(connection, role) | set(outbox_ids))


def _plan(office: Office, connection: Connection, role: Role, now: datetime) -> _Plan | None:
    """Return what is to be mailed to a reader now; None for nothing."""
    settings, zone = office.settings.review, office.settings.coordinator.zone
    everything = matters.waiting(connection)
    due = gathering.is_due(settings, zone, _gathered(office, connection, role), now)
    shown_now = [each for each in everything if not (each.apart or _put_off(each, now))]
    live = reviews.live(connection, role, now) if shown_now else []
    new = [each for each in shown_now if not each.shown_in(live, now)]
    urgent = [each for each in new if each.is_urgent(connection, now, settings.urgent)]
    again = _asked_for(connection, role)
    if again:
        show = [each for each in shown_now if each.outbox_ids & again]
        _forget(connection, role, again - _drafts(show))
    elif due and new:
        show = new if settings.gather == AT_ONCE else shown_now
    else:
        show = urgent
    if not show:
        if due:
            _note_gathering(office, connection, role, now)
        return None
    first = sorted(show, key=lambda each: each not in urgent)
    apart = sum(each.apart for each in everything)
    return _Plan(tuple(first), tuple(urgent), apart, due and not again)


def _drafts(several: Iterable[Waiting]) -> set[int]:
    return {one for each in several for one in each.outbox_ids}


def _put_off(matter: Waiting, now: datetime) -> bool:
    return matter.deferred_until is not None and now < matter.deferred_until


def _mail(office: Office, reader: Reader, plan: _Plan, now: datetime) -> None:
    """Mail a plan. The words are read first: that takes transactions of its own."""
    found = list(_words(office, plan, now))
    if not found:
        return
    token = secrets.token_hex(_TOKEN_BYTES)
    coordinator = office.settings.coordinator
    expires = now + office.settings.review.expires
    news = ReviewNews(
        tuple(draft for _, draft in found),
        max(len(plan.show) - _MOST, 0),
        plan.apart,
        expires,
        coordinator.email,
        token,
        coordinator.zone,
    )
    letter, shown = _fitted(office, news)
    items = [item for item, _ in found[:shown]]
    with office.database.transaction() as connection:
        key = f"review/{reviews.count(connection) + 1}"
        outbox_id = put_out(office, connection, letter, "review/mail", key, reader.address, now)
        reviews.add(connection, outbox_id, token, reader.role, items, now=now, expires_at=expires)
        _forget(connection, reader.role, _drafts(plan.show))
        show_again(connection, reader.role, _left(plan.show, items))
        if plan.gathered:
            _note_gathering(office, connection, reader.role, now)
        why = f"{len(items)} put before the {reader.role.value} by mail"
        record.add(connection, Event(now, "review", why, outbox_id=outbox_id))


def _fitted(office: Office, news: ReviewNews) -> tuple[Letter, int]:
    """Return a review mail of as many of the drafts as one mail holds, and how many that are."""
    for shown in range(len(news.drafts), 0, -1):
        left = news.left + len(news.drafts) - shown
        fewer = replace(news, drafts=news.drafts[:shown], left=left)
        letter = _written(office, fewer)
        if shown == 1 or len(letter.html.encode()) <= MOST_OF_A_MAIL:
            return letter, shown
    raise AssertionError("a review mail without drafts")


def _written(office: Office, news: ReviewNews) -> Letter:
    return written(office, lambda letters: letters.review(news))


def _left(waiting: Iterable[Waiting], items: Iterable[ReviewItem]) -> set[int]:
    """Return the drafts that a mail has no room for: they come in another one right after it."""
    shown = {(item.bundle_id, item.bundle_id or item.outbox_id) for item in items}
    return {
        one
        for each in waiting
        if (each.bundle_id, each.bundle_id or min(each.outbox_ids)) not in shown
        for one in each.outbox_ids
    }


def _words(office: Office, plan: _Plan, now: datetime) -> Iterator[tuple[ReviewItem, ReviewDraft]]:
    number = 1
    for matter in plan.show[:_MOST]:
        urgent = matter in plan.urgent
        if matter.bundle_id is None:
            (draft,) = matter.drafts
            yield review_words.of_draft(office, number, draft.outbox_id, now, urgent=urgent)
        else:
            found = review_words.of_bundle(office, number, matter.bundle_id, now, urgent=urgent)
            if found is None:
                continue
            yield found
        number += 1


def _gathered(office: Office, connection: Connection, role: Role) -> datetime | None:
    if not isinstance(office.settings.review.gather, tuple):
        return reviews.last_at(connection, role)
    value = keep.get(connection, _gathered_at(role))
    return datetime.fromisoformat(value) if value else None


def _note_gathering(office: Office, connection: Connection, role: Role, now: datetime) -> None:
    if isinstance(office.settings.review.gather, tuple):
        keep.put(connection, _gathered_at(role), now.isoformat())


def _asked_for(connection: Connection, role: Role) -> set[int]:
    return {int(each) for each in (keep.get(connection, _again(role)) or "").split()}


def _ask_for(connection: Connection, role: Role, outbox_ids: Iterable[int]) -> None:
    keep.put(connection, _again(role), " ".join(str(each) for each in sorted(outbox_ids)))


def _forget(connection: Connection, role: Role, outbox_ids: AbstractSet[int]) -> None:
    asked = _asked_for(connection, role)
    if asked & outbox_ids:
        _ask_for(connection, role, asked - outbox_ids)


def _gathered_at(role: Role) -> str:
    return f"review_gathered/{role.value}"


def _again(role: Role) -> str:
    return f"review_again/{role.value}"
