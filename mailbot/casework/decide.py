"""What follows from a mail: one ordered table of named rules, the first that fits wins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.casework import follows
from mailbot.casework.replying import kept_facts, reply
from mailbot.model.casework import (
    BLOCKS,
    Alert,
    AlertKind,
    GroupMail,
    LeaveAlone,
    NothingOwed,
    PutBefore,
    Role,
    Ruling,
    TakeOrders,
    Where,
)
from mailbot.model.reading import Flag, Route, Topic

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailbot.casework.matter import Matter
    from mailbot.model.casework import Decision

_STAFF = frozenset({Role.COORDINATOR, Role.DEPUTY, Role.KEEPER})
_JUNK_OURS, _JUNK = "junk that is ours", "junk"
JUNK_RULES = frozenset({_JUNK_OURS, _JUNK})
"""The rules that fired only because of where a mail stood."""

ANOTHERS_LETTER = "another's letter"
"""The rule for answers to a letter of ours that come from an address it did not go to."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A named line of the table.

    Attributes:
        name: Kept on the record.
        fits: Whether the rule fires.
        why: In words, for the record.
        then: What follows.
    """

    name: str
    fits: Callable[[Matter], bool]
    why: str
    then: Callable[[Matter], tuple[Decision, ...]]


def decide(matter: Matter) -> Ruling:
    """Return what follows from a mail, and which rule says so."""
    for rule in RULES:
        if rule.fits(matter):
            return Ruling(rule.name, rule.why, rule.then(matter))
    raise AssertionError("the last rule fits every mail")


def _likely_ours(matter: Matter) -> bool:
    about_us = matter.reading.route in {Route.REPLY, Route.URGENT} or (
        matter.reading.route is Route.COORDINATOR and bool(matter.reading.topics)
    )
    return matter.known or (about_us and not matter.machine)


def _unanswerable_block(matter: Matter) -> bool:
    topics = matter.reading.topic_set | matter.pending
    return not any(Topic(block) in topics for block in BLOCKS)


RULES: tuple[Rule, ...] = (
    Rule(
        "our own mail",
        lambda m: m.case.role is Role.MAILBOT,
        "The programme itself wrote it, and never answers itself.",
        lambda _: (LeaveAlone("our own mail"),),
    ),
    Rule(
        "order",
        lambda m: m.case.answers_review,
        "The coordinator, or her deputy, answers a review mail: her orders are looked at.",
        lambda _: (TakeOrders(),),
    ),
    Rule(
        "staff",
        lambda m: m.case.role in _STAFF,
        "The coordinator, her deputy or the keeper wrote it: it stays their mail.",
        lambda _: (LeaveAlone("mail of the coordinator, the deputy or the keeper"),),
    ),
    Rule(
        "bounce of ours",
        lambda m: m.case.bounced is not None,
        "A server returns mail that we sent: the address is marked, nobody is answered.",
        follows.mark_bounce,
    ),
    Rule(
        "distress",
        lambda m: Flag.DISTRESS in m.reading.flag_set or m.reading.route is Route.URGENT,
        "Somebody may be at risk: a person must see it now.",
        follows.alarm,
    ),
    Rule(
        "calendar answer",
        lambda m: m.case.calendar is not GroupMail.NONE,
        "Somebody's calendar answers an invitation of ours: it is taken down.",
        follows.take_down_calendar,
    ),
    Rule(
        "person behind",
        lambda m: m.case.person_behind,
        "It bears a machine's mark but reads like a person's mail: shown, never answered.",
        follows.put_before("it bears a machine's mark, but a person may have written it"),
    ),
    Rule(
        "machine to us",
        lambda m: m.machine and m.case.in_our_thread,
        "A machine answers our mail; machines are never answered (RFC 3834).",
        lambda _: (NothingOwed("a machine's answer to our mail"),),
    ),
    Rule(
        "machine",
        lambda m: m.machine and m.reading.route is Route.NONE,
        "A machine wrote it; machines are never answered (RFC 3834).",
        lambda _: (LeaveAlone("written by a machine"),),
    ),
    Rule(
        _JUNK_OURS,
        lambda m: m.case.where is Where.JUNK and _likely_ours(m),
        "It stands in the junk folder and may well be for us: shown, never answered.",
        lambda _: (Alert(AlertKind.JUNK), PutBefore("found in the junk folder")),
    ),
    Rule(
        _JUNK,
        lambda m: m.case.where is Where.JUNK,
        "It stands in the junk folder and is not for us.",
        lambda _: (LeaveAlone("junk"),),
    ),
    Rule(
        "wordless",
        lambda m: m.case.wordless and not m.machine,
        "Not a word could be read in it, so a person must look.",
        follows.put_before("not a word could be read in it"),
    ),
    Rule(
        "distress before",
        lambda m: m.case.distress_in_thread,
        "Distress was read of this person or thread before: nothing automatic is sent there.",
        follows.put_before("distress was read here before"),
    ),
    Rule(
        "leader",
        lambda m: m.case.role is Role.LEADER,
        "A group leader writes: their word on a session is taken down, all else is hers to answer.",
        follows.take_down_leader,
    ),
    Rule(
        "flood",
        lambda m: m.case.flooding or m.case.mails_last_hour > m.ceilings.mails_an_hour,
        "More mails came from this sender in an hour than the ceiling allows.",
        follows.alert_flood,
    ),
    Rule(
        ANOTHERS_LETTER,
        lambda m: m.case.anothers_letter and not m.machine,
        "They answer a letter of ours that went to another address: a person says who they are.",
        follows.ask_who_answers,
    ),
    Rule(
        "private mail",
        lambda m: m.reading.route is Route.NONE and not m.known,
        "It is not about the programme: nothing of it is kept, labelled or answered.",
        lambda _: (LeaveAlone("not about the programme"),),
    ),
    Rule(
        "thanks",
        lambda m: m.only_thanks and not m.pending and not m.unclear_answer,
        "It only acknowledges: no answer is owed.",
        lambda m: (*kept_facts(m), NothingOwed("only thanks")),
    ),
    Rule(
        "not answerable",
        lambda m: m.machine or not m.reading.screening.answerable,
        "It came from a no-reply address or through a list, which is never answered.",
        follows.put_before("came through a list or from a no-reply address"),
    ),
    Rule(
        "unclear answer",
        lambda m: m.unclear_answer,
        "It answers the offer with a condition, in doubt, or perhaps: nobody is moved by a guess.",
        follows.ask_about_place,
    ),
    Rule(
        "late answer",
        lambda m: m.late_answer,
        "They answer an offer that is not open any more: a person says what can be done.",
        follows.refuse_late,
    ),
    Rule(
        "for the coordinator",
        lambda m: (m.reading.route is not Route.REPLY and not m.only_thanks) or m.for_a_person,
        "A person must write the answer.",
        follows.leave_to_her,
    ),
    Rule(
        "no address",
        lambda m: not m.case.reachable,
        "It bears no address that an answer could be sent to.",
        follows.put_before("it bears no address that Mailbot can answer"),
    ),
    Rule(
        "enough replies",
        lambda m: m.case.replies_last_day >= m.ceilings.replies_a_day,
        "This person got as many replies today as the ceiling allows.",
        follows.put_before("as many replies today as the ceiling allows"),
    ),
    Rule(
        "no block fits",
        _unanswerable_block,
        "No template answers what it raises.",
        follows.put_before("no template answers it"),
    ),
    Rule(
        "reply",
        lambda _: True,
        "Templates answer all that it raises; the draft waits for approval.",
        reply,
    ),
)
"""The table: our own mail first, then the urgent, machines, privacy, doubt; replies come last."""
