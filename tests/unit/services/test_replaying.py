"""What counts as an answer in a replay, and that no mail stops it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest

from mailbot.errors import MailboxUnavailable
from mailbot.services import replaying
from mailbot.services.replay_values import Answered, Replayed, Would
from tests.servers.fakes import FakeMailbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailbot.services.replaying import Replay
    from tests.faults.house import House

BEGIN = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANA = "Ana Vea <ana@student.example>"
COST = "What does it cost? #cost"


class Past:
    """A mailbox that fills a day at a time, and is gone through."""

    def __init__(self, house: House) -> None:
        """Begin empty."""
        self._settings = house.office.settings
        self.mailbox = FakeMailbox(also=("All Mail",))
        self.hers = self._settings.coordinator.email
        self._days = 0

    def put(
        self,
        sender: str,
        text: str = COST,
        folder: str = "INBOX",
        flags: tuple[str, ...] = (),
        **headers: str,
    ) -> None:
        """Put a mail in; headers by name, with _ for -."""
        self._days += 1
        mail = EmailMessage()
        mail["From"] = sender
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        at = BEGIN + timedelta(days=self._days)
        self.mailbox.put(mail.as_bytes(), folder, at=at, flags=flags)

    def sent(self, text: str = "It is free.", to: str = ANA, **headers: str) -> None:
        """Let her write."""
        self.put(self.hers, text, "Sent", (), To=to, **headers)

    def found(self, folder: str = "INBOX", told: Callable[..., None] = lambda *_: None) -> Replay:
        """Go through all."""
        with replaying.replaying(self._settings, self.mailbox, folder, BEGIN, NOW, told) as found:
            return found

    def only(self) -> Replayed:
        """Return the only mail that is found."""
        (mail,) = self.found().mails
        return mail


@pytest.fixture
def past(house: House) -> Past:
    """An empty mailbox of a coordinator."""
    return Past(house)


def test_a_mail_that_names_it_and_goes_to_its_writer_answers_it(past: Past) -> None:
    past.put(ANA, Message_ID="<1@s.example>")
    past.sent(In_Reply_To="<1@s.example>")
    assert past.only().answered is Answered.DIRECTLY


def test_an_answer_may_go_to_where_the_writer_wants_it(past: Past) -> None:
    past.put(ANA, Message_ID="<1@s.example>", Reply_To="ana@home.example")
    past.sent(to="ana@home.example", In_Reply_To="<1@s.example>")
    assert past.only().answered is Answered.DIRECTLY


@pytest.mark.parametrize(
    "headers",
    [
        {"to": "Colleague <kim@leader.test>", "In_Reply_To": "<1@s.example>"},
        {"In_Reply_To": "<1@s.example>", "Auto_Submitted": "auto-replied"},
        {"In_Reply_To": "<another@s.example>"},
        {},
    ],
    ids=["passed on to somebody else", "her absence note", "another mail", "no thread"],
)
def test_this_is_no_answer(past: Past, headers: dict[str, str]) -> None:
    past.put(ANA, Message_ID="<1@s.example>")
    past.sent(**headers)
    mail = past.only()
    assert (mail.answered, mail.alike, mail.agrees) == (Answered.NEVER, None, False)


def test_a_later_answer_in_the_conversation_gives_way_to_one_of_its_own(past: Past) -> None:
    past.put(ANA, Message_ID="<1@s.example>")
    past.put(
        ANA, "And who leads it? #leaders", Message_ID="<2@s.example>", References="<1@s.example>"
    )
    past.sent(In_Reply_To="<2@s.example>", References="<1@s.example> <2@s.example>")
    past.sent(In_Reply_To="<1@s.example>")
    assert [mail.answered for mail in past.found().mails] == [Answered.DIRECTLY] * 2
    assert all(mail.alike is not None for mail in past.found().mails)


def test_what_she_wrote_herself_is_no_enquiry(past: Past) -> None:
    past.put(past.hers, folder="All Mail", Message_ID="<1@her.example>")
    found = past.found("All Mail")
    assert (found.mails, found.own) == ((), 1)


def test_the_same_mail_twice_is_one(past: Past) -> None:
    for _ in range(2):
        past.put(ANA, Message_ID="<1@s.example>", Date="Wed, 02 Sep 2026 09:00:00 +0000")
    assert len(past.found().mails) == 1


def test_a_draft_of_hers_is_no_mail(past: Past) -> None:
    past.put(ANA, folder="All Mail", flags=("\\Draft",))
    assert past.found("All Mail").mails == ()


def test_what_stands_in_the_junk_folder_is_never_drafted(past: Past) -> None:
    past.put(ANA, folder="Junk")
    (mail,) = past.found("Junk").mails
    assert mail.would is Would.FOR_YOU


def test_it_tells_how_far_it_is(past: Past) -> None:
    past.put(ANA, Message_ID="<1@s.example>")
    past.sent()
    heard: list[tuple[int, int]] = []
    past.found(told=lambda done, total: heard.append((done, total)))
    assert heard == [(1, 2), (2, 2)]


def test_a_mail_that_cannot_be_handled_is_for_her_and_stops_nothing(past: Past) -> None:
    past.put(ANA, "#boom")
    past.put("Ben Ito <ben@student.example>")
    broken, whole = past.found().mails
    assert (broken.would, whole.would) == (Would.FOR_YOU, Would.DRAFT)
    assert broken.why.startswith("ValueError")
    assert "a fault of the reader" not in broken.why


def test_a_mail_that_the_replay_stumbles_over_is_named_and_stops_nothing(
    past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbling(*arguments: Any) -> Any:
        raise KeyError("her words")

    past.put(ANA, Message_ID="<1@s.example>")
    past.sent(In_Reply_To="<1@s.example>")
    past.put("Ben Ito <ben@student.example>")
    monkeypatch.setattr(replaying, "lacking", stumbling)
    found = past.found()
    assert len(found.mails) == 2
    (failure,) = found.failed
    assert failure.startswith("Sent, UID 1: KeyError")
    assert "words" not in failure


def test_a_mailbox_that_breaks_off_ends_it(past: Past) -> None:
    past.put(ANA)
    past.mailbox.faults.fail("fetch", MailboxUnavailable("gone"))
    with pytest.raises(MailboxUnavailable):
        past.found()


def test_it_only_ever_reads(past: Past) -> None:
    past.put(ANA, Message_ID="<1@s.example>")
    past.sent(In_Reply_To="<1@s.example>")
    past.found()
    assert set(past.mailbox.faults.calls) <= {"folders", "uids_since", "outlines", "fetch"}
