"""The students of a sandbox: they watch their mailboxes and answer over real SMTP."""

from __future__ import annotations

import logging
import queue
import smtplib
import threading
from typing import TYPE_CHECKING

from mailbot.sandbox.cast import CAST, SECOND_THOUGHTS
from mailbot.sandbox.letters import Mail, read_mail, write_reply
from mailbot.sandbox.people import COORDINATOR, opening_mails

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from email.message import EmailMessage

    from mailbot.clock import Clock
    from mailbot.sandbox.accounts import Account
    from mailbot.sandbox.actors import Actor
    from mailbot.sandbox.server import Delivery, Sandbox

_log = logging.getLogger(__name__)


class Students:
    """They answer when told to (`react`), or by themselves (`live`)."""

    def __init__(self, sandbox: Sandbox, cast: Mapping[Account, Actor] = CAST) -> None:
        """Watch the mail of `sandbox` from now on; `cast` says who does what."""
        self._sandbox = sandbox
        self._cast = {who.email: (who, actor) for who, actor in cast.items()}
        self._got: dict[str, tuple[Mail, ...]] = {}
        self._post: queue.SimpleQueue[Delivery | None] = queue.SimpleQueue()
        self._leaving = threading.Event()
        self._thread: threading.Thread | None = None
        sandbox.watch(self._post.put)

    def react(self, now: datetime) -> int:
        """Answer all that came since the last time, and return how many mails that made."""
        written = 0
        while not self._post.empty():
            delivery = self._post.get()
            if delivery is not None:
                written += self._answer(delivery, now)
        return written

    def write_again(self, now: datetime) -> int:
        """Send what students add before they had an answer; return how many mails that made."""
        first = {mail.name: read_mail(mail.raw) for mail in opening_mails(now)}
        for thought in SECOND_THOUGHTS:
            mail = write_reply(thought.student, first[thought.to], thought.text, now)
            mail.replace_header("To", COORDINATOR.email)
            self._send(thought.student, mail)
        return len(SECOND_THOUGHTS)

    def answer_last(self, who: Account, text: str, now: datetime) -> None:
        """Let somebody answer the last mail that they got, whatever their part says."""
        while not self._post.empty():
            delivery = self._post.get()
            if delivery is not None:
                self._keep(delivery)
        self._send(who, write_reply(who, self._got[who.email][-1], text, now))

    def live(self, clock: Clock, delay_seconds: float) -> None:
        """Answer by themselves from now on, each mail after a delay, until `leave`."""
        self._thread = threading.Thread(
            target=self._live, args=(clock, delay_seconds), name="mailbot-students", daemon=True
        )
        self._thread.start()

    def leave(self) -> None:
        """Answer no more by themselves."""
        self._leaving.set()
        self._post.put(None)
        if self._thread is not None:
            self._thread.join()

    def _live(self, clock: Clock, delay_seconds: float) -> None:
        while (delivery := self._post.get()) is not None:
            if self._leaving.wait(delay_seconds):
                return
            try:
                self._answer(delivery, clock.now())
            except (OSError, smtplib.SMTPException) as error:
                _log.warning("A student could not answer: %s", error)

    def _answer(self, delivery: Delivery, now: datetime) -> int:
        received, earlier = self._keep(delivery)
        if delivery.recipient not in self._cast:
            return 0
        student, actor = self._cast[delivery.recipient]
        answers = actor(student, received, earlier, now)
        for answer in answers:
            self._send(student, answer)
        return len(answers)

    def _keep(self, delivery: Delivery) -> tuple[Mail, tuple[Mail, ...]]:
        """Return a mail that somebody got, and those that they got before it."""
        received, earlier = read_mail(delivery.raw), self._got.get(delivery.recipient, ())
        self._got[delivery.recipient] = (*earlier, received)
        return received, earlier

    def _send(self, student: Account, mail: EmailMessage) -> None:
        # A machine's answer has a null return path, so that none answers it (RFC 3834, 3.3).
        sender = "" if mail["Auto-Submitted"] else student.email
        with smtplib.SMTP(self._sandbox.host, self._sandbox.smtp_port) as connection:
            connection.login(student.email, student.password)
            connection.sendmail(sender, [str(mail["To"])], mail.as_bytes())
