"""Replies that go by themselves: after the delay, unless anything at all speaks against it."""

from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import RefusedError
from mailbot.mail.compose import read_back
from mailbot.mail.parse import parse
from mailbot.model.outbox import Channel, State
from mailbot.services import approval, delivery, granting, looking, pausing
from mailbot.services.delivery import Ways
from mailbot.settings_approvals import ApprovalSettings
from mailbot.store import people, permissions
from tests.servers.permitted import (
    ALLOWED,
    COST,
    PRIYA,
    approvals_of,
    asked,
    leaves,
    now_allow,
    off,
    on,
    settings,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.house import House


@pytest.fixture
def house(build_house: Callable[..., House], tmp_path: Path) -> House:
    """A house whose settings allow some topics; nothing is switched on."""
    built = build_house(settings=settings(tmp_path))
    built.work()
    return built


def test_nothing_goes_by_itself_unless_she_said_so(house: House) -> None:
    assert asked(house).state is State.DRAFT
    house.work(60)
    assert house.got(PRIYA) == []


def test_a_permitted_reply_stands_in_drafts_and_goes_after_the_delay(house: House) -> None:
    on(house)
    mail = asked(house)
    assert mail.state is State.APPROVED
    (by,) = approvals_of(house, mail)
    assert (by.channel, by.by, by.digest) == (Channel.STANDING, "coordinator", mail.digest)
    assert len(house.in_drafts(mail)) == 1
    house.work(13)
    assert house.got(PRIYA) == []
    house.work(3)
    (got,) = house.got(PRIYA)
    assert parse(got).header("Auto-Submitted") == "auto-replied"
    assert house.in_drafts(mail) == []
    assert house.audit() == ()
    (shown,) = granting.all_leave(house.office, house.clock.now()).kinds
    assert (shown.went, shown.why_not) == (1, "")


@pytest.mark.parametrize(
    "text",
    [
        "#cost #dates",
        "#cost #complaint",
        "#cost #coordinator",
        "I cannot go on.\n#cost #distress",
        "#cost #thanks",
    ],
)
def test_another_kind_and_whatever_needs_care_waits_for_her(house: House, text: str) -> None:
    on(house)
    house.writes(PRIYA, text)
    house.work(1)
    house.work(60)
    assert house.got(PRIYA) == []


@pytest.mark.parametrize(
    "subject",
    [
        "URGENT: I can't go on",
        "Re: I can't go on",
        "Balint groups, and I hate myself",
        "Fwd: the voices",
        "💔",
    ],
)
def test_what_only_the_subject_says_keeps_the_reply_for_her(house: House, subject: str) -> None:
    on(house)
    house.writes(PRIYA, "Hello, a question.\n#cost", subject=subject)
    house.work()
    assert house.draft().state is State.DRAFT
    assert any("not understood" in event.why for event in house.record())


@pytest.mark.parametrize(
    "text",
    [
        "{asks}\n\n-- \nPriya\nI want to die",
        "{asks}\n\n-- \n💔",
        "{asks}\n\n-----Original Message-----\nFrom: Ruth\nI want to die",
        "> I want to die\n\n{asks}",
        "{asks}\n\nFrom: Ruth <r@b.example>\nSent: Monday\nTo: Priya\nSubject: hi\n\nI want to die",
        "{asks}\n\nFrom: Ruth <r@b.example>\nSent: Monday\nTo: P\nSubject: I want to die\n\nhi",
    ],
)
def test_what_stands_where_a_quotation_or_signature_does_keeps_it_for_her(
    house: House, text: str
) -> None:
    on(house)
    house.writes(PRIYA, text.format(asks="Hello, a question.\n#cost"))
    house.work()
    assert house.draft().state is State.DRAFT


def test_her_own_letter_quoted_below_and_a_plain_signature_are_in_nobodys_way(
    house: House,
) -> None:
    on(house)
    on(house, "cost")
    house.writes(f"Priya Raman <{PRIYA}>", "Hello, please.\n#cost #dates")
    house.work()
    house.approves(house.draft())
    house.work()
    (answer,) = house.got(PRIYA)
    quoted = "".join(f"> {line}\n" for line in read_back(answer).text.splitlines())
    house.writes(
        f"Priya Raman <{PRIYA}>",
        "Thank you.\n#cost\n\n-- \nPriya Raman\n0400 000 000\n\n"
        f"On 23 Nov 2026, at 8:05 pm, Ruth wrote:\n\n{quoted}",
        answers=parse(answer),
    )
    house.work()
    assert house.mails()[-1].state is State.APPROVED


@pytest.mark.parametrize(
    "subject",
    ["Balint groups", "Enquiry", "", "Re: Student Balint groups", "My new times", "(no subject)"],
)
def test_a_plain_subject_is_in_nobodys_way(house: House, subject: str) -> None:
    on(house)
    house.writes(PRIYA, "Hello, a question.\n#cost", subject=subject)
    house.work()
    assert house.mails()[-1].state is State.APPROVED


def test_a_subject_that_only_carries_on_an_earlier_one_says_nothing_new(house: House) -> None:
    on(house)
    on(house, "cost")
    house.writes(PRIYA, "Hello, a question.\n#cost", subject="My zebra")
    house.work()
    house.approves(house.draft())
    house.work()
    (answer,) = house.got(PRIYA)
    house.writes(PRIYA, "Thank you.\n#cost", subject="RE: my Zebra", answers=parse(answer))
    house.work()
    assert house.mails()[-1].state is State.APPROVED
    house.writes(PRIYA, "Thank you.\n#cost", subject="Re: my dead zebra", answers=parse(answer))
    house.work()
    assert house.mails()[-1].state is State.DRAFT


def test_an_attachment_is_for_her_to_look_at(house: House) -> None:
    on(house)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = PRIYA, "ruth@balint.example", "Cost"
    mail["Message-ID"] = "<attached@student.test>"
    mail.set_content("Hello, a question.\n#cost")
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="a.pdf")
    house.mailbox.put(mail.as_bytes(), "INBOX", at=house.clock.now())
    house.work()
    assert house.draft().state is State.DRAFT
    assert any("attachment" in event.why for event in house.record())


