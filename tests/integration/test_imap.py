"""The mailbox, on every server: what the worker relies on."""

from __future__ import annotations

import threading
import time
from datetime import UTC, date, datetime
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import BytesParser
from typing import TYPE_CHECKING

import pytest

from mailbot.errors import FolderMissing, LoginRefused, MailboxUnavailable
from mailbot.mail.imap import open_mailbox
from mailbot.model.folders import Filing, Place

if TYPE_CHECKING:
    from mailbot.model.folders import Mailbox
    from mailbot.settings_servers import MailboxSettings
    from tests.servers.interface import Account
    from tests.servers.program import MailProgram

LABEL = "Mailbot/needs you"


def a_mail(number: int = 1, text: str = "Is there a place?") -> bytes:
    return (
        f"Message-ID: <enquiry-{number}@uni.example>\r\nSubject: Balint {number}\r\n\r\n{text}\r\n"
    ).encode()


def set_settings(account: Account, **changes: object) -> MailboxSettings:
    return account.mailbox.model_copy(update=changes)


class TestLooking:
    def test_a_new_mail_has_a_uid_above_the_last(
        self, mailbox: Mailbox, program: MailProgram
    ) -> None:
        before = mailbox.state("INBOX")
        program.put(a_mail())
        after = mailbox.state("INBOX")
        assert after.uidvalidity == before.uidvalidity
        assert after.uidnext > before.uidnext
        assert len(mailbox.uids_after("INBOX", before.uidnext - 1)) == 1
        # `n:*` would name the last mail though it is below n
        assert mailbox.uids_after("INBOX", after.uidnext + 10) == []

    def test_the_open_folder_shows_what_arrived_meanwhile(
        self, mailbox: Mailbox, program: MailProgram
    ) -> None:
        assert mailbox.uids_after("INBOX", 0) == []
        program.put(a_mail())
        assert len(mailbox.uids_after("INBOX", 0)) == 1
        assert mailbox.find("INBOX", "<enquiry-1@uni.example>") != []

    def test_mail_since_a_day(self, mailbox: Mailbox, program: MailProgram) -> None:
        program.put(a_mail(1), at=datetime(2026, 3, 1, 12, tzinfo=UTC))
        program.put(a_mail(2), at=datetime(2026, 3, 5, 12, tzinfo=UTC))
        (uid,) = mailbox.uids_since("INBOX", date(2026, 3, 4))
        (mail,) = mailbox.fetch("INBOX", [uid])
        assert b"enquiry-2" in mail.raw

    def test_a_folder_with_letters_beyond_ascii(
        self, mailbox: Mailbox, program: MailProgram
    ) -> None:
        program.create("Anfragen über Gruppen & mehr")
        program.put(a_mail(), "Anfragen über Gruppen & mehr")
        assert len(mailbox.uids_after("Anfragen über Gruppen & mehr", 0)) == 1

    def test_a_folder_made_anew_has_another_uidvalidity(
        self, mailbox: Mailbox, program: MailProgram
    ) -> None:
        program.create("Old")
        program.put(a_mail(), "Old")
        before = mailbox.state("Old").uidvalidity
        program.drop_folder("Old")
        program.create("Old")
        assert mailbox.state("Old").uidvalidity != before


