"""What goes over the wire: the content's bytes and the addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.errors import SendRejected
from mailbot.mail.smtp_envelope import envelope
from tests.servers.scripted import ScriptedServer
from tests.servers.smtp_script import RAW, RECIPIENT, SENDER, greet, send, take

if TYPE_CHECKING:
    from tests.servers.scripted import Talk
    from tests.servers.smtp_script import OpenMailer


class TestContent:
    def sent(self, mailer_for: OpenMailer, raw: bytes, *extensions: str) -> tuple[bytes, list[str]]:
        taken: list[bytes] = []

        def talk(side: Talk) -> None:
            greet(side, *extensions)
            taken.append(take(side))

        with ScriptedServer(talk) as server:
            send(mailer_for(server), raw)
        return taken[0], server.heard

    def test_dots_are_doubled_and_lines_ended(self, mailer_for: OpenMailer) -> None:
        content, _ = self.sent(mailer_for, b".a\n..\nb\rc")
        assert content == b"..a\r\n...\r\nb\r\nc\r\n"

    def test_no_content_can_end_the_mail_early(self, mailer_for: OpenMailer) -> None:
        for ending in (b"\n.\n", b"\r.\r", b"\r\n.\r\n", b"\n.\r\n", b"\r.\n"):
            content, _ = self.sent(
                mailer_for, b"Subject: x\r\n\r\n" + ending + b"MAIL FROM:<x@y.example>\r\n"
            )
            assert b"MAIL FROM:<x@y.example>" in content

    def test_what_the_server_can_do_is_used(self, mailer_for: OpenMailer) -> None:
        raw = "Subject: x\r\n\r\nGrüße\r\n".encode()
        _, heard = self.sent(mailer_for, raw, "SIZE 1000000", "8BITMIME", "SMTPUTF8")
        assert f"mail from:<{SENDER}> size={len(raw)} body=8bitmime" in lowered(heard)

    def test_what_it_cannot_do_is_not_asked_for(self, mailer_for: OpenMailer) -> None:
        _, heard = self.sent(mailer_for, "Subject: x\r\n\r\nGrüße\r\n".encode())
        assert f"mail from:<{SENDER}>" in lowered(heard)


@given(st.binary())
def test_whatever_the_bytes_are_they_end_where_they_end(raw: bytes) -> None:
    content = envelope(raw, SENDER, RECIPIENT).content
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert b"." not in lines
    assert not any(mark in line for line in lines for mark in (b"\r", b"\n"))
    unstuffed = [line.removeprefix(b".") for line in lines[:-1]]
    there = re.split(rb"\r\n|\r|\n", raw)
    assert unstuffed == (there[:-1] if there[-1] == b"" and len(there) > 1 else there)


class TestAddresses:
    @pytest.mark.parametrize(
        "address",
        [
            "",
            "anna",
            "anna@",
            "a@b@uni.example",
            "anna@uni.example, ben@uni.example",
            "anna@uni.example> SIZE=1",
            "anna@uni.example\r\nRCPT TO:<ben@uni.example>",
            "(ben@uni.example) anna@uni.example",
            '"anna\\"@uni.example',
            "anna@uni .example",
            "anna@" + "ü" * 70 + ".example",
        ],
    )
    def test_what_is_no_plain_address_is_refused_before_the_server_hears_of_it(
        self, address: str, mailer_for: OpenMailer
    ) -> None:
        with ScriptedServer() as server:
            mailer = mailer_for(server)
            with pytest.raises(SendRejected):
                mailer.send(RAW, sender=SENDER, recipient=address)

    def test_letters_beyond_ascii_need_a_server_that_knows_them(
        self, mailer_for: OpenMailer
    ) -> None:
        def talk(side: Talk) -> None:
            greet(side)
            side.hear("RSET")
            side.say("250 ok")

        with ScriptedServer(talk) as server:
            mailer = mailer_for(server)
            with pytest.raises(SendRejected, match="beyond ASCII"):
                mailer.send(RAW, sender=SENDER, recipient="zoë@uni.example")
            mailer.close()

    def test_they_are_sent_to_one_that_does(self, mailer_for: OpenMailer) -> None:
        def talk(side: Talk) -> None:
            greet(side, "SMTPUTF8")
            take(side)

        with ScriptedServer(talk) as server:
            mailer_for(server).send(RAW, sender=SENDER, recipient="zoë@uni.example")
        assert f"mail from:<{SENDER}> smtputf8" in lowered(server.heard)
        assert "rcpt to:<zoë@uni.example>" in lowered(server.heard)

    def test_an_international_domain_goes_in_ascii(self, mailer_for: OpenMailer) -> None:
        def talk(side: Talk) -> None:
            greet(side)
            take(side)

        with ScriptedServer(talk) as server:
            mailer_for(server).send(RAW, sender="", recipient="anna@bücher.example")
        assert "mail from:<>" in lowered(server.heard)
        assert "rcpt to:<anna@xn--bcher-kva.example>" in lowered(server.heard)


def lowered(lines: list[str]) -> list[str]:
    """Return the commands in lower case: smtplib writes them in one case or the other."""
    return [line.lower() for line in lines]
