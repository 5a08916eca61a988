"""What a stretch of a mail says of its writer's coming: they miss it, come late, come after all."""

from __future__ import annotations

import re

from mailbot.groups.absence_diary import MONTH
from mailbot.model.sessions import AbsenceKind

_APOSTROPHES = str.maketrans({"’": "'", "`": "'"})
_WITHOUT = re.compile(r"\b(ca|wo|could|was|were|did|do|does|is|are|would)nt\b")
_ILL = re.compile(r"\bill (?=(?:be|come|miss|join|make|see|not|try)\b)")
_DATE_TO_DATE = re.compile(rf"(\b{MONTH}|\d(?:st|nd|rd|th)?) [-–—] (?=(?:the )?(?:\d|{MONTH}))")

_CLAUSE = re.compile(
    r"(?:(?<!\d)\.|\.(?!\d)|[!?;\n])+\s*|,?\s+(?:but|though|however)\s+|\s[-–—]+\s"
    r"|,\s+(?=every |the (?:(?:one|week|session) after|rest|others?)\b)"
    r"|(?:,| and)\s+(?=(?:i'?ll |i will |will |i'?m |i am |i )?(?:be )?"
    r"(?:back|see you|there|present|fine)\b)"
    r"|\s+(?=i(?:'ll| will) be (?:there|back)\b|see you\b)"
    r"|,?\s+(?:and also|also|and)\s+(?=(?:on |for )?(?:the )?[\w/]+(?: \w+)? (?:i )?"
    r"(?:is|might|may|could|looks|maybe)\b)"
    r"|(?:,| and)\s+(?=i (?:can|was|did|might|may)\b)"
    r"|(?:,| and)\s+(?=(?:i'm|i am) (?:away|out|overseas|absent|not)\b)"
    r"|(?:,| and)\s+(?=(?:i )?(?:can't|cannot|won't|will not) (?:come|make|attend|join|be)\b)"
)
_PRESENT = re.compile(
    r"\b(?:back|see (?:you|everyone|the)|fine for|(?:is|are) fine|will try|as usual|every other"
    r"|the others?\b|after that no|i can (?:make|do|come|join|attend|be)|tell (?:you )?all"
    r"|(?:i'?ll|i will|will|i am|i'm|going to) (?:be )?(?:there|present|here))\b"
)
_GONE = re.compile(
    r"\b(?:can ?not|can'?t|won'?t|will not|unable|no longer|impossible|neither"
    r"|not (?:be |make |able|going|coming|come|attend|join|available|free|manage)"
    r"|don't (?:come|make|attend|join|manage|think)|doubt"
    r"|couldn'?t|could not|wasn'?t|didn'?t|miss(?:ing|ed)?|absent|absence|away|skip(?:ping)?)\b"
)
_MISSING = re.compile(
    rf"{_GONE.pattern}|\b(?:late|behind|leav(?:e|ing)|slip|jump off|hop on|arrive|no group"
    r"|apolog(?:y|ies)|a miss|a no|out|down|overseas|plane|be (?:at|in|on) )"
)
_OVER = re.compile(
    r"\b(?:couldn'?t|could not|wasn'?t|weren'?t|missed|vanish\w*|no-show|overslept|forgot"
    r"|did(?:n't| not) (?:come|make|join|attend|show|turn|get|manage|log|dial|wake)"
    r"|i was (?:sick|ill|unwell|away|at|in|on|stuck|asleep|called|working|held|not|out|absent|late"
    r"|unable|travelling|flying)|i had to (?:leave|go|miss|skip|dash|jump)|slept through"
    r"|left (?:early|before)|(?:came|joined) late|(?:have|'ve) been"
    r"|(?:sorry|apolog\w+) (?:for|about) (?:not|my|being|having))\b"
)
_SORRY = re.compile(r"\b(?:sorry|apolog\w+) (?:for|about) (?:missing|last|tues|the last)")
_AHEAD = re.compile(
    r"\b(?:can ?not|can't|won't|will|i'll|i'm going to|won't be able)\b(?! believe| apologi)"
)
_PERHAPS = re.compile(
    r"\b(?:might|i may|may (?:be|have|not|miss)|maybe|perhaps|possibly|tricky|unsure"
    r"|not (?:\w+ )?(?:sure|certain)|don't know (?:if|whether|yet)|what if|if i|in case|depends)\b"
)
_NOT_GONE = re.compile(
    r"\b(?:(?:no longer|don't|do not) (?:need|have) to miss|(?:won't|not) (?:be )?miss(?:ing)?"
    r"|(?:won't|not) be (?:absent|away))\b"
)
_AGAIN = re.compile(
    r"\bafter all\b|\b(?:can|able to|will) now\b|\bnow i can\b"
    r"|\b(?:can|able to|will) (?:come|make it|join|attend|be there) now\b"
)
_ON_RECORD = re.compile(
    r"\b(?:you|it|list|record) (?:\w+ )?(?:marked|noted|recorded|wrote|put|says?)\b"
)
_WAS_THERE = re.compile(
    r"\bi (?:was|have been|'ve been) (?:\w+ )?(?:there|present|here"
    r"|(?:at|in) (?:the|that) (?:session|group|meeting))\b"
    r"|\bi (?:\w+ )?(?:did (?:come|attend|join|make|turn|show)|came|attended)\b"
    r"|\b(?:wasn't|was not|not) (?:absent|missing|away)\b|\bdid(?:n't| not) miss\b"
)
_COMES = re.compile(
    r"\bi can (?:come|make|do|join|attend|be there)\b"
    r"|\b(?:i'll|i will|i am|i'm|will) (?:be )?(?:there|coming|come|attend|joining)\b"
)
_LATE = re.compile(
    r"\blate\b(?! notice)|\bbehind\b|\bjoin (?:you )?(?:in|at|around)\b|\bhop on\b|\bslip in\b"
    r"|\b(?:hour|minutes?) in\b|\barrive\b|\bstart without me\b|\brunning over\b"
)
_EARLY = re.compile(
    r"\bleav(?:e|ing)\b.{0,12}\b(?:early|at|by)\b|\bjump off\b|\bslip (?:off|away)\b|\blog off\b"
    r"|\b(?:have|need) to (?:go|leave|dash)\b|\bbefore the end\b|\bgo (?:early|at)\b|\bleft early\b"
    r"|\bonly (?:stay|be there|join|come)\b.{0,20}\b(?:until|till|to \d|for)\b"
)
_NUMBERS = {"five": 5, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40}
_MINUTES = re.compile(rf"\b(\d{{1,2}}|{'|'.join(_NUMBERS)})[ -]?(?:ish )?(?:min|m\b|late\b)")
_PARTS_OF_AN_HOUR = {"half an hour": 30, "half hour": 30, "quarter of an hour": 15}


