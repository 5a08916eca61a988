"""An audit notices each kind of breakage, and nothing where all is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.errors import SendUncertain
from mailbot.mail.parse import parse
from mailbot.model.outbox import State
from mailbot.services.auditing import Fault, audit
from mailbot.store import cursors
from mailbot.store.schema import alert, chore, cursor, mail, mail_place, mail_text
from mailbot.store.schema_outbox import answers, approval, draft_copy, letter
from mailbot.store.schema_outbox import outbox as outbox_table

if TYPE_CHECKING:
    from collections.abc import Callable

    import sqlalchemy as sa

    from mailbot.store.outbox import Outbound
    from tests.faults.house import House

TO_PRIYA = "priya@student.test"


def drafted(house: House) -> Outbound:
    house.writes(f"Priya <{TO_PRIYA}>", "Hello.\n#cost\n")
    house.work()
    return house.draft()


def sent(house: House) -> Outbound:
    draft = drafted(house)
    house.approves(draft)
    house.work()
    house.work()
    assert house.audit() == ()
    return house.mail(draft.id)


def breaks(house: House, *deeds: sa.Delete | sa.Update | sa.Insert) -> None:
    with house.office.database.transaction() as connection:
        for deed in deeds:
            connection.execute(deed)


def faults(house: House) -> set[Fault]:
    return {one.fault for one in house.audit()}


def test_all_is_well_through_a_whole_story_and_it_says_how_much_it_looked_at(
    house: House,
) -> None:
    sent(house)
    house.writes("Mum <mum@family.test>", "Dinner?\n#none")
    house.writes("Sam <sam@student.test>", "#distress")
    house.work()
    result = audit(house.office, house.mailbox)
    assert result.findings == ()
    assert result.looked_at == {"INBOX": 3, "Sent": 1}
    assert result.outbound == 2


def test_deleted_drafts_are_lost(house: House) -> None:
    drafted(house)
    breaks(
        house,
        answers.delete(),
        approval.delete(),
        draft_copy.delete(),
        letter.delete(),
        outbox_table.delete(),
    )
    assert faults(house) == {Fault.LOST}


@pytest.mark.parametrize(
    ("deed", "fault"),
    [
        (cursor.delete().where(cursor.c.folder == "INBOX"), Fault.LOST),
        (mail.update().where(mail.c.fate == "put_before").values(fate="handled"), Fault.LOST),
        (
            mail.update()
            .where(mail.c.rule == "reply")
            .values(fate="left_alone", rule="private mail"),
            Fault.ALTERED,
        ),
        (
            outbox_table.update().where(outbox_table.c.state == "draft").values(state="rejected"),
            Fault.LOST,
        ),
        (
            outbox_table.update().where(outbox_table.c.state == "draft").values(state="superseded"),
            Fault.LOST,
        ),
        (mail_text.delete(), Fault.LOST),
    ],
)
@pytest.mark.parametrize("waiting", ["#coordinator #cost", "#distress"])
def test_what_contradicts_the_record_is_found(
    house: House, deed: sa.Delete | sa.Update, fault: Fault, waiting: str
) -> None:
    sent(house)
    house.writes("Sam <sam@student.test>", waiting)
    house.writes("Tom <tom@student.test>", "#cost")
    house.work()
    assert house.audit() == ()
    breaks(house, deed)
    assert fault in faults(house)


def test_a_draft_without_its_words_is_lost(house: House) -> None:
    drafted(house)
    breaks(house, draft_copy.delete(), letter.delete())
    assert faults(house) == {Fault.LOST}


def test_a_mail_whose_only_draft_gave_way_to_nothing_is_lost(house: House) -> None:
    drafted(house)
    breaks(house, outbox_table.update().values(state=State.SUPERSEDED.value))
    assert faults(house) == {Fault.LOST}


def test_a_mail_that_was_passed_by_is_lost(house: House) -> None:
    house.writes(f"Priya <{TO_PRIYA}>", "#cost")
    with house.office.database.transaction() as connection:
        cursors.advance(connection, "INBOX", 1)
    house.work()
    assert house.seen() == []
    (finding,) = house.audit()
    assert (finding.fault, finding.folder, finding.uid) == (Fault.LOST, "INBOX", 1)


def test_a_mail_forgotten_is_lost(house: House) -> None:
    house.writes("Pat <pat@student.test>", "#complaint #coordinator")
    house.work()
    breaks(house, mail_place.delete(), mail_text.delete())
    breaks(house, chore.delete(), alert.delete(), mail.delete())
    assert faults(house) == {Fault.LOST}


def test_what_has_not_been_looked_at_yet_is_no_fault(house: House) -> None:
    house.writes(f"Priya <{TO_PRIYA}>", "#cost")
    assert house.audit() == ()
    house.work()
    house.sends(house.draft(), keeps_id=True)
    assert house.audit() == ()


def test_a_double_in_sent_is_twice(house: House) -> None:
    mail_sent = sent(house)
    house.mailbox.put(mail_sent.raw, "Sent", at=house.clock.now())
    assert faults(house) == {Fault.TWICE}


def test_the_same_words_by_hand_are_twice(house: House) -> None:
    mail_sent = sent(house)
    house.mailbox.put(house.her_version(mail_sent), "Sent", at=house.clock.now())
    assert faults(house) == {Fault.TWICE}


def test_two_answers_in_one_thread_that_she_approved_are_not_twice(house: House) -> None:
    first = sent(house)
    house.writes(f"Priya <{TO_PRIYA}>", "Again, please?\n#cost", answers=parse(first.raw))
    house.work()
    house.approves(house.draft())
    house.work()
    house.work()
    assert len(house.got(TO_PRIYA)) == 2
    assert house.audit() == ()


def test_mail_without_approval_is_unapproved(house: House) -> None:
    sent(house)
    breaks(house, approval.delete())
    assert faults(house) == {Fault.UNAPPROVED}


def test_a_draft_that_stands_in_sent_is_unapproved(house: House) -> None:
    draft = drafted(house)
    house.mailbox.put(draft.raw, "Sent", at=house.clock.now())
    with house.office.database.transaction() as connection:
        cursors.advance(connection, "Sent", 1)
    assert faults(house) == {Fault.UNAPPROVED}


@pytest.mark.parametrize("make", [drafted, sent])
def test_altered_bytes_are_altered(house: House, make: Callable[[House], Outbound]) -> None:
    made = make(house)
    breaks(house, letter.update().values(raw=made.raw.replace(b"Dear", b"Dead")))
    assert Fault.ALTERED in faults(house)


def test_uncertain_and_failed_wait_for_her(house: House) -> None:
    draft = drafted(house)
    house.approves(draft)
    house.mailer.faults.fail("send", SendUncertain("broke off"))
    house.work()
    assert faults(house) == {Fault.UNCERTAIN}
    breaks(house, outbox_table.update().values(state=State.FAILED.value))
    assert faults(house) == {Fault.UNSETTLED}


def test_what_sent_does_not_show_is_missed(house: House) -> None:
    sent(house)
    (copy,) = house.mailbox.mails("Sent")
    house.mailbox.remove("Sent", copy.uid)
    assert faults(house) == {Fault.NOT_IN_SENT}


def test_it_changes_nothing(house: House) -> None:
    sent(house)
    drafted(house)
    wrote: list[str] = []
    house.hook = wrote.append
    calls = len(house.mailbox.faults.calls)
    house.audit()
    assert wrote == []
    deeds = {"append", "remove_draft", "file"}
    assert not deeds & set(house.mailbox.faults.calls[calls:])
