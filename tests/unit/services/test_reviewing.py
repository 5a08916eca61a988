"""What waits is mailed when it is due, whole, and never what concerns somebody in distress."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from mailbot.letters.review_shorten import MOST_OF_A_MAIL
from mailbot.mail.compose import read_back
from mailbot.mail.parse import parse
from mailbot.model.outbox import State
from mailbot.services import approval
from mailbot.settings_review import ReviewSettings
from tests.faults.house import RUTH, settings_for
from tests.servers.orders import reply, token_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.house import House

    Built = Callable[..., House]

PRIYA = "Priya Raman <priya@student.test>"
SAM = "Sam Kershaw <sam@student.test>"
IN_THE_MORNING = 60 * 12


@pytest.fixture
def built(build_house: Callable[..., House], tmp_path: Path) -> Built:
    """Build a house with other settings of `[review]`, at 20:00 in Sydney."""

    def build(**review: Any) -> House:
        settings = settings_for(tmp_path).model_copy(update={"review": ReviewSettings(**review)})
        house = build_house(settings=settings)
        house.work()
        return house

    return build


def asks(house: House, who: str = PRIYA, text: str = "Hello\n#cost") -> None:
    house.writes(who, text, subject="Balint groups?")
    house.work()


def reviews(house: House) -> list[bytes]:
    found = house.got(RUTH)
    return [raw for raw in found if "[review:" in read_back(raw).subject]


def test_it_is_gathered_at_the_given_times(house: House) -> None:
    asks(house)
    assert reviews(house) == []
    house.work(IN_THE_MORNING)
    asks(house, SAM)
    assert len(reviews(house)) == 1
    house.work(60 * 5)
    assert len(reviews(house)) == 2
    assert "2. Sam Kershaw" in read_back(reviews(house)[-1]).text


def test_nothing_comes_again_before_something_is_new_or_the_mail_has_expired(house: House) -> None:
    asks(house)
    for _ in range(10):
        house.work(60 * 12)
    assert len(reviews(house)) == 1
    for _ in range(6):
        house.work(60 * 12)
    assert len(reviews(house)) == 2


def test_at_once_means_each_by_itself(built: Built) -> None:
    house = built(gather="at once")
    asks(house)
    asks(house, SAM)
    first, second = reviews(house)
    assert "Priya" in read_back(first).text
    assert "Priya" not in read_back(second).text


def test_every_so_long_counts_from_the_last_mail(built: Built) -> None:
    house = built(gather="4h", quiet="")
    asks(house)
    asks(house, SAM)
    house.work(60)
    assert len(reviews(house)) == 1
    house.work(60 * 3)
    assert len(reviews(house)) == 2


def test_never_means_never(built: Built) -> None:
    house = built(gather="never")
    asks(house)
    house.work(60 * 24)
    assert reviews(house) == []


def test_quiet_hours_are_kept(built: Built) -> None:
    house = built(gather="at once", quiet="19:00-07:00")
    asks(house)
    house.work(60)
    assert reviews(house) == []
    house.work(60 * 11)
    assert len(reviews(house)) == 1


def test_a_clock_that_is_set_back_stops_no_mail(built: Built) -> None:
    house = built(gather="4h", quiet="")
    house.later(60 * 24 * 300)
    asks(house)
    house.later(-60 * 24 * 300)
    asks(house, SAM)
    assert len(reviews(house)) == 2


def test_it_tells_who_what_and_why_and_the_draft_in_full(house: House) -> None:
    asks(house, text="Hello Ruth,\n\nIs it <b>free</b>? [[settle]]\n#cost")
    house.work(IN_THE_MORNING)
    letter = read_back(reviews(house)[0])
    draft = read_back(house.draft().raw)
    for line in filter(None, draft.text.splitlines()):
        assert f"| {line}" in letter.text.splitlines()
    assert "Priya Raman <priya@student.test>: new to us" in letter.text
    assert "> Is it <b>free</b>? [[settle]]" in letter.text
    assert "Understood as (90% sure):\n- cost" in letter.text
    assert "&lt;b&gt;free&lt;/b&gt;" in letter.html
    assert "<b>" not in letter.html
    assert "http" not in letter.html


def test_a_review_mail_is_a_machines_and_only_the_tokens_digest_is_kept(house: House) -> None:
    asks(house)
    house.work(IN_THE_MORNING)
    (raw,) = reviews(house)
    assert parse(raw).header("auto-submitted") == "auto-generated"
    token = token_of(raw)
    assert len(bytes.fromhex(token)) >= 16
    with house.office.database.transaction() as connection:
        kept = connection.execute(sa.text("SELECT * FROM review")).all()
        event = connection.execute(sa.text("SELECT * FROM event")).all()
    assert token not in repr((kept, event))


def test_somebody_in_distress_is_never_among_the_items(house: House) -> None:
    asks(house)
    asks(house, SAM)
    with house.office.database.transaction() as connection:
        connection.execute(
            sa.text("UPDATE applicant SET distress_at = :at WHERE id = :id"),
            {"at": house.clock.now().isoformat(timespec="microseconds"), "id": 2},
        )
    house.work(IN_THE_MORNING)
    letter = read_back(reviews(house)[0])
    assert "Sam" not in letter.text
    assert "1 more waits that is not shown here" in letter.text


def test_what_she_edits_in_her_drafts_folder_is_hers(house: House) -> None:
    asks(house)
    house.edits_in_drafts(house.draft(), "My own words")
    house.work()
    house.work(IN_THE_MORNING)
    assert reviews(house) == []


def test_what_she_edits_by_command_is_shown_anew(house: House) -> None:
    asks(house)
    house.work(IN_THE_MORNING)
    approval.edit(house.office, house.draft().id, "Re: x", "Other words\n", house.clock.now())
    house.work(60 * 5)
    assert "| Other words" in read_back(reviews(house)[-1]).text


def test_pause_holds_no_review(house: House) -> None:
    with house.office.database.transaction() as connection:
        connection.execute(
            sa.text("INSERT INTO keep VALUES ('paused_at', '2026-01-01T00:00:00+00:00')")
        )
    asks(house)
    house.work(IN_THE_MORNING)
    assert len(reviews(house)) == 1


def test_the_defaults_are_three_times_a_day_and_quiet_nights() -> None:
    settings = ReviewSettings()
    assert settings.gather == (time(7, 30), time(12, 30), time(17, 30))
    assert settings.quiet is not None
    assert settings.quiet.holds(time(23))
    assert settings.expires == timedelta(days=7)


def shown(raw: bytes) -> list[str]:
    """Return whom a review mail is about, in its order."""
    return re.findall(r"^==== \d+\. (.*) ====$", read_back(raw).text, flags=re.MULTILINE)


def test_what_does_not_fit_comes_in_another_mail_right_after_it(house: House) -> None:
    names = [f"Student{number}" for number in range(25)]
    for name in names:
        asks(house, f"{name} <{name.lower()}@student.test>", "Hello\n#cost\n" + "so it was " * 900)
    house.work(IN_THE_MORNING)
    house.work()
    house.work()
    mails = reviews(house)
    assert [name for raw in mails for name in shown(raw)] == names
    assert len(mails) > 1
    for raw in mails:
        assert len(read_back(raw).html.encode()) <= MOST_OF_A_MAIL
    left = len(names) - len(shown(mails[0]))
    assert f"{left} more do not fit into this mail and come in another one" in (
        read_back(mails[0]).text
    )
    house.work(60)
    assert reviews(house) == mails


def test_a_draft_too_long_to_show_is_refused_until_she_read_it_elsewhere(house: House) -> None:
    asks(house)
    asks(house, SAM)
    long = "Dear Priya,\n\n" + "so it goes " * 4000
    approval.edit(house.office, house.draft("priya@student.test").id, "Re: x", long, house.later())
    house.work(IN_THE_MORNING)
    for words in ("ok all", "ok 1"):
        answers(house, words)
        told = read_back(house.got(RUTH)[-1]).text
        assert "1, Priya Raman: you were not shown all of it" in told
        assert {mail.state for mail in house.mails()} == {State.DRAFT}
    answers(house, "ok 2\nno 1")
    assert [mail.state for mail in house.mails()] == [State.REJECTED, State.SENT]


def answers(house: House, words: str) -> None:
    house.written += 1
    asked = next(raw for raw in reversed(reviews(house)) if shown(raw))
    raw = reply(asked, words, sender=RUTH, at=house.clock.now(), number=house.written)
    house.mailbox.put(raw, at=house.clock.now())
    house.mailbox.put(raw, "Sent", at=house.clock.now())
    house.work()
