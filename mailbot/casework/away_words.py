"""What the coordinator says of her being away: "away from 3 to 10 May", "I'm away until Friday".

What can be meant in two ways is not read, so that she is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.casework.away_days import AwayDays, mentions, read_days

if TYPE_CHECKING:
    from datetime import date

_LOOKED_AT = 600

_I_AM = (
    r"(?:i'?m|i am|i'?ll(?: be)?|i (?:will|shall)(?: be)?|i have|i've got)"
    r"(?: (?:going|taking|having|gone))?"
)
_OPENS = (
    r"(?:(?:[\w,]+ ){0,3}|(?:(?:hi|hello|hey|dear|mailbot|all|just|a|quick|note|letting|to|let|you"
    r"|know|that|please|be|aware|fyi|reminder|heads|up|for|your|information)[,:]?(?: [–-])? )*)"
)
_LEAVE = (
    r"(?:annual|sick|study|parental|maternity|paternity|family|carer's|long service|conference) "
    r"leave"
)
_ABSENT = r"(?:here|available|around|in the office|at work|reachable)"
_GONE = (
    rf"(?:away|on (?:my )?(?:leave|{_LEAVE}|holidays?|vacation)|{_LEAVE}|out of (?:the )?office|ooo"
    r"|overseas|abroad)"
)
_GONE_OF_HERS = rf"(?:{_GONE}|gone|leave|unavailable|not {_ABSENT})"
_SAYS = re.compile(
    rf"(?P<opens>{_OPENS}(?P<self>{_I_AM} {_GONE_OF_HERS}|i won't be {_ABSENT})|{_GONE})"
    r"\b[:,]?(?P<rest>.*)"
)
_DAYS_FIRST = re.compile(
    rf"(?P<rest>.*[^\s,:])[,:]? (?:{_I_AM} {_GONE_OF_HERS}|i won't be {_ABSENT})"
)
_MAYBE_GONE = re.compile(
    rf"{_OPENS}{_I_AM} (?:at an? (?:conference|retreat)|travell?ing|interstate|off)\b(?P<rest>.*)"
)
_STAYS = re.compile(
    r"(?:i'?m|i am) (?:not|no longer) (?:going )?away\b.*|i (?:won't|will not) be away\b.*"
    r"|(?:please )?cancel my (?:leave|absence|holidays?)\b.*"
    r"|my (?:leave|absence|holidays?|trip) (?:is|has been|was) (?:cancelled|off)\b.*"
)
_DOUBTS = re.compile(r"\b(?:if|when|while|whenever|unless|not|might|may be|perhaps|maybe|or)\b")
_SOME_TIME = re.compile(
    r"\d|\b(?:week|weekend|fortnight|month|year|until|till|christmas|xmas|easter|soon|a while)"
)
_BACK = re.compile(
    r"(?:(?:hi|hello|hey|mailbot|all),? )*(?:i'?m |i am )?back"
    r"(?: again| now| today| early| home| at work| at my desk| in the office| after all"
    r"| from (?:my )?(?:annual )?(?:leave|holidays?|trip)| (?:a|one|two|three) days? early)*"
    r"(?:,? (?:thanks|thank you|cheers))?"
)
_BACK_LATER = re.compile(
    r"(?:i'?m |i am |i'?ll be |i will be )?back(?: at work| again| only| on| by| from| this)*"
    r"(?= )(?P<rest>.*)"
)
_NEXT = re.compile(r" next (?:month|year)\b")


@dataclass(frozen=True, slots=True)
class AwaySaid:
    """What she said.

    Attributes:
        days: When she is away; None where that is not plain.
        back: She says that she is back.
    """

    days: AwayDays | None = None
    back: bool = False


def read_away(subject: str, text: str, today: date) -> AwaySaid | None:
    """Return what a mail of hers says of her being away; None where it says nothing of it.

    Args:
        subject: Of the mail.
        text: What she wrote in it, without what is quoted.
        today: The day on which she wrote, where she is.
    """
    asides = {_of_sentence(each, today) for each in _sentences(subject[:_LOOKED_AT])}
    said: set[AwaySaid | None] = set()
    for each in _sentences(text[:_LOOKED_AT]):
        (asides if _is_aside(each) else said).add(_of_sentence(each, today))
    if AwaySaid() in said:
        return AwaySaid()
    # The subject may name the matter only, and the text the days.
    plain = (said | asides) - {AwaySaid(), None}
    if len(plain) == 1:
        return next(iter(plain))
    return AwaySaid() if plain or AwaySaid() in asides else None


def _sentences(text: str) -> list[str]:
    parts = (part for line in text.splitlines() for part in re.split(r"(?<=[.!?])\s+", line))
    return [" ".join(part.replace("’", "'").split()).rstrip(".!").lower() for part in parts]


def _is_aside(sentence: str) -> bool:
    """Tell whether a sentence only adds to another that names the days, where there is one."""
    says = _SAYS.fullmatch(sentence)
    if says is not None:
        return not says["rest"]
    return bool(_BACK_LATER.fullmatch(sentence) or _MAYBE_GONE.fullmatch(sentence))


def _of_sentence(sentence: str, today: date) -> AwaySaid | None:
    if sentence.endswith("?"):
        return None
    if _BACK.fullmatch(sentence):
        return AwaySaid(back=True)
    if (days_first := _days_first(sentence, today)) is not None:
        return AwaySaid(days_first)
    if (says := _SAYS.fullmatch(sentence)) is None:
        return AwaySaid() if _is_to_be_asked_about(sentence) else None
    rest = says["rest"]
    if not (mentions(rest) or _SOME_TIME.search(rest) or (says["self"] and not rest)):
        return None
    doubtful = _DOUBTS.search(rest) or _DOUBTS.search(
        says["opens"].removesuffix(says["self"] or "")
    )
    return AwaySaid(None if doubtful else read_days(rest, today))


def _days_first(sentence: str, today: date) -> AwayDays | None:
    """Return the days of "next week I'm on leave", where they are plain."""
    found = _DAYS_FIRST.fullmatch(sentence)
    return read_days(f" {found['rest']}", today) if found else None


def _is_to_be_asked_about(sentence: str) -> bool:
    if _STAYS.fullmatch(sentence):
        return True
    if found := _MAYBE_GONE.fullmatch(sentence):
        return bool(mentions(found["rest"]))
    found = _BACK_LATER.fullmatch(sentence)
    if found is None:
        return False
    # "Back pain, Tuesday" is a note of hers.
    begins = [each.start() for each in mentions(found["rest"])]
    return begins[:1] == [1] or _NEXT.match(found["rest"]) is not None
