"""What a mail's words say of its writer, where its header says nothing.

A person may be away, may unsubscribe, may have had a bounce, and may write about it; so words count
only where several of a machine's habits meet and a person's are missing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailbot.model.mail import Origin
from mailbot.reading.screening import absence_words, failure_words, notice_words
from mailbot.reading.screening.mail import Rule, first
from mailbot.reading.screening.people_words import OURS

if TYPE_CHECKING:
    from mailbot.reading.screening.mail import Mail

_AGAIN = re.compile(
    r"^(?:re|fwd?|fw|aw|wg|sv|vs|vb|tr|rv|enc|antw|doorst|odp|pd|ynt|ilt|vl|回复|答复|转发|返信|転送)\s?[:：]"
)
_ABSENCE_SIGNS = (
    absence_words.AWAY,
    absence_words.UNTIL,
    absence_words.UNREAD,
    absence_words.INSTEAD,
)
_LONGEST_ABSENCE = 900
_LONGEST_ADDRESSED = 800


def _in_prose(mail: Mail) -> str:
    said = first(failure_words.TEXT, mail.text)
    if not said:
        return ""
    spoken = mail.someone_speaks
    if len(mail.text) < _LONGEST_ADDRESSED and not spoken:
        addressed = first(failure_words.ADDRESSED, mail.text)
        if addressed:
            return addressed
    if _AGAIN.match(mail.subject):
        return ""
    signs = sum(map(bool, _failure_signs(mail)))
    return said if signs >= 2 or (signs and not spoken) else ""


def _failure_signs(mail: Mail) -> tuple[str, ...]:
    server = first(failure_words.SERVER, f"{mail.local} {mail.sender_name}")
    role = mail.local in {"abuse", "admin", "administrator", "mail", "root", "noc"}
    return (
        first(failure_words.SUBJECT, mail.subject),
        first(failure_words.REFUSAL, mail.whole),
        server or (mail.local if role else "") or first(notice_words.NO_REPLY, mail.local),
    )


def _calendar(mail: Mail) -> str:
    subject = first(notice_words.CALENDAR_SUBJECT, mail.subject)
    return subject and first(notice_words.CALENDAR_TEXT, mail.text)


def _receipt(mail: Mail) -> str:
    return first(notice_words.RECEIPT_SUBJECT, mail.subject) and first(
        notice_words.RECEIPT_TEXT, mail.whole
    )


def _challenge(mail: Mail) -> str:
    found = notice_words.CHALLENGE.findall(mail.text)
    return " / ".join(found) if len(found) >= 2 else ""


def _absence(mail: Mail) -> str:
    text = mail.text
    if len(text) > _LONGEST_ABSENCE or "?" in text or OURS.search(text):
        return ""
    said = [first(sign, text) for sign in _ABSENCE_SIGNS]
    said.append(first(absence_words.SUBJECT_HINT, mail.subject))
    away = said[0] and sum(map(bool, said)) >= 3
    return " / ".join(filter(None, said)) if away else ""


def _bulk(mail: Mail) -> str:
    return first(notice_words.BULK, mail.text) if _may_be_a_program(mail) else ""


def _campaign(mail: Mail) -> str:
    """Large senders mark their mail with Feedback-ID, some universities' people's mail as well."""
    mark = mail.header("feedback-id")
    told = mark and _may_be_a_program(mail) and "?" not in mail.text
    return f"Feedback-ID: {mark}" if told else ""


def _automated(mail: Mail) -> str:
    return first(notice_words.AUTOMATED, mail.text) if _may_be_a_program(mail) else ""


def _program(mail: Mail) -> str:
    """A sender whose very address is a program's, where nobody says "I"."""
    return "" if mail.someone_speaks else first(notice_words.MACHINE, mail.local)


def _errand(mail: Mail) -> str:
    found = {match.group() for match in notice_words.ERRAND.finditer(mail.text)}
    for pattern in (notice_words.ERRAND, notice_words.ACKNOWLEDGED):
        found |= {first(pattern, mail.subject)} - {""}
    enough = 1 if _role(mail) and not mail.someone_speaks else 2
    told = len(found) >= enough and _may_be_a_program(mail)
    return " / ".join(sorted(found)) if told else ""


def _may_be_a_program(mail: Mail) -> bool:
    return bool(_role(mail)) or not mail.someone_speaks


def _role(mail: Mail) -> str:
    """The sender's address where it is nobody's own: `billing`, `newsletter`, `no-reply`."""
    roles = (notice_words.MACHINE, notice_words.SERVICE, notice_words.NO_REPLY)
    return mail.local if any(role.search(mail.local) for role in roles) else ""


BOUNCE_IN_PROSE = Rule("bounce_in_prose", Origin.BOUNCE, _in_prose)
ABSENCE = Rule("absence_in_words", Origin.AUTO_REPLY, _absence)

TEXT_RULES = (
    Rule("calendar_in_words", Origin.CALENDAR, _calendar),
    Rule("read_receipt", Origin.NOTICE, _receipt),
    Rule("challenge", Origin.AUTO_REPLY, _challenge),
    Rule("bulk_in_words", Origin.LIST, _bulk),
    Rule("campaign", Origin.LIST, _campaign),
    Rule("automated_in_words", Origin.NOTICE, _automated),
    Rule("program_sender", Origin.LIST, _program),
    Rule("errand_in_words", Origin.NOTICE, _errand),
)
"""In order, after what the header says."""
