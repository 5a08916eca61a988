"""What the coordinator did with drafts, as lessons: what she turned down, replaced or cut.

A changed wording says nothing of topics, nor does what she added. A draft that she turned down or
answered in place of says that a person was to answer. A block that she took out, and nothing else,
says that its topic was not raised. Where a draft answers several mails, nobody can tell which is
meant, and nothing is learnt.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from mailbot.errors import fault_of
from mailbot.mail.compose import read_back
from mailbot.model.outbox import State
from mailbot.reading.corrections import ELSEWHERE
from mailbot.services import cutting
from mailbot.services.examples import keep_lesson
from mailbot.services.likeness import alike
from mailbot.services.sending_by_hand import BY_HAND
from mailbot.store import keep, lessons, mails, outbox
from mailbot.store.lessons import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from mailbot.services.office import Office
    from mailbot.store.mails import Enquiry
    from mailbot.store.outbox import Outbound

_log = logging.getLogger(__name__)

_GATHERED = "deeds_gathered_at"
_MARGIN = timedelta(days=1)
_WRITTEN_ANEW = 0.3
"""A draft less like its first words than this is an answer of her own."""

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def gather(office: Office, connection: Connection, now: datetime) -> None:
    """Keep what her deeds since the last time teach, and drop what they do not teach any more."""
    before = keep.get(connection, _GATHERED)
    since = datetime.fromisoformat(before) - _MARGIN if before else _LONG_AGO
    settled = lessons.replies_settled(connection, since)
    for outbox_id in settled:
        reply = outbox.get(connection, outbox_id)
        if reply is not None:
            _gather_from(office, connection, reply, now)
    if settled:
        keep.put(connection, _GATHERED, now.isoformat())


def _gather_from(office: Office, connection: Connection, reply: Outbound, now: datetime) -> None:
    wanted = _taught_alone(office, connection, reply)
    named = {(source, about) for source, about, _ in wanted}
    known = lessons.of_draft(connection, reply.id)
    gone = [
        each.id
        for each in known
        if each.ended_at is None and (each.new.source, each.new.about) not in named
    ]
    lessons.end(connection, gone, now)
    before = {(each.new.source, each.new.about) for each in known}
    for source, about, enquiry in wanted:
        if (source, about) not in before:
            keep_lesson(
                connection,
                enquiry,
                source,
                {about: False} if source is Source.BLOCK else {ELSEWHERE: True},
                now,
                about=about,
                outbox_id=reply.id,
            )


def _taught_alone(
    office: Office, connection: Connection, reply: Outbound
) -> list[tuple[Source, str, Enquiry]]:
    """Return what `_taught_by` yields; a reply that cannot be understood teaches nothing."""
    try:
        return list(_taught_by(office, connection, reply))
    except Exception as error:  # noqa: BLE001 - one reply's fault must not hold all the others
        _log.warning("Draft %d teaches nothing: %s", reply.id, fault_of(error))
        return []


def _taught_by(
    office: Office, connection: Connection, reply: Outbound
) -> Iterator[tuple[Source, str, Enquiry]]:
    """Yield what a reply's end says: what she did, the block taken out, and the mail."""
    answered = mails.enquiries(connection, reply.mail_ids)
    if len(answered) != 1 or len(reply.mail_ids) != 1:
        return
    (enquiry,) = answered
    if reply.state is State.REJECTED:
        yield Source.REJECTED, "", enquiry
    elif reply.state is State.SUPERSEDED and reply.reason == BY_HAND:
        yield Source.BY_HAND, "", enquiry
    elif reply.state is State.SENT:
        yield from _changed(office, connection, reply, enquiry)


def _changed(
    office: Office, connection: Connection, reply: Outbound, enquiry: Enquiry
) -> Iterator[tuple[Source, str, Enquiry]]:
    first = lessons.first_letter(connection, reply.id)
    if first is None:
        return
    ours, hers = read_back(first).text, read_back(reply.raw).text
    if alike(ours, hers) < _WRITTEN_ANEW:
        yield Source.BY_HAND, "", enquiry
        return
    for block in cutting.blocks_cut(office, enquiry, reply.topics, ours, hers):
        yield Source.BLOCK, block, enquiry
