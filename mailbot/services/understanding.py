"""From a mail's bytes to a Message and to what makes it the same mail wherever it turns up."""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING

from mailbot.mail.parse import parse
from mailbot.model.mail import Message

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.store.keep import Digester

_log = logging.getLogger(__name__)


def understood(raw: bytes) -> Message:
    """Return the mail as far as it can be understood; never raises."""
    try:
        return parse(raw)
    except Exception as error:  # noqa: BLE001 - any bytes may come, and one mail must not stop the poll
        _log.error("A mail of %d bytes cannot be parsed: %s", len(raw), type(error).__name__)
        return unparsed(raw)


def unparsed(raw: bytes) -> Message:
    """Return a mail of which nothing is known but its bytes."""
    return Message(content_digest=hashlib.sha256(raw).hexdigest(), size=len(raw))


def identity_of(digester: Digester, message: Message, arrived: datetime) -> str:
    """Return what is the same for a mail in whichever folder, under whichever UID.

    A mail with neither Message-ID nor date could be one of several with the same words, so there
    its arrival counts, too, which servers keep when a mail is copied (RFC 3501, section 6.4.7).
    """
    content = message.content_digest
    if message.message_id is None and message.date is None:
        content = f"{content}\0{arrived.isoformat()}"
    return digester.identity(message.message_id, content)
