"""What an SMTP server's answer means for a mail (RFC 5321, section 4.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.errors import (
    LoginRefused,
    MailbotError,
    MailerUnavailable,
    SendDeferred,
    SendRejected,
    SendUncertain,
)
from mailbot.mail.remedies import login_remedy

CLOSING = 421
_WANTS_LOGIN = frozenset({530, 534, 535, 538})  # RFC 4954, section 6
# Gmail's daily limit: 5xx, but tomorrow the same mail goes. support.google.com/a/answer/3726730
_LATER = re.compile(r"5\.4\.5\b")
_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its code (-1 where none could be read) and its text."""

    code: int
    text: str

    @property
    def good(self) -> bool:
        """True for 2xx."""
        return self.code // 100 == 2

    def __str__(self) -> str:
        return f"{self.code} {self.text}" if self.code > 0 else self.text


def answer(code: int, text: bytes, *addresses: str) -> Answer:
    """Return the answer, cut to a length that people read, without the mail's addresses."""
    words = " ".join(text.decode("utf-8", "replace").split())[:_LENGTH].rstrip(". ")
    for address in filter(None, addresses):
        words = re.sub(re.escape(address), "(address)", words, flags=re.IGNORECASE)
    return Answer(code, words)


def refusal(host: str, said: Answer) -> MailbotError:
    """Return the error for an answer that came before the mail was handed over."""
    if said.code in _WANTS_LOGIN:
        return LoginRefused(f"The server {host} wants a log-in: {said}.", login_remedy(host))
    if said.code == CLOSING:
        return MailerUnavailable(f"The server {host} takes no mail now: {said}.")
    if said.code // 100 == 4 or _LATER.match(said.text):
        return SendDeferred(f"The server {host} does not take this mail now: {said}.")
    if said.code // 100 == 5:
        return SendRejected(f"The server {host} refuses this mail: {said}.")
    return MailerUnavailable(f"The server {host} gives an answer out of turn: {said}.")


def verdict(host: str, said: Answer) -> MailbotError | None:
    """Return the error for the answer to a whole mail; None where it was taken."""
    if said.good:
        return None
    if said.code // 100 == 4 or (said.code // 100 == 5 and _LATER.match(said.text)):
        return SendDeferred(f"The server {host} does not take this mail now: {said}.")
    if said.code // 100 == 5:
        return SendRejected(f"The server {host} refuses this mail: {said}.")
    return SendUncertain(f"The server {host} answered the mail with words unknown: {said}.")