def plainly(text: str) -> str:
    """Return a mail's words in small letters, its apostrophes as they should be."""
    plain = text.translate(_APOSTROPHES).lower()
    plain = _ILL.sub("i'll ", _WITHOUT.sub(r"\1n't", plain))
    return _DATE_TO_DATE.sub(r"\1 to ", plain)


def split(text: str) -> list[str]:
    """Return the clauses of a mail's plain words."""
    return [part for part in _CLAUSE.split(text) if part]


def is_present(clause: str) -> bool:
    """Tell whether a clause says that its writer comes, or is back."""
    if was_there(clause) or comes_again(clause):
        return True
    negated = re.search(r"\b(?:don't think|doubt|not sure|not think)\b", clause)
    return bool(_PRESENT.search(clause) or _COMES.search(clause)) and not negated


def is_missing(clause: str) -> bool:
    """Tell whether a clause says that its writer misses something, or part of it."""
    quoted = was_there(clause) or _ON_RECORD.search(clause) or _NOT_GONE.search(clause)
    return bool(_MISSING.search(clause)) and not quoted


def is_gone(clause: str) -> bool:
    """Tell whether a clause says that its writer misses something altogether."""
    return bool(_GONE.search(clause)) and not (was_there(clause) or _NOT_GONE.search(clause))


def is_over(clause: str, *, recently: bool) -> bool:
    """Tell whether a clause looks back; "sorry for missing" does where a session is just over."""
    sorry = recently and bool(_SORRY.search(clause))
    back = bool(_OVER.search(clause)) or sorry or was_there(clause)
    return back and not _AHEAD.search(clause)


def is_doubtful(clause: str) -> bool:
    """Tell whether a clause says what may be, and not what is."""
    return bool(_PERHAPS.search(clause))


def was_there(clause: str) -> bool:
    """Tell whether a clause says that its writer was there, wholly."""
    return bool(_WAS_THERE.search(clause)) and kind(clause) is AbsenceKind.ABSENT


def comes_again(clause: str) -> bool:
    """Tell whether a clause takes back an absence: they come after all, or were there."""
    if was_there(clause):
        return True
    again = _AGAIN.search(clause) or _NOT_GONE.search(clause)
    return bool(again) and not is_gone(clause)


def comes(clause: str) -> bool:
    """Tell whether a clause says in so many words that its writer comes."""
    said = bool(_COMES.search(clause)) and not is_gone(clause)
    return (said or comes_again(clause)) and not _PERHAPS.search(clause)


def kind(text: str) -> AbsenceKind:
    """Return whether words are about coming late, leaving early, or not coming."""
    if _EARLY.search(text):
        return AbsenceKind.EARLY
    return AbsenceKind.LATE if _LATE.search(text) else AbsenceKind.ABSENT


def minutes(text: str) -> int | None:
    """Return how many minutes late or early, where words say so."""
    if kind(text) is AbsenceKind.ABSENT:
        return None
    for words, number in _PARTS_OF_AN_HOUR.items():
        if words in text:
            return number
    found = _MINUTES.search(text)
    if found is None:
        return None
    return _NUMBERS.get(found[1]) or int(found[1])