class TestFetching:
    def test_a_mail_comes_as_it_was_put_and_stays_unread(
        self, mailbox: Mailbox, program: MailProgram
    ) -> None:
        raw = b"Subject: gr\xc3\xbc\xc3\x9fe\r\n\r\n.\r\n..\r\nbytes \xff\xfe\r\n"
        arrived = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
        program.put(raw, at=arrived)
        (mail,) = mailbox.fetch("INBOX", mailbox.uids_after("INBOX", 0))
        assert mail.raw == raw
        assert mail.size == len(raw)
        assert mail.internal_date == arrived
        assert mail.internal_date.tzinfo is UTC
        assert not mail.truncated
        assert mail.uidvalidity == mailbox.state("INBOX").uidvalidity
        (stored,) = program.mails()
        assert "\\Seen" not in stored.flags

    def test_many_come_in_order_though_asked_for_in_disorder(
        self, account: Account, program: MailProgram
    ) -> None:
        for number in range(7):
            program.put(a_mail(number))
        mailbox = open_mailbox(set_settings(account, batch=3), account.secrets)
        uids = mailbox.uids_after("INBOX", 0)
        mails = list(mailbox.fetch("INBOX", [*reversed(uids), uids[0]]))
        mailbox.close()
        assert [mail.uid for mail in mails] == uids
        assert [mail.raw for mail in mails] == [a_mail(number) for number in range(7)]

    def test_what_vanished_is_left_out(self, mailbox: Mailbox, program: MailProgram) -> None:
        for number in range(3):
            program.put(a_mail(number))
        uids = mailbox.uids_after("INBOX", 0)
        program.remove("INBOX", uids[1])
        assert [mail.uid for mail in mailbox.fetch("INBOX", uids)] == [uids[0], uids[2]]

    def test_another_folder_may_be_looked_at_between_two_batches(
        self, account: Account, program: MailProgram
    ) -> None:
        for number in range(4):
            program.put(a_mail(number))
        mailbox = open_mailbox(set_settings(account, batch=1), account.secrets)
        seen = []
        for mail in mailbox.fetch("INBOX", mailbox.uids_after("INBOX", 0)):
            seen.append(mail.raw)
            assert mailbox.uids_after("Sent", 0) == []
        mailbox.close()
        assert seen == [a_mail(number) for number in range(4)]

    def test_of_a_large_mail_only_headers_and_text_come(
        self, account: Account, program: MailProgram
    ) -> None:
        mail = MIMEMultipart("mixed")
        mail["Subject"] = "A photograph"
        mail["Message-ID"] = "<large@uni.example>"
        mail.attach(MIMEApplication(bytes(60_000)))
        both = MIMEMultipart("alternative")
        both.attach(MIMEText("<p>Grüße</p>", "html"))
        both.attach(MIMEText("Viele Grüße"))
        mail.attach(both)
        program.put(mail.as_bytes())
        mailbox = open_mailbox(set_settings(account, largest_bytes=10_000), account.secrets)
        (fetched,) = mailbox.fetch("INBOX", mailbox.uids_after("INBOX", 0))
        mailbox.close()
        assert fetched.truncated
        assert fetched.size > 60_000
        assert len(fetched.raw) < 2_000
        parsed = BytesParser().parsebytes(fetched.raw)
        assert parsed["Message-ID"] == "<large@uni.example>"
        assert [part.get_content_type() for part in parsed.walk()] == [
            "multipart/mixed",
            "text/plain",
        ]
        assert b"Viele Gr\xc3\xbc\xc3\x9fe" in [
            part.get_payload(decode=True) for part in parsed.walk()
        ]

    def test_of_a_large_plain_mail_the_beginning_comes(
        self, account: Account, program: MailProgram
    ) -> None:
        program.put(a_mail(text="A long story. " * 2_000))
        mailbox = open_mailbox(set_settings(account, largest_bytes=10_000), account.secrets)
        (fetched,) = mailbox.fetch("INBOX", mailbox.uids_after("INBOX", 0))
        mailbox.close()
        assert fetched.truncated
        assert fetched.raw.startswith(a_mail(text="A long story.").rstrip())
        assert len(fetched.raw) < 11_000


class TestFinding:
    def test_only_exactly_this_message_id(self, mailbox: Mailbox, program: MailProgram) -> None:
        program.put(b"Message-ID: <a@uni.example>\r\n\r\nx\r\n")
        program.put(b"Message-ID: <aa@uni.example>\r\n\r\nx\r\n")
        program.put(b"Message-ID:\r\n <a@uni.example>\r\n\r\nfolded\r\n")
        program.put(b"Subject: none\r\n\r\nMessage-ID: <a@uni.example>\r\n")
        assert len(mailbox.find("INBOX", "<a@uni.example>")) == 2
        assert mailbox.find("INBOX", "a@uni.example") == []
        assert mailbox.find("INBOX", "") == []

    @pytest.mark.parametrize(
        "message_id",
        [
            '<"quoted \\"word"@uni.example>',
            "<grüße@uni.example>",
            "<(1){2}%*@uni.example>",
            "<" + "long" * 60 + "@uni.example>",
        ],
    )
    def test_strange_message_ids(
        self, mailbox: Mailbox, program: MailProgram, message_id: str
    ) -> None:
        program.put(f"Message-ID: {message_id}\r\n\r\nx\r\n".encode())
        assert len(mailbox.find("INBOX", message_id)) == 1

    def test_a_message_id_is_never_a_command(self, mailbox: Mailbox, program: MailProgram) -> None:
        program.put(a_mail())
        assert mailbox.find("INBOX", '<x">\r\nA1 STORE 1:* +FLAGS (\\Deleted)') == []
        assert program.mails()[0].flags == frozenset()


