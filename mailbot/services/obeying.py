"""One order of an answer to a review mail: what speaks against it, and doing it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mailbot.letters.review import OrderDone, shows_whole
from mailbot.mail.compose import read_back
from mailbot.mail.parse import parse
from mailbot.model.orders import Action
from mailbot.model.outbox import WITHDRAWN, Channel, State
from mailbot.services import approval, bundles, gathering, holding, review_words
from mailbot.store import outbox, record, reviews, versions
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.errors import MailbotError
    from mailbot.model.casework import Role
    from mailbot.model.orders import Order
    from mailbot.model.review import Review, ReviewItem
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

_LET_GO = frozenset({State.APPROVED, State.SENDING, State.SENT, State.UNCERTAIN, State.FAILED})
_NAMED = (
    (re.compile(r"\bThe drafts of bundle \d+"), "These letters"),
    (re.compile(r"\bbundle \d+"), "it"),
    (re.compile(r"\b(?:Draft|Mail) \d+"), "The draft"),
    (re.compile(r"\bdraft \d+"), "the draft"),
)
_NOW = {
    State.APPROVED: "it is approved already",
    State.SENDING: "it is leaving just now",
    State.SENT: "it has gone out already",
    State.REJECTED: "it will not be sent",
    State.SUPERSEDED: "it was withdrawn",
    State.EXPIRED: "it is out of date and was withdrawn",
    State.FAILED: "it was approved, but could not be sent",
    State.UNCERTAIN: "it was approved, and it is not certain whether it went out",
}
"""What she is told of a draft that waits no more."""

_TOO_LONG = (
    "you were not shown all of it, for it is too long for a mail like this; read it in your Drafts "
    "folder and send it from there, or use `mailbot drafts`."
)


@dataclass(slots=True)
class Obeying:
    """Carries out orders on one review, in the transaction that keeps the mail that gives them.

    Attributes:
        office: The rooms.
        connection: The transaction.
        review: What the orders are about.
        role: Who gives them.
        mail_id: The mail that gives them.
        now: The instant.
        changed: Something is not what the review showed.
    """

    office: Office
    connection: Connection
    review: Review
    role: Role
    mail_id: int
    now: datetime
    changed: bool = field(default=False, init=False)

    @property
    def numbers(self) -> list[int]:
        """The numbers that the review shows."""
        return [item.number for item in self.review.items]

    def waiting(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """Return the drafts of these numbers that still wait."""
        return tuple(
            mail.id
            for number in numbers
            for mail in self._mails(self._item(number))
            if mail.state is State.DRAFT
        )

    def objections(self, order: Order) -> Iterator[tuple[str, str]]:
        """Yield what speaks against an order, with what differs now from what was shown."""
        item = self._item(order.number)
        mails = self._mails(item)
        who = self._who(order)
        if self._already(order, item, mails) or self._recalls(order, mails):
            return
        if order.action is Action.EDIT and item.bundle_id is not None:
            yield f"{who}: these are several letters; change them one by one on the computer.", ""
        elif not any(mail.state is State.DRAFT for mail in mails):
            why = f" ({mails[0].reason})" if mails[0].reason else ""
            yield f"{who}: {_NOW[mails[0].state]}{why}.", ""
        elif self._digest(item, mails) != item.digest:
            self.changed = True
            yield f"{who}: it has changed since you saw it.", self._difference(item, mails)
        elif order.action is Action.APPROVE and not _shown_whole(mails):
            yield f"{who}: {_TOO_LONG}", ""

    def obey(self, order: Order) -> OrderDone:
        """Carry out an order.

        Raises:
            RefusedError, NotFoundError: It cannot be; all of the mail's is to be undone.
        """
        item = self._item(order.number)
        mails = self._mails(item)
        name, several = self._name(item), item.bundle_id is not None
        already = self._already(order, item, mails)
        if already is not None:
            return OrderDone(order.number, name, order.action, already, several)
        until = self._do(order, item, mails)
        if reviews.done_at(self.connection, self.review.id, item.number, order.action) is None:
            reviews.mark_done(
                self.connection, self.review.id, item.number, order.action, self.now, self.mail_id
            )
        why = f"{order.action.value}, by the {self.role.value}, review {self.review.id}"
        record.add(
            self.connection,
            Event(self.now, "order", why, self.mail_id, outbox_id=item.outbox_id),
        )
        hold = self._hold(item) if order.action is Action.APPROVE else ""
        return OrderDone(order.number, name, order.action, None, several, until, hold)

    def in_her_words(self, order: Order, error: MailbotError) -> str:
        """Return what is in the way of an order, by no numbers but those of the review mail."""
        words = error.what
        for named, instead in _NAMED:
            words = named.sub(instead, words)
        return f"{self._who(order)}: {words[0].lower()}{words[1:]}"

    def _who(self, order: Order) -> str:
        return f"{order.number}, {self._name(self._item(order.number))}"

    def _do(self, order: Order, item: ReviewItem, mails: list[Outbound]) -> datetime | None:
        match order.action:
            case Action.APPROVE:
                self._approve(item)
            case Action.REJECT:
                for mail in _undecided(mails):
                    why = f"turned down by the {self.role.value}, by mail"
                    approval.reject_in(self.connection, mail.id, why, self.now)
            case Action.MINE:
                for mail in _undecided(mails):
                    approval.take_over_in(self.connection, mail.id, self.now)
            case Action.EDIT:
                subject = read_back(mails[0].raw).subject
                approval.edit_in(
                    self.office, self.connection, mails[0].id, subject, order.text, self.now
                )
            case Action.LATER:
                settings = self.office.settings
                zone = settings.coordinator.zone
                until = gathering.put_off_until(settings.review, zone, self.now)
                for mail in mails:
                    reviews.defer(self.connection, mail.id, until)
                return until
        return None

    def _hold(self, item: ReviewItem) -> str:
        """Return what holds a mail that was let go just now; empty for nothing."""
        held = (
            holding.reason_to_hold(self.office, self.connection, mail, self.now)
            for mail in self._mails(item)
            if mail.state is State.APPROVED
        )
        return next((why.value for why in held if why), "")

    def _approve(self, item: ReviewItem) -> None:
        said = (item.digest, self.now, Channel.MAIL, self.role.value)
        if item.bundle_id is None:
            approval.approve_in(self.office, self.connection, item.outbox_id, *said)
        else:
            bundles.approve_in(self.office, self.connection, item.bundle_id, *said)

    def _already(self, order: Order, item: ReviewItem, mails: list[Outbound]) -> datetime | None:
        """Return when this was done before, by this review or another way; None where it was not.

        What was undone since does not count as done.
        """
        done = reviews.done_at(self.connection, self.review.id, item.number, order.action)
        states = {mail.state for mail in mails}
        match order.action:
            case Action.APPROVE:
                return (done or self._let_go_at(item)) if states <= _LET_GO else None
            case Action.REJECT if states == {State.REJECTED}:
                return done or reviews.changed_at(self.connection, item.outbox_id)
            case Action.REJECT | Action.MINE:
                return done if states <= WITHDRAWN else None
            case Action.LATER:
                put_off = reviews.put_off_until(self.connection, item.outbox_id)
                return done if put_off is not None and self.now < put_off else None
            case _:
                return None

    def _let_go_at(self, item: ReviewItem) -> datetime | None:
        """Return when exactly what was shown was let go by another way."""
        if item.bundle_id is not None:
            return None
        given = outbox.approvals(self.connection, item.outbox_id)
        return next((each.at for each in given if each.digest == item.digest), None)

    def _recalls(self, order: Order, mails: list[Outbound]) -> bool:
        """Tell whether an order calls back what was let go and has not left."""
        calls_back = order.action in {Action.REJECT, Action.MINE}
        return calls_back and any(mail.state is State.APPROVED for mail in mails)

    def _item(self, number: int) -> ReviewItem:
        item = self.review.item(number)
        assert item is not None  # noqa: S101 - numbers of others are unclear, and never get here
        return item

    def _mails(self, item: ReviewItem) -> list[Outbound]:
        if item.bundle_id is not None:
            return list(bundles.shown_in(self.connection, item.bundle_id).mails)
        mail = outbox.get(self.connection, item.outbox_id)
        return [mail] if mail else []

    def _name(self, item: ReviewItem) -> str:
        if item.bundle_id is not None:
            return bundles.name_of(bundles.shown_in(self.connection, item.bundle_id))
        to = parse(self._mails(item)[0].raw).to[0]
        return to.name or to.email

    def _digest(self, item: ReviewItem, mails: list[Outbound]) -> str:
        if item.bundle_id is not None:
            return bundles.shown_in(self.connection, item.bundle_id).digest
        return mails[0].digest

    def _difference(self, item: ReviewItem, mails: list[Outbound]) -> str:
        if item.bundle_id is not None:
            return ""
        seen = versions.get(self.connection, item.outbox_id, item.digest)
        return approval.difference(seen, mails[0].raw) if seen else ""


def _undecided(mails: list[Outbound]) -> list[Outbound]:
    return [mail for mail in mails if mail.state in {State.DRAFT, State.APPROVED}]


def _shown_whole(mails: list[Outbound]) -> bool:
    waiting = [mail for mail in mails if mail.state is State.DRAFT]
    return shows_whole(review_words.letters_of(waiting))
