"""An SMTP server's side of a scripted connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pydantic import SecretStr

from mailbot.env import Secrets
from mailbot.mail.smtp import open_mailer
from mailbot.settings_servers import DeliverySettings

if TYPE_CHECKING:
    from mailbot.model.folders import Mailer
    from tests.servers.scripted import ScriptedServer, Talk

RAW = b"Subject: Your place\r\n\r\nHello Anna,\r\n.hidden\r\n"
SENDER, RECIPIENT = "enquiries@balint.example", "anna@uni.example"
NO_SECRETS = Secrets(
    mailbox_password=SecretStr(""),
    mailbox_token=SecretStr(""),
    delivery_password=SecretStr(""),
    delivery_token=SecretStr(""),
)


class OpenMailer(Protocol):
    """Opens a mailer to a scripted server; the fixture `mailer_for` closes it."""

    def __call__(self, server: ScriptedServer, secrets: Secrets = ..., **more: object) -> Mailer:
        """Open it, without a log-in where there are no secrets."""
        ...


def open_plainly(server: ScriptedServer, secrets: Secrets = NO_SECRETS, **more: object) -> Mailer:
    """Return a mailer without TLS; `more` are settings."""
    settings = DeliverySettings.model_validate(
        {"host": "127.0.0.1", "port": server.port, "security": "plain", **more}
    )
    return open_mailer(settings, secrets, user=SENDER)


def send(mailer: Mailer, raw: bytes = RAW) -> None:
    """Send one mail to Anna."""
    mailer.send(raw, sender=SENDER, recipient=RECIPIENT)


def greet(talk: Talk, *extensions: str) -> None:
    """Greet, and name what the server can do."""
    talk.say("220 mail.example.test")
    talk.hear("EHLO [127.0.0.1]")
    words = ["mail.example.test", *extensions]
    talk.say(*(f"250-{word}" for word in words[:-1]), f"250 {words[-1]}")


def take(talk: Talk) -> bytes:
    """Take one mail, and return its content."""
    for command, reply in (("MAIL", "250 ok"), ("RCPT", "250 ok"), ("DATA", "354 go on")):
        talk.hear(command)
        talk.say(reply)
    content = talk.hear_until_dot()
    talk.say("250 taken")
    return content
