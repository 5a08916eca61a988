"""Past mail comes in the order in which it came, a handful at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.folders import Outline
from mailbot.services.replay_order import came, fetched_in_order, past
from tests.servers.fakes import FakeMailbox

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailbot.model.mail import FetchedMail

BEGIN = datetime(2026, 9, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
FOLDERS = ("INBOX", "Sent")


class WatchedMailbox(FakeMailbox):
    """Notes how much is asked for at once."""

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.asked: list[int] = []

    def fetch(self, folder: str, uids: Sequence[int]) -> Iterator[FetchedMail]:
        """See `Mailbox.fetch`."""
        self.asked.append(sum(len(mail.raw) for mail in self.mails(folder) if mail.uid in uids))
        return super().fetch(folder, uids)


def test_an_answer_comes_after_what_came_at_the_same_instant() -> None:
    mailbox = FakeMailbox()
    mailbox.put(b"hers", "Sent", at=BEGIN)
    mailbox.put(b"theirs", at=BEGIN)
    found, _ = past(mailbox, FOLDERS, BEGIN)
    assert [each.raw for each in fetched_in_order(mailbox, FOLDERS, found)] == [b"theirs", b"hers"]


@given(st.lists(st.tuples(st.booleans(), st.integers(-50, 500)), max_size=130))
def test_whatever_the_uids_all_since_come_once_by_their_dates(
    mails: list[tuple[bool, int]],
) -> None:
    mailbox = FakeMailbox()
    for sent, hours in mails:
        mailbox.put(b"x", FOLDERS[sent], at=BEGIN + hours * HOUR)
    found, older = past(mailbox, FOLDERS, BEGIN)
    dates = [each.internal_date for each in fetched_in_order(mailbox, FOLDERS, found)]
    assert dates == sorted(BEGIN + hours * HOUR for _, hours in mails if hours >= 0)
    assert all(left <= right for left, right in pairwise(dates))
    assert older == 0


def test_large_mails_are_not_held_all_at_once() -> None:
    mailbox = WatchedMailbox()
    for number in range(12):
        mailbox.put(bytes(5_000_000), at=BEGIN + number * HOUR)
    found, _ = past(mailbox, FOLDERS, BEGIN)
    assert sum(1 for _ in fetched_in_order(mailbox, FOLDERS, found)) == 12
    assert max(mailbox.asked) <= 16_000_000


def test_a_mail_that_vanishes_meanwhile_is_passed_by() -> None:
    mailbox = FakeMailbox()
    for number in range(3):
        mailbox.put(b"%d" % number, at=BEGIN + number * HOUR)
    found, _ = past(mailbox, FOLDERS, BEGIN)
    mailbox.remove("INBOX", 2)
    assert [each.raw for each in fetched_in_order(mailbox, FOLDERS, found)] == [b"0", b"2"]


def test_where_a_mailbox_was_moved_the_mails_own_date_counts() -> None:
    moved = BEGIN + timedelta(days=30)
    assert came(Outline(1, 9, moved, BEGIN)) == BEGIN
    assert came(Outline(1, 9, moved, moved - HOUR)) == moved
    assert came(Outline(1, 9, moved, moved + timedelta(days=900))) == moved
    assert came(Outline(1, 9, moved, None)) == moved


def test_what_is_older_than_it_was_filed_is_counted_and_left_out() -> None:
    mailbox = FakeMailbox()
    old = format_datetime(BEGIN - timedelta(days=700)).encode()
    mailbox.put(b"Date: " + old + b"\r\n\r\nlong ago", at=BEGIN + HOUR)
    assert past(mailbox, FOLDERS, BEGIN) == ([], 1)
