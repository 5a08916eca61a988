"""Whether approved mail still is right at the moment it would leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.errors import MailbotError, WorldProblem
from mailbot.services import (
    alarming,
    belonging,
    lapsing,
    leader_news,
    overtaken,
    permitting,
    reminding,
    renewing,
    trouble,
)
from mailbot.services.judgement import Judged, Judgement

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

    Judge = Callable[[Office, Connection, Outbound, datetime], Judgement]


def judge(office: Office, connection: Connection, mail: Outbound, now: datetime) -> Judgement:
    """Return whether a mail that is approved may leave now.

    A judge may give the mail its true words, under an approval of these. Where a setting or a
    template is in its way the mail waits, no other does, and the coordinator is told.

    Raises:
        WorldProblem: The database is in the way.
    """
    if overtaken.no_longer_true(office, connection, mail, now):
        return Judgement(Judged.WITHDRAWN, overtaken.WHY)
    found = _JUDGES.get(mail.kind)
    if found is None:
        return Judgement(Judged.LEAVES)
    try:
        return found(office, connection, mail, now)
    except WorldProblem:
        raise
    except MailbotError as error:
        if mail.group_id is not None:
            trouble.tell_of_group_in(office, connection, mail.group_id, error, now)
        return Judgement(Judged.WAITS, error.what)


_JUDGES: dict[str, Judge] = {
    "alert/distress": alarming.judge,
    "reply": permitting.judge,
    "session/confirmation": belonging.judge_confirmation,
    "session/moved": belonging.judge_change,
    "session/cancelled": belonging.judge_change,
    "session/shifted": belonging.judge_change,
    "session/called_off": belonging.judge_farewell,
    "session/closing": belonging.judge_farewell,
    "session/offer": renewing.judge,
    "session/offer_reminder": lapsing.judge_reminder,
    "session/reminder": reminding.judge,
    "session/leader_reminder": reminding.judge,
    "session/leader_news": leader_news.judge,
}
