"""What a mail's words say of its writer, where its header says nothing.

A person may be away, may unsubscribe, may have had a bounce, and may write about it; so words count
only where several of a machine's habits meet and a person's are missing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailbot.model.mail import Origin
from mailbot.reading.screening import words
from mailbot.reading.screening.mail import Rule, first

if TYPE_CHECKING:
    from mailbot.reading.screening.mail import Mail

_FIRST_PERSON = re.compile(r"\b(?:i|i'm|i've|i'd|i'll|me|my|mine)\b")
_AGAIN = re.compile(r"^(?:re|fwd?|aw|wg|sv|vs|tr|rv|enc|antw|odp|ynt|r|fw|回复|答复|转发)\s?[:：]")
_LONGEST_ABSENCE = 900


def _bounce(mail: Mail) -> str:
    if _AGAIN.match(mail.subject):
        return ""
    said = first(words.FAILURE_TEXT, mail.text)
    if not said:
        return ""
    subject = first(words.FAILURE_SUBJECT, mail.subject)
    code = first(words.SMTP_REFUSAL, mail.whole)
    role = (
        first(words.BOUNCE_NAMES, mail.local)
        or first(words.BOUNCE_NAMES, mail.sender_name)
        or _role(mail)
    )
    signs = sum(map(bool, (subject, code, role)))
    spoken = _FIRST_PERSON.search(mail.text)
    return said if signs >= 2 or (signs and not spoken) else ""


def _role(mail: Mail) -> str:
    return (
        mail.local
        if mail.local in {"abuse", "admin", "administrator", "mail", "root", "noc"}
        else ""
    )


def _calendar(mail: Mail) -> str:
    subject = first(words.CALENDAR_SUBJECT, mail.subject)
    text = first(words.CALENDAR_TEXT, mail.text)
    return subject and text


def _receipt(mail: Mail) -> str:
    return first(words.RECEIPT_SUBJECT, mail.subject) and first(words.RECEIPT_TEXT, mail.text)


def _challenge(mail: Mail) -> str:
    found = words.CHALLENGE_TEXT.findall(mail.text)
    return first(words.CHALLENGE_TEXT, mail.text) if len(found) >= 2 else ""


def _absence(mail: Mail) -> str:
    text = mail.text
    if len(text) > _LONGEST_ABSENCE or "?" in text:
        return ""
    said = [first(sign, text) for sign in words.AWAY]
    away = said[0] and sum(map(bool, said)) >= 3
    return " / ".join(filter(None, said)) if away else ""


def _bulk(mail: Mail) -> str:
    found = first(words.BULK_TEXT, mail.text)
    if not found:
        return ""
    spoken = _FIRST_PERSON.search(mail.text) and not words.MACHINE_LOCAL.match(mail.local)
    return "" if spoken else found


def _notice(mail: Mail) -> str:
    found = {match.group() for match in words.NOTICE_TEXT.finditer(mail.text)}
    if not found:
        return ""
    role = words.MACHINE_LOCAL.match(mail.local)
    if role or (len(found) >= 2 and not _FIRST_PERSON.search(mail.text)):
        return " / ".join(sorted(found))
    return ""


TEXT_RULES = (
    Rule("bounce_in_prose", Origin.BOUNCE, _bounce),
    Rule("calendar_in_words", Origin.CALENDAR, _calendar),
    Rule("read_receipt", Origin.NOTICE, _receipt),
    Rule("challenge", Origin.AUTO_REPLY, _challenge),
    Rule("absence_in_words", Origin.AUTO_REPLY, _absence),
    Rule("bulk_in_words", Origin.LIST, _bulk),
    Rule("notice_in_words", Origin.NOTICE, _notice),
)
"""In order, after what the header says."""
