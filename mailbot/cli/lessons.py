"""What `mailbot read` does with the coordinator's corrections: keep, list, take back, learn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from mailbot.cli.home import home_of
from mailbot.cli.opening import opened_office
from mailbot.cli.output import Column, emit, emit_json
from mailbot.cli.paper import one_line, who
from mailbot.clock import SystemClock
from mailbot.errors import MailbotError
from mailbot.model.reading import Flag, Route, Topic
from mailbot.reading import load_reader
from mailbot.reading.corrections import Correction
from mailbot.services import correcting, learning
from mailbot.services.examples import in_words
from mailbot.store.lessons import Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo
    from enum import StrEnum

    from mailbot.reading import Reader
    from mailbot.services.correcting import Listed

_COLUMNS = (
    Column("lesson", "no", whole=True),
    Column("mail", whole=True),
    Column("from"),
    Column("did", "what you did"),
    Column("read", "read as"),
    Column("is", "it says"),
    Column("state"),
)
_SHORTLY = {
    Source.CORRECT: "corrected it",
    Source.LABEL: "labelled it",
    Source.REJECTED: "turned the draft down",
    Source.BY_HAND: "answered by hand",
    Source.BLOCK: "cut the draft",
}


def correction_of(topics: str | None, flags: str | None, route: Route | None) -> Correction:
    """Return what the options say of a mail.

    Raises:
        BadParameter: A word is no topic, or no flag.
    """
    return Correction(
        None if topics is None else frozenset(Topic(each) for each in _named(topics, Topic)),
        None if flags is None else frozenset(Flag(each) for each in _named(flags, Flag)),
        route,
    )


def reader_of(context: typer.Context) -> Reader:
    """Return the reader as the lessons of the home have taught it; untaught without a home."""
    if not (home_of(context) / "config").is_dir():
        return load_reader()
    try:
        with opened_office(context) as office:
            learning.refresh(office)
            return office.reader
    except MailbotError as error:
        typer.echo(f"Read without your lessons: {error.what}", err=True)
        return load_reader()


def correct(context: typer.Context, mail_id: int, correction: Correction, as_json: bool) -> None:
    """Keep what she says of a mail, and tell what follows."""
    with opened_office(context) as office:
        done = correcting.correct(office, mail_id, correction, SystemClock().now())
    lesson = done.lesson
    if as_json:
        emit_json({"lesson": lesson.id, "said": lesson.new.said, "drafts": done.waiting})
        return
    typer.echo(f"Mail {mail_id} was read as: {_was(lesson.new.was)}.")
    typer.echo(f"Lesson {lesson.id} says: {in_words(lesson.new.said)}.")
    if missed := _not_lowered(lesson.new.was, correction):
        typer.echo(f"Mail like it is still looked at for {missed}: no lesson takes care away.")
    for draft in done.waiting:
        typer.echo(f"Draft {draft} still answers what was read before: edit it, or turn it down.")
    typer.echo(
        "It is learnt when `mailbot run` starts next, or now with `mailbot read --learn`; "
        f"`mailbot read --forget {lesson.id}` takes it back."
    )


def show_lessons(context: typer.Context, as_json: bool) -> None:
    """List the lessons that stand."""
    with opened_office(context) as office:
        zone = office.settings.coordinator.zone
        rows = [_row(each, zone) for each in correcting.listed(office)]
    emit(rows, _COLUMNS, as_json=as_json, zone=zone, empty="There are no lessons.")


def forget(context: typer.Context, number: int) -> None:
    """Take a lesson back."""
    with opened_office(context) as office:
        correcting.forget(office, number, SystemClock().now())
    typer.echo(f"Lesson {number} is taken back: no mail is read by it any more.")


def learn(context: typer.Context, as_json: bool) -> None:
    """Learn from all lessons now; a running worker reads by them from its next look on."""
    with opened_office(context) as office:
        learnt = learning.learn(office, SystemClock().now())
    if as_json:
        emit_json({"lessons": learnt.lessons, "digest": learnt.digest, "at": learnt.at})
        return
    lessons = "1 lesson" if learnt.lessons == 1 else f"{learnt.lessons} lessons"
    typer.echo(f"Learnt from {lessons}, digest {learnt.digest[:12]}.")


def _named(listed: str, kind: type[StrEnum]) -> Iterable[str]:
    known = [each.value for each in kind]
    for word in (part.strip() for part in listed.split(",")):
        if not word:
            continue
        if word not in known:
            option = f"--{kind.__name__.lower()}s"
            raise typer.BadParameter(f"{word}: one of {', '.join(known)}", param_hint=option)
        yield word


def _row(listed: Listed, zone: tzinfo) -> dict[str, Any]:
    lesson, words = listed.lesson, listed.words
    return {
        "lesson": lesson.id,
        "mail": lesson.new.mail_id,
        "from": who(words.sender_name or words.sender) if words else "",
        "subject": one_line(words.subject) if words else "",
        "source": lesson.new.source,
        "did": f"{_SHORTLY[lesson.new.source]}, {_day(lesson.at.astimezone(zone))}",
        "was": dict(lesson.new.was),
        "read": _was(lesson.new.was),
        "is": in_words(lesson.new.said),
        "said": dict(lesson.new.said),
        "at": lesson.at,
        "state": _state(listed),
    }


def _day(at: datetime) -> str:
    return f"{at.day} {at:%b %Y}"


def _state(listed: Listed) -> str:
    if listed.words is None:
        return "its words were erased"
    if not listed.lesson.new.said:
        return "waits: correct the mail to say what it is"
    return "learnt" if listed.lesson.learnt_at else "to be learnt"


def _was(was: Any) -> str:
    return f"{', '.join((*was['topics'], *was['flags'])) or 'no topic'} ({was['route']})"


def _not_lowered(was: Any, correction: Correction) -> str:
    said = correction.flags
    care = (Flag.DISTRESS, Flag.PATIENT_DETAILS)
    kept = [flag.value for flag in care if flag.value in was["flags"]]
    return ", ".join(each for each in kept if said is not None and Flag(each) not in said)
