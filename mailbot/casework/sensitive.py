"""What keeps a reply from ever going by itself: the smallest doubt is enough for a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.casework.heavy_words import HEAVY
from mailbot.model.casework import MoveStage, NoteAbsence, RecordFacts, RefuseMove, Role, Where
from mailbot.model.mail import Origin
from mailbot.model.reading import FOR_A_PERSON, Flag, Route

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mailbot.model.casework import Case, DraftReply, Ruling
    from mailbot.model.reading import Facts, Reading

_WORD = re.compile(r"\w+|[^\w\s\x00-\x7f–—…·•]")
"""A word, or a sign such as a broken heart, which may say as much as one."""
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u200b": None})
"""Evidence is quoted with plain quotes, so they must not keep it from being found."""
_GAP = re.compile(r"\s~\s")
_JOINED = re.compile(
    r"(?:\b(?:and|but|because|cos|cause|since|as|so|though|although|after|before|while|when|or)"
    r"|(?<!\bhi)(?<!\bhello)(?<!\bhey),)\s+"
    r"(?:(?:i|im|ive|my|me|nobody|everyone|everything|nothing|your|you|he|she|they)\b).*",
    re.IGNORECASE | re.DOTALL,
)
"""What is joined on to a question or a fact is quoted with it, and yet may say another thing."""
_NAME = r"[A-ZÀ-Þ][A-Za-zÀ-ÿ'-]+"
_GREETING = re.compile(
    r"^[^\w\n]*(?:(?i:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|g'day)\b)"
    r"(?: (?i:there|all|team|coordinator|sir or madam)\b"
    rf"| (?:(?:Dr|Prof|Professor|Ms|Mrs|Mr)\b\.? )?{_NAME})?[ ]*(?=[,!.:–-]|$)",
    re.MULTILINE,
)
_COURTESIES = re.compile(
    r"\b(?:"
    r"(?:many |much )?(?:thanks|thank you|thankyou)(?: (?:so|very) much| a lot| again)?"
    r"(?: in advance)?(?: for your (?:help|time|reply|email|mail))?"
    r"|(?:with )?(?:kind|kindest|best|warm|warmest) (?:regards|wishes)|regards|cheers|best"
    r"|(?:yours )?(?:sincerely|faithfully)"
    r"|(?:i )?hope (?:you are|you're|all is|you are doing) (?:well|keeping well)"
    r"|(?:i )?hope this (?:email |mail |message )?finds you well"
    r"|(?:i )?look(?:ing)? forward to (?:hearing from you|your reply)(?: soon)?"
    r"|(?:i have )?(?:just )?(?:a |one )?(?:quick |short )?question"
    r")\b",
    re.IGNORECASE,
)
_IN_SUBJECTS = re.compile(
    r"\b(?:(?:the|an?|my|new|your|our|quick|medical|student|online)\b ?)*"
    r"(?:balint|groups?|programme|enquir(?:y|ies)|inquir(?:y|ies)|query|questions?"
    r"|info(?:rmation)?|about|re|regarding|updated?|times?|hours?|availability|dates?|place"
    r"|join(?:ing)?|sign(?:ing)? up|request(?: to)?|application|changes? (?:to|of)|certificate"
    r"|zoom|costs?|fees?|waiting list|please|pls|no subject|none)\b",
    re.IGNORECASE,
)
"""What a subject may say without saying anything."""
_POSSIBLE_DISTRESS = "possible_distress"
_HARMLESS = (MoveStage, NoteAbsence, RecordFacts)
"""What may be done beside the reply; whether its topic may be answered so is for the settings."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else is known of the person and the thread that a reply goes to.

    Attributes:
        readings: Of all other mails of this person, and of the thread.
        distress: Distress was noted of the person or the thread.
        held: Mail to them that nobody asked for waits for the coordinator's word.
        waits: A mail of theirs waits for her own answer, or could not be handled.
    """

    readings: tuple[Reading, ...] = ()
    distress: bool = False
    held: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reply that might go by itself, and the mail that it answers.

    Attributes:
        reading: What the mail says.
        case: What was known of its writer before.
        ruling: What was decided on it.
        draft: What the reply is composed of.
        around: What else is known.
        answers: How many mails the reply answers.
        attachments: The mail bears attachments.
        damaged: Something of the mail was broken, or cut while reading.
        marks: The reply has something for the coordinator to settle.
        unexplained: The words of the mail that show neither a topic nor a fact.
    """

    reading: Reading
    case: Case
    ruling: Ruling
    draft: DraftReply
    around: Surroundings
    answers: int = 1
    attachments: bool = False
    damaged: bool = False
    marks: bool = False
    unexplained: tuple[str, ...] = ()


def sureness(reading: Reading) -> float:
    """Return how sure a reading is: as sure as its route, and as the least sure of its topics."""
    return min(reading.confidence, *(finding.confidence for finding in reading.topics), 1.0)


def unexplained(text: str, reading: Reading, subject: str = "") -> tuple[str, ...]:
    """Return the words of a mail that show neither a topic nor a fact, and are no mere courtesy.

    A heavy word is returned wherever it stands.

    Args:
        text: Its new text.
        reading: What it says, with the words that show it.
        subject: Its subject, as far as that does not only carry on an earlier one.
    """
    heading = _IN_SUBJECTS.sub("\n", _unshown(subject, reading))
    body = _GREETING.sub("\n", _unshown(text, reading))
    return tuple(_WORD.findall(_COURTESIES.sub("\n", f"{heading}\n{body}")))


