"""Past mail gone through once more: what Mailbot would have done beside what she did answer.

Nothing is changed: the mailbox is only read, and what intake keeps goes into a database of its own
that begins empty and is thrown away, so that stages develop as the mails come in their order.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mailbot.casework.stages import move_by
from mailbot.errors import RefusedError, WorldProblem, fault_of
from mailbot.letters import Letters, unsettled
from mailbot.mail.compose import read_back
from mailbot.model.casework import Cause, Where
from mailbot.model.reading import Stage
from mailbot.reading.screening import screen
from mailbot.services import hearing, intake, sending_by_hand
from mailbot.services.likeness import alike
from mailbot.services.looking import is_draft
from mailbot.services.moving import move
from mailbot.services.office import Office
from mailbot.services.replay_facts import lacking
from mailbot.services.replay_order import fetched_in_order, past
from mailbot.services.replay_spool import Spool
from mailbot.services.replay_values import Answered, Replayed, Slip, Would
from mailbot.services.understanding import understood
from mailbot.store import outbox, people
from mailbot.store.database import Database
from mailbot.store.mails import Fate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from mailbot.model.folders import Mailbox
    from mailbot.model.mail import FetchedMail, Message
    from mailbot.services.intake import Taken
    from mailbot.settings import Settings

_LONGEST_SUBJECT = 200
_LEFT_ALONE = frozenset({Fate.LEFT_ALONE, Fate.OURS})
_FOR_YOU = frozenset({Fate.PUT_BEFORE, Fate.PUT_ASIDE, Fate.WAITING})


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay found.

    Attributes:
        folder: Where the mails stand.
        since: From when.
        until: To when.
        mails: The mails from people, oldest first.
        sent: How many mails of Sent were looked at.
        machines: How many mails were passed over since a machine wrote them.
        own: How many, since the coordinator, the deputy or the keeper wrote them.
        older: How many, since they are older than the server's date says.
        failed: Mails that the replay itself stumbled over: where each stands, and how.
        spool: Their words.
    """

    folder: str
    since: datetime
    until: datetime
    mails: tuple[Replayed, ...]
    sent: int
    machines: int
    own: int
    older: int
    failed: tuple[str, ...]
    spool: Spool


@contextmanager
def replaying(
    settings: Settings,
    mailbox: Mailbox,
    folder: str,
    since: datetime,
    now: datetime,
    told: Callable[[int, int], None] = lambda _done, _total: None,
) -> Iterator[Replay]:
    """Go through the mails of `folder` and of Sent since `since`, in the order they came.

    The words can be read from the spool until the context ends.

    Args:
        settings: Of the installation, whose database is not touched.
        mailbox: Open.
        folder: Where mail to the programme stands.
        since: From when.
        now: The instant.
        told: Called after each mail with how many are done, and how many there are.

    Raises:
        RefusedError: `folder` holds her own mail.
        WorldProblem: The mailbox, or the room for what is kept meanwhile, is in the way.
    """
    with tempfile.TemporaryDirectory(prefix="mailbot-replay-") as scratch:
        database = Database(f"sqlite:///{scratch}/replay.db", durable=False)
        letters = Letters(settings.templates, settings.programme, settings.coordinator.name)
        try:
            database.upgrade()
            with (Path(scratch) / "words").open("w+b") as words:
                office = Office(settings, database, letters)
                replayer = _Replayer(office, mailbox, folder, Spool(words))
                yield replayer.run(since, now, told)
        finally:
            database.close()


