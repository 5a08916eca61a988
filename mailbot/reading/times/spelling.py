"""Days of the week as people spell them, written out as `scan.py` knows them."""

from __future__ import annotations

import re
from functools import cache

from mailbot.reading.times.scan import DAY_NAMES

_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LIKE_A_DAY = re.compile(r"\b(?=[mtwfs]\w{3,10}\b)\w*(?:d\w*y|ay)(?:a|[sz])?\b", re.IGNORECASE)
_WORDS = frozenset({"midday", "mayday", "someday", "faraday", "sundry", "sturdy", "today", "satay"})
"""Words that are a letter or two away from a day."""

_NICKNAMES = {"friyay": "Friday", "hump day": "Wednesday", "humpday": "Wednesday"}
_NICKNAME = re.compile(r"\b(?:friyay|hump\s?day)(?=s?\b)", re.IGNORECASE)

_LETTER_DAYS = {
    "M": 0, "Mo": 0, "T": 1, "Tu": 1, "W": 2, "We": 2, "Th": 3, "F": 4, "Fr": 4, "Sa": 5, "Su": 6,
}  # fmt: skip
_LETTER = r"(?:M|Tu|Th|T|W|F|Sa|Su)"
_LETTERS = re.compile(
    rf"(?<![\w/])(?!M/F\b|F/M\b){_LETTER}(?:(?:\s*[/,&+]\s*|\s+(?:and\s+)?){_LETTER})+(?![\w'’/.])"
)
_PAIR = r"(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_PAIRS = re.compile(rf"(?<![\w/]){_PAIR}(?:(?:\s*[/,&+]\s*|\s+and\s+){_PAIR})+(?![\w'’/])")
_GLUED = re.compile(
    r"(?<!\w)(?:MWF|MW|MTW|MTWF|MTWTF|MTWThF|MTWTh|MWTh|MTh|TTh|TuTh|TWTh|WThF)(?!\w)"
)
_LETTER_RANGE = re.compile(
    r"(?<![\w/'’.-])(M|Tu|T|W|Th|m(?=\s*[-–]\s*[tf])|(?i:mon|tues?|wed|thurs?))\s*(?:[-–—]|\bto\b)\s*"
    r"(Tu|T|W|Th|F|Sa|Su|th|f|(?i:wed|thurs?|fri|sat|sun))(?![\w/'’-])"
)

_MAORI_DAYS = (
    "r[āa]hina|mane", "r[āa]t[ūu]|t[ūu]rei", "r[āa]apa|wenerei", "r[āa]pare|t[āa]ite",
    "r[āa]mere|paraire", "r[āa]horoi|h[āa]tarei", "r[āa]tapu|wiki",
)  # fmt: skip
_MAORI = re.compile(rf"\b(?:{'|'.join(_MAORI_DAYS).removesuffix('|wiki')})\b", re.IGNORECASE)
_MAORI_NAMES = tuple(
    re.compile(rf"\b(?:te\s+)?(?:{form})\b", re.IGNORECASE) for form in _MAORI_DAYS
)
_MAORI_WORDS = tuple(
    (re.compile(rf"\b{form}\b", re.IGNORECASE), english)
    for form, english in (
        (r"i\s+(?:te|ng[āa])\s+ahiahi", "afternoons and evenings"),
        (r"i\s+(?:te|ng[āa])\s+ata", "mornings"),
        (r"i\s+(?:te|ng[āa])\s+p[ōo]", "nights"),
        (r"(?:i\s+)?muri\s+i\s+te", "after"),
        (r"(?:i\s+)?mua\s+i\s+te", "before"),
        (r"(?:o|i)\s+te(?=\s+(?:r[āa]|mane|t|wen|par|h))", "on"),
        (r"ki\s+te", "to"),
        (r"me(?:\s+te)?", "and"),
        (r"kei\s+te\s+w[āa]tea\s+(?:au|ahau|m[āa]tou)", "I am free"),
        (r"k[āa]ore\s+(?:au|ahau|m[āa]tou)\s+i\s+te\s+w[āa]tea", "I am not free"),
    )
)

_NAMED = rf"(?:{'|'.join(_FULL)}|mon|tues?|wed|thurs?|fri|sat|sun)s?"
_HOUR = r"\d{1,2}(?:[.:]\d{2})?\s?(?:[ap]m)?(?:\s*[-–]\s*\d{1,2}(?:[.:]\d{2})?\s?(?:[ap]m)?)?"
_JOINT = r"\s*(?:,|&|\band\b)\s*"
_IN_ORDER = re.compile(
    rf"\b({_NAMED}(?:{_JOINT}{_NAMED})+)[,:]?\s+(?:at\s+|from\s+)?"
    rf"({_HOUR}(?:{_JOINT}{_HOUR})+),?\s+respectively",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w.:])(?:\+\d{1,3}[\s-]?(?:\(0\))?|\(0\d\)|0)\d*(?:[\s-]?\d{2,4}){2,4}(?![\w:])"
)
_PHONE_DIGITS = 9
"""Fewer may be two times of day: '0900 1100'."""

