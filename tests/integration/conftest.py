"""Mailbot's commands, for tests that give them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from mailbot.clock import SetClock, SystemClock
from tests.integration.commands import Commands

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers.sandbox import SandboxServer


@pytest.fixture
def commands(
    tmp_path: Path,
    sandbox: SandboxServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Commands:
    """Mailbot's commands in a new home, on Monday 2 November 2026, 9 o'clock in Sydney."""
    clock = SetClock(datetime(2026, 11, 1, 22, 0, tzinfo=UTC))
    monkeypatch.setattr(SystemClock, "now", lambda _: clock.now())
    monkeypatch.setenv("COLUMNS", "80")
    given = Commands(tmp_path, sandbox, sandbox.new_account(), clock, capsys)
    assert given("run", "--once").code == 0
    return given
