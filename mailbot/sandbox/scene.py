"""What the story's people do and see: short words over services, database and mail program."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from mailbot.errors import RefusedError
from mailbot.letters.gaps import GAP
from mailbot.mail.compose import digest, read_back
from mailbot.model.outbox import State
from mailbot.rounds import Listener, run_once
from mailbot.sandbox.people import COORDINATOR
from mailbot.services import approval, seeing
from mailbot.store import keep, outbox, people

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailbot.clock import SetClock
    from mailbot.model.reading import Stage as StudentStage
    from mailbot.sandbox.stage import Stage
    from mailbot.services.intake import Taken
    from mailbot.store.outbox import Approval, Outbound

_SETTLED = "I will find that out for you and write again."


@dataclass(slots=True)
class Scene:
    """The stage, with a clock that the story moves.

    Attributes:
        stage: What it plays on.
        clock: Moved by `later`.
        came: Called for each mail that comes in.
        left: Called for each mail that leaves.
        by_hand: Digests of what the coordinator sent from her own mail program.
    """

    stage: Stage
    clock: SetClock
    came: Callable[[Taken], None]
    left: Callable[[Outbound], None]
    by_hand: set[str] = field(default_factory=set)

    def work(self) -> None:
        """Let the worker do all that waits."""
        run_once(self.stage.office, self.clock, Listener(taken=self.came, left=self.left))

    def later(self, minutes: int) -> None:
        """Move everyone's clock on."""
        self.clock.set(self.clock.now() + timedelta(minutes=minutes))

    def drafts(self, recipient: str | None = None) -> list[Outbound]:
        """Return the drafts that wait, all or those to one address."""
        found = self.in_states(State.DRAFT)
        return [one for one in found if recipient is None or one.recipient == recipient]

    def in_states(self, *states: State) -> list[Outbound]:
        """Return the outbound mails in these states."""
        with self.stage.office.database.transaction() as connection:
            return outbox.in_states(connection, states)

    def approvals(self, mail: Outbound) -> list[Approval]:
        """Return who let a mail go."""
        with self.stage.office.database.transaction() as connection:
            return outbox.approvals(connection, mail.id)

    def stage_of(self, email: str) -> StudentStage | None:
        """Return where a student stands; None for a stranger."""
        with self.stage.office.database.transaction() as connection:
            found = people.by_email(connection, email)
        return found.stage if found else None

    def recipients(self) -> list[str]:
        """Return to whom the coordinator's address has sent by SMTP so far."""
        return [
            recipient
            for sent in self.stage.sandbox.sent
            if sent.sender == COORDINATOR.email
            for recipient in sent.recipients
        ]

    def pause(self) -> None:
        """Do as `mailbot pause` does."""
        with self.stage.office.database.transaction() as connection:
            keep.pause(connection, self.clock.now())

    def resume(self) -> None:
        """Do as `mailbot resume` does."""
        with self.stage.office.database.transaction() as connection:
            keep.resume(connection)

    def see_the_alert(self) -> None:
        """Do as `mailbot alerts seen` does."""
        seeing.mark_seen(self.stage.office, (), self.clock.now())

    def refused(self, draft: Outbound) -> str:
        """Try to approve a draft that may not go, and return what Mailbot says to that."""
        office, now = self.stage.office, self.clock.now()
        shown = approval.show(office, draft.id, now)
        try:
            approval.approve(office, draft.id, shown.digest, now)
        except RefusedError as refusal:
            return str(refusal)
        return ""

    def settle(self, draft: Outbound) -> Outbound:
        """Fill in what a draft leaves to the coordinator, as `mailbot drafts edit` does."""
        letter = read_back(draft.raw)
        text = GAP.sub(_SETTLED, letter.text)
        now = self.clock.now()
        return approval.edit(self.stage.office, draft.id, letter.subject, text, now)

    def approve(self, draft: Outbound) -> None:
        """Read a draft and let it go, as `mailbot drafts approve` does."""
        office, now = self.stage.office, self.clock.now()
        shown = approval.show(office, draft.id, now)
        approval.approve(office, draft.id, shown.digest, now)

    def send_from_drafts(self, recipient: str, add: str) -> bool:
        """Send a draft from the coordinator's own program, and return whether she changed it."""
        program = self.stage.program
        draft = program.draft_to(recipient)
        text = GAP.sub(_SETTLED, draft.mail.text) + add
        changed = text != draft.mail.text
        sent = program.send(draft, self.clock.now(), text=text if changed else None)
        self.by_hand.add(digest(sent))
        return changed

    def delete_draft(self, recipient: str) -> None:
        """Delete a draft in the coordinator's own program."""
        self.stage.program.reject(self.stage.program.draft_to(recipient))

    def answer_by_hand(self, sender: str, text: str) -> None:
        """Answer somebody's first mail in the coordinator's own program."""
        program = self.stage.program
        received = next(raw for raw in program.mails() if sender.encode() in raw)
        self.by_hand.add(digest(program.answer(received, text, self.clock.now())))

    def deliver(self, raw: bytes) -> None:
        """Put a mail into the coordinator's inbox."""
        self.stage.sandbox.deliver(COORDINATOR.email, raw, at=self.clock.now())
