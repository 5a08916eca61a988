"""Leave for a kind of mail to go by itself, and what the coordinator did with mail of that kind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from mailbot.model.casework import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

REPLY = "reply"
"""The only template whose mail may ever go by itself for its kind."""

FACTS = ("university", "year", "city", "availability")
"""What a reply may ask for."""

LONGEST_KEY = 200
_AND, _ASKS, _ALL = "+", ":", "all"


@dataclass(frozen=True, slots=True)
class MailKind:
    """A kind of reply: exactly which topics it answers, and exactly which facts it asks for.

    Attributes:
        topics: In alphabetical order.
        asks: In alphabetical order.
    """

    topics: tuple[str, ...]
    asks: tuple[str, ...] = ()

    @classmethod
    def of(cls, topics: Iterable[str], asks: Iterable[str] = ()) -> Self:
        """Return the kind of a reply to `topics` that asks for `asks`, in whatever order."""
        return cls(tuple(sorted(set(topics))), tuple(sorted(set(asks))))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the kind that `cost+dates`, `cost+dates:city+year` or `cost:all` names.

        Raises:
            ValueError: A topic or a fact is none that a reply knows; says which.
        """
        topics, _, asks = text.strip().lower().partition(_ASKS)
        asks = _AND.join(FACTS) if asks.strip() == _ALL else asks
        kind = cls.of(_words(topics, BLOCKS, "topic"), _words(asks, FACTS, "fact"))
        if not kind.topics:
            raise ValueError("no topic is named")
        if len(kind.key) > LONGEST_KEY:
            raise ValueError("it names too much at once")
        return kind

    @classmethod
    def from_key(cls, key: str) -> Self:
        """Return the kind whose `key` this is, also where a topic of it is known no more."""
        topics, _, asks = key.partition(_ASKS)
        every = FACTS if asks == _ALL else asks.split(_AND)
        return cls.of(topics.split(_AND), every if asks else ())

    @property
    def key(self) -> str:
        """The kind as one word, such as `cost+dates:city+year` or `cost:all`."""
        asks = _ALL if self._asks_all else _AND.join(self.asks)
        return f"{_AND.join(self.topics)}{_ASKS if asks else ''}{asks}"

    @property
    def words(self) -> str:
        """The kind as the coordinator reads it: `cost and dates, asking for city and year`."""
        asks = "all details" if self._asks_all else _listed(self.asks)
        return f"{_listed(self.topics)}{', asking for ' if asks else ''}{asks}"

    @property
    def _asks_all(self) -> bool:
        return set(self.asks) == set(FACTS)


def _listed(words: Sequence[str]) -> str:
    told = [word.replace("_", " ") for word in words]
    return " and ".join((", ".join(told[:-1]), told[-1]) if len(told) > 1 else told)


def _words(text: str, known: Sequence[str], what: str) -> list[str]:
    words = [word.strip() for word in text.replace(",", _AND).split(_AND) if word.strip()]
    for word in words:
        if word not in known:
            raise ValueError(f"{word} is no {what} of a reply")
    return words


@dataclass(frozen=True, slots=True)
class Permission:
    """Leave for replies of one kind to go by themselves.

    Attributes:
        id: Row id.
        kind: What may go.
        least: How sure the reading must be, from 0 to 1.
        by: Who gave leave.
        channel: By which way.
        at: Since when, aware.
        ended_at: Until when; None while it stands.
        why_ended: Why it stands no more.
    """

    id: int
    kind: MailKind
    least: float
    by: str
    channel: str
    at: datetime
    ended_at: datetime | None = None
    why_ended: str | None = None


@dataclass(frozen=True, slots=True)
class Permitted:
    """A mail that goes by itself, by a permission.

    Attributes:
        outbox_id: The mail.
        permission_id: By which permission.
        not_before: It may be called back until then, and never leaves earlier.
        ended_at: Since when it goes by itself no more, and waits for a person; None while it does.
    """

    outbox_id: int
    permission_id: int
    not_before: datetime
    ended_at: datetime | None = None


class Deed(StrEnum):
    """What became of a reply: the coordinator let it go, or did not, or it went by itself."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    REJECTED = "rejected"
    BY_HAND = "by_hand"
    BY_ITSELF = "by_itself"


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one reply, and when."""

    outbox_id: int
    deed: Deed
    at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of the last replies of a kind that she decided on: how many, and how many unchanged."""

    decided: int
    unchanged: int
