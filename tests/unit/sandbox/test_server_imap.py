"""The embedded IMAP server does what mail programs and Mailbot need of one."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from imapclient import DELETED, DRAFT, SEEN  # type: ignore[import-untyped]
from imapclient.exceptions import (  # type: ignore[import-untyped]
    IMAPClientAbortError,
    LoginError,
)
from imapclient.imapclient import DRAFTS, JUNK, SENT  # type: ignore[import-untyped]

from mailbot.sandbox.accounts import Account
from mailbot.sandbox.imap_folders import as_stored
from mailbot.sandbox.people import COORDINATOR, PRIYA, opening_mails
from mailbot.sandbox.server import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable

MAIL = b"From: a@webmail.example\r\nMessage-ID: <one@webmail.example>\r\n\r\nHello\r\n"
ME = COORDINATOR.email


def body(client: Any, uid: int) -> bytes:
    raw: bytes = client.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"]
    return raw


def test_the_special_folders_are_marked_as_such(imap: Callable[..., Any]) -> None:
    with imap() as client:
        assert "SPECIAL-USE" in [name.decode() for name in client.capabilities()]
        found = {use: client.find_special_folder(use) for use in (DRAFTS, SENT, JUNK)}
        marks = {name: flags for flags, _, name in client.list_folders()}
    assert found == {DRAFTS: "Drafts", SENT: "Sent", JUNK: "Junk"}
    assert marks.keys() == {"INBOX", "Drafts", "Sent", "Junk", "Archive", "Trash"}
    assert DRAFTS in marks["Drafts"]


def test_folders_are_subscribed_so_that_mail_programs_show_them(imap: Callable[..., Any]) -> None:
    with imap() as client:
        names = {name for _, _, name in client.list_sub_folders()}
    assert names == {"INBOX", "Drafts", "Sent", "Junk", "Archive", "Trash"}


@pytest.mark.parametrize(("who", "password"), [(COORDINATOR, "wrong"), (COORDINATOR, "")])
def test_a_wrong_password_is_refused(imap: Callable[..., Any], who: Any, password: str) -> None:
    with pytest.raises(LoginError), imap(who, password):
        pass


def test_everyone_sees_only_their_own_mail(sandbox: Sandbox, imap: Callable[..., Any]) -> None:
    sandbox.deliver(ME, MAIL)
    with imap(PRIYA) as client:
        assert client.folder_status("INBOX", ["MESSAGES"])[b"MESSAGES"] == 0


def test_a_draft_keeps_its_bytes_flags_keywords_and_date(imap: Callable[..., Any]) -> None:
    at = datetime(2026, 3, 1, 9, 15, tzinfo=UTC)
    with imap() as client:
        client.normalise_times = False
        told = client.append("Drafts", MAIL, [DRAFT, SEEN, "$Mailbot"], at).decode()
        state = client.select_folder("Drafts")
        [uid] = client.search(["HEADER", "Message-ID", "<one@webmail.example>"])
        data = client.fetch([uid], ["BODY.PEEK[]", "FLAGS", "INTERNALDATE"])[uid]
    assert f"[APPENDUID {state[b'UIDVALIDITY']} {uid}]" in told
    assert data[b"BODY[]"] == MAIL
    assert {DRAFT, SEEN, b"$Mailbot"} <= set(data[b"FLAGS"])
    assert data[b"INTERNALDATE"] == at


def test_a_keyword_set_later_stays(sandbox: Sandbox, imap: Callable[..., Any]) -> None:
    uid = sandbox.deliver(ME, MAIL)
    with imap() as client:
        assert b"\\*" in client.select_folder("INBOX")[b"PERMANENTFLAGS"]
        client.add_flags([uid], ["Balint/Enquiry"])
    with imap() as client:
        client.select_folder("INBOX")
        assert client.search(["KEYWORD", "Balint/Enquiry"]) == [uid]


def test_peeking_leaves_a_mail_unseen(sandbox: Sandbox, imap: Callable[..., Any]) -> None:
    uid = sandbox.deliver(ME, MAIL)
    with imap() as client:
        client.select_folder("INBOX")
        body(client, uid)
        assert client.search("UNSEEN") == [uid]


def test_uidnext_is_the_uid_of_the_next_mail(sandbox: Sandbox, imap: Callable[..., Any]) -> None:
    with imap() as client:
        expected = client.folder_status("INBOX", ["UIDNEXT"])[b"UIDNEXT"]
    assert sandbox.deliver(ME, MAIL) == expected


def test_one_uid_is_expunged_and_no_other(sandbox: Sandbox, imap: Callable[..., Any]) -> None:
    first, second = sandbox.deliver(ME, MAIL), sandbox.deliver(ME, MAIL)
    with imap() as client:
        client.select_folder("INBOX")
        client.add_flags([first, second], [DELETED])
        client.uid_expunge([first])
        assert client.search("ALL") == [second]


def test_mail_before_and_during_idle_is_announced(
    sandbox: Sandbox, imap: Callable[..., Any]
) -> None:
    with imap() as client:
        client.select_folder("INBOX")
        sandbox.deliver(ME, MAIL)
        client.idle()
        early = client.idle_check(timeout=5)
        for number in (2, 3):
            sandbox.deliver(ME, MAIL)
            assert (number, b"EXISTS") in client.idle_check(timeout=5)
        client.idle_done()
    assert (1, b"EXISTS") in early


def test_a_mail_without_a_date_of_its_own_came_now(
    sandbox: Sandbox, imap: Callable[..., Any], now: datetime
) -> None:
    uid = sandbox.deliver(ME, MAIL)
    with imap() as client:
        client.normalise_times = False
        client.select_folder("INBOX")
        assert client.fetch([uid], ["INTERNALDATE"])[uid][b"INTERNALDATE"] == now


def test_mail_outlives_an_outage_and_the_ports_stay(
    sandbox: Sandbox, imap: Callable[..., Any]
) -> None:
    ports = sandbox.imap_port, sandbox.smtp_port
    sandbox.deliver(ME, MAIL)
    sandbox.hang_up()
    with pytest.raises(OSError, match="refused"), imap():
        pass
    sandbox.listen()
    with imap() as client:
        client.select_folder("INBOX")
        assert len(client.search("ALL")) == 1
    assert (sandbox.imap_port, sandbox.smtp_port) == ports


def test_a_repaired_folder_has_another_uidvalidity_and_the_same_mail(
    sandbox: Sandbox, imap: Callable[..., Any]
) -> None:
    sandbox.deliver(ME, MAIL, flags=["\\Seen"])
    with imap() as client:
        before = client.select_folder("INBOX")[b"UIDVALIDITY"]
    sandbox.renew_uidvalidity(ME)
    with imap() as client:
        after = client.select_folder("INBOX")[b"UIDVALIDITY"]
        [uid] = client.search("SEEN")
        assert body(client, uid) == MAIL
    assert before != after


def test_an_account_made_later_has_a_mailbox(sandbox: Sandbox, imap: Callable[..., Any]) -> None:
    new = Account("New Student", "new@students.example", "another secret")
    sandbox.add_account(new)
    with imap(new) as client:
        assert client.folder_exists("Drafts")


def test_stopping_twice_does_no_harm() -> None:
    sandbox = Sandbox([]).start()
    sandbox.stop()
    sandbox.stop()


def test_a_taken_port_is_said_and_leaves_no_thread(sandbox: Sandbox) -> None:
    threads = threading.active_count()
    with pytest.raises(OSError, match="in use"):
        Sandbox([], imap_port=sandbox.imap_port).start()
    assert threading.active_count() == threads


def test_mail_programs_can_list_the_opening_mails(
    sandbox: Sandbox, imap: Callable[..., Any], now: datetime
) -> None:
    for mail in opening_mails(now):
        sandbox.deliver(ME, mail.raw, at=mail.at)
    asked = ["UID", "FLAGS", "RFC822.SIZE", "ENVELOPE", "BODYSTRUCTURE", "BODY.PEEK[TEXT]<0.200>"]
    with imap() as client:
        client.select_folder("INBOX")
        shown = client.fetch(client.search("ALL"), asked)
    subjects = {data[b"ENVELOPE"].subject.decode() for data in shown.values()}
    assert len(shown) == len(opening_mails(now))
    assert {"Pātai about the student Balint groups", "Is it confidential?"} <= subjects


def test_a_mail_that_cannot_be_shown_ends_one_connection_in_one_line(
    sandbox: Sandbox, imap: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    uid = sandbox.deliver(ME, b"To: one: two: a@b.test;;\r\n\r\nHello\r\n")
    with imap() as client:
        client.select_folder("INBOX")
        with pytest.raises(IMAPClientAbortError):
            client.fetch([uid], ["ENVELOPE"])
    sandbox.hang_up()
    assert [record.exc_info for record in caplog.records] == [None]
    sandbox.listen()
    with imap() as client:
        client.select_folder("INBOX")
        assert body(client, uid).endswith(b"Hello\r\n")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(
            st.sampled_from([b"A: b", b"\r\n", b"\n", b"\r", b"--x", b" ", b"\0", b"\xff"]),
            max_size=12,
        ).map(b"".join),
    )
)
def test_any_bytes_are_kept_but_for_line_ends(
    sandbox: Sandbox, imap: Callable[..., Any], raw: bytes
) -> None:
    uid = sandbox.deliver(ME, raw)
    with imap() as client:
        client.select_folder("INBOX", readonly=True)
        assert body(client, uid) == as_stored(raw)
    same = (text.replace(b"\r\n", b"\n").rstrip(b"\n") for text in (as_stored(raw), raw))
    assert next(same) == next(same)
