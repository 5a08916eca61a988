"""Which lessons speak, by whom they are heard, and what becomes of them when words are erased."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

import mailbot.services.office
from mailbot.errors import NotFoundError
from mailbot.model.reading import Route, Topic
from mailbot.reading.corrections import ELSEWHERE, Correction
from mailbot.services import approval, correcting, learning
from mailbot.services.office import Office
from mailbot.store.schema import mail_text
from tests.faults.house import ToldReader

if TYPE_CHECKING:
    from mailbot.reading.lessons import Lesson
    from tests.faults.house import House

PRIYA = "Priya <priya@student.test>"
TOPICS = Correction(topics=frozenset({Topic.CERTIFICATE}))


@dataclass
class Pupil(ToldReader):
    """Keeps the lessons that it was given."""

    lessons: list[Lesson] = field(default_factory=list)

    def remembering(self, lessons: Any) -> Any:
        return Pupil(list(lessons))


@pytest.fixture(autouse=True)
def _a_pupil(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbot.services.office, "_the_reader", Pupil)
    house.writes(PRIYA, "#cost and a word of my own")
    house.work()


def heard(office: Office) -> list[Lesson]:
    reader: Any = office.reader
    return list(reader.lessons)


def test_what_is_said_speaks_once_it_was_learnt(house: House) -> None:
    correcting.correct(house.office, 1, TOPICS, house.later())
    learning.refresh(house.office)
    assert heard(house.office) == []
    house.work()
    (lesson,) = heard(house.office)
    assert lesson.said["certificate"] is True
    assert lesson.said["cost"] is False
    assert lesson.trust == 1
    assert lesson.day == "2026-11-23"
    assert "a word of my own" in " ".join(lesson.clauses)


def test_a_worker_that_runs_hears_of_it_and_of_what_is_taken_back(house: House) -> None:
    correcting.correct(house.office, 1, TOPICS, house.later())
    beside = Office(house.settings, house.office.database, house.office.letters)
    learning.learn(house.office, house.later())
    learning.refresh(beside)
    assert len(heard(beside)) == 1
    correcting.forget(house.office, 1, house.later())
    assert heard(house.office) == []
    learning.refresh(beside)
    assert heard(beside) == []


def test_what_she_says_counts_before_what_she_did(house: House) -> None:
    approval.reject(house.office, house.draft().id, "", house.later())
    learning.learn(house.office, house.later())
    (deed,) = heard(house.office)
    assert (dict(deed.said), deed.trust) == ({ELSEWHERE: True}, 0.5)
    correcting.correct(house.office, 1, Correction(route=Route.REPLY), house.later())
    learning.learn(house.office, house.later())
    (word,) = heard(house.office)
    assert (word.source, word.said[ELSEWHERE]) == ("correct", False)


def test_with_the_words_the_lesson_is_erased(house: House) -> None:
    correcting.correct(house.office, 1, TOPICS, house.later())
    learning.learn(house.office, house.later())
    with house.office.database.transaction() as connection:
        connection.execute(mail_text.delete())
        learning.note(connection, house.later())
    learning.refresh(house.office)
    assert heard(house.office) == []
    (listed,) = correcting.listed(house.office)
    assert listed.words is None


def test_where_there_are_no_lessons_nothing_is_put_on_record(house: House) -> None:
    lines = len(house.record())
    assert learning.learn(house.office, house.later()).lessons == 0
    assert len(house.record()) == lines


def test_a_fault_in_learning_keeps_no_mail_from_being_read(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("a fault")

    monkeypatch.setattr(learning, "learn", broken)
    house.writes("Tom <tom@student.test>", "#dates")
    house.work()
    assert len(house.mails()) == 2


def test_a_lesson_that_is_not_there_cannot_be_taken_back(house: House) -> None:
    with pytest.raises(NotFoundError):
        correcting.forget(house.office, 7, house.later())
