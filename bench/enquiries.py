"""Labelled enquiries as records, and as the mails that the reader reads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailbot.mail.parse import from_text
from mailbot.model.mail import Address, Message
from mailbot.model.reading import FOR_A_PERSON, Flag, Route, Stage, Topic
from mailbot.reading.reader import ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable

HOME = Path(__file__).parents[1] / "tests" / "data" / "enquiries"


@dataclass(frozen=True, slots=True)
class Enquiry:
    """One labelled mail, as `tests/data/enquiries/LABELS.md` describes it."""

    id: str
    message: Message
    stage: Stage
    topics: frozenset[Topic]
    flags: frozenset[Flag]
    facts: dict[str, Any]
    route: Route

    @property
    def labels(self) -> frozenset[str]:
        """What the model should find: topics, flags of people's mail, `elsewhere`."""
        found = {topic.value for topic in self.topics}
        found |= {flag.value for flag in self.flags if flag is not Flag.MACHINE}
        return frozenset(found | {ELSEWHERE} if self.asks_elsewhere else found)

    @property
    def asks_elsewhere(self) -> bool:
        """True where the writer asks for something that no topic covers."""
        plain = self.route is Route.COORDINATOR and Flag.PATIENT_DETAILS not in self.flags
        return plain and not self.topics & FOR_A_PERSON


def load_enquiries(paths: Iterable[Path]) -> list[Enquiry]:
    """Return the labelled mails of some files, in order."""
    return [
        _enquiry(json.loads(line))
        for path in paths
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def _enquiry(record: dict[str, Any]) -> Enquiry:
    message = from_text(
        sender=Address(record["from_addr"], record["from_name"]),
        subject=record["subject"],
        body=record["body"],
    )
    return Enquiry(
        id=record["id"],
        message=message,
        stage=Stage(record["stage"]),
        topics=frozenset(map(Topic, record["topics"])),
        flags=frozenset(map(Flag, record["flags"])),
        facts=record["facts"],
        route=Route(record["route"]),
    )
