"""The labels under which the mailbox shows how a mail was sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.model.casework import Alert, AlertKind, DraftReply, PutBefore

if TYPE_CHECKING:
    from mailbot.model.casework import Ruling

URGENT = "Mailbot/Urgent"
FOR_YOU = "Mailbot/For you"
DRAFTED = "Mailbot/Drafted"
NO_ANSWER = "Mailbot/No answer owed"

LABELS = (URGENT, FOR_YOU, DRAFTED, NO_ANSWER)
"""All labels that Mailbot ever sets."""


def label_of(ruling: Ruling) -> str:
    """Return the label for a mail about the programme."""
    if Alert(AlertKind.DISTRESS) in ruling.decisions:
        return URGENT
    if any(isinstance(decision, PutBefore) for decision in ruling.decisions):
        return FOR_YOU
    if any(isinstance(decision, DraftReply) for decision in ruling.decisions):
        return DRAFTED
    return NO_ANSWER
