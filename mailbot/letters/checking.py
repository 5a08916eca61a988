"""Every template rendered in every way that letters use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.errors import TemplateError
from mailbot.letters.context import AlertContext
from mailbot.model.casework import BLOCKS, AlertKind, DraftReply, NextStep
from mailbot.model.reading import Day, Facts, Interval, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailbot.letters.letters import Letters

_FACTS = Facts(
    name="Sam Example",
    university="Example University",
    year=4,
    city="Warragul",
    timezone="Australia/Melbourne",
    availability=(Interval(Day.TUE, "18:30", "21:00"), Interval(Day.THU, "18:00", "24:00")),
    unavailable=(Interval(Day.FRI, "00:00", "24:00"),),
    unplaced=("most nights",),
)
_ALERTS = (
    AlertContext(),
    AlertContext(
        person="Sam Example <sam@example.org>",
        subject="A question",
        folder="INBOX",
        words=("I do not know how to go on.",),
        reason="A reason.",
        remedy="A remedy.",
        reference="12",
        count=7,
    ),
)
MISSING = ("university", "year", "city", "availability")


def sample_drafts() -> Iterator[DraftReply]:
    """Yield drafts that use every block alone and together, and every next step."""
    for step in NextStep:
        for missing in ((), *((fact,) for fact in MISSING), MISSING):
            yield DraftReply((), step, missing=missing)
    for block in BLOCKS:
        yield DraftReply((block,), NextStep.NONE)
    yield DraftReply(BLOCKS, NextStep.INVITE, MISSING, _FACTS, ("how long the wait is",))


def problems(letters: Letters) -> list[TemplateError]:
    """Return every different problem that rendering meets."""
    found: dict[str, TemplateError] = {}
    for stage in Stage:
        for draft in sample_drafts():
            for words in (None, ""):
                try:
                    letters.reply(draft, name="Sam Example", subject="Hi", stage=stage, words=words)
                    letters.reply(draft, name="", subject="", stage=stage, words=words)
                except TemplateError as error:
                    found.setdefault(error.what, error)
    for kind in AlertKind:
        for context in _ALERTS:
            try:
                letters.alert(kind, context)
            except TemplateError as error:
                found.setdefault(error.what, error)
    return list(found.values())
