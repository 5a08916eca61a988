"""The other side of a connection, line by line as a test writes it: for servers that misbehave."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_SECONDS = 10.0


class Talk:
    """One connection, seen from the server.

    Attributes:
        heard: Every line that the client sent, without its end.
    """

    def __init__(self, wire: socket.socket, heard: list[str]) -> None:
        self._wire = wire
        self._lines = wire.makefile("rb")
        self.heard = heard

    def say(self, *lines: str) -> None:
        """Send lines in one packet."""
        self._wire.sendall("".join(line + "\r\n" for line in lines).encode())

    def say_bytes(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._wire.sendall(data)

    def hear(self, beginning: str = "") -> str:
        """Return the next line, which must begin so."""
        line = self._lines.readline().decode("utf-8", "surrogateescape").rstrip("\r\n")
        self.heard.append(line)
        assert line.upper().startswith(beginning.upper()), f"{line!r} instead of {beginning!r}"
        return line

    def hear_until_dot(self) -> bytes:
        """Return the lines up to a lone dot."""
        lines = []
        while (line := self._lines.readline()) != b".\r\n":
            assert line, "the client broke off before the last dot"
            lines.append(line)
        return b"".join(lines)

    def hear_bytes(self, count: int) -> bytes:
        """Return exactly so many bytes."""
        return self._lines.read(count)

    def hang_up(self) -> None:
        """Break off."""
        self._lines.close()
        self._wire.close()


class ScriptedServer:
    """Plays one talk a connection, in order; to be used with `with`.

    What goes wrong in a talk is raised again at the end of the `with`.
    """

    def __init__(self, *talks: Callable[[Talk], None]) -> None:
        self._talks = talks
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(_SECONDS)
        self._problems: list[BaseException] = []
        self._thread = threading.Thread(target=self._serve, name="script", daemon=True)
        self.port: int = self._listening.getsockname()[1]
        self.heard: list[str] = []

    def __enter__(self) -> ScriptedServer:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.join(_SECONDS)
        self._listening.close()
        if error is None and self._problems:
            raise self._problems[0]
        assert error is not None or not self._thread.is_alive(), "not every talk was held"

    def _serve(self) -> None:
        for talk in self._talks:
            try:
                wire, _ = self._listening.accept()
                with wire:
                    wire.settimeout(_SECONDS)
                    side = Talk(wire, self.heard)
                    talk(side)
                    side.hang_up()
            except (OSError, AssertionError) as problem:
                self._problems.append(problem)
                return
