"""Which mails bear a label: a Gmail label, else an IMAP keyword (RFC 3501, section 2.3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.mail.imap_filing import keyword
from mailbot.model.folders import Place

if TYPE_CHECKING:
    from mailbot.mail.imap_session import Session


def labelled(session: Session, folder: str, label: str) -> list[Place]:
    """Return where mail in `folder` stands that bears `label`, ascending.

    A server that keeps no keywords finds none.
    """
    opened = session.current(folder)
    criteria = f'X-GM-LABELS "{label}"' if session.is_gmail else f"KEYWORD {keyword(label)}"
    uids = session.search(folder, criteria)
    return [Place(folder, opened.state.uidvalidity, uid) for uid in uids]
