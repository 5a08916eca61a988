"""What one item in the mailbox runs into keeps nothing else from being done."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from mailbot.errors import FolderMissing, MailboxRefused, MailboxUnavailable
from mailbot.model.outbox import State
from mailbot.services import delivery
from mailbot.services.delivery import Ways
from tests.servers.fakes import Crash

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.house import House

PRIYA = "priya@student.test"
TOM = "tom@student.test"
FULL = MailboxRefused("The mail server imap.test refused a command: NO [OVERQUOTA].")
GONE = MailboxUnavailable("The mail server imap.test broke off.")


@pytest.fixture
def refuse(house: House, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the server refuse what is put into a folder and holds certain bytes."""
    real = house.mailbox.append

    def refuse_some(folder: str, holding: bytes = b"", error: Exception = FULL) -> None:
        def append(into: str, raw: bytes, **how: Any) -> Any:
            if into == folder and holding in raw:
                raise error
            return real(into, raw, **how)

        monkeypatch.setattr(house.mailbox, "append", append)

    return refuse_some


@pytest.mark.parametrize("error", [FULL, ValueError("a fault"), GONE])
def test_a_draft_that_is_refused_holds_no_other_draft_label_or_copy(
    house: House, refuse: Callable[..., None], error: Exception
) -> None:
    refuse("Drafts", PRIYA.encode(), error)
    house.writes(f"Priya <{PRIYA}>", "#cost")
    house.writes(f"Tom <{TOM}>", "#cost")
    if error is GONE:
        with pytest.raises(MailboxUnavailable):
            house.work()
    else:
        house.work()
    house.work(0)
    assert [mail.state for mail in house.mails()] == [State.DRAFT, State.DRAFT]
    assert len(house.in_drafts(house.draft(TOM))) == 1
    assert len(house.mailbox.filed) == 2
    house.approves(house.draft(TOM))
    house.work(0)
    assert len(house.got(TOM)) == 1
    assert len(house.mailbox.mails("Sent")) == 1


@pytest.mark.parametrize("error", [FULL, GONE])
def test_what_must_be_told_at_once_leaves_though_the_mailbox_is_full(
    house: House, refuse: Callable[..., None], error: Exception
) -> None:
    refuse("Drafts", error=error)
    house.writes(f"Tom <{TOM}>", "#cost")
    house.writes(f"Priya <{PRIYA}>", "I cannot go on #distress")
    if error is GONE:
        with pytest.raises(MailboxUnavailable):
            house.work()
    else:
        house.work()
    assert len(house.got("ruth@balint.example")) == 1


def test_an_alert_that_waits_leaves_though_a_folder_is_missing(house: House) -> None:
    house.writes(f"Priya <{PRIYA}>", "I cannot go on #distress")
    house.work_only_in()
    house.mailbox.faults.fail("folders", FolderMissing("There is no folder Drafts."))
    with pytest.raises(FolderMissing):
        house.work()
    assert len(house.got("ruth@balint.example")) == 1


def test_a_look_that_breaks_off_holds_no_alert_but_every_reply(house: House) -> None:
    house.writes(f"Tom <{TOM}>", "#cost")
    house.work()
    house.approves(house.draft())
    house.writes(f"Priya <{PRIYA}>", "I cannot go on #distress")
    house.mailbox.faults.fail("fetch", GONE, done_first=True)
    with pytest.raises(MailboxUnavailable):
        house.work()
    assert len(house.got("ruth@balint.example")) == 1
    assert house.got(TOM) == [], "her answer may stand in what was not looked at"
    house.work()
    assert len(house.got(TOM)) == 1


def test_a_draft_that_ends_the_connection_each_time_holds_the_others_up_once_only(
    house: House, refuse: Callable[..., None]
) -> None:
    refuse("Drafts", PRIYA.encode(), GONE)
    house.writes(f"Priya <{PRIYA}>", "#cost")
    house.writes(f"Tom <{TOM}>", "#cost")
    for _ in range(2):
        with pytest.raises(MailboxUnavailable):
            house.work(24 * 60)
    assert len(house.in_drafts(house.draft(TOM))) == 1
    assert len(house.mailbox.filed) == 2


def test_a_copy_that_the_server_does_not_let_go_holds_no_other_reply(house: House) -> None:
    house.writes(f"Priya <{PRIYA}>", "#cost")
    house.writes(f"Tom <{TOM}>", "#cost")
    house.work()
    for mail in house.mails():
        house.approves(mail)
    house.mailbox.faults.fail("remove_draft", FULL)
    house.work()
    assert (len(house.got(PRIYA)), len(house.got(TOM))) == (0, 1)
    house.work(2)
    assert len(house.got(PRIYA)) == 1
    assert house.mailbox.mails("Drafts") == []
    assert house.audit() == ()


def test_a_mail_in_mid_send_that_cannot_be_settled_holds_no_alert(house: House) -> None:
    house.writes(f"Tom <{TOM}>", "#cost")
    house.work()
    house.approves(house.draft())
    house.mailer.faults.fail("send", Crash(), done_first=True)
    with pytest.raises(Crash):
        house.work()
    house.writes(f"Priya <{PRIYA}>", "I cannot go on #distress")
    house.work_only_in()
    ways = Ways(lambda: house.mailer, lambda: house.mailbox)
    house.mailbox.faults.fail("find", GONE)
    with pytest.raises(MailboxUnavailable):
        delivery.deliver(house.office, ways, house.later())
    assert len(house.got("ruth@balint.example")) == 1


def test_what_is_refused_is_tried_again_with_growing_pauses_and_told_once(
    house: House, refuse: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse("Drafts")
    house.writes(f"Priya <{PRIYA}>", "#cost")
    house.writes(f"Tom <{TOM}>", "#cost")
    tried = []
    refused = house.mailbox.append

    def append(into: str, raw: bytes, **how: Any) -> Any:
        if into == "Drafts" and PRIYA.encode() in raw:
            tried.append(house.clock.now())
        return refused(into, raw, **how)

    monkeypatch.setattr(house.mailbox, "append", append)
    for _ in range(60):
        house.work()
    pauses = [(after - before) for before, after in pairwise(tried)]
    assert pauses == [timedelta(minutes=2**power) for power in range(5)]
    (alert,) = house.alerts("world")
    assert len(house.got("ruth@balint.example")) == 1
    assert b"OVERQUOTA" in house.got("ruth@balint.example")[0]
    assert alert.at - tried[0] == timedelta(minutes=15)


def test_what_was_refused_is_done_once_there_is_room(
    house: House, refuse: Callable[..., None]
) -> None:
    refuse("Drafts")
    house.writes(f"Priya <{PRIYA}>", "#cost")
    for _ in range(10):
        house.work()
    refuse("Drafts", b"nothing that any mail holds")
    for _ in range(10):
        house.work()
    assert len(house.in_drafts(house.draft())) == 1
    assert house.audit() == ()