def _unshown(text: str, reading: Reading) -> str:
    """Return `text` with what shows a topic or a fact blotted out, but for its heavy words."""
    plain = text.translate(_STRAIGHT)
    rest = list(plain)
    topics = (each for finding in reading.topics for each in finding.evidence)
    for each in (*topics, *reading.facts.evidence):
        for start, end in _places(plain, each.words.translate(_STRAIGHT)):
            rest[start:end] = "\n" * (end - start)
    for heavy in HEAVY.finditer(plain):
        rest[heavy.start() : heavy.end()] = heavy[0]
    return "".join(rest)


def _places(text: str, shown: str) -> Iterator[tuple[int, int]]:
    """Yield where the parts of a piece of evidence stand, each after the one before, each once.

    Only so a part as short as `I` does not explain the same word of another sentence.
    """
    at = 0
    for part in filter(None, map(str.split, _GAP.split(_JOINED.sub("", shown)))):
        words = r"\s+".join(map(re.escape, part))
        found = re.compile(rf"(?<!\w){words}(?!\w)").search(text, at)
        if found:
            at = found.end()
            yield found.span()


def against(candidate: Candidate, *, first_mail: bool) -> tuple[str, ...]:
    """Return all that speaks against letting a reply go by itself; nothing where nothing does.

    Args:
        candidate: The reply and its mail.
        first_mail: Whether the first mail of somebody unknown may be answered so.
    """
    strange = () if first_mail else (_FIRST,)
    checks = (*_CHECKS, *strange)
    return (
        *(why for why, holds in checks if holds(candidate)),
        *against_person(candidate.around),
    )


def against_person(around: Surroundings) -> tuple[str, ...]:
    """Return what of a person or a thread speaks against it."""
    return tuple(_around(around))


def _around(around: Surroundings) -> Iterator[str]:
    if around.distress or any(map(_distressing, around.readings)):
        yield "distress was read, or thinkable, of this person or in this conversation"
    if around.held:
        yield "mail to this person is held"
    if around.waits:
        yield "another mail of theirs waits for you"
    if any(Flag.PATIENT_DETAILS in reading.flag_set for reading in around.readings):
        yield "a patient was told of in this conversation or by this person"
    if any(FOR_A_PERSON & reading.topic_set for reading in around.readings):
        yield "an earlier mail of theirs was for a person to answer"


def _distressing(reading: Reading) -> bool:
    return Flag.DISTRESS in reading.flag_set or _POSSIBLE_DISTRESS in reading.reasons


def _not_plain(candidate: Candidate) -> bool:
    screening = candidate.reading.screening
    return screening.origin is not Origin.HUMAN or not screening.answerable


def _not_answered(candidate: Candidate) -> bool:
    answered = {str(block) for block in candidate.draft.blocks}
    return answered != {topic.value for topic in candidate.reading.topic_set}


def _does_more(candidate: Candidate) -> bool:
    others = (each for each in candidate.ruling.decisions if each != candidate.draft)
    return any(isinstance(each, RefuseMove) or not isinstance(each, _HARMLESS) for each in others)


def _contradicts(known: Facts, stated: Facts) -> bool:
    pairs = (
        (known.university, stated.university),
        (known.year, stated.year),
        (known.city, stated.city),
        (known.timezone, stated.timezone),
        (known.availability, stated.availability),
        (known.unavailable, stated.unavailable),
    )
    return any(before and now and before != now for before, now in pairs)


def _doubtful(candidate: Candidate) -> bool:
    echo, stated = candidate.draft.echo, candidate.reading.facts
    return bool(echo.unplaced or stated.unplaced or candidate.case.facts.unplaced)


_CHECKS: tuple[tuple[str, Callable[[Candidate], bool]], ...] = (
    ("the mail has a flag", lambda c: bool(c.reading.flags)),
    ("distress is thinkable", lambda c: _distressing(c.reading)),
    ("a person must answer it", lambda c: c.reading.route is not Route.REPLY),
    ("it raises what a person answers", lambda c: bool(FOR_A_PERSON & c.reading.topic_set)),
    ("the reply does not answer just what was raised", _not_answered),
    ("no plain mail of a person", _not_plain),
    ("a lesson of yours spoke on it", lambda c: bool(c.reading.taught)),
    ("distress was noted of this person or conversation", lambda c: c.case.distress_in_thread),
    ("more is decided on it than a reply", _does_more),
    ("it did not come to the inbox", lambda c: c.case.where is not Where.INBOX),
    (
        "its writer is neither a student nor a stranger",
        lambda c: c.case.role not in {Role.STRANGER, Role.APPLICANT},
    ),
    ("it answers more than one mail", lambda c: c.answers != 1),
    ("it has an attachment", lambda c: c.attachments),
    ("something of it was broken or cut", lambda c: c.damaged),
    ("there is something for you to settle", lambda c: c.marks or bool(c.draft.settle)),
    ("some of their words could not be placed", _doubtful),
    ("it says something that was not understood", lambda c: bool(c.unexplained)),
    (
        "it contradicts what is known of them",
        lambda c: _contradicts(c.case.facts, c.reading.facts),
    ),
)
_FIRST: tuple[str, Callable[[Candidate], bool]] = (
    "it is the first mail of somebody unknown",
    lambda c: c.case.role is Role.STRANGER,
)