class TestDrafts:
    def test_a_draft_is_put_and_removed(self, mailbox: Mailbox, program: MailProgram) -> None:
        drafts = mailbox.folders().drafts
        program.put(a_mail(9), drafts, flags=["\\Draft"])
        place = mailbox.append(drafts, a_mail(1), flags=["\\Draft"])
        assert place.uidvalidity == mailbox.state(drafts).uidvalidity
        assert mailbox.find(drafts, "<enquiry-1@uni.example>") == [place.uid]
        assert mailbox.remove_draft(place, a_mail(1))
        assert [mail.raw for mail in program.mails(drafts)] == [a_mail(9)]
        assert not mailbox.remove_draft(place, a_mail(1))

    def test_line_ends_are_no_difference(self, mailbox: Mailbox, program: MailProgram) -> None:
        drafts = mailbox.folders().drafts
        raw = a_mail().replace(b"\r\n", b"\n").rstrip()
        assert mailbox.remove_draft(mailbox.append(drafts, raw, flags=["\\Draft"]), raw)
        assert program.mails(drafts) == []

    def test_what_is_not_ours_stays(self, mailbox: Mailbox, program: MailProgram) -> None:
        drafts = mailbox.folders().drafts
        edited = mailbox.append(drafts, a_mail(text="Edited by her"), flags=["\\Draft"])
        assert not mailbox.remove_draft(edited, a_mail())
        elsewhere = mailbox.append("INBOX", a_mail())
        assert not mailbox.remove_draft(elsewhere, a_mail())
        outdated = Place(drafts, edited.uidvalidity + 1, edited.uid)
        assert not mailbox.remove_draft(outdated, a_mail(text="Edited by her"))
        assert len(program.mails(drafts)) == 1
        assert len(program.mails()) == 1

    def test_another_mail_marked_as_deleted_is_not_expunged(
        self, mailbox: Mailbox, program: MailProgram
    ) -> None:
        drafts = mailbox.folders().drafts
        program.put(a_mail(9), drafts, flags=["\\Deleted"])
        place = mailbox.append(drafts, a_mail(1), flags=["\\Draft"])
        assert mailbox.remove_draft(place, a_mail(1))
        assert [mail.raw for mail in program.mails(drafts)] == [a_mail(9)]

    def test_a_place_without_uid_is_found_by_its_message_id(
        self, mailbox: Mailbox, program: MailProgram
    ) -> None:
        drafts = mailbox.folders().drafts
        place = mailbox.append(drafts, a_mail(), flags=["\\Draft"])
        assert mailbox.remove_draft(Place(drafts, place.uidvalidity, None), a_mail())
        assert program.mails(drafts) == []

    def test_the_date_of_a_copy_is_kept(self, mailbox: Mailbox, program: MailProgram) -> None:
        sent_at = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
        mailbox.append("Sent", a_mail(), flags=["\\Seen"], at=sent_at)
        (copy,) = program.mails("Sent")
        assert copy.arrived == sent_at
        assert "\\Seen" in copy.flags


class TestFiling:
    @pytest.fixture
    def place(self, mailbox: Mailbox, program: MailProgram) -> Place:
        program.put(a_mail())
        state = mailbox.state("INBOX")
        return Place("INBOX", state.uidvalidity, state.uidnext - 1)

    def test_a_label_is_a_keyword(
        self, mailbox: Mailbox, program: MailProgram, place: Place
    ) -> None:
        assert mailbox.shows("INBOX", Filing.LABEL)
        mailbox.file(place, LABEL, Filing.LABEL)
        mailbox.file(place, LABEL, Filing.LABEL)
        (mail,) = program.mails()
        assert mail.flags == {"Mailbot/needs_you"}

    def test_a_copy_is_made_once_however_often_it_is_asked_for(
        self, mailbox: Mailbox, program: MailProgram, place: Place
    ) -> None:
        mailbox.file(place, LABEL, Filing.COPY)
        mailbox.file(place, LABEL, Filing.COPY)
        (copy,) = program.mails(LABEL)
        assert copy.raw == a_mail()
        assert len(program.mails()) == 1

    def test_a_move_takes_only_this_mail(
        self, mailbox: Mailbox, program: MailProgram, place: Place
    ) -> None:
        program.put(a_mail(2), flags=["\\Deleted"])
        mailbox.file(place, "Für Sie", Filing.MOVE)
        mailbox.file(place, "Für Sie", Filing.MOVE)
        assert [mail.raw for mail in program.mails("Für Sie")] == [a_mail()]
        assert [mail.raw for mail in program.mails()] == [a_mail(2)]

    def test_leaving_changes_nothing(
        self, mailbox: Mailbox, program: MailProgram, place: Place
    ) -> None:
        folders = program.folders()
        mailbox.file(place, LABEL, Filing.LEAVE)
        assert program.folders() == folders
        assert program.mails()[0].flags == frozenset()

    @pytest.mark.parametrize("filing", list(Filing))
    def test_filing_never_marks_as_read(
        self, mailbox: Mailbox, program: MailProgram, place: Place, filing: Filing
    ) -> None:
        mailbox.file(place, LABEL, filing)
        folders = {"INBOX", LABEL} & set(program.folders())
        mails = [mail for folder in folders for mail in program.mails(folder)]
        assert mails
        assert all("\\Seen" not in mail.flags for mail in mails)


