"""A whole Mailbot in memory: students, the coordinator's mail program, and every way to fail.

`House.work` is the worker's own `run_once` on a fake mailbox and a fake mailer. Time moves only by
`House.later`. The reader is a fake as well, which does what the words in # of a mail say.
"""

from __future__ import annotations

import functools
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from pydantic import SecretStr

import mailbot.rounds
import mailbot.services.office
from mailbot.clock import SetClock
from mailbot.env import Secrets
from mailbot.letters import Letters
from mailbot.mail.compose import read_back
from mailbot.mail.parse import parse
from mailbot.model.mail import Evidence, Origin
from mailbot.model.outbox import State
from mailbot.model.reading import (
    Facts,
    Flag,
    FlagFinding,
    Reading,
    Route,
    Topic,
    TopicFinding,
)
from mailbot.resources import default_folder
from mailbot.rounds import Listener, run_once
from mailbot.services import approval, filing, looking
from mailbot.services.auditing import audit
from mailbot.services.office import Office
from mailbot.settings import CoordinatorSettings, LimitSettings, Settings, load_programme
from mailbot.settings_servers import DeliverySettings, MailboxSettings
from mailbot.settings_weekly import WeeklySettings
from mailbot.store import alerts, mails, outbox, people, record
from mailbot.store.database import Database
from mailbot.store.mails import Fate
from tests.servers.fakes import FakeMailbox, FakeMailer

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    import pytest

    from mailbot.model.mail import FetchedMail, Message, Screening
    from mailbot.model.reading import Stage
    from mailbot.services.auditing import Finding
    from mailbot.services.intake import Taken
    from mailbot.settings_programme import Programme
    from mailbot.store.alerts import RaisedAlert
    from mailbot.store.mails import Seen
    from mailbot.store.outbox import Outbound
    from mailbot.store.people import Applicant
    from mailbot.store.record import Event

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RUTH = "ruth@balint.example"
_TOLD = re.compile(r"#(\w+)")
_ROUTES = {route.value: route for route in Route}
_TOPICS = {topic.value: topic for topic in Topic}

_COMPILED: dict[Any, Any] = {}
"""SQL as it was compiled once, for all the databases of a test run."""


class ToldReader:
    """Reads what the mail says it is: `#cost #join`, `#none`, `#distress`; `#boom` breaks it."""

    def read(self, message: Message, *, stage: Stage, screening: Screening) -> Reading:
        """Return the reading that the words in # ask for."""
        told = _TOLD.findall(message.new_text)
        if "boom" in told:
            raise ValueError("a fault of the reader")
        topics = tuple(
            TopicFinding(_TOPICS[word], 0.9, (Evidence(f"#{word}", word),))
            for word in told
            if word in _TOPICS
        )
        flags = tuple(FlagFinding(flag, 0.9, ()) for flag in (Flag.DISTRESS,) if flag.value in told)
        route = next((_ROUTES[word] for word in told if word in _ROUTES), Route.REPLY)
        if flags:
            route = Route.URGENT
        if screening.origin is not Origin.HUMAN:
            topics, route = (), Route.NONE
        return Reading(screening, topics, flags, Facts(), route, 0.9, ("told",))

    def remembering(self, _lessons: object) -> ToldReader:
        return self


