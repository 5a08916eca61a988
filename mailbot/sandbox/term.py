"""What people do over the weeks of the demo's groups: short words over services and students."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailbot.mail.compose import read_back
from mailbot.model.outbox import State
from mailbot.model.sessions import Verdict
from mailbot.services import bundles
from mailbot.services.due_reminders import foreseen, running
from mailbot.store import groups, people

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailbot.model.seats import BundleKind, Group
    from mailbot.model.sessions import Session
    from mailbot.sandbox.accounts import Account
    from mailbot.sandbox.scene import Scene
    from mailbot.sandbox.stage import Stage
    from mailbot.sandbox.story import Teller
    from mailbot.store.outbox import Outbound

_SYDNEY = ZoneInfo("Australia/Sydney")
_ROUNDS = 4
_TERM = timedelta(weeks=10)
_HALF_DAYS = 42


class Term:
    """Some weeks of some groups.

    Args:
        stage: The stage.
        scene: With the clock that is moved.
        teller: Who tells of it.

    Attributes:
        groups: Whose weeks these are; set once they are on record.
    """

    def __init__(self, stage: Stage, scene: Scene, teller: Teller) -> None:
        self._stage = stage
        self._scene = scene
        self._teller = teller
        self.groups: tuple[Group, ...] = ()
        self._reminders: Counter[int] = Counter()
        self._one_by_one = scene.left
        scene.left = self._left

    def students_answer(self) -> None:
        """Let all answer what they got, and the coordinator approve her answers to that."""
        for _ in range(_ROUNDS):
            self._scene.later(30)
            if not self._stage.students.react(self._scene.clock.now()):
                break
            self._scene.work()
        for draft in self._scene.drafts():
            if draft.kind == "reply":
                self._settled_and_approved(draft)
        self._scene.work()

    def _settled_and_approved(self, draft: Outbound) -> None:
        if "[[" in read_back(draft.raw).text:
            self._scene.settle(draft)
        self._scene.approve(draft)

    def student_writes(self, who: Account, text: str) -> None:
        """Let a student answer the last mail that they got, and approve the answer to that."""
        self.writes(who, text)
        for draft in self._scene.drafts(who.email):
            self._settled_and_approved(draft)
        self._scene.work()

    def writes(self, who: Account, text: str) -> None:
        """Let somebody answer the last mail that they got."""
        self._stage.students.answer_last(who, text, self._scene.clock.now())
        self._scene.work()

    def approve_all(self, kind: BundleKind, *, show: bool = False) -> None:
        """Approve every bundle of a kind; `show` the last letter of each before."""
        for shown in bundles.waiting(self._stage.office):
            if shown.bundle.kind is kind:
                if show:
                    self._teller.shows(shown.open[-1])
                self.approve(shown.bundle.id)
        self._scene.work()

    def approve(self, bundle_id: int) -> None:
        """Approve a bundle, as `mailbot drafts approve --bundle` does."""
        office, now = self._stage.office, self._scene.clock.now()
        shown = bundles.show(office, bundle_id, now)
        bundles.approve(office, bundle_id, shown.digest, now)
        kind = shown.bundle.kind.value.replace("_", " ")
        self._teller.says(
            f"She decides in one go: {kind}, {shown.group.label}, {len(shown.open)} to send."
        )

    def until_bundles(self, kind: BundleKind) -> None:
        """Let days pass until there is such a bundle for each group."""
        for _ in range(_HALF_DAYS):
            found = [s for s in bundles.waiting(self._stage.office) if s.bundle.kind is kind]
            if len(found) >= len(self.groups):
                return
            self._scene.later(12 * 60)
            self._scene.work()

    def _left(self, mail: Outbound) -> None:
        """Tell of a mail that left; of reminders, which are many, only how many there were."""
        if mail.key.startswith("reminder/") and mail.kind != "session/leader_news":
            self._reminders[mail.group_id or 0] += 1
        else:
            self._one_by_one(mail)

    def _tell_of_reminders(self) -> None:
        at = self._scene.clock.now().astimezone(_SYDNEY)
        for group in self.groups:
            if count := self._reminders.pop(group.id, 0):
                words = f"{at:%a} {at.day} {at:%b %H:%M}: {count} reminders left, {group.label}."
                self._teller.says(words)

    def play_until(self, until: datetime) -> None:
        """Go from moment to moment, as the clock would."""
        scene = self._scene
        while True:
            moments = [each for each in self._moments() if scene.clock.now() < each <= until]
            if not moments:
                break
            scene.clock.set(min(moments))
            scene.work()
            self._tell_of_reminders()
        scene.clock.set(max(until, scene.clock.now()))
        scene.work()

    def _moments(self) -> Iterable[datetime]:
        far = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)
        for group in self.groups:
            with self._stage.office.database.transaction() as connection:
                found = running(self._stage.office, connection, group.id)
            if found is not None:
                now = self._scene.clock.now()
                for each in foreseen(self._stage.office, found, now=now, until=far):
                    yield each.moment

    def foretold(self) -> frozenset[str]:
        """Return the keys of the reminders that `mailbot reminders` shows as to be sent."""
        office, now = self._stage.office, self._scene.clock.now()
        keys: set[str] = set()
        for group in self.groups:
            with office.database.transaction() as connection:
                found = running(office, connection, group.id)
            if found is not None:
                until = now + _TERM
                keys |= {
                    each.key
                    for each in foreseen(office, found, now=now, until=until)
                    if each.verdict is Verdict.SEND
                }
        return frozenset(keys)

    def session(self, group: Group, number: int) -> Session:
        """Return a session of a group as it stands."""
        with self._stage.office.database.transaction() as connection:
            return groups.timetable(connection, group.id).sessions[number - 1]

    def number_of(self, who: Account) -> int:
        """Return somebody's number on record."""
        with self._stage.office.database.transaction() as connection:
            found = people.by_email(connection, who.email)
        return found.id if found else 0

    def sent_all(self) -> list[Outbound]:
        """Return every mail that has left."""
        return self._scene.in_states(State.SENT)

    def sent(self, kind: str) -> list[Outbound]:
        """Return the mails of a kind that have left."""
        return [mail for mail in self.sent_all() if mail.kind == kind]

    def sent_in(self, kind: str, group: Group) -> list[Outbound]:
        """Return the mails of a kind and group that have left."""
        return [mail for mail in self.sent(kind) if mail.group_id == group.id]
