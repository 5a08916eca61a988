"""Labelled enquiries as records, and as the mails that the reader reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.reading_labels import Labelled
from mailbot.cli.records import records_in
from mailbot.errors import MailbotError, MailProblem
from mailbot.model.reading import FOR_A_PERSON, Flag, Route, Stage, Topic
from mailbot.reading.reader import ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mailbot.model.mail import Message

HOME = Path(__file__).parents[1] / "tests" / "data" / "enquiries"
_MOST_TOLD = 10


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
    """Return the labelled mails of some files, in order.

    Raises:
        MailbotError: A file cannot be read, holds no mail, or has something wrong; a line each.
    """
    found = [one for path in paths for one in _enquiries(path)]
    problems = [one.what for one in found if isinstance(one, MailProblem)]
    if problems:
        rest = len(problems) - _MOST_TOLD
        more = [f"... and {rest} more lines are wrong."] if rest > 0 else []
        raise MailbotError("\n".join([*problems[:_MOST_TOLD], *more]))
    return [one for one in found if isinstance(one, Enquiry)]


def _enquiries(path: Path) -> Iterator[Enquiry | MailProblem]:
    lines: dict[str, int] = {}
    nothing = True
    for one in records_in(path, Labelled):
        nothing = False
        if isinstance(one, MailProblem):
            yield one
            continue
        number, record = one
        if record.id in lines:
            before = f"line {lines[record.id]} has the id {record.id!r} as well"
            yield MailProblem(f"{path}, line {number}: {before}; each mail needs its own.")
        lines.setdefault(record.id, number)
        yield _enquiry(record)
    if nothing:
        yield MailProblem(f"{path} holds no mail; it should have a labelled mail on each line.")


def _enquiry(record: Labelled) -> Enquiry:
    return Enquiry(
        id=record.id,
        message=record.message,
        stage=record.stage,
        topics=record.topics,
        flags=record.flags,
        facts=record.stated,
        route=record.route,
    )
