"""The process dies at every step in turn, is started again, and nothing is lost or sent twice.

A step is whatever changes the world: a deed in the mailbox, a mail handed to the mailer, a commit
that wrote. The process dies just after it; dying just before it is the same as just after the step
before. Each story is told once to count its steps, then once for each of them. In the same way the
answer of a server is lost after each deed.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import RefusedError, WorldProblem
from mailbot.mail.compose import digest
from mailbot.mail.parse import parse
from mailbot.model.outbox import State
from mailbot.services import approval
from mailbot.services.auditing import Fault
from mailbot.store import outbox
from mailbot.store.mails import Fate
from tests.faults.house import RUTH, House, build
from tests.faults.steps import DEEDS, Steps, lost_answer
from tests.servers.fakes import Crash

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Beat = Callable[[House], None]

PRIYA = "priya@student.test"
SAM = "sam@student.test"
_MAILBOTS_COPY = frozenset({"\\Seen"})


def priya_asks(house: House) -> None:
    if house.written == 0:
        house.writes(f"Priya <{PRIYA}>", "Hello, a question.\n#cost")


def priya_asks_more(house: House) -> None:
    first = parse(house.mailbox.mails()[0].raw)
    house.writes(f"Priya <{PRIYA}>", "One more.\n#join", answers=first)


def she_approves(house: House) -> None:
    for mail in house.mails(State.DRAFT):
        try:
            house.approves(mail)
        except RefusedError:
            continue


def she_edits_by_command(house: House) -> None:
    for mail in house.mails(State.DRAFT):
        if "dear friend" not in house.words_of(mail):
            approval.edit(house.office, mail.id, "Re: Balint", "dear friend\n", house.clock.now())


def she_sends_from_drafts(house: House) -> None:
    for mail in house.mails(State.DRAFT):
        if house.in_drafts(mail):
            house.sends(mail)


def she_answers_by_hand(house: House) -> None:
    if not house.mailbox.mails("Sent"):
        house.answers_by_hand(house.mailbox.mails()[0].raw, "Come along, it is free! Ruth")


def she_edits_in_drafts(house: House) -> None:
    for mail in house.mails(State.DRAFT):
        if house.in_drafts(mail):
            house.edits_in_drafts(mail, house.words_of(mail) + "\nP.S. Bring a friend.")


def all_sorts_write(house: House) -> None:
    if house.written == 0:
        house.writes(f"Sam <{SAM}>", "I cannot go on.\n#distress")
        house.writes("Mum <mum@family.test>", "Dinner on Sunday?\n#none #unrelated")
        house.writes("Priya <priya@student.test>", "Something odd.\n#complaint #coordinator")
        house.writes("Tom <tom@student.test>", "Hi.\n#boom")


def nothing(_house: House) -> None:
    """Only time passes."""


STORIES: dict[str, tuple[Beat, ...]] = {
    "approved by command": (priya_asks, she_approves, nothing),
    "edited and approved by command": (priya_asks, she_edits_by_command, she_approves, nothing),
    "sent from Drafts": (priya_asks, she_sends_from_drafts, nothing),
    "edited in Drafts and sent": (priya_asks, she_edits_in_drafts, she_sends_from_drafts),
    "writes again": (priya_asks, priya_asks_more, she_approves, nothing),
    "answered by hand": (priya_asks, she_answers_by_hand, nothing),
    "all sorts of mail": (all_sorts_write, nothing),
}


def tell(house: House, beats: tuple[Beat, ...], steps: Steps) -> None:
    """Tell a story; what dies is started again, and what a person had begun they do again."""
    for beat in beats:
        for do in (lambda each=beat: each(house), house.work):
            try:
                do()
            except (Crash, WorldProblem):
                house.restart()
                do()
    house.hook, house.seam = lambda _: None, lambda real: real
    for _ in range(3):
        # Where she was asked once more, she says so once more.
        house.work(20)
        for mail in house.mails(State.DRAFT):
            with house.office.database.transaction() as connection:
                asked = bool(outbox.approvals(connection, mail.id)) and mail.stale
            if asked:
                house.approves(mail)
    house.work(20)


def check(house: House, steps: Steps) -> None:
    """Assert all that must hold, wherever the process died."""
    uncertain = house.mails(State.UNCERTAIN)
    _nothing_sent_twice(house)
    _every_mail_has_its_fate(house)
    _drafts_stand_once(house)
    _what_left_was_approved(house)
    if uncertain:
        assert steps.at in {"commit", "send"}, steps.at
    faults = {one.fault for one in house.audit()}
    unsettled = {Fate.PUT_ASIDE} & {seen.fate for seen in house.seen()}
    assert faults == {
        *({Fault.UNCERTAIN} if uncertain else set()),
        *({Fault.UNSETTLED} if unsettled else set()),
    }
    assert not house.mails(State.SENDING, State.APPROVED, State.FAILED)


def _nothing_sent_twice(house: House) -> None:
    to_students = [mail.raw for mail in house.mailer.sent if mail.recipient != RUTH]
    by_hand = [
        mail.raw
        for mail in house.mailbox.mails("Sent")
        if parse(mail.raw).message_id not in {parse(raw).message_id for raw in to_students}
    ]
    people = Counter(parse(raw).to[0].email for raw in (*to_students, *by_hand))
    assert all(count == 1 for count in people.values()), people
    in_sent = Counter(parse(mail.raw).message_id for mail in house.mailbox.mails("Sent"))
    assert all(count == 1 for count in in_sent.values()), in_sent


def _every_mail_has_its_fate(house: House) -> None:
    came = [mail for mail in house.mailbox.mails() if parse(mail.raw).sender.email != RUTH]
    assert len(house.fates()) == len(came)
    assert Fate.WAITING.value not in house.fates()
    keys = Counter(alert.key for alert in house.alerts())
    assert all(count == 1 for count in keys.values())
    kinds = {alert.kind.value for alert in house.alerts()}
    assert ("distress" in kinds) == any(SAM in mail.raw.decode() for mail in came)


def _drafts_stand_once(house: House) -> None:
    waiting = {mail.message_id for mail in house.mails(State.DRAFT)}
    standing = Counter(parse(mail.raw).message_id for mail in house.mailbox.mails("Drafts"))
    assert all(count == 1 for count in standing.values()), standing
    assert set(standing) <= waiting


def _what_left_was_approved(house: House) -> None:
    for mail in house.mails(State.SENT):
        with house.office.database.transaction() as connection:
            approved = {one.digest for one in outbox.approvals(connection, mail.id)}
        assert mail.digest in approved
        assert digest(mail.raw) == mail.digest
    left = {digest(mail.raw) for mail in house.mailer.sent if mail.recipient != RUTH}
    by_hand = {
        digest(mail.raw) for mail in house.mailbox.mails("Sent") if mail.flags != _MAILBOTS_COPY
    }
    assert left <= {mail.digest for mail in house.mails(State.SENT, State.UNCERTAIN)}
    assert {mail.digest for mail in house.mails(State.SENT)} <= left | by_hand


def _told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, beats: tuple[Beat, ...], steps: Steps
) -> Steps:
    folder.mkdir()
    house = build(folder, monkeypatch)
    house.work()
    with steps.counted_in(house):
        tell(house, beats, steps)
        check(house, steps)
    return steps


@pytest.mark.parametrize("story", STORIES)
def test_whatever_step_it_dies_at(
    story: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unharmed = _told(tmp_path / "unharmed", monkeypatch, STORIES[story], Steps())
    assert unharmed.taken > 5
    for step in range(1, unharmed.taken + 1):
        assert _told(tmp_path / str(step), monkeypatch, STORIES[story], Steps(step)).at


@pytest.mark.parametrize("story", STORIES)
def test_whichever_answer_is_lost(
    story: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deeds = _told(tmp_path / "unharmed", monkeypatch, STORIES[story], Steps(counted=DEEDS)).taken
    assert deeds
    for step in range(1, deeds + 1):
        steps = Steps(step, DEEDS, lost_answer)
        assert _told(tmp_path / str(step), monkeypatch, STORIES[story], steps).at
