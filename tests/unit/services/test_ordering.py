"""The coordinator decides by answering a review mail, and nobody else can."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mailbot.mail.compose import read_back
from mailbot.model.outbox import Channel, State
from mailbot.services import approval, pausing
from mailbot.store import away as store_away
from mailbot.store import outbox
from tests.faults.house import RUTH, settings_for
from tests.servers.orders import reply, tap, token_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.house import House

PRIYA, SAM, ANA = "priya@student.test", "sam@student.test", "ana@student.test"


@pytest.fixture
def asked(house: House) -> House:
    """Three drafts wait, and the coordinator has been asked about them."""
    for email in (PRIYA, SAM, ANA):
        house.writes(f"{email.split('@')[0].title()} <{email}>", "Hello\n#cost")
    house.work()
    house.work(60 * 12)
    assert len(house.got(RUTH)) == 1
    return house


def review(house: House) -> bytes:
    """Return the newest review mail."""
    return next(raw for raw in reversed(house.got(RUTH)) if b"_review=3A" in raw or tagged(raw))


def tagged(raw: bytes) -> bool:
    subject = read_back(raw).subject
    return "[review:" in subject and not subject.startswith("Re:")


def told(house: House) -> str:
    """Return Mailbot's newest mail to her."""
    return read_back(house.got(RUTH)[-1]).text


def says(house: House, text: str, *, proved: bool = True, to: bytes | None = None) -> None:
    """Let her answer the review mail from the account's own address."""
    house.written += 1
    raw = reply(to or review(house), text, sender=RUTH, at=house.clock.now(), number=house.written)
    arrives(house, raw, proved=proved)


def arrives(house: House, raw: bytes, *, proved: bool = True) -> None:
    house.mailbox.put(raw, at=house.clock.now())
    if proved:
        house.mailbox.put(raw, "Sent", at=house.clock.now())
    house.work()


def states(house: House) -> dict[str, State]:
    return {mail.recipient: mail.state for mail in house.mails()}


def test_ok_sends_what_was_shown_and_she_is_told(asked: House) -> None:
    says(asked, "ok 1")
    assert states(asked) == {PRIYA: State.SENT, SAM: State.DRAFT, ANA: State.DRAFT}
    assert len(asked.got(PRIYA)) == 1
    assert "1, Priya: approved" in told(asked)
    with asked.office.database.transaction() as connection:
        (given,) = outbox.approvals(connection, 1)
    assert (given.channel, given.by) == (Channel.MAIL, "coordinator")
    assert asked.audit() == ()


def test_each_number_is_good_for_itself_and_a_repeated_order_changes_nothing(asked: House) -> None:
    says(asked, "ok 1")
    says(asked, "Ok 2, thanks\n\nSent from my iPhone")
    assert states(asked) == {PRIYA: State.SENT, SAM: State.SENT, ANA: State.DRAFT}
    says(asked, "ok 1 3")
    assert "1, Priya: already done, on Tue 24 Nov, 08:03" in told(asked)
    assert "3, Ana: approved" in told(asked)
    assert [len(asked.got(email)) for email in (PRIYA, SAM, ANA)] == [1, 1, 1]


@pytest.mark.parametrize("words", ["Ok, thanks Ruth", "👍", "Yes", "no"])
def test_a_word_to_the_answer_does_nothing_to_the_rest(asked: House, words: str) -> None:
    says(asked, "ok 1")
    says(asked, words, to=asked.got(RUTH)[-1])
    assert states(asked) == {PRIYA: State.SENT, SAM: State.DRAFT, ANA: State.DRAFT}
    assert "please say which" in told(asked)
    says(asked, "ok all", to=asked.got(RUTH)[-1])
    assert set(states(asked).values()) == {State.SENT}


def test_a_word_to_the_answer_is_not_asked_about_where_nothing_is_left(asked: House) -> None:
    says(asked, "ok all")
    says(asked, "👍", to=asked.got(RUTH)[-1])
    assert "3, Ana: already done" in told(asked)


def test_thanks_are_no_order_and_the_question_about_them_can_be_answered(asked: House) -> None:
    says(asked, "Great, thanks")
    assert set(states(asked).values()) == {State.DRAFT}
    assert "I found no answer in it" in told(asked)
    says(asked, "ok", to=asked.got(RUTH)[-1])
    assert set(states(asked).values()) == {State.SENT}


