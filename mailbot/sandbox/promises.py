"""What a played story must have kept, checked from outside: in the mailbox and on the wire."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.mail.compose import digest
from mailbot.mail.parse import parse
from mailbot.model.outbox import State
from mailbot.sandbox.people import COORDINATOR, SAM
from mailbot.services.auditing import audit
from mailbot.store import outbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailbot.sandbox.stage import Stage

_MACHINES = ("mailer-daemon", "no-reply", "noreply", "news", "nikhil.rao")
_PRIVATE_WORDS = ("Sunday lunch", "physio", "Biscuit")


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise, and whether it was kept."""

    words: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The inbox at one moment: each mail's UID and whether it was seen."""

    seen: dict[int, bool]


def snapshot(stage: Stage) -> Snapshot:
    """Look at the inbox from outside."""
    with stage.mailbox() as mailbox:
        inbox = mailbox.folders().inbox
        mails = mailbox.fetch(inbox, mailbox.uids_after(inbox, 0))
        return Snapshot({mail.uid: "\\Seen" in mail.flags for mail in mails})


def promises(stage: Stage, opening: Snapshot, by_hand: set[str]) -> Iterator[Promise]:
    """Check everything that must hold whatever happened in the story.

    Args:
        stage: After the story.
        opening: The inbox before it.
        by_hand: Digests of what the coordinator sent from her own mail program.
    """
    yield Promise(
        "Nothing reached a student without an approval of exactly these bytes.",
        _all_approved(stage, by_hand),
    )
    yield Promise("Nobody got the same mail twice.", not _doubles(stage))
    yield Promise("No machine was answered, and no private mail.", not _answered_wrongly(stage))
    yield Promise(
        "Whoever is in distress got nothing automatic, and the coordinator an alert.",
        _distress_kept(stage, by_hand),
    )
    yield Promise("Of private mail, not a word is kept.", not _private_words(stage))
    after = snapshot(stage)
    yield Promise(
        "The inbox is as it was: nothing moved, nothing deleted, nothing marked as read.",
        all(after.seen.get(uid) is seen for uid, seen in opening.seen.items()),
    )
    with stage.mailbox() as mailbox:
        found = audit(stage.office, mailbox).findings
    yield Promise(
        "Inbox, database and Sent agree: nothing lost, nothing twice, nothing unapproved.",
        not found,
    )


def _outgoing(stage: Stage) -> list[tuple[str, bytes]]:
    return [
        (recipient.lower(), sent.raw)
        for sent in stage.sandbox.sent
        if sent.sender == COORDINATOR.email
        for recipient in sent.recipients
    ]


def _all_approved(stage: Stage, by_hand: set[str]) -> bool:
    with stage.office.database.transaction() as connection:
        approved = {
            approval.digest
            for mail in outbox.in_states(connection, (State.SENT,))
            for approval in outbox.approvals(connection, mail.id)
        }
    return all(digest(raw) in approved | by_hand for _, raw in _outgoing(stage))


def _doubles(stage: Stage) -> list[tuple[object, ...]]:
    # The reminders of one session have the same words, days apart.
    letters = Counter(
        (recipient, mail.date and mail.date.date(), " ".join(mail.body.split()))
        for recipient, mail in ((to, parse(raw)) for to, raw in _outgoing(stage))
    )
    return [letter for letter, count in letters.items() if count > 1]


def _answered_wrongly(stage: Stage) -> list[str]:
    private = (*_MACHINES, "helen.calloway", "lucky-draw")
    return [to for to, _ in _outgoing(stage) if any(word in to for word in private)]


def _distress_kept(stage: Stage, by_hand: set[str]) -> bool:
    to_her = [parse(raw) for to, raw in _outgoing(stage) if to == COORDINATOR.email]
    alerted = any(SAM.email in mail.body for mail in to_her)
    automatic = {to for to, raw in _outgoing(stage) if digest(raw) not in by_hand}
    return alerted and SAM.email not in automatic


def _private_words(stage: Stage) -> list[str]:
    file = stage.office.database.file
    stored = (
        b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*") if path.is_file())
        if file
        else b""
    )
    return [words for words in _PRIVATE_WORDS if words.encode() in stored]