def test_somebody_unknown_waits_for_her_unless_settings_say_otherwise(house: House) -> None:
    now_allow(house, ALLOWED.model_copy(update={"first_mail": False}))
    on(house)
    assert asked(house).state is State.DRAFT


def test_a_reading_less_sure_than_she_asked_for_waits(house: House) -> None:
    granting.switch_on(house.office, COST, house.clock.now(), least=0.95)
    assert asked(house).state is State.DRAFT


def test_after_distress_nothing_goes_to_that_person_by_itself(house: House) -> None:
    on(house)
    mail = asked(house)
    house.writes(PRIYA, "I cannot go on.\n#distress", subject="another conversation")
    house.work(60)
    assert house.got(PRIYA) == []
    assert house.mail(mail.id).state is State.SUPERSEDED


def test_a_person_who_is_held_meanwhile_gets_nothing(house: House) -> None:
    on(house)
    mail = asked(house)
    with house.office.database.transaction() as connection:
        assert mail.applicant_id is not None
        people.mark_distress(connection, mail.applicant_id, house.clock.now())
    house.work(60)
    assert house.got(PRIYA) == []
    assert house.mail(mail.id).state is State.DRAFT
    assert len(house.in_drafts(mail)) == 1


def test_called_back_it_never_leaves_and_the_leave_is_over(house: House) -> None:
    on(house)
    mail = asked(house)
    approval.reject(house.office, mail.id, "not so", house.clock.now())
    house.work(60)
    assert house.got(PRIYA) == []
    assert house.in_drafts(mail) == []
    assert leaves(house) == []
    (told,) = house.alerts("leave_ended")
    assert told.outbox_id is not None


def test_deleted_in_drafts_it_is_called_back(house: House) -> None:
    on(house)
    mail = asked(house)
    house.deletes(mail)
    house.work(20)
    house.work(20)
    assert house.got(PRIYA) == []
    assert house.mail(mail.id).state is State.REJECTED
    assert leaves(house) == []


def test_changed_in_drafts_it_is_hers(house: House) -> None:
    on(house)
    mail = asked(house)
    house.edits_in_drafts(mail, house.words_of(mail) + "\nP.S. Bring a friend.")
    house.work(60)
    assert house.got(PRIYA) == []
    assert house.mail(mail.id).state is State.DRAFT
    assert len(house.in_drafts(mail)) == 1


def test_changed_by_command_it_waits_for_her_word(house: House) -> None:
    on(house)
    mail = asked(house)
    approval.edit(house.office, mail.id, "Re: Balint", "dear friend\n", house.later())
    house.work(60)
    assert house.got(PRIYA) == []
    house.approves(house.draft())
    house.work()
    assert len(house.got(PRIYA)) == 1
    assert house.audit() == ()


def test_she_may_let_it_go_at_once(house: House) -> None:
    on(house)
    mail = asked(house)
    house.approves(mail)
    house.work()
    assert len(house.got(PRIYA)) == 1
    assert house.audit() == ()
    (shown,) = granting.all_leave(house.office, house.clock.now()).kinds
    assert shown.went == 0, "it was she who let it go"


def test_sent_from_drafts_it_leaves_once_only(house: House) -> None:
    on(house)
    mail = asked(house)
    house.sends(mail)
    house.work(60)
    assert house.got(PRIYA) == []
    assert house.mail(mail.id).state is State.SENT
    assert leaves(house)


def test_a_newer_mail_supersedes_it_and_she_decides_on_the_answer_to_both(house: House) -> None:
    on(house)
    on(house, "cost+dates:all")
    house.writes(PRIYA, "#cost")
    house.work()
    first = house.mails()[-1]
    house.writes(PRIYA, "#dates", answers=parse(house.mailbox.mails()[0].raw))
    house.work()
    house.work(60)
    assert house.mail(first.id).state is State.SUPERSEDED
    assert house.got(PRIYA) == []
    assert house.draft().topics == ("dates", "cost")


