"""What each break and each answer on the way out means for the mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mailbot.errors import (
    LoginRefused,
    MailerUnavailable,
    SendDeferred,
    SendRejected,
    SendUncertain,
)
from tests.servers.scripted import ScriptedServer
from tests.servers.smtp_script import RECIPIENT, greet, send

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.scripted import Talk
    from tests.servers.smtp_script import OpenMailer


def refuse_at(stage: str, reply: str) -> Callable[[Talk], None]:
    """Return a talk that answers `stage` (MAIL, RCPT, DATA or `.`) so, then says goodbye."""

    def talk(side: Talk) -> None:
        greet(side)
        for command in ("MAIL", "RCPT", "DATA", "."):
            if command == ".":
                side.hear_until_dot()
            else:
                side.hear(command)
            if command == stage:
                break
            side.say("354 go on" if command == "DATA" else "250 ok")
        side.say(reply)
        if reply.startswith(("421", "53")):
            return
        side.hear("RSET")
        side.say("250 ok")
        side.hear("QUIT")
        side.say("221 bye")

    return talk


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "."])
@pytest.mark.parametrize(
    ("reply", "error"),
    [
        ("451 4.3.0 Try again later", SendDeferred),
        ("452 4.2.2 Mailbox full", SendDeferred),
        ("550 5.1.1 No such user", SendRejected),
        ("552 5.3.4 Too large", SendRejected),
        ("550 5.4.5 Daily user sending limit exceeded", SendDeferred),
    ],
)
def test_a_refusal_is_for_now_or_for_good(
    stage: str, reply: str, error: type[Exception], mailer_for: OpenMailer
) -> None:
    with ScriptedServer(refuse_at(stage, reply)) as server:
        mailer = mailer_for(server)
        with pytest.raises(error, match=reply[4:14]):
            send(mailer)
        mailer.close()


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_closes_takes_no_mail_at_all(stage: str, mailer_for: OpenMailer) -> None:
    with (
        ScriptedServer(refuse_at(stage, "421 4.7.0 Closing")) as server,
        pytest.raises(MailerUnavailable),
    ):
        send(mailer_for(server))


def test_a_server_that_closes_instead_of_taking_the_mail_has_not_taken_it(
    mailer_for: OpenMailer,
) -> None:
    with (
        ScriptedServer(refuse_at(".", "421 4.3.2 Shutting down")) as server,
        pytest.raises(SendDeferred),
    ):
        send(mailer_for(server))


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_wants_a_log_in_says_nothing_about_the_mail(
    stage: str, mailer_for: OpenMailer
) -> None:
    with (
        ScriptedServer(refuse_at(stage, "530 5.7.0 Authentication required")) as server,
        pytest.raises(LoginRefused),
    ):
        send(mailer_for(server))


def test_the_address_is_not_in_the_error(mailer_for: OpenMailer) -> None:
    with ScriptedServer(refuse_at("RCPT", f"550 5.1.1 <{RECIPIENT.upper()}> unknown")) as server:
        mailer = mailer_for(server)
        with pytest.raises(SendRejected) as error:
            send(mailer)
        mailer.close()
    assert "anna" not in str(error.value).lower()
    assert "5.1.1" in str(error.value)


class TestBreaks:
    @pytest.mark.parametrize("steps", [0, 1, 2, 3])
    def test_before_the_last_dot_nothing_was_handed_over(
        self, steps: int, mailer_for: OpenMailer
    ) -> None:
        def talk(side: Talk) -> None:
            if steps == 0:
                return
            greet(side)
            replies = {"MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on"}
            for command in list(replies)[:steps]:
                side.hear(command)
                if command != list(replies)[steps - 1]:
                    side.say(replies[command])

        with ScriptedServer(talk) as server, pytest.raises(MailerUnavailable):
            send(mailer_for(server))

    def test_while_the_content_is_written_nothing_was_handed_over(
        self, mailer_for: OpenMailer
    ) -> None:
        def talk(side: Talk) -> None:
            greet(side)
            for command, reply in (("MAIL", "250 ok"), ("RCPT", "250 ok"), ("DATA", "354 go")):
                side.hear(command)
                side.say(reply)
            side.hear_bytes(1000)

        with ScriptedServer(talk) as server, pytest.raises(MailerUnavailable):
            send(mailer_for(server), b"Subject: big\r\n\r\n" + b"x" * 50_000_000)

    @pytest.mark.parametrize("reply", [b"", b"25", b"250-but", b"what?\r\n"])
    def test_after_the_last_dot_nobody_knows(self, reply: bytes, mailer_for: OpenMailer) -> None:
        def talk(side: Talk) -> None:
            greet(side)
            for command, answer in (("MAIL", "250 ok"), ("RCPT", "250 ok"), ("DATA", "354 go")):
                side.hear(command)
                side.say(answer)
            side.hear_until_dot()
            side.say_bytes(reply)

        with ScriptedServer(talk) as server, pytest.raises(SendUncertain):
            send(mailer_for(server))

    def test_silence_after_the_last_dot_is_waited_out_then_nobody_knows(
        self, monkeypatch: pytest.MonkeyPatch, mailer_for: OpenMailer
    ) -> None:
        monkeypatch.setattr("mailbot.mail.smtp._VERDICT_SECONDS", 0.2)

        def talk(side: Talk) -> None:
            greet(side)
            for command, answer in (("MAIL", "250 ok"), ("RCPT", "250 ok"), ("DATA", "354 go")):
                side.hear(command)
                side.say(answer)
            side.hear_until_dot()
            assert side.hear() == ""  # until the client hangs up

        with ScriptedServer(talk) as server, pytest.raises(SendUncertain):
            send(mailer_for(server))

    def test_nobody_there(self, mailer_for: OpenMailer) -> None:
        with ScriptedServer() as server:
            pass
        with pytest.raises(MailerUnavailable, match=str(server.port)):
            send(mailer_for(server))

    def test_a_greeting_that_refuses(self, mailer_for: OpenMailer) -> None:
        with (
            ScriptedServer(lambda side: side.say("554 5.7.1 Not from here")) as server,
            pytest.raises(MailerUnavailable, match="Not from here"),
        ):
            send(mailer_for(server))

    def test_starttls_that_is_not_offered_is_not_done_without(self, mailer_for: OpenMailer) -> None:
        with (
            ScriptedServer(greet) as server,
            pytest.raises(MailerUnavailable, match="STARTTLS"),
        ):
            send(mailer_for(server, security="starttls"))
        assert not any(line.startswith("MAIL") for line in server.heard)
