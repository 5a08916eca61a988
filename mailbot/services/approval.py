"""The coordinator lets a draft go, turns it down, or writes it anew: always of exact bytes."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from mailbot.errors import NotFoundError, RefusedError
from mailbot.letters import from_text, unsettled
from mailbot.mail.compose import compose, digest, read_back
from mailbot.mail.invite import calendar_of, compose_invitation
from mailbot.mail.parse import parse
from mailbot.model.outbox import Audience, Channel, Envelope, State
from mailbot.services import following, permitting
from mailbot.services.aftermath import gone_out
from mailbot.services.drafting import sender
from mailbot.services.sorting import FOR_YOU
from mailbot.store import chores, drafts, mails, outbox, record, versions
from mailbot.store.chores import ChoreKind
from mailbot.store.drafts import Standing
from mailbot.store.mails import Fate
from mailbot.store.outbox import Approval
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.outbox import Letter
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

SHORTEST_DIGEST = 8
"""Of a digest, so many digits at least say what was seen."""


def show(office: Office, outbox_id: int, now: datetime) -> Outbound:
    """Return a mail of the outbox, and remember that she saw exactly this version.

    Raises:
        NotFoundError: There is none of this number.
    """
    with office.database.transaction() as connection:
        mail = _get(connection, outbox_id)
        versions.mark_shown(connection, outbox_id, mail.digest, now)
        return mail


def last_seen(office: Office, outbox_id: int) -> str | None:
    """Return the digest of the version that she was shown last; None where she saw none.

    Raises:
        NotFoundError: There is none of this number.
    """
    with office.database.transaction() as connection:
        return versions.last_shown(connection, _get(connection, outbox_id).id)


def approve(
    office: Office,
    outbox_id: int,
    seen_digest: str,
    now: datetime,
    *,
    channel: Channel = Channel.COMMAND,
    by: str = "coordinator",
) -> Outbound:
    """Let a draft go, if it still is what she saw.

    Args:
        office: The rooms.
        outbox_id: The draft.
        seen_digest: The digest of what she saw, or its first eight digits at least.
        now: The instant.
        channel: By which way she said so.
        by: Who.

    Raises:
        NotFoundError: There is no such mail.
        RefusedError: It changed since, still has open marks, or is no draft any more.
    """
    with office.database.transaction() as connection:
        return approve_in(office, connection, outbox_id, seen_digest, now, channel, by)


def approve_in(
    office: Office,
    connection: Connection,
    outbox_id: int,
    seen_digest: str,
    now: datetime,
    channel: Channel,
    by: str,
) -> Outbound:
    """Do what `approve` does within a transaction that has more to do.

    Raises:
        NotFoundError: There is no such mail.
        RefusedError: It changed since, still has open marks, or is no draft any more.
    """
    mail = _draft(connection, outbox_id, now)
    _refuse_changed(connection, mail, seen_digest)
    _refuse_unsettled(mail)
    _refuse_taken_over(connection, outbox_id)
    outbox.approve(connection, Approval(outbox_id, mail.digest, channel, by, now))
    outbox.move(connection, outbox_id, (State.DRAFT,), State.APPROVED, now, due_at=now, attempts=0)
    why = f"approved by the {by} through {channel.value}, digest {mail.digest[:12]}"
    _event(connection, mail, "approved", why, now)
    following.approved(office, connection, mail, channel, now)
    return _get(connection, outbox_id)


def reject(office: Office, outbox_id: int, why: str, now: datetime) -> Outbound:
    """Turn a draft down; what is approved but has not left yet can be called back so, too.

    Raises:
        NotFoundError: There is no such mail.
        RefusedError: It has left, or is leaving.
    """
    with office.database.transaction() as connection:
        return reject_in(connection, outbox_id, why, now)


def reject_in(connection: Connection, outbox_id: int, why: str, now: datetime) -> Outbound:
    """Do what `reject` does within a transaction that has more to do.

    Raises:
        NotFoundError: There is no such mail.
        RefusedError: It has left, or is leaving.
    """
    mail = _get(connection, outbox_id)
    recallable = (State.DRAFT, State.APPROVED, State.UNCERTAIN, State.FAILED)
    if not outbox.move(connection, outbox_id, recallable, State.REJECTED, now, reason=why):
        raise RefusedError(
            f"Draft {outbox_id} is {mail.state.value} already, so it cannot be turned down."
        )
    drafts.release(connection, outbox_id)
    # Her reason may name people, so it stands with the draft and not on the record.
    _event(connection, mail, "rejected", "turned down by the coordinator", now)
    following.rejected(connection, mail, now)
    return mail


def take_over(office: Office, outbox_id: int, now: datetime) -> Outbound:
    """Turn a draft down because she answers herself; its mails wait for her answer from now on.

    Raises:
        NotFoundError: There is no such mail.
        RefusedError: It has left, or is leaving.
    """
    with office.database.transaction() as connection:
        return take_over_in(connection, outbox_id, now)


def take_over_in(connection: Connection, outbox_id: int, now: datetime) -> Outbound:
    """Do what `take_over` does within a transaction that has more to do.

    Raises:
        NotFoundError: There is no such mail.
        RefusedError: It has left, or is leaving.
    """
    why = "the coordinator answers herself"
    mail = reject_in(connection, outbox_id, why, now)
    for mail_id in mail.mail_ids:
        mails.set_fate(connection, mail_id, Fate.PUT_BEFORE, why)
        chores.add(connection, ChoreKind.LABEL, now, mail_id=mail_id, label=FOR_YOU)
        record.add(connection, Event(now, "outcome", why, mail_id, mail.applicant_id))
    return mail


def resend(office: Office, outbox_id: int, seen_digest: str, now: datetime) -> Outbound:
    """Let a mail go once more that failed, or of which nobody knows whether it was taken.

    Args:
        office: The rooms.
        outbox_id: The mail.
        seen_digest: The digest of what she saw, or its first eight digits at least.
        now: The instant.

    Raises:
        NotFoundError: There is no such mail.
        RefusedError: It changed since she saw it, or it is neither `failed` nor `uncertain`.
    """
    with office.database.transaction() as connection:
        mail = _get(connection, outbox_id)
        _refuse_changed(connection, mail, seen_digest)
        if mail.state not in {State.UNCERTAIN, State.FAILED}:
            raise RefusedError(f"Mail {outbox_id} is {mail.state.value}: nothing to send again.")
        outbox.approve(
            connection, Approval(outbox_id, mail.digest, Channel.COMMAND, "coordinator", now)
        )
        outbox.move(
            connection,
            outbox_id,
            (mail.state,),
            State.APPROVED,
            now,
            due_at=now,
            attempts=0,
            reason=None,
        )
        why = f"the coordinator lets it go again, since it was {mail.state.value}"
        _event(connection, mail, "approved", why, now)
        return mail


def settle_sent(office: Office, outbox_id: int, now: datetime) -> Outbound:
    """Take her word for it that an `uncertain` mail did leave.

    Raises:
        NotFoundError: There is no such mail.
        RefusedError: It is not `uncertain`.
    """
    with office.database.transaction() as connection:
        mail = _get(connection, outbox_id)
        if mail.state is not State.UNCERTAIN:
            raise RefusedError(f"Mail {outbox_id} is {mail.state.value}: nothing is uncertain.")
        outbox.move(connection, outbox_id, (mail.state,), State.SENT, now, sent_at=now, reason=None)
        gone_out(connection, mail, "the coordinator says that it left", now)
        if mail.audience is not Audience.STAFF:
            chores.add(connection, ChoreKind.COPY_TO_SENT, now, outbox_id=outbox_id)
        return mail


def edit(office: Office, outbox_id: int, subject: str, text: str, now: datetime) -> Outbound:
    """Give a draft other words; it has a new digest then and waits for approval again.

    Raises:
        NotFoundError: There is no such mail.
        RefusedError: It is no draft any more, or she edited it in her Drafts folder.
    """
    with office.database.transaction() as connection:
        return edit_in(office, connection, outbox_id, subject, text, now)


def edit_in(
    office: Office,
    connection: Connection,
    outbox_id: int,
    subject: str,
    text: str,
    now: datetime,
) -> Outbound:
    """Do what `edit` does within a transaction that has more to do.

    Raises:
        NotFoundError: There is no such mail.
        RefusedError: It is no draft any more, or she edited it in her Drafts folder.
    """
    mail = _draft(connection, outbox_id, now)
    _refuse_taken_over(connection, outbox_id)
    raw = _rewritten(office, mail, from_text(subject, text), now)
    outbox.revise(connection, mail, raw, digest(raw), now)
    if drafts.get(connection, outbox_id) is not None:
        drafts.want(connection, outbox_id, digest(raw))
    _event(connection, mail, "edited", f"digest {digest(raw)[:12]}", now)
    return _get(connection, outbox_id)


def _rewritten(office: Office, mail: Outbound, letter: Letter, now: datetime) -> bytes:
    """Return a mail with other words; an invitation keeps its calendar."""
    old = parse(mail.raw)
    envelope = Envelope(
        message_id=mail.message_id,
        sender=sender(office),
        recipient=old.to[0],
        in_reply_to=old.in_reply_to[0] if old.in_reply_to else None,
        references=old.references,
    )
    invitation = calendar_of(mail.raw)
    if invitation is None:
        return compose(letter, envelope, at=now)
    calendar, method = invitation
    return compose_invitation(letter, envelope, calendar, method, at=now)


def difference(before: bytes, after: bytes) -> str:
    """Return what changed between two versions of a letter, line by line (unified diff)."""
    old, new = read_back(before), read_back(after)
    lines = difflib.unified_diff(
        [f"Subject: {old.subject}", *old.text.splitlines()],
        [f"Subject: {new.subject}", *new.text.splitlines()],
        "as you saw it",
        "as it is now",
        lineterm="",
    )
    return "\n".join(lines)


def _get(connection: Connection, outbox_id: int) -> Outbound:
    mail = outbox.get(connection, outbox_id)
    if mail is None:
        raise NotFoundError(
            f"There is no draft {outbox_id}.", "`mailbot drafts list` shows what there is."
        )
    return mail


def _draft(connection: Connection, outbox_id: int, now: datetime) -> Outbound:
    """Return a draft; what would go by itself is one again, for she decides on it now."""
    permitting.give_back(connection, outbox_id, "the coordinator decides on it herself", now)
    mail = _get(connection, outbox_id)
    if mail.state is not State.DRAFT:
        why = f" ({mail.reason})" if mail.reason else ""
        raise RefusedError(f"Draft {outbox_id} is {mail.state.value} already{why}.")
    return mail


def _refuse_changed(connection: Connection, mail: Outbound, seen_digest: str) -> None:
    if len(seen_digest) >= SHORTEST_DIGEST and mail.digest.startswith(seen_digest):
        return
    seen = versions.get(connection, mail.id, seen_digest) if seen_digest else None
    changed = f"\n{difference(seen, mail.raw)}\n" if seen else ""
    raise RefusedError(
        f"Draft {mail.id} is not what you saw: its digest is {mail.digest[:12]} now.{changed}",
        f"Read it again with `mailbot drafts show {mail.id}`, then approve it.",
    )


def _refuse_unsettled(mail: Outbound) -> None:
    marks = unsettled(read_back(mail.raw).text)
    if marks:
        raise RefusedError(
            f"Draft {mail.id} still has something for you to settle: {' '.join(marks)}",
            f"Fill it in with `mailbot drafts edit {mail.id}`, or in your Drafts folder.",
        )


def _refuse_taken_over(connection: Connection, outbox_id: int) -> None:
    copy = drafts.get(connection, outbox_id)
    if copy and copy.standing is Standing.EDITED:
        raise RefusedError(
            f"You have edited draft {outbox_id} in your Drafts folder.",
            "Send it from there; or delete it there and answer anew.",
        )
    if copy and copy.standing is Standing.VANISHED:
        raise RefusedError(
            f"Draft {outbox_id} is gone from your Drafts folder.",
            "If you sent it from there, it counts as approved as soon as Sent shows it; "
            "if you deleted it, as rejected.",
        )


def _event(connection: Connection, mail: Outbound, kind: str, why: str, now: datetime) -> None:
    record.add(
        connection,
        Event(now, kind, why, applicant_id=mail.applicant_id, outbox_id=mail.id),
    )
