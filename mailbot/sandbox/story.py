"""The story that `mailbot demo --script` plays: some days of a coordinator, in seconds."""

from __future__ import annotations

from email.utils import format_datetime
from typing import TYPE_CHECKING, Protocol

from mailbot.letters import unsettled
from mailbot.mail.compose import read_back
from mailbot.model.outbox import State
from mailbot.model.reading import Stage as StudentStage
from mailbot.sandbox.people import (
    CHLOE,
    COORDINATOR,
    DANIEL,
    FARAH,
    GRACE,
    JASPER,
    JUERGEN,
    MEREANA,
    OLLIE,
    PRIYA,
    SAM,
    TOM,
)
from mailbot.sandbox.promises import Promise, promises, snapshot
from mailbot.sandbox.scene import Scene
from mailbot.sandbox.season import Season
from mailbot.services.auditing import audit
from mailbot.store import people

if TYPE_CHECKING:
    from mailbot.clock import SetClock
    from mailbot.sandbox.promises import Snapshot
    from mailbot.sandbox.stage import Stage
    from mailbot.services.intake import Taken
    from mailbot.store.outbox import Outbound

_ROUNDS = 8
_ADDED = "\n\nP.S. Do ring me if you would rather talk it over.\n"
_BY_HAND = "Dear {name},\n\nThank you for your mail. I will ring you about it today.\n\nRuth\n"
_SAM_AGAIN = """\
From: {sam}
To: {ruth}
Date: {date}
Message-ID: <7D0C1B52-3E6A-4B0F-9C44-51D2A8E0F7B3@icemail.example>
Subject: groups

I still can't sleep and I don't see the point of being here anymore.

Sam
"""


class Teller(Protocol):
    """Who tells the story while it is played."""

    def chapter(self, title: str) -> None:
        """Begin a chapter."""
        ...

    def came(self, taken: Taken) -> None:
        """Tell of a mail that came in, how it was read, and what followed."""
        ...

    def left(self, mail: Outbound) -> None:
        """Tell of a mail that left."""
        ...

    def says(self, words: str) -> None:
        """Tell of anything else."""
        ...

    def shows(self, mail: Outbound) -> None:
        """Show a letter in full."""
        ...

    def promise(self, promise: Promise) -> None:
        """Tell whether a promise was kept."""
        ...


