"""Waiting for news, on servers that answer oddly or go away."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import MailboxUnavailable
from tests.servers.imap_script import Step, imap, open_to, opened
from tests.servers.scripted import ScriptedServer

if TYPE_CHECKING:
    from tests.servers.scripted import Talk


def done(side: Talk, tag: str, *news: str) -> None:
    """Answer the end of an IDLE."""
    assert side.hear() == "DONE"
    side.say(*news, f"{tag} OK done")


def tag_of(side: Talk) -> str:
    return side.heard[-1].partition(" ")[0]


def test_news_in_one_packet_with_the_consent_are_seen_at_once() -> None:
    def idle(side: Talk) -> None:
        tag = tag_of(side)
        side.say("+ idling", "* 1 EXISTS", "* 1 RECENT")
        done(side, tag)

    with ScriptedServer(imap(opened(), Step("IDLE", last=idle))) as server:
        mailbox = open_to(server)
        began = time.monotonic()
        assert mailbox.wait("INBOX", 30)
        assert time.monotonic() - began < 5
        mailbox.close()


def test_news_in_pieces_are_read_whole() -> None:
    def idle(side: Talk) -> None:
        tag = tag_of(side)
        side.say("+ idling")
        side.say_bytes(b"* 1 EX")
        assert side.hear() == "DONE"
        side.say_bytes(b"ISTS\r\n")
        side.say(f"{tag} OK done")

    with ScriptedServer(imap(opened(), Step("IDLE", last=idle))) as server:
        mailbox = open_to(server)
        assert mailbox.wait("INBOX", 30)
        mailbox.close()


def test_a_sign_of_life_is_no_news() -> None:
    def lively(side: Talk) -> None:
        tag = tag_of(side)
        side.say("+ idling", "* OK Still here")
        done(side, tag)

    def then_news(side: Talk) -> None:
        tag = tag_of(side)
        side.say("+ idling")
        done_after_news(side, tag)

    def done_after_news(side: Talk, tag: str) -> None:
        side.say("* 2 EXPUNGE")
        done(side, tag)

    steps = (opened(), Step("IDLE", last=lively), Step("IDLE", last=then_news))
    with ScriptedServer(imap(*steps)) as server:
        mailbox = open_to(server)
        assert mailbox.wait("INBOX", 30)
        mailbox.close()
    assert [line.partition(" ")[2] for line in server.heard].count("IDLE") == 2


@pytest.mark.parametrize("farewell", [(), ("* BYE going down",)])
def test_a_server_that_goes_away_is_told_not_waited_for(farewell: tuple[str, ...]) -> None:
    def leaves(side: Talk) -> None:
        side.say("+ idling", *farewell)

    with ScriptedServer(imap(opened(), Step("IDLE", last=leaves))) as server:
        mailbox = open_to(server)
        began = time.monotonic()
        with pytest.raises(MailboxUnavailable):
            mailbox.wait("INBOX", 60)
        assert time.monotonic() - began < 5
        mailbox.close()


def test_a_server_that_falls_silent_is_given_up() -> None:
    def silent(side: Talk) -> None:
        side.say("+ idling", "* 1 EXISTS")
        assert side.hear() == "DONE"
        assert side.hear() == ""  # until the client hangs up

    with ScriptedServer(imap(opened(), Step("IDLE", last=silent))) as server:
        mailbox = open_to(server, timeout_seconds=0.3)
        with pytest.raises(MailboxUnavailable):
            mailbox.wait("INBOX", 60)
        began = time.monotonic()
        mailbox.close()
        assert time.monotonic() - began < 0.2  # it does not wait for an answer to LOGOUT


def test_without_idle_it_sleeps_then_looks() -> None:
    nothing = Step("UID SEARCH UID 5:*", "* SEARCH 4")
    something = Step("UID SEARCH UID 5:*", "* SEARCH 5")
    noop = Step("NOOP")
    steps = (opened(uidnext=5), noop, nothing, noop, nothing, noop, something)
    with ScriptedServer(imap(*steps, capabilities="IMAP4rev1")) as server:
        mailbox = open_to(server)
        assert not mailbox.wait("INBOX", 0.05)
        assert mailbox.wait("INBOX", 0.05)
        mailbox.close()


def test_what_came_since_the_last_look_ends_the_wait_once() -> None:
    status = Step("STATUS", "* STATUS INBOX (UIDVALIDITY 7 UIDNEXT 5)")
    noop, nothing = Step("NOOP"), Step("UID SEARCH UID 6:*", "* SEARCH 5")
    steps = (status, opened(uidnext=6), noop, nothing, noop, nothing)
    with ScriptedServer(imap(*steps, capabilities="IMAP4rev1")) as server:
        mailbox = open_to(server)
        mailbox.state("INBOX")
        assert mailbox.wait("INBOX", 30)
        assert not mailbox.wait("INBOX", 0.05)
        mailbox.close()


def test_a_new_uidvalidity_is_news() -> None:
    status = Step("STATUS", "* STATUS INBOX (UIDVALIDITY 6 UIDNEXT 5)")
    with ScriptedServer(imap(status, opened(uidnext=5))) as server:
        mailbox = open_to(server)
        mailbox.state("INBOX")
        assert mailbox.wait("INBOX", 30)
        mailbox.close()
