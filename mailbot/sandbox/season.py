"""The demo's second half: two groups from the queue to the closing mail, weeks in seconds."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailbot.mail.compose import read_back
from mailbot.model.reading import Stage as StudentStage
from mailbot.model.seats import BundleKind
from mailbot.sandbox import season_cast as cast
from mailbot.sandbox.letters import read_mail
from mailbot.sandbox.people import PRIYA
from mailbot.sandbox.promises import Promise
from mailbot.sandbox.term import Term
from mailbot.services import creating, importing, offering, proposing, rescheduling
from mailbot.store import absences, people

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailbot.sandbox.scene import Scene
    from mailbot.sandbox.stage import Stage
    from mailbot.sandbox.story import Teller
    from mailbot.store.outbox import Outbound

_SYDNEY = ZoneInfo("Australia/Sydney")
_BEFORE = timedelta(weeks=3)
_WEEKS = 3


def clock_change_after(now: datetime) -> date:
    """Return the Sunday on which Sydney's clocks change next, with time for offers before it."""
    day = (now + 2 * _BEFORE + timedelta(weeks=1)).astimezone(_SYDNEY).date()
    while _offset(day) == _offset(day + timedelta(days=1)):
        day += timedelta(days=1)
    return day


def _offset(day: date) -> timedelta | None:
    return datetime.combine(day, time(), tzinfo=_SYDNEY).utcoffset()


