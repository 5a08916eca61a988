"""Replies that go by themselves among crashes, faults and whatever people do, in any order."""

from __future__ import annotations

import contextlib
from collections import Counter
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from mailbot.errors import RefusedError, WorldProblem
from mailbot.mail.parse import parse
from mailbot.model.casework import BLOCKS
from mailbot.model.outbox import Channel, State
from mailbot.model.permissions import MailKind
from mailbot.services import approval, granting
from mailbot.settings_approvals import ApprovalSettings
from tests.faults.house import House, build
from tests.faults.steps import Steps
from tests.faults.test_any_order import AnyOrder
from tests.servers.fakes import Crash, FakeMailbox
from tests.servers.permitted import PRIYA, approvals_of, on, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailbot.store.outbox import Outbound

ALL = ApprovalSettings(reply=BLOCKS, least=0.9, evidence=3, delay_minutes=15, first_mail=True)
_SENSITIVE = ("#complaint", "#coordinator", "#distress", "#boom")


def goes(house: House) -> None:
    """Priya asks, the delay passes, and the answer goes."""
    if house.written == 0:
        house.writes(f"Priya <{PRIYA}>", "Hello, a question.\n#cost")
    house.work(1)
    house.work(10)
    house.work(10)


def is_called_back(house: House) -> None:
    """Priya asks, and the answer is called back in time."""
    if house.written == 0:
        house.writes(f"Priya <{PRIYA}>", "Hello, a question.\n#cost")
    house.work(1)
    for mail in house.mails(State.APPROVED, State.DRAFT):
        approval.reject(house.office, mail.id, "no", house.clock.now())
    house.work(20)


def _told(folder: Path, patch: pytest.MonkeyPatch, story: Callable[[House], None], n: int) -> Steps:
    folder.mkdir()
    house = build(folder, patch, settings=settings(folder, ALL))
    house.work()
    on(house)
    steps = Steps(n)
    house.hook, house.seam = steps.step, steps.around
    try:
        story(house)
    except (Crash, WorldProblem):
        house.restart()
        story(house)
    house.hook, house.seam = lambda _: None, lambda real: real
    house.work(30)
    house.work(30)
    try:
        _check(house, called_back=story is is_called_back)
    except AssertionError as error:
        error.add_note(f"at step {n}: {steps.at}")
        raise
    finally:
        house.office.database.close()
    return steps


def _check(house: House, *, called_back: bool) -> None:
    (mail,) = house.mails()
    uncertain = mail.state is State.UNCERTAIN
    assert len(house.got(PRIYA)) <= (0 if called_back else 1)
    if called_back:
        assert mail.state is State.REJECTED
    elif not uncertain:
        # Interrupted while its copy was taken out of Drafts, it waits for her to look.
        assert mail.state in {State.SENT, State.DRAFT}
        assert bool(house.got(PRIYA)) is (mail.state is State.SENT)
    assert len(house.in_drafts(mail)) == (mail.state is State.DRAFT)
    faults = [one for one in house.audit() if not uncertain]
    assert faults == []


