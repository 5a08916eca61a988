"""The way out, on real servers: mail arrives as it was handed over, TLS and log-ins work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from mailbot.env import Secrets
from mailbot.errors import (
    LoginRefused,
    MailerUnavailable,
    SendDeferred,
    SendRejected,
    SendUncertain,
)
from mailbot.mail.smtp import open_mailer
from mailbot.settings_servers import DeliverySettings
from tests.servers.smtp import SmtpServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailbot.model.folders import Mailer
    from tests.servers.certificate import Certificate
    from tests.servers.interface import Account, MailServer
    from tests.servers.program import MailProgram

RAW = "Subject: Your place\r\n\r\nViele Grüße,\r\n.\r\n..\r\nAlex\r\n".encode()


def test_what_is_sent_arrives_byte_for_byte(
    mail_server: MailServer, account: Account, program: MailProgram, mailer: Mailer
) -> None:
    before = len(mail_server.submitted())
    mailer.send(RAW, sender=account.address, recipient=account.address)
    (mail,) = mail_server.submitted()[before:]
    assert mail.raw == RAW
    assert (mail.sender, mail.recipients) == (account.address, (account.address,))
    (delivered,) = program.mails()
    assert delivered.raw.endswith(RAW)


def test_many_mails_to_anyone(mail_server: MailServer, account: Account, mailer: Mailer) -> None:
    before = len(mail_server.submitted())
    for number in range(5):
        mailer.send(RAW, sender=account.address, recipient=f"student{number}@uni.example")
    sent = mail_server.submitted()[before:]
    assert [mail.recipients for mail in sent] == [
        (f"student{number}@uni.example",) for number in range(5)
    ]


def test_a_wrong_password_is_refused(account: Account) -> None:
    wrong = account.secrets.model_copy(update={"delivery_password": SecretStr("hunter22")})
    mailer = open_mailer(account.delivery, wrong, user=account.address)
    with pytest.raises(LoginRefused) as error:
        mailer.send(RAW, sender=account.address, recipient="anna@uni.example")
    mailer.close()
    assert account.address in str(error.value)
    assert "hunter22" not in str(error.value)


class TestFaults:
    @pytest.fixture
    def server(self) -> Iterator[SmtpServer]:
        server = SmtpServer()
        yield server
        server.stop()

    @pytest.fixture
    def mailer(self, server: SmtpServer) -> Iterator[Mailer]:
        settings = DeliverySettings(host="127.0.0.1", port=server.port, security="plain")
        mailer = open_mailer(settings, Secrets(), user="alex@balint.example")
        yield mailer
        mailer.close()

    def send(self, mailer: Mailer) -> None:
        mailer.send(RAW, sender="alex@balint.example", recipient="anna@uni.example")

    def test_a_refusal_harms_no_other_mail(self, server: SmtpServer, mailer: Mailer) -> None:
        self.send(mailer)
        server.refuse_next("rcpt", "450 4.2.1 Too many mails just now")
        with pytest.raises(SendDeferred, match="Too many"):
            self.send(mailer)
        server.refuse_next("data", "554 5.7.1 Looks like spam")
        with pytest.raises(SendRejected, match="spam"):
            self.send(mailer)
        self.send(mailer)
        assert len(server.taken()) == 2
        assert server.connections == 1

    @pytest.mark.parametrize("taken", [True, False])
    def test_a_break_after_the_mail_is_never_tried_again_by_itself(
        self, server: SmtpServer, mailer: Mailer, taken: bool
    ) -> None:
        server.drop_next(taken=taken)
        with pytest.raises(SendUncertain):
            self.send(mailer)
        assert len(server.taken()) == int(taken)
        self.send(mailer)
        assert len(server.taken()) == int(taken) + 1

    def test_a_connection_that_the_server_closed_is_opened_anew(
        self, server: SmtpServer, mailer: Mailer
    ) -> None:
        self.send(mailer)
        server.hang_up()
        self.send(mailer)
        assert len(server.taken()) == 2
        assert server.connections == 2


class TestTls:
    def settings(self, server: SmtpServer, security: str) -> DeliverySettings:
        return DeliverySettings.model_validate(
            {"host": "localhost", "port": server.port, "security": security}
        )

    @pytest.fixture(params=["tls", "starttls"])
    def security(self, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    @pytest.fixture
    def server(self, certificate: Certificate, security: str) -> Iterator[SmtpServer]:
        context = certificate.server_context()
        server = SmtpServer(wrapped=context) if security == "tls" else SmtpServer(starttls=context)
        yield server
        server.stop()

    def test_mail_goes_over_tls_with_a_log_in(
        self,
        server: SmtpServer,
        security: str,
        certificate: Certificate,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))
        secrets = Secrets(delivery_password=SecretStr("secret"))
        mailer = open_mailer(self.settings(server, security), secrets, user="alex@balint.example")
        mailer.send(RAW, sender="alex@balint.example", recipient="anna@uni.example")
        mailer.close()
        assert server.logged_in == ["alex@balint.example"]
        assert [mail.raw for mail in server.taken()] == [RAW]

    def test_a_certificate_of_its_own_making_is_not_believed(
        self, server: SmtpServer, security: str
    ) -> None:
        secrets = Secrets(delivery_password=SecretStr("secret"))
        mailer = open_mailer(self.settings(server, security), secrets, user="alex@balint.example")
        with pytest.raises(MailerUnavailable, match="certificate"):
            mailer.send(RAW, sender="alex@balint.example", recipient="anna@uni.example")
        mailer.close()
        assert server.logged_in == []