class Season:
    """Plays on a stage on which the first half of the story was played.

    Args:
        stage: The stage.
        scene: With the clock that the story moves.
        teller: Who tells it.
        promise: Takes each promise.
    """

    def __init__(
        self, stage: Stage, scene: Scene, teller: Teller, promise: Callable[[Promise], None]
    ) -> None:
        self._stage = stage
        self._scene = scene
        self._teller = teller
        self._promise = promise
        self._term = Term(stage, scene, teller)

    def play(self) -> None:
        """Play it up to the closing mails."""
        change = clock_change_after(self._scene.clock.now())
        first = change - timedelta(weeks=_WEEKS) + timedelta(days=1)
        begins = datetime.combine(first, time(9), tzinfo=_SYDNEY) - _BEFORE
        self._scene.clock.set(begins)
        self._the_old_list()
        self._two_groups(first)
        self._offers()
        self._a_place_comes_free()
        self._confirmed()
        self._weeks()
        self._closing()

    def _the_old_list(self) -> None:
        self._teller.chapter("Some weeks later: the coordinator's old list of who waits")
        now = self._scene.clock.now()
        sheet = cast.spreadsheet(now.astimezone(_SYDNEY).date())
        done = importing.carry_out(self._stage.office, sheet, {}, now)
        joined = done.count(importing.Becomes.JOINS)
        self._teller.says(f"mailbot queue import: {joined} students join the queue.")
        self._scene.work()
        waiting = len(cast.SPREADSHEET)
        addresses = {line.student.email for line in cast.SPREADSHEET}
        self._keep(
            "All of her list wait in the queue, and nobody was written to.",
            joined == waiting
            and not {mail.recipient for mail in self._term.sent_all()} & addresses,
        )

    def _two_groups(self, first: date) -> None:
        self._teller.chapter("mailbot groups propose: who fits where")
        office, now = self._stage.office, self._scene.clock.now()
        path = office.settings.home / "config" / "slots.toml"
        path.write_text(cast.slots_file(first), encoding="utf-8")
        proposed = proposing.propose(office, now, not_before=first)
        words = proposed.words
        for sentence in (words.summary, *words.groups, *words.near, *words.unplaced):
            self._teller.says(sentence)
        self._term.groups = tuple(
            creating.create(office, each.proposed.slot.id, now, first=each.proposed.first).group
            for each in proposed.groups
        )
        self._keep(
            "Two groups fill, in two zones, and it is proved that no plan places more.",
            len(self._term.groups) == len(cast.SLOTS) and proposed.proposal.exact,
        )

    def _offers(self) -> None:
        self._teller.chapter("mailbot groups offer: one decision for each group")
        for group in self._term.groups:
            shown = offering.offer_to_next(self._stage.office, group.id, self._scene.clock.now())
            if group is self._term.groups[0]:
                self._teller.shows(shown.open[0])
            self._term.approve(shown.bundle.id)
        before = len(self._scene.recipients())
        self._scene.work()
        offered = self._scene.recipients()[before:]
        self._keep(
            "Each got one offer in a mail of their own, and none beyond the places there are.",
            len(offered) == len(set(offered))
            and all(
                len(self._term.sent_in("session/offer", group)) <= group.members_most
                for group in self._term.groups
            ),
        )
        self._term.students_answer()

    def _a_place_comes_free(self) -> None:
        self._teller.chapter("One declines, one is silent: the places go on to whoever is next")
        scene = self._scene
        self._term.approve_all(BundleKind.OFFERS)
        self._term.students_answer()
        scene.later(3 * 24 * 60)
        scene.work()
        reminded = [mail.recipient for mail in self._term.sent("session/offer_reminder")]
        scene.later(3 * 24 * 60)
        scene.work()
        self._term.approve_all(BundleKind.OFFERS)
        self._term.students_answer()
        self._keep(
            "The silent student was reminded once, lapsed after the deadline, and is out of it.",
            reminded == [cast.ZOE.email] and scene.stage_of(cast.ZOE.email) is StudentStage.LAPSED,
        )
        self._keep(
            "Who declined but stays on the list waits in the queue; the next one has the place.",
            scene.stage_of(cast.OMAR.email) is StudentStage.QUEUED
            and scene.stage_of(PRIYA.email) is StudentStage.MEMBER,
        )

    def _confirmed(self) -> None:
        self._teller.chapter("The groups are confirmed, and every invitation is its reader's own")
        self._term.until_bundles(BundleKind.CONFIRMATION)
        self._term.approve_all(BundleKind.CONFIRMATION, show=True)
        letters = self._term.sent("session/confirmation")
        self._keep(
            "Every member and leader has an invitation, in which nobody else is named.",
            bool(letters) and all(_names_only_reader(mail) for mail in letters),
        )

    def _weeks(self) -> None:
        self._teller.chapter("Six weeks: the reminders go by themselves")
        first = self._term.groups[0]
        foretold = self._term.foretold()
        self._teller.says(f"mailbot reminders foretells {len(foretold)} reminders.")
        self._term.play_until(self._term.session(first, 2).start - timedelta(minutes=40))
        self._term.student_writes(cast.BEN, cast.late_words())
        self._term.play_until(self._term.session(first, 2).start + timedelta(hours=2))
        self._term.student_writes(cast.LUCY, cast.away_words())
        self._term.play_until(self._term.session(first, 3).start + timedelta(hours=2))
        self._term.writes(cast.ELENI, cast.missing_words())
        self._move_a_session()
        self._term.play_until(max(self._term.session(each, 6).end for each in self._term.groups))
        self._look_at_the_clock_change()
        self._compare(foretold)
        with self._stage.office.database.transaction() as connection:
            missed_by = absences.missed(connection, first.id)
            names = [people.get(connection, each.applicant_id).name for each in missed_by]
        self._keep(
            "A leader's word on who was missing is taken down for the right session.",
            names == [cast.LUCY.name] and missed_by[0].session == _WEEKS,
        )

    def _compare(self, foretold: frozenset[str]) -> None:
        first = self._term.groups[0]
        sent = {mail.key for mail in self._term.sent_all() if mail.key.startswith("reminder/")}
        moved = f"reminder/group:{self._term.groups[-1].id}/session:5/"
        missed = f"reminder/group:{first.id}/session:3/applicant:{self._term.number_of(cast.LUCY)}/"
        kept = {key for key in foretold if not key.startswith((moved, missed))}
        self._keep(
            "What `mailbot reminders` foretold is what was sent, but for what changed meanwhile.",
            kept <= sent and not any(key.startswith(missed) for key in sent),
        )
        on_the_wire = [
            mail
            for sent_mail in self._stage.sandbox.sent
            if (mail := read_mail(sent_mail.raw)).machine and "(session " in mail.subject
        ]
        reminders = self._term.sent("session/reminder") + self._term.sent("session/leader_reminder")
        self._keep(
            "Each reminder went over the wire once.",
            len(on_the_wire) == len(reminders)
            and len({mail.message_id for mail in on_the_wire}) == len(on_the_wire),
        )

    def _move_a_session(self) -> None:
        group = self._term.groups[-1]
        fifth = self._term.session(group, 5)
        zone = ZoneInfo(group.series.timezone)
        to = (fifth.start.astimezone(zone) + timedelta(days=1)).date()
        done = rescheduling.move(self._stage.office, group.id, 5, to, None, self._scene.clock.now())
        self._teller.says(f"Session 5 of {group.label} is moved to {to:%A %d %B}.")
        if done.bundle is not None:
            self._term.approve(done.bundle.id)
        self._scene.work()
        self._keep(
            "Everyone in that group heard of the move, with an update for their calendars.",
            len(self._term.sent("session/moved"))
            == len(self._term.sent_in("session/confirmation", group)),
        )

    def _look_at_the_clock_change(self) -> None:
        shifted = [
            mail
            for mail in self._term.sent("session/reminder")
            if "clocks" in read_back(mail.raw).text
        ]
        for mail in shifted[:1]:
            self._teller.shows(mail)
        self._keep(
            "In the week in which clocks change apart, whom it concerns was warned.",
            bool(shifted) and cast.LUCY.email in {mail.recipient for mail in shifted},
        )

    def _closing(self) -> None:
        self._teller.chapter("After the last session: thanks, and the way on")
        self._term.until_bundles(BundleKind.CLOSING)
        self._term.approve_all(BundleKind.CLOSING)
        members = [line.student for line in cast.SPREADSHEET if line.student not in _NOT_MEMBERS]
        self._keep(
            "Everyone is thanked, and the members are past members now.",
            {self._scene.stage_of(each.email) for each in members} == {StudentStage.PAST}
            and len(self._term.sent("session/closing"))
            == len(self._term.sent("session/confirmation")),
        )

    def _keep(self, words: str, kept: bool) -> None:
        self._promise(Promise(words, kept))


_NOT_MEMBERS = (cast.OMAR, cast.ZOE)


def _names_only_reader(mail: Outbound) -> bool:
    """Tell whether no other address of the two groups stands in a mail."""
    from email import message_from_bytes

    parts = message_from_bytes(mail.raw).walk()
    texts = [
        content.decode("utf-8", "replace").replace("\r\n ", "")
        for part in parts
        if isinstance(content := part.get_payload(decode=True), bytes)
    ]
    others = {each.email for each in cast.PEOPLE} - {mail.recipient}
    return not any(email in text for email in others for text in texts)
