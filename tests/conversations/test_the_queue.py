"""Waiting for a place: what a student says and hears until there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.model.reading import Stage
from mailbot.services import joining, queueing, standing
from mailbot.services.particulars import Given
from mailbot.services.queueing import Changes

if TYPE_CHECKING:
    from mailbot.model.mail import Message
    from tests.conversations.conftest import Conversation

PRIYA = "Priya Raman <priya@student.example>"
TOM = "Tom Ferris <tom@student.example>"
JOINS = "Hi, please put me on the list for a group. I'd love a place.\n"
STATUS = "Hello, where am I on the waiting list?\n"


def order(conversation: Conversation) -> list[str]:
    return [card.applicant.emails[0] for card in standing.in_queue(conversation.office)]


def asks(conversation: Conversation, whom: str, text: str, after: Message | None = None) -> str:
    conversation.writes(whom, text, answers=after)
    return " ".join(conversation.answer(minutes_later=60).body.split())


def test_who_asks_where_they_stand_hears_the_truth_and_no_promise(
    conversation: Conversation,
) -> None:
    asks(conversation, TOM, f"{JOINS}Tom")
    asks(conversation, PRIYA, f"{JOINS}Priya")
    heard = asks(conversation, PRIYA, f"{STATUS}Priya")
    assert "since 23 November 2026, and are in second place on it now" in heard
    assert "I cannot say yet how long it will be" in heard

    queueing.withdraw(conversation.office, "tom@student.example", conversation.clock.now())
    assert "in first place" in asks(conversation, PRIYA, f"{STATUS}Priya")
    assert "They are not on our list" not in heard


def test_who_is_not_on_the_list_is_told_nothing_untrue(conversation: Conversation) -> None:
    conversation.writes(PRIYA, f"{STATUS}Priya")
    conversation.work()
    assert "They are not on our list" in " ".join(conversation.text(conversation.draft()).split())


def test_asking_twice_does_not_lose_ones_place(conversation: Conversation) -> None:
    asks(conversation, PRIYA, f"{JOINS}Priya")
    asks(conversation, TOM, f"{JOINS}Tom")
    heard = asks(conversation, PRIYA, f"{JOINS}Priya")
    assert "you keep your place on our list" in heard
    assert order(conversation) == ["priya@student.example", "tom@student.example"]


def test_who_withdrew_and_asks_anew_stands_at_the_end(conversation: Conversation) -> None:
    asks(conversation, PRIYA, f"{JOINS}Priya")
    asks(conversation, TOM, f"{JOINS}Tom")
    queueing.move_to(conversation.office, TOM[-20:-1], 1, conversation.clock.now())
    queueing.move_to(conversation.office, "priya", 1, conversation.clock.now())
    asks(conversation, PRIYA, "Please take me off the list, I have to withdraw.\nPriya")
    assert order(conversation) == ["tom@student.example"]
    asks(conversation, PRIYA, "I would like a place again, please put me on the list.\nPriya")
    assert order(conversation) == ["tom@student.example", "priya@student.example"]


def test_all_that_is_known_is_read_back_on_joining_also_from_an_earlier_mail(
    conversation: Conversation,
) -> None:
    first = asks(
        conversation,
        PRIYA,
        "Hello, I am in third year at Otago, and live in Dunedin. What does it cost?\nPriya Raman",
    )
    assert "what I have noted" not in first
    heard = asks(
        conversation,
        PRIYA,
        f"{JOINS}I am free on Tuesdays from 6 to 9 pm, never on Fridays.\nPriya",
    )
    for words in (
        "Name: Priya Raman",
        "Third year at the University of Otago",
        "Dunedin (New Zealand time)",
        "Free: Tuesday, 6–9 pm",
        "Not free: Friday",
        "If any of this is wrong, or changes, just tell me.",
    ):
        assert words in heard
    assert "I still need to know" not in heard


def test_what_she_corrected_is_what_the_student_hears_next(conversation: Conversation) -> None:
    asks(conversation, PRIYA, f"{JOINS}I am in third year at Otago.\nPriya")
    queueing.edit(
        conversation.office,
        "priya@student.example",
        Changes(Given(year="4", city="Wellington", available="wed evenings")),
        conversation.clock.now(),
    )
    heard = asks(conversation, PRIYA, f"{STATUS}Priya")
    assert "Fourth year at the University of Otago" in heard
    assert "Wellington" in heard
    assert "Free: Wednesday, 6–9 pm" in heard


def test_what_is_missing_is_asked_for_once_and_then_shown_to_her(
    conversation: Conversation,
) -> None:
    first = asks(conversation, PRIYA, f"{JOINS}I am in third year at Otago.\nPriya")
    assert "the city you will be in" in first
    second = asks(conversation, PRIYA, f"{STATUS}Priya")
    assert "the city you will be in" not in second
    card = queueing.show(conversation.office, "priya@student.example")
    assert card.missing == card.asked == ("city", "availability")


def test_one_student_with_two_addresses_is_one_by_her_word_alone(
    conversation: Conversation,
) -> None:
    asks(conversation, PRIYA, f"{JOINS}Priya Raman")
    asks(conversation, TOM, f"{JOINS}Tom")
    asks(conversation, "Priya Raman <p.raman@uni.example>", f"{JOINS}Priya Raman")
    assert len(order(conversation)) == 3

    now = conversation.clock.now()
    joining.join(conversation.office, "priya@student.example", "p.raman@uni.example", now)
    assert order(conversation) == ["priya@student.example", "tom@student.example"]
    heard = asks(conversation, "Priya Raman <p.raman@uni.example>", f"{STATUS}Priya")
    assert "in first place" in heard
    known = conversation.applicant("p.raman@uni.example")
    assert known is not None
    assert known.stage is Stage.QUEUED
    assert conversation.audit() == ()


def test_a_move_that_may_not_be_is_on_the_record(conversation: Conversation) -> None:
    asks(conversation, PRIYA, f"{JOINS}Priya")
    queueing.withdraw(conversation.office, "priya", conversation.clock.now())
    moves = [
        event.why for event in conversation.record() if event.kind in {"stage", "refused_move"}
    ]
    assert moves == [
        "from new to queued, mail: join",
        "from queued to withdrawn, command: queue withdraw",
    ]