def test_one_mail_holds_many_orders(asked: House) -> None:
    says(asked, "ok 1\nno 2\nI'll answer 3 myself")
    assert states(asked) == {PRIYA: State.SENT, SAM: State.REJECTED, ANA: State.REJECTED}
    assert asked.fates()[:3] == ["handled", "handled", "put_before"]


def test_a_tapped_link_is_an_order(asked: House) -> None:
    arrives(asked, tap(review(asked), "ok 2", sender=RUTH, at=asked.clock.now()))
    assert states(asked) == {PRIYA: State.DRAFT, SAM: State.SENT, ANA: State.DRAFT}


def test_a_link_whose_text_a_program_leaves_out_is_an_order_by_its_subject(asked: House) -> None:
    raw = tap(review(asked), "no 2", sender=RUTH, at=asked.clock.now())
    arrives(asked, raw.replace(b"\n\nno 2\n", b"\n\n"))
    assert states(asked)[SAM] is State.REJECTED


def test_later_is_shown_again_at_the_next_gathering(asked: House) -> None:
    says(asked, "yes to all but 2\n2: later")
    assert states(asked) == {PRIYA: State.SENT, SAM: State.DRAFT, ANA: State.SENT}
    assert "2, Sam: put off until Tue 24 Nov, 12:30" in told(asked)
    before = len(asked.got(RUTH))
    asked.work(60)
    assert len(asked.got(RUTH)) == before
    asked.work(60 * 4)
    assert "1. Sam" in told(asked)


def test_new_words_wait_for_her_word_once_more(asked: House) -> None:
    says(asked, "2: Dear Sam,\n\nIt is all free.\n\nWarm regards\nRuth")
    assert states(asked)[SAM] is State.DRAFT
    assert asked.got(SAM) == []
    assert "It is all free." in read_back(review(asked)).text
    says(asked, "ok")
    (got,) = asked.got(SAM)
    assert read_back(got).text.startswith("Dear Sam,\n\nIt is all free.\n\nWarm regards\nRuth")
    assert states(asked)[PRIYA] is State.DRAFT


def test_what_is_unclear_is_asked_about_and_nothing_is_done(asked: House) -> None:
    says(asked, "ok 1\nhm, what about the second one?")
    assert set(states(asked).values()) == {State.DRAFT}
    assert "Nothing has been done yet" in told(asked)
    says(asked, "ok 1", to=asked.got(RUTH)[-1])
    assert states(asked)[PRIYA] is State.SENT


def test_one_order_that_cannot_be_undoes_the_others(asked: House) -> None:
    draft = asked.draft(SAM)
    approval.reject(asked.office, draft.id, "by hand", asked.clock.now())
    says(asked, "ok 1 2")
    assert states(asked) == {PRIYA: State.DRAFT, SAM: State.REJECTED, ANA: State.DRAFT}
    assert "2, Sam: it will not be sent (by hand)" in told(asked)


def test_an_edited_draft_is_not_what_she_saw(asked: House) -> None:
    draft = asked.draft(PRIYA)
    approval.edit(asked.office, draft.id, "Re: cost", "Hello Priya\n", asked.clock.now())
    says(asked, "ok 1 2")
    assert set(states(asked).values()) == {State.DRAFT}
    answer, fresh = (read_back(raw) for raw in asked.got(RUTH)[-2:])
    assert "it has changed since you saw it" in answer.text
    assert "+Hello Priya" in answer.text
    assert "Hello Priya" in fresh.text
    assert "2. Sam" in fresh.text
    says(asked, "ok all")
    assert read_back(asked.got(PRIYA)[0]).text == "Hello Priya\n"


def test_no_calls_back_what_has_not_left(asked: House) -> None:
    asked.mailer.faults.fail("send", ConnectionError(), after=10)
    first = reply(review(asked), "ok 1", sender=RUTH, at=asked.clock.now(), number=101)
    other = reply(review(asked), "no 1", sender=RUTH, at=asked.clock.now(), number=102)
    for raw in (first, other):
        asked.mailbox.put(raw, at=asked.clock.now())
        asked.mailbox.put(raw, "Sent", at=asked.clock.now())
    asked.work()
    assert states(asked)[PRIYA] is State.REJECTED
    assert asked.got(PRIYA) == []


