"""`mailbot run`: the worker, until it is stopped, or once."""

from __future__ import annotations

import ipaddress
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

import typer

from mailbot.cli.home import settings_of
from mailbot.cli.journal import Journal, journal
from mailbot.clock import Clock, SetClock, SystemClock, aware
from mailbot.errors import RefusedError
from mailbot.rounds import run_once
from mailbot.services.office import Office, open_office
from mailbot.settings import Settings
from mailbot.worker import Worker

Once = Annotated[bool, typer.Option("--once", help="Do all that waits or is due, then end.")]
Now = Annotated[
    str,
    typer.Option(
        metavar="T",
        help="Take it to be 2026-11-23T09:30+11:00. Only on a sandbox, or with only_to.",
    ),
]


def run(context: typer.Context, once: Once = False, now: Now = "") -> None:
    """Watch the mailbox, draft replies, send what is approved. Ctrl-C stops it cleanly."""
    settings = settings_of(context)
    clock = _clock(settings, now)
    office = open_office(settings)
    try:
        with journal() as told:
            if once:
                run_once(office, clock, told.listener)
                told.note("done all that waited or was due")
            else:
                _run_until_stopped(office, clock, told)
    finally:
        office.database.close()


def _run_until_stopped(office: Office, clock: Clock, told: Journal) -> None:
    worker = Worker(office, clock, told.listener)
    # The worker has a thread of its own, so that a signal finds the main thread at nothing else.
    with _stoppable(), ThreadPoolExecutor(1, "mail-in") as threads:
        work = threads.submit(worker.run)
        told.note("started")
        try:
            work.result()
        except KeyboardInterrupt:
            told.note("stopping; what is under way is finished first")
            worker.stop()
            work.result()
    told.note("stopped")


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let SIGTERM do what Ctrl-C does, and Ctrl-C what it should."""
    # Started in the background, a process may have inherited that SIGINT is ignored.
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, signal.default_int_handler) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _clock(settings: Settings, now: str) -> Clock:
    if not now:
        return SystemClock()
    servers = (settings.mailbox.host, settings.delivery.host)
    sandbox = settings.mailbox.sandbox and all(map(_on_this_machine, servers))
    if not (sandbox or settings.delivery.only_to):
        raise RefusedError(
            "--now is only for trying out: this mailbox is a real one, and people would get mail "
            "at times that never were.",
            "Use it in a sandbox (`mailbot demo`), or restrict [delivery] with only_to.",
        )
    try:
        return SetClock(aware(datetime.fromisoformat(now)))
    except ValueError:
        raise typer.BadParameter(
            "an instant with its zone, such as 2026-11-23T09:30+11:00", param_hint="--now"
        ) from None


def _on_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
