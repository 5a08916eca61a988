"""The sandbox's SMTP server: what is submitted is logged, delivered here, or bounced.

The rules: who writes as an account of the sandbox logs in as it (RFC 4954); who has logged in may
write to anyone; everyone else only to accounts of the sandbox.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from email.utils import format_datetime
from hmac import compare_digest
from typing import TYPE_CHECKING, Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime

HOSTNAME = "mail.sandbox.test"
NULL_SENDER = "<>"  # As aiosmtpd has it, which takes an empty one for no MAIL command.
LARGEST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail that somebody handed to the SMTP server.

    Attributes:
        user: Who had logged in; None where nobody had.
        sender: The envelope sender; empty for a null return path.
        recipients: The envelope recipients, in lower case.
        raw: Exactly the bytes that were handed over.
        at: When.
    """

    user: str | None
    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    at: datetime


class SmtpDoor:
    """Makes aiosmtpd's connections, and is the handler that their commands go to."""

    def __init__(
        self,
        passwords: Mapping[str, str],
        now: Callable[[], datetime],
        accept: Callable[[SentMail], Awaitable[None]],
    ) -> None:
        """Let the users in `passwords`, which may grow, log in; give every mail to `accept`."""
        self._passwords = passwords
        self._now = now
        self._accept = accept
        self._connections: set[_Connection] = set()

    def connect(self) -> SMTP:
        """Make the protocol of one connection: the factory for `loop.create_server`."""
        return _Connection(self)

    async def hang_up(self) -> None:
        """Break off every connection."""
        for connection in tuple(self._connections):
            if connection.transport is not None:
                connection.transport.close()
        await asyncio.sleep(0)

    def opened(self, connection: _Connection) -> None:
        """Note a new connection."""
        self._connections.add(connection)

    def closed(self, connection: _Connection) -> None:
        """Forget a connection that ended."""
        self._connections.discard(connection)

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, auth: Any
    ) -> AuthResult:
        """Check a name and password, as aiosmtpd's authenticator."""
        if not isinstance(auth, LoginPassword):
            return AuthResult(success=False, handled=False)
        user = auth.login.decode("utf-8", "replace").lower()
        known = self._passwords.get(user)
        right = known is not None and compare_digest(known.encode(), auth.password)
        return AuthResult(success=right, handled=False, auth_data=user if right else None)

    async def handle_MAIL(  # noqa: N802
        self,
        _server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str | None,
        options: list[str],
    ) -> str:
        """Refuse a sender who did not log in as the account that it claims to be."""
        sender = (address or NULL_SENDER).lower()
        if sender in self._passwords and session.auth_data != sender:
            return "530 5.7.0 Log in as the account that you write from"
        envelope.mail_from = sender
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self,
        _server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        """Refuse to relay for strangers."""
        recipient = address.lower()
        if not session.authenticated and recipient not in self._passwords:
            return "550 5.1.1 Nobody of that address is here"
        envelope.rcpt_tos.append(recipient)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take the mail."""
        mail = SentMail(
            user=session.auth_data,
            sender=(envelope.mail_from or "").replace(NULL_SENDER, ""),
            recipients=tuple(envelope.rcpt_tos),
            raw=envelope.original_content or b"",
            at=self._now(),
        )
        await self._accept(mail)
        return "250 2.0.0 Queued"


def with_trace(mail: SentMail, recipient: str) -> bytes:
    """Return the mail as it is delivered: with Return-Path and Received (RFC 5321, section 4.4).

    Who logged in is who they say, and Authentication-Results tells so (RFC 8601).
    """
    stamp = format_datetime(mail.at)
    domain = (mail.user or "").rpartition("@")[2]
    found = f"dmarc=pass header.from={domain}" if domain else "none"
    trace = (
        f"Return-Path: <{mail.sender}>\r\n"
        f"Received: from client.sandbox.test ([127.0.0.1])\r\n"
        f"\tby {HOSTNAME} with ESMTP for <{recipient}>; {stamp}\r\n"
        f"Authentication-Results: {HOSTNAME}; {found}\r\n"
    )
    return trace.encode("utf-8") + mail.raw


class _Connection(SMTP):
    """One SMTP connection that its door knows of, so that it can be broken off."""

    def __init__(self, door: SmtpDoor) -> None:
        super().__init__(
            door,
            data_size_limit=LARGEST_BYTES,
            enable_SMTPUTF8=True,
            hostname=HOSTNAME,
            ident="Mailbot's sandbox",
            authenticator=door.authenticate,
            auth_require_tls=False,
            loop=asyncio.get_running_loop(),
        )
        self._door = door

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._door.opened(self)

    def connection_lost(self, error: Exception | None) -> None:
        self._door.closed(self)
        super().connection_lost(error)
