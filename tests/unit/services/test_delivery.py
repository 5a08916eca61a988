"""What is approved leaves once, or a person hears of it."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from mailbot.errors import (
    LoginRefused,
    MailboxUnavailable,
    MailerUnavailable,
    SendDeferred,
    SendRejected,
    SendUncertain,
    SettingsError,
)
from mailbot.model.outbox import State
from mailbot.services import approval, delivery, pausing
from mailbot.services.delivery import Ways
from mailbot.settings import LimitSettings
from mailbot.settings_servers import DeliverySettings
from mailbot.store import outbox as store
from mailbot.store import people
from mailbot.store.schema_outbox import letter, outbox
from tests.faults.house import RUTH, House, settings_for
from tests.servers.fakes import Crash, FakeMailbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mailbot.store.outbox import Outbound

TO_PRIYA = "priya@student.test"


def approved(house: House, who: str = "priya") -> Outbound:
    house.writes(f"{who.title()} <{who}@student.test>", "Hello.\n#cost\n")
    house.work()
    draft = house.draft(f"{who}@student.test")
    house.approves(draft)
    return draft


def fails(house: House, *errors: BaseException, **how: Any) -> None:
    for error in errors:
        house.mailer.faults.fail("send", error, **how)


def test_a_temporary_refusal_is_tried_again_with_growing_pauses_for_a_day(house: House) -> None:
    draft = approved(house)
    fails(house, *(SendDeferred("450 busy") for _ in range(30)))
    attempts, began, last = [], house.clock.now(), 0
    while house.mail(draft.id).state is not State.FAILED:
        house.work(10)
        now = house.mailer.faults.calls.count("send")
        if now > last and not house.alerts("failed"):
            attempts.append(house.clock.now())
        last = now
        assert house.clock.now() - began < timedelta(days=2)
    pauses = [after - before for before, after in itertools.pairwise(attempts)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=4)
    assert timedelta(hours=20) < house.clock.now() - began < timedelta(hours=30)
    assert len(house.alerts("failed")) == 1
    assert house.got(TO_PRIYA) == []


def test_a_refusal_that_ends_lets_the_mail_go_once(house: House) -> None:
    approved(house)
    fails(house, SendDeferred("450 busy"))
    house.work()
    assert house.got(TO_PRIYA) == []
    house.work(5)
    assert len(house.got(TO_PRIYA)) == 1
    assert house.alerts() == []
    assert house.audit() == ()


def test_a_refusal_for_good_is_told_of_and_can_be_sent_again(house: House) -> None:
    draft = approved(house)
    fails(house, SendRejected("550 no such user"))
    house.work()
    assert house.mail(draft.id).state is State.FAILED
    assert len(house.alerts("failed")) == 1
    assert len(house.audit()) == 1
    house.work(60 * 24)
    assert house.got(TO_PRIYA) == []
    approval.resend(house.office, draft.id, draft.digest, house.clock.now())
    house.work()
    assert len(house.got(TO_PRIYA)) == 1
    assert house.audit() == ()


@pytest.mark.parametrize("taken", [True, False])
def test_a_broken_answer_is_uncertain_and_never_sent_again_by_itself(
    house: House, taken: bool
) -> None:
    draft = approved(house)
    fails(house, SendUncertain("broke off"), done_first=taken)
    for _ in range(3):
        house.work(60)
    assert house.mail(draft.id).state is State.UNCERTAIN
    assert len(house.alerts("uncertain")) == 1
    assert len(house.got(TO_PRIYA)) == taken
    assert len(house.audit()) == 1


def test_an_uncertain_mail_that_sent_shows_is_sent(build_house: Callable[..., House]) -> None:
    house = build_house(mailbox=FakeMailbox(keeps_sent=True))
    house.work()
    draft = approved(house)
    fails(house, SendUncertain("broke off"), done_first=True)
    house.mailbox.put(draft.raw, "Sent", at=house.clock.now())
    house.work()
    assert house.mail(draft.id).state is State.SENT
    assert house.alerts() == []

    other = approved(house, "tom")
    fails(house, SendUncertain("broke off"), done_first=True)
    house.work()
    assert house.mail(other.id).state is State.UNCERTAIN
    house.mailbox.put(other.raw, "Sent", at=house.clock.now())
    house.work()
    assert house.mail(other.id).state is State.SENT
    assert house.audit() == ()


@pytest.mark.parametrize(
    "error", [MailerUnavailable("down"), LoginRefused("no"), SettingsError("no password")]
)
def test_where_nothing_was_handed_over_it_is_tried_again(
    house: House, error: BaseException
) -> None:
    draft = approved(house)
    for _ in range(5):
        fails(house, error)
        with pytest.raises(type(error)):
            house.work(60)
        assert house.mail(draft.id).state is State.APPROVED
    house.work()
    assert len(house.got(TO_PRIYA)) == 1
    assert house.alerts() == []


def test_uncertain_while_the_mailbox_is_away_is_settled_when_it_is_back(house: House) -> None:
    draft = approved(house)
    ways = Ways(lambda: house.mailer, lambda: house.mailbox)
    house.work_only_in()
    fails(house, SendUncertain("broke off"), done_first=True)
    house.mailbox.faults.fail("find", MailboxUnavailable("away"))
    with pytest.raises(MailboxUnavailable):
        delivery.deliver(house.office, ways, house.later())
    assert house.mail(draft.id).state is State.SENDING
    delivery.deliver(house.office, ways, house.later())
    assert house.mail(draft.id).state is State.UNCERTAIN
    assert len(house.got(TO_PRIYA)) == 1


def test_one_mail_of_no_address_does_not_hold_the_others(house: House) -> None:
    approved(house)
    approved(house, "tom")
    fails(house, RuntimeError("a fault of the mailer"))
    house.work()
    assert len(house.got(TO_PRIYA)) + len(house.got("tom@student.test")) == 1
    assert len(house.mails(State.UNCERTAIN)) == 1
    assert len(house.alerts("uncertain")) == 1


def test_a_copy_goes_to_sent_once_and_failing_to_copy_never_sends_again(house: House) -> None:
    approved(house)
    house.work_only_in()
    house.mailbox.faults.fail("append", MailboxUnavailable("full"))
    with pytest.raises(MailboxUnavailable):
        house.work()
    assert house.mailbox.mails("Sent") == []
    house.mailbox.faults.fail("append", MailboxUnavailable("lost answer"), done_first=True)
    with pytest.raises(MailboxUnavailable):
        house.work(5)
    for _ in range(3):
        house.work(10)
    assert len(house.mailbox.mails("Sent")) == 1
    assert len(house.got(TO_PRIYA)) == 1
    assert house.audit() == ()


@pytest.mark.parametrize(
    ("keeps_sent", "choice", "copies"),
    [
        (False, "auto", 1),
        (True, "auto", 0),
        (True, "always", 1),
        (False, "never", 0),
    ],
)
def test_who_puts_the_copy_into_sent(
    build_house: Callable[..., House],
    tmp_path: Path,
    keeps_sent: bool,
    choice: Any,
    copies: int,
) -> None:
    delivered = DeliverySettings(host="smtp.test", copy_to_sent=choice)
    house = build_house(
        mailbox=FakeMailbox(keeps_sent=keeps_sent),
        settings=settings_for(tmp_path, delivery=delivered),
    )
    house.work()
    approved(house)
    house.work()
    house.work()
    assert len(house.mailbox.mails("Sent")) == copies


def test_bytes_altered_after_approval_do_not_leave(house: House) -> None:
    draft = approved(house)
    with house.office.database.transaction() as connection:
        connection.execute(
            letter.update()
            .where(letter.c.outbox_id == draft.id)
            .values(raw=draft.raw.replace(b"Dear", b"Damn"))
        )
    house.work()
    assert house.got(TO_PRIYA) == []
    assert house.mail(draft.id).state is State.DRAFT
    assert len(house.alerts("failed")) == 1


def test_an_approved_state_without_an_approval_does_not_leave(house: House) -> None:
    house.writes("Priya <priya@student.test>", "#cost")
    house.work()
    with house.office.database.transaction() as connection:
        connection.execute(outbox.update().values(state=State.APPROVED.value))
    house.work()
    assert house.got(TO_PRIYA) == []
    assert house.mails(State.APPROVED) == []


def test_alerts_leave_while_all_else_is_held(
    build_house: Callable[..., House], tmp_path: Path
) -> None:
    only = DeliverySettings(host="smtp.test", only_to=("*@uni.test",))
    house = build_house(settings=settings_for(tmp_path, delivery=only))
    house.work()
    draft = approved(house)
    pausing.pause(house.office, house.clock.now())
    house.writes("Sam <sam@student.test>", "#distress")
    house.work()
    assert len(house.got(RUTH)) == 1
    assert house.got(TO_PRIYA) == []
    pausing.resume(house.office, house.clock.now())
    house.work()
    assert house.got(TO_PRIYA) == []
    assert house.mail(draft.id).hold == "only_to"
    assert house.audit() == ()


def test_an_alert_stands_in_the_inbox_where_smtp_is_down(house: House) -> None:
    house.writes("Sam <sam@student.test>", "#distress")
    fails(house, MailerUnavailable("down"))
    house.work()
    (alert,) = [mail for mail in house.mailbox.mails() if b"Auto-Submitted" in mail.raw]
    assert b"sam@student.test" in alert.raw
    assert house.got(RUTH) == []
    house.work()
    assert len([mail for mail in house.mailbox.mails() if b"Auto-Submitted" in mail.raw]) == 1
    assert house.fates() == ["put_before"], "our own mail is none that came in"


def test_an_alert_waits_where_both_ways_are_shut(house: House) -> None:
    house.writes("Sam <sam@student.test>", "#distress")
    house.work_only_in()
    ways = Ways(lambda: house.mailer, lambda: house.mailbox)
    fails(house, MailerUnavailable("down"))
    house.mailbox.faults.fail("append", MailboxUnavailable("down"))
    with pytest.raises(MailboxUnavailable):
        delivery.deliver(house.office, ways, house.later())
    delivery.deliver(house.office, ways, house.later())
    assert len(house.got(RUTH)) == 1


def test_a_crash_while_an_alert_leaves_shows_it_at_least_once(house: House) -> None:
    house.writes("Sam <sam@student.test>", "#distress")
    fails(house, Crash())
    with pytest.raises(Crash):
        house.work()
    house.restart()
    house.work()
    standing = [mail for mail in house.mailbox.mails() if b"Auto-Submitted" in mail.raw]
    assert len(house.got(RUTH)) + len(standing) == 1


def test_paused_is_decided_at_the_claim(house: House) -> None:
    draft = approved(house)
    house.work_only_in()

    real = house.mailbox.remove_draft

    def remove_and_pause(place: Any, raw: bytes) -> bool:
        pausing.pause(house.office, house.clock.now())
        return real(place, raw)

    house.mailbox.remove_draft = remove_and_pause  # type: ignore[method-assign]
    delivery.deliver(house.office, Ways(lambda: house.mailer, lambda: house.mailbox), house.later())
    assert house.got(TO_PRIYA) == []
    assert house.mail(draft.id).state is State.APPROVED
    pausing.resume(house.office, house.clock.now())
    house.work()
    assert len(house.got(TO_PRIYA)) == 1


def test_the_breaker_holds_the_rest_and_tells_once(
    build_house: Callable[..., House], tmp_path: Path
) -> None:
    three = LimitSettings(replies_an_hour=3)
    house = build_house(settings=settings_for(tmp_path, limits=three))
    house.work()
    names = ("ana", "bea", "cleo", "dora", "eve")
    for name in names:
        approved(house, name)
    for _ in range(8):
        house.work(5)
    students = [one for one in house.mailer.sent if one.recipient != RUTH]
    assert len(students) == 3
    assert len(house.alerts("breaker")) == 1
    assert len(house.got(RUTH)) == 1, "the breaker never holds an alert"
    held = [event for event in house.record() if event.kind == "held"]
    assert len(held) == 2, "said once of each, not at every look"
    house.work(60)
    assert len([one for one in house.mailer.sent if one.recipient != RUTH]) == 5


def test_three_times_the_usual_is_allowed_where_that_is_more(
    build_house: Callable[..., House], tmp_path: Path
) -> None:
    few = LimitSettings(replies_an_hour=2)
    house = build_house(settings=settings_for(tmp_path, limits=few))
    house.work()
    for name in ("ana", "bea"):
        approved(house, name)
    house.work()
    house.work(60 * 24)
    for name in ("c", "d", "e", "f", "g", "h", "i"):
        approved(house, name)
    house.work()
    assert len([one for one in house.mailer.sent if one.recipient != RUTH]) == 2 + 6


def test_an_address_that_bounced_for_good_is_held(house: House) -> None:
    draft = approved(house)
    house.work()
    later = approved(house)
    bounce = (
        b"From: MAILER-DAEMON@mx.test\r\nReturn-Path: <>\r\nMessage-ID: <b@mx.test>\r\n"
        b"Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.test\r\n\r\n"
        b"Final-Recipient: rfc822; priya@student.test\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        b"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: "
        + draft.message_id.encode()
        + b"\r\n\r\n--b--\r\n"
    )
    house.mailbox.put(bounce, at=house.clock.now())
    house.work()
    assert len(house.alerts("bounce")) == 1
    assert len(house.got(TO_PRIYA)) == 1
    assert house.mail(later.id).hold == "bounced"


def test_an_address_that_its_owner_writes_from_again_is_free_again(house: House) -> None:
    approved(house)
    house.work()
    with house.office.database.transaction() as connection:
        people.mark_bounced(connection, TO_PRIYA, permanent=True, now=house.clock.now())
    approved(house)
    house.work()
    assert len(house.got(TO_PRIYA)) == 2


def test_it_writes_nothing_while_all_is_held(house: House) -> None:
    approved(house)
    pausing.pause(house.office, house.clock.now())
    house.work()
    writes: list[str] = []
    house.hook = writes.append
    ways = Ways(lambda: house.mailer, lambda: house.mailbox)
    for _ in range(3):
        delivery.deliver(house.office, ways, house.later())
    assert writes == []


def test_no_state_goes_where_the_table_of_moves_does_not_lead(house: House) -> None:
    draft = approved(house)
    with house.office.database.transaction() as connection, pytest.raises(ValueError, match="goes"):
        store.move(connection, draft.id, (State.SENT,), State.APPROVED, house.clock.now())
    with pytest.raises(sa.exc.IntegrityError), house.office.database.transaction() as connection:
        connection.execute(outbox.update().values(state="gone"))
