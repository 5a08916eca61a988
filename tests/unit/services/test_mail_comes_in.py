"""Each mail is handled once, wherever and however often it turns up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import MailboxUnavailable
from mailbot.model.outbox import State
from mailbot.settings_servers import MailboxSettings
from mailbot.store import cursors, mails
from mailbot.store.mails import Fate
from tests.faults.house import RUTH, START, House, settings_for
from tests.servers.fakes import FakeMailbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PRIYA = "Priya Raman <priya@student.test>"
COST = "Hello, a question.\n#cost\n"


def places(house: House) -> set[tuple[str, int | None]]:
    with house.office.database.transaction() as connection:
        return {
            (place.folder, place.uid)
            for mail_id, _ in mails.with_fate(connection, set(Fate))
            for place in mails.places(connection, mail_id)
        }


def last_uid(house: House, folder: str = "INBOX") -> int:
    with house.office.database.transaction() as connection:
        cursor = cursors.get(connection, folder)
    assert cursor is not None
    return cursor.last_uid


def test_the_first_start_takes_mail_from_now_on(build_house: Callable[..., House]) -> None:
    house = build_house()
    house.writes(PRIYA, COST)
    house.work()
    assert house.seen() == []
    house.writes(PRIYA, COST)
    house.work()
    assert house.fates() == ["handled"]


def test_since_takes_older_mail_and_leaves_what_is_older_still(
    build_house: Callable[..., House], tmp_path: Path
) -> None:
    since = MailboxSettings(host="imap.test", user=RUTH, since=date(2026, 11, 1))
    house = build_house(settings=settings_for(tmp_path, mailbox=since))
    house.writes("Old <old@student.test>", COST, at=START - timedelta(days=200))
    house.writes(PRIYA, COST, at=START - timedelta(days=10))
    house.writes("Moved <moved@student.test>", COST, at=START - timedelta(days=100))
    house.writes("New <new@student.test>", COST)
    house.work()
    drafted = {mail.recipient for mail in house.mails(State.DRAFT)}
    assert drafted == {"priya@student.test", "new@student.test"}


def test_since_counts_by_arrival_whatever_a_student_has_for_a_clock(
    build_house: Callable[..., House], tmp_path: Path
) -> None:
    since = MailboxSettings(host="imap.test", user=RUTH, since=date(2026, 11, 1))
    house = build_house(settings=settings_for(tmp_path, mailbox=since))
    raw = house.writes(PRIYA, COST, at=START - timedelta(days=4000), folder="Junk")
    house.mailbox.put(raw, at=START - timedelta(days=3))
    house.work()
    assert house.draft().recipient == "priya@student.test"
    assert house.audit() == ()


def test_what_she_answered_by_hand_before_the_first_start_gets_no_draft(
    build_house: Callable[..., House], tmp_path: Path
) -> None:
    since = MailboxSettings(host="imap.test", user=RUTH, since=date(2026, 11, 1))
    house = build_house(settings=settings_for(tmp_path, mailbox=since))
    received = house.writes(PRIYA, COST, at=START - timedelta(days=10))
    house.answers_by_hand(received, "Dear Priya, it is free. Ruth")
    house.work()
    assert house.mails(State.DRAFT) == []
    assert house.mailbox.mails("Drafts") == []
    assert house.audit() == ()


def test_numbers_given_anew_bring_nothing_twice(house: House) -> None:
    house.writes("Old <old@student.test>", COST, at=START - timedelta(days=40))
    house.writes(PRIYA, COST)
    house.writes("No Id <none@student.test>", COST, message_id=None)
    house.work()
    before = house.fates()
    drafts = [mail.id for mail in house.mails()]
    for folder in ("INBOX", "Sent", "Drafts"):
        house.mailbox.renumber(folder)
    house.work()
    house.work()
    assert (house.fates(), [mail.id for mail in house.mails()]) == (before, drafts)
    assert len(house.mailbox.mails("Drafts")) == len(drafts)


def test_old_mail_is_not_answered_because_a_folder_was_numbered_anew(
    build_house: Callable[..., House],
) -> None:
    house = build_house()
    house.writes("Old <old@student.test>", COST, at=START - timedelta(days=300))
    house.work()
    house.mailbox.renumber("INBOX")
    house.work()
    assert house.mails() == []
    assert house.alerts() == []
    assert house.audit() == ()


def test_a_new_server_that_makes_old_mail_look_new_is_told_of(
    build_house: Callable[..., House],
) -> None:
    house = build_house()
    old = house.writes("Old <old@student.test>", COST, at=START - timedelta(days=300))
    house.work()
    house.mailbox.renumber("INBOX")
    house.mailbox.remove("INBOX", 1)
    house.mailbox.put(old, at=house.clock.now())
    house.mailbox.renumber("INBOX")
    house.work()
    assert house.mails() == []
    assert len(house.alerts("world")) == 1
    assert house.audit() == ()


def test_what_comes_after_the_new_numbers_is_new_however_wrong_its_date(house: House) -> None:
    house.mailbox.renumber("INBOX")
    house.work()
    raw = house.writes(PRIYA, COST)
    house.mailbox.remove("INBOX", 1)
    wrong = raw.replace(b"Mon, 23 Nov 2026", b"Fri, 02 Jan 2015")
    assert wrong != raw
    house.mailbox.put(wrong, at=house.clock.now())
    house.work()
    assert house.draft().recipient == "priya@student.test"


def test_a_mail_in_several_folders_is_one_mail(build_house: Callable[..., House]) -> None:
    house = build_house(mailbox=FakeMailbox(also=("All Mail", "Other")))
    house.work()
    raw = house.writes(PRIYA, COST)
    house.mailbox.put(raw, "All Mail", at=house.clock.now())
    house.work()
    house.mailbox.put(raw, "Other", at=house.clock.now())
    house.work()
    assert house.fates() == ["handled"]
    assert len(house.mails()) == 1
    assert places(house) == {("INBOX", 1), ("All Mail", 1), ("Other", 1)}


def test_a_mail_that_is_archived_before_the_look_is_found_in_the_other_folder(
    build_house: Callable[..., House],
) -> None:
    house = build_house(mailbox=FakeMailbox(also=("All Mail",)))
    house.work()
    house.writes(PRIYA, COST, folder="All Mail")
    house.work()
    assert house.draft().recipient == "priya@student.test"


def test_a_draft_of_hers_among_all_mail_is_no_mail(build_house: Callable[..., House]) -> None:
    house = build_house(mailbox=FakeMailbox(also=("All Mail",)))
    house.work()
    raw = house.writes(PRIYA, COST, folder="Junk")
    house.mailbox.put(raw, "All Mail", at=house.clock.now(), flags=("\\Draft",))
    house.mailbox.remove("Junk", 1)
    house.work()
    assert house.seen() == []
    assert house.audit() == ()


def test_a_mail_moved_away_and_back_is_not_handled_again(house: House) -> None:
    raw = house.writes(PRIYA, COST)
    house.work()
    house.mailbox.remove("INBOX", 1)
    house.work()
    house.mailbox.put(raw, at=START)
    house.work()
    assert len(house.mails()) == 1
    assert places(house) == {("INBOX", 1), ("INBOX", 2)}


def test_two_mails_under_one_message_id_are_two_mails(house: House) -> None:
    house.writes(PRIYA, COST, message_id="<same@student.test>")
    house.writes("Tom <tom@student.test>", "Me too.\n#join\n", message_id="<same@student.test>")
    house.work()
    assert {mail.recipient for mail in house.mails(State.DRAFT)} == {
        "priya@student.test",
        "tom@student.test",
    }


def test_mails_without_message_id_are_told_apart(house: House) -> None:
    for minute in range(3):
        house.writes(PRIYA, COST, message_id=None, at=START + timedelta(minutes=minute))
    house.work(10)
    assert len(house.seen()) == 3


def test_the_same_words_without_message_id_or_date_are_told_apart_by_their_arrival(
    house: House,
) -> None:
    bare = b"From: priya@student.test\r\nTo: ruth@balint.example\r\n\r\nYes please #join\r\n"
    house.mailbox.put(bare, at=START)
    house.mailbox.put(bare, at=START + timedelta(minutes=5))
    house.work(10)
    assert len(house.seen()) == 2
    house.mailbox.renumber("INBOX")
    house.work()
    assert len(house.seen()) == 2


def test_junk_is_shown_and_never_answered_until_she_moves_it_out(house: House) -> None:
    raw = house.writes(PRIYA, COST, folder="Junk")
    house.writes("Lucky <win@spam.test>", "You won!\n#none", folder="Junk")
    house.work()
    assert house.fates() == ["put_before", "left_alone"]
    assert house.mails() == []
    assert len(house.alerts("junk")) == 1
    assert house.mailbox.filed == []

    house.mailbox.remove("Junk", 1)
    house.mailbox.put(raw, at=house.clock.now())
    house.work()
    assert house.draft().recipient == "priya@student.test"
    assert house.fates() == ["handled", "left_alone"]


def test_wrongly_taken_for_junk_and_rescued_counts_as_come_in(house: House) -> None:
    raw = house.writes(PRIYA, "A riddle.\n#coordinator", folder="Junk")
    house.work()
    assert house.fates() == ["left_alone"]
    house.mailbox.remove("Junk", 1)
    house.mailbox.put(raw, at=house.clock.now())
    house.work()
    assert house.fates() == ["put_before"]


def test_the_world_in_the_way_moves_no_cursor(house: House) -> None:
    for number in range(3):
        house.writes(f"S{number} <s{number}@student.test>", COST)
    house.mailbox.faults.fail("fetch", MailboxUnavailable("gone"), after=1)
    with pytest.raises(MailboxUnavailable):
        house.work()
    assert (last_uid(house), len(house.seen())) == (1, 1)
    house.work()
    assert (last_uid(house), len(house.seen())) == (3, 3)
    assert len(house.mails(State.DRAFT)) == 3


def test_after_an_outage_many_mails_of_days_are_no_flood(house: House) -> None:
    for day in range(8):
        house.writes(PRIYA, COST, at=START + timedelta(days=day))
    house.work(60 * 24 * 9)
    assert house.alerts("flood") == []


def test_more_than_five_in_an_hour_are_a_flood_told_once_that_day(house: House) -> None:
    for minute in range(9):
        house.writes(PRIYA, COST, at=START + timedelta(minutes=minute))
    house.work(30)
    assert len(house.alerts("flood")) == 1
    assert house.fates()[5:] == ["put_before"] * 4
    assert len(house.mails(State.DRAFT)) == 4, "four replies a day to a person"


def test_a_sender_that_cannot_be_written_to_goes_to_her(house: House) -> None:
    house.mailbox.put(b"From: nobody\r\nMessage-ID: <x@y.test>\r\n\r\n#cost\r\n", at=START)
    house.mailbox.put(
        "From: jürgen@student.test\r\nMessage-ID: <z@y.test>\r\n\r\n#cost\r\n".encode(), at=START
    )
    house.work()
    assert house.fates() == ["put_before", "put_before"]
    assert house.audit() == ()
