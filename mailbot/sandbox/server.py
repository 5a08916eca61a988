"""The sandbox: IMAP and SMTP on loopback, in one background thread of this process."""

from __future__ import annotations

import asyncio
import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar

from mailbot.clock import SystemClock
from mailbot.sandbox.bounce import bounce
from mailbot.sandbox.imap import ImapStore
from mailbot.sandbox.smtp import SentMail, SmtpDoor, with_trace

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable
    from datetime import datetime
    from types import TracebackType

    from mailbot.clock import Clock
    from mailbot.sandbox.accounts import Account

HOST = "127.0.0.1"
_PATIENCE_SECONDS = 10.0
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Delivery:
    """A mail that came into an account's INBOX by SMTP."""

    recipient: str
    sender: str
    raw: bytes


class Sandbox:
    """A mail server with accounts of its own; what is in it is gone when it stops.

    Methods may be called from any thread. The clock gives the arrival times.

    Attributes:
        accounts: Who has a mailbox, by address.
        imap_port: Where IMAP listens, once started.
        smtp_port: Where SMTP listens, once started.
        bouncing: Addresses from which every mail comes back as a bounce; may be changed any time.
    """

    def __init__(
        self,
        accounts: Iterable[Account],
        *,
        imap_port: int = 0,
        smtp_port: int = 0,
        clock: Clock | None = None,
        bouncing: Iterable[str] = (),
    ) -> None:
        """Prepare the accounts; a port of 0 takes a free one."""
        self.accounts = {account.email: account for account in accounts}
        self.imap_port = imap_port
        self.smtp_port = smtp_port
        self.bouncing = {address.lower() for address in bouncing}
        self._clock = clock or SystemClock()
        self._listeners: list[Callable[[Delivery], None]] = []
        self._sent: list[SentMail] = []
        self._sent_changed = threading.Condition()
        self._servers: list[asyncio.Server] = []

    @property
    def host(self) -> str:
        """The address that both servers listen at: this machine alone."""
        return HOST

    @property
    def sent(self) -> tuple[SentMail, ...]:
        """Every mail that went by SMTP, oldest first."""
        with self._sent_changed:
            return tuple(self._sent)

    def wait_sent(self, count: int, seconds: float = _PATIENCE_SECONDS) -> tuple[SentMail, ...]:
        """Wait until at least `count` mails went by SMTP, or for `seconds`; return them all."""
        with self._sent_changed:
            self._sent_changed.wait_for(lambda: len(self._sent) >= count, seconds)
            return tuple(self._sent)

    def watch(self, listener: Callable[[Delivery], None]) -> None:
        """Call `listener` in the server's thread for every mail delivered by SMTP; be quick."""
        self._listeners.append(listener)

    def start(self) -> Self:
        """Start both servers.

        Raises:
            OSError: A chosen port is taken.
        """
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="mailbot-sandbox", daemon=True)
        self._thread.start()
        try:
            self._call(self._open())
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Hang up on everyone, stop both servers, and forget every mail; twice does no harm."""
        if not self._thread.is_alive():
            return
        self._call(self._hang_up())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE_SECONDS)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def add_account(self, account: Account) -> None:
        """Make one more mailbox while the server runs."""
        self._call(self._add(account))

    def deliver(
        self,
        user: str,
        raw: bytes,
        *,
        folder: str = "INBOX",
        flags: Iterable[str] = (),
        at: datetime | None = None,
    ) -> int:
        """Put a mail into a folder of `user` and return its UID; no listener hears of it.

        Raises:
            KeyError: There is no such user or folder.
        """
        return self._call(self._store.append(user, folder, raw, tuple(flags), at))

    def hang_up(self) -> None:
        """Break off every connection and listen no more, until `listen` is called."""
        self._call(self._hang_up())

    def listen(self) -> None:
        """Listen again, at the same ports, with every mail still there.

        Raises:
            OSError: A port is taken.
        """
        self._call(self._listen())

    def renew_uidvalidity(self, user: str, folder: str = "INBOX") -> None:
        """Give a folder a new UIDVALIDITY, as after a server's repair, and break connections."""
        self._call(self._store.renew_uidvalidity(user, folder))
        self._call(self._store.hang_up())

    def _call(self, work: Coroutine[None, None, _Result]) -> _Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE_SECONDS)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            asyncio.set_event_loop(None)
            self._loop.close()

    async def _open(self) -> None:
        self._passwords: dict[str, str] = {}
        self._store = ImapStore(self._clock)
        self._door = SmtpDoor(self._passwords, self._clock.now, self._accept)
        for account in tuple(self.accounts.values()):
            await self._add(account)
        await self._listen()

    async def _add(self, account: Account) -> None:
        await self._store.add_user(account.email, account.password)
        self._passwords[account.email] = account.password
        self.accounts[account.email] = account

    async def _listen(self) -> None:
        imap = await asyncio.start_server(self._store.serve, HOST, self.imap_port)
        self._servers.append(imap)
        smtp = await self._loop.create_server(self._door.connect, HOST, self.smtp_port)
        self._servers.append(smtp)
        self.imap_port = imap.sockets[0].getsockname()[1]
        self.smtp_port = smtp.sockets[0].getsockname()[1]

    async def _hang_up(self) -> None:
        for server in self._servers:
            server.close()
        self._servers.clear()
        await self._store.hang_up()
        await self._door.hang_up()
        await asyncio.sleep(0)

    async def _accept(self, mail: SentMail) -> None:
        for recipient in mail.recipients:
            if recipient in self.bouncing:
                await self._return_to_sender(mail, recipient)
            elif recipient in self.accounts:
                await self._receive(Delivery(recipient, mail.sender, with_trace(mail, recipient)))
        with self._sent_changed:
            self._sent.append(mail)
            self._sent_changed.notify_all()

    async def _return_to_sender(self, mail: SentMail, recipient: str) -> None:
        # A mail with a null return path is never bounced (RFC 5321, section 4.5.5).
        if mail.sender in self.accounts:
            report = bounce(mail.raw, mail.sender, recipient, mail.at)
            await self._receive(Delivery(mail.sender, "", report))

    async def _receive(self, delivery: Delivery) -> None:
        await self._store.append(delivery.recipient, "INBOX", delivery.raw, (), None)
        for listener in tuple(self._listeners):
            listener(delivery)
