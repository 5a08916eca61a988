"""Mails out of files: one `.eml`, or labelled enquiries line by line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict, ValidationError

from mailbot.errors import MailProblem
from mailbot.mail.parse import from_text, parse
from mailbot.model.mail import Address, Message
from mailbot.model.reading import Stage

STDIN = Path("-")


@dataclass(frozen=True, slots=True)
class Given:
    """A mail to read.

    Attributes:
        id: The record's id, or the name of the mail's file.
        message: The mail.
        stage: Where its writer stands.
        whole: True for a mail with its headers, False for a record.
    """

    id: str
    message: Message
    stage: Stage
    whole: bool


class _Record(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    stage: Stage = Stage.NEW
    from_name: str = ""
    from_addr: str = ""
    subject: str = ""
    body: str


def mails_in(file: Path, stage: Stage) -> Iterator[Given | MailProblem]:
    """Yield the mails of a file as they are read; in place of a bad line, what is wrong with it.

    Args:
        file: A mail, or records where its name ends in `.jsonl`; `-` for standard input, which
            holds records if it begins with a brace.
        stage: Where the writer of a mail with headers stands; a record says so itself.
    """
    try:
        with _opened(file) as stream:
            if file.suffix == ".jsonl" or (file == STDIN and _first(stream) == b"{"):
                yield from _records(file, stream)
            else:
                name = "stdin" if file == STDIN else file.name
                yield Given(name, parse(stream.read()), stage, whole=True)
    except OSError as error:
        yield MailProblem(f"{file} cannot be read: {error.strerror}.")


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    if file == STDIN:
        yield sys.stdin.buffer
        return
    with file.open("rb") as stream:
        yield stream


def _first(stream: BinaryIO) -> bytes:
    peek = getattr(stream, "peek", None)
    if peek is not None:
        return bytes(peek(1)[:1])
    here = stream.tell()
    first = stream.read(1)
    stream.seek(here)
    return first


def _records(file: Path, stream: BinaryIO) -> Iterator[Given | MailProblem]:
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            yield _given(_Record.model_validate_json(line))
        except ValidationError as error:
            yield MailProblem(f"{file}, line {number}: {_what_is_wrong(error)}")


def _given(record: _Record) -> Given:
    message = from_text(
        sender=Address(record.from_addr.lower(), record.from_name),
        subject=record.subject,
        body=record.body,
    )
    return Given(record.id, message, record.stage, whole=False)


def _what_is_wrong(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(str(step) for step in one['loc'])}: {one['msg']}".removeprefix(": ")
        for one in error.errors(include_url=False, include_input=False)
    )
