"""A started sandbox with a clock that stands still, and ways to look into it from outside."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from imapclient import IMAPClient  # type: ignore[import-untyped]

from mailbot.clock import SetClock
from mailbot.sandbox.people import CHLOE, COORDINATOR, EVERYONE
from mailbot.sandbox.server import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from mailbot.sandbox.accounts import Account

    Connect = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


@pytest.fixture
def sandbox(now: datetime) -> Iterator[Sandbox]:
    with Sandbox(EVERYONE, clock=SetClock(now), bouncing=[CHLOE]) as started:
        yield started


@pytest.fixture
def imap(sandbox: Sandbox) -> Connect:
    """Log in over IMAP: `with imap() as client`, as the coordinator or as someone else."""

    @contextmanager
    def connect(who: Account = COORDINATOR, password: str | None = None) -> Iterator[Any]:
        with IMAPClient(sandbox.host, sandbox.imap_port, ssl=False) as client:
            client.login(who.email, who.password if password is None else password)
            yield client

    return connect
