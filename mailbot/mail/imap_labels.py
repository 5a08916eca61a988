"""Which mails bear a label: a Gmail label, else an IMAP keyword (RFC 3501, section 2.3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.mail.imap_filing import keyword
from mailbot.model.folders import Place

if TYPE_CHECKING:
    from mailbot.mail.imap_session import Session


def labelled(session: Session, folder: str, label: str) -> list[Place]:
    """Return where mail in `folder` stands that bears `label`, ascending.

    A server without such a keyword has nothing to search for, and may refuse to.
    """
    opened = session.current(folder)
    if session.is_gmail:
        criteria = f'X-GM-LABELS "{label}"'
    elif opened.permanent_flags & {"\\*", keyword(label)}:
        criteria = f"KEYWORD {keyword(label)}"
    else:
        return []
    return [
        Place(folder, opened.state.uidvalidity, uid) for uid in session.search(folder, criteria)
    ]
