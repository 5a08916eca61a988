"""The worker as it runs: mail is noticed by IDLE, and folders that are numbered anew."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from mailbot.clock import SystemClock
from mailbot.rounds import Listener
from mailbot.worker import Worker

if TYPE_CHECKING:
    from mailbot.services.intake import Taken
    from tests.conversations.conftest import Conversation

PRIYA = "Priya Raman <priya@student.example>"
QUESTION = "Hello,\n\nDoes it cost anything to join a group?\n\nPriya\n"
_PATIENCE_SECONDS = 20


def test_new_mail_is_noticed_long_before_the_next_full_look(conversation: Conversation) -> None:
    noticed, looked = threading.Event(), threading.Event()
    taken: list[Taken] = []

    def came(one: Taken) -> None:
        taken.append(one)
        noticed.set()

    listener = Listener(taken=came, looked=lambda _: looked.set())
    worker = Worker(conversation.office, SystemClock(), listener)
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        assert looked.wait(_PATIENCE_SECONDS)
        conversation.writes(PRIYA, QUESTION)
        assert conversation.account.mailbox.full_look_seconds > _PATIENCE_SECONDS
        assert noticed.wait(_PATIENCE_SECONDS)
    finally:
        worker.stop()
        thread.join(_PATIENCE_SECONDS)
    assert not thread.is_alive()
    assert [one.message.sender.email for one in taken] == ["priya@student.example"]


def test_a_worker_sends_what_is_approved_while_it_runs(conversation: Conversation) -> None:
    conversation.writes(PRIYA, QUESTION)
    conversation.work()
    left = threading.Event()
    worker = Worker(conversation.office, SystemClock(), Listener(left=lambda _: left.set()))
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        conversation.approve(conversation.draft())
        assert left.wait(_PATIENCE_SECONDS)
    finally:
        worker.stop()
        thread.join(_PATIENCE_SECONDS)
    assert len(conversation.got("priya@student.example")) == 1
