"""Whether a mail in Sent or Drafts is one of our drafts, whatever her mail program made of it."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from mailbot.letters.subjects import bare_subject
from mailbot.mail.compose import read_back
from mailbot.mail.parse import parse
from mailbot.model.outbox import UNSENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.model.mail import Message
    from mailbot.store.outbox import Outbound

_ALIKE_IN_THREAD = 0.3
_ALIKE_ELSEWHERE = 0.7
_ALIKE_FOR_SURE = 0.9
_LONGEST = 8000
_BULLETS = frozenset("-*•◦–")


def recognise(
    message: Message, candidates: Sequence[Outbound], *, by_machine: bool = False
) -> Outbound | None:
    """Return which of `candidates` she sent or edited, or None.

    Many programs give what they send a new Message-ID and drop unknown headers, so it is known by
    Message-ID, else by recipient, In-Reply-To and likeness of the text. Two drafts may say the
    same, so what it answers counts more than how alike the texts are.

    Args:
        message: A mail from Sent or Drafts.
        candidates: Mails of the outbox that have not left, or had been withdrawn.
        by_machine: It looks like an absence note or the like, so more likeness is needed.
    """
    for candidate in candidates:
        if message.message_id == candidate.message_id:
            return candidate
    recipients = {address.email for address in (*message.to, *message.cc)}
    alike = [
        ((_nearness(message, candidate), score), candidate)
        for candidate in candidates
        if candidate.recipient in recipients
        and (score := likeness(message, candidate)) >= _needed(message, candidate, by_machine)
    ]
    return max(alike, key=lambda pair: pair[0])[1] if alike else None


def likeness(message: Message, candidate: Outbound) -> float:
    """Return how alike the texts are, from 0 to 1."""
    return alike(read_back(candidate.raw).text, message.new_text or message.body)


def alike(ours: str, hers: str) -> float:
    """Return how alike two texts are, from 0 to 1 (Ratcliff and Obershelp, over words)."""
    return difflib.SequenceMatcher(None, words(ours), words(hers), autojunk=False).ratio()


def words(text: str) -> list[str]:
    """Return the words of `text`, as far as they are looked at, without a program's bullets."""
    return [word for word in text[:_LONGEST].split() if word not in _BULLETS]


def unchanged(message: Message, candidate: Outbound) -> bool:
    """Tell whether she left subject, words, recipients and attachments as they were."""
    ours = read_back(candidate.raw)
    recipients = [address.email for address in (*message.to, *message.cc)]
    return (
        bare_subject(ours.subject) == bare_subject(message.subject)
        and words(ours.text) == words(message.body)
        and recipients == [candidate.recipient]
        and not message.header("bcc")
        and message.attachments == parse(candidate.raw).attachments
    )


def same_conversation(message: Message, candidate: Outbound) -> bool:
    """Tell whether both answer the same mail, by their headers."""

    draft = parse(candidate.raw)
    theirs = {*message.in_reply_to, *message.references}
    return bool(theirs & {*draft.in_reply_to, *draft.references})


def _nearness(message: Message, candidate: Outbound) -> int:
    """Return 2 where both answer the very same mail, 1 within a conversation, else 0."""
    if set(message.in_reply_to) & set(parse(candidate.raw).in_reply_to):
        return 2
    return int(same_conversation(message, candidate))


def _needed(message: Message, candidate: Outbound, by_machine: bool) -> float:
    if by_machine or candidate.state not in UNSENT:
        # What was turned down is not what she sent, unless she sent it nearly word for word.
        return _ALIKE_FOR_SURE
    return _ALIKE_IN_THREAD if same_conversation(message, candidate) else _ALIKE_ELSEWHERE
