"""A mail as Mailbot sees it once its bytes are understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    """A mail address with its display name.

    Attributes:
        email: `local@domain` in lower case; empty where none could be read.
        name: The display name, decoded; may be empty.
    """

    email: str
    name: str = ""

    @property
    def domain(self) -> str:
        """The part after the last @, or an empty string."""
        return self.email.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part of a mail that is not its text.

    Attributes:
        filename: As the sender named it; may be empty.
        content_type: `type/subtype` in lower case.
        size: Bytes after decoding.
    """

    filename: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class FailedRecipient:
    """One recipient of a delivery status notification (RFC 3464, section 2.3).

    Attributes:
        email: Final-Recipient, else Original-Recipient, lower case.
        status: Enhanced status code such as `5.1.1` (RFC 3463); empty where unknown.
        permanent: True for a failure that will not mend by itself.
        diagnostic: What the server said, cut to a few hundred characters.
    """

    email: str
    status: str = ""
    permanent: bool = True
    diagnostic: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a bounce says about the mail that bounced.

    Attributes:
        recipients: Whom it could not be delivered to; empty where the bounce does not say.
        message_ids: Message-IDs found in the returned mail or headers, angle brackets kept.
    """

    recipients: tuple[FailedRecipient, ...] = ()
    message_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One mail, understood as well as its bytes allow.

    Attributes:
        message_id: With angle brackets; None where the mail has none.
        in_reply_to: Message-IDs, with angle brackets.
        references: Message-IDs, with angle brackets, oldest first.
        date: The Date header as an aware UTC instant; None where it cannot be read.
        sender: The first address of From.
        reply_to: Addresses of Reply-To.
        to: Addresses of To.
        cc: Addresses of Cc.
        subject: Decoded, white space folded.
        body: The whole text, from text/plain or from HTML made readable.
        new_text: What the writer wrote now: no quoted mail, no forwarded mail, no signature.
        quoted: Earlier mail that is quoted or forwarded below or between the new text.
        signature: The signature, where one is found; facts such as a university stand there.
        html_only: True where there was HTML but no plain text.
        attachments: Parts that are not the text.
        headers: Every header in order, names in lower case, values decoded, each cut at a limit.
        report: What a bounce reports; None where the mail is none.
        content_digest: SHA-256 in hexadecimal over sender, date, subject and body, so that the
            same mail is known again without a Message-ID.
        size: Bytes of the raw mail.
        defects: What was broken or cut while reading, in words.
    """

    message_id: str | None = None
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    date: datetime | None = None
    sender: Address = field(default_factory=lambda: Address(""))
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    body: str = ""
    new_text: str = ""
    quoted: str = ""
    signature: str = ""
    html_only: bool = False
    attachments: tuple[Attachment, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    report: DeliveryReport | None = None
    content_digest: str = ""
    size: int = 0
    defects: tuple[str, ...] = ()

    def header(self, name: str) -> str | None:
        """Return the first value of the header `name` (any case), or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), None)

    def header_all(self, name: str) -> tuple[str, ...]:
        """Return every value of the header `name` (any case), topmost first."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key == wanted)


class Origin(StrEnum):
    """What wrote a mail."""

    HUMAN = "human"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    LIST = "list"
    CALENDAR = "calendar"
    NOTICE = "notice"

    @property
    def machine(self) -> bool:
        """True for everything but a person."""
        return self is not Origin.HUMAN


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why Mailbot says what it says.

    Attributes:
        words: The words of the mail (or the header) that show it.
        why: The name of the rule or feature that spoke.
    """

    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Screening:
    """Whether a machine wrote the mail, and whether it may be answered at all.

    Attributes:
        origin: What wrote it.
        answerable: False where no reply may ever go out: every machine, our own mail,
            a no-reply sender, mail that came through a list.
        evidence: What shows it.
    """

    origin: Origin
    answerable: bool
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class FetchedMail:
    """A mail as it came out of a folder.

    Attributes:
        folder: The folder's name on the server.
        uidvalidity: The folder's UIDVALIDITY (RFC 3501, section 2.3.1.1).
        uid: The mail's UID in that folder.
        raw: The bytes; of a truncated mail the headers and the text part.
        size: RFC822.SIZE in bytes.
        truncated: True where the mail was over the limit, so only headers and text were fetched.
        internal_date: INTERNALDATE, aware UTC.
        flags: Flags and keywords.
        labels: Gmail labels; empty elsewhere.
        gmail_id: X-GM-MSGID; None elsewhere.
    """

    folder: str
    uidvalidity: int
    uid: int
    raw: bytes
    size: int
    truncated: bool
    internal_date: datetime
    flags: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    gmail_id: int | None = None
