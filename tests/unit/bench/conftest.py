"""Labelled mails, read rightly or wrongly on purpose."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bench.enquiries import Enquiry
from bench.reading_curves import Weighed
from mailbot.mail.parse import from_text
from mailbot.model.mail import Address, Origin, Screening
from mailbot.model.reading import (
    Facts,
    Flag,
    FlagFinding,
    Reading,
    Route,
    Stage,
    Topic,
    TopicFinding,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_HERS = Enquiry(
    id="1",
    message=from_text(sender=Address("mira@example.org", "Mira Ode"), subject="Fees", body="Free?"),
    stage=Stage.NEW,
    topics=frozenset({Topic.COST}),
    flags=frozenset(),
    facts={},
    route=Route.REPLY,
)


@pytest.fixture
def mail() -> Callable[..., Weighed]:
    """Makes a mail about fees, read rightly; whatever is named is otherwise.

    Labels are named as they are: `topics`, `flags`, `facts`, `route`. What was read is named
    `read_topics`, `read_flags`, `read_facts`, `read_route`, `confidence`, `reason`, `risk`.
    """

    def _mail(**named: Any) -> Weighed:
        labels = {
            name: named[name] for name in ("topics", "flags", "facts", "route") if name in named
        }
        enquiry = replace(_HERS, **labels)
        topics = named.get("read_topics", enquiry.topics)
        flags = named.get("read_flags", enquiry.flags)
        reading = Reading(
            screening=Screening(Origin.HUMAN, answerable=True),
            topics=tuple(TopicFinding(topic, 0.9) for topic in topics),
            flags=tuple(FlagFinding(flag, 0.9) for flag in flags),
            facts=named.get("read_facts", Facts()),
            route=named.get("read_route", enquiry.route),
            confidence=named.get("confidence", 0.9),
            reasons=(named.get("reason", "answerable"),),
        )
        chances = {topic: 0.9 if topic in topics else 0.01 for topic in Topic}
        risk = named.get("risk", 0.9 if Flag.DISTRESS in flags else 0.01)
        return Weighed(enquiry, reading, chances, risk)

    return _mail
