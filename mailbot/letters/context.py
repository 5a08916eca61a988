"""What templates may speak of. Names here are the names that coordinators use in templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mailbot.letters.asked import asked_in
from mailbot.letters.clean import one_line
from mailbot.letters.facts import place_words, told
from mailbot.letters.names import first_name
from mailbot.letters.standing import told_standing
from mailbot.letters.subjects import bare_subject

if TYPE_CHECKING:
    from mailbot.letters.standing import Standing
    from mailbot.model.casework import DraftReply
    from mailbot.model.reading import Facts, Stage

_LONGEST_WORDS = 1000


@dataclass(frozen=True, slots=True)
class AlertContext:
    """What an alert tells the coordinator; leave empty what does not apply.

    Attributes:
        person: Name and address of whom it is about.
        subject: Subject of the mail that it is about.
        folder: Where that mail stands in the mailbox.
        words: The words of the mail that caused the alert, each as written.
        reason: What happened, in a sentence.
        remedy: What she can do about it, in a sentence.
        reference: The draft's number, for `mailbot drafts show`.
        count: How many mails, where that matters.
        matter: Of an alert about a group: which group, and what about it, in a few words.
        choices: What she can choose between, each in a sentence with its command.
        name: Of whom an urgent alert is about, as they write it; may be empty.
        lines: Where they can turn, each in a line.
        number: Of an urgent alert, for `mailbot alerts seen`.
        time: Which time it is told to this reader, from 1.
        since: Since when nobody has seen it, in words.
        doubt: Why an answer to it did not count: `unproved` or `unclear`; empty where none came.
        deputy: It goes to the deputy.
    """

    person: str = ""
    subject: str = ""
    folder: str = ""
    words: tuple[str, ...] = ()
    reason: str = ""
    remedy: str = ""
    reference: str = ""
    count: int = 0
    matter: str = ""
    choices: tuple[str, ...] = ()
    name: str = ""
    lines: tuple[str, ...] = ()
    number: str = ""
    time: int = 1
    since: str = ""
    doubt: str = ""
    deputy: bool = False


def reply_context(
    draft: DraftReply,
    *,
    name: str,
    subject: str,
    stage: Stage,
    words: str | None,
    known: Facts,
    standing: Standing | None = None,
) -> dict[str, Any]:
    """Return what reply templates may speak of.

    Args:
        draft: What the reply is composed of.
        name: The student's, as the mail or the From header gives it.
        subject: Of the mail that is answered, as received.
        stage: Where the student stood when the mail came in.
        words: New text of their mail, looked into for finer points; None where it is not at hand.
        known: All that is on record about the student.
        standing: Where they stand once the mail is taken in; None where nothing is on record.
    """
    return {
        "asked": asked_in(words),
        "blocks": draft.blocks,
        "facts": told(draft.echo),
        "missing": draft.missing,
        "name": first_name(name),
        "next_step": draft.next_step.value,
        "settle": tuple(one_line(point) for point in draft.settle),
        "stage": stage.value,
        "standing": standing and told_standing(standing),
        "subject": bare_subject(subject),
        "unplaced": tuple(one_line(each) for each in draft.echo.unplaced),
        "year": known.year,
        "zone": known.timezone or "",
    }


def alert_context(context: AlertContext) -> dict[str, Any]:
    """Return what alert templates may speak of, made safe line by line."""
    return {
        "person": one_line(context.person),
        "subject": one_line(context.subject),
        "folder": one_line(context.folder),
        "words": tuple(one_line(words, _LONGEST_WORDS) for words in context.words),
        "reason": one_line(context.reason, _LONGEST_WORDS),
        "remedy": one_line(context.remedy, _LONGEST_WORDS),
        "reference": one_line(context.reference),
        "count": context.count,
        "matter": one_line(context.matter),
        "choices": tuple(one_line(each, _LONGEST_WORDS) for each in context.choices),
        "name": first_name(context.name),
        "lines": tuple(one_line(each) for each in context.lines),
        "number": one_line(context.number),
        "time": place_words(context.time) if context.time > 1 else "",
        "since": one_line(context.since),
        "doubt": one_line(context.doubt),
        "deputy": context.deputy,
    }
