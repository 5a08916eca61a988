"""What the worker does, line by line, by ids and kinds: nobody's words or addresses."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.logging import RichHandler
from rich.status import Status

from mailbot.rounds import Listener
from mailbot.services.intake import Taken
from mailbot.store.mails import Fate
from mailbot.store.outbox import Outbound

_log = logging.getLogger("mailbot.run")

_TIME = "%Y-%m-%d %H:%M:%S"

_BECAME = {
    Fate.HANDLED: "handled",
    Fate.LEFT_ALONE: "left alone",
    Fate.PUT_BEFORE: "put before the coordinator",
    Fate.PUT_ASIDE: "could not be handled, put aside",
    Fate.WAITING: "waits for a mended template",
    Fate.OURS: "our own",
}


class Journal:
    """Notes what the worker does; on a terminal it counts along in one line at the bottom.

    Args:
        counter: The line at the bottom; None where there is no terminal.
    """

    def __init__(self, counter: Status | None) -> None:
        self._counter = counter
        self._became: Counter[str] = Counter()

    @property
    def listener(self) -> Listener:
        """What the worker is to call."""
        # Troubles the worker logs itself, with when it tries again.
        return Listener(taken=self._taken, left=self._left)

    def note(self, words: str) -> None:
        """Note a line."""
        _log.info(words)

    def _taken(self, taken: Taken) -> None:
        became = _BECAME[taken.fate]
        rule = f" (rule: {taken.ruling.rule})" if taken.ruling else ""
        again = ", known already" if taken.again else ""
        _log.info("mail %s %s%s%s", taken.mail_id, became, rule, again)
        self._count(became)

    def _left(self, mail: Outbound) -> None:
        _log.info("outbound %s sent (%s)", mail.id, mail.kind)
        self._count("sent")

    def _count(self, what: str) -> None:
        self._became[what] += 1
        if self._counter:
            counts = ", ".join(f"{count} {what}" for what, count in self._became.items())
            self._counter.update(f"Watching: {counts}")


@contextmanager
def journal() -> Iterator[Journal]:
    """Send log lines to stderr while the worker runs, and count along on a terminal."""
    console = Console(stderr=True)
    handler: logging.Handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", _TIME))
    if console.is_terminal:
        handler = RichHandler(
            console=console,
            show_path=False,
            show_level=False,
            omit_repeated_times=False,
            log_time_format=_TIME,
        )
    ours = logging.getLogger("mailbot")
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
    try:
        if console.is_terminal:
            with console.status("Watching") as counter:
                yield Journal(counter)
        else:
            yield Journal(None)
    finally:
        ours.removeHandler(handler)
