"""A real SMTP server in a thread, which records what it takes and fails when it is told to."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.interface import Submitted

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

Stage = Literal["mail", "rcpt", "data"]
PASSWORD = "secret"
_HOST = "127.0.0.1"
_START_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class _Drop:
    """Break off after the last dot; `taken` tells whether the mail was taken all the same."""

    taken: bool


class SmtpServer:
    """Takes mail on loopback; every user logs in with the password `secret`, or not at all.

    Attributes:
        port: Where it listens.
        connections: How many connections were opened so far.
        logged_in: Who logged in, in order.
    """

    def __init__(
        self,
        deliver: Callable[[Submitted], None] = lambda _mail: None,
        *,
        wrapped: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
        utf8: bool = True,
    ) -> None:
        """Start it; `deliver` is called in a thread for each mail that is taken.

        Args:
            deliver: Puts the mail into mailboxes.
            wrapped: TLS from the first byte on.
            starttls: Offers STARTTLS.
            utf8: Offers SMTPUTF8.
        """
        self.connections = 0
        self.logged_in: list[str] = []
        self._deliver = deliver
        self._wrapped = wrapped
        self._starttls = starttls
        self._utf8 = utf8
        self._taken: list[Submitted] = []
        self._plan: list[tuple[Stage, str | _Drop]] = []
        self._open: set[_Connection] = set()
        self._started = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="smtp", daemon=True)
        self._thread.start()
        assert self._started.wait(_START_SECONDS), "the SMTP server did not start"

    def taken(self) -> list[Submitted]:
        """Return what was taken, oldest first."""
        return list(self._taken)

    def refuse_next(self, stage: Stage, answer: str) -> None:
        """Answer the next MAIL, RCPT or DATA so, such as `451 4.3.0 Not now`."""
        self._plan.append((stage, answer))

    def drop_next(self, *, taken: bool) -> None:
        """Take the next mail or not, and break off without a word about it."""
        self._plan.append(("data", _Drop(taken)))

    def hang_up(self) -> None:
        """Close every connection, as a server does that waited too long."""
        done = threading.Event()

        def close() -> None:
            for connection in tuple(self._open):
                connection.cut()
            done.set()

        self._loop.call_soon_threadsafe(close)
        assert done.wait(_START_SECONDS)

    def stop(self) -> None:
        """End the server and its thread."""
        self.hang_up()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_START_SECONDS)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        listening = self._loop.run_until_complete(
            self._loop.create_server(lambda: _Connection(self), _HOST, 0, ssl=self._wrapped)
        )
        self.port: int = listening.sockets[0].getsockname()[1]
        self._started.set()
        self._loop.run_forever()
        listening.close()
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    def _planned(self, stage: Stage) -> str | _Drop | None:
        if self._plan and self._plan[0][0] == stage:
            return self._plan.pop(0)[1]
        return None

    async def _take(self, mail: Submitted) -> None:
        self._taken.append(mail)
        await asyncio.to_thread(self._deliver, mail)


class _Connection(SMTP):
    """One connection, with itself as its handler."""

    def __init__(self, server: SmtpServer) -> None:
        super().__init__(
            self,
            hostname="mail.example.test",
            data_size_limit=50_000_000,
            enable_SMTPUTF8=server._utf8,
            tls_context=server._starttls,
            auth_require_tls=False,
            authenticator=self._check,
        )
        self._home = server
        self._home.connections += 1
        self._home._open.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        """Forget the connection."""
        self._home._open.discard(self)
        super().connection_lost(error)

    def cut(self) -> None:
        """Close it at once."""
        if self.transport is not None:
            cast("asyncio.Transport", self.transport).abort()

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refused := self._refused("mail"):
            return refused
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if refused := self._refused("rcpt"):
            return refused
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        planned = self._home._planned("data")
        if isinstance(planned, str):
            return planned
        content = envelope.content
        assert isinstance(content, bytes)
        mail = Submitted(envelope.mail_from or "", tuple(envelope.rcpt_tos), content)
        if planned is None or planned.taken:
            await self._home._take(mail)
        if planned is not None:
            self.cut()
        return "250 2.0.0 Taken"

    def _refused(self, stage: Stage) -> str:
        planned = self._home._planned(stage)
        return planned if isinstance(planned, str) else ""

    def _check(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, auth: object
    ) -> AuthResult:
        assert isinstance(auth, LoginPassword)
        right = auth.password == PASSWORD.encode()
        if right:
            self._home.logged_in.append(auth.login.decode())
        return AuthResult(success=right, handled=False)
