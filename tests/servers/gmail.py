"""A Gmail account as its IMAP shows it: one store of mail, and folders that are views by label.

Sources, named at each rule by their number:
[1] https://developers.google.com/workspace/gmail/imap/imap-extensions
[2] github.com/jstedfast/MailKit issue 1180: LIST of an account
[3] github.com/zone-eu/wildduck wiki, "Gmail sending": the server's own copy in Sent
[4] github.com/overseers-desk/courier issue 53: what EXPUNGE does, tried on an account
[5] https://developers.google.com/workspace/gmail/api/reference/rest/v1/ImapSettings:
    `expungeBehavior`, archive by default
[6] github.com/postalsys/imapflow issue 153: Trash and Spam are not part of All Mail
[7] IMAP transcripts of imap.gmail.com in public bug reports, among them
    github.com/jstedfast/MailKit issue 28: CAPABILITY before and after the log-in
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

INBOX, SENT, DRAFT = "\\Inbox", "\\Sent", "\\Draft"  # [1], X-GM-LABELS in the FETCH example
TRASH, SPAM = "\\Trash", "\\Spam"
ALL = "\\All"
_ARRIVAL = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(eq=False, slots=True)
class Mail:
    """A mail: one, however many folders show it.

    Attributes:
        number: X-GM-MSGID, the same in every folder. [1]
        raw: Its bytes.
        labels: System labels such as `\\Inbox`, and the user's own.
        flags: Flags; they too are the mail's, not the folder's.
        arrived: INTERNALDATE.
    """

    number: int
    raw: bytes
    labels: set[str]
    flags: set[str] = field(default_factory=set)
    arrived: datetime = _ARRIVAL

    @property
    def thrown_away(self) -> bool:
        """True in Trash or Spam, where a mail leaves every other folder. [6]"""
        return bool(self.labels & {TRASH, SPAM})


@dataclass(slots=True)
class Folder:
    """A view by one label, with UIDs of its own.

    Attributes:
        name: As LIST shows it.
        attributes: As LIST shows them.
        label: The label of which it is the view; `\\All` for All Mail.
        uidvalidity: Differs from folder to folder. [7]
        uidnext: The next UID.
        mails: By UID.
    """

    name: str
    attributes: str
    label: str
    uidvalidity: int
    uidnext: int = 1
    mails: dict[int, Mail] = field(default_factory=dict)

    def shows(self, mail: Mail) -> bool:
        """Tell whether the mail belongs here."""
        if mail.thrown_away:
            return self.label in mail.labels & {TRASH, SPAM}
        return self.label == ALL or self.label in mail.labels


class GmailAccount:
    """The account: what the web page shows and what IMAP changes are the same store."""

    def __init__(self, *, portuguese: bool = False) -> None:
        """Make it with the folders of a new account. [2]

        Args:
            portuguese: The folders' names follow the account's language. [7]
        """
        names = ("E-mails enviados", "Rascunhos") if portuguese else ("Sent Mail", "Drafts")
        self._numbers = itertools.count(1278455344230334865)
        self._mails: list[Mail] = []
        self.folders: dict[str, Folder] = {}
        for name, attributes, label in (
            ("INBOX", "\\HasNoChildren", INBOX),
            ("[Gmail]/All Mail", "\\All \\HasNoChildren", ALL),
            (f"[Gmail]/{names[1]}", "\\Drafts \\HasNoChildren", DRAFT),
            (f"[Gmail]/{names[0]}", "\\HasNoChildren \\Sent", SENT),
            ("[Gmail]/Spam", "\\HasNoChildren \\Junk", SPAM),
            ("[Gmail]/Trash", "\\HasNoChildren \\Trash", TRASH),
        ):
            self._add_folder(name, attributes, label)

    def receive(self, raw: bytes) -> Mail:
        """Take a mail from outside: it stands in INBOX and in All Mail, with two UIDs."""
        return self.store(raw, {INBOX})

    def submit(self, raw: bytes) -> Mail:
        """Send a mail by Gmail's SMTP: it puts a copy into Sent, unless one is there. [3]"""
        sent = next(folder for folder in self.folders.values() if folder.label == SENT)
        for mail in sent.mails.values():
            if message_id(mail.raw) == message_id(raw):
                return mail
        return self.store(raw, {SENT}, {"\\Seen"})

    def store(
        self,
        raw: bytes,
        labels: set[str],
        flags: set[str] | None = None,
        arrived: datetime = _ARRIVAL,
    ) -> Mail:
        """Put a mail into the store; one in Drafts is a draft whatever its flags say."""
        kept = set(flags or ()) | ({"\\Draft"} if DRAFT in labels else set())
        mail = Mail(next(self._numbers), raw, set(labels), kept, arrived)
        self._mails.append(mail)
        self.settle()
        return mail

    def label(self, mail: Mail, label: str) -> None:
        """Add a label; a label of the user's own is a folder too. [1]"""
        if not label.startswith("\\") and label not in self.folders:
            self.create(label)
        mail.labels.add(label)
        self.settle()

    def create(self, name: str) -> None:
        """Make a label, which is to make a folder. [1]"""
        self._add_folder(name, "\\HasNoChildren", name)

    def leave(self, folder: Folder, mail: Mail) -> None:
        """Take the mail out of one folder: only the label goes, the mail stays. [4] [5]"""
        mail.labels.discard(folder.label)
        mail.flags.discard("\\Deleted")
        self.settle()

    def move(self, mail: Mail, source: Folder, target: Folder) -> None:
        """Move a mail from one folder to another."""
        mail.labels.discard(source.label)
        self.label(mail, target.label)

    def settle(self) -> None:
        """Let every folder show what belongs there, new mail under a new UID."""
        for folder in self.folders.values():
            for uid, mail in list(folder.mails.items()):
                if not folder.shows(mail):
                    del folder.mails[uid]
            shown = {id(mail) for mail in folder.mails.values()}
            for mail in self._mails:
                if folder.shows(mail) and id(mail) not in shown:
                    folder.mails[folder.uidnext] = mail
                    folder.uidnext += 1

    def _add_folder(self, name: str, attributes: str, label: str) -> None:
        number = len(self.folders)
        self.folders[name] = Folder(name, attributes, label, number + 1, uidnext=1 + 100 * number)


def message_id(raw: bytes) -> str:
    """Return the Message-ID, or an empty string."""
    found = re.search(rb"(?im)^message-id:\s*(\S+)", raw)
    return found[1].decode() if found else ""
