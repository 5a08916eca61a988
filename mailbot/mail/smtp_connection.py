"""Reaches an SMTP server and logs in."""

from __future__ import annotations

import base64
import smtplib
import socket
import ssl
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from mailbot.errors import LoginRefused, MailerUnavailable
from mailbot.mail.remedies import certificate_remedy, login_remedy, plain_port_remedy
from mailbot.mail.smtp_answers import Answer, answer
from mailbot.mail.tokens import access_token, password_in, xoauth2

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailbot.env import Secrets
    from mailbot.settings_servers import DeliverySettings

# An address literal (RFC 5321, section 4.1.3): the machine's own name is nobody's business.
_OWN_NAME = "[127.0.0.1]"


@contextmanager
def reaching(server: str) -> Iterator[None]:
    """Turn what smtplib and the network raise into `MailerUnavailable` naming `server`."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise MailerUnavailable(
            f"The certificate of the server {server} is not to be trusted: {error.verify_message}.",
            certificate_remedy(server.rpartition(":")[0]),
        ) from error
    except ssl.SSLError as error:
        if error.reason != "WRONG_VERSION_NUMBER":
            raise MailerUnavailable(
                f"No encryption could be agreed on with the server {server}: "
                f"{error.reason or error}.",
                "Check [delivery] host, port and security.",
            ) from error
        raise MailerUnavailable(
            f"The server {server} does not begin with TLS at this port.",
            plain_port_remedy("delivery", '465 goes with "tls", 587 with "starttls"'),
        ) from error
    except socket.gaierror as error:
        raise MailerUnavailable(
            f"The name of the server {server} cannot be found.",
            "Check [delivery] host and the network.",
        ) from error
    except TimeoutError as error:
        raise MailerUnavailable(f"The server {server} did not answer in time.") from error
    except smtplib.SMTPResponseException as error:
        said = answer(error.smtp_code, _as_bytes(error.smtp_error))
        raise MailerUnavailable(f"The server {server} takes no mail now: {said}.") from error
    except smtplib.SMTPException as error:
        raise MailerUnavailable(
            f"The server {server} broke off or lacks what is needed: {error}."
        ) from error
    except OSError as error:
        raise MailerUnavailable(
            f"The server {server} cannot be reached: {error.strerror or error}.",
            "Check [delivery] host, port and security.",
        ) from error


def connect(settings: DeliverySettings, secrets: Secrets, user: str) -> smtplib.SMTP:
    """Open a connection and log in, where the server offers it and there is a secret.

    Args:
        settings: The server.
        secrets: Password or token; the mailbox's serve where the same user has none for delivery.
        user: The mailbox's user, taken where `settings` name none.

    Raises:
        MailerUnavailable: The server cannot be reached, or its certificate is not believed.
        LoginRefused: It refused the user or the secret.
        SettingsError: A token is wanted, and there is none.
    """
    with reaching(f"{settings.host}:{settings.real_port}"):
        client = _reach(settings)
        try:
            _begin(client, settings)
            _log_in(client, settings, secrets, user)
        except BaseException:
            client.close()
            raise
    return client


def hang_up(client: smtplib.SMTP) -> None:
    """Say goodbye if there is still someone to hear it; never raises."""
    with suppress(OSError, smtplib.SMTPException):
        client.quit()
    client.close()


def _reach(settings: DeliverySettings) -> smtplib.SMTP:
    where = (settings.host, settings.real_port, _OWN_NAME)
    if settings.security == "tls":
        client: smtplib.SMTP = smtplib.SMTP_SSL(
            *where, timeout=settings.timeout_seconds, context=ssl.create_default_context()
        )
    else:
        client = smtplib.SMTP(*where, timeout=settings.timeout_seconds)
    if isinstance(client.sock, socket.socket):
        # The last dot leaves in a write of its own and must not wait for an ACK.
        client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return client


def _begin(client: smtplib.SMTP, settings: DeliverySettings) -> None:
    client.ehlo_or_helo_if_needed()
    if settings.security == "starttls":
        client.starttls(context=ssl.create_default_context())
        client.ehlo()


def _log_in(client: smtplib.SMTP, settings: DeliverySettings, secrets: Secrets, user: str) -> None:
    name = settings.user or user
    same = name == user
    if settings.auth == "xoauth2":
        given = secrets.delivery_token
        if same and not given.get_secret_value():
            given = secrets.mailbox_token
        said = _with_token(client, name, access_token("delivery", settings, given))
    else:
        password = password_in(secrets.delivery_password)
        if same and not password:
            password = password_in(secrets.mailbox_password)
        if not password or not client.has_extn("auth"):
            return
        said = _with_password(client, name, password)
    if not said.good:
        _refuse(settings, name, said)


def _with_token(client: smtplib.SMTP, user: str, token: str) -> Answer:
    def respond(challenge: bytes | None = None) -> str:
        # The server sends its reason as a challenge, to be answered by an empty line.
        return xoauth2(user, token) if challenge is None else ""

    try:
        return answer(*client.auth("XOAUTH2", respond))
    except smtplib.SMTPAuthenticationError as error:
        return answer(error.smtp_code, _as_bytes(error.smtp_error))


def _with_password(client: smtplib.SMTP, user: str, password: str) -> Answer:
    if not (user.isascii() and password.isascii()):  # smtplib's own methods know only ASCII
        secret = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
        return answer(*client.docmd("AUTH", f"PLAIN {secret}"))
    try:
        return answer(*client.login(user, password))
    except smtplib.SMTPAuthenticationError as error:
        return answer(error.smtp_code, _as_bytes(error.smtp_error))


def _refuse(settings: DeliverySettings, user: str, said: Answer) -> None:
    server = f"{settings.host}:{settings.real_port}"
    if said.code // 100 == 4:
        raise MailerUnavailable(f"The server {server} takes no log-in now: {said}.")
    raise LoginRefused(
        f"The server {server} refuses the log-in of {user}: {said}.", login_remedy(settings.host)
    )


def _as_bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
