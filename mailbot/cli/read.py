"""`mailbot read`: what Mailbot reads in mails, and why; and what the coordinator says to it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from mailbot.cli import lessons
from mailbot.cli.paper import boxed, console, grid, one_line, panel, who
from mailbot.cli.readings import described, labels
from mailbot.cli.records import STDIN, Given, mails_in
from mailbot.errors import MailProblem
from mailbot.model.mail import Screening
from mailbot.model.reading import Reading, Route, Stage
from mailbot.reading import Reader
from mailbot.reading.screening import screen

_BATCH = 200

Files = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FILE...", help="Mails (.eml), records as LABELS.md has them (.jsonl), or -."
    ),
]
JsonLines = Annotated[
    bool, typer.Option("--json", help="One JSON reading a line; of lessons, one document.")
]
StageOfWriter = Annotated[
    Stage, typer.Option("--stage", help="Where the writer of an .eml mail stands.")
]
Mail = Annotated[
    int | None,
    typer.Option("--correct", metavar="MAIL", help="Say what a mail of this number really is."),
]
Topics = Annotated[
    str | None, typer.Option(metavar="A,B", help="With --correct: every topic that it raises.")
]
Flags = Annotated[
    str | None, typer.Option(metavar="A,B", help="With --correct: every flag; '' for none.")
]
RouteSaid = Annotated[
    Route | None, typer.Option("--route", help="With --correct: what should have happened.")
]
Lessons = Annotated[bool, typer.Option("--lessons", help="List what you have taught so far.")]
Forgotten = Annotated[int | None, typer.Option("--forget", metavar="N", help="Take lesson N back.")]
Learn = Annotated[bool, typer.Option("--learn", help="Learn from all lessons now.")]


def read(
    context: typer.Context,
    files: Files = None,
    as_json: JsonLines = False,
    stage: StageOfWriter = Stage.NEW,
    mail: Mail = None,
    topics: Topics = None,
    flags: Flags = None,
    route: RouteSaid = None,
    show_lessons: Lessons = False,
    forget: Forgotten = None,
    learn: Learn = False,
) -> None:
    """Show what Mailbot reads in mail files, and why; or teach it. Nothing is sent."""
    asked = [bool(files), mail is not None, show_lessons, forget is not None, learn]
    if sum(asked) != 1:
        raise typer.BadParameter("Name files, or one of --correct, --lessons, --forget, --learn.")
    if mail is None and not (topics is flags is route is None):
        raise typer.BadParameter("--topics, --flags and --route belong to --correct.")
    if mail is not None:
        lessons.correct(context, mail, lessons.correction_of(topics, flags, route), as_json)
    elif show_lessons:
        lessons.show_lessons(context, as_json)
    elif forget is not None:
        lessons.forget(context, forget)
    elif learn:
        lessons.learn(context, as_json)
    else:
        _read_files(context, files or [], stage, as_json)


def _read_files(context: typer.Context, files: list[Path], stage: Stage, as_json: bool) -> None:
    reader = lessons.reader_of(context)
    paper = console()
    failed = False
    given = (one for file in files for one in mails_in(file, stage))
    for batch in _batches(given, 1 if STDIN in files and not as_json else _BATCH):
        for problem in (one for one in batch if isinstance(one, MailProblem)):
            failed = True
            typer.secho(problem.what, err=True, fg="red")
        for mail, reading in _readings(reader, [one for one in batch if isinstance(one, Given)]):
            if as_json:
                typer.echo(_json_line(mail, reading))
            else:
                _print(paper, mail, reading)
    if failed:
        raise typer.Exit(1)


def _batches(
    given: Iterable[Given | MailProblem], size: int
) -> Iterator[list[Given | MailProblem]]:
    several = iter(given)
    while batch := list(islice(several, size)):
        yield batch


def _readings(reader: Reader, mails: list[Given]) -> Iterator[tuple[Given, Reading]]:
    read_together = reader.read_many(
        [(mail.message, mail.stage, screen(mail.message)) for mail in mails]
    )
    return zip(mails, read_together, strict=True)


def _json_line(mail: Given, reading: Reading) -> str:
    own_id = {"message_id": mail.message.message_id} if mail.whole else {}
    return json.dumps({"id": mail.id, **own_id, **labels(reading)}, ensure_ascii=False)


def _print(paper: Console, mail: Given, reading: Reading) -> None:
    if mail.whole:
        words = mail.message.new_text or "(no words of its own)"
        paper.print(panel(words, f"{mail.id}: new text"))
    paper.print(boxed(grid([*_mail(mail, reading.screening), *described(reading)]), mail.id))


def _mail(mail: Given, screening: Screening) -> list[tuple[str, str]]:
    message = mail.message
    return [
        ("from", who(f"{message.sender.name} <{message.sender.email}>")),
        ("subject", one_line(message.subject)),
        ("stage", mail.stage.value),
        ("written by", screening.origin.value),
        *(("shown by", f"{one.why}: {one_line(one.words)}") for one in screening.evidence),
        ("answered", "" if screening.answerable else "never"),
    ]