def test_no_that_comes_first_beats_a_late_ok(asked: House) -> None:
    says(asked, "no 1")
    says(asked, "ok 1")
    assert states(asked)[PRIYA] is State.REJECTED
    assert "it will not be sent (turned down by the coordinator, by mail)" in told(asked)


def test_what_was_turned_down_before_is_no_reason_to_do_nothing(asked: House) -> None:
    first = review(asked)
    asked.writes("Tom <tom@student.test>", "Hello\n#cost")
    asked.work()
    asked.work(60 * 5)
    says(asked, "no 1", to=first)
    at = f"{asked.clock.now().astimezone(asked.settings.coordinator.zone):%H:%M}"
    says(asked, "no 1, ok 2")
    assert states(asked)[SAM] is State.SENT
    assert f"1, Priya: already done, on Tue 24 Nov, {at}" in told(asked)


def test_later_again_once_it_has_come_back_puts_it_off_again(asked: House) -> None:
    first = review(asked)
    says(asked, "2: later", to=first)
    says(asked, "2: later", to=first)
    assert "2, Sam: already done" in told(asked)
    asked.work(60 * 5)
    says(asked, "2: later", to=first)
    assert "2, Sam: put off until Tue 24 Nov, 17:30" in told(asked)


def test_what_is_approved_while_all_is_paused_is_not_called_on_its_way(asked: House) -> None:
    pausing.pause(asked.office, asked.clock.now())
    says(asked, "ok 1")
    assert states(asked)[PRIYA] is State.APPROVED
    assert "on its way" not in told(asked)
    assert "1, Priya: approved, but held: everything is paused" in told(asked)


def test_an_order_in_her_name_without_proof_is_refused_and_she_is_told_once(asked: House) -> None:
    says(asked, "ok 1", proved=False)
    assert set(states(asked).values()) == {State.DRAFT}
    before = len(asked.got(RUTH))
    asked.work(15)
    asked.work(15)
    assert set(states(asked).values()) == {State.DRAFT}
    assert len(asked.got(RUTH)) == before + 1
    assert "no such mail in your Sent folder" in told(asked)


def test_a_copy_that_comes_into_sent_a_little_later_still_proves_it(asked: House) -> None:
    raw = reply(review(asked), "ok 1", sender=RUTH, at=asked.clock.now())
    asked.mailbox.put(raw, at=asked.clock.now())
    asked.work()
    assert states(asked)[PRIYA] is State.DRAFT
    asked.mailbox.put(raw, "Sent", at=asked.clock.now())
    asked.work()
    assert states(asked)[PRIYA] is State.SENT


def test_another_mail_in_sent_under_the_same_message_id_proves_nothing(asked: House) -> None:
    now = asked.clock.now()
    asked.mailbox.put(reply(review(asked), "no 1", sender=RUTH, at=now), "Sent", at=now)
    asked.mailbox.put(reply(review(asked), "ok 1", sender=RUTH, at=now), at=now)
    asked.work()
    asked.work(15)
    assert set(states(asked).values()) == {State.DRAFT}


@pytest.mark.parametrize("forge", ["cut", "made up", "none"])
def test_a_wrong_token_is_refused(asked: House, forge: str) -> None:
    token = token_of(review(asked)).encode()
    raw = reply(review(asked), "ok 1", sender=RUTH, at=asked.clock.now(), quotes=False)
    raw = raw.replace(b"=\n ", b"")
    new = {"cut": token[:-1], "made up": b"0" * 40, "none": b""}[forge]
    assert token in raw
    arrives(asked, raw.replace(token, new))
    assert set(states(asked).values()) == {State.DRAFT}
    assert "missing in it, or cut off" in told(asked)


def test_a_token_of_another_review_than_the_one_answered_is_refused(asked: House) -> None:
    first = review(asked)
    asked.writes("Tom <tom@student.test>", "Hello\n#cost")
    asked.work()
    asked.work(60 * 5)
    second = review(asked)
    assert first != second
    raw = reply(second, "ok 1", sender=RUTH, at=asked.clock.now(), quotes=False)
    arrives(asked, raw.replace(token_of(second).encode(), token_of(first).encode()))
    assert set(states(asked).values()) == {State.DRAFT}
    assert "another review mail than the one" in told(asked)


