"""Offers that have not left yet: what became of their drafts, and whether they have time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.letters.context import AlertContext
from mailbot.model.casework import AlertKind
from mailbot.model.outbox import UNSENT, WITHDRAWN, State
from mailbot.model.reading import Stage
from mailbot.model.seats import ALIVE, OfferState
from mailbot.services.alerting import raise_alert
from mailbot.services.deadlines import deadline_of, running_out
from mailbot.services.judgement import Judged, Judgement
from mailbot.services.offer_letters import draft_anew, in_her_hands
from mailbot.services.offer_mail import take_back, turned_down
from mailbot.store import groups, offers, outbox, people

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from mailbot.model.seats import Offer
    from mailbot.services.office import Office
    from mailbot.store.outbox import Outbound

_AGAIN = "Its deadline came too near before it left, so it is drafted anew."
_PAST = "The deadline in it is past before it left; please write a new one, and approve it again."


def judge(office: Office, connection: Connection, mail: Outbound, now: datetime) -> Judgement:
    """Return whether an approved offer may leave now; see `preflight`."""
    made = offers.of_outbox(connection, mail.id)
    if made is None or made.state is not OfferState.DRAFTED:
        return Judgement(Judged.WITHDRAWN, "no place is held for them any more")
    if groups.get(connection, made.group_id).status not in ALIVE:
        return Judgement(Judged.WITHDRAWN, f"group {made.group_id} does not meet")
    if people.get(connection, made.applicant_id).stage is not Stage.QUEUED:
        return Judgement(Judged.WITHDRAWN, "they stand in the queue no more")
    if _overtaken(office, connection, made, mail, now):
        return Judgement(Judged.WAITS, _AGAIN)
    if made.deadline <= now:
        return Judgement(Judged.WITHDRAWN, "the next session is too near to offer a place")
    return Judgement(Judged.LEAVES)


def look_after_drafts(office: Office, group_id: int, now: datetime) -> None:
    """Take back offers whose drafts are gone, and draft anew those whose time runs out.

    Raises:
        TemplateError: The template of offers is broken.
    """
    with office.database.transaction() as connection:
        for made in offers.of_group(connection, group_id):
            if made.opened_at is not None or made.outbox_id is None:
                continue
            mail = outbox.get(connection, made.outbox_id)
            if mail is not None and made.state is OfferState.DRAFTED:
                _look_after(office, connection, made, mail, now)
            elif mail is not None and mail.state is State.SENT:
                _tell_sent_in_vain(office, connection, made, mail, now)


def _look_after(
    office: Office, connection: Connection, made: Offer, mail: Outbound, now: datetime
) -> None:
    if mail.state is State.REJECTED:
        turned_down(connection, mail, now)
    elif mail.state in WITHDRAWN:
        take_back(connection, made, f"its draft is {mail.state.value}", now)
    elif mail.state in UNSENT and _overtaken(office, connection, made, mail, now):
        _draft_again(office, connection, made, mail, now)


def _overtaken(
    office: Office, connection: Connection, made: Offer, mail: Outbound, now: datetime
) -> bool:
    """Tell whether too little of its time is left, and a later deadline would be possible."""
    if not running_out(made, now):
        return False
    if in_her_hands(connection, mail):
        return mail.state is State.APPROVED and made.deadline <= now
    later = _later_deadline(office, connection, made, now)
    return later is not None and later > made.deadline


def _draft_again(
    office: Office, connection: Connection, made: Offer, mail: Outbound, now: datetime
) -> None:
    later = _later_deadline(office, connection, made, now)
    if in_her_hands(connection, mail) or later is None:
        outbox.move(
            connection, mail.id, (State.APPROVED,), State.DRAFT, now, reason=_PAST, stale=True
        )
        why = _PAST
    else:
        draft_anew(office, connection, made, mail, later, now)
        why = _AGAIN
    if mail.state is State.APPROVED:
        _tell_of_draft(office, connection, made, why, now)


def _later_deadline(
    office: Office, connection: Connection, made: Offer, now: datetime
) -> datetime | None:
    applicant = people.get(connection, made.applicant_id)
    table = groups.timetable(connection, made.group_id)
    return deadline_of(applicant, table, office.settings.groups.offer_days, now)


def _tell_of_draft(
    office: Office, connection: Connection, made: Offer, why: str, now: datetime
) -> None:
    """Tell that an offer which she had approved waits for her again."""
    raise_alert(
        office,
        connection,
        AlertKind.GROUP,
        f"{made.group_id}/again/{made.id}/{now.isoformat()}",
        AlertContext(
            person=people.get(connection, made.applicant_id).shown,
            matter=f"group {made.group_id}: an offer waits for you again",
            reason=why,
            choices=(f"`mailbot drafts show {made.outbox_id}` shows it, for you to approve.",),
        ),
        now,
        applicant_id=made.applicant_id,
    )


def _tell_sent_in_vain(
    office: Office, connection: Connection, made: Offer, mail: Outbound, now: datetime
) -> None:
    """Tell that she sent an offer by hand whose place is not held any more."""
    applicant = people.get(connection, made.applicant_id)
    raise_alert(
        office,
        connection,
        AlertKind.GROUP,
        f"{made.group_id}/in-vain/{made.id}",
        AlertContext(
            person=applicant.shown,
            matter=f"group {made.group_id}: an offer without a place",
            reason="You sent this offer although it had been taken back, and its place is not "
            f"held any more. They are {applicant.stage.value}.",
            choices=(
                f"`mailbot groups accept {mail.recipient}` gives them a place if one is free.",
                "Or write to them that the place is gone.",
            ),
        ),
        now,
        applicant_id=made.applicant_id,
    )
