"""Reaches an IMAP server and logs in: the one place that imports imapclient's client."""

from __future__ import annotations

import ast
import logging
import re
import socket
import ssl
from contextlib import contextmanager, suppress
from io import BufferedReader
from typing import TYPE_CHECKING, Any, Protocol, cast

from imapclient import IMAPClient  # type: ignore[import-untyped]
from imapclient.exceptions import (  # type: ignore[import-untyped]
    IMAPClientAbortError,
    IMAPClientError,
)

from mailbot.errors import LoginRefused, MailboxRefused, MailboxUnavailable, SettingsError
from mailbot.mail.remedies import certificate_remedy, login_remedy, plain_port_remedy
from mailbot.mail.tokens import access_token, password_in, xoauth2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from mailbot.env import Secrets
    from mailbot.settings_servers import MailboxSettings

# Below WARNING imapclient logs the wire, and with it people's words.
logging.getLogger("imapclient").setLevel(logging.WARNING)

# RFC 5530 response codes, and the words of servers without them, for "not now": no log-in refusal.
_NOT_NOW = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "TOO MANY", "TEMPORAR")
_ANSWER_LENGTH = 300
_BYTES = re.compile(r"""b(?:'.*'|".*")\Z""", re.DOTALL)
# How a server for sending greets (RFC 5321, section 4.2).
_SMTP_GREETING = re.compile(r"""unexpected response: b['"]220[ -]""")


class Connection(Protocol):
    """What Mailbot uses of `imapclient.IMAPClient`, with types."""

    normalise_times: bool

    def has_capability(self, capability: str) -> bool: ...
    def starttls(self, ssl_context: ssl.SSLContext) -> object: ...
    def login(self, username: str, password: str) -> object: ...
    def id_(self, parameters: dict[str, str]) -> object: ...
    def plain_login(self, identity: str, password: str) -> object: ...
    def sasl_login(self, mech_name: str, mech_callable: Callable[[bytes], bytes]) -> object: ...
    def namespace(self) -> tuple[Sequence[tuple[str, str]] | None, object, object]: ...
    def list_folders(self) -> list[tuple[tuple[bytes, ...], bytes | None, str]]: ...
    def create_folder(self, folder: str) -> object: ...
    def subscribe_folder(self, folder: str) -> object: ...
    def select_folder(self, folder: str, readonly: bool) -> dict[bytes, Any]: ...
    def folder_status(self, folder: str, what: Sequence[str]) -> dict[bytes, Any]: ...
    def noop(self) -> object: ...
    def search(self, criteria: str) -> list[int]: ...
    def fetch(
        self, messages: Sequence[int], data: Sequence[str]
    ) -> dict[int, dict[bytes, Any]]: ...
    def append(
        self, folder: str, msg: bytes, flags: Sequence[str], msg_time: datetime | None
    ) -> bytes: ...
    def add_flags(self, messages: Sequence[int], flags: Sequence[str], silent: bool) -> object: ...
    def add_gmail_labels(
        self, messages: Sequence[int], labels: Sequence[str], silent: bool
    ) -> object: ...
    def copy(self, messages: Sequence[int], folder: str) -> object: ...
    def move(self, messages: Sequence[int], folder: str) -> object: ...
    def uid_expunge(self, messages: Sequence[int]) -> object: ...
    def idle(self) -> None: ...
    def idle_done(self) -> tuple[bytes, list[tuple[object, ...]]]: ...
    def socket(self) -> socket.socket: ...
    def logout(self) -> object: ...
    def shutdown(self) -> None: ...


@contextmanager
def speaking(server: str) -> Iterator[None]:
    """Turn what imapclient and the network raise into `MailboxUnavailable` naming `server`.

    A command that the server refuses is a `MailboxRefused`: the connection still stands.
    """
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        host = server.rpartition(":")[0]
        raise MailboxUnavailable(
            f"The certificate of the mail server {server} is not to be trusted:"
            f" {error.verify_message}.",
            certificate_remedy(host),
        ) from error
    except ssl.SSLError as error:
        raise _no_tls(server, error) from error
    except TimeoutError as error:
        raise MailboxUnavailable(f"The mail server {server} did not answer in time.") from error
    except socket.gaierror as error:
        raise MailboxUnavailable(
            f"The name of the mail server {server} cannot be found.",
            "Check [mailbox] host and the network.",
        ) from error
    except IMAPClientAbortError as error:
        raise _broken_off(server, error) from error
    except IMAPClientError as error:
        raise MailboxRefused(
            f"The mail server {server} refused a command: {_cut(error)}."
        ) from error
    except OSError as error:
        raise MailboxUnavailable(
            f"The mail server {server} cannot be reached: {error.strerror or error}.",
            "Check [mailbox] host, port and security.",
        ) from error


def connect(settings: MailboxSettings, secrets: Secrets) -> Connection:
    """Open a connection and log in.

    Raises:
        MailboxUnavailable: The server cannot be reached, or its certificate is not believed.
        LoginRefused: It refused the user or the secret.
        SettingsError: There is no secret at all.
    """
    log_in = _method(settings, secrets)
    with speaking(f"{settings.host}:{settings.real_port}"):
        connection = _reach(settings)
        try:
            if settings.security == "starttls":
                connection.starttls(ssl.create_default_context())
            log_in(connection)
            _introduce(connection)
        except BaseException:
            hang_up(connection)
            raise
    return connection


