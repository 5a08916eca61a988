"""A cry for help at night: whoever sleeps, is away or restarts, it is told until one has seen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from mailbot.casework.away_days import AwayDays
from mailbot.mail.compose import read_back
from mailbot.mail.parse import parse
from mailbot.model.outbox import Channel
from mailbot.services import being_away
from tests.faults.house import RUTH, settings_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.house import House

DEPUTY, SERVER = "ben@deputy.example", "mx.balint.example"
PROOF = ("Authentication-Results", f"{SERVER}; dkim=pass header.d=deputy.example")
EVENING = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""11 pm on Tuesday 24 November in Sydney."""


@pytest.fixture
def house(build_house: Callable[..., House], tmp_path: Path) -> House:
    """Mailbot whose coordinator has a deputy, and whose server proves senders."""
    settings = settings_for(tmp_path)
    named = settings.coordinator.model_copy(update={"deputy": DEPUTY})
    box = settings.mailbox.model_copy(update={"authserv": SERVER})
    built = build_house(settings=settings.model_copy(update={"coordinator": named, "mailbox": box}))
    built.work()
    built.clock.set(EVENING)
    return built


def cries(house: House) -> None:
    house.writes("Sam Kershaw <sam@student.test>", "I cannot go on.\n#distress")
    house.work(0)


def passes(house: House, hours: float, *, step: int = 5, restarts: bool = True) -> None:
    """Let time pass, and Mailbot be started anew at each step, as a service that keeps failing."""
    for _ in range(int(hours * 60 / step)):
        if restarts:
            house.restart()
        house.work(step)


def told(house: House, to: str) -> list[datetime]:
    """Return when somebody was told of the cry."""
    found = [parse(raw) for raw in house.got(to)]
    return [mail.date for mail in found if mail.date and mail.subject.startswith("Please read now")]


def says_seen(house: House, sender: str, *headers: tuple[str, str], text: str = "Seen") -> None:
    """Let somebody answer the newest alert that they got."""
    alert = [raw for raw in house.got(sender) if b"Please read now" in raw][-1]
    mail = EmailMessage()
    for name, value in headers:
        mail[name] = value
    mail["From"], mail["To"] = sender, RUTH
    mail["Subject"] = f"Re: {read_back(alert).subject}"
    mail["Date"] = format_datetime(house.clock.now())
    mail["Message-ID"] = f"<{house.clock.now().timestamp()}@phone.test>"
    mail["In-Reply-To"] = mail["References"] = parse(alert).message_id
    mail.set_content(f"{text}\n")
    house.mailbox.put(mail.as_bytes(), at=house.clock.now())
    house.work(0)


def goes_away(house: House, first: date, last: date) -> None:
    with house.office.database.transaction() as connection:
        being_away.set_away(
            house.office,
            connection,
            AwayDays(first, last),
            house.clock.now(),
            by="coordinator",
            channel=Channel.COMMAND,
        )


def minutes(house: House, to: str) -> list[int]:
    return [int((at - EVENING).total_seconds() // 60) for at in told(house, to)]


def test_she_sleeps_and_the_deputy_says_seen_in_the_morning(house: House) -> None:
    cries(house)
    passes(house, 7)
    assert minutes(house, RUTH) == [0, 5, 15, 35, 75, 155, 275, 395]
    assert minutes(house, DEPUTY) == [120, 125, 135, 155, 195, 275, 395]
    says_seen(house, DEPUTY, PROOF)
    before = len(told(house, RUTH)), len(told(house, DEPUTY))
    passes(house, 24, step=30)
    assert (len(told(house, RUTH)), len(told(house, DEPUTY))) == before
    (raised,) = house.alerts("distress")
    assert raised.seen_by == "deputy"
    assert house.audit() == ()


def test_nobody_answers_for_days_and_it_never_falls_silent(house: House) -> None:
    cries(house)
    passes(house, 72, step=60)
    for reader in (RUTH, DEPUTY):
        times = told(house, reader)
        gaps = [after - before for before, after in pairwise(times)]
        assert max(gaps) <= timedelta(hours=2)
        assert times[-1] >= house.clock.now() - timedelta(hours=2)


def test_an_absence_that_begins_at_midnight_brings_the_deputy_in_then(house: House) -> None:
    goes_away(house, date(2026, 11, 25), date(2026, 11, 30))
    cries(house)
    passes(house, 0.9)
    assert minutes(house, DEPUTY) == []
    passes(house, 0.2)
    assert minutes(house, DEPUTY)[0] == 60


def test_a_machine_that_was_off_all_night_tells_both_at_once_and_once(house: House) -> None:
    house.writes("Sam Kershaw <sam@student.test>", "I cannot go on.\n#distress")
    house.later(8 * 60)
    house.restart()
    house.work(0)
    assert len(told(house, RUTH)) == 1
    house.work(0)
    assert len(told(house, RUTH)) == 1


def test_a_machine_that_went_off_after_the_first_time_tells_both_when_it_is_back(
    house: House,
) -> None:
    cries(house)
    house.later(8 * 60)
    house.restart()
    house.work(0)
    house.work(0)
    assert (len(told(house, RUTH)), len(told(house, DEPUTY))) == (2, 1)


@pytest.mark.parametrize(
    ("headers", "text"),
    [
        ((), "Seen"),
        ((PROOF,), "Who is this? I have not seen anything"),
        ((PROOF, ("Auto-Submitted", "auto-replied")), "Seen"),
        (
            (("Authentication-Results", "mx.evil.example; dkim=pass header.d=deputy.example"),),
            "Seen",
        ),
    ],
)
def test_what_is_no_seen_of_the_deputys_ends_nothing(
    house: House, headers: tuple[tuple[str, str], ...], text: str
) -> None:
    goes_away(house, date(2026, 11, 24), date(2026, 11, 30))
    cries(house)
    says_seen(house, DEPUTY, *headers, text=text)
    before = len(told(house, RUTH))
    passes(house, 3)
    assert len(told(house, RUTH)) > before
    (raised,) = house.alerts("distress")
    assert raised.seen_at is None


def test_one_cry_that_is_seen_silences_no_other(house: House) -> None:
    goes_away(house, date(2026, 11, 24), date(2026, 11, 30))
    cries(house)
    says_seen(house, DEPUTY, PROOF)
    house.later(10)
    house.writes("Sam Kershaw <sam@student.test>", "It got worse.\n#distress")
    house.work(0)
    before = len(told(house, DEPUTY))
    assert before == 2
    passes(house, 1)
    assert len(told(house, DEPUTY)) > before
