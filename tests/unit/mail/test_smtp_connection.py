"""One connection for many mails, and the log-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from mailbot.errors import LoginRefused, MailerUnavailable, SendRejected
from mailbot.mail.smtp_connection import connect
from mailbot.settings_servers import DeliverySettings
from tests.servers.scripted import ScriptedServer
from tests.servers.smtp_script import NO_SECRETS, greet, send, take

if TYPE_CHECKING:
    from tests.servers.scripted import Talk
    from tests.servers.smtp_script import OpenMailer


class TestOneConnection:
    def test_it_serves_many_mails(self, mailer_for: OpenMailer) -> None:
        def talk(side: Talk) -> None:
            greet(side)
            assert [take(side) for _ in range(3)]

        with ScriptedServer(talk) as server:
            mailer = mailer_for(server)
            for _ in range(3):
                send(mailer)

    def test_after_a_refusal_it_serves_the_next_mail(self, mailer_for: OpenMailer) -> None:
        def talk(side: Talk) -> None:
            greet(side)
            side.hear("MAIL")
            side.say("250 ok")
            side.hear("RCPT")
            side.say("550 5.1.1 unknown")
            side.hear("RSET")
            side.say("250 ok")
            take(side)

        with ScriptedServer(talk) as server:
            mailer = mailer_for(server)
            with pytest.raises(SendRejected):
                send(mailer)
            send(mailer)

    @pytest.mark.parametrize("farewell", [(), ("421 4.4.2 Idle for too long",)])
    def test_one_that_died_idle_is_replaced_without_sending_twice(
        self, farewell: tuple[str, ...], mailer_for: OpenMailer
    ) -> None:
        taken: list[bytes] = []

        def first(side: Talk) -> None:
            greet(side)
            taken.append(take(side))
            side.say(*farewell)

        def second(side: Talk) -> None:
            greet(side)
            taken.append(take(side))

        with ScriptedServer(first, second) as server:
            mailer = mailer_for(server)
            send(mailer, b"Subject: one\r\n\r\n")
            send(mailer, b"Subject: two\r\n\r\n")
        assert taken == [b"Subject: one\r\n\r\n", b"Subject: two\r\n\r\n"]

    def test_after_a_break_the_next_mail_goes_over_a_new_one(self, mailer_for: OpenMailer) -> None:
        def breaks(side: Talk) -> None:
            greet(side)
            side.hear("MAIL")

        def takes(side: Talk) -> None:
            greet(side)
            take(side)

        with ScriptedServer(breaks, takes) as server:
            mailer = mailer_for(server)
            with pytest.raises(MailerUnavailable):
                send(mailer)
            send(mailer)

    def test_a_fresh_connection_that_breaks_is_not_tried_again(
        self, mailer_for: OpenMailer
    ) -> None:
        def breaks(side: Talk) -> None:
            greet(side)
            side.hear("MAIL")

        with ScriptedServer(breaks) as server, pytest.raises(MailerUnavailable):
            send(mailer_for(server))


class TestLogIn:
    SECRETS = NO_SECRETS.model_copy(update={"delivery_password": SecretStr("hunter22")})

    @pytest.mark.parametrize(
        ("reply", "error"),
        [
            ("535 5.7.8 Username and Password not accepted", LoginRefused),
            ("454 4.7.0 Temporary authentication failure", MailerUnavailable),
        ],
    )
    def test_a_refusal_names_user_and_host_but_no_secret(
        self, reply: str, error: type[Exception], mailer_for: OpenMailer
    ) -> None:
        def talk(side: Talk) -> None:
            greet(side, "AUTH PLAIN")
            side.hear("AUTH PLAIN")
            side.say(reply)

        with ScriptedServer(talk) as server, pytest.raises(error) as raised:
            send(mailer_for(server, self.SECRETS))
        text = str(raised.value)
        assert f"127.0.0.1:{server.port}" in text
        assert reply[4:] in text
        assert "hunter22" not in text

    def test_a_password_beyond_ascii(self, mailer_for: OpenMailer) -> None:
        def talk(side: Talk) -> None:
            greet(side, "AUTH PLAIN LOGIN")
            side.hear("AUTH PLAIN")
            side.say("235 welcome")
            take(side)

        secrets = NO_SECRETS.model_copy(update={"delivery_password": SecretStr("Grüße")})
        with ScriptedServer(talk) as server:
            send(mailer_for(server, secrets))
        # base64 of "\0enquiries@balint.example\0Grüße"
        expected = "AGVucXVpcmllc0BiYWxpbnQuZXhhbXBsZQBHcsO8w59l"
        assert f"AUTH PLAIN {expected}" in server.heard

    def test_the_mailbox_s_password_serves_the_same_user_only(self, mailer_for: OpenMailer) -> None:
        def logs_in(side: Talk) -> None:
            greet(side, "AUTH PLAIN")
            side.hear("AUTH PLAIN")
            side.say("235 welcome")
            take(side)

        def does_not(side: Talk) -> None:
            greet(side, "AUTH PLAIN")
            take(side)

        secrets = NO_SECRETS.model_copy(update={"mailbox_password": SecretStr("secret")})
        with ScriptedServer(logs_in, does_not) as server:
            send(mailer_for(server, secrets))
            send(mailer_for(server, secrets, user="someone.else@uni.example"))

    def test_a_token_that_is_refused_with_a_challenge(self, mailer_for: OpenMailer) -> None:
        # developers.google.com/workspace/gmail/imap/xoauth2-protocol, "SMTP Protocol Exchange"
        def talk(side: Talk) -> None:
            greet(side, "AUTH XOAUTH2")
            side.hear("AUTH XOAUTH2 ")
            side.say("334 eyJzdGF0dXMiOiI0MDEifQ==")
            assert side.hear() == ""
            side.say("535-5.7.1 Username and Password not accepted.", "535 5.7.1 Learn more")

        secrets = NO_SECRETS.model_copy(update={"delivery_token": SecretStr("ya29.x")})
        with ScriptedServer(talk) as server, pytest.raises(LoginRefused):
            send(mailer_for(server, secrets, auth="xoauth2"))


def test_a_port_that_begins_without_tls_is_told_in_plain_words() -> None:
    with (
        ScriptedServer(lambda side: side.say("220 mail.example.test")) as server,
        pytest.raises(MailerUnavailable, match="does not begin with TLS") as error,
    ):
        connect(DeliverySettings(host="127.0.0.1", port=server.port), NO_SECRETS, "a@b.example")
    assert "587" in error.value.remedy
