"""Mailbot suggests what she always approves, once; and takes its own leave away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.mail.compose import read_back
from mailbot.model.outbox import State
from mailbot.services import approval, granting, pausing
from mailbot.settings_approvals import ApprovalSettings
from tests.servers.permitted import COST, asked, leaves, now_allow, on, settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.house import House


@pytest.fixture
def house(build_house: Callable[..., House], tmp_path: Path) -> House:
    """A house whose settings allow some topics, and take three approvals for evidence."""
    built = build_house(settings=settings(tmp_path))
    built.work()
    return built


def students(house: House, *names: str) -> None:
    """Let students ask for the price, and her approve each answer as it is."""
    for name in names:
        house.approves(asked(house, sender=f"{name}@student.test"))
        house.work()


def suggestions(house: House) -> list[str]:
    """Return the words of what was suggested."""
    return [
        read_back(house.mail(one.outbox_id).raw).text
        for one in house.alerts("suggestion")
        if one.outbox_id is not None
    ]


def test_what_she_approved_unchanged_is_suggested_once_with_the_evidence(house: House) -> None:
    students(house, "ana", "bea")
    assert suggestions(house) == []
    students(house, "cleo")
    (told,) = suggestions(house)
    assert "the last 3 replies about cost" in told
    assert f"mailbot approvals on {COST}" in told
    students(house, "dan", "eva")
    assert len(suggestions(house)) == 1
    assert leaves(house) == [], "it never switches anything on"


def test_one_that_she_changed_is_no_evidence(house: House) -> None:
    students(house, "ana", "bea")
    mail = asked(house, sender="cleo@student.test")
    approval.edit(house.office, mail.id, "Re: Balint", "dear friend\n", house.later())
    house.approves(house.draft())
    students(house, "dan", "eva")
    assert suggestions(house) == []
    students(house, "finn")
    assert len(suggestions(house)) == 1


def test_the_last_are_those_that_she_decided_on_last(house: House) -> None:
    old = asked(house, sender="old@student.test")
    students(house, "ana", "bea")
    approval.reject(house.office, old.id, "rang her", house.later())
    students(house, "cleo")
    assert suggestions(house) == [], "of the last three one was turned down"
    students(house, "dan", "eva")
    assert len(suggestions(house)) == 1


def test_sent_from_drafts_unchanged_is_evidence(house: House) -> None:
    for name in ("ana", "bea", "cleo"):
        house.sends(asked(house, sender=f"{name}@student.test"))
        house.work()
    assert len(suggestions(house)) == 1


def test_what_settings_do_not_allow_is_not_suggested(house: House) -> None:
    now_allow(house, ApprovalSettings(evidence=3))
    students(house, "ana", "bea", "cleo", "dan")
    assert suggestions(house) == []


def test_the_evidence_is_told_when_it_is_switched_on(house: House) -> None:
    students(house, "ana", "bea")
    on(house)
    (shown,) = granting.all_leave(house.office, house.clock.now()).kinds
    assert (shown.evidence.decided, shown.evidence.unchanged) == (2, 2)
    house.approves(asked(house, sender="cleo@student.test"))
    (shown,) = granting.all_leave(house.office, house.clock.now()).kinds
    assert shown.evidence.decided == 2, "what she decides later was no evidence then"


def test_a_no_takes_the_leave_away_and_she_is_told_why(house: House) -> None:
    on(house)
    mail = asked(house)
    other = asked(house, sender="tom@student.test")
    approval.reject(house.office, mail.id, "not so", house.clock.now())
    house.work()
    assert leaves(house) == []
    assert house.mail(other.id).state is State.DRAFT
    (alert,) = house.alerts("leave_ended")
    assert alert.outbox_id is not None
    told = read_back(house.mail(alert.outbox_id).raw).text
    assert "turned one of them down, or called it back" in told
    assert f"mailbot approvals on {COST}" in told


def test_one_change_is_forgiven_a_second_is_not(house: House) -> None:
    on(house)
    for name, stands in (("ana", True), ("bea", False)):
        mail = asked(house, sender=f"{name}@student.test")
        approval.edit(house.office, mail.id, "Re: Balint", f"dear {name}\n", house.later())
        house.work()
        assert bool(leaves(house)) is stands


def test_nothing_leaves_between_her_no_and_the_next_look(house: House) -> None:
    on(house)
    mail, other = asked(house), asked(house, sender="tom@student.test")
    house.work(13)
    approval.reject(house.office, mail.id, "not so", house.clock.now())
    house.work(60)
    assert house.got("tom@student.test") == []
    assert house.mail(other.id).state is State.DRAFT


def test_given_again_it_counts_from_then_on(house: House) -> None:
    on(house)
    approval.reject(house.office, asked(house).id, "not so", house.clock.now())
    house.work()
    on(house)
    house.work(1)
    assert len(leaves(house)) == 1
    asked(house, sender="tom@student.test")
    house.work(20)
    assert len(house.got("tom@student.test")) == 1


def test_after_a_leave_that_ended_it_is_suggested_again_only_on_new_evidence(house: House) -> None:
    students(house, "ana", "bea", "cleo")
    on(house)
    approval.reject(house.office, asked(house).id, "not so", house.clock.now())
    house.work()
    students(house, "dan", "eva")
    assert len(suggestions(house)) == 1
    students(house, "finn")
    assert len(suggestions(house)) == 2


def test_what_she_had_changed_before_she_gave_leave_is_no_matter(house: House) -> None:
    pausing.pause(house.office, house.clock.now())
    for name in ("ana", "bea"):
        mail = asked(house, sender=f"{name}@student.test")
        approval.edit(house.office, mail.id, "Re: Balint", f"dear {name}\n", house.later())
        house.approves(house.draft())
    house.later()
    on(house)
    pausing.resume(house.office, house.later())
    house.work()
    assert len(house.mails(State.SENT)) == 2
    assert len(leaves(house)) == 1