class HookedDatabase(Database):
    """A database that tells when a transaction that wrote something has been committed."""

    def __init__(self, url: str, hook: Callable[[str], None]) -> None:
        super().__init__(url)
        self._hook = hook
        self._engine = self._engine.execution_options(compiled_cache=_COMPILED)

        @sa.event.listens_for(self._engine, "connect")
        def _quickly(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
            connection.cursor().execute("PRAGMA synchronous=OFF")

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """See `Database.transaction`."""
        with super().transaction() as connection:
            raw = cast("sqlite3.Connection", connection.connection.dbapi_connection)
            before = raw.total_changes
            yield connection
            wrote = raw.total_changes != before
        if wrote:
            self._hook("commit")


@dataclass
class House:
    """One installation, its mailbox and its people.

    Attributes:
        hook: Called before and after every commit.
        seam: Put around the mailbox and the mailer as they are opened.
    """

    home: Path
    mailbox: FakeMailbox
    mailer: FakeMailer
    settings: Settings
    office: Office
    clock: SetClock
    taken: list[Taken] = field(default_factory=list)
    hook: Callable[[str], None] = lambda _: None
    seam: Callable[[Any], Any] = lambda real: real
    written: int = 0

    def later(self, minutes: float = 1) -> datetime:
        """Let time pass, and return the instant."""
        self.clock.set(self.clock.now() + timedelta(minutes=minutes))
        return self.clock.now()

    def work(self, minutes: float = 1) -> None:
        """Let time pass, and Mailbot do all that waits or is due."""
        self.later(minutes)
        run_once(self.office, self.clock, Listener(taken=self.taken.append))

    def work_only_in(self) -> None:
        """Let only the loop of incoming mail look once; nothing leaves."""
        looking.look(self.office, self.mailbox, self.clock.now)
        filing.file_all(self.office, self.mailbox, self.clock.now())

    def restart(self) -> None:
        """Let a new process take over, as after a crash."""
        self.office.database.close()
        self.office = _office(self.settings, self._hooked)

    def _hooked(self, point: str) -> None:
        self.hook(point)

    def writes(
        self,
        sender: str,
        text: str,
        *,
        subject: str = "Balint groups",
        answers: Message | None = None,
        folder: str = "INBOX",
        message_id: str | None = "",
        headers: tuple[tuple[str, str], ...] = (),
        at: datetime | None = None,
    ) -> bytes:
        """Let somebody write to the coordinator, and return the mail."""
        self.written += 1
        now = at or self.clock.now()
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, RUTH, subject
        mail["Date"] = format_datetime(now)
        if message_id is not None:
            mail["Message-ID"] = message_id or f"<{self.written}@student.test>"
        if answers is not None:
            mail["In-Reply-To"] = answers.message_id
            mail["References"] = " ".join((*answers.references, answers.message_id or ""))
        for name, value in headers:
            mail[name] = value
        mail.set_content(text)
        raw = mail.as_bytes()
        self.mailbox.put(raw, folder, at=now)
        return raw

    def sends(self, draft: Outbound, *, text: str | None = None, **how: bool) -> None:
        """Let her send a draft from her own program, as `her_version` makes it."""
        self.mailbox.put(self.her_version(draft, text=text, **how), "Sent", at=self.clock.now())
        for copy in self.in_drafts(draft):
            self.mailbox.remove("Drafts", copy.uid)

    def her_version(
        self,
        draft: Outbound,
        *,
        text: str | None = None,
        keeps_id: bool = False,
        keeps_thread: bool = True,
        has_id: bool = True,
    ) -> bytes:
        """Return what her program makes of a draft: new Message-ID, one part, no X- headers."""
        old, letter = parse(draft.raw), read_back(draft.raw)
        self.written += 1
        new = EmailMessage()
        new["From"], new["To"], new["Subject"] = RUTH, draft.recipient, letter.subject
        new["Date"] = format_datetime(self.clock.now())
        if has_id:
            new["Message-ID"] = draft.message_id if keeps_id else f"<hers{self.written}@mua.test>"
        if keeps_thread and old.in_reply_to:
            new["In-Reply-To"] = old.in_reply_to[0]
        new.set_content(letter.text if text is None else text)
        return new.as_bytes()

    def answers_by_hand(self, received: bytes, text: str, *, to: str = "") -> None:
        """Let her answer a mail from her own program."""
        mail = parse(received)
        self.written += 1
        new = EmailMessage()
        new["From"], new["To"] = RUTH, to or mail.sender.email
        new["Subject"] = f"Re: {mail.subject}"
        new["Date"] = format_datetime(self.clock.now())
        new["Message-ID"] = f"<hand{self.written}@mua.test>"
        new["In-Reply-To"] = new["References"] = mail.message_id
        new.set_content(text)
        self.mailbox.put(new.as_bytes(), "Sent", at=self.clock.now())

    def edits_in_drafts(self, draft: Outbound, text: str) -> None:
        """Let her save other words under a draft: a new mail stands there, the old one is gone."""
        new = self.her_version(draft, text=text, keeps_id=True)
        for copy in self.in_drafts(draft):
            self.mailbox.remove("Drafts", copy.uid)
        self.mailbox.put(new, "Drafts", at=self.clock.now(), flags=("\\Draft",))

    def deletes(self, draft: Outbound) -> None:
        """Let her delete a draft in her Drafts folder."""
        for copy in self.in_drafts(draft):
            self.mailbox.remove("Drafts", copy.uid)

    def approves(self, draft: Outbound) -> None:
        """Let her read a draft and let it go by command."""
        shown = approval.show(self.office, draft.id, self.clock.now())
        approval.approve(self.office, draft.id, shown.digest, self.clock.now())

    def in_drafts(self, draft: Outbound) -> list[FetchedMail]:
        """Return what stands in Drafts with a draft's Message-ID."""
        return [
            mail
            for mail in self.mailbox.mails("Drafts")
            if parse(mail.raw).message_id == draft.message_id
        ]

    def mails(self, *states: State) -> list[Outbound]:
        """Return the outbox to students, in these states where any are named."""
        with self.office.database.transaction() as connection:
            found = outbox.in_states(connection, states or tuple(State))
        return [mail for mail in found if mail.recipient != RUTH]

    def draft(self, recipient: str = "") -> Outbound:
        """Return the only draft there is, or the only one to somebody."""
        (only,) = (mail for mail in self.mails(State.DRAFT) if recipient in {"", mail.recipient})
        return only

    def mail(self, outbox_id: int) -> Outbound:
        """Return a mail of the outbox."""
        with self.office.database.transaction() as connection:
            found = outbox.get(connection, outbox_id)
        assert found is not None
        return found

    def got(self, recipient: str) -> list[bytes]:
        """Return what left by SMTP to somebody, oldest first."""
        return [sending.raw for sending in self.mailer.sent if sending.recipient == recipient]

    def seen(self) -> list[Seen]:
        """Return every mail on record, oldest first."""
        with self.office.database.transaction() as connection:
            return [seen for _, seen in mails.with_fate(connection, set(Fate))]

    def fates(self) -> list[str]:
        """Return what became of each mail, oldest first; our own left out."""
        return [seen.fate.value for seen in self.seen() if seen.fate is not Fate.OURS]

    def alerts(self, kind: str = "") -> list[RaisedAlert]:
        """Return the alerts raised so far, of one kind where named."""
        with self.office.database.transaction() as connection:
            found = alerts.raised(connection)
        return [one for one in found if kind in {"", one.kind.value}]

    def record(self, outbox_id: int | None = None) -> list[Event]:
        """Return the record, or that of one mail of the outbox."""
        with self.office.database.transaction() as connection:
            return record.events(connection, outbox_id=outbox_id)

    def applicant(self, email: str) -> Applicant | None:
        """Return what is known of a student."""
        with self.office.database.transaction() as connection:
            return people.by_email(connection, email)

    def audit(self) -> tuple[Finding, ...]:
        """Return what an audit finds wrong."""
        return audit(self.office, self.mailbox).findings

    def words_of(self, draft: Outbound) -> str:
        """Return the words of a mail of the outbox."""
        return read_back(draft.raw).text

    def bytes_on_disk(self) -> bytes:
        """Return every byte of the database and of what belongs to it."""
        file = self.office.database.file
        assert file is not None
        return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))