class TestWaiting:
    def test_mail_put_while_waiting_ends_the_wait(
        self, mailbox: Mailbox, program: MailProgram
    ) -> None:
        mailbox.state("INBOX")
        later = threading.Timer(0.2, program.put, [a_mail()])
        later.start()
        assert mailbox.wait("INBOX", 20)
        later.join()

    def test_mail_put_before_the_wait_ends_it_at_once(
        self, mailbox: Mailbox, program: MailProgram
    ) -> None:
        mailbox.state("INBOX")
        program.put(a_mail())
        assert mailbox.wait("INBOX", 60)

    def test_without_news_it_waits_and_says_so(self, mailbox: Mailbox) -> None:
        mailbox.state("INBOX")
        began = time.monotonic()
        assert not mailbox.wait("INBOX", 0.3)
        assert time.monotonic() - began >= 0.3

    def test_idle_is_issued_anew(self, account: Account, program: MailProgram) -> None:
        settings = set_settings(account, idle_minutes=0.1 / 60)
        mailbox = open_mailbox(settings, account.secrets)
        later = threading.Timer(0.5, program.put, [a_mail()])
        later.start()
        assert mailbox.wait("INBOX", 20)
        later.join()
        mailbox.close()

    def test_another_thread_ends_it(self, mailbox: Mailbox) -> None:
        later = threading.Timer(0.2, mailbox.interrupt)
        later.start()
        began = time.monotonic()
        assert not mailbox.wait("INBOX", 60)
        assert time.monotonic() - began < 1.2
        later.join()

    def test_an_interruption_just_before_the_wait_is_not_lost(self, mailbox: Mailbox) -> None:
        mailbox.interrupt()
        assert not mailbox.wait("INBOX", 60)

    def test_after_a_wait_the_mailbox_works_on(
        self, mailbox: Mailbox, program: MailProgram
    ) -> None:
        mailbox.state("INBOX")
        for number in range(3):
            program.put(a_mail(number))
            assert mailbox.wait("INBOX", 20)
            assert len(mailbox.uids_after("INBOX", 0)) == number + 1


class TestOpening:
    def test_special_folders_are_found(self, mailbox: Mailbox) -> None:
        folders = mailbox.folders()
        assert (folders.inbox, folders.drafts, folders.sent) == ("INBOX", "Drafts", "Sent")
        assert folders.junk == "Junk"
        assert not mailbox.keeps_sent

    def test_a_folder_that_is_not_there_is_told_with_those_that_are(self, account: Account) -> None:
        mailbox = open_mailbox(set_settings(account, also=("[Gmail]/All Mail",)), account.secrets)
        with pytest.raises(FolderMissing) as error:
            mailbox.folders()
        mailbox.close()
        assert "[Gmail]/All Mail" in error.value.what
        assert "Drafts, INBOX" in error.value.remedy

    def test_a_wrong_password_is_refused_and_never_told(self, account: Account) -> None:
        secrets = account.secrets.model_copy(update={"mailbox_password": _secret("hunter22")})
        with pytest.raises(LoginRefused) as error:
            open_mailbox(account.mailbox, secrets)
        text = str(error.value)
        assert account.address in text
        assert str(account.mailbox.port) in text
        assert "hunter22" not in text

    def test_closing_twice_is_quiet(self, account: Account) -> None:
        mailbox = open_mailbox(account.mailbox, account.secrets)
        mailbox.close()
        mailbox.close()
        with pytest.raises(MailboxUnavailable):
            mailbox.state("INBOX")


def _secret(text: str) -> object:
    from pydantic import SecretStr

    return SecretStr(text)
