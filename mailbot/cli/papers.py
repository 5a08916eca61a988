"""How drafts, and mails that wait for the coordinator, are shown."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Any

from rich.console import Console
from rich.text import Text

from mailbot.cli.output import Column, shown
from mailbot.cli.paper import boxed, grid, one_line, panel
from mailbot.cli.readings import described, labels, told
from mailbot.model.outbox import State
from mailbot.services.listing import File, ForHer, LeftAlone, Paper
from mailbot.store.drafts import Standing
from mailbot.store.mails import Enquiry
from mailbot.store.people import Applicant

DRAFT_COLUMNS = (
    Column("id", "no", whole=True),
    Column("person", "to"),
    Column("topics", "answers"),
    Column("age", whole=True),
    Column("stands", "state"),
    Column("settle", whole=True),
    Column("short", "digest", whole=True),
)
FOR_HER_COLUMNS = (
    Column("mail_id", "mail", whole=True),
    Column("person", "from"),
    Column("subject"),
    Column("age", whole=True),
    Column("reason", "why it is yours"),
)
LEFT_ALONE_COLUMNS = (
    Column("at", "looked at"),
    Column("folder"),
    Column("from"),
    Column("subject"),
    Column("rule"),
)

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_IN_DRAFTS = {
    Standing.EDITED: "edited in Drafts",
    Standing.VANISHED: "gone from Drafts",
}


def draft_row(paper: Paper, now: datetime) -> dict[str, Any]:
    """Return all that a listing tells of a draft."""
    mail = paper.mail
    return {
        "id": mail.id,
        "person": one_line(paper.to.name or mail.recipient),
        "name": paper.to.name,
        "email": mail.recipient,
        "subject": paper.letter.subject,
        "topics": list(mail.topics),
        "asks": list(mail.asks),
        "age": age(now - mail.created_at),
        "created_at": mail.created_at,
        "sent_at": mail.sent_at,
        "state": mail.state,
        "stands": stands(paper),
        "hold": mail.hold,
        "reason": mail.reason,
        "stale": mail.stale,
        "drafts_folder": paper.standing,
        "unsettled": list(paper.marks),
        "settle": len(paper.marks) or "",
        "short": mail.digest[:8],
        "digest": mail.digest,
    }


def for_her_row(one: ForHer, now: datetime) -> dict[str, Any]:
    """Return all that a listing tells of a mail without a draft."""
    text = one.enquiry.text if one.enquiry else None
    return {
        "mail_id": one.mail_id,
        "person": one_line(text.sender_name or text.sender) if text else "",
        "name": text.sender_name if text else "",
        "email": text.sender if text else "",
        "subject": text.subject if text else "(see your alerts)",
        "topics": [topic.topic.value for topic in text.reading.topics] if text else [],
        "flags": [flag.flag.value for flag in text.reading.flags] if text else [],
        "fate": one.fate,
        "reason": one.reason,
        "age": age(now - one.at),
        "at": one.at,
    }


def left_alone_row(one: LeftAlone) -> dict[str, Any]:
    """Return all that a listing tells of a mail that was left alone."""
    message = one.message
    sender = message.sender if message else None
    return {
        "at": one.at,
        "folder": one.folder,
        "uid": one.uid,
        "from": f"{sender.name} <{sender.email}>".strip() if sender else "",
        "subject": message.subject if message else "(no longer there)",
        "rule": one.rule,
    }


def stands(paper: Paper) -> str:
    """Return in a few words where a mail of the outbox stands."""
    mail = paper.mail
    more = [
        f"held ({mail.hold})" if mail.hold and mail.state is State.APPROVED else "",
        "stale" if mail.stale else "",
        _IN_DRAFTS.get(paper.standing, "") if paper.standing else "",
    ]
    return ", ".join((mail.state.value, *(words for words in more if words)))


def age(past: timedelta) -> str:
    """Return how long ago something was, in one unit."""
    if past >= _DAY:
        return f"{past.days} d"
    if past >= _HOUR:
        return f"{past // _HOUR} h"
    return f"{max(past // timedelta(minutes=1), 0)} min"


def file_values(file: File, now: datetime) -> dict[str, Any]:
    """Return all that there is to a draft."""
    applicant = file.applicant
    return {
        **draft_row(file.paper, now),
        "text": file.paper.letter.text,
        "stage": applicant.stage if applicant else None,
        "known": dict(told(applicant.facts)) if applicant else {},
        "mails": [_enquiry_values(enquiry) for enquiry in file.enquiries],
        "approvals": [
            {"by": one.by, "channel": one.channel, "at": one.at, "digest": one.digest}
            for one in file.approvals
        ],
    }


def _enquiry_values(enquiry: Enquiry) -> dict[str, Any]:
    return {
        "mail_id": enquiry.id,
        "subject": enquiry.text.subject,
        "received_at": enquiry.text.received_at,
        "text": enquiry.text.new_text,
        "rule": enquiry.seen.rule,
        **labels(enquiry.text.reading),
    }


def print_file(paper: Console, file: File, zone: tzinfo) -> None:
    """Show who wrote what, what was read, and the draft in full."""
    mail, letter = file.paper.mail, file.paper.letter
    for enquiry in file.enquiries:
        words = enquiry.text.new_text or "(no words of their own)"
        title = f"{shown(enquiry.text.received_at, zone)}: {enquiry.text.subject}"
        paper.print(panel(words, title))
        paper.print(boxed(grid(_read(enquiry)), f"mail {enquiry.id}, as it was read"))
    paper.print(panel(letter.text, f"the reply: {letter.subject}"))
    paper.print(
        grid(
            [
                ("draft", f"{mail.id}, {stands(file.paper)}, digest {mail.digest[:8]}"),
                ("to", f"{file.paper.to.name} <{mail.recipient}>".strip()),
                *(_person(file.applicant) if file.applicant else ()),
                ("reason", mail.reason or ""),
                *(("to settle", mark) for mark in file.paper.marks),
                *(
                    ("approved", f"{shown(one.at, zone)}, by the {one.by}, {one.channel.value}")
                    for one in file.approvals
                ),
                ("sent", shown(mail.sent_at, zone) if mail.sent_at else ""),
            ]
        )
    )
    paper.print(Text(""))


def _read(enquiry: Enquiry) -> list[tuple[str, str]]:
    return [*described(enquiry.text.reading), ("rule", enquiry.seen.rule or "")]


def _person(applicant: Applicant) -> list[tuple[str, str]]:
    known = ", ".join(f"{name} {value}" for name, value in told(applicant.facts))
    return [("stage", applicant.stage.value), ("known", known)]
