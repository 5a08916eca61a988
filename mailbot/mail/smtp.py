"""The way out over SMTP: `mailbot.model.folders.Mailer` on smtplib, step by step.

smtplib sends a mail in one call, and its error does not tell whether the mail had been handed
over. Here each command is its own step, and the last dot leaves by itself: before it nothing is
handed over (RFC 5321, section 4.1.1.4), after it only the server's answer tells.
"""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING

from mailbot.errors import MailerUnavailable, SendDeferred, SendRejected, SendUncertain
from mailbot.mail.smtp_answers import CLOSING, Answer, answer, refusal, verdict
from mailbot.mail.smtp_connection import connect, hang_up, reaching
from mailbot.mail.smtp_envelope import Envelope, envelope

if TYPE_CHECKING:
    from mailbot.env import Secrets
    from mailbot.model.folders import Mailer
    from mailbot.settings_servers import DeliverySettings

_GO_ON = 354
# A server may take ten minutes over the whole mail (RFC 5321, section 4.5.3.2.6).
_VERDICT_SECONDS = 600.0


def open_mailer(settings: DeliverySettings, secrets: Secrets, *, user: str) -> Mailer:
    """Return a mailer that connects with its first mail.

    Args:
        settings: The server.
        secrets: Password or token.
        user: The mailbox's user, taken where `settings` name none.
    """
    return SmtpMailer(settings, secrets, user)


class SmtpMailer:
    """Sends many mails over one connection, which it opens when needed."""

    def __init__(self, settings: DeliverySettings, secrets: Secrets, user: str) -> None:
        self._settings = settings
        self._secrets = secrets
        self._user = user
        self._server = f"{settings.host}:{settings.real_port}"
        self._client: smtplib.SMTP | None = None

    def send(self, raw: bytes, *, sender: str, recipient: str) -> None:
        """See `Mailer.send`."""
        letter = envelope(raw, sender, recipient)
        try:
            client = self._begun(letter)
            self._hand_over(client, letter)
        except (SendDeferred, SendRejected):
            self._forget_mail()
            raise
        except BaseException:
            # Nobody knows where the conversation stands: the next mail begins a new one.
            self._drop()
            raise

    def close(self) -> None:
        """See `Mailer.close`."""
        if self._client is not None:
            hang_up(self._client)
        self._client = None

    def _begun(self, letter: Envelope) -> smtplib.SMTP:
        """Return the connection with MAIL accepted.

        An idle connection may have been closed by the server; that is learnt only here, where
        nothing has been said about the mail, so a second try is safe.
        """
        if self._client is not None:
            try:
                said = self._mail(self._client, letter)
            except MailerUnavailable:
                said = Answer(CLOSING, "")
            if said.code != CLOSING:
                return self._accepted(self._client, said)
            self._drop()
        self._client = connect(self._settings, self._secrets, self._user)
        return self._accepted(self._client, self._mail(self._client, letter))

    def _mail(self, client: smtplib.SMTP, letter: Envelope) -> Answer:
        if letter.needs_utf8 and not client.has_extn("smtputf8"):
            raise SendRejected(
                f"The server {self._server} cannot send to or from addresses with letters"
                " beyond ASCII."
            )
        wanted = (
            ("size", f"SIZE={len(letter.content)}", True),  # RFC 1870
            ("8bitmime", "BODY=8BITMIME", letter.eight_bit),  # RFC 6152
            ("smtputf8", "SMTPUTF8", letter.utf8),  # RFC 6531
        )
        options = [text for name, text, needed in wanted if needed and client.has_extn(name)]
        with reaching(self._server):
            return self._answer(letter, client.mail(letter.sender, options))

    def _hand_over(self, client: smtplib.SMTP, letter: Envelope) -> None:
        with reaching(self._server):
            self._accepted(client, self._answer(letter, client.rcpt(letter.recipient)))
            said = self._answer(letter, client.docmd("DATA"))
            if said.code != _GO_ON:
                raise refusal(self._server, said)
            client.send(letter.content)
        self._be_patient(client, _VERDICT_SECONDS)
        try:
            client.send(b".\r\n")
            said = self._answer(letter, client.getreply())
        except (OSError, smtplib.SMTPException) as error:
            raise SendUncertain(
                f"The connection to {self._server} broke after the mail was handed over,"
                " before the server said whether it took it."
            ) from error
        self._be_patient(client, self._settings.timeout_seconds)
        if problem := verdict(self._server, said):
            raise problem

    def _accepted(self, client: smtplib.SMTP, said: Answer) -> smtplib.SMTP:
        if not said.good:
            raise refusal(self._server, said)
        return client

    @staticmethod
    def _answer(letter: Envelope, reply: tuple[int, bytes]) -> Answer:
        return answer(*reply, letter.recipient, letter.sender)

    @staticmethod
    def _be_patient(client: smtplib.SMTP, seconds: float) -> None:
        if client.sock is not None:
            client.sock.settimeout(seconds)

    def _forget_mail(self) -> None:
        """End the mail's transaction, so that the connection serves the next one."""
        if self._client is None:
            return
        try:
            if self._client.rset()[0] == 250:
                return
        except (OSError, smtplib.SMTPException):
            pass
        self._drop()

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = None
