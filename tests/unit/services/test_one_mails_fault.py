"""What is wrong with one mail is put aside or waits; the poll goes on."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.model.casework import Where
from mailbot.model.mail import FetchedMail
from mailbot.model.outbox import State
from mailbot.resources import default_folder
from mailbot.services import intake
from mailbot.services.auditing import Fault
from mailbot.store.mails import Fate
from tests.faults.house import START, House, settings_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PRIYA = "Priya Raman <priya@student.test>"
COST = "Hello, a question.\n#cost\n"


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """Templates of her own, to be broken."""
    folder = tmp_path / "templates"
    shutil.copytree(default_folder("templates"), folder)
    return folder


@pytest.fixture
def own(build_house: Callable[..., House], templates: Path, tmp_path: Path) -> House:
    """A house with templates of its own."""
    built = build_house(settings=settings_for(tmp_path, templates=templates))
    built.work()
    return built


def break_cost(templates: Path) -> None:
    (templates / "reply" / "blocks" / "cost.txt").write_text("{{ nonsense }}\n")


def mend_cost(templates: Path) -> None:
    mended = default_folder("templates") / "reply" / "blocks" / "cost.txt"
    (templates / "reply" / "blocks" / "cost.txt").write_text(mended.read_text())


def test_a_fault_in_reading_puts_one_mail_aside_and_tells_her_once(house: House) -> None:
    house.writes("Odd <odd@student.test>", "#boom")
    house.writes(PRIYA, COST)
    for _ in range(3):
        house.work()
    assert house.fates() == ["put_aside", "handled"]
    assert house.draft().recipient == "priya@student.test"
    assert len(house.alerts("unreadable")) == 1
    (event,) = (one for one in house.record() if one.kind == "put_aside")
    assert "ValueError" in event.why
    assert "fault of the reader" not in event.why, "the record holds no words of a fault"
    assert {one.fault for one in house.audit()} == {Fault.UNSETTLED}


def test_what_she_answered_herself_is_settled(house: House) -> None:
    received = house.writes("Odd <odd@student.test>", "#boom")
    house.work()
    house.answers_by_hand(received, "See this, keeper?", to="keeper@balint.example")
    house.work()
    assert house.fates() == ["put_aside"], "she asked somebody else about it"
    house.answers_by_hand(received, "Dear Odd, ...")
    house.work()
    assert house.fates() == ["handled"]
    assert house.audit() == ()


def test_a_parser_that_fails_loses_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_raw: bytes) -> None:
        raise RuntimeError("a fault of the parser")

    with monkeypatch.context() as patched:
        patched.setattr("mailbot.services.intake.parse", broken)
        patched.setattr("mailbot.services.understanding.parse", broken)
        house.writes(PRIYA, COST)
        house.mailbox.put(b"To: x@y.test\r\n\r\nby hand\r\n", "Sent", at=START)
        house.work()
        assert house.fates() == ["put_aside"]
        assert len(house.alerts("unreadable")) == 1


def test_a_mail_in_sent_that_breaks_is_passed_by_and_told_of(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise LookupError("a fault")

    with monkeypatch.context() as patched:
        patched.setattr("mailbot.services.sending_by_hand.recognise", broken)
        house.mailbox.put(b"To: x@y.test\r\n\r\nby hand\r\n", "Sent", at=START)
        house.writes(PRIYA, COST)
        house.work()
    assert house.draft().recipient == "priya@student.test"
    assert len(house.alerts("unreadable")) == 1
    house.work()
    assert len(house.alerts("unreadable")) == 1


def test_mail_waits_for_a_mended_template_and_is_drafted_then(own: House, templates: Path) -> None:
    break_cost(templates)
    own.writes(PRIYA, COST)
    own.writes("Tom <tom@student.test>", "#zoom")
    for _ in range(4):
        own.work()
    assert own.fates() == ["waiting", "handled"]
    assert len(own.alerts("template")) == 1
    assert [event.kind for event in own.record()].count("waiting") == 1
    assert {one.fault for one in own.audit()} == {Fault.UNSETTLED}

    mend_cost(templates)
    own.work()
    assert {mail.recipient for mail in own.mails(State.DRAFT)} == {
        "priya@student.test",
        "tom@student.test",
    }
    assert own.fates() == ["handled", "handled"]
    assert own.audit() == ()


def test_a_template_still_broken_the_next_day_is_told_of_again(own: House, templates: Path) -> None:
    break_cost(templates)
    own.writes(PRIYA, COST)
    own.work()
    own.work(60 * 24)
    assert len(own.alerts("template")) == 2


def test_what_waits_and_was_answered_by_hand_is_not_drafted_later(
    own: House, templates: Path
) -> None:
    break_cost(templates)
    received = own.writes(PRIYA, COST)
    own.work()
    own.answers_by_hand(received, "It is free, Priya. Ruth")
    own.work()
    mend_cost(templates)
    own.work()
    assert own.mails(State.DRAFT) == []
    assert own.fates() == ["handled"]


def test_a_broken_alert_template_still_alerts(own: House, templates: Path) -> None:
    for body in (templates / "alert").rglob("*.txt"):
        body.write_text("{{ nonsense }}")
    own.writes("Sam <sam@student.test>", "#distress")
    own.work()
    assert len(own.alerts("distress")) == 1
    assert len(own.got("ruth@balint.example")) == 1


hostile = st.one_of(
    st.binary(max_size=400),
    st.builds(
        lambda sender, subject, ids, body: (
            b"From: "
            + sender
            + b"\r\nSubject: "
            + subject
            + b"\r\nMessage-ID: "
            + ids
            + b"\r\n\r\n"
            + body
            + b"\n#cost #join\n"
        ),
        st.sampled_from(
            [b"a@b.test", b"<>", b"=?utf-8?q?=00?= <x@y.test>", b"\xff\xfe", b'"a"@b@c', b""]
        ),
        st.binary(max_size=60),
        st.sampled_from([b"<a@b>", b"<>", b"", b"\x00", b"<" + b"x" * 600 + b">"]),
        st.binary(max_size=200),
    ),
)


@given(raw=hostile)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_mail_at_all_stops_the_poll_and_each_has_one_fate(house: House, raw: bytes) -> None:
    fetched = FetchedMail("INBOX", 100, 1, raw, len(raw), False, START)
    taken = intake.take(house.office, fetched, Where.INBOX, house.later())
    again = intake.take(house.office, fetched, Where.INBOX, house.later())
    assert taken.mail_id == again.mail_id
    assert again.fate is taken.fate
    assert taken.fate is not Fate.PUT_ASIDE, taken.reason
