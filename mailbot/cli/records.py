"""Mails out of files: one `.eml`, or labelled enquiries line by line."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from mailbot.cli.record_faults import what_is_wrong
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


class Record(BaseModel):
    """A mail as a line of a file has it; the names are those of LABELS.md."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    stage: Stage = Stage.NEW
    from_name: str = ""
    from_addr: str = ""
    subject: str = ""
    body: str

    @property
    def message(self) -> Message:
        """The mail, as it would be parsed."""
        return from_text(
            sender=Address(self.from_addr.lower(), self.from_name),
            subject=self.subject,
            body=self.body,
        )


_Kind = TypeVar("_Kind", bound=Record)


def mails_in(file: Path, stage: Stage) -> Iterator[Given | MailProblem]:
    """Yield the mails of a file as they are read; in place of a bad line, what is wrong with it.

    Args:
        file: A mail, or records where its name ends in `.jsonl`; `-` for standard input, which
            holds records if it begins with a brace.
        stage: Where the writer of a mail with headers stands; a record says so itself.
    """
    try:
        with _opened(file) as stream:
            if file.suffix == ".jsonl" or (file == STDIN and _holds_records(stream)):
                for one in _records(file, stream, Record):
                    yield one if isinstance(one, MailProblem) else _given(one[1])
            else:
                name = "stdin" if file == STDIN else file.name
                yield Given(name, parse(stream.read()), stage, whole=True)
    except OSError as error:
        yield _unreadable(file, error)


def records_in(file: Path, kind: type[_Kind]) -> Iterator[tuple[int, _Kind] | MailProblem]:
    """Yield the records of a file, checked against `kind`, each with the number of its line.

    In place of a bad line, and of a file that cannot be read, what is wrong with it is yielded.
    """
    try:
        with file.open("rb") as stream:
            yield from _records(file, stream, kind)
    except OSError as error:
        yield _unreadable(file, error)


def _unreadable(file: Path, error: OSError) -> MailProblem:
    return MailProblem(f"{file} cannot be read: {error.strerror}.")


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    if file == STDIN:
        yield sys.stdin.buffer
        return
    with file.open("rb") as stream:
        yield stream


def _holds_records(stream: BinaryIO) -> bool:
    return _beginning(stream, 4).removeprefix(codecs.BOM_UTF8).startswith(b"{")


def _beginning(stream: BinaryIO, size: int) -> bytes:
    peek = getattr(stream, "peek", None)
    if peek is not None:
        return bytes(peek(size)[:size])
    here = stream.tell()
    beginning = stream.read(size)
    stream.seek(here)
    return beginning


def _records(
    file: Path, stream: BinaryIO, kind: type[_Kind]
) -> Iterator[tuple[int, _Kind] | MailProblem]:
    for number, whole in enumerate(stream, start=1):
        line = whole.removeprefix(codecs.BOM_UTF8) if number == 1 else whole
        if not line.strip():
            continue
        try:
            yield number, kind.model_validate_json(line.decode("utf-8").rstrip())
        except UnicodeDecodeError as error:
            problem = f"byte {error.start + 1} is not UTF-8; save the file as UTF-8 text"
            yield MailProblem(f"{file}, line {number}: {problem}.")
        except ValidationError as error:
            yield MailProblem(f"{file}, line {number}: {what_is_wrong(error)}.")


def _given(record: Record) -> Given:
    return Given(record.id, record.message, record.stage, whole=False)
