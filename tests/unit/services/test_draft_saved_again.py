"""Her mail program saves a draft anew: while it says the same, a command may let it go."""

from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import RefusedError
from mailbot.mail.compose import read_back
from mailbot.mail.parse import parse
from mailbot.model.outbox import State

if TYPE_CHECKING:
    from mailbot.store.outbox import Outbound
    from tests.faults.house import House

PRIYA = "priya@student.test"


def drafted(house: House) -> Outbound:
    house.writes(f"Priya <{PRIYA}>", "#cost")
    house.work()
    return house.draft()


def saved_again(house: House, draft: Outbound, raw: bytes) -> None:
    house.deletes(draft)
    for mail in house.mailbox.mails("Drafts"):
        house.mailbox.remove("Drafts", mail.uid)
    house.mailbox.put(raw, "Drafts", at=house.later(), flags=("\\Draft",))
    house.work()


def as_html(house: House, draft: Outbound) -> bytes:
    new, old = EmailMessage(), parse(draft.raw)
    new["From"], new["To"], new["Subject"] = "ruth@balint.example", PRIYA, old.subject
    new["Message-ID"], new["In-Reply-To"] = "<html@mua.test>", old.in_reply_to[0]
    new.set_content(read_back(draft.raw).html, subtype="html")
    return new.as_bytes()


@pytest.mark.parametrize("keeps_id", [True, False])
def test_the_same_words_in_other_bytes_leave_by_command_and_the_copy_goes(
    house: House, keeps_id: bool
) -> None:
    draft = drafted(house)
    saved_again(house, draft, house.her_version(draft, keeps_id=keeps_id))
    house.approves(draft)
    for _ in range(2):
        house.work()
    assert house.got(PRIYA) == [draft.raw], "what she approved, not the other"
    assert house.mailbox.mails("Drafts") == []
    assert house.audit() == ()


def test_the_same_words_as_html_leave_by_command_and_the_copy_goes(house: House) -> None:
    draft = drafted(house)
    saved_again(house, draft, as_html(house, draft))
    house.approves(draft)
    for _ in range(2):
        house.work()
    assert house.got(PRIYA) == [draft.raw]
    assert house.mailbox.mails("Drafts") == []


def test_what_she_changes_after_that_is_never_taken_away(house: House) -> None:
    draft = drafted(house)
    saved_again(house, draft, house.her_version(draft, keeps_id=True))
    house.approves(draft)
    hers = house.her_version(draft, keeps_id=True, text="Dear Priya, other words.")
    for mail in house.mailbox.mails("Drafts"):
        house.mailbox.remove("Drafts", mail.uid)
    house.mailbox.put(hers, "Drafts", at=house.later(), flags=("\\Draft",))
    for _ in range(3):
        house.work(20)
    assert house.got(PRIYA) == []
    assert [mail.raw for mail in house.mailbox.mails("Drafts")] == [hers]


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        (b"To: priya@student.test", b"To: priya@student.test\nCc: tom@student.test"),
        (b"To: priya@student.test", b"To: priya@student.test\nBcc: tom@student.test"),
        (b"To: priya@student.test", b"To: priya@home.test, priya@student.test"),
    ],
)
def test_another_recipient_is_a_change(house: House, line: bytes, instead: bytes) -> None:
    draft = drafted(house)
    raw = house.her_version(draft, keeps_id=True).replace(line, instead)
    assert instead in raw
    saved_again(house, draft, raw)
    with pytest.raises(RefusedError, match="edited"):
        house.approves(draft)


def test_a_new_draft_takes_the_place_of_the_one_saved_again(house: House) -> None:
    draft = drafted(house)
    saved_again(house, draft, house.her_version(draft))
    house.writes(f"Priya <{PRIYA}>", "#join too", answers=parse(draft.raw))
    for _ in range(2):
        house.work()
    assert house.mail(draft.id).state is State.SUPERSEDED
    assert len(house.mailbox.mails("Drafts")) == 1