def hang_up(connection: Connection) -> None:
    """Close the connection without a word; never raises."""
    with suppress(OSError, IMAPClientError):
        connection.shutdown()


def has_unread(connection: Connection) -> bool:
    """Tell whether bytes from the server wait in imaplib's buffer, where no selector sees them.

    An answer that comes in one packet with the one before it is read along with it. There is no
    public way to ask; where imaplib keeps its buffer otherwise (from Python 3.14) it is False.
    """
    imap = vars(connection).get("_imap")
    buffer = vars(imap).get("file") if imap else None
    if not isinstance(buffer, BufferedReader):
        return False
    wire = connection.socket()
    patience = wire.gettimeout()
    wire.setblocking(False)
    try:
        return bool(buffer.peek(1))
    except OSError:
        return False
    finally:
        wire.settimeout(patience)


def _reach(settings: MailboxSettings) -> Connection:
    connection = cast(
        "Connection",
        IMAPClient(
            settings.host,
            port=settings.real_port,
            ssl=settings.security == "tls",
            ssl_context=ssl.create_default_context(),
            timeout=settings.timeout_seconds,
        ),
    )
    connection.normalise_times = False
    # A command leaves in two writes: without this, the second waits for the first one's ACK.
    connection.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _introduce(connection: Connection) -> None:
    """Say who speaks (RFC 2971): Gmail asks for it, and some providers refuse mail without."""
    if connection.has_capability("ID"):
        connection.id_({"name": "Mailbot"})


def _method(settings: MailboxSettings, secrets: Secrets) -> Callable[[Connection], None]:
    if settings.auth == "xoauth2":
        token = access_token("mailbox", settings, secrets.mailbox_token)
        return lambda connection: _log_in_with_token(connection, settings, token)
    password = password_in(secrets.mailbox_password)
    if not password or any(ord(letter) < ord(" ") for letter in password):
        raise SettingsError(
            "There is no password for the mailbox, or it holds a line break.",
            "Put MAILBOT_MAILBOX_PASSWORD in .env.",
        )
    return lambda connection: _log_in_with_password(connection, settings, password)


def _log_in_with_password(connection: Connection, settings: MailboxSettings, password: str) -> None:
    # LOGIN is ASCII only (RFC 3501, section 6.2.3); PLAIN is UTF-8 (RFC 4616).
    wants_plain = connection.has_capability("LOGINDISABLED") or not (
        settings.user.isascii() and password.isascii()
    )
    log_in = connection.plain_login if wants_plain else connection.login
    try:
        log_in(settings.user, password)
    except IMAPClientError as error:
        raise _refusal(error, settings, password) from None


def _log_in_with_token(connection: Connection, settings: MailboxSettings, token: str) -> None:
    # The server sends its reason as a second challenge, to be answered by an empty line.
    answers = iter([xoauth2(settings.user, token).encode()])
    try:
        connection.sasl_login("XOAUTH2", lambda _challenge: next(answers, b""))
    except IMAPClientError as error:
        raise _refusal(error, settings, token) from None


def _no_tls(server: str, error: ssl.SSLError) -> MailboxUnavailable:
    if error.reason == "WRONG_VERSION_NUMBER":
        return MailboxUnavailable(
            f"The server {server} does not begin with TLS at this port.",
            plain_port_remedy("mailbox", '993 goes with "tls", 143 with "starttls"'),
        )
    return MailboxUnavailable(
        f"No encryption could be agreed on with the mail server {server}: {error.reason or error}.",
        "Check [mailbox] host, port and security.",
    )


def _broken_off(server: str, error: Exception) -> MailboxUnavailable:
    if _SMTP_GREETING.search(str(error)):
        return MailboxUnavailable(
            f"The server {server} does not speak IMAP at this port.",
            "Check [mailbox] host and port: 993 and 143 are for IMAP, 465 and 587 for sending.",
        )
    return MailboxUnavailable(f"The mail server {server} broke off: {error}.")


def _cut(error: Exception) -> str:
    words = str(error)
    if _BYTES.match(words):
        # imapclient passes on the server's words as Python writes bytes.
        words = ast.literal_eval(words).decode("utf-8", "replace")
    return words[:_ANSWER_LENGTH].rstrip(". ")


def _refusal(
    error: Exception, settings: MailboxSettings, secret: str
) -> LoginRefused | MailboxUnavailable:
    server = f"{settings.host}:{settings.real_port}"
    answer = _cut(error).replace(secret, "***")
    broke_off = isinstance(error.__context__, IMAPClientAbortError)
    if broke_off or any(word in answer.upper() for word in _NOT_NOW):
        return MailboxUnavailable(f"The mail server {server} takes no log-in now: {answer}.")
    return LoginRefused(
        f"The mail server {server} refuses the log-in of {settings.user}: {answer}.",
        login_remedy(settings.host),
    )
