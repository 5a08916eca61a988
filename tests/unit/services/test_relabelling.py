"""A label or folder that the coordinator gave a mail in her mailbox teaches, and brings mail in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import mailbot.services.office
from mailbot.errors import MailboxRefused
from mailbot.model.folders import Filing
from mailbot.model.outbox import State
from mailbot.reading.corrections import ELSEWHERE
from mailbot.services import correcting
from mailbot.services.sorting import DRAFTED, FOR_YOU, NO_ANSWER, URGENT
from mailbot.settings_servers import MailboxSettings
from mailbot.store.lessons import Source
from tests.faults.house import RUTH, ToldReader, settings_for
from tests.servers.fakes import FakeMailbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mailbot.model.mail import Message, Screening
    from mailbot.model.reading import Reading, Stage
    from mailbot.services.correcting import Listed
    from tests.faults.house import House

PRIYA = "Priya <priya@student.test>"


def labels(house: House, *given: str, uid: int = 1) -> list[Listed]:
    """Let her label a mail, and return the lessons once Mailbot has looked."""
    house.mailbox.label(uid, *given)
    house.work(10)
    return correcting.listed(house.office)


def written(house: House, words: str) -> None:
    house.writes(PRIYA, words)
    house.work()


def bears(house: House, uid: int = 1) -> frozenset[str]:
    return {mail.uid: mail.flags for mail in house.mailbox.mails()}[uid]


@pytest.mark.parametrize(
    ("words", "label", "said"),
    [
        ("#cost", FOR_YOU, {ELSEWHERE: True, "thanks": False, "unrelated": False}),
        ("#cost", URGENT, {"distress": True}),
        ("#cost", NO_ANSWER, {}),
    ],
)
def test_another_label_says_what_should_have_happened(
    house: House, words: str, label: str, said: dict[str, bool]
) -> None:
    written(house, words)
    assert bears(house) == {DRAFTED}
    (one,) = labels(house, label)
    assert one.lesson.new.source is Source.LABEL
    assert dict(one.lesson.new.said) == said


def test_what_should_have_been_drafted_is_answerable(house: House) -> None:
    written(house, "#coordinator #cost")
    (one,) = labels(house, FOR_YOU, DRAFTED)
    said = dict(one.lesson.new.said)
    assert said[ELSEWHERE] is said["complaint"] is False


def test_what_mailbot_labelled_itself_and_what_she_took_away_says_nothing(house: House) -> None:
    written(house, "#cost")
    assert labels(house, DRAFTED) == []
    assert labels(house) == []


def test_a_label_is_noticed_once_and_stays_taken_back(house: House) -> None:
    written(house, "#cost")
    (one,) = labels(house, FOR_YOU)
    (again,) = labels(house, FOR_YOU)
    assert again.lesson.at == one.lesson.at
    correcting.forget(house.office, one.lesson.id, house.later())
    assert labels(house, FOR_YOU) == []


def test_private_mail_that_she_labels_is_brought_in_for_her(house: House) -> None:
    written(house, "#none what lovely weather")
    assert house.fates() == ["left_alone"]
    assert b"lovely weather" not in house.bytes_on_disk()
    (one,) = labels(house, FOR_YOU)
    assert house.fates() == ["put_before"]
    assert house.mails(State.DRAFT) == []
    assert one.words is not None
    assert "lovely weather" in one.words.new_text
    assert one.lesson.new.said["unrelated"] is False
    assert house.audit() == ()


class Listener(ToldReader):
    """Hears a cry for help in every mail, as a reader that has learnt since."""

    def read(self, message: Message, *, stage: Stage, screening: Screening) -> Reading:
        return super().read(
            replace(message, new_text="#distress"), stage=stage, screening=screening
        )


def test_a_cry_for_help_in_it_is_heard(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    written(house, "#none")
    monkeypatch.setattr(mailbot.services.office, "_the_reader", Listener)
    labels(house, FOR_YOU)
    assert len(house.alerts("distress")) == 1
    assert house.seen()[0].rule == "distress"


def test_a_server_that_refuses_to_be_asked_holds_up_nothing(house: House) -> None:
    written(house, "#cost")
    house.mailbox.faults.fail("labelled", MailboxRefused("BAD: no such keyword"))
    house.writes(PRIYA, "#dates")
    assert labels(house, FOR_YOU) == []
    assert house.fates() == ["handled", "handled"]
    assert len(labels(house, FOR_YOU)) == 1


def test_labels_are_not_looked_at_all_the_time(house: House) -> None:
    house.work(10)
    before = house.mailbox.faults.calls.count("labelled")
    house.work(1)
    assert house.mailbox.faults.calls.count("labelled") == before


def in_folders(
    build_house: Callable[..., House], home: Path, filing: Filing, *folders: str
) -> House:
    settings = settings_for(
        home, mailbox=MailboxSettings(host="imap.test", user=RUTH, filing=filing)
    )
    house = build_house(settings=settings, mailbox=FakeMailbox(folders=folders))
    house.work()
    return house


@pytest.mark.parametrize("filing", [Filing.COPY, Filing.MOVE])
def test_a_mail_that_she_puts_into_another_folder(
    build_house: Callable[..., House], tmp_path: Path, filing: Filing
) -> None:
    house = in_folders(build_house, tmp_path, filing, DRAFTED, FOR_YOU)
    raw = house.writes(PRIYA, "#cost")
    arrived = house.clock.now()
    house.work()
    house.mailbox.put(raw, DRAFTED, at=arrived)
    house.work(10)
    assert correcting.listed(house.office) == []
    house.mailbox.put(raw, FOR_YOU, at=arrived)
    house.work(10)
    (one,) = correcting.listed(house.office)
    assert one.lesson.new.said[ELSEWHERE] is True


def test_what_stood_in_a_folder_before_mailbot_looked_says_nothing(
    build_house: Callable[..., House], tmp_path: Path
) -> None:
    settings = settings_for(
        tmp_path, mailbox=MailboxSettings(host="imap.test", user=RUTH, filing=Filing.COPY)
    )
    house = build_house(settings=settings, mailbox=FakeMailbox(folders=(FOR_YOU,)))
    raw = house.writes(PRIYA, "#cost")
    house.mailbox.put(raw, FOR_YOU, at=house.clock.now())
    for _ in range(2):
        house.work(10)
    assert correcting.listed(house.office) == []


def test_where_nothing_is_filed_nothing_is_looked_for(
    build_house: Callable[..., House], tmp_path: Path
) -> None:
    house = in_folders(build_house, tmp_path, Filing.LEAVE)
    written(house, "#cost")
    assert labels(house, FOR_YOU) == []
    assert "labelled" not in house.mailbox.faults.calls
