"""A Dovecot of its own on free ports, with an SMTP server that delivers into it."""

from __future__ import annotations

import base64
import grp
import hashlib
import hmac
import itertools
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from pydantic import SecretStr

from mailbot.env import Secrets
from mailbot.settings_servers import DeliverySettings, MailboxSettings
from tests.servers.certificate import make_certificate
from tests.servers.interface import Account
from tests.servers.ports import free_ports
from tests.servers.program import MailProgram
from tests.servers.smtp import PASSWORD, SmtpServer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.servers.interface import Submitted

_CONFIGURATION = Path(__file__).parent / "dovecot.conf"
_TOKEN_KEY = b"a key for tokens of the tests only"
_SECONDS = 10.0


def dovecot_program() -> str | None:
    """Return the path of the dovecot program, or None; Debian keeps it in /usr/sbin."""
    return shutil.which("dovecot", path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin")


class DovecotServer:
    """Every user may log in with the password `secret`, or with a token of `token_for`.

    Attributes:
        certificate: The file of its certificate, to be trusted by way of SSL_CERT_FILE.
        imap_port: For plain and STARTTLS.
        imaps_port: For TLS.
        smtp: The SMTP server, which delivers here.
    """

    name = "dovecot"

    def __init__(self, storage: str = "maildir") -> None:
        """Start it, and wait until it answers.

        Args:
            storage: Dovecot's format of mailboxes, such as `maildir` or `mdbox`.
        """
        # A short path, for the sockets' sake, that another user may enter.
        self._folder = Path(tempfile.mkdtemp(prefix="mailbot-"))
        self._folder.chmod(0o755)
        self._numbers = itertools.count(1)
        self.certificate = make_certificate(self._folder).certificate
        self.imap_port, self.imaps_port = free_ports(2)
        self._configure(storage)
        self._process = self._started()
        self.smtp = SmtpServer(self._deliver)

    def new_account(self) -> Account:
        """Make an account with INBOX, Drafts, Sent, Junk and Trash."""
        return self.account(f"coordinator{next(self._numbers)}@balint.example")

    def account(self, address: str) -> Account:
        """Return the account of `address`; Dovecot makes it at the first log-in."""
        return Account(
            address=address,
            mailbox=MailboxSettings(
                host="127.0.0.1", port=self.imap_port, security="plain", user=address
            ),
            delivery=DeliverySettings(
                host="127.0.0.1", port=self.smtp.port, security="plain", user=address
            ),
            secrets=Secrets(
                mailbox_password=SecretStr(PASSWORD), delivery_password=SecretStr(PASSWORD)
            ),
        )

    def submitted(self) -> Sequence[Submitted]:
        """Return every mail taken by SMTP, oldest first."""
        return self.smtp.taken()

    def token_for(self, user: str) -> str:
        """Return an access token for XOAUTH2: a JSON Web Token (RFC 7519) signed by HS256."""
        claims = {"sub": user, "typ": "Bearer", "exp": 4102444800}
        body = ".".join(
            _base64url(json.dumps(part).encode())
            for part in ({"alg": "HS256", "typ": "JWT"}, claims)
        )
        digest = hmac.new(_TOKEN_KEY, body.encode(), hashlib.sha256).digest()
        return f"{body}.{_base64url(digest)}"

    def hang_up(self, address: str) -> None:
        """End every connection of `address`, as a server does that goes down."""
        subprocess.run(
            ["doveadm", "-c", str(self._folder / "dovecot.conf"), "kick", address],
            check=True,
            capture_output=True,
        )

    def stop(self) -> None:
        """End both servers and every connection."""
        self.smtp.stop()
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(_SECONDS)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _deliver(self, mail: Submitted) -> None:
        for recipient in mail.recipients:
            if recipient.endswith("@balint.example"):
                MailProgram(self.account(recipient)).put(mail.raw)

    def _configure(self, storage: str) -> None:
        # Dovecot never reads mail as root.
        user = "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        account = pwd.getpwnam(user)
        values = {
            "folder": str(self._folder),
            "storage": storage,
            "user": user,
            "group": grp.getgrgid(account.pw_gid).gr_name,
            "imap_port": str(self.imap_port),
            "imaps_port": str(self.imaps_port),
        }
        text = Template(_CONFIGURATION.read_text(encoding="utf-8")).substitute(values)
        (self._folder / "dovecot.conf").write_text(text, encoding="utf-8")
        (self._folder / "oauth2.conf").write_text(
            "introspection_mode = local\n"
            "username_attribute = sub\n"
            f"local_validation_key_dict = fs:posix:prefix={self._folder}/keys/\n",
            encoding="utf-8",
        )
        keys = self._folder / "keys" / "default" / "HS256"
        keys.mkdir(parents=True)
        (keys / "default").write_bytes(base64.b64encode(_TOKEN_KEY))
        for name in ("mail", "state"):
            (self._folder / name).mkdir()
            os.chown(self._folder / name, account.pw_uid, account.pw_gid)

    def _started(self) -> subprocess.Popen[bytes]:
        program = dovecot_program()
        assert program is not None
        process = subprocess.Popen(
            [program, "-F", "-c", str(self._folder / "dovecot.conf")],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + _SECONDS
        while not self._answers():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("Dovecot did not start:\n" + self._log())
            time.sleep(0.01)
        return process

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.imap_port), timeout=1) as wire:
                return wire.recv(10).startswith(b"* OK")
        except OSError:
            return False

    def _log(self) -> str:
        log = self._folder / "dovecot.log"
        return log.read_text(encoding="utf-8", errors="replace") if log.exists() else "no log"


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
