"""A house for every test about faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.house import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.house import House


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """Mailbot on an empty mailbox, at which it has looked once."""
    built = build(tmp_path, monkeypatch)
    built.work()
    yield built
    built.office.database.close()
