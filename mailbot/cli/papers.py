"""How drafts, and mails that wait for the coordinator, are shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

from rich.console import Console
from rich.text import Text

from mailbot.cli.output import Column, shown
from mailbot.cli.paper import boxed, grid, panel, who
from mailbot.cli.readings import described, labels, told
from mailbot.mail.invite_read import invited
from mailbot.services.calendar_words import calendar_lines
from mailbot.services.holding import Hold
from mailbot.services.listing import File, ForHer, LeftAlone, Paper
from mailbot.store.drafts import Standing
from mailbot.store.mails import Enquiry
from mailbot.store.outbox import Outbound
from mailbot.store.people import Applicant

DRAFT_COLUMNS = (
    Column("id", "no", whole=True),
    Column("to"),
    Column("answers"),
    Column("age", whole=True),
    Column("state"),
    Column("settle", whole=True),
    Column("digest", whole=True),
)
FOR_HER_COLUMNS = (
    Column("mail", whole=True),
    Column("from"),
    Column("subject"),
    Column("age", whole=True),
    Column("why", "why it is yours"),
)
LEFT_ALONE_COLUMNS = (
    Column("at", "looked at"),
    Column("folder"),
    Column("from"),
    Column("subject"),
    Column("rule"),
)

_REASONS = {
    "possible_distress": "it may tell of distress",
    "for_a_person": "a person must write this answer",
    "patient_details": "it tells of a patient",
    "no_topic": "no topic was found in it",
    "cut_short": "it is too long to be read whole",
    "unmeant": "it may say that a move is not meant",
    "elsewhere": "it asks for what no topic covers",
    "unsure": "not sure enough what it asks",
    "unrelated": "not about the programme, but the writer is known",
}

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_IN_DRAFTS = {
    Standing.EDITED: "edited in Drafts",
    Standing.VANISHED: "gone from Drafts",
}
_LEAVES = "It leaves as soon as `mailbot run` sees it."
_HELD = {
    Hold.PAUSED: "Mailbot is paused: it leaves after `mailbot resume`.",
    Hold.ONLY_TO: "It stays, since [delivery] only_to does not name this address.",
    Hold.BOUNCED: "It stays: mail to this address came back for good.",
    Hold.CEILING: "It stays for now: they have had as many replies within a day as may leave.",
    Hold.BREAKER: "It stays for now: more left within an hour than is usual.",
}


def leaving(file: File) -> str:
    """Return when a mail leaves that was approved just now, or what holds it."""
    hold = file.paper.hold
    return _HELD[hold] if hold else _LEAVES


def draft_values(paper: Paper) -> dict[str, Any]:
    """Return all that a listing tells programs of a draft."""
    mail = paper.mail
    return {
        "id": mail.id,
        "name": paper.to.name,
        "email": mail.recipient,
        "subject": paper.letter.subject,
        "topics": list(mail.topics),
        "asks": list(mail.asks),
        "state": mail.state,
        "hold": paper.hold,
        "goes_at": paper.goes_at,
        "reason": mail.reason,
        "stale": mail.stale,
        "drafts_folder": paper.standing,
        "unsettled": list(paper.marks),
        "digest": mail.digest,
        "kind": mail.kind,
        "group": mail.group_id,
        "bundle": mail.bundle_id,
        "created_at": mail.created_at,
        "sent_at": mail.sent_at,
    }


def draft_row(paper: Paper, now: datetime, zone: tzinfo) -> dict[str, Any]:
    """Return what the table shows of a draft."""
    mail = paper.mail
    return {
        "id": mail.id,
        "to": who(paper.to.name or mail.recipient),
        "answers": list(mail.topics) or _about(mail),
        "age": age(now - mail.created_at),
        "state": stands(paper, zone),
        "settle": len(paper.marks) or "",
        "digest": mail.digest[:8],
    }


def _about(mail: Outbound) -> str:
    """Return what a mail about a group is for."""
    what = mail.kind.rpartition("/")[2].replace("_", " ")
    return f"group {mail.group_id}: {what}" if mail.group_id else ""


def for_her_values(one: ForHer) -> dict[str, Any]:
    """Return all that a listing tells programs of a mail without a draft."""
    text = one.enquiry.text if one.enquiry else None
    return {
        "mail_id": one.mail_id,
        "name": text.sender_name if text else "",
        "email": text.sender if text else "",
        "subject": text.subject if text else "",
        "topics": [topic.topic for topic in text.reading.topics] if text else [],
        "flags": [flag.flag for flag in text.reading.flags] if text else [],
        "fate": one.fate,
        "reason": one.reason,
        "at": one.at,
    }


def for_her_row(one: ForHer, now: datetime) -> dict[str, Any]:
    """Return what the table shows of a mail without a draft."""
    text = one.enquiry.text if one.enquiry else None
    return {
        "mail": one.mail_id,
        "from": who(text.sender_name or text.sender) if text else "",
        "subject": text.subject if text else "(see your alerts)",
        "age": age(now - one.at),
        "why": _REASONS.get(one.reason, one.reason),
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


def stands(paper: Paper, zone: tzinfo) -> str:
    """Return in a few words where a mail of the outbox stands."""
    mail = paper.mail
    more = [
        f"held ({paper.hold.value})" if paper.hold else "",
        "stale" if mail.stale else "",
        _IN_DRAFTS.get(paper.standing, "") if paper.standing else "",
    ]
    state = mail.state.value
    if paper.goes_at is not None:
        state = f"goes by itself at {paper.goes_at.astimezone(zone):%H:%M}"
    return ", ".join((state, *(words for words in more if words)))


def age(past: timedelta) -> str:
    """Return how long ago something was, in one unit."""
    if past >= _DAY:
        return f"{past.days} d"
    if past >= _HOUR:
        return f"{past // _HOUR} h"
    return f"{max(past // timedelta(minutes=1), 0)} min"


def file_values(file: File) -> dict[str, Any]:
    """Return all that there is to a draft."""
    applicant = file.applicant
    return {
        **draft_values(file.paper),
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


def print_file(paper: Console, file: File, zone: tzinfo, follows: Sequence[str] = ()) -> None:
    """Show who wrote what, what was read, the draft in full, and what follows from approving it."""
    mail, letter = file.paper.mail, file.paper.letter
    for enquiry in file.enquiries:
        words = enquiry.text.new_text or "(no words of their own)"
        title = f"{shown(enquiry.text.received_at, zone)}: {enquiry.text.subject}"
        paper.print(panel(words, title))
        paper.print(boxed(grid(_read(enquiry)), f"mail {enquiry.id}, as it was read"))
    what = "the reply" if mail.mail_ids else "the letter"
    paper.print(panel(letter.text, f"{what}: {letter.subject}"))
    if asked := invited(mail.raw):
        lines = "\n".join(calendar_lines(asked.calendar))
        paper.print(panel(lines, f"calendar update, times of {asked.calendar.timezone}"))
    paper.print(
        grid(
            [
                ("draft", f"{mail.id}, {stands(file.paper, zone)}, digest {mail.digest[:8]}"),
                ("to", f"{file.paper.to.name} <{mail.recipient}>".strip()),
                *(_person(file.applicant) if file.applicant else ()),
                ("reason", mail.reason or ""),
                *(("to settle", mark) for mark in file.paper.marks),
                *(("then", sentence) for sentence in follows),
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