def test_a_review_counts_until_it_expires(asked: House) -> None:
    old = review(asked)
    asked.work(60 * 24 * 7)
    says(asked, "ok 1", to=old)
    assert set(states(asked).values()) == {State.DRAFT}
    assert any("too old" in read_back(raw).text for raw in asked.got(RUTH))


@pytest.mark.parametrize(
    "mark",
    [("Auto-Submitted", "auto-replied"), ("X-Autoreply", "yes"), ("Precedence", "auto_reply")],
)
def test_an_automatic_answer_is_no_order(asked: House, mark: tuple[str, str]) -> None:
    raw = reply(review(asked), "ok", sender=RUTH, at=asked.clock.now(), headers=(mark,))
    before = len(asked.got(RUTH))
    arrives(asked, raw)
    assert set(states(asked).values()) == {State.DRAFT}
    assert len(asked.got(RUTH)) == before


def test_a_forwarded_review_is_no_order(asked: House) -> None:
    raw = reply(review(asked), "ok all?", sender=RUTH, at=asked.clock.now())
    before = len(asked.got(RUTH))
    arrives(asked, raw.replace(b"Subject: Re: ", b"Subject: Fwd: "))
    to_a_friend = reply(review(asked), "ok all?", sender=RUTH, at=asked.clock.now(), number=7)
    arrives(asked, to_a_friend.replace(b"To: ruth@", b"To: friend@elsewhere.test, ruth@"))
    assert set(states(asked).values()) == {State.DRAFT}
    assert len(asked.got(RUTH)) == before


def test_a_review_mail_that_stands_in_her_mailbox_is_no_order(asked: House) -> None:
    for raw in asked.got(RUTH):
        asked.mailbox.put(raw, at=asked.clock.now())
        asked.mailbox.put(raw, "Sent", at=asked.clock.now())
        # Some servers give a mail that they take another Message-ID.
        other = raw.replace(b"Message-ID: <", b"Message-ID: <x")
        asked.mailbox.put(other, at=asked.clock.now())
        asked.mailbox.put(other, "Sent", at=asked.clock.now())
    before = len(asked.got(RUTH))
    asked.work()
    assert set(states(asked).values()) == {State.DRAFT}
    assert len(asked.got(RUTH)) == before


def test_a_stranger_who_has_the_token_orders_nothing(asked: House) -> None:
    raw = reply(review(asked), "ok", sender=PRIYA, at=asked.clock.now())
    arrives(asked, raw)
    assert State.SENT not in states(asked).values()


def test_any_other_mail_of_hers_stays_hers(asked: House) -> None:
    asked.writes(RUTH, "ok 1\n\nA note to myself", subject="groceries")
    before = len(asked.got(RUTH))
    asked.work()
    assert asked.fates()[-1] == "left_alone"
    assert len(asked.got(RUTH)) == before


PHONE = "ruth@home.test"
DEPUTY = "deputy@elsewhere.test"


def proof(domain: str, server: str = "mx.balint.example") -> tuple[str, str]:
    return ("Authentication-Results", f"{server}; dmarc=pass header.from={domain}")


@pytest.fixture
def elsewhere(build_house: Callable[..., House], tmp_path: Path) -> House:
    """Reviews go to another address of hers; the mail server says whose mail is proved."""
    plain = settings_for(tmp_path)
    coordinator = plain.coordinator.model_copy(update={"alerts_to": PHONE, "deputy": DEPUTY})
    mailbox = plain.mailbox.model_copy(update={"authserv": "mx.balint.example"})
    house = build_house(
        settings=plain.model_copy(update={"coordinator": coordinator, "mailbox": mailbox})
    )
    house.work()
    house.writes(f"Priya <{PRIYA}>", "Hello\n#cost")
    house.work()
    house.work(60 * 12)
    return house


def writes_back(house: House, sender: str, *headers: tuple[str, str]) -> None:
    asked = house.got(sender)[-1]
    house.written += 1
    raw = reply(
        asked, "ok 1", sender=sender, at=house.clock.now(), number=house.written, headers=headers
    )
    house.mailbox.put(raw, at=house.clock.now())
    house.work()


