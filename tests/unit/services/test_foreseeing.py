"""What is shown beforehand: exactly what goes out, and why some of it will not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import NotFoundError
from mailbot.groups.sessions import cancel_session
from mailbot.model.outbox import Channel
from mailbot.model.seats import OfferState, Round, StandingKind
from mailbot.model.sessions import Absence, Part, SessionMail, Verdict
from mailbot.services import pausing
from mailbot.services.foreseeing import Foreseen, foresee
from mailbot.store import offers, people, standings
from tests.faults.term import Plan, Term, address

if TYPE_CHECKING:
    from tests.faults.house import House

PLAN = Plan("tue", 1, "19:00", "Australia/Sydney", ("Australia/Perth", ""), ("Pacific/Auckland",))
CONFIRMED = datetime(2027, 3, 3, tzinfo=UTC)
FIRST = datetime(2027, 3, 9, 8, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TWO_DAYS, TWO_HOURS = FIRST - 2 * DAY, FIRST - 2 * HOUR
ANA, BEN, LEE = "tue-0", "tue-1", "tue-leader0"


@pytest.fixture
def term(house: House) -> Term:
    """A house with one group, number 1, that is confirmed before its first session."""
    made = Term(house)
    made.confirmed(PLAN, date(2027, 3, 8), CONFIRMED)
    return made


def ahead(term: Term, now: datetime = CONFIRMED, until: datetime = FIRST) -> list[Foreseen]:
    return foresee(term.house.office, now=now, until=until)


def fates(found: list[Foreseen], name: str) -> list[tuple[Verdict, str]]:
    return [(each.verdict, each.why) for each in found if each.address == address(name)]


def test_it_says_when_to_whom_and_in_whose_local_time(term: Term) -> None:
    found = ahead(term)
    assert [(each.at, each.address) for each in found] == [
        (at, address(name)) for at in (TWO_DAYS, TWO_HOURS) for name in (ANA, BEN, LEE)
    ]
    ana, ben, lee = found[:3]
    assert ana.local == "Tuesday 9 March, 4–5.30 pm Perth time (7–8.30 pm Sydney time)"
    assert ben.local == "Tuesday 9 March, 7–8.30 pm Sydney time"
    assert lee.local == "Tuesday 9 March, 9–10.30 pm New Zealand time (7–8.30 pm Sydney time)"
    assert (ana.kind, lee.kind) == (SessionMail.REMINDER, SessionMail.LEADER_REMINDER)
    assert ana.session is not None
    assert ana.session.number == 1


def test_it_ends_at_the_moment_that_is_asked_for_and_forgets_what_went(term: Term) -> None:
    assert len(ahead(term, until=TWO_DAYS)) == 3
    assert ahead(term, until=TWO_DAYS - timedelta(seconds=1)) == []
    term.at(TWO_DAYS)
    assert {each.at for each in ahead(term, TWO_DAYS)} == {TWO_HOURS}


def test_looking_changes_nothing(term: Term) -> None:
    before = len(term.house.record())
    assert ahead(term, TWO_HOURS) == ahead(term, TWO_HOURS)
    assert len(term.house.record()) == before
    assert term.house.mails() == []


def test_it_says_why_somebody_is_not_written_to(term: Term) -> None:
    term.holds(ANA, CONFIRMED)
    term.announces(1, Absence(1, Part.MEMBER, term.id_of(BEN)), CONFIRMED)
    found = ahead(term)
    held = (Verdict.WAIT, "mail to them waits for the coordinator's word")
    assert fates(found, ANA) == [held] * 2
    assert fates(found, BEN) == [(Verdict.SKIP, "they have said that they cannot come")] * 2
    assert fates(found, LEE) == [(Verdict.SEND, "")] * 2


def test_a_cancelled_session_and_a_missing_link_are_named(term: Term) -> None:
    term.set_link("tue", "")
    assert {(each.verdict, each.why) for each in ahead(term)} == {
        (Verdict.WAIT, "the group has no link yet")
    }
    term.change(cancel_session(term.table(1), 1, now=CONFIRMED))
    assert {(each.verdict, each.why) for each in ahead(term)} == {
        (Verdict.SKIP, "the session was cancelled")
    }


def test_what_a_pause_or_a_bounce_holds_waits(term: Term) -> None:
    with term.house.office.database.transaction() as connection:
        people.mark_bounced(connection, address(ANA), permanent=True, now=CONFIRMED)
    assert fates(ahead(term), ANA) == [(Verdict.WAIT, "bounced")] * 2
    pausing.pause(term.house.office, CONFIRMED)
    assert fates(ahead(term), BEN) == [(Verdict.WAIT, "paused")] * 2


def test_what_stands_in_the_outbox_already_is_shown_with_what_holds_it(term: Term) -> None:
    pausing.pause(term.house.office, CONFIRMED)
    term.at(TWO_DAYS)
    made = [each for each in ahead(term, TWO_DAYS, TWO_DAYS) if each.made]
    assert [(each.address, each.verdict, each.why) for each in made] == [
        (address(name), Verdict.WAIT, "paused") for name in (ANA, BEN, LEE)
    ]
    late = [each for each in ahead(term, TWO_HOURS, TWO_HOURS) if each.made]
    assert {(each.verdict, each.why) for each in late} == {
        (Verdict.SKIP, "the next reminder comes too soon after it")
    }


def test_only_the_group_that_is_asked_for_is_shown(term: Term) -> None:
    second = term.confirmed(PLAN._replace(slot="other"), date(2027, 3, 8), CONFIRMED)
    found = foresee(term.house.office, now=CONFIRMED, until=FIRST, group_id=second)
    assert {each.group.id for each in found} == {second}
    with pytest.raises(NotFoundError, match="no group 9"):
        foresee(term.house.office, now=CONFIRMED, until=FIRST, group_id=9)


def offer_open(term: Term, deadline: datetime) -> int:
    """Let a place be on offer to a student since `CONFIRMED`, with leave to remind."""
    with term.house.office.database.transaction() as connection:
        student = people.add(connection, address("cleo"), "Cleo Wise", CONFIRMED)
        made = offers.add(connection, 1, student, Round.COMMAND, deadline, CONFIRMED)
        offers.set_state(connection, made.id, OfferState.OPEN, CONFIRMED)
        standings.give(connection, StandingKind.OFFER_REMINDERS, 1, Channel.COMMAND, CONFIRMED)
    return made.id


def test_an_offer_is_reminded_of_at_half_time(term: Term) -> None:
    number = offer_open(term, CONFIRMED + 4 * DAY)
    (found,) = (each for each in ahead(term) if each.kind is SessionMail.OFFER_REMINDER)
    assert (found.key, found.at) == (f"offer/{number}/reminder", CONFIRMED + 2 * DAY)
    assert (found.address, found.verdict) == (address("cleo"), Verdict.SEND)
    assert found.local == "Sunday 7 March, 11 am Sydney time"
    term.at(CONFIRMED + 2 * DAY - timedelta(seconds=1))
    assert term.got == []
    term.at(CONFIRMED + 2 * DAY)
    assert [got.to for got in term.got] == [address("cleo")]
    assert not [each for each in ahead(term, FIRST - 3 * DAY) if each.session is None]
