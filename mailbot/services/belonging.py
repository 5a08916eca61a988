"""Whether a letter about a group's dates still is right for its reader when it would leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.model.outbox import Audience
from mailbot.model.reading import Stage
from mailbot.model.seats import ALIVE, OfferState
from mailbot.services.judgement import Judged, Judgement
from mailbot.store import groups, members, offers, people

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

_LEAVES = Judgement(Judged.LEAVES)


def judge_confirmation(
    _office: Office, connection: Connection, mail: Outbound, now: datetime
) -> Judgement:
    """Return whether a confirmation may leave: to who belongs, with the dates as they stand."""
    return _judged(connection, mail, now, also_offered=False)


def judge_change(
    _office: Office, connection: Connection, mail: Outbound, now: datetime
) -> Judgement:
    """Return whether a change of dates may leave: also to whom a place is held."""
    return _judged(connection, mail, now, also_offered=True)


def judge_farewell(
    _office: Office, connection: Connection, mail: Outbound, _now: datetime
) -> Judgement:
    """Return whether the last letter of a group may leave: not to who has withdrawn since."""
    if mail.group_id is not None and groups.get(connection, mail.group_id).status in ALIVE:
        return Judgement(Judged.WITHDRAWN, "the group goes on")
    return _withdrawn(connection, mail) or _LEAVES


def tells_dates_as_they_are(connection: Connection, mail: Outbound) -> bool:
    """Tell whether a mail about a group tells its present timetable."""
    if mail.group_id is None or mail.sequence is None:
        return True
    return mail.sequence == groups.sequence(connection, mail.group_id)


def _judged(
    connection: Connection, mail: Outbound, now: datetime, *, also_offered: bool
) -> Judgement:
    if mail.group_id is None:
        return _LEAVES
    if groups.get(connection, mail.group_id).status not in ALIVE:
        return Judgement(Judged.WITHDRAWN, "the group does not meet any more")
    if not tells_dates_as_they_are(connection, mail):
        return Judgement(Judged.WITHDRAWN, "the dates were changed after it was drafted")
    held = groups.timetable(connection, mail.group_id).held
    if mail.kind == "session/confirmation" and (not held or held[-1].start <= now):
        return Judgement(Judged.WITHDRAWN, "the group has no session to come")
    if not _belongs(connection, mail, also_offered=also_offered):
        return Judgement(Judged.WITHDRAWN, "they do not belong to the group any more")
    return _withdrawn(connection, mail) or _LEAVES


def _belongs(connection: Connection, mail: Outbound, *, also_offered: bool) -> bool:
    if mail.audience is Audience.LEADER:
        return any(
            each.leader.id == mail.leader_id and each.until is None
            for each in members.leaders_of(connection, mail.group_id or 0)
        )
    # A record that was joined to another is theirs under its new number.
    applicant_id = people.get(connection, mail.applicant_id or 0).id
    current = members.current(connection, applicant_id)
    if current is not None and current.group_id == mail.group_id:
        return True
    pending = offers.pending_of(connection, applicant_id) if also_offered else None
    return (
        pending is not None
        and pending.group_id == mail.group_id
        and pending.state is OfferState.OPEN
    )


def _withdrawn(connection: Connection, mail: Outbound) -> Judgement | None:
    if mail.applicant_id is None:
        return None
    if people.get(connection, mail.applicant_id).stage is not Stage.WITHDRAWN:
        return None
    return Judgement(Judged.WITHDRAWN, "they have withdrawn")
