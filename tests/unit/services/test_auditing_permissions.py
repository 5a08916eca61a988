"""An audit finds a reply that went without leave for just that."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mailbot.services.findings import Fault
from mailbot.store.schema_day import permission
from mailbot.store.schema_outbox import outbox
from mailbot.store.schema_permitted import permitted
from tests.faults.house import START
from tests.servers.permitted import asked, off, on, settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.house import House


@pytest.fixture
def house(build_house: Callable[..., House], tmp_path: Path) -> House:
    """A house in which one reply has gone by itself."""
    built = build_house(settings=settings(tmp_path))
    built.work()
    on(built)
    asked(built)
    built.work(20)
    return built


EARLY = START - timedelta(days=1)
LATE = START + timedelta(days=1)


@pytest.mark.parametrize(
    ("deed", "why"),
    [
        (permission.update().values(topics_key="dates"), "for other replies"),
        (permission.update().values(at=LATE), "given only later"),
        (permission.update().values(ended_at=EARLY), "had ended"),
        (permitted.update().values(not_before=LATE), "while it could be called back"),
        (permitted.delete(), "no such leave"),
        (outbox.update().where(outbox.c.kind == "reply").values(asks=[]), "for other replies"),
    ],
)
def test_a_reply_without_leave_for_just_that_is_found(house: House, deed: Any, why: str) -> None:
    assert house.audit() == ()
    with house.office.database.transaction() as connection:
        connection.execute(deed)
    (found,) = house.audit()
    assert found.fault is Fault.UNAPPROVED
    assert why in found.what


def test_leave_switched_off_later_is_no_fault(house: House) -> None:
    house.later()
    off(house)
    assert house.audit() == ()
