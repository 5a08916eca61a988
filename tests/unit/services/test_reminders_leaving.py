"""A reminder at the moment when it leaves: in true words, never late, never twice."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from mailbot.groups.sessions import cancel_session, move_session
from mailbot.model.outbox import State
from mailbot.model.seats import GroupStatus
from mailbot.model.sessions import Absence, Part
from mailbot.services import approval, pausing
from mailbot.settings_servers import DeliverySettings
from mailbot.store import groups, outbox
from tests.faults.house import settings_for
from tests.faults.term import Term, address
from tests.faults.tuesday import (
    ALL,
    ANA,
    BEN,
    CONFIRMED,
    DAY,
    FIRST,
    HOUR,
    LEE,
    MINUTE,
    MONDAY,
    PLAN,
    TWO_DAYS,
    TWO_HOURS,
    mails,
    to,
    told,
    tuesday_term,
)
from tests.servers.fakes import Crash

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.house import House


@pytest.fixture
def term(house: House) -> Term:
    """A group on Tuesdays, confirmed before its first session."""
    return tuesday_term(house)


def test_reminders_of_a_group_that_was_called_off_meanwhile_are_withdrawn(term: Term) -> None:
    pausing.pause(term.house.office, CONFIRMED)
    term.at(TWO_DAYS)
    with term.house.office.database.transaction() as connection:
        groups.set_status(connection, 1, GroupStatus.CANCELLED, TWO_DAYS)
    pausing.resume(term.house.office, TWO_DAYS + HOUR)
    term.deliver(TWO_DAYS + HOUR)
    assert to(term) == []
    assert {mail.state for mail in mails(term)} == {State.EXPIRED}


def test_what_is_held_by_a_pause_is_never_sent_late(term: Term) -> None:
    pausing.pause(term.house.office, CONFIRMED)
    term.at(TWO_DAYS)
    term.at(TWO_HOURS)
    assert to(term) == []
    pausing.resume(term.house.office, TWO_HOURS)
    term.at(TWO_HOURS + MINUTE)
    assert to(term) == ALL
    left, withdrawn = mails(term, State.SENT), mails(term, State.EXPIRED)
    assert {mail.key.rpartition("/")[2] for mail in left} == {"2h"}
    assert {mail.key.rpartition("/")[2] for mail in withdrawn} == {"2d"}
    assert {mail.reason for mail in withdrawn} == {"the next reminder comes too soon after it"}


def test_what_is_held_until_the_session_began_is_withdrawn(term: Term) -> None:
    pausing.pause(term.house.office, CONFIRMED)
    term.at(TWO_HOURS)
    pausing.resume(term.house.office, FIRST)
    term.at(FIRST)
    assert to(term) == []
    assert {mail.reason for mail in mails(term, State.EXPIRED)} == {
        "the session has begun or is over"
    }


def test_what_only_to_holds_is_withdrawn_when_it_is_late(
    build_house: Callable[..., House], tmp_path: Path
) -> None:
    delivery = DeliverySettings(host="smtp.test", only_to=(address(ANA),))
    house = build_house(settings=settings_for(tmp_path, delivery=delivery))
    house.work()
    term = Term(house)
    term.confirmed(PLAN, MONDAY, CONFIRMED)
    term.plays(term.moments(1))
    assert set(to(term)) == {address(ANA)}
    assert not mails(term, State.APPROVED)


def test_a_reminder_made_for_somebody_who_left_meanwhile_does_not_leave(term: Term) -> None:
    pausing.pause(term.house.office, CONFIRMED)
    term.at(TWO_DAYS)
    term.leaves(ANA, TWO_DAYS + HOUR)
    pausing.resume(term.house.office, TWO_DAYS + HOUR)
    term.at(TWO_DAYS + HOUR)
    assert to(term) == sorted(map(address, (BEN, LEE)))


@pytest.mark.parametrize("change", ["moved", "cancelled"])
def test_a_reminder_that_was_made_for_another_time_is_withdrawn(term: Term, change: str) -> None:
    pausing.pause(term.house.office, CONFIRMED)
    term.at(TWO_DAYS)
    table, now = term.table(1), TWO_DAYS + 2 * HOUR
    if change == "moved":
        term.change(move_session(table, 1, date(2027, 3, 9), "20:00", now=now))
    else:
        term.change(cancel_session(table, 1, now=now))
    pausing.resume(term.house.office, now)
    term.at(now)
    assert to(term) == []
    assert {mail.state for mail in mails(term)} == {State.EXPIRED}
    term.plays([TWO_HOURS, TWO_HOURS + HOUR, FIRST, FIRST + HOUR])
    assert to(term) == (ALL if change == "moved" else [])


def test_held_after_it_was_made_a_reminder_waits_too(term: Term) -> None:
    pausing.pause(term.house.office, CONFIRMED)
    term.at(TWO_DAYS)
    term.holds(ANA, TWO_DAYS)
    pausing.resume(term.house.office, TWO_DAYS + HOUR)
    term.at(TWO_DAYS + HOUR)
    assert address(ANA) not in to(term)
    assert len(told(term)) == 1


def test_a_mail_leaves_in_the_words_that_are_true_then_by_the_same_leave(term: Term) -> None:
    pausing.pause(term.house.office, CONFIRMED)
    term.at(TWO_DAYS)
    old = {mail.recipient: mail.digest for mail in mails(term)}
    term.set_link("tue", "https://zoom.example/j/mended")
    term.announces(1, Absence(1, Part.MEMBER, term.id_of(ANA)), TWO_DAYS)
    pausing.resume(term.house.office, TWO_DAYS + HOUR)
    term.at(TWO_DAYS + HOUR)
    got = {each.to: each.text for each in term.got}
    assert set(got) == {address(BEN), address(LEE)}
    assert all("https://zoom.example/j/mended" in text for text in got.values())
    assert "- Ana Tue cannot come" in got[address(LEE)]
    sent = mails(term, State.SENT)
    with term.house.office.database.transaction() as connection:
        for mail in sent:
            first, second = outbox.approvals(connection, mail.id)
            assert (first.digest, second.digest) == (old[mail.recipient], mail.digest)
            assert first.standing_id == second.standing_id is not None
    (gone,) = mails(term, State.EXPIRED)
    assert gone.reason == "they have said that they cannot come"
    received = {raw for name in (BEN, LEE) for raw in term.house.got(address(name))}
    assert received == {mail.raw for mail in sent}


def test_words_that_did_not_change_are_not_revised(term: Term) -> None:
    term.at(TWO_DAYS)
    assert "revised" not in {event.kind for event in term.house.record()}


def test_what_she_let_go_by_her_own_hand_keeps_her_words(term: Term) -> None:
    term.house.mailer.faults.fail("send", ValueError("a fault of the mailer"))
    term.at(TWO_DAYS)
    (mail,) = mails(term, State.UNCERTAIN)
    approval.resend(term.house.office, mail.id, mail.digest, TWO_DAYS + HOUR)
    term.set_link("tue", "https://zoom.example/j/new")
    term.deliver(TWO_DAYS + HOUR)
    assert term.house.mail(mail.id).digest == mail.digest
    assert to(term) == ALL


@pytest.mark.parametrize("taken", [False, True])
def test_after_a_crash_in_mid_send_it_is_never_sent_twice(term: Term, taken: bool) -> None:
    term.house.mailer.faults.fail("send", Crash(), after=1, done_first=taken)
    with pytest.raises(Crash):
        term.at(TWO_DAYS)
    term.house.restart()
    for later in (MINUTE, HOUR, DAY):
        term.at(TWO_DAYS + later)
    keys = [mail.key for mail in mails(term)]
    assert len(keys) == len(set(keys)) == 3
    received = [each.recipient for each in term.house.mailer.sent if each.recipient in ALL]
    assert len(received) == len(set(received)) == (3 if taken else 2)
    assert len(mails(term, State.UNCERTAIN)) == 1


def test_a_broken_file_of_slots_holds_reminders_but_no_other_mail(term: Term) -> None:
    pausing.pause(term.house.office, CONFIRMED)
    term.at(TWO_DAYS)
    file = term.house.settings.home / "config" / "slots.toml"
    right = file.read_text()
    file.write_text("[slots.tue\n")
    pausing.resume(term.house.office, TWO_DAYS + HOUR)
    term.at(TWO_DAYS + HOUR)
    assert to(term) == []
    assert "slots.toml" in told(term)[0]
    file.write_text(right)
    term.at(TWO_DAYS + 2 * HOUR)
    assert to(term) == ALL


def test_a_clock_set_back_withdraws_nothing(term: Term) -> None:
    pausing.pause(term.house.office, CONFIRMED)
    term.at(TWO_DAYS)
    pausing.resume(term.house.office, TWO_DAYS)
    term.deliver(TWO_DAYS - DAY)
    assert to(term) == []
    term.deliver(TWO_DAYS)
    assert to(term) == ALL
