"""Urgent alerts are told until somebody has seen them: never lost, never two at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mailbot.casework.away_days import AwayDays
from mailbot.errors import MailboxUnavailable, MailerUnavailable
from mailbot.mail.compose import read_back
from mailbot.model.outbox import Audience, Channel, State
from mailbot.services import alarming, being_away, distress_told, pausing
from mailbot.store import outbox
from tests.faults.house import RUTH, settings_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mailbot.letters.context import AlertContext
    from tests.faults.house import House

DEPUTY = "ben@deputy.example"
SAM = "Sam Kershaw <sam@student.test>"


@pytest.fixture
def house(build_house: Callable[..., House], tmp_path: Path) -> House:
    """Mailbot whose coordinator has a deputy."""
    settings = settings_for(tmp_path)
    named = settings.coordinator.model_copy(update={"deputy": DEPUTY})
    built = build_house(settings=settings.model_copy(update={"coordinator": named}))
    built.work()
    return built


def cries(house: House) -> None:
    house.writes(SAM, "I cannot go on.\n#distress")
    house.work()


def told(house: House, to: str = RUTH) -> list[str]:
    """Return the words of the alerts of distress that reached somebody."""
    found = [read_back(raw) for raw in house.got(to)]
    return [letter.text for letter in found if letter.subject.startswith("Please read now")]


def sees(house: House) -> bool:
    (raised,) = house.alerts("distress")
    with house.office.database.transaction() as connection:
        return alarming.see(
            connection, raised.id, "coordinator", Channel.COMMAND, house.clock.now()
        )


def goes_away(house: House) -> None:
    days = AwayDays(date(2026, 11, 23), date(2026, 12, 1))
    with house.office.database.transaction() as connection:
        now = house.clock.now()
        being_away.set_away(
            house.office, connection, days, now, by="coordinator", channel=Channel.COMMAND
        )


def test_it_is_told_at_once_then_with_growing_pauses(house: House) -> None:
    cries(house)
    times = [0] * len(told(house))
    for minute in range(1, 160):
        house.work()
        times += [minute] * (len(told(house)) - len(times))
    assert times == [0, 5, 15, 35, 75, 155]
    assert "for the second time" in told(house)[1]
    assert "since 8.02 pm on Monday 23 November" in told(house)[1]
    assert "You are told of this" not in told(house)[0]


def test_once_somebody_has_seen_it_it_is_told_no_more(house: House) -> None:
    cries(house)
    assert sees(house)
    assert not sees(house)
    for _ in range(5):
        house.work(60)
    assert len(told(house)) == 1
    assert not told(house, DEPUTY)
    (raised,) = house.alerts("distress")
    assert raised.seen_by == "coordinator"


def test_the_deputy_hears_after_two_hours_unseen(house: House) -> None:
    cries(house)
    for _ in range(119):
        house.work()
    assert not told(house, DEPUTY)
    house.work(1)
    assert len(told(house, DEPUTY)) == 1
    assert "as Ruth Calloway's deputy" in told(house, DEPUTY)[0]
    house.work(5)
    assert len(told(house, DEPUTY)) == 2


def test_the_deputy_hears_at_once_while_she_is_away_and_she_does_too(house: House) -> None:
    goes_away(house)
    cries(house)
    assert (len(told(house)), len(told(house, DEPUTY))) == (1, 1)


def test_whom_was_told_when_she_goes_away_hears_on_after_she_is_back(house: House) -> None:
    goes_away(house)
    cries(house)
    with house.office.database.transaction() as connection:
        now = house.clock.now()
        being_away.end_away(house.office, connection, now, by="x", channel=Channel.COMMAND)
    house.work(5)
    assert len(told(house, DEPUTY)) == 2


def test_servers_that_were_away_for_hours_bring_one_alert_and_not_a_heap(house: House) -> None:
    house.mailer.faults.fail("send", MailerUnavailable("away"))
    house.mailbox.faults.fail("append", MailboxUnavailable("away"))
    house.writes(SAM, "I cannot go on.\n#distress")
    with pytest.raises(MailboxUnavailable):
        house.work()
    assert not told(house)
    for _ in range(10):
        house.later(30)
        alarming.repeat(house.office, house.clock.now())
    house.work()
    assert len(told(house)) == 1
    assert len(told(house, DEPUTY)) == 1


def test_what_had_not_left_when_it_was_seen_does_not_leave(house: House) -> None:
    cries(house)
    house.later(5)
    alarming.repeat(house.office, house.clock.now())
    sees(house)
    house.work()
    assert len(told(house)) == 1
    with house.office.database.transaction() as connection:
        withdrawn = outbox.in_states(connection, (State.EXPIRED,))
    assert [mail.audience for mail in withdrawn] == [Audience.STAFF]


def test_neither_pause_nor_a_clock_set_back_silences_it(house: House) -> None:
    cries(house)
    pausing.pause(house.office, house.clock.now())
    house.work(5)
    assert len(told(house)) == 2
    house.clock.set(house.clock.now() - timedelta(hours=8))
    house.work()
    assert len(told(house)) == 3


def test_it_carries_the_words_the_lines_and_a_letter_to_copy(house: House) -> None:
    cries(house)
    (text,) = told(house)
    assert "From: Sam Kershaw <sam@student.test>" in text
    assert "Folder: INBOX" in text
    assert "- Australia: 000 in an emergency, or Lifeline Australia 13 11 14\n" in text
    assert "- New Zealand: 111 in an emergency, or 1737, Need to talk?\n" in text
    assert "Beyond Blue" not in text, "from where they write is not known, so it is brief"
    assert "Dear Sam," in text
    assert "With warm wishes,\nRuth Calloway" in text
    house.work(5)
    assert "Folder: INBOX" in told(house)[1]


def test_it_tells_every_line_of_their_country_once(house: House) -> None:
    house.writes("Sam Kershaw <sam@uni.edu.au>", "I cannot go on.\n#distress")
    house.work()
    (text,) = told(house)
    for line in ("Emergency: 000", "Lifeline Australia: 13 11 14", "Drs4Drs: 1300 374 377"):
        assert text.count(f"- {line} (") == 1
    assert "1737" not in text


def test_the_letter_to_copy_is_no_draft_that_any_leave_could_let_go(house: House) -> None:
    cries(house)
    with house.office.database.transaction() as connection:
        everything = outbox.in_states(connection, tuple(State))
    assert {mail.audience for mail in everything} == {Audience.STAFF}
    assert not house.mailbox.mails("Drafts")


def test_what_is_wrong_with_one_cry_silences_no_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    cries(house)
    house.writes("Ada <ada@student.test>", "Nor can I.\n#distress")
    house.work(0)
    (broken, _) = house.alerts("distress")
    tell = distress_told.told

    def fails(*given: Any) -> AlertContext:
        if given[2].id == broken.id:
            raise ValueError("a fault")
        return tell(*given)

    monkeypatch.setattr(distress_told, "told", fails)
    before = len(told(house))
    house.work(5)
    assert len(told(house)) == before + 1
    assert any("failed at what it looks after" in text for text in words(house))


def words(house: House) -> list[str]:
    return [read_back(raw).text for raw in house.got(RUTH)]


def test_two_cries_are_two_alerts_with_pauses_of_their_own(house: House) -> None:
    cries(house)
    house.later(2)
    house.writes("Ada <ada@student.test>", "Nor can I.\n#distress")
    house.work(0)
    house.work(3)
    assert len(told(house)) == 3
    assert len(house.alerts("distress")) == 2
