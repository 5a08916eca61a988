"""Mail of the coordinator's that says "seen" or "away": carried out only when it is proved hers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from mailbot.mail.compose import read_back
from mailbot.mail.parse import parse
from mailbot.model.outbox import State
from mailbot.services import being_away
from mailbot.store import outbox, tellings
from tests.faults.house import RUTH, settings_for
from tests.servers.orders import reply

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mailbot.model.mail import Message
    from tests.faults.house import House

DEPUTY = "ben@deputy.example"
HOME = "ruth@home.example"
SERVER = "mx.example.org"
SAM = "Sam Kershaw <sam@student.test>"


def proof(email: str, server: str = SERVER) -> tuple[tuple[str, str], ...]:
    domain = email.partition("@")[2]
    return (("Authentication-Results", f"{server}; dmarc=pass header.from={domain}"),)


@pytest.fixture
def house(build_house: Callable[..., House], tmp_path: Path) -> House:
    """Mailbot whose coordinator gets alerts at home, and has a deputy."""
    settings = settings_for(tmp_path)
    named = settings.coordinator.model_copy(update={"deputy": DEPUTY, "alerts_to": HOME})
    box = settings.mailbox.model_copy(update={"authserv": SERVER})
    changed = settings.model_copy(update={"coordinator": named, "mailbox": box})
    built = build_house(settings=changed)
    built.work()
    return built


def cries(house: House) -> Message:
    """Let somebody cry for help, and return the alert that she got."""
    house.writes(SAM, "I cannot go on.\n#distress")
    house.work()
    return alerted(house)[-1]


def alerted(house: House, to: str = HOME) -> list[Message]:
    found = [parse(raw) for raw in house.got(to)]
    return [mail for mail in found if mail.subject.startswith("Please read now")]


def answers(
    house: House, alert: Message, text: str, sender: str = HOME, *, proved: bool = True
) -> None:
    headers = proof(sender) if proved else ()
    quoted = "\n".join(f"> {line}" for line in alert.body.splitlines())
    house.writes(sender, f"{text}\n\n{quoted}\n", answers=alert, headers=headers)
    house.work()


def seen_by(house: House) -> str | None:
    (raised,) = house.alerts("distress")
    return raised.seen_by


def test_her_word_ends_the_repetitions(house: House) -> None:
    answers(house, cries(house), "Seen, thanks")
    house.work(300)
    assert seen_by(house) == "coordinator"
    assert len(alerted(house)) == 1


def test_her_name_below_her_word_may_be_as_she_is_called_in_the_settings(house: House) -> None:
    name = house.office.settings.coordinator.name
    answers(house, cries(house), f"Seen\n\n{name}")
    assert seen_by(house) == "coordinator"


@pytest.mark.parametrize("text", ["I hope Ben has seen this", "Seen\nPlease tell Ben", "Seen\nBen"])
def test_a_word_among_others_ends_nothing(house: House, text: str) -> None:
    answers(house, cries(house), text)
    assert seen_by(house) is None


def test_an_answer_to_a_repetition_counts_as_well(house: House) -> None:
    cries(house)
    house.work(5)
    answers(house, alerted(house)[1], "seen")
    assert seen_by(house) == "coordinator"


def test_the_deputys_word_ends_them_too(house: House) -> None:
    cries(house)
    house.work(121)
    answers(house, alerted(house, DEPUTY)[0], "seen", DEPUTY)
    assert seen_by(house) == "deputy"


@pytest.mark.parametrize(
    "headers",
    [
        (),
        proof(HOME, "mx.evil.example"),
        (("Authentication-Results", f"{SERVER}; dmarc=fail header.from=home.example"),),
        (("Authentication-Results", f"{SERVER}; spf=pass smtp.mailfrom=home.example"),),
    ],
)
def test_a_word_that_is_not_proved_ends_nothing_and_she_is_told_so(
    house: House, headers: tuple[tuple[str, str], ...]
) -> None:
    alert = cries(house)
    house.writes(HOME, "seen", answers=alert, headers=headers)
    house.work()
    assert seen_by(house) is None
    house.work(5)
    assert "could not be proved who wrote it" in alerted(house)[1].body
    house.work(10)
    assert len(alerted(house)) == 3
    assert "could not be proved" not in alerted(house)[2].body


def test_a_word_that_is_not_plain_ends_nothing_and_she_is_told_so(house: House) -> None:
    answers(house, cries(house), "Who is this?")
    house.work(5)
    assert seen_by(house) is None
    assert "does not plainly say" in alerted(house)[1].body


def test_after_a_word_that_did_not_count_she_is_not_left_waiting_for_hours(house: House) -> None:
    cries(house)
    for _ in range(160):
        house.work()
    before = len(alerted(house))
    answers(house, alerted(house)[-1], "ok")
    house.work(5)
    assert len(alerted(house)) == before + 1


def test_nobody_elses_word_counts(house: House) -> None:
    answers(house, cries(house), "seen", "sam@student.test")
    assert seen_by(house) is None


def test_a_machines_answer_from_her_address_does_not_count(house: House) -> None:
    alert = cries(house)
    headers = (*proof(HOME), ("Auto-Submitted", "auto-replied"))
    house.writes(HOME, "I have seen your mail.", answers=alert, headers=headers)
    house.work()
    assert seen_by(house) is None


def test_her_answer_to_the_student_says_that_she_has_seen_it(house: House) -> None:
    cries(house)
    house.answers_by_hand(house.mailbox.mails("INBOX")[0].raw, "Dear Sam, ring me. Ruth")
    house.work(5)
    assert seen_by(house) == "coordinator"
    assert len(alerted(house)) == 1


def test_an_earlier_mail_of_hers_that_crossed_the_cry_does_not(house: House) -> None:
    first = house.writes(SAM, "A question.\n#cost")
    house.work()
    house.writes(SAM, "I cannot go on.\n#distress", answers=parse(first))
    house.answers_by_hand(first, "It is free. Ruth")
    house.work()
    assert seen_by(house) is None


def test_of_her_answer_not_a_word_is_kept(house: House) -> None:
    answers(house, cries(house), "Seen, poor thing, zebra")
    assert b"zebra" not in house.bytes_on_disk()


def away(house: House) -> list[date]:
    with house.office.database.transaction() as connection:
        noted = being_away.noted(house.office, connection, house.clock.now())
    return [day for days in noted for day in (days.first, days.last)]


def letters(house: House, to: str = HOME) -> list[str]:
    return [read_back(raw).subject for raw in house.got(to)]


def says(house: House, text: str, sender: str = HOME, *, proved: bool = True) -> None:
    house.writes(sender, text, subject="", headers=proof(sender) if proved else ())
    house.work()
    house.work()


def test_a_mail_that_says_so_makes_the_deputy_stand_in_and_another_ends_it(house: House) -> None:
    says(house, "I’m away from 23 to 28 November.\nRuth")
    assert away(house) == [date(2026, 11, 23), date(2026, 11, 28)]
    assert letters(house) == [
        "Noted: you are away from Monday 23 November to Saturday 28 November 2026"
    ]
    assert len(letters(house, DEPUTY)) == 1
    says(house, "I'm back early")
    assert away(house) == []
    assert letters(house)[-1] == "Noted: you are back"
    assert letters(house, DEPUTY)[-1] == "Ruth Calloway is back"


@pytest.mark.parametrize(
    ("text", "sender", "proved", "asked"),
    [
        ("I'm away from 24 to 28 November", HOME, False, True),
        ("I'm away for some weeks", HOME, True, True),
        ("I'm away from 24 to 28 November", DEPUTY, True, False),
        ("I'm away from 24 to 28 November", "sam@student.test", True, False),
        ("Dinner on 24 November?", HOME, True, False),
    ],
)
def test_what_is_not_proved_or_not_plain_changes_nothing(
    house: House, text: str, sender: str, proved: bool, asked: bool
) -> None:
    says(house, text, sender, proved=proved)
    assert away(house) == []
    assert letters(house) == (["Are you away?"] if asked else [])


def test_what_she_tells_others_is_no_order(house: House) -> None:
    house.answers_by_hand(
        house.writes("Mum <mum@family.test>", "Dinner?\n#none #unrelated"), "I'm away until Friday"
    )
    house.work()
    assert away(house) == []


def test_a_mail_to_herself_is_proved_by_its_copy_in_sent(house: House) -> None:
    raw = house.writes(RUTH, "I'm away from 24 to 28 November", subject="", message_id="<1@mua>")
    house.mailbox.put(raw, "Sent", at=house.clock.now())
    house.work()
    assert away(house) == [date(2026, 11, 24), date(2026, 11, 28)]
    house.work()
    assert letters(house) == [
        "Noted: you are away from Tuesday 24 November to Saturday 28 November 2026"
    ]


def says_to_herself(house: House, text: str, *, then: bool = True) -> None:
    """Let her write to her own address: the mail stands in the inbox and in Sent."""
    house.mailbox.put(house.writes(RUTH, text, subject=""), "Sent", at=house.clock.now())
    for _ in range(2 * then):
        house.work()


def test_being_back_leaves_the_absence_ahead_though_the_mail_stands_in_two_folders(
    house: House,
) -> None:
    says_to_herself(house, "I'm away from 23 to 30 November")
    says_to_herself(house, "I'm away from 20 to 31 December")
    says_to_herself(house, "I'm back")
    assert away(house) == [date(2026, 12, 20), date(2026, 12, 31)]
    assert letters(house).count("Noted: you are back") == 1
    assert letters(house, DEPUTY).count("Ruth Calloway is back") == 1


def test_several_mails_found_at_once_are_each_heeded_once(house: House) -> None:
    says_to_herself(house, "I'm away from 23 to 30 November", then=False)
    house.later(5)
    says_to_herself(house, "I'm back")
    assert away(house) == []
    assert letters(house) == [
        "Noted: you are away from Monday 23 November to Monday 30 November 2026",
        "Noted: you are back",
    ]


def test_who_never_went_is_not_told_that_she_is_back(house: House) -> None:
    says_to_herself(house, "I'm away from 20 to 31 December")
    says_to_herself(house, "I'm back")
    days = "from Sunday 20 December to Thursday 31 December 2026"
    assert letters(house)[-1] == f"Noted: you are not away {days}"
    assert letters(house, DEPUTY)[-1] == f"Ruth Calloway is not away {days}"


def test_what_earlier_days_give_way_to_is_told_to_both(house: House) -> None:
    says_to_herself(house, "I'm away from 23 to 30 November")
    says_to_herself(house, "I'm away on 28 November")
    assert away(house) == [date(2026, 11, 28), date(2026, 11, 28)]
    for to in (HOME, DEPUTY):
        told = read_back(house.got(to)[-1]).text
        assert "in place of what was noted before: from Monday 23 November" in told
        assert "both days" not in told


def test_a_word_among_orders_is_asked_about_with_them_and_not_noted_beside(house: House) -> None:
    house.writes("Priya <priya@student.test>", "Hello\n#cost")
    house.work()
    house.work(13 * 60)
    (review,) = (raw for raw in house.got(HOME) if "[review:" in read_back(raw).subject)
    text = "ok 1\n\nI'm away from 3 to 10 December.\n"
    order = reply(review, text, sender=RUTH, at=house.clock.now())
    for folder in ("INBOX", "Sent"):
        house.mailbox.put(order, folder, at=house.clock.now())
    house.work()
    house.work()
    assert away(house) == []
    assert "Nothing has been done yet" in read_back(house.got(HOME)[-1]).text


def test_days_that_are_over_are_asked_about(house: House) -> None:
    says(house, "I'm away from 1/11/2026 to 2/11/2026")
    assert letters(house) == ["Are you away?"]


def test_nothing_of_it_was_left_waiting(house: House) -> None:
    answers(house, cries(house), "seen")
    house.work()
    (raised,) = house.alerts("distress")
    with house.office.database.transaction() as connection:
        assert not outbox.in_states(connection, (State.APPROVED, State.SENDING, State.DRAFT))
        assert len(tellings.of_alert(connection, raised.id)) == 1
    assert house.audit() == ()
