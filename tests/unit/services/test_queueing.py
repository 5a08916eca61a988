"""The coordinator's own word on the queue: kept as she said it, and on the record."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.casework.stages import move_by
from mailbot.errors import MailProblem, NotFoundError, RefusedError
from mailbot.model.casework import Cause
from mailbot.model.outbox import State
from mailbot.model.queue import DayPart, Freedom
from mailbot.model.reading import Day, Interval, Stage
from mailbot.services import history, joining, queueing, standing
from mailbot.services.moving import move
from mailbot.services.particulars import Given
from mailbot.services.queueing import Changes
from mailbot.store import kinship, people, record
from tests.servers.seated import forming_group, is_member

if TYPE_CHECKING:
    from mailbot.store.people import Applicant
    from mailbot.store.record import Event
    from tests.faults.house import House

PRIYA, TOM, ANA = "priya@student.test", "tom@student.test", "ana@student.test"


def add(house: House, email: str, name: str = "", **given: str) -> Applicant:
    """Put somebody into the queue, a minute after whoever came before."""
    changes = Changes(Given(name=name or email.partition("@")[0].title(), **given))
    return queueing.add(house.office, email, changes, house.later()).card.applicant


def order(house: House) -> list[str]:
    return [card.applicant.emails[0] for card in standing.in_queue(house.office)]


def events(house: House) -> list[Event]:
    with house.office.database.transaction() as connection:
        return record.events(connection)


def person(house: House, email: str) -> Applicant:
    with house.office.database.transaction() as connection:
        found = people.by_email(connection, email)
    assert found is not None
    return found


def comes_to(house: House, email: str, *causes: Cause) -> None:
    """Bring somebody through the table, as mails and groups do."""
    with house.office.database.transaction() as connection:
        found = people.by_email(connection, email)
        assert found is not None
        for cause in causes:
            assert move(connection, found.id, cause, house.later())


def test_who_is_added_stands_at_the_end_and_nothing_is_sent(house: House) -> None:
    add(house, PRIYA)
    add(house, TOM, available="tue 18:00-21:00, thu evenings, not fri", year="4th", city="Otago")
    cards = standing.in_queue(house.office)
    assert [(card.position, card.applicant.name) for card in cards] == [(1, "Priya"), (2, "Tom")]
    tom = cards[1]
    assert tom.applicant.facts.year == 4
    assert tom.applicant.facts.availability == (
        Interval(Day.TUE, "18:00", "21:00"),
        Interval(Day.THU, "18:00", "21:00"),
    )
    assert tom.applicant.facts.unavailable == (Interval(Day.FRI, "00:00", "24:00"),)
    assert tom.glance[DayPart.EVENING][1] is Freedom.FREE
    assert tom.missing == ("university", "timezone")
    assert cards[0].missing == ("university", "year", "city", "availability")
    house.work()
    assert house.mails(*State) == []


def test_the_day_since_when_one_waits_decides(house: House) -> None:
    add(house, PRIYA)
    since = house.clock.now() - timedelta(days=30)
    queueing.add(house.office, TOM, Changes(since=since), house.later())
    assert order(house) == [TOM, PRIYA]
    with pytest.raises(RefusedError, match="still to come"):
        queueing.edit(
            house.office, PRIYA, Changes(since=house.clock.now() + timedelta(1)), house.later()
        )


def test_asking_again_by_her_word_is_refused_recorded_and_changes_nothing(house: House) -> None:
    add(house, PRIYA, year="2")
    add(house, TOM)
    before = person(house, PRIYA)
    with pytest.raises(RefusedError, match="in the queue already, at position 1"):
        add(house, PRIYA, "Somebody Else", year="5")
    assert person(house, PRIYA) == before
    refused = [event for event in events(house) if event.kind == "refused_move"]
    assert [(event.applicant_id, event.why) for event in refused] == [
        (before.id, "command: queue add moves nobody from queued")
    ]


def test_who_withdrew_joins_at_the_end_when_they_ask_anew(house: House) -> None:
    for email in (PRIYA, TOM, ANA):
        add(house, email)
    queueing.move_to(house.office, ANA, 1, house.later())
    queueing.withdraw(house.office, ANA, house.later())
    assert order(house) == [PRIYA, TOM]
    for cause in (Cause.GROUPS_OFFER, Cause.PLACE_FREE, Cause.GROUPS_IMPORT):
        assert move_by(cause, person(house, ANA).stage) is None
    add(house, ANA)
    assert order(house) == [PRIYA, TOM, ANA]
    queueing.withdraw(house.office, ANA, house.later())
    with pytest.raises(RefusedError, match="nothing to withdraw from"):
        queueing.withdraw(house.office, ANA, house.later())


def test_who_is_moved_passes_the_others_by_and_they_keep_their_order(house: House) -> None:
    for email in (PRIYA, TOM, ANA):
        add(house, email)
    queueing.move_to(house.office, ANA, 1, house.later())
    assert order(house) == [ANA, PRIYA, TOM]
    queueing.move_beside(house.office, ANA, PRIYA, house.later(), before=False)
    assert order(house) == [PRIYA, ANA, TOM]
    queueing.move_beside(house.office, TOM, PRIYA, house.later(), before=True)
    assert order(house) == [TOM, PRIYA, ANA]
    queueing.move_beside(house.office, TOM, ANA, house.later(), before=False)
    assert order(house) == [PRIYA, ANA, TOM]
    with pytest.raises(RefusedError, match="no position 4 among 3"):
        queueing.move_to(house.office, ANA, 4, house.later())
    with pytest.raises(RefusedError, match="the same person"):
        queueing.move_beside(house.office, TOM, "tom", house.later(), before=True)


def test_a_place_given_outlives_an_offer_that_is_taken_back(house: House) -> None:
    for email in (PRIYA, TOM, ANA):
        add(house, email)
    queueing.move_to(house.office, ANA, 2, house.later())
    comes_to(house, ANA, Cause.GROUPS_OFFER)
    assert order(house) == [PRIYA, TOM]
    comes_to(house, ANA, Cause.GROUPS_CANCEL)
    assert order(house) == [PRIYA, ANA, TOM]


def test_who_has_done_a_group_joins_at_the_end_next_time(house: House) -> None:
    add(house, PRIYA)
    is_member(house.office, PRIYA, forming_group(house.office, house.later()), house.later())
    comes_to(house, PRIYA, Cause.SERIES_OVER)
    add(house, TOM)
    comes_to(house, PRIYA, Cause.MAIL_JOIN)
    assert order(house) == [TOM, PRIYA]


def test_edits_replace_what_was_known_and_a_dash_takes_it_away(house: House) -> None:
    add(house, PRIYA, year="2", city="Perth", university="UWA", available="mon evenings")
    queueing.edit(
        house.office, PRIYA, Changes(Given(city="Hobart TAS", available="not sun")), house.later()
    )
    facts = person(house, PRIYA).facts
    assert (facts.city, facts.timezone, facts.year) == ("Hobart", "Australia/Hobart", 2)
    assert (facts.availability, facts.unavailable) == (
        (),
        (Interval(Day.SUN, "00:00", "24:00"),),
    )
    queueing.edit(
        house.office, PRIYA, Changes(Given(city="-", year="-", available="-")), house.later()
    )
    facts = person(house, PRIYA).facts
    assert (facts.city, facts.timezone, facts.year, facts.unavailable) == (None, None, None, ())
    assert facts.university == "University of Western Australia"


def test_the_record_says_what_kind_of_fact_was_edited_and_never_the_fact(house: House) -> None:
    add(house, PRIYA)
    queueing.edit(
        house.office, PRIYA, Changes(Given(city="Hobart"), notes="met her sister"), house.later()
    )
    assert person(house, PRIYA).notes == "met her sister"
    assert events(house)[-1].why == "by command: city, notes"


@pytest.mark.parametrize(
    "given",
    [
        Given(year="9"),
        Given(timezone="Middle Earth"),
        Given(available="now and then"),
        Given(available="mon 25:00-26:00"),
        Given(year="-1"),
    ],
)
def test_what_is_unclear_is_refused_and_changes_nothing(house: House, given: Given) -> None:
    add(house, PRIYA, city="Perth")
    before = person(house, PRIYA)
    with pytest.raises(RefusedError, match="“"):
        queueing.edit(house.office, PRIYA, Changes(given, notes="new"), house.later())
    assert person(house, PRIYA) == before


def test_two_students_of_the_same_name_are_two_and_never_guessed(house: House) -> None:
    add(house, "sam.lee@student.test", "Sam Lee")
    done = queueing.add(
        house.office, "slee@student.test", Changes(Given(name="Sam Lee")), house.later()
    )
    assert "sam.lee@student.test" in done.remarks[-1]
    assert len(order(house)) == 2
    with pytest.raises(RefusedError) as refused:
        queueing.edit(house.office, "Sam Lee", Changes(notes="x"), house.later())
    assert "sam.lee@student.test" in refused.value.remedy
    assert "slee@student.test" in refused.value.remedy
    with pytest.raises(NotFoundError):
        queueing.show(house.office, "Nobody")


@pytest.mark.parametrize("email", ["", "priya", "priya@", "ruth@balint.example", "a b@c.test"])
def test_only_a_students_own_address_is_taken(house: House, email: str) -> None:
    with pytest.raises(MailProblem):
        queueing.add(house.office, email, Changes(), house.later())
    assert standing.in_queue(house.office) == []


def test_people_who_must_not_meet_are_kept_apart_both_ways_until_she_says_otherwise(
    house: House,
) -> None:
    one, other = add(house, PRIYA), add(house, TOM)
    for _ in range(2):
        queueing.edit(house.office, TOM, Changes(apart=(PRIYA,)), house.later())
    assert queueing.show(house.office, PRIYA).apart == (other.shown,)
    assert queueing.show(house.office, TOM).apart == (one.shown,)
    with pytest.raises(RefusedError, match="cannot but meet themselves"):
        queueing.edit(house.office, TOM, Changes(apart=(TOM,)), house.later())
    queueing.edit(house.office, PRIYA, Changes(together=(TOM,)), house.later())
    assert queueing.show(house.office, TOM).apart == ()


def test_distress_holds_what_nobody_asked_for_until_she_releases_it(house: House) -> None:
    add(house, PRIYA)
    house.writes(f"Priya <{PRIYA}>", "I cannot go on.\n#distress\n")
    house.work()
    assert person(house, PRIYA).held_at is not None
    queueing.edit(house.office, PRIYA, Changes(held=False), house.later())
    released = person(house, PRIYA)
    assert (released.held_at, released.distress) == (None, True)


def test_joined_records_are_one_person_with_all_that_both_said(house: House) -> None:
    house.writes(f"Priya Raman <{PRIYA}>", "Please.\n#join\n")
    house.work()
    add(house, TOM)
    house.writes("Priya Raman <p.raman@uni.test>", "Me again.\n#join\n")
    house.work()
    second = "p.raman@uni.test"
    queueing.edit(house.office, second, Changes(Given(year="3"), notes="two"), house.later())
    queueing.edit(house.office, second, Changes(apart=(TOM,)), house.later())
    queueing.edit(house.office, PRIYA, Changes(Given(city="Perth"), notes="one"), house.later())
    first = person(house, PRIYA)

    card = joining.join(house.office, PRIYA, second, house.later()).card

    assert order(house) == [PRIYA, TOM]
    assert card.applicant.emails == (PRIYA, second)
    assert (card.applicant.facts.year, card.applicant.facts.city) == (3, "Perth")
    assert set(card.applicant.notes.splitlines()) == {"one", "two"}
    assert card.applicant.queued_at == first.queued_at
    assert len(card.apart) == 1
    assert person(house, second) == person(house, PRIYA)
    told = history.of_person(house.office, history.find_person(house.office, second))
    assert sum(entry.event.kind == "mail" for entry in told) == 2
    assert told[-1].event.kind == "joined"
    assert all(entry.who for entry in history.of_all(house.office, newest=99) if entry.enquiry)

    house.writes(f"P. Raman <{second}>", "Please take me off.\n#withdraw\n")
    house.work()
    assert person(house, PRIYA).stage is Stage.WITHDRAWN
    assert order(house) == [TOM]


def test_joining_goes_by_what_was_said_last(house: House) -> None:
    add(house, PRIYA)
    add(house, "p2@uni.test")
    queueing.withdraw(house.office, "p2@uni.test", house.later())
    assert joining.join(house.office, PRIYA, "p2@uni.test", house.later()).card.position is None
    assert person(house, PRIYA).stage is Stage.WITHDRAWN


def test_three_records_joined_one_by_one_are_found_under_any_of_them(house: House) -> None:
    ids = [add(house, email).id for email in (PRIYA, TOM, ANA)]
    joining.join(house.office, PRIYA, TOM, house.later())
    joining.join(house.office, ANA, TOM, house.later())
    with house.office.database.transaction() as connection:
        (kept,) = {people.get(connection, each).id for each in ids}
        assert sorted(kinship.ids_of(connection, kept)) == sorted(ids)
    assert len(order(house)) == 1
