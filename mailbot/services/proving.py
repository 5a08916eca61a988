"""Whether a mail truly comes from the coordinator or her deputy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.mail.authenticity import is_authentic
from mailbot.reading.screening import screen
from mailbot.services.understanding import understood

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailbot.model.folders import Mailbox
    from mailbot.model.mail import Message
    from mailbot.services.office import Office

    InSent = Callable[[Message], bool]


def nowhere(_message: Message) -> bool:
    """Say of every mail that it is not in Sent: where no mailbox is at hand."""
    return False


def in_sent_of(mailbox: Mailbox) -> InSent:
    """Return what tells of a mail whether just this stands in Sent, too.

    Only who holds the account can put it there. To be asked outside any transaction.
    """

    def in_sent(message: Message) -> bool:
        if not message.message_id:
            return False
        folder = mailbox.folders().sent
        copies = mailbox.fetch(folder, mailbox.find(folder, message.message_id))
        digests = {understood(copy.raw).content_digest for copy in copies}
        return bool(message.content_digest) and message.content_digest in digests

    return in_sent


def asks_sent(office: Office, message: Message) -> bool:
    """Tell whether Sent may have to prove a mail: a person wrote it from the account's address."""
    own = message.sender.email in office.settings.own_addresses
    return own and not screen(message).origin.machine


def is_proved(office: Office, message: Message, *, in_sent: bool) -> bool:
    """Tell whether the sender of a mail is proved.

    That is by the word of the receiving server, or, where account and sender are one, by a copy in
    the account's Sent folder.

    Args:
        office: The rooms.
        message: The mail.
        in_sent: Just this mail stands in Sent, too.
    """
    own = message.sender.email in office.settings.own_addresses
    return (own and in_sent) or is_authentic(message, office.settings.mailbox.authserv)
