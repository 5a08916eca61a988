"""All that a mail says anew: also in its subject, and where a signature or a quotation stands.

Reading leaves quotations and signatures out. Whoever writes below such a mark all the same must not
be answered by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailbot.letters.clean import one_line
from mailbot.letters.subjects import bare_subject
from mailbot.mail.compose import read_back
from mailbot.model.outbox import State
from mailbot.reading.text import own_subject
from mailbot.store import outbox, surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from mailbot.model.mail import Message

_NONE = -1
_WORD = re.compile(r"[^\W_]+")
_SIGN = re.compile(r"[^\x00-\x7f–—…·•’‘“”]")
_MARKS = re.compile(r"^[\s>|]+")
_HEADER = re.compile(
    r"(?:from|sent|date|to|cc|reply-to)\s*:.*|on\b.{0,200}\bwrote:|begin forwarded message:"
    r"|-+ ?(?:(?:original|forwarded) message ?-+)?|_+"
    r"|sent from (?:my )?[\w ]{0,20}|get outlook for \w+",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"^subject\s*:\s*", re.IGNORECASE)
_REACHED = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+|[+(]?\d[\d ()./-]*")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was said before in a conversation, by a person or to them.

    Attributes:
        subjects: The subjects, without any `Re:`, in small letters.
        texts: The new words of their mails, and all of ours.
    """

    subjects: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()


def earlier(
    connection: Connection,
    message: Message,
    thread_id: int | None,
    applicant_id: int | None,
    but: frozenset[int] = frozenset(),
) -> Earlier:
    """Return what was said before a mail.

    Args:
        connection: An open connection.
        message: The mail.
        thread_id: Its conversation; None where that is new.
        applicant_id: Its writer; None where unknown.
        but: The rows of mails that are not earlier ones.
    """
    theirs = surroundings.others(connection, thread_id or _NONE, applicant_id or _NONE, but)
    sent = outbox.to(connection, message.sender.email, (State.SENT,))
    ours = [read_back(mail.raw) for mail in sent]
    subjects = (*(one.text.subject for one in theirs), *(letter.subject for letter in ours))
    texts = (*(one.text.new_text for one in theirs), *(letter.text for letter in ours))
    return Earlier(frozenset(bare_subject(each).casefold() for each in subjects), texts)


def unread(
    connection: Connection, message: Message, thread_id: int | None, applicant_id: int | None
) -> str:
    """Return what a mail says anew where reading does not look: after a “Re:”, in a signature.

    What stands as a quotation is not among it: mostly it is one, of mail that is not on record.
    """
    heading = "" if own_subject(message) else message.subject
    if not (heading or message.signature):
        return ""
    before = earlier(connection, message, thread_id, applicant_id)
    subject = new_subject(message, before) if heading else ""
    below = left_out(replace(message, body=message.signature), before)
    return f"{subject}\n{below}".strip()


def new_subject(message: Message, before: Earlier) -> str:
    """Return a mail's subject; nothing where it only carries on an earlier one.

    A subject that begins like a reply's counts as new where no earlier mail has it: any mail
    program lets its writer put other words after the “Re:”.
    """
    bare = bare_subject(message.subject)
    carries_on = bare != one_line(message.subject) and bare.casefold() in before.subjects
    return "" if carries_on else bare


def left_out(message: Message, before: Earlier) -> str:
    """Return the lines of a mail that are neither its new text nor words of an earlier mail.

    Headers of quotations, the writer's name, addresses and numbers are not among them.
    """
    known = [_words(each) for each in (message.new_text, *before.texts, *before.subjects)]
    own = {each.lower() for each in _WORD.findall(message.sender.name)}
    return "\n".join(_unknown(message.body, known, own))


def _unknown(body: str, known: list[str], own: set[str]) -> Iterator[str]:
    for line in body.splitlines():
        plain = _MARKS.sub("", line).strip()
        if _HEADER.fullmatch(plain):
            continue
        if _SUBJECT.match(plain):
            plain = bare_subject(_SUBJECT.sub("", plain))
        tells = not set(_words(_REACHED.sub(" ", plain)).split()) <= own
        if tells and not any(_words(plain) in each for each in known):
            yield plain


def _words(text: str) -> str:
    """Return the words and signs of a text, one after the other, with a space around each."""
    found = re.findall(rf"{_WORD.pattern}|{_SIGN.pattern}", text.lower())
    return f" {' '.join(found)} "
