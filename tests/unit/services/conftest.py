"""A house for every test of the services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.house import build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.faults.house import House


@pytest.fixture
def build_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., House]]:
    """Build houses at which Mailbot has not looked yet."""
    built: list[House] = []

    def build_one(**how: Any) -> House:
        built.append(build(tmp_path, monkeypatch, **how))
        return built[-1]

    yield build_one
    for house in built:
        house.office.database.close()


@pytest.fixture
def house(build_house: Callable[..., House]) -> House:
    """Mailbot on an empty mailbox, at which it has looked once."""
    built = build_house()
    built.work()
    return built
