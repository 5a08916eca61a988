"""Mail by standing approval says what is true when it leaves, not when it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.mail.compose import digest, read_back
from mailbot.model.mail import Address
from mailbot.model.outbox import Channel
from mailbot.services.mailing import compose_letter
from mailbot.store import outbox, record
from mailbot.store.outbox import Approval
from mailbot.store.record import Event

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.seats import StandingApproval
    from mailbot.services.mailing import SessionLetter
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound


def make_true(
    office: Office,
    connection: Connection,
    mail: Outbound,
    new: SessionLetter,
    standing: StandingApproval,
    now: datetime,
) -> None:
    """Give an approved mail the words of `new` where they are others, by the same leave.

    What the coordinator approved herself, word for word, stays as it is.

    Raises:
        MailProblem: An address cannot stand in a mail.
    """
    if read_back(mail.raw) == new.letter or _by_her_own_hand(connection, mail):
        return
    to = Address(mail.recipient, new.reader.name)
    raw = compose_letter(office, new, to, mail.message_id, now, automatic=True)
    outbox.revise(connection, mail, raw, digest(raw), now)
    approval = Approval(
        mail.id, digest(raw), Channel.STANDING, standing.by, now, standing_id=standing.id
    )
    outbox.approve(connection, approval)
    record.add(
        connection,
        Event(
            now,
            "revised",
            f"{mail.key}, to what is true now, by standing approval {standing.id}",
            applicant_id=mail.applicant_id,
            outbox_id=mail.id,
            group_id=mail.group_id,
        ),
    )


def _by_her_own_hand(connection: Connection, mail: Outbound) -> bool:
    return any(
        each.digest == mail.digest and each.channel is not Channel.STANDING
        for each in outbox.approvals(connection, mail.id)
    )
