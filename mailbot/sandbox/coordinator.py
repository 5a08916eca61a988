"""The coordinator at her mail program: what people do with drafts, over IMAP and SMTP from outside.

Mail programs write anew what they send: most give it a Message-ID of their own, drop X- headers,
and some take the draft away before Sent shows the mail. `Habits` says which program this is.
"""

from __future__ import annotations

import smtplib
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from imapclient import DRAFT, SEEN, IMAPClient  # type: ignore[import-untyped]

from mailbot.sandbox.letters import WRITING, Mail, new_message_id, read_mail, write_reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from mailbot.sandbox.accounts import Account
    from mailbot.sandbox.server import Sandbox


@dataclass(frozen=True, slots=True)
class Habits:
    """How a mail program sends a draft.

    Attributes:
        keeps_message_id: What is sent has the draft's Message-ID.
        clears_draft_first: The draft is gone before Sent shows the mail; else after.
        copies_to_sent: The program puts a copy into Sent.
    """

    keeps_message_id: bool = False
    clears_draft_first: bool = False
    copies_to_sent: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail in the Drafts folder."""

    uid: int
    raw: bytes

    @property
    def mail(self) -> Mail:
        """The draft, read."""
        return read_mail(self.raw)


def _nothing() -> None:
    """What happens meanwhile, as a rule."""


class MailProgram:
    """A mail program with one account in it; each action logs in anew."""

    def __init__(self, sandbox: Sandbox, account: Account, habits: Habits | None = None) -> None:
        """Set up `account` of a started sandbox, in a program with these habits."""
        self._sandbox = sandbox
        self._account = account
        self._habits = habits or Habits()

    def drafts(self) -> list[Draft]:
        """Return what stands in Drafts, oldest first."""
        return [Draft(uid, raw) for uid, raw in self._folder("Drafts")]

    def draft_to(self, recipient: str) -> Draft:
        """Return the newest draft to `recipient`.

        Raises:
            LookupError: There is none.
        """
        found = [draft for draft in self.drafts() if draft.mail.recipient == recipient.lower()]
        if not found:
            raise LookupError(f"No draft to {recipient} stands in Drafts.")
        return found[-1]

    def mails(self, folder: str = "INBOX") -> list[bytes]:
        """Return the mails of a folder, oldest first."""
        return [raw for _, raw in self._folder(folder)]

    def send(
        self,
        draft: Draft,
        now: datetime,
        *,
        text: str | None = None,
        meanwhile: Callable[[], None] = _nothing,
    ) -> bytes:
        """Send a draft, with another text if one is given, and return what was sent.

        `meanwhile` is called between the program's last two steps: with `clears_draft_first`
        the draft is gone then, and Sent does not show the mail yet.
        """
        raw = self._written_anew(draft, now, text)
        self._submit(draft.mail.recipient, raw)
        steps = [lambda: self._copy_to_sent(raw, now), lambda: self.reject(draft)]
        if self._habits.clears_draft_first:
            steps.reverse()
        steps[0]()
        meanwhile()
        steps[1]()
        return raw

    def save(self, draft: Draft, now: datetime, text: str) -> Draft:
        """Change a draft's text without sending it: a new one is stored, the old one removed."""
        raw = self._written_anew(draft, now, text)
        with self._connected() as imap:
            imap.append("Drafts", raw, [DRAFT, SEEN], now)
        self.reject(draft)
        return self.drafts()[-1]

    def reject(self, draft: Draft) -> None:
        """Delete a draft."""
        with self._connected() as imap:
            imap.select_folder("Drafts")
            imap.delete_messages([draft.uid])
            imap.uid_expunge([draft.uid])

    def answer(self, received: bytes, text: str, now: datetime) -> bytes:
        """Answer a mail by hand and return what was sent."""
        mail = read_mail(received)
        raw = write_reply(self._account, mail, text, now).as_bytes()
        self._submit(mail.sender, raw)
        self._copy_to_sent(raw, now)
        return raw

    def _written_anew(self, draft: Draft, now: datetime, text: str | None) -> bytes:
        old, kept = draft.mail, self._habits.keeps_message_id
        mail = EmailMessage(policy=WRITING)
        mail["Message-ID"] = (
            old.message_id
            if kept
            else new_message_id(self._account, old.message_id, now.isoformat(), text or "")
        )
        mail["Date"] = format_datetime(now)
        mail["User-Agent"] = "A mail program"
        mail["Subject"] = old.subject
        mail["From"] = self._account.mailbox
        mail["To"] = old.recipient
        if old.in_reply_to:
            mail["In-Reply-To"] = old.in_reply_to
            mail["References"] = old.references.removesuffix(old.message_id).strip()
        mail.set_content(old.text if text is None else text)
        if text is None and old.html:
            mail.add_alternative(old.html, subtype="html")
        return mail.as_bytes()

    def _submit(self, recipient: str, raw: bytes) -> None:
        with smtplib.SMTP(self._sandbox.host, self._sandbox.smtp_port) as connection:
            connection.login(self._account.email, self._account.password)
            connection.sendmail(self._account.email, [recipient], raw)

    def _copy_to_sent(self, raw: bytes, now: datetime) -> None:
        if self._habits.copies_to_sent:
            with self._connected() as imap:
                imap.append("Sent", raw, [SEEN], now)

    def _folder(self, folder: str) -> list[tuple[int, bytes]]:
        with self._connected() as imap:
            imap.select_folder(folder, readonly=True)
            uids = imap.search("ALL")
            found = imap.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
            return [(uid, found[uid][b"BODY[]"]) for uid in sorted(found)]

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        with IMAPClient(self._sandbox.host, self._sandbox.imap_port, ssl=False) as imap:
            imap.login(self._account.email, self._account.password)
            yield imap
