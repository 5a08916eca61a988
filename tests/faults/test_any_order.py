"""Whatever people do, in whatever order, with whatever faults: the promises are kept."""

from __future__ import annotations

import contextlib
import shutil
from collections import Counter
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mailbot.errors import (
    MailboxUnavailable,
    MailerUnavailable,
    RefusedError,
    SendDeferred,
    SendRejected,
    SendUncertain,
    WorldProblem,
)
from mailbot.mail.parse import parse
from mailbot.model.outbox import State
from mailbot.services import approval
from mailbot.services.auditing import Fault
from mailbot.store import outbox
from tests.faults.house import RUTH, House, build
from tests.servers.fakes import Crash, FakeMailbox

if TYPE_CHECKING:
    from mailbot.model.mail import Message
    from mailbot.store.outbox import Outbound

STUDENTS = ("ana", "bea")
SAYS = ("#cost", "#join", "#thanks #none", "#complaint #coordinator", "#distress", "#boom")
_FOR_HER = {Fault.UNCERTAIN, Fault.UNSETTLED}


class AnyOrder(RuleBasedStateMachine):
    """Students, the coordinator and misfortune, each at any moment."""

    house: House

    @initialize(also=st.booleans())
    def begin(self, also: bool) -> None:
        """Mailbot looks for the first time."""
        self.moves_in(also=also)

    def moves_in(self, *, also: bool) -> None:
        """Build the house."""
        self.folder = Path(mkdtemp())
        self.patch = pytest.MonkeyPatch()
        box = FakeMailbox(also=("All Mail",) if also else ())
        self.house = build(self.folder, self.patch, mailbox=box)
        self.house.work()
        self.sent_by_hand: list[bytes] = []

    @rule(who=st.sampled_from(STUDENTS), says=st.sampled_from(SAYS), again=st.booleans())
    def a_student_writes(self, who: str, says: str, again: bool) -> None:
        """A new mail, or one more in the conversation."""
        mine = [mail for mail in self.inbox() if mail.sender.email.startswith(who)]
        raw = self.house.writes(
            f"{who.title()} <{who}@student.test>",
            f"Hello number {self.house.written}.\n{says}\n",
            answers=mine[-1] if again and mine else None,
        )
        if self.house.mailbox.folders().also:
            self.house.mailbox.put(raw, "All Mail", at=self.house.clock.now())

    @rule(minutes=st.sampled_from([1, 20, 300]))
    def mailbot_works(self, minutes: int) -> None:
        """All that waits is done, as far as the world lets."""
        with contextlib.suppress(WorldProblem):
            self.house.work(minutes)

    @rule(
        where=st.sampled_from(["append", "remove_draft", "fetch", "find", "file"]),
        deed_done=st.booleans(),
    )
    def the_mailbox_breaks_off(self, where: str, deed_done: bool) -> None:
        """The next such call fails, before or after its deed."""
        error = MailboxUnavailable("broke off")
        self.house.mailbox.faults.fail(where, error, done_first=deed_done)

    @rule(
        error=st.sampled_from(
            [
                MailerUnavailable("away"),
                SendDeferred("later"),
                SendRejected("never"),
                SendUncertain("who knows"),
            ]
        )
    )
    def the_mailer_fails(self, error: Exception) -> None:
        """The next mail does not leave, or nobody knows."""
        self.house.mailer.faults.fail("send", error, done_first=isinstance(error, SendUncertain))

    @rule(after=st.integers(1, 12))
    def the_process_dies(self, after: int) -> None:
        """It dies after so many commits, and is started again."""
        left = iter(range(after))

        def die(_: str) -> None:
            if next(left, None) is None:
                raise Crash

        self.house.hook = die
        with contextlib.suppress(Crash, WorldProblem):
            self.house.work()
        self.house.hook = lambda _: None
        self.house.restart()

    @rule(folder=st.sampled_from(["INBOX", "Sent", "Drafts"]))
    def the_server_numbers_anew(self, folder: str) -> None:
        """A restore gives every mail another UID."""
        self.house.mailbox.renumber(folder)

    @precondition(lambda self: self.drafts())
    @rule(which=st.integers(0, 5))
    def she_approves(self, which: int) -> None:
        """By command, what she has just read."""
        with contextlib.suppress(RefusedError):
            self.house.approves(self.pick(which))

    @precondition(lambda self: self.drafts())
    @rule(which=st.integers(0, 5))
    def she_edits(self, which: int) -> None:
        """By command."""
        mail = self.pick(which)
        words = self.house.words_of(mail) + f"\nEdited {self.house.written}.\n"
        with contextlib.suppress(RefusedError):
            approval.edit(self.house.office, mail.id, "Re: Balint", words, self.house.later())

    @precondition(lambda self: self.drafts())
    @rule(which=st.integers(0, 5))
    def she_rejects(self, which: int) -> None:
        """By command."""
        approval.reject(self.house.office, self.pick(which).id, "no", self.house.clock.now())

    @precondition(lambda self: self.drafts())
    @rule(which=st.integers(0, 5), keeps_id=st.booleans(), at_once=st.booleans())
    def she_sends_from_drafts(self, which: int, keeps_id: bool, at_once: bool) -> None:
        """From her own program; some take the draft away a while before Sent shows it."""
        mail = self.pick(which)
        if not self.house.in_drafts(mail):
            return
        raw = self.house.her_version(mail, keeps_id=keeps_id)
        self.house.deletes(mail)
        if not at_once:
            self.mailbot_works(5)
        self.house.mailbox.put(raw, "Sent", at=self.house.clock.now())
        self.sent_by_hand.append(raw)

    @precondition(lambda self: self.drafts())
    @rule(which=st.integers(0, 5))
    def she_deletes(self, which: int) -> None:
        """In her Drafts folder."""
        self.house.deletes(self.pick(which))

    @precondition(lambda self: self.drafts())
    @rule(which=st.integers(0, 5))
    def she_edits_in_drafts(self, which: int) -> None:
        """Her program stores a new mail and drops the old one."""
        mail = self.pick(which)
        if self.house.in_drafts(mail):
            words = self.house.words_of(mail) + f"\nP.S. {self.house.written}\n"
            self.house.edits_in_drafts(mail, words)

    @precondition(lambda self: self.inbox())
    @rule(which=st.integers(0, 9))
    def she_answers_by_hand(self, which: int) -> None:
        """Without looking at any draft."""
        mails = [mail for mail in self.house.mailbox.mails() if RUTH.encode() not in mail.raw[:90]]
        if mails:
            raw = mails[which % len(mails)].raw
            self.house.answers_by_hand(raw, f"By hand, number {self.house.written}. Ruth")

    @invariant()
    def nothing_left_twice(self) -> None:
        """One mail of ours leaves once: by SMTP or by her hand."""
        if not hasattr(self, "house"):
            return
        ids = Counter(
            parse(one.raw).message_id for one in self.house.mailer.sent if one.recipient != RUTH
        )
        assert all(count == 1 for count in ids.values())

    def teardown(self) -> None:
        """Peace comes: all is done that waits, and an audit finds only what is hers to settle."""
        if not hasattr(self, "house"):
            return
        try:
            self._peace()
        finally:
            self.house.office.database.close()
            self.patch.undo()
            shutil.rmtree(self.folder)

    def _peace(self) -> None:
        house = self.house
        house.mailbox.faults.__init__()  # type: ignore[misc]
        house.mailer.faults.__init__()  # type: ignore[misc]
        for _ in range(3):
            house.work(300)
        standing = Counter(parse(mail.raw).message_id for mail in house.mailbox.mails("Drafts"))
        assert all(count == 1 for count in standing.values()), standing
        came = {(mail.message_id, mail.content_digest) for mail in self.inbox()}
        assert len(house.fates()) == len(came)
        assert "waiting" not in house.fates()
        for mail in house.mails(State.SENT):
            with house.office.database.transaction() as connection:
                assert mail.digest in {one.digest for one in outbox.approvals(connection, mail.id)}
        assert not house.mails(State.SENDING)
        allowed = _FOR_HER | ({Fault.TWICE} if self.sent_by_hand else set())
        found = [one for one in house.audit() if one.fault not in allowed]
        assert found == []

    def inbox(self) -> list[Message]:
        """Return the students' mails."""
        if not hasattr(self, "house"):
            return []
        parsed = (parse(mail.raw) for mail in self.house.mailbox.mails())
        return [mail for mail in parsed if mail.sender.email != RUTH]

    def drafts(self) -> list[Outbound]:
        """Return what waits for her."""
        return self.house.mails(State.DRAFT) if hasattr(self, "house") else []

    def pick(self, which: int) -> Outbound:
        """Return one of the drafts."""
        waiting = self.drafts()
        return waiting[which % len(waiting)]


AnyOrder.TestCase.settings = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestAnyOrder = AnyOrder.TestCase
