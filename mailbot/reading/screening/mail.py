"""A message as the rules look at it: its words smoothed, each only once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mailbot.reading.screening.people_words import FIRST_PERSON, TAKE_OFF

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailbot.model.mail import Message, Origin

_INVISIBLE = re.compile("[\u00ad\u034f\u200b-\u200f\u2060-\u2064\ufeff]")
_SPACES = re.compile(r"\s+")
_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})
_READ_CHARS = 6_000
_LONGEST_REQUEST = 300


@dataclass(frozen=True)
class Mail:
    """A message, with the views of it that the rules share."""

    message: Message

    @cached_property
    def local(self) -> str:
        """The sender's address before the @."""
        return self.message.sender.email.rpartition("@")[0]

    @cached_property
    def sender_name(self) -> str:
        """The sender's display name, smoothed."""
        return smooth(self.message.sender.name)

    @cached_property
    def subject(self) -> str:
        """The subject, smoothed."""
        return smooth(self.message.subject)

    @cached_property
    def text(self) -> str:
        """The beginning of the new text and signature, smoothed."""
        message = self.message
        return smooth(f"{message.new_text[:_READ_CHARS]}\n{message.signature[:_READ_CHARS]}")

    @cached_property
    def whole(self) -> str:
        """The beginning of the whole body, smoothed."""
        return smooth(self.message.body[:_READ_CHARS])

    @cached_property
    def someone_speaks(self) -> bool:
        """True where the text says "I" or the like, or is a short wish to be off a list."""
        wish = len(self.text) <= _LONGEST_REQUEST and TAKE_OFF.search(self.text)
        return bool(wish or FIRST_PERSON.search(self.text))

    def header(self, name: str) -> str:
        """The header `name` in lower case; empty where there is none."""
        return (self.message.header(name) or "").strip().lower()


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to tell a machine.

    Attributes:
        name: As it stands on record.
        origin: What wrote the mail, where the rule fires.
        fires: Returns the words that show it; empty where the rule does not fire.
    """

    name: str
    origin: Origin
    fires: Callable[[Mail], str]


def smooth(text: str) -> str:
    """Return `text` in lower case, with plain quotes and dashes, and single spaces."""
    visible = _INVISIBLE.sub("", text.translate(_TYPOGRAPHY))
    return _SPACES.sub(" ", visible).strip().lower()


def first(pattern: re.Pattern[str], text: str) -> str:
    """Return the words that `pattern` finds in `text`; empty where it finds none."""
    found = pattern.search(text)
    return found.group().strip() if found else ""