def test_answered_by_hand_it_goes_and_so_does_the_leave(house: House) -> None:
    on(house)
    house.writes(PRIYA, "#cost")
    house.work()
    house.answers_by_hand(house.mailbox.mails()[0].raw, "It is free! Ruth")
    house.work(60)
    assert house.got(PRIYA) == []
    assert leaves(house) == []


def test_pause_holds_it(house: House) -> None:
    on(house)
    mail = asked(house)
    pausing.pause(house.office, house.clock.now())
    house.work(60)
    assert house.got(PRIYA) == []
    pausing.resume(house.office, house.clock.now())
    house.work()
    assert len(house.got(PRIYA)) == 1
    assert house.mail(mail.id).state is State.SENT


def test_the_ceiling_of_replies_holds_it(build_house: Callable[..., House], tmp_path: Path) -> None:
    known = settings(tmp_path)
    few = known.limits.model_copy(update={"replies_an_hour": 1})
    house = build_house(settings=known.model_copy(update={"limits": few}))
    house.work()
    on(house)
    for who in ("ana", "bea"):
        house.writes(f"{who}@student.test", "#cost")
    house.work()
    house.work(20)
    assert len(house.mails(State.SENT)) == 1
    assert len(house.mails(State.APPROVED)) == 1
    assert house.alerts("breaker")


def test_switched_off_all_that_was_to_go_waits_for_her(house: House) -> None:
    on(house)
    mail = asked(house)
    off(house)
    assert house.mail(mail.id).state is State.DRAFT
    house.work(60)
    assert house.got(PRIYA) == []
    assert len(house.in_drafts(mail)) == 1


def test_what_settings_do_not_allow_cannot_be_switched_on(house: House) -> None:
    with pytest.raises(RefusedError, match="do not allow replies about withdraw"):
        on(house, "cost+withdraw")
    now_allow(house, ApprovalSettings())
    with pytest.raises(RefusedError):
        on(house)
    assert leaves(house) == []


def test_less_sure_than_settings_ask_for_cannot_be_switched_on(house: House) -> None:
    with pytest.raises(RefusedError, match=r"0\.5 is not between 0\.9 and 1"):
        granting.switch_on(house.office, COST, house.clock.now(), least=0.5)


def test_taken_out_of_the_settings_it_stops_at_once(house: House) -> None:
    on(house)
    mail = asked(house)
    now_allow(house, ApprovalSettings())
    house.work(60)
    assert house.got(PRIYA) == []
    assert house.mail(mail.id).state is State.DRAFT
    assert leaves(house) == []
    assert len(house.alerts("leave_ended")) == 1
    now_allow(house, ALLOWED)
    assert asked(house, "#cost", "tom@student.test").state is State.DRAFT, "her word is needed anew"


@pytest.mark.parametrize("minutes", [5, 600, 60 * 24 * 365])
def test_a_clock_set_back_sends_nothing_early(house: House, minutes: int) -> None:
    on(house)
    asked(house)
    house.later(-minutes)
    for _ in range(14):
        house.work(1)
        assert house.got(PRIYA) == []
    house.work(8)
    assert len(house.got(PRIYA)) == 1, "nor does it wait for the time that the clock had shown"


def test_the_time_to_call_it_back_begins_when_it_stands_in_drafts(house: House) -> None:
    on(house)
    house.writes(PRIYA, "#cost")
    house.later()
    looking.look(house.office, house.mailbox, house.clock.now)
    (mail,) = house.mails()
    house.later(60)
    delivery.deliver(
        house.office, Ways(lambda: house.mailer, lambda: house.mailbox), house.clock.now()
    )
    assert house.got(PRIYA) == [], "she has not been able to see it"
    house.work()
    house.work(13)
    assert house.got(PRIYA) == []
    house.work(3)
    assert len(house.got(PRIYA)) == 1
    assert house.mail(mail.id).state is State.SENT


def test_by_leave_that_is_gone_nothing_goes(house: House) -> None:
    on(house)
    mail = asked(house)
    (leave,) = leaves(house)
    with house.office.database.transaction() as connection:
        permissions.end(connection, leave.id, "a slip", house.clock.now())
    house.work(60)
    assert house.got(PRIYA) == []
    assert house.mail(mail.id).state is State.DRAFT


def test_what_comes_to_stand_in_drafts_while_mail_is_being_sent_does_not_leave_yet(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(house)
    asked(house)
    monkeypatch.setattr(permissions, "early", lambda *_: frozenset())
    house.work(5)
    assert house.got(PRIYA) == []


def test_what_can_be_called_back_is_not_even_looked_at(house: House) -> None:
    on(house)
    mail = asked(house)
    with house.office.database.transaction() as connection:
        assert permissions.early(connection, house.clock.now()) == {mail.id}
        assert permissions.early(connection, house.later(60)) == frozenset()
