"""What the demo and `run` show of the work: each mail, how it was read and why, and what leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from mailbot.letters import unsettled
from mailbot.mail.compose import read_back
from mailbot.model.reading import Flag, Route
from mailbot.store import outbox
from mailbot.store.mails import Fate

if TYPE_CHECKING:
    from rich.console import Console

    from mailbot.model.mail import Evidence
    from mailbot.model.reading import Facts, Interval, Reading
    from mailbot.sandbox.promises import Promise
    from mailbot.services.intake import Taken
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

_LONGEST_WORDS = 60
_LONGEST_MAIL = 150
_IN_WORDS = {
    Route.REPLY: "a templated answer fits",
    Route.COORDINATOR: "for the coordinator to answer",
    Route.URGENT: "[bold red]a person must see it now[/]",
    Route.NONE: "no answer is owed",
}
_LABEL_WIDTH = 9


class RichTeller:
    """Tells in a terminal; also plainly where there is none.

    Args:
        console: Where to.
        office: For the drafts that a mail brought about.
    """

    def __init__(self, console: Console, office: Office) -> None:
        self._console = console
        self._office = office

    def chapter(self, title: str) -> None:
        """Begin a chapter."""
        self._console.print()
        self._console.print(Rule(f"[bold]{escape(title)}[/bold]", align="left"))

    def came(self, taken: Taken) -> None:
        """Tell of a mail that came in, how it was read and why, and what followed."""
        if taken.again or taken.fate is Fate.OURS:
            return
        sender = taken.message.sender
        subject = taken.message.subject or "(no subject)"
        self._console.print()
        self._console.print(
            f"[bold cyan]✉ {escape(sender.name or sender.email)}[/bold cyan]  {escape(subject)}"
        )
        if taken.fate is not Fate.LEFT_ALONE:
            words = " ".join(taken.message.new_text.split())
            cut = words if len(words) <= _LONGEST_MAIL else words[: _LONGEST_MAIL - 1] + "…"
            self._line("writes", f"“{escape(cut)}”")
        for label, words in _lines(taken):
            self._line(label, words)
        for draft in self._drafts(taken):
            self._line("draft", f"[green]{draft.id}[/green] waits for approval{_gaps(draft)}")

    def left(self, mail: Outbound) -> None:
        """Tell of a mail that left."""
        subject = escape(read_back(mail.raw).subject)
        self._console.print(
            f"[blue]→ mail {mail.id} left to {escape(mail.recipient)}:[/] {subject}"
        )

    def says(self, words: str) -> None:
        """Tell of anything else."""
        self._console.print(escape(words))

    def shows(self, mail: Outbound) -> None:
        """Show a letter in full."""
        letter = read_back(mail.raw)
        title = f"draft {mail.id} to {escape(mail.recipient)}"
        body = Text(f"{letter.subject}\n\n{letter.text.rstrip()}")
        self._console.print(Padding(Panel(body, title=title, title_align="left"), (1, 2)))

    def promise(self, promise: Promise) -> None:
        """Tell whether a promise was kept."""
        mark = "[green]✓ kept  [/]" if promise.kept else "[bold red]✗ broken[/]"
        self._console.print(f"{mark} {escape(promise.words)}")

    def _line(self, label: str, words: str) -> None:
        self._console.print(Padding(f"[dim]{label:<{_LABEL_WIDTH}}[/dim]{words}", (0, 0, 0, 2)))

    def _drafts(self, taken: Taken) -> list[Outbound]:
        if taken.mail_id is None:
            return []
        with self._office.database.transaction() as connection:
            return outbox.answering(connection, taken.mail_id)


def _lines(taken: Taken) -> list[tuple[str, str]]:
    if taken.reading is None or taken.ruling is None:
        return [("put aside", f"[red]{escape(taken.reason)}[/]")]
    lines = [("read as", line) for line in _topics(taken.reading)]
    if taken.reading.screening.origin.machine:
        lines.append(("machine", _said(taken.reading.screening.evidence)))
    facts = facts_in_words(taken.reading.facts)
    if facts and taken.fate is not Fate.LEFT_ALONE:
        lines.append(("facts", escape(facts)))
    lines.append(("so", _route(taken.reading)))
    lines.append(("rule", f"[italic]{taken.ruling.rule}[/]: {escape(taken.ruling.why)}"))
    return [
        ("" if index and label == lines[index - 1][0] else label, words)
        for index, (label, words) in enumerate(lines)
    ]


def _route(reading: Reading) -> str:
    why = ", ".join(reason.replace("_", " ") for reason in reading.reasons)
    return f"{_IN_WORDS[reading.route]} [dim]({escape(why)}, sure to {reading.confidence:.2f})[/]"


def _topics(reading: Reading) -> list[str]:
    found = [
        f"{finding.topic.value} {finding.confidence:.2f} {_said(finding.evidence)}"
        for finding in reading.topics
    ]
    flags = [
        f"[bold red]{finding.flag.value}[/] {finding.confidence:.2f} {_said(finding.evidence)}"
        for finding in reading.flags
        if finding.flag is not Flag.MACHINE
    ]
    worrying = [f"may be distress {_said((words,))}" for words in reading.worrying]
    return [*flags, *worrying, *found]


def _said(evidence: tuple[Evidence, ...]) -> str:
    if not evidence:
        return ""
    words = " ".join(evidence[0].words.split())
    cut = words if len(words) <= _LONGEST_WORDS else words[: _LONGEST_WORDS - 1] + "…"
    return f"[dim]“{escape(cut)}”[/dim]"


def facts_in_words(facts: Facts) -> str:
    """Return the stated facts on one line."""
    year = f"year {facts.year}" if facts.year else None
    single = [facts.name, year, facts.university, facts.city, facts.timezone]
    free = [f"free {_times(facts.availability)}"] if facts.availability else []
    taken = [f"not {_times(facts.unavailable)}"] if facts.unavailable else []
    return ", ".join([one for one in single if one] + free + taken)


def _times(intervals: tuple[Interval, ...]) -> str:
    return " ".join(f"{one.day.value} {one.start}-{one.end}" for one in intervals)


def _gaps(draft: Outbound) -> str:
    marks = unsettled(read_back(draft.raw).text)
    return f", [yellow]{len(marks)} left for her to settle[/]" if marks else ""