class Story:
    """Plays on a stage and collects the promises.

    Args:
        stage: Freshly set.
        clock: The stage's clock, which the story moves on.
        teller: Who tells it.
    """

    def __init__(self, stage: Stage, clock: SetClock, teller: Teller) -> None:
        self._stage = stage
        self._teller = teller
        self._scene = Scene(stage, clock, teller.came, teller.left)
        self._kept: list[bool] = []

    def play(self) -> bool:
        """Play it to the end, and return whether every promise was kept."""
        opening = snapshot(self._stage)
        self._the_mailbox_opens()
        self._second_thoughts()
        self._she_approves()
        self._at_her_mail_program()
        self._students_answer()
        self._a_pause()
        self._the_server_is_repaired()
        Season(self._stage, self._scene, self._teller, self._take).play()
        self._the_end(opening)
        return all(self._kept)

    def _the_mailbox_opens(self) -> None:
        self._teller.chapter("Monday morning: the mail of some days")
        scene = self._scene
        scene.work()
        waiting = scene.drafts()
        self._teller.says(f"{len(waiting)} drafts wait for approval, here and in Drafts.")
        for draft in scene.drafts(PRIYA.email):
            self._teller.shows(draft)
        self._promise(
            "Before anyone approves, nothing leaves but alerts to the coordinator.",
            bool(waiting) and set(scene.recipients()) == {COORDINATOR.email},
        )
        in_drafts = sorted(draft.mail.recipient for draft in self._stage.program.drafts())
        self._promise(
            "Every draft stands in the coordinator's Drafts folder, too.",
            in_drafts == sorted(draft.recipient for draft in waiting),
        )

    def _second_thoughts(self) -> None:
        self._teller.chapter("A student writes again before the answer came")
        scene = self._scene
        scene.later(20)
        self._stage.students.write_again(scene.clock.now())
        scene.work()
        self._promise(
            "One new draft answers both of his mails; the old one is withdrawn.",
            [len(draft.mail_ids) for draft in scene.drafts(JASPER.email)] == [2]
            and len(scene.in_states(State.SUPERSEDED)) == 1,
        )

    def _she_approves(self) -> None:
        self._teller.chapter("The coordinator approves by command")
        self._scene.later(5)
        for who in (TOM.email, CHLOE, DANIEL.email, JASPER.email, PRIYA.email):
            for draft in self._scene.drafts(who):
                self._approve(draft)
        self._scene.work()

    def _approve(self, draft: Outbound) -> None:
        if unsettled(read_back(draft.raw).text):
            refusal = self._scene.refused(draft)
            self._teller.says(refusal)
            settled = self._scene.settle(draft)
            self._promise(
                f"Draft {draft.id} leaves something to her, so it could not go before she "
                "filled it in, and waits for approval again under a new digest.",
                bool(refusal) and settled.state is State.DRAFT and settled.digest != draft.digest,
            )
        self._scene.approve(draft)
        self._teller.says(f"She approves draft {draft.id} to {draft.recipient}.")

    def _at_her_mail_program(self) -> None:
        self._teller.chapter("The coordinator in her own mail program")
        scene = self._scene
        scene.later(30)
        self._sends_from_drafts(GRACE.email, "")
        self._sends_from_drafts(MEREANA.email, _ADDED)
        if scene.drafts(JUERGEN.email):
            scene.delete_draft(JUERGEN.email)
            self._teller.says(f"She deletes the draft to {JUERGEN.email}.")
        for person in (OLLIE, FARAH, SAM):
            scene.answer_by_hand(person.email, _BY_HAND.format(name=person.name.split()[0]))
            self._teller.says(f"She answers {person.email} by hand.")
        scene.work()
        not_yet = not scene.in_states(State.REJECTED)
        scene.later(16)
        scene.work()
        self._promise(
            "A draft that she deleted counts as rejected, after a quarter of an hour.",
            not_yet
            and [one.recipient for one in scene.in_states(State.REJECTED)] == [JUERGEN.email],
        )

    def _sends_from_drafts(self, recipient: str, add: str) -> None:
        for draft in self._scene.drafts(recipient):
            changed = self._scene.send_from_drafts(recipient, add)
            how = "with changes" if changed else "as it is"
            self._teller.says(f"She sends the draft to {recipient} from Drafts, {how}.")
            self._scene.work()
            after = [one.id for one in self._scene.in_states(State.SENT)]
            approvals = [one.changed for one in self._scene.approvals(draft)]
            self._promise(
                f"Mailbot takes that for approval of mail {draft.id}, and does not send it again.",
                draft.id in after and approvals == [changed],
            )

    def _students_answer(self) -> None:
        self._teller.chapter("Students answer what they got")
        scene = self._scene
        for _ in range(_ROUNDS):
            scene.later(60)
            if not self._stage.students.react(scene.clock.now()):
                break
            scene.work()
            for draft in scene.drafts():
                self._approve(draft)
            scene.work()
        self._promise(
            "Who asked for a place waits in the queue.",
            {scene.stage_of(who.email) for who in (GRACE, JASPER, PRIYA)} == {StudentStage.QUEUED},
        )
        with self._stage.office.database.transaction() as connection:
            marked = people.bounced_for_good(connection, CHLOE)
        self._promise("An address whose mail bounced is marked.", marked)

    def _a_pause(self) -> None:
        self._teller.chapter("A pause, and a cry for help in the middle of it")
        scene = self._scene
        scene.pause()
        before = len(scene.recipients())
        mail = _SAM_AGAIN.format(
            sam=SAM.mailbox, ruth=COORDINATOR.mailbox, date=format_datetime(scene.clock.now())
        )
        scene.deliver(mail.replace("\n", "\r\n").encode())
        scene.work()
        self._promise(
            "While all is paused, the alert goes out all the same.",
            scene.recipients()[before:] == [COORDINATOR.email],
        )
        scene.later(5)
        scene.work()
        self._promise(
            "It is told again while nobody has said that they have seen it.",
            scene.recipients()[before:] == [COORDINATOR.email] * 2,
        )
        scene.see_the_alert()
        self._teller.says("She says that she has seen it, and it is not repeated.")
        scene.resume()

    def _the_server_is_repaired(self) -> None:
        self._teller.chapter("The mail server is repaired, and numbers its folders anew")
        scene = self._scene
        before = (len(scene.recipients()), len(scene.drafts()))
        self._stage.sandbox.renew_uidvalidity(COORDINATOR.email)
        scene.later(10)
        scene.work()
        self._promise(
            "Every mail is recognised, and none is answered a second time.",
            (len(scene.recipients()), len(scene.drafts())) == before,
        )

    def _the_end(self, opening: Snapshot) -> None:
        self._teller.chapter("mailbot audit, and what must always hold")
        with self._stage.mailbox() as mailbox:
            result = audit(self._stage.office, mailbox)
        looked = ", ".join(f"{folder} {count}" for folder, count in result.looked_at.items())
        self._teller.says(f"Looked at {looked}, and {result.outbound} outbound mails on record.")
        for finding in result.findings:
            self._teller.says(f"{finding.fault.value}: {finding.what}")
        for promise in promises(self._stage, opening, self._scene.by_hand):
            self._promise(promise.words, promise.kept)

    def _promise(self, words: str, kept: bool) -> None:
        self._take(Promise(words, kept))

    def _take(self, promise: Promise) -> None:
        self._kept.append(promise.kept)
        self._teller.promise(promise)