def test_the_receiving_servers_word_proves_her_other_address(elsewhere: House) -> None:
    writes_back(elsewhere, PHONE, proof("home.test"))
    assert len(elsewhere.got(PRIYA)) == 1
    assert "approved" in read_back(elsewhere.got(PHONE)[-1]).text


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (proof("home.test", "mx.forger.test"),),
        (proof("forger.test"),),
        (
            ("Authentication-Results", "mx.balint.example; dmarc=fail header.from=home.test"),
            proof("home.test"),
        ),
    ],
)
def test_without_that_word_nothing_is_done(
    elsewhere: House, headers: tuple[tuple[str, str], ...]
) -> None:
    writes_back(elsewhere, PHONE, *headers)
    assert elsewhere.got(PRIYA) == []
    assert "did not say that its sender is proved" in read_back(elsewhere.got(PHONE)[-1]).text


def test_a_forger_cannot_flood_her_with_refusals(elsewhere: House) -> None:
    before = len(elsewhere.got(PHONE))
    for _ in range(15):
        raw = reply(
            elsewhere.got(PHONE)[0],
            "ok 1",
            sender=PHONE,
            at=elsewhere.clock.now(),
            number=elsewhere.written,
        )
        elsewhere.written += 1
        elsewhere.mailbox.put(raw, at=elsewhere.clock.now())
    elsewhere.work()
    assert len(elsewhere.got(PHONE)) == before + 10


def away(house: House, days: int) -> None:
    with house.office.database.transaction() as connection:
        now = house.clock.now()
        store_away.add(
            connection,
            now,
            now + timedelta(days=days),
            now,
            by="coordinator",
            channel=Channel.COMMAND,
        )


def test_while_she_is_away_the_deputys_word_counts(elsewhere: House) -> None:
    away(elsewhere, 3)
    elsewhere.work(60 * 5)
    writes_back(elsewhere, DEPUTY, proof("elsewhere.test"))
    assert len(elsewhere.got(PRIYA)) == 1
    assert "approved" in read_back(elsewhere.got(DEPUTY)[-1]).text
    with elsewhere.office.database.transaction() as connection:
        (given,) = outbox.approvals(connection, 1)
    assert given.by == "deputy"
    writes_back(elsewhere, PHONE, proof("home.test"))
    assert "already done" in read_back(elsewhere.got(PHONE)[-1]).text


def test_once_she_is_back_it_does_not(elsewhere: House) -> None:
    away(elsewhere, 1)
    elsewhere.work(60 * 5)
    elsewhere.work(60 * 24)
    writes_back(elsewhere, DEPUTY, proof("elsewhere.test"))
    assert elsewhere.got(PRIYA) == []
    assert "only while the coordinator is away" in read_back(elsewhere.got(PHONE)[-1]).text


def test_the_deputy_cannot_use_a_review_that_was_sent_to_her(elsewhere: House) -> None:
    away(elsewhere, 3)
    elsewhere.work(60 * 5)
    raw = reply(
        elsewhere.got(PHONE)[0],
        "ok 1",
        sender=DEPUTY,
        at=elsewhere.clock.now(),
        headers=(proof("elsewhere.test"),),
    )
    elsewhere.mailbox.put(raw, at=elsewhere.clock.now())
    elsewhere.work()
    assert elsewhere.got(PRIYA) == []


def test_what_must_be_settled_is_told_by_its_number_and_nothing_is_done(asked: House) -> None:
    unsettled = "Dear Sam,\n\n[[Ruth, please settle: the fee]]\n"
    approval.edit(asked.office, asked.draft(SAM).id, "Re: cost", unsettled, asked.clock.now())
    asked.work(60 * 5)
    says(asked, "ok all")
    assert set(states(asked).values()) == {State.DRAFT}
    assert "2, Sam: the draft still has something for you to settle: [Ruth, please" in told(asked)
    assert "reply once more, without that number" in told(asked)
    says(asked, "ok but not 2")
    assert states(asked) == {PRIYA: State.SENT, SAM: State.DRAFT, ANA: State.SENT}
