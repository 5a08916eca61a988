"""What follows where a rule of `decide` fires: the decisions, each a function of the matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.casework.replying import kept_facts
from mailbot.model.casework import (
    Alert,
    AlertKind,
    AskAboutPlace,
    AskWhoAnswers,
    Cause,
    GroupMail,
    MarkAddress,
    NoteGroupMail,
    NothingOwed,
    PutBefore,
    RefuseMove,
    SayAlertsReturn,
)
from mailbot.model.reading import Route, Topic

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailbot.casework.matter import Matter
    from mailbot.model.casework import Decision

_SILENT = "nothing seems owed, but the writer is known"
_A_PERSON = "a person must write this answer"


def put_before(reason: str) -> Callable[[Matter], tuple[Decision, ...]]:
    """Return what puts a mail before the coordinator for this reason, its facts kept."""

    def then(matter: Matter) -> tuple[Decision, ...]:
        return (*kept_facts(matter), PutBefore(reason))

    return then


def leave_to_her(matter: Matter) -> tuple[Decision, ...]:
    """Put a mail before her whose answer a person must write, with the reasons as it was read."""
    silent = matter.reading.route is Route.NONE
    reason = ", ".join(matter.reading.reasons) or (_SILENT if silent else _A_PERSON)
    return put_before(reason)(matter)


def alarm(matter: Matter) -> tuple[Decision, ...]:
    """Alert at once, and leave the answer to a person."""
    return (
        *kept_facts(matter),
        Alert(AlertKind.DISTRESS),
        PutBefore("distress: a person answers, nothing automatic"),
    )


def mark_bounce(matter: Matter) -> tuple[Decision, ...]:
    """Mark the address that a mail of ours came back from, and tell her."""
    assert matter.case.bounced is not None  # noqa: S101 - the rule fits only then
    if matter.case.returned_alert:
        # An alert about this bounce would come back as well, and so on for ever.
        return (
            SayAlertsReturn(matter.case.bounced),
            NothingOwed("a bounce of an alert of ours"),
        )
    return (
        MarkAddress(matter.case.bounced),
        Alert(AlertKind.BOUNCE),
        NothingOwed("a bounce of mail that we sent"),
    )


def alert_flood(matter: Matter) -> tuple[Decision, ...]:
    """Put a flood of mails before her; she is alerted once a day."""
    first = () if matter.case.flooding else (Alert(AlertKind.FLOOD),)
    return (*first, *put_before("more mails in an hour than a person writes")(matter))


def ask_who_answers(_: Matter) -> tuple[Decision, ...]:
    """Ask her who answers a letter of ours that went to another address."""
    # Whose facts they are is not known, so none are kept.
    return (AskWhoAnswers(), PutBefore("it answers our letter to another address"))


def take_down_calendar(matter: Matter) -> tuple[Decision, ...]:
    """Take down what a calendar answers, or ask who answers where it is another's."""
    if matter.case.anothers_letter:
        return ask_who_answers(matter)
    if matter.case.calendar is GroupMail.CLEAR:
        return (NoteGroupMail(), NothingOwed("a calendar's answer"))
    return (NoteGroupMail(), PutBefore("a calendar's answer that a person must look at"))


def take_down_leader(matter: Matter) -> tuple[Decision, ...]:
    """Take down a leader's word as far as it is clear and proved; the rest is hers."""
    if matter.case.leader is GroupMail.NONE:
        return (PutBefore("a group leader writes"),)
    if matter.case.leader is GroupMail.UNPROVED:
        return (PutBefore("a group leader's word, but nothing proves who sent it"),)
    if matter.case.leader is GroupMail.UNCLEAR:
        return (NoteGroupMail(), PutBefore("a group leader writes more than was taken down"))
    return (NoteGroupMail(), NothingOwed("a group leader's word, taken down"))


def ask_about_place(matter: Matter) -> tuple[Decision, ...]:
    """Ask her what becomes of a place, where its offer is not plainly answered."""
    return (
        *kept_facts(matter),
        AskAboutPlace(),
        PutBefore("it answers an offer, but not plainly: `mailbot groups accept` or `decline`"),
    )


def refuse_late(matter: Matter) -> tuple[Decision, ...]:
    """Move no place by an answer to an offer that is not open; a person says what can be done."""
    taking = Topic.ACCEPT in matter.reading.topic_set
    return (
        *kept_facts(matter),
        RefuseMove(Cause.MAIL_ACCEPT if taking else Cause.MAIL_DECLINE),
        AskAboutPlace(),
        PutBefore("it answers an offer that is not open: no place is moved by it"),
    )