@pytest.mark.parametrize("story", [goes, is_called_back])
def test_whatever_step_it_dies_at(
    story: Callable[[House], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unharmed = _told(tmp_path / "unharmed", monkeypatch, story, 0)
    assert unharmed.taken > 5
    for step in range(1, unharmed.taken + 1):
        assert _told(tmp_path / str(step), monkeypatch, story, step).at


def test_called_back_at_any_moment_it_leaves_or_it_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = [_called_back_at(tmp_path / str(point), monkeypatch, point) for point in range(1, 20)]
    reached = [end for end in ends if end is not None]
    assert len(reached) > 5
    assert set(reached) == {State.SENT, State.REJECTED}


def _called_back_at(folder: Path, patch: pytest.MonkeyPatch, point: int) -> State | None:
    """Call a reply back after so many commits of its sending; None where there are fewer."""
    folder.mkdir()
    house = build(folder, patch, settings=settings(folder, ALL))
    house.work()
    on(house)
    house.writes(PRIYA, "#cost")
    house.work()
    (mail,) = house.mails()
    seen, refused = Counter[str](), []

    def call_back(step: str) -> None:
        seen[step] += 1
        if seen.total() == point:
            try:
                approval.reject(house.office, mail.id, "no", house.clock.now())
            except RefusedError:
                refused.append(step)

    house.hook = call_back
    house.work(16)
    house.hook = lambda _: None
    house.work(16)
    state = house.mail(mail.id).state
    assert len(house.got(PRIYA)) == (state is State.SENT)
    assert house.audit() == ()
    house.office.database.close()
    if seen.total() < point:
        return None
    assert bool(refused) is (state is State.SENT)
    return state


class PermittedInAnyOrder(AnyOrder):
    """The same among replies that may go by themselves, as soon as she has seen one of a kind."""

    def moves_in(self, *, also: bool) -> None:
        """Build the house; its settings allow whatever may be allowed."""
        self.folder = Path(mkdtemp())
        self.patch = pytest.MonkeyPatch()
        box = FakeMailbox(also=("All Mail",) if also else ())
        self.house = build(
            self.folder, self.patch, mailbox=box, settings=settings(self.folder, ALL)
        )
        self.house.work()
        self.sent_by_hand: list[bytes] = []

    @precondition(lambda self: self.drafts())
    @rule(which=st.integers(0, 5))
    def she_lets_such_replies_go(self, which: int) -> None:
        """Whatever kind it is."""
        mail = self.pick(which)
        kind = MailKind.of(mail.topics, mail.asks).key
        granting.switch_on(self.house.office, kind, self.house.clock.now())

    @rule()
    def she_switches_all_off(self) -> None:
        """By one word."""
        granting.switch_off(self.house.office, (), self.house.clock.now())

    @precondition(lambda self: self.scheduled())
    @rule(which=st.integers(0, 5), how_so=st.sampled_from(["reject", "delete", "send", "edit"]))
    def she_steps_in(self, which: int, how_so: str) -> None:
        """While it could still be called back."""
        waiting = self.scheduled()
        mail = waiting[which % len(waiting)]
        if how_so == "reject":
            with contextlib.suppress(RefusedError):
                approval.reject(self.house.office, mail.id, "no", self.house.clock.now())
        elif how_so == "delete":
            self.house.deletes(mail)
        elif self.house.in_drafts(mail):
            if how_so == "edit":
                self.house.edits_in_drafts(mail, self.house.words_of(mail) + "\nP.S.\n")
                return
            raw = self.house.her_version(mail)
            self.house.deletes(mail)
            self.house.mailbox.put(raw, "Sent", at=self.house.clock.now())
            self.sent_by_hand.append(raw)

    @rule(minutes=st.sampled_from([-600, -10, 5]))
    def the_clock_jumps(self, minutes: int) -> None:
        """Somebody sets it."""
        self.house.later(minutes)

    @invariant()
    def nothing_sensitive_left_by_itself(self) -> None:
        """Whatever a student of whom anything needs care got, a person let go."""
        if not hasattr(self, "house"):
            return
        for mail in self.house.mails(State.SENT, State.SENDING):
            by = {one.channel for one in approvals_of(self.house, mail)}
            if by == {Channel.STANDING}:
                assert len(mail.mail_ids) == 1
                assert not any(word in self.said_before(mail) for word in _SENSITIVE)

    def said_before(self, mail: Outbound) -> str:
        """Return all that this student had written up to the mail that is answered."""
        theirs = [
            one.message for one in self.house.taken if one.message.sender.email == mail.recipient
        ]
        ids = [message.message_id for message in theirs]
        upto = ids.index(parse(mail.raw).in_reply_to[0])
        return " ".join(message.new_text for message in theirs[: upto + 1])

    def scheduled(self) -> list[Outbound]:
        """Return what is approved and has not left."""
        return self.house.mails(State.APPROVED) if hasattr(self, "house") else []


PermittedInAnyOrder.TestCase.settings = how(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestPermittedInAnyOrder = PermittedInAnyOrder.TestCase
