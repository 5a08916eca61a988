"""Past mail gone through as if Mailbot had been there, while nothing is touched."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest
from imapclient import IMAPClient  # type: ignore[import-untyped]

from mailbot.services.replay_values import Answered, Counts, Replayed, Would, counted
from mailbot.services.replaying import Replay, replaying
from mailbot.store.database import Database
from tests.servers.home import settings_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailbot.model.folders import Mailbox
    from mailbot.settings import Settings
    from tests.servers.interface import Account
    from tests.servers.program import MailProgram

START = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOSTILE = (
    b"From: \xff\xfe<script>alert(1)</script> <zed@student.example>\r\n"
    b"Subject: =?utf-8?q?=3Cimg_src=3Dx_onerror=3Dalert(1)=3E_=1B[31mjoin?=\r\n"
    b"Message-ID: <9@student.example>\r\n"
    b"References: " + b" ".join(b"<%d@x.example>" % number for number in range(2000)) + b"\r\n"
    b"Content-Type: multipart/mixed; boundary=\r\n\r\n"
    b"--\r\n\r\n</pre><script>alert(2)</script> How much does it cost to join? {{ 7*7 }} [[x]]\r\n"
)


@dataclass
class Autumn:
    """What students wrote and what the coordinator answered, day by day, without Mailbot.

    Attributes:
        account: Her mailbox.
        program: Her mail program.
    """

    account: Account
    program: MailProgram
    _day: int = field(default=0)

    def writes(self, number: int, sender: str, text: str, *, answers: str = "") -> None:
        """Let mail `number` come on the next day."""
        self._put(f"<{number}@student.example>", sender, self.account.address, text, answers)

    def answers(self, number: int, to: str, text: str, *, earlier: int | None = None) -> None:
        """Let her answer mail `number`, which followed mail `earlier`."""
        before = f"<{earlier}@student.example> " if earlier else ""
        named = f"{before}<{number}@student.example>"
        self._put(f"<hers-{number}@her.example>", self.account.address, to, text, named, "Sent")

    def raw(self, raw: bytes) -> None:
        """Let a mail of any bytes come."""
        self._day += 1
        self.program.put(raw, at=self._now())

    def _put(
        self, own: str, sender: str, to: str, text: str, named: str, folder: str = "INBOX"
    ) -> None:
        self._day += 1
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, to, "Balint groups"
        mail["Date"], mail["Message-ID"] = format_datetime(self._now()), own
        if named:
            mail["In-Reply-To"], mail["References"] = named.rsplit(maxsplit=1)[-1], named
        mail.set_content(text)
        self.program.put(mail.as_bytes().replace(b"\n", b"\r\n"), folder, at=self._now())

    def _now(self) -> datetime:
        return START + timedelta(days=self._day)


@pytest.fixture
def autumn(account: Account, program: MailProgram) -> Autumn:
    """Ten mails from people, a machine's, and what she answered."""
    past = Autumn(account, program)
    ana, ben = "Ana Vea <ana@student.example>", "Ben Ito <ben@student.example>"
    past.writes(1, ana, "Hi, does it cost anything to join a group?")
    past.answers(
        1, ana, "Dear Ana,\n\nThere is no fee. Come on 3 March, 7pm: https://zoom.example/j/1\n"
    )
    past.writes(
        2,
        ana,
        "Thank you! I would like to join. I am in year 4 at Monash University in Melbourne and "
        "free on Tuesday evenings 6pm to 9pm.",
        answers="<hers-1@her.example>",
    )
    past.answers(2, ana, "Dear Ana,\n\nYou are on the list.\n", earlier=1)
    past.writes(3, ben, "Hello, are the sessions confidential?")
    past.writes(4, ben, "And how long is each session, please?", answers="<3@student.example>")
    past.answers(4, ben, "Dear Ben,\n\nYes they are, and 90 minutes.\n", earlier=3)
    past.writes(5, "Mum <mum@family.example>", "Shall we have lunch on Sunday? The cat is fine.")
    past.answers(5, "Mum <mum@family.example>", "Yes, lovely!\n")
    past.writes(6, "Dad <dad@family.example>", "Can you get milk and bread on your way home?")
    past.writes(7, "Cy Oh <cy@student.example>", "Do I get a certificate for taking part?")
    past.writes(
        8, "Dee Ash <dee@student.example>", "I can't go on. I think about ending my life every day."
    )
    past.answers(8, "Dee Ash <dee@student.example>", "Dear Dee, I am calling you now.\n")
    past.raw(HOSTILE)
    past.writes(10, ana, "Thanks so much!", answers="<hers-2@her.example>")
    past.raw(
        b"From: Absent <away@uni.example>\r\nSubject: Automatic reply\r\nMessage-ID: <11@uni>\r\n"
        b"Auto-Submitted: auto-replied\r\n\r\nI am away until Monday.\r\n"
    )
    return past


@pytest.fixture
def settings(account: Account, tmp_path: Path) -> Settings:
    """An installation that has run."""
    made = settings_for(account, tmp_path)
    database = Database(made.database_url)
    database.upgrade()
    database.close()
    return made


@contextmanager
def replayed(settings: Settings, mailbox: Mailbox, *, days: int = 90) -> Iterator[Replay]:
    with replaying(settings, mailbox, "INBOX", NOW - timedelta(days=days), NOW) as found:
        yield found


