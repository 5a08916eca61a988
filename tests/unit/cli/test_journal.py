"""What the log of the worker says."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from mailbot.cli.journal import journal
from mailbot.errors import MailboxUnavailable
from mailbot.worker import Worker, _Pause
from tests.faults.house import build

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_failure_is_one_line_with_its_remedy_and_when_it_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    house = build(tmp_path, monkeypatch)
    house.work()
    caplog.clear()
    trouble = MailboxUnavailable("The mail server is away.", "Check the network.")
    with journal() as told:
        Worker(house.office, house.clock, told.listener)._hold_on(trouble, _Pause(seconds=0.001))
    house.office.database.close()
    (line,) = [one for one in caplog.records if one.levelno >= logging.WARNING]
    assert line.getMessage() == "The mail server is away. Check the network. Trying again in 0 s."
