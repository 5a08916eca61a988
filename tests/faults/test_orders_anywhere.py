"""Orders by mail while the process dies at any step: done once, answered once, all or none."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import WorldProblem
from mailbot.mail.compose import read_back
from mailbot.mail.parse import parse
from mailbot.model.outbox import State
from mailbot.store import outbox
from tests.faults.house import RUTH, House, build
from tests.faults.steps import Steps
from tests.servers.fakes import Crash
from tests.servers.orders import reply

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PRIYA, SAM, ANA = "priya@student.test", "sam@student.test", "ana@student.test"
MIXED = "ok 1\nno 2\n3: Dear Ana,\n\nIt is all free.\n\nRuth"
_NIGHT = 60 * 12
_PARTS = 6
"""So many tests share the steps among them."""
_ASKS = re.compile(r"\d drafts? waits? for your OK")


def tell(house: House) -> None:
    """Tell the story from the review mail on; whoever dies is started again."""
    _whatever_comes(house, lambda: house.work(_NIGHT))
    _answer(house, MIXED)
    _whatever_comes(house, house.work)
    _whatever_comes(house, lambda: house.work(20))
    _answer(house, "ok")
    _whatever_comes(house, house.work)
    house.hook, house.seam = lambda _: None, lambda real: real
    for _ in range(3):
        house.work(60 * 5)
        if house.mails(State.DRAFT):
            # Of what came back while it was leaving she is asked once more.
            _answer(house, "ok all")


def _whatever_comes(house: House, do: Callable[[], None]) -> None:
    try:
        do()
    except (Crash, WorldProblem):
        house.restart()
        house.work()


def _answer(house: House, words: str) -> None:
    house.written += 1
    reached = [*house.got(RUTH), *(mail.raw for mail in house.mailbox.mails())]
    asked = {mail.date: raw for raw in reached if _ASKS.match((mail := parse(raw)).subject)}
    newest = max(each for each in asked if each)
    raw = reply(asked[newest], words, sender=RUTH, at=house.clock.now(), number=house.written)
    house.mailbox.put(raw, at=house.clock.now())
    house.mailbox.put(raw, "Sent", at=house.clock.now())


def check(house: House) -> None:
    """Assert all that must hold, wherever the process died."""
    students = Counter(mail.recipient for mail in house.mailer.sent if mail.recipient != RUTH)
    uncertain = {mail.recipient for mail in house.mails(State.UNCERTAIN)}
    assert students[SAM] == 0
    assert all(students[each] == 1 or each in uncertain for each in (PRIYA, ANA))
    assert all("It is all free." in read_back(raw).text for raw in house.got(ANA))
    ids = Counter(parse(mail.raw).message_id for mail in house.mailer.sent)
    assert set(ids.values()) == {1}
    with house.office.database.transaction() as connection:
        staff = [
            mail for mail in outbox.in_states(connection, tuple(State)) if mail.recipient == RUTH
        ]
    answers = [mail for mail in staff if mail.kind == "review/answer"]
    orders = [mail for mail in house.mailbox.mails("Sent") if b"@phone.test" in mail.raw]
    assert len(answers) == len(orders)
    assert not any(mail.state in {State.DRAFT, State.APPROVED} for mail in staff)


def _told(folder: Path, monkeypatch: pytest.MonkeyPatch, steps: Steps) -> Steps:
    folder.mkdir()
    house = build(folder, monkeypatch)
    house.work()
    for email in (PRIYA, SAM, ANA):
        house.writes(f"{email.split('@')[0].title()} <{email}>", "Hello\n#cost")
    house.work()
    with steps.counted_in(house):
        tell(house)
        check(house)
    return steps


@pytest.mark.parametrize("begin", range(1, _PARTS + 1))
def test_orders_are_carried_out_once_whatever_step_it_dies_at(
    begin: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unharmed = _told(tmp_path / "unharmed", monkeypatch, Steps())
    assert unharmed.taken > 20
    for step in range(begin, unharmed.taken + 1, _PARTS):
        assert _told(tmp_path / str(step), monkeypatch, Steps(step)).at
