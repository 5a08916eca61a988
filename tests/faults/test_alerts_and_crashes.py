"""The process dies at every step while an alert is repeated: none is lost, none told twice at once.

A step is as in `test_crash_anywhere`: a deed in the mailbox, a mail handed over, a commit.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mailbot.errors import WorldProblem
from mailbot.mail.parse import parse
from mailbot.services import seeing
from mailbot.store import tellings
from tests.faults.house import RUTH, House, build, settings_for
from tests.faults.steps import Steps, lost_answer
from tests.servers.fakes import Crash

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from mailbot.model.mail import Message

DEPUTY = "ben@deputy.example"
_DEEDS = frozenset({"append", "send"})
_MINUTES = (1, 5, 115)
"""When Mailbot works: it comes, is repeated, and the deputy hears as well."""


def house_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    folder.mkdir()
    settings = settings_for(folder)
    named = settings.coordinator.model_copy(update={"deputy": DEPUTY})
    house = build(folder, monkeypatch, settings=settings.model_copy(update={"coordinator": named}))
    house.work()
    return house


def tell(house: House) -> None:
    """Tell the story; what dies is started again, then it is seen and all is quiet."""
    house.writes("Sam <sam@student.test>", "I cannot go on.\n#distress")
    for minutes in _MINUTES:
        house.later(minutes)
        again(house, lambda: house.work(0))
    again(house, lambda: seeing.mark_seen(house.office, (), house.clock.now()))
    house.hook, house.seam = lambda _: None, lambda real: real
    house.work()


def again(house: House, do: Callable[[], object]) -> None:
    try:
        do()
    except (Crash, WorldProblem):
        house.restart()
        do()


def reached(house: House, to: str) -> list[bytes]:
    """Return the alerts that reached somebody, by SMTP or in her inbox."""
    by_smtp = house.got(to)
    ids = {parse(raw).message_id for raw in by_smtp}
    inbox = [mail.raw for mail in house.mailbox.mails() if to == RUTH]
    return by_smtp + [
        raw for raw in inbox if parse(raw).sender.email == RUTH and parse(raw).message_id not in ids
    ]


def _urgent(mail: Message) -> bool:
    return mail.subject.startswith("Please read now")


def check(house: House, uncertain: int) -> None:
    (raised,) = house.alerts("distress")
    with house.office.database.transaction() as connection:
        told = tellings.of_alert(connection, raised.id)
    numbers = Counter((each.way, each.number) for each in told)
    assert all(count == 1 for count in numbers.values())
    for to, times in ((RUTH, 3), (DEPUTY, 1)):
        found = [mail for raw in reached(house, to) if _urgent(mail := parse(raw))]
        ids = Counter(mail.message_id for mail in found)
        assert all(count == 1 for count in ids.values()), to
        assert times - uncertain <= len(found) <= times, (to, len(found))
    assert raised.seen_by == "coordinator"


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, steps: Steps, uncertain: int) -> Steps:
    house = house_in(folder, monkeypatch)
    with steps.counted_in(house):
        tell(house)
        check(house, uncertain)
    return steps


def test_whatever_step_it_dies_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unharmed = run(tmp_path / "unharmed", monkeypatch, Steps(), 0)
    assert unharmed.taken > 20
    for step in range(1, unharmed.taken + 1):
        # Nobody can say of one mail to the deputy whether it left.
        assert run(tmp_path / str(step), monkeypatch, Steps(step), 1).at


def test_whichever_answer_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deeds = run(tmp_path / "unharmed", monkeypatch, Steps(counted=_DEEDS), 0).taken
    for step in range(1, deeds + 1):
        assert run(tmp_path / str(step), monkeypatch, Steps(step, _DEEDS, lost_answer), 1).at
