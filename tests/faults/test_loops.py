"""Two Mailbots that write to each other come to an end by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mailbot.rounds
import mailbot.services.office
from mailbot.model.outbox import State
from mailbot.model.reading import Facts, Reading, Route, Topic, TopicFinding
from mailbot.settings import CoordinatorSettings
from mailbot.settings_servers import MailboxSettings
from mailbot.store import outbox
from tests.faults.house import RUTH, House, build, settings_for

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from mailbot.model.mail import Message, Screening
    from mailbot.model.reading import Stage
    from mailbot.store.outbox import Outbound

OTTO = "otto@elsewhere.test"


class EagerReader:
    """Finds a question in everything that is not plainly a machine's."""

    def read(self, _message: Message, *, stage: Stage, screening: Screening) -> Reading:
        """Return a question about cost; nothing for a machine."""
        machine = screening.origin.machine
        topics = () if machine else (TopicFinding(Topic.COST, 0.9),)
        route = Route.NONE if machine else Route.REPLY
        return Reading(screening, topics, (), Facts(), route, 0.9)

    def remembering(self, _lessons: object) -> EagerReader:
        """Return itself: it learns nothing."""
        return self


def both(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[House, House]:
    """Build Ruth's Mailbot and Otto's."""
    ours, theirs = folder / "ours", folder / "theirs"
    ruth = build(ours, monkeypatch)
    settings = settings_for(theirs).model_copy(
        update={
            "coordinator": CoordinatorSettings(name="Otto Berg", email=OTTO),
            "mailbox": MailboxSettings(host="imap.test", user=OTTO),
        }
    )
    otto = build(theirs, monkeypatch, settings=settings)
    monkeypatch.setattr(mailbot.services.office, "_the_reader", EagerReader)
    return ruth, otto


def works(house: House, other: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one Mailbot work, its coordinator approve everything, and the mail arrive."""
    monkeypatch.setattr(mailbot.rounds, "open_mailbox", lambda *_: house.mailbox)
    monkeypatch.setattr(mailbot.rounds, "open_mailer", lambda *_, **__: house.mailer)
    house.work()
    for draft in drafts(house):
        house.approves(draft)
    before = len(house.mailer.sent)
    house.work()
    for sending in house.mailer.sent[before:]:
        if sending.recipient in {RUTH, OTTO} - {sending.sender}:
            other.mailbox.put(sending.raw, at=house.clock.now())


def drafts(house: House) -> list[Outbound]:
    with house.office.database.transaction() as connection:
        return outbox.in_states(connection, (State.DRAFT,))


def test_they_stop_after_a_few_mails_and_put_the_rest_before_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ruth, otto = both(tmp_path, monkeypatch)
    works(otto, ruth, monkeypatch)
    works(ruth, otto, monkeypatch)
    ruth.writes(f"Otto <{OTTO}>", "Hello, what does it cost?")
    for _ in range(12):
        works(ruth, otto, monkeypatch)
        works(otto, ruth, monkeypatch)
    left = [len([one for one in house.mailer.sent if one.recipient in {RUTH, OTTO}])
            for house in (ruth, otto)]  # fmt: skip
    assert 1 <= sum(left) <= 8, "four replies a day each way"
    assert drafts(ruth) == drafts(otto) == []
    assert "put_before" in ruth.fates() + otto.fates()
    for house in (ruth, otto):
        house.office.database.close()