_PAUSE = re.compile(r"(?<=\w)\s*(?:…|\.{3,})\s*(?=\w)")


def spelled(sentence: str) -> str:
    """Return a sentence with its days spelled in full: 'Wendsday', 'M-Th', 'Rātū', 'Friyay'.

    A word that may be two days ('tursday') stays as it is.
    """
    sentence = _PHONE.sub(_less_phone, _PAUSE.sub(", ", sentence))
    if _MAORI.search(sentence):
        sentence = _in_english(sentence)
    sentence = _NICKNAME.sub(lambda match: _NICKNAMES[match.group().lower()], sentence)
    sentence = _LIKE_A_DAY.sub(_day_meant, sentence)
    for form in (_LETTERS, _PAIRS, _GLUED):
        sentence = form.sub(_from_letters, sentence)
    sentence = _LETTER_RANGE.sub(_from_to, sentence)
    return _IN_ORDER.sub(_each_with_its_own, sentence)


def _less_phone(match: re.Match[str]) -> str:
    digits = sum(letter.isdigit() for letter in match.group())
    return "" if digits >= _PHONE_DIGITS else match.group()


def _in_english(sentence: str) -> str:
    """Return a sentence with Māori words for times in English, but for days named in both."""
    told = sentence.lower()
    for form, english in _MAORI_WORDS:
        sentence = form.sub(english, sentence)
    for form, day in zip(_MAORI_NAMES, _FULL, strict=True):
        if day not in told:
            sentence = form.sub(f"{day.title()}s", sentence)
    return sentence


def _day_meant(match: re.Match[str]) -> str:
    word = match.group()
    return _nearest(word.lower()) or word


@cache
def _nearest(word: str) -> str | None:
    """Return the day that a word misspells; None where it is spelled right, another or unsure."""
    stem = re.sub(r"(?<=y)[sz]$", "", word)
    if stem in _WORDS or word in _FULL or word.removesuffix("s") in _FULL:
        return None
    far = 2 if re.search(r"(?:day|dya|ady)$", stem) else 1
    near = sorted((_apart(stem, day), day) for day in _FULL if day[0] == stem[0])
    if not near or near[0][0] > far or (len(near) > 1 and near[1][0] == near[0][0]):
        return None
    return near[0][1] + ("s" if stem != word else "")


def _apart(one: str, other: str) -> int:
    """Return how many letters are left out, put in, changed or swapped with the next."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one):
        longer = [place + 1]
        for there, wanted in enumerate(other):
            cost = min(row[there + 1] + 1, longer[there] + 1, row[there] + (letter != wanted))
            if place and there and letter == other[there - 1] and one[place - 1] == wanted:
                cost = min(cost, before[there - 1] + 1)
            longer.append(cost)
        before, row = row, longer
    return row[-1]


def _from_letters(letters: re.Match[str]) -> str:
    """Return 'M/W/F', 'Tu Th' or 'MWF' as days."""
    found = re.findall(r"Mo|Tu|We|Th|Fr|Sa|Su|M|T|W|F", letters.group())
    days = [_LETTER_DAYS[each] for each in found]
    if found[-2:] == ["T", "F"] and 1 in days[:-2]:
        days[-2] = 3  # the second T of 'MTWTF'
    return ", ".join(DAY_NAMES[day] for day in days)


def _from_to(match: re.Match[str]) -> str:
    first, last = (
        _LETTER_DAYS.get(end.title(), _number(end.lower()[:3])) for end in match.groups()
    )
    return f"{DAY_NAMES[first]} to {DAY_NAMES[last]}" if first < last else match.group()


def _number(name: str) -> int:
    return DAY_NAMES.index(name) if name in DAY_NAMES else 0


def _each_with_its_own(match: re.Match[str]) -> str:
    """Return 'Monday and Tuesday, 6 and 7 respectively' as 'Monday from 6, Tuesday from 7'."""
    days, hours = (re.split(_JOINT, part, flags=re.IGNORECASE) for part in match.groups())
    if len(days) != len(hours):
        return match.group()
    return ", ".join(f"{day} {hour}" for day, hour in zip(days, hours, strict=True))
