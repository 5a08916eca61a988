"""What should happen with a mail, by the ordered rules of the labelled enquiries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.model.reading import FOR_A_PERSON, Flag, Route, Topic

if TYPE_CHECKING:
    from collections.abc import Callable

UNSURE_BELOW = 0.25
"""A reply that is less sure than this goes to the coordinator instead."""

SURE_OF_NONE = 0.6
"""Mail is left unanswered only where that is at least so sure; else the coordinator sees it."""

POSSIBLE_DISTRESS = "possible_distress"
"""The reason of the lower grade of distress."""

MAYBE_UNRELATED = 0.08
"""Mail that may be private is never answered where that is at least so likely."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a mail.

    Attributes:
        topics: The topics with their probabilities.
        flags: The flags.
        machine: True where a machine wrote it.
        possible_distress: True where distress is thinkable, yet too thin for the flag.
        unrelated: Probability that the mail has nothing to do with the programme.
        elsewhere: Probability that the writer asks for something that no topic covers.
        reply_confidence: Probability that a templated reply fits.
        unmeant: True where the mail denies a move that was read in it.
        cut_short: True where the mail goes on beyond what is read of it.
    """

    topics: dict[Topic, float]
    flags: frozenset[Flag]
    machine: bool
    possible_distress: bool
    unrelated: float
    elsewhere: float
    reply_confidence: float
    unmeant: bool = False
    cut_short: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A reason, when it holds, and the route that follows."""

    reason: str
    holds: Callable[[Found], bool]
    route: Route


def _nothing_owed(found: Found, topic: Topic) -> bool:
    return found.topics.get(topic, 0.0) >= SURE_OF_NONE


RULES = (
    Rule("distress", lambda f: Flag.DISTRESS in f.flags, Route.URGENT),
    Rule("machine", lambda f: f.machine, Route.NONE),
    Rule(POSSIBLE_DISTRESS, lambda f: f.possible_distress, Route.COORDINATOR),
    Rule("cut_short", lambda f: f.cut_short, Route.COORDINATOR),
    Rule("unrelated", lambda f: _nothing_owed(f, Topic.UNRELATED), Route.NONE),
    Rule("thanks", lambda f: _nothing_owed(f, Topic.THANKS), Route.NONE),
    Rule("for_a_person", lambda f: bool(FOR_A_PERSON & f.topics.keys()), Route.COORDINATOR),
    Rule("patient_details", lambda f: Flag.PATIENT_DETAILS in f.flags, Route.COORDINATOR),
    Rule("unmeant", lambda f: f.unmeant, Route.COORDINATOR),
    Rule("no_topic", lambda f: not f.topics, Route.COORDINATOR),
    Rule("elsewhere", lambda f: f.elsewhere >= 0.5, Route.COORDINATOR),
    Rule("maybe_unrelated", lambda f: f.unrelated >= MAYBE_UNRELATED, Route.COORDINATOR),
    Rule(
        "unsure",
        lambda f: (
            bool({Topic.UNRELATED, Topic.THANKS} & f.topics.keys())
            or f.reply_confidence < UNSURE_BELOW
        ),
        Route.COORDINATOR,
    ),
    Rule("answerable", lambda _: True, Route.REPLY),
)
"""The first rule that holds says the route."""


def choose_route(found: Found) -> Rule:
    """Return the rule that says what should happen."""
    return next(rule for rule in RULES if rule.holds(found))
