"""Servers that lack something, answer oddly, or break off."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from mailbot.env import Secrets
from mailbot.errors import LoginRefused, MailboxUnavailable, SettingsError
from mailbot.mail.imap import open_mailbox
from mailbot.model.folders import Filing, FolderState, Place
from mailbot.settings_servers import MailboxSettings
from tests.servers.imap_script import LISTED, USUAL, Step, imap, open_to, opened
from tests.servers.scripted import ScriptedServer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.scripted import Talk

RAW = b"Message-ID: <draft@balint.example>\r\n\r\nYes.\r\n"
FIELD = "BODY[HEADER.FIELDS (MESSAGE-ID)]"
ID_LINE = "Message-ID: <draft@balint.example>\r\n\r\n"
FOUND = Step("UID FETCH 5", f"* 2 FETCH (UID 5 {FIELD} {{{len(ID_LINE)}}}", ID_LINE + ")")
WHOLE = Step(
    "UID FETCH 5 (FLAGS BODY.PEEK[])",
    f"* 2 FETCH (UID 5 FLAGS (\\Draft) BODY[] {{{len(RAW)}}}",
    RAW.decode() + ")",
)


def commands(server: ScriptedServer) -> list[str]:
    """Return what came after the log-in, without tags."""
    heard = [line.partition(" ")[2] for line in server.heard]
    return heard[3:]


class TestWithoutUidplus:
    def test_what_was_put_is_found_by_its_message_id(self) -> None:
        append = Step("APPEND", "+ go", last=lambda side: _take(side, len(RAW)))
        status = Step("STATUS", "* STATUS Drafts (UIDVALIDITY 7 UIDNEXT 6)")
        steps = (append, status, opened("Drafts", exists=2, uidnext=6))
        search = Step('UID SEARCH HEADER Message-ID "<draft@balint.example>"', "* SEARCH 5")
        with ScriptedServer(imap(*steps, search, FOUND, capabilities="IMAP4rev1")) as server:
            mailbox = open_to(server)
            assert mailbox.append("Drafts", RAW) == Place("Drafts", 7, 5)
            mailbox.close()

    def test_what_cannot_be_found_has_no_uid(self) -> None:
        raw = b"Subject: no id\r\n\r\nx\r\n"
        append = Step("APPEND", "+ go", last=lambda side: _take(side, len(raw)))
        status = Step("STATUS", "* STATUS Drafts (UIDVALIDITY 7 UIDNEXT 6)")
        with ScriptedServer(imap(append, status, capabilities="IMAP4rev1")) as server:
            mailbox = open_to(server)
            assert mailbox.append("Drafts", raw) == Place("Drafts", 7, None)
            mailbox.close()

    def test_a_draft_is_moved_to_the_trash(self) -> None:
        steps = (Step("LIST", *LISTED), opened("Drafts"), WHOLE, Step('UID MOVE 5 "Trash"'))
        with ScriptedServer(imap(*steps, capabilities="IMAP4rev1 MOVE")) as server:
            mailbox = open_to(server)
            assert mailbox.remove_draft(Place("Drafts", 7, 5), RAW)
            mailbox.close()

    def test_where_neither_is_possible_it_is_marked_and_nothing_is_expunged(self) -> None:
        mark = Step("UID STORE 5 +FLAGS.SILENT (\\Deleted)")
        steps = (Step("LIST", *LISTED), opened("Drafts"), WHOLE, mark)
        with ScriptedServer(imap(*steps, capabilities="IMAP4rev1")) as server:
            mailbox = open_to(server)
            assert mailbox.remove_draft(Place("Drafts", 7, 5), RAW)
            mailbox.close()
        assert not any("EXPUNGE" in command for command in commands(server))

    def test_a_move_is_a_copy_and_a_mark(self) -> None:
        steps = (
            opened(),
            Step("LIST", *LISTED, '* LIST () "/" Balint'),
            Step('UID COPY 5 "Balint"'),
            Step("UID STORE 5 +FLAGS.SILENT (\\Deleted)"),
        )
        with ScriptedServer(imap(*steps, capabilities="IMAP4rev1")) as server:
            mailbox = open_to(server)
            mailbox.file(Place("INBOX", 7, 5), "Balint", Filing.MOVE)
            mailbox.close()


class TestFiling:
    def test_where_the_server_keeps_no_keywords_nothing_is_done_and_said_so(self) -> None:
        folder = opened(permanent="\\Deleted \\Seen")
        with ScriptedServer(imap(folder, folder)) as server:
            mailbox = open_to(server)
            assert not mailbox.shows("INBOX", Filing.LABEL)
            mailbox.file(Place("INBOX", 7, 5), "Balint", Filing.LABEL)
            mailbox.close()
        assert not any("STORE" in command for command in commands(server))

    def test_a_keyword_that_it_has_already_serves(self) -> None:
        store = Step("UID STORE 5 +FLAGS.SILENT (Balint)")
        with ScriptedServer(imap(opened(permanent="\\Seen Balint"), store)) as server:
            mailbox = open_to(server)
            mailbox.file(Place("INBOX", 7, 5), "Balint", Filing.LABEL)
            mailbox.close()

    def test_folders_are_named_in_the_server_s_own_way(self) -> None:
        steps = (
            opened(),
            Step("LIST", '* LIST () "." INBOX', '* LIST () "." INBOX.Sent'),
            Step("NAMESPACE", '* NAMESPACE (("INBOX." ".")) NIL NIL'),
            Step('CREATE "INBOX.Mailbot.reply"'),
            Step('SUBSCRIBE "INBOX.Mailbot.reply"'),
            Step('UID MOVE 5 "INBOX.Mailbot.reply"'),
        )
        with ScriptedServer(imap(*steps, capabilities=f"{USUAL} NAMESPACE")) as server:
            mailbox = open_to(server)
            mailbox.file(Place("INBOX", 7, 5), "Mailbot/reply", Filing.MOVE)
            mailbox.close()

    def test_old_places_are_left_alone(self) -> None:
        with ScriptedServer(imap(opened())) as server:
            mailbox = open_to(server)
            mailbox.file(Place("INBOX", 6, 5), "Balint", Filing.LABEL)
            mailbox.file(Place("INBOX", 7, None), "Balint", Filing.LABEL)
            mailbox.close()
        assert [word.split()[0] for word in commands(server)] == ["SELECT"]


class TestFetching:
    def test_what_came_unasked_and_what_vanished_is_no_mail(self) -> None:
        facts = Step(
            "UID FETCH 5,6,7",
            "* 9 FETCH (FLAGS (\\Seen))",
            '* 2 FETCH (UID 5 RFC822.SIZE 4 INTERNALDATE " 1-Mar-2026 09:30:00 +1100" FLAGS ())',
            "* 3 FETCH (UID 6 FLAGS (\\Seen))",
            '* 4 FETCH (UID 7 RFC822.SIZE 4 INTERNALDATE "nonsense" FLAGS (Balint 7))',
        )
        bodies = Step(
            "UID FETCH 5,7 (BODY.PEEK[])",
            "* 4 FETCH (UID 7 BODY[] {4}",
            "abcd)",
            "* 2 FETCH (UID 5 BODY[] NIL)",
            "* 3 EXPUNGE",
        )
        with ScriptedServer(imap(opened(exists=3, uidnext=8), facts, bodies)) as server:
            mailbox = open_to(server)
            (mail,) = mailbox.fetch("INBOX", [5, 6, 7])
            mailbox.close()
        assert (mail.uid, mail.raw) == (7, b"abcd")
        assert mail.flags == {"Balint", "7"}
        assert mail.internal_date == datetime(1970, 1, 1, tzinfo=UTC)

    def test_a_break_in_the_middle_is_told_after_what_came_whole(self) -> None:
        def facts(uid: int) -> Step:
            date = '"01-Mar-2026 09:30:00 +1100"'
            line = f"* 1 FETCH (UID {uid} RFC822.SIZE 4 INTERNALDATE {date} FLAGS ())"
            return Step(f"UID FETCH {uid}", line)

        body = Step("UID FETCH 5 (BODY.PEEK[])", "* 1 FETCH (UID 5 BODY[] {4}", "abcd)")
        broken = Step("UID FETCH 6 (BODY", "* 1 FETCH (UID 6 BODY[] {4}", last=lambda _side: None)
        steps = (opened(uidnext=7), facts(5), body, facts(6), broken)
        with ScriptedServer(imap(*steps)) as server:
            mailbox = open_to(server, batch=1)
            mails = mailbox.fetch("INBOX", [5, 6])
            assert next(mails).internal_date == datetime(2026, 2, 28, 22, 30, tzinfo=UTC)
            with pytest.raises(MailboxUnavailable):
                next(mails)
            mailbox.close()

    def test_one_damaged_mail_keeps_no_other_away(self) -> None:
        def facts(uid: int) -> str:
            date = '"01-Mar-2026 09:30:00 +1100"'
            return f"* {uid} FETCH (UID {uid} RFC822.SIZE 4 INTERNALDATE {date} FLAGS ())"

        no = "NO [SERVERBUG] Internal error"
        steps = (
            opened(uidnext=7),
            Step("UID FETCH 5,6", facts(5), facts(6)),
            Step("UID FETCH 5,6 (BODY.PEEK[])", no),
            Step("UID FETCH 5 (BODY.PEEK[])", no),
            Step("UID FETCH 6 (BODY.PEEK[])", "* 6 FETCH (UID 6 BODY[] {4}", "abcd)"),
            Step("UID FETCH 5 (BODYSTRUCTURE)", no),
            Step("UID FETCH 5 (BODY.PEEK[]<0.10000>)", no),
        )
        with ScriptedServer(imap(*steps)) as server:
            mailbox = open_to(server, largest_bytes=10_000)
            damaged, sound = mailbox.fetch("INBOX", [5, 6])
            mailbox.close()
        assert (damaged.uid, damaged.raw, damaged.truncated) == (5, b"", True)
        assert (sound.uid, sound.raw, sound.truncated) == (6, b"abcd", False)

    def test_of_a_large_mail_with_a_broken_structure_the_beginning_comes(self) -> None:
        date = '"01-Mar-2026 09:30:00 +1100"'
        facts = f"* 1 FETCH (UID 5 RFC822.SIZE 20000 INTERNALDATE {date} FLAGS ())"
        steps = (
            opened(uidnext=6),
            Step("UID FETCH 5", facts),
            Step("UID FETCH 5 (BODYSTRUCTURE)", "* 1 FETCH (UID 5 BODYSTRUCTURE ((NIL NIL) 5))"),
            Step("UID FETCH 5 (BODY.PEEK[]<0.10000>)", "* 1 FETCH (UID 5 BODY[]<0> {4}", "abcd)"),
        )
        with ScriptedServer(imap(*steps)) as server:
            mailbox = open_to(server, largest_bytes=10_000)
            (mail,) = mailbox.fetch("INBOX", [5])
            mailbox.close()
        assert (mail.raw, mail.truncated, mail.size) == (b"abcd", True, 20_000)


class TestLooking:
    def test_uidnext_that_select_does_not_tell_is_asked_for(self) -> None:
        old = Step("EXAMINE", "* 3 EXISTS", "* 0 RECENT", "* OK [UIDVALIDITY 7] ok")
        status = Step("STATUS", "* STATUS INBOX (UIDNEXT 6)")
        search = Step("UID SEARCH UID 5:*", "* SEARCH 5")
        later = (Step("NOOP", "* 4 EXISTS"), Step("UID SEARCH UID 6:*", "* SEARCH 8"))
        with ScriptedServer(imap(old, status, search, *later)) as server:
            mailbox = open_to(server)
            assert mailbox.uids_after("INBOX", 4) == [5]
            assert mailbox.state("INBOX") == FolderState(7, 9)
            mailbox.close()

    def test_a_vast_folder_is_searched_in_windows(self) -> None:
        steps = (
            opened(exists=119_000, uidnext=900_000),
            opened(exists=120_000, uidnext=900_000),
            Step("UID SEARCH 100001:150000 UID 1:*", "* SEARCH 899999 800000"),
            Step("UID SEARCH 50001:100000 UID 1:*", "* SEARCH 70000"),
            Step("UID SEARCH 1:50000 UID 1:*", "* SEARCH 2 70000"),
            Step("NOOP"),
            Step("UID SEARCH UID 899999:*", "* SEARCH 899999"),
        )
        with ScriptedServer(imap(*steps)) as server:
            mailbox = open_to(server)
            assert mailbox.uids_after("INBOX", 0) == [2, 70000, 800000, 899999]
            assert mailbox.uids_after("INBOX", 899_998) == [899999]
            mailbox.close()

    def test_a_refused_command_names_the_server_and_its_words(self) -> None:
        steps = (Step("STATUS", "NO [NONEXISTENT] No such mailbox"),)
        with ScriptedServer(imap(*steps)) as server:
            mailbox = open_to(server)
            with pytest.raises(MailboxUnavailable, match="No such mailbox") as error:
                mailbox.state("Old")
            mailbox.close()
        assert f"127.0.0.1:{server.port}" in str(error.value)


class TestLogIn:
    @pytest.mark.parametrize(
        ("answer", "error"),
        [
            ("NO [AUTHENTICATIONFAILED] Invalid credentials", LoginRefused),
            ("NO Application-specific password required", LoginRefused),
            ("NO [UNAVAILABLE] Backend is down", MailboxUnavailable),
            ("NO [ALERT] Too many simultaneous connections.", MailboxUnavailable),
            ("NO [LIMIT] Slow down", MailboxUnavailable),
            ("BAD you said secret", LoginRefused),
        ],
    )
    def test_a_refusal_is_told_from_a_busy_server(
        self, answer: str, error: type[Exception]
    ) -> None:
        with ScriptedServer(refuses(answer)) as server, pytest.raises(error) as raised:
            open_to(server)
        assert "secret" not in str(raised.value)
        assert answer.rsplit(maxsplit=1)[-1].rstrip(".") in str(raised.value) or "secret" in answer

    def test_a_break_during_the_log_in_is_no_refusal(self) -> None:
        with ScriptedServer(refuses("")) as server, pytest.raises(MailboxUnavailable):
            open_to(server)

    def test_letters_beyond_ascii_go_by_plain(self) -> None:
        heard: list[str] = []

        def talk(side: Talk) -> None:
            side.say("* OK hello")
            tag = side.hear().partition(" ")[0]
            side.say("* CAPABILITY IMAP4rev1 AUTH=PLAIN", f"{tag} OK done")
            tag = side.hear().partition(" ")[0]
            side.say("+ ")
            heard.append(side.hear())
            side.say(f"{tag} OK welcome")
            tag = side.hear().partition(" ")[0]
            side.say("* CAPABILITY IMAP4rev1", f"{tag} OK done")

        settings = {"host": "127.0.0.1", "security": "plain", "user": "alex@balint.example"}
        with ScriptedServer(talk) as server:
            mailbox = open_mailbox(
                MailboxSettings.model_validate({**settings, "port": server.port}),
                Secrets(mailbox_password=SecretStr("Grüße")),
            )
            mailbox.close()
        assert b64decode(heard[0]) == "\0alex@balint.example\0Grüße".encode()

    @pytest.mark.parametrize("password", ["", "two\r\nlines"])
    def test_no_password_at_all_is_a_matter_of_settings(self, password: str) -> None:
        settings = MailboxSettings(host="127.0.0.1", port=1, security="plain", user="alex")
        with pytest.raises(SettingsError, match="MAILBOT_MAILBOX_PASSWORD"):
            open_mailbox(settings, Secrets(mailbox_password=SecretStr(password)))

    def test_starttls_that_is_not_offered_is_not_done_without(self) -> None:
        def talk(side: Talk) -> None:
            side.say("* OK hello")
            tag = side.hear().partition(" ")[0]
            side.say("* CAPABILITY IMAP4rev1", f"{tag} OK done")
            assert side.hear() == ""  # no log-in over the open wire

        with ScriptedServer(talk) as server, pytest.raises(MailboxUnavailable, match="STARTTLS"):
            open_to(server, security="starttls")


def refuses(answer: str) -> Callable[[Talk], None]:
    """Return a talk that answers LOGIN so; with no answer it breaks off."""

    def talk(side: Talk) -> None:
        side.say("* OK hello")
        tag = side.hear().partition(" ")[0]
        side.say("* CAPABILITY IMAP4rev1", f"{tag} OK done")
        tag = side.hear().partition(" ")[0]
        if answer:
            side.say(f"{tag} {answer}")

    return talk


def _take(side: Talk, size: int) -> None:
    tag = next(line for line in reversed(side.heard) if " APPEND " in line).partition(" ")[0]
    side.hear_bytes(size)
    side.hear()
    side.say(f"{tag} OK done")


class TestWrongServer:
    def test_one_for_sending_is_told_in_plain_words(self) -> None:
        with (
            ScriptedServer(lambda side: side.say("220 mail.example ESMTP")) as server,
            pytest.raises(MailboxUnavailable, match="does not speak IMAP at this port") as error,
        ):
            open_to(server)
        assert "993" in error.value.remedy

    def test_one_that_begins_without_tls_is_told_in_plain_words(self) -> None:
        def talk(side: Talk) -> None:
            side.say("* OK hello")
            side.hear()

        with (
            ScriptedServer(talk) as server,
            pytest.raises(MailboxUnavailable, match="does not begin with TLS") as error,
        ):
            open_to(server, security="tls")
        assert "security" in error.value.remedy

    def test_a_refusal_is_told_in_the_server_s_words_and_no_others(self) -> None:
        def talk(side: Talk) -> None:
            side.say("* OK hello")
            side.say("* CAPABILITY IMAP4rev1", f"{side.hear().split()[0]} OK done")
            side.say(f"{side.hear().split()[0]} NO [AUTHENTICATIONFAILED] It's wrong")

        with ScriptedServer(talk) as server, pytest.raises(LoginRefused) as error:
            open_to(server)
        assert error.value.what.endswith("alex@balint.example: [AUTHENTICATIONFAILED] It's wrong.")
