"""Of private mail not a word is kept; the record says all and names nobody."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from mailbot.errors import MailboxUnavailable
from mailbot.model.outbox import State
from mailbot.model.reading import Stage
from mailbot.services import approval
from mailbot.store.schema import event, mail_place
from mailbot.store.tables import metadata
from tests.faults.house import build
from tests.servers.fakes import Crash

if TYPE_CHECKING:
    from tests.faults.house import House

PRIVATE = (
    "Lorikeet", "lorikeet@family.test", "Sunday", "lasagne", "secret-id-77", "secret-ref-88"
)  # fmt: skip


def writes_privately(house: House, sender: str = "Lorikeet <lorikeet@family.test>") -> None:
    house.writes(
        sender,
        "Shall we have lasagne?\n#none #unrelated\n",
        subject="Sunday",
        message_id="<secret-id-77@family.test>",
        headers=(("References", "<secret-ref-88@family.test>"),),
    )


def found(house: House) -> list[str]:
    stored = house.bytes_on_disk()
    return [word for word in PRIVATE if word.encode() in stored]


def checkpoint(house: House) -> None:
    file = house.office.database.file
    assert file is not None
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def test_of_private_mail_not_a_word_is_in_the_file(house: House) -> None:
    writes_privately(house)
    house.work()
    assert house.fates() == ["left_alone"]
    assert found(house) == []
    checkpoint(house)
    assert found(house) == []
    assert house.mailbox.filed == []
    assert house.alerts() == []
    assert house.applicant("lorikeet@family.test") is None


def test_thanks_of_a_stranger_is_private_too(house: House) -> None:
    house.writes("Lorikeet <lorikeet@family.test>", "Thanks for Sunday!\n#thanks #none")
    house.work()
    assert house.fates() == ["left_alone"]
    assert found(house) == []
    assert house.applicant("lorikeet@family.test") is None


def test_not_even_where_the_process_died_or_was_put_off(house: House) -> None:
    writes_privately(house)
    house.mailbox.faults.fail("fetch", MailboxUnavailable("gone"))
    with pytest.raises(MailboxUnavailable):
        house.work()
    house.hook = _die
    with pytest.raises(Crash):
        house.work()
    house.hook = lambda _: None
    house.restart()
    house.work()
    assert house.fates() == ["left_alone"]
    assert found(house) == []


def _die(_: str) -> None:
    raise Crash


def test_the_tables_that_hold_private_mail_hold_digests_only(house: House) -> None:
    writes_privately(house)
    house.work()
    with house.office.database.transaction() as connection:
        rows = {
            table.name: connection.execute(table.select()).all() for table in metadata.sorted_tables
        }
        assert len(connection.execute(mail_place.select()).all()) == 1
    filled = {name for name, found_rows in rows.items() if found_rows}
    assert filled <= {"keep", "cursor", "mail", "mail_place", "event"}


def test_the_salt_keeps_digests_apart_between_installations(
    house: House, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = build(tmp_path_factory.mktemp("other"), monkeypatch)
    other.work()
    for one in (house, other):
        writes_privately(one)
        monkeypatch.setattr("mailbot.rounds.open_mailbox", lambda *_, one=one: one.mailbox)
        one.work()
    assert house.seen()[0].identity != other.seen()[0].identity
    assert house.seen()[0].message_id_digest != other.seen()[0].message_id_digest
    other.office.database.close()


def test_the_record_cannot_be_changed_or_dropped(house: House) -> None:
    house.writes("Priya <priya@student.test>", "#cost")
    house.work()
    before = house.record()
    assert before
    for deed in (event.update().values(why="nothing happened"), event.delete()):
        with pytest.raises(sa.exc.IntegrityError, match="append-only"):
            _does(house, deed)
    assert house.record() == before


def _does(house: House, deed: sa.Update | sa.Delete) -> None:
    with house.office.database.transaction() as connection:
        connection.execute(deed)


def test_every_change_of_stage_approval_and_sending_is_on_the_record(house: House) -> None:
    house.writes("Priya <priya@student.test>", "#cost")
    house.writes("Tom <tom@student.test>", "#join")
    house.work()
    draft = house.draft("priya@student.test")
    house.approves(draft)
    house.work()
    kinds = [one.kind for one in house.record(draft.id)]
    assert kinds == ["draft", "approved", "sending", "sent", "stage"]
    tom = house.applicant("tom@student.test")
    assert tom is not None
    assert tom.stage is Stage.QUEUED
    stages = [one for one in house.record() if one.kind == "stage"]
    assert {one.applicant_id for one in stages} == {1, tom.id}
    assert all(one.why for one in house.record())
    mails_told = [one for one in house.record() if one.kind == "mail"]
    assert [one.rule for one in mails_told] == ["reply", "reply"]


def test_the_record_holds_no_personal_words(house: House) -> None:
    words = ("Priya", "priya@student.test", "Wagga", "trombone", "Groups please")
    house.writes("Priya <priya@student.test>", "I play trombone in Wagga. #cost",
                 subject="Groups please")  # fmt: skip
    house.writes("Priya <priya@student.test>", "trombone #boom", subject="Groups please")
    house.work()
    draft = house.draft()
    approval.edit(house.office, draft.id, "Re: Groups please", "Dear Priya", house.clock.now())
    approval.reject(house.office, draft.id, "Priya rang from Wagga", house.clock.now())
    house.writes("Priya <priya@student.test>", "trombone #distress", subject="Groups please")
    house.work()
    assert house.mails(State.REJECTED)
    told = " ".join(f"{one.kind} {one.why} {one.rule}" for one in house.record())
    assert [word for word in words if word in told] == []
