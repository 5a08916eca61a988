"""What a coordinator says of a mail, as labels of the model, by the labelled enquiries' rules."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.errors import RefusedError
from mailbot.model.reading import FOR_A_PERSON, Flag, Route, Topic

ELSEWHERE = "elsewhere"
"""The label of a request that no topic covers."""

_ALONE = frozenset({Topic.THANKS, Topic.UNRELATED})
_TAUGHT_FLAGS = (Flag.DISTRESS, Flag.PATIENT_DETAILS)


@dataclass(frozen=True, slots=True)
class Correction:
    """What she says a mail is; None where she says nothing of it.

    Attributes:
        topics: Every topic that it raises.
        flags: Every flag.
        route: What should happen.
    """

    topics: frozenset[Topic] | None = None
    flags: frozenset[Flag] | None = None
    route: Route | None = None


def said(correction: Correction) -> dict[str, bool]:
    """Return what a correction says, by label of the model; labels that stay open are left out.

    Raises:
        RefusedError: It contradicts itself, or says what no lesson can teach.
    """
    if correction == Correction():
        raise RefusedError("Nothing is said of the mail.", "Name its topics, flags or route.")
    _refuse_what_is_not_taught(correction)
    labels: dict[str, bool] = {}
    if correction.flags is not None:
        _refuse_route_against(correction.flags, correction.route)
        labels |= {flag.value: flag in correction.flags for flag in _TAUGHT_FLAGS}
    if correction.route is Route.URGENT:
        labels[Flag.DISTRESS] = True
    if correction.topics is not None:
        _refuse_contradictions(correction.topics, correction)
        labels |= {topic.value: topic in correction.topics for topic in Topic}
        labels[ELSEWHERE] = _asks_elsewhere(correction.topics, correction)
    else:
        labels |= _by_route(correction.route)
    return {str(label): true for label, true in labels.items()}


def route_of(topics: frozenset[Topic], flags: frozenset[Flag]) -> Route:
    """Return the route that follows from topics and flags where no more is said."""
    if Flag.DISTRESS in flags:
        return Route.URGENT
    if topics & _ALONE:
        return Route.NONE
    if topics & FOR_A_PERSON or Flag.PATIENT_DETAILS in flags or not topics:
        return Route.COORDINATOR
    return Route.REPLY


def _asks_elsewhere(topics: frozenset[Topic], correction: Correction) -> bool:
    flags = correction.flags or frozenset()
    route = correction.route or route_of(topics, flags)
    plain = route is Route.COORDINATOR and Flag.PATIENT_DETAILS not in flags
    return plain and not topics & FOR_A_PERSON


def _by_route(route: Route | None) -> dict[str, bool]:
    """Return what a route alone says; of no answer owed it does not say why, so nothing."""
    owed = {topic.value: False for topic in sorted(_ALONE)}
    if route is Route.COORDINATOR:
        return {ELSEWHERE: True, **owed}
    if route is Route.REPLY:
        return {ELSEWHERE: False, **owed, **{topic.value: False for topic in sorted(FOR_A_PERSON)}}
    return {}


def _refuse_what_is_not_taught(correction: Correction) -> None:
    if correction.flags and Flag.MACHINE in correction.flags:
        raise RefusedError(
            "Whether a machine wrote a mail is told by its headers, so no lesson teaches it.",
            "Name the topic instead, such as `unrelated` for a newsletter.",
        )
    if correction.route is Route.NONE and correction.topics is None:
        raise RefusedError(
            "That no answer is owed does not say why.", "Name the topic: `thanks` or `unrelated`."
        )


def _refuse_contradictions(topics: frozenset[Topic], correction: Correction) -> None:
    alone = topics & _ALONE
    if alone and len(topics) > 1:
        raise RefusedError(f"`{min(alone)}` stands alone, never with another topic.")
    owed = correction.route not in {None, Route.NONE, Route.URGENT}
    if alone and owed:
        raise RefusedError(f"A mail that is `{min(alone)}` is owed no answer.")
    if correction.route is Route.NONE and not alone:
        raise RefusedError(
            "An answer is owed where a mail raises these topics.",
            "No answer is owed to `thanks` and `unrelated` alone.",
        )
    if correction.route is Route.REPLY and (not topics or topics & FOR_A_PERSON):
        raise RefusedError("No template answers these topics, so the route cannot be `reply`.")


def _refuse_route_against(flags: frozenset[Flag], route: Route | None) -> None:
    if Flag.DISTRESS in flags and route not in {None, Route.URGENT}:
        raise RefusedError(
            f"A mail flagged `distress` is `urgent`, so its route cannot be `{route}`.",
            "Leave out the flag, or the route.",
        )
    if Flag.DISTRESS not in flags and route is Route.URGENT:
        raise RefusedError(
            "Only a mail flagged `distress` is `urgent`, and --flags says every flag.",
            "Name `distress` there too, or leave out one of the two.",
        )
    if Flag.PATIENT_DETAILS in flags and route is Route.REPLY:
        raise RefusedError(
            "No template answers a mail flagged `patient_details`, so its route cannot be `reply`.",
            "Leave out the flag, or the route.",
        )