class _Replayer:
    def __init__(self, office: Office, mailbox: Mailbox, folder: str, spool: Spool) -> None:
        folders = mailbox.folders()
        if folder in {folders.sent, folders.drafts}:
            raise RefusedError(
                f"{folder} holds what you write, not what comes to you.",
                f"Name the folder in which students' mail stands, such as {folders.inbox}.",
            )
        self._office, self._mailbox, self._spool = office, mailbox, spool
        self._folder, self._sent_folder = folder, folders.sent
        self._where = Where.JUNK if folder == folders.junk else Where.INBOX
        self._staff = _staff(office.settings)
        self._mails: list[Replayed] = []
        self._writers: list[frozenset[str]] = []
        self._by_id: dict[str, list[int]] = {}
        self._sent = self._machines = self._own = 0
        self._failed: list[str] = []

    def run(self, since: datetime, now: datetime, told: Callable[[int, int], None]) -> Replay:
        folders = (self._folder, self._sent_folder)
        mails, older = past(self._mailbox, folders, since)
        for done, fetched in enumerate(fetched_in_order(self._mailbox, folders, mails), start=1):
            self._go_through(fetched)
            told(done, len(mails))
        return Replay(
            folder=self._folder,
            since=since,
            until=now,
            mails=tuple(self._mails),
            sent=self._sent,
            machines=self._machines,
            own=self._own,
            older=older,
            failed=tuple(self._failed),
            spool=self._spool,
        )

    def _go_through(self, fetched: FetchedMail) -> None:
        if is_draft(fetched):
            return
        try:
            if fetched.folder == self._sent_folder:
                self._went(fetched)
            else:
                self._came(fetched)
        except (WorldProblem, OSError):
            raise
        except Exception as error:  # noqa: BLE001 - one mail must not end a replay of thousands
            self._failed.append(f"{fetched.folder}, UID {fetched.uid}: {fault_of(error)}")

    def _came(self, fetched: FetchedMail) -> None:
        message = hearing.own_writer(understood(fetched.raw), self._office.settings.own_addresses)
        if message.sender.email in self._staff:
            self._own += 1
            return
        stage = self._stage_of(message.sender.email)
        taken = intake.take(self._office, fetched, self._where, fetched.internal_date)
        if taken.again:
            return
        draft = self._draft_of(taken)
        would = _would(taken, draft)
        if not would.answers and taken.reading and taken.reading.screening.origin.machine:
            self._machines += 1
            return
        self._note(message, self._line(fetched, message, taken, would, stage, draft))

    def _stage_of(self, email: str) -> Stage:
        with self._office.database.transaction() as connection:
            known = people.by_email(connection, email) if email else None
        return known.stage if known else Stage.NEW

    def _draft_of(self, taken: Taken) -> str | None:
        if taken.mail_id is None or taken.fate is not Fate.HANDLED:
            return None
        with self._office.database.transaction() as connection:
            replies = outbox.answering(connection, taken.mail_id)
        return read_back(replies[-1].raw).text if replies else None

    def _line(
        self,
        fetched: FetchedMail,
        message: Message,
        taken: Taken,
        would: Would,
        stage: Stage,
        draft: str | None,
    ) -> Replayed:
        reading, ruling = taken.reading, taken.ruling
        # Of private mail no words are put aside, here as everywhere.
        private = would is Would.LEFT_ALONE
        return Replayed(
            uid=fetched.uid,
            at=fetched.internal_date,
            sender=f"{message.sender.name} <{message.sender.email}>".strip(),
            subject=" ".join(message.subject.split())[:_LONGEST_SUBJECT],
            would=would,
            stage=stage.value,
            rule=ruling.rule if ruling else "",
            why=ruling.why if ruling else taken.reason,
            route=reading.route.value if reading else "",
            confidence=reading.confidence if reading else 0.0,
            topics=tuple(one.topic.value for one in reading.topics) if reading else (),
            flags=tuple(one.flag.value for one in reading.flags) if reading else (),
            open=len(unsettled(draft or "")),
            mail=Slip() if private else self._spool.keep(message.new_text or message.body),
            draft=Slip() if draft is None else self._spool.keep(draft),
        )

    def _note(self, message: Message, line: Replayed) -> None:
        if message.message_id:
            self._by_id.setdefault(message.message_id, []).append(len(self._mails))
        writers = (message.sender, *message.reply_to)
        self._writers.append(frozenset(one.email for one in writers if one.email))
        self._mails.append(line)

    def _went(self, fetched: FetchedMail) -> None:
        self._sent += 1
        message = understood(fetched.raw)
        answered = [] if screen(message).origin.machine else list(self._answered_by(message))
        sending_by_hand.look_at_sent(self._office, fetched, fetched.internal_date)
        for index, how in answered:
            self._mails[index] = self._beside(self._mails[index], message, fetched, how)
            self._inform(self._writers[index], fetched.internal_date)

    def _answered_by(self, message: Message) -> Iterator[tuple[int, Answered]]:
        """Yield which mails it answers: those that it names, if it goes to who wrote them."""
        recipients = {one.email for one in (*message.to, *message.cc)}
        named = dict.fromkeys(message.references, Answered.IN_CONVERSATION)
        named |= dict.fromkeys(message.in_reply_to, Answered.DIRECTLY)
        for message_id, how in named.items():
            for index in self._by_id.get(message_id, ()):
                before = self._mails[index].answered
                news = before is Answered.NEVER or (how is Answered.DIRECTLY and before is not how)
                if news and self._writers[index] & recipients:
                    yield index, how

    def _beside(
        self, line: Replayed, answer: Message, fetched: FetchedMail, how: Answered
    ) -> Replayed:
        answered = replace(line, answered=how, answered_at=fetched.internal_date)
        if line.would is Would.LEFT_ALONE:
            return answered
        words = answer.new_text or answer.body
        answered = replace(answered, answer=self._spool.keep(words))
        if how is not Answered.DIRECTLY or not line.draft.size:
            return answered
        draft = self._spool.read(line.draft)
        return replace(answered, alike=alike(draft, words), lacks=lacking(draft, words))

    def _inform(self, writers: frozenset[str], now: datetime) -> None:
        """Her own answer informs a student as the reply would have that it stands in place of."""
        with self._office.database.transaction() as connection:
            for email in sorted(writers):
                known = people.by_email(connection, email)
                if known and move_by(Cause.REPLY_LEFT, known.stage):
                    move(connection, known.id, Cause.REPLY_LEFT, now)


def _staff(settings: Settings) -> frozenset[str]:
    others = {
        settings.coordinator.alert_address,
        settings.coordinator.deputy.lower(),
        settings.keeper.email.lower(),
    }
    return (settings.own_addresses | others) - {""}


def _would(taken: Taken, draft: str | None) -> Would:
    if taken.fate in _LEFT_ALONE:
        return Would.LEFT_ALONE
    if taken.fate in _FOR_YOU:
        return Would.FOR_YOU
    return Would.NO_ANSWER if draft is None else Would.DRAFT