def by_number(found: Replay) -> dict[int, Replayed]:
    """Return the mails by their numbers: they came in the order of their UIDs."""
    return dict(enumerate(found.mails, start=1))


def everything(account: Account) -> dict[str, object]:
    """Return all that a server tells of a mailbox: folders, states, UIDs, flags, bytes, MODSEQ."""
    told: dict[str, object] = {}
    settings = account.mailbox
    with IMAPClient(settings.host, settings.real_port, ssl=False, timeout=10) as client:
        client.login(settings.user, account.secrets.mailbox_password.get_secret_value())
        items = ["BODY.PEEK[]", "FLAGS", "INTERNALDATE", "RFC822.SIZE"]
        status = ["MESSAGES", "UIDNEXT", "UIDVALIDITY", "UNSEEN"]
        if client.has_capability("CONDSTORE"):
            items, status = [*items, "MODSEQ"], [*status, "HIGHESTMODSEQ"]
        for attributes, _, name in client.list_folders():
            told[f"{name}: status"] = (client.folder_status(name, status), sorted(attributes))
            client.select_folder(name, readonly=True)
            mails = client.fetch(client.search(), items)
            told[name] = {
                uid: {key: value for key, value in answer.items() if key != b"SEQ"}
                for uid, answer in mails.items()
            }
    return told


def files(home: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in sorted(home.rglob("*")) if each.is_file()}


def test_ten_mails_beside_what_she_did(
    autumn: Autumn, settings: Settings, mailbox: Mailbox
) -> None:
    with replayed(settings, mailbox) as found:
        pass
    assert [(mail.would, mail.answered, mail.stage) for mail in found.mails] == [
        (Would.DRAFT, Answered.DIRECTLY, "new"),
        (Would.DRAFT, Answered.DIRECTLY, "informed"),
        (Would.DRAFT, Answered.IN_CONVERSATION, "new"),
        (Would.DRAFT, Answered.DIRECTLY, "new"),
        (Would.LEFT_ALONE, Answered.DIRECTLY, "new"),
        (Would.LEFT_ALONE, Answered.NEVER, "new"),
        (Would.DRAFT, Answered.NEVER, "new"),
        (Would.FOR_YOU, Answered.DIRECTLY, "new"),
        (Would.FOR_YOU, Answered.NEVER, "new"),
        (Would.NO_ANSWER, Answered.NEVER, "queued"),
    ]
    assert (found.machines, found.own, found.sent, found.failed) == (1, 0, 5, ())


def test_how_often_they_agree(autumn: Autumn, settings: Settings, mailbox: Mailbox) -> None:
    with replayed(settings, mailbox) as found:
        counts = counted(found.mails)
    likenesses = sorted(mail.alike for mail in found.mails if mail.alike is not None)
    assert counts == Counts(
        mails=10,
        agreed=7,
        answered={
            Would.DRAFT: 4,
            Would.FOR_YOU: 1,
            Would.NO_ANSWER: 0,
            Would.LEFT_ALONE: 1,
        },
        unanswered={
            Would.DRAFT: 1,
            Would.FOR_YOU: 1,
            Would.NO_ANSWER: 1,
            Would.LEFT_ALONE: 1,
        },
        compared=3,
        alike=likenesses[1],
        lacking=1,
        open=counts.open,
    )


def test_what_she_wrote_that_the_draft_lacks(
    autumn: Autumn, settings: Settings, mailbox: Mailbox
) -> None:
    with replayed(settings, mailbox) as found:
        first = by_number(found)[1]
    assert first.lacks == ("3 March", "7pm", "https://zoom.example/j/1")
    assert first.alike is not None
    assert 0 < first.alike < 0.5


def test_the_letters_can_be_read_but_private_ones(
    autumn: Autumn, settings: Settings, mailbox: Mailbox
) -> None:
    with replayed(settings, mailbox) as found:
        mails = by_number(found)
        asked, private = mails[1], mails[5]
        assert "does it cost" in found.spool.read(asked.mail)
        assert found.spool.read(asked.draft).startswith("Dear Ana,")
        assert "There is no fee." in found.spool.read(asked.answer)
        assert {found.spool.read(each) for each in (private.mail, private.answer)} == {""}


def test_a_draft_is_as_the_stage_was_by_then(
    autumn: Autumn, settings: Settings, mailbox: Mailbox
) -> None:
    with replayed(settings, mailbox) as found:
        joining = found.spool.read(by_number(found)[2].draft)
    assert re.search(r"Monash", joining)
    assert "Tuesday" in joining


def test_nothing_is_changed_anywhere(
    autumn: Autumn, account: Account, settings: Settings, mailbox: Mailbox, program: MailProgram
) -> None:
    program.flag("INBOX", program.mails()[1].uid, "\\Seen", "\\Flagged")
    before, kept = everything(account), files(settings.home)
    assert any(name.endswith("mailbot.db") for name in kept)
    with replayed(settings, mailbox) as found:
        assert len(found.mails) == 10
    assert everything(account) == before
    assert files(settings.home) == kept


def test_only_what_came_since(autumn: Autumn, settings: Settings, mailbox: Mailbox) -> None:
    eighth = START + timedelta(days=8)
    with replaying(settings, mailbox, "INBOX", eighth, NOW) as found:
        pass
    assert found.mails[0].sender == "Mum <mum@family.example>"
