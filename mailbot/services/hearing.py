"""Reading a mail, also one that bears a machine's mark: a person may stand behind it.

A form, a list or an alias marks as a machine's what a person wrote. Such mail is never answered
by itself (RFC 3834), but a cry for help in it is heard, and an enquiry is put before somebody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailbot.model.casework import Role
from mailbot.model.mail import Origin, Screening
from mailbot.model.reading import Flag, Route, Stage

if TYPE_CHECKING:
    from mailbot.model.casework import Case
    from mailbot.model.mail import Message
    from mailbot.model.reading import Reading
    from mailbot.services.office import Office

_BY_A_PERSON = Screening(Origin.HUMAN, answerable=False)
_PASSED_ON = frozenset({Origin.LIST, Origin.NOTICE})
_SURE_OF_DISTRESS = 0.8
_SURE_OF_AN_ENQUIRY = 0.8


@dataclass(frozen=True, slots=True)
class Heard:
    """What a mail says.

    Attributes:
        reading: As it counts.
        person_behind: It bears a machine's mark, but reads like a person's mail to the programme.
    """

    reading: Reading
    person_behind: bool = False


def own_writer(message: Message, own: frozenset[str]) -> Message:
    """Return `message` as by its Reply-To, where a form on our own site sent it in our name."""
    others = [one for one in message.reply_to if one.email and one.email not in own]
    if message.sender.email in own and len(others) == 1:
        return replace(message, sender=others[0])
    return message


def hear(
    office: Office, message: Message, case: Case, screening: Screening, *, unread: str = ""
) -> Heard:
    """Read a mail; one with a machine's mark a second time, as if a person had written it.

    Args:
        office: The rooms.
        message: The mail.
        case: What is known of its writer.
        screening: What wrote it.
        unread: What it says where reading does not look, such as below the mark of a signature:
            only a cry for help is heard there.
    """
    answers = case.may_answer or case.anothers_letter
    stage = Stage.OFFERED if answers else case.stage
    reading = office.reader.read(message, stage=stage, screening=screening)
    # What a bounce returns are our own words.
    if screening.origin is Origin.BOUNCE:
        return Heard(reading)
    if not screening.origin.machine:
        return Heard(_with_a_cry(office, reading, message, unread) if unread else reading)
    behind = office.reader.read(message, stage=stage, screening=_BY_A_PERSON)
    risk = max(
        (flag.confidence for flag in behind.flags if flag.flag is Flag.DISTRESS), default=0.0
    )
    known = case.role is Role.APPLICANT or case.in_our_thread
    if risk and (known or risk >= _SURE_OF_DISTRESS):
        return Heard(replace(behind, screening=screening))
    enquiry = behind.route is Route.REPLY and behind.confidence >= _SURE_OF_AN_ENQUIRY
    passed_on = screening.origin in _PASSED_ON and enquiry
    return Heard(reading, person_behind=risk > 0 or passed_on)


def _with_a_cry(office: Office, reading: Reading, message: Message, unread: str) -> Reading:
    """Return what a mail says, with the distress that stands where reading does not look."""
    if Flag.DISTRESS in reading.flag_set or reading.route is Route.NONE:
        return reading
    aside = replace(message, subject="", new_text=unread)
    found = office.reader.read(aside, stage=Stage.NEW, screening=_BY_A_PERSON)
    cries = tuple(
        flag
        for flag in found.flags
        if flag.flag is Flag.DISTRESS and flag.confidence >= _SURE_OF_DISTRESS
    )
    if not cries:
        return reading
    flags = (*reading.flags, *cries)
    return replace(reading, flags=flags, route=Route.URGENT, confidence=found.confidence)
