"""Waits for news in a folder, by IDLE (RFC 2177) or by sleeping, until woken."""

from __future__ import annotations

import selectors
import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from mailbot.mail.imap_connection import has_unread

if TYPE_CHECKING:
    from mailbot.mail.imap_session import Session

_NEWS = frozenset({b"EXISTS", b"EXPUNGE", b"FETCH", b"VANISHED"})


class Waiter:
    """Waits on one session; another thread may wake it."""

    def __init__(self) -> None:
        self._woken, self._waker = socket.socketpair()
        self._woken.setblocking(False)
        self._waker.setblocking(False)

    def wake(self) -> None:
        """End the wait that runs, or else the next one."""
        with suppress(OSError):
            self._waker.send(b"\0")

    def close(self) -> None:
        """Give back what it holds."""
        self._woken.close()
        self._waker.close()

    def idle(self, session: Session, seconds: float, longest: float) -> bool:
        """Wait in the open folder by IDLE, issued anew after `longest` seconds.

        Returns:
            True as soon as the server tells of something; False after `seconds`, or when woken.

        Raises:
            IMAPClientError: The server broke off.
            OSError: The same.
        """
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            session.connection.idle()
            woken = not has_unread(session.connection) and self._woken_within(
                min(longest, left), session.connection.socket()
            )
            # Only idle_done tells that the server is gone, and it alone reads lines in pieces.
            _, told = session.connection.idle_done()
            if any(_is_news(line) for line in told):
                return True
            if woken:
                return False
        return False

    def sleep(self, seconds: float) -> None:
        """Wait until woken, at most `seconds`."""
        self._woken_within(seconds)

    def _woken_within(self, seconds: float, other: socket.socket | None = None) -> bool:
        with selectors.DefaultSelector() as selector:
            selector.register(self._woken, selectors.EVENT_READ)
            if other is not None:
                selector.register(other, selectors.EVENT_READ)
            ready = [key.fileobj for key, _ in selector.select(seconds)]
        if self._woken not in ready:
            return False
        with suppress(OSError):
            self._woken.recv(4096)
        return True


def _is_news(line: tuple[object, ...]) -> bool:
    return any(word in _NEWS for word in line[:2] if isinstance(word, bytes))
