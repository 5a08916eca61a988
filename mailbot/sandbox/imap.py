"""An IMAP server in memory: pymap's dict backend, adapted where mail programs expect more.

What pymap lacks, and what is done about it here, is told in docs/decisions/embedded-server.md.
Everything in this module runs in the sandbox's event loop.
"""

from __future__ import annotations

import asyncio
import logging
import re
import socket
import ssl
from argparse import Namespace
from contextlib import AsyncExitStack, closing
from typing import TYPE_CHECKING

from proxyprotocol.sock import SocketInfoLocal
from pymap.backend.dict import Config, Login
from pymap.backend.dict.filter import FilterSet
from pymap.concurrent import Subsystem
from pymap.config import BackendCapability
from pymap.context import connection_exit
from pymap.imap import IMAPConnection
from pymap.imap.state import ConnectionState
from pymap.parsing.command.auth import ListCommand
from pymap.parsing.commands import Commands
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Flag
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

from mailbot.sandbox.imap_folders import SPECIAL_USE, AccountFolders

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pymap.bytes import WriteStream
    from pymap.parsing import Params
    from pymap.parsing.response import Response

    from mailbot.clock import Clock

_log = logging.getLogger(__name__)

_RETURN_OPTIONS = re.compile(rb"\s+RETURN\s+\([^)]*\)(?=\r?\n\Z)", re.IGNORECASE)


class ImapStore:
    """The mailboxes of all accounts, and the server that shows them.

    It must be made and used inside the running event loop.
    """

    def __init__(self, clock: Clock) -> None:
        """Make a server without users; mail that comes without a date is dated by `clock`."""
        self._clock = clock
        self._config = _Config()
        self._config.apply_context()
        self._login = Login(self._config)
        self._folders: dict[str, AccountFolders] = {}
        self._connections: set[asyncio.Task[None]] = set()

    async def add_user(self, user: str, password: str) -> None:
        """Make the mailbox of a user, with the usual folders."""
        self._config.apply_context()
        folders = self._folders[user] = AccountFolders(self._clock)
        for name in SPECIAL_USE:
            await folders.add_mailbox(name)
            await folders.set_subscribed(name, True)
        self._config.set_cache[user] = (folders, FilterSet())
        self._login.users_dict[user] = UserMetadata(self._config, user, password=password)

    async def append(
        self, user: str, folder: str, raw: bytes, flags: Iterable[str], at: datetime | None
    ) -> int:
        """Store `raw` and return its UID.

        Raises:
            KeyError: There is no such user or folder.
        """
        box = await self._folders[user].get_mailbox(folder)
        flag_set = frozenset(Flag(flag.encode("ascii")) for flag in flags)
        message = await box.append(AppendMessage(raw, at, flag_set), recent=True)
        return message.uid

    async def renew_uidvalidity(self, user: str, folder: str) -> None:
        """Give `folder` a new UIDVALIDITY and its mails new UIDs.

        Clients that have it selected are not told, so hang up on them.
        """
        await self._folders[user].rebuild(folder)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk IMAP on one connection until it ends: the callback of `asyncio.start_server`."""
        task = asyncio.current_task()
        if task is not None:
            self._connections.add(task)
            task.add_done_callback(self._connections.discard)
        self._config.apply_context()
        connection = _Connection(
            self._config.commands, self._config, reader, writer, SocketInfoLocal(writer)
        )
        async with AsyncExitStack() as stack:
            connection_exit.set(stack)
            stack.enter_context(closing(connection))
            try:
                await connection.run(ConnectionState(self._login, self._config))
            except Exception as error:  # noqa: BLE001 - pymap has said BYE to the client by now
                _log.warning("An IMAP connection ended with %s", type(error).__name__)

    async def hang_up(self) -> None:
        """End every connection with BYE."""
        tasks = tuple(self._connections)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _Config(Config):
    """pymap's settings without its demo data, DNS look-ups, certificates and thread pool."""

    def __init__(self) -> None:
        super().__init__(
            Namespace(proxy_protocol=None),
            host=None,
            port=0,
            demo_data=False,
            demo_user="",
            demo_password="",
            tls_enabled=False,
            reject_dnsbl=False,
            invalid_user_sleep=0.0,
            ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER),
            hash_context=Cleartext(),
            cpu_subsystem=Subsystem.for_asyncio(),
        )

    @property
    def greeting(self) -> bytes:
        return b"Mailbot's sandbox is ready."

    @property
    def backend_capability(self) -> BackendCapability:
        return BackendCapability(
            idle=True, object_id=True, multi_append=True, custom=[b"SPECIAL-USE"]
        )

    @property
    def commands(self) -> Commands:
        commands = Commands()
        commands.register(_List)
        return commands


class _List(ListCommand):
    """LIST that takes, and ignores, `RETURN (...)`: every answer carries the special use anyway."""

    @classmethod
    def parse(cls, buf: memoryview, params: Params) -> tuple[ListCommand, memoryview]:
        return super().parse(memoryview(_RETURN_OPTIONS.sub(b"", bytes(buf))), params)


class _Buffer:
    """Collects what pymap writes, so that it leaves in one piece."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes) -> None:
        self.data += data

    async def drain(self) -> None:
        """Nothing waits in here."""


class _Connection(IMAPConnection):
    """Writes each answer, and each batch of news during IDLE, in one piece.

    pymap writes fragments; IMAPClient's `idle_check` raises on a line that has come in part.
    """

    async def write_response(self, resp: Response) -> None:
        await self._write_together((resp,))

    async def write_updates(self, untagged: Iterable[Response]) -> None:
        await self._write_together(untagged)

    async def readline(self) -> memoryview:
        self._acknowledge_at_once()
        return await super().readline()

    async def read_continuation(self, literal_length: int) -> memoryview:
        self._acknowledge_at_once()
        return await super().read_continuation(literal_length)

    async def _write_together(self, responses: Iterable[Response]) -> None:
        buffer: WriteStream = (collected := _Buffer())
        for response in responses:
            await response.async_write(buffer)
        if not collected.data:
            return
        try:
            self.writer.write(bytes(collected.data))
            await self.writer.drain()
        except ConnectionError:
            return

    def _acknowledge_at_once(self) -> None:
        """Spare clients without TCP_NODELAY 40 ms of delayed acknowledgement for each literal.

        Linux only, and the kernel forgets it after a while, hence before each reading.
        """
        if hasattr(socket, "TCP_QUICKACK"):
            sock: socket.socket = self.writer.get_extra_info("socket")
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