def build(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    mailbox: FakeMailbox | None = None,
    mailer: FakeMailer | None = None,
    settings: Settings | None = None,
) -> House:
    """Build a house on an empty mailbox; Mailbot has not looked at it yet."""
    box, way = mailbox or FakeMailbox(), mailer or FakeMailer()
    settings = settings or settings_for(home)
    file = settings.database_url.removeprefix("sqlite:///")
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    Path(file).write_bytes(_empty_database())
    house = House(home, box, way, settings, _office(settings, lambda _: None), SetClock(START))
    house.restart()
    monkeypatch.setattr(mailbot.rounds, "open_mailbox", lambda *_: house.seam(house.mailbox))
    monkeypatch.setattr(mailbot.rounds, "open_mailer", lambda *_, **__: house.seam(house.mailer))
    monkeypatch.setattr(mailbot.services.office, "_the_reader", ToldReader)
    return house


def settings_for(
    home: Path,
    *,
    delivery: DeliverySettings | None = None,
    mailbox: MailboxSettings | None = None,
    limits: LimitSettings | None = None,
    templates: Path | None = None,
    weekly: WeeklySettings | None = None,
) -> Settings:
    """Return the settings of an installation at `home` whose coordinator is Ruth."""
    return Settings(
        mailbox=mailbox or MailboxSettings(host="imap.test", user=RUTH),
        delivery=delivery or DeliverySettings(host="smtp.test"),
        coordinator=CoordinatorSettings(name="Ruth Calloway", email=RUTH),
        limits=limits or LimitSettings(),
        weekly=weekly or WeeklySettings(on=False),
        home=home,
        programme=_programme(),
        secrets=Secrets(mailbox_password=SecretStr("secret")),
        templates=templates or default_folder("templates"),
    )


def _office(settings: Settings, hook: Callable[[str], None]) -> Office:
    return Office(
        settings=settings,
        database=HookedDatabase(settings.database_url, hook),
        letters=_letters(settings.templates),
    )


@functools.cache
def _empty_database() -> bytes:
    """Return a database as the migrations make it, made once a test run."""
    with TemporaryDirectory() as folder:
        made = Database(f"sqlite:///{folder}/mailbot.db")
        made.upgrade()
        made.close()
        return Path(folder, "mailbot.db").read_bytes()


@functools.cache
def _letters(templates: Path) -> Letters:
    return Letters(templates, _programme(), "Ruth Calloway")


@functools.cache
def _programme() -> Programme:
    return load_programme(Path("nowhere"))
