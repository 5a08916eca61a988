"""Machines told from people, by what the header says and, where it says nothing, by the text.

The rules stand in one ordered table. Every rule that fires is on record as evidence; the first one
names what wrote the mail. Where no rule fires, a person did.
"""

from __future__ import annotations

from mailbot.model.mail import Evidence, Message, Origin, Screening
from mailbot.reading.screening.headers import BULK_RULES, MACHINE_RULES, NO_REPLY, THROUGH_LIST
from mailbot.reading.screening.mail import Mail
from mailbot.reading.screening.text import ABSENCE, BOUNCE_IN_PROSE, TEXT_RULES

__all__ = ["screen"]


RULES = (*MACHINE_RULES, BOUNCE_IN_PROSE, THROUGH_LIST, ABSENCE, *BULK_RULES, *TEXT_RULES, NO_REPLY)
"""In order: the first that fires names what wrote the mail."""


def screen(message: Message, *, own: frozenset[str] = frozenset()) -> Screening:
    """Say what wrote a mail, and whether it may be answered (RFC 3834, section 2).

    Args:
        message: The mail.
        own: The programme's own addresses, in lower case; mail from them is never answered.
    """
    mail = Mail(message)
    origin = Origin.HUMAN
    evidence: list[Evidence] = []
    for rule in RULES:
        words = rule.fires(mail)
        if words:
            origin = rule.origin if not evidence else origin
            evidence.append(Evidence(words[:200], rule.name))
    ours = message.sender.email in own
    if ours:
        evidence.append(Evidence(message.sender.email, "own_address"))
    return Screening(origin, not origin.machine and not ours, tuple(evidence))
