"""Keeping a lesson: what she did with a mail, what that says, and what was read before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mailbot.model.reading import Stage, Topic
from mailbot.reading.corrections import ELSEWHERE
from mailbot.store import lessons, people, record
from mailbot.store.lessons import NewLesson
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.reading import Reading
    from mailbot.store.lessons import Source
    from mailbot.store.mails import Enquiry

_LEFT = re.compile(r"from (\w+) to ")
_PERSON, _TEMPLATE = "a person answers", "a template answers"
_ONLY_WHEN_OFFERED = frozenset({Topic.ACCEPT, Topic.DECLINE})


def keep_lesson(
    connection: Connection,
    enquiry: Enquiry,
    source: Source,
    labels: Mapping[str, bool],
    at: datetime,
    *,
    about: str = "",
    outbox_id: int | None = None,
) -> int:
    """Keep a lesson on a mail and put it on record by kind, then return its number.

    Args:
        connection: The transaction.
        enquiry: The mail.
        source: What she did.
        labels: What it says, by label of the model.
        at: When she did it.
        about: What tells lessons of one source on one mail apart.
        outbox_id: The draft that she dealt with.
    """
    was = _was(enquiry.text.reading)
    stage = stage_then(connection, enquiry)
    new = NewLesson(enquiry.id, source, stage, labels, was, about, outbox_id)
    number = lessons.put(connection, new, at)
    why = f"lesson {number} ({source.value}): {in_words(labels)}"
    record.add(connection, Event(at, "lesson", why, enquiry.id, enquiry.seen.applicant_id))
    return number


def in_words(labels: Mapping[str, bool]) -> str:
    """Return what a lesson says in a few words; where it names any label as true, only those."""
    true = [_PERSON if label == ELSEWHERE else label for label, so in labels.items() if so]
    if true or not labels:
        return ", ".join(true) or "nothing yet"
    return _TEMPLATE if ELSEWHERE in labels else ", ".join(f"not {label}" for label in labels)


def stage_then(connection: Connection, enquiry: Enquiry) -> Stage:
    """Return where a mail's writer stood when it came, by the record of their moves since."""
    if enquiry.text.reading.topic_set & _ONLY_WHEN_OFFERED:
        return Stage.OFFERED
    applicant_id = enquiry.seen.applicant_id
    if applicant_id is None:
        return Stage.NEW
    for event in record.events(connection, applicant_id=applicant_id):
        left = _LEFT.match(event.why) if event.kind == "stage" else None
        if left and event.at >= enquiry.seen.seen_at:
            return Stage(left[1])
    return people.get(connection, applicant_id).stage


def _was(reading: Reading) -> dict[str, Any]:
    return {
        "topics": [finding.topic.value for finding in reading.topics],
        "flags": [finding.flag.value for finding in reading.flags],
        "route": reading.route.value,
    }
