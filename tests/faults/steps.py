"""Steps at which the process dies, or the answer of a server is lost.

A step is whatever changes the world: a deed in the mailbox, a mail handed to the mailer, a commit
that wrote.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mailbot.errors import MailboxUnavailable, SendUncertain
from tests.servers.fakes import Crash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.faults.house import House

DEEDS = frozenset({"append", "remove_draft", "file", "send"})
_COMMIT = "commit"


def lost_answer(deed: str) -> BaseException:
    """Return what the mailbox or the mailer raises when the connection breaks after a deed."""
    return SendUncertain("broke off") if deed == "send" else MailboxUnavailable("broke off")


@dataclass
class Steps:
    """Counts steps, and lets the process die, or an answer be lost, at one of them."""

    dies_at: int | None = None
    counted: frozenset[str] = DEEDS | {_COMMIT}
    error: Callable[[str], BaseException] = lambda _: Crash()
    taken: int = 0
    at: str = ""

    def step(self, point: str) -> None:
        """Note a step; die where it is time."""
        self.taken += point in self.counted
        if self.taken == self.dies_at and not self.at:
            self.at = point
            raise self.error(point)

    def around(self, real: Any) -> Any:
        """Return a mailbox or a mailer each of whose deeds is a step."""
        return _Stepping(real, self)

    @contextmanager
    def counted_in(self, house: House) -> Iterator[None]:
        """Count the steps of a house, which is closed at the end; say where it failed."""
        house.hook, house.seam = self.step, self.around
        try:
            yield
        except Exception as error:
            error.add_note(f"at step {self.dies_at}: {self.at}")
            raise
        finally:
            house.office.database.close()


class _Stepping:
    def __init__(self, real: Any, steps: Steps) -> None:
        self._real, self._steps = real, steps

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        if name not in DEEDS:
            return found

        def call(*args: Any, **options: Any) -> Any:
            answer = found(*args, **options)
            self._steps.step(name)
            return answer

        return call
