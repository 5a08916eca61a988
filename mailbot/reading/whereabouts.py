"""How likely the writer is at a town, by the words around its name."""

from __future__ import annotations

import re

from mailbot.reading.cues import any_of, cue_words

_BEHIND_CUE = (
    r"\s+(?:the\s+)?(?:(?:inner|outer|rural|sunny|little|old|hospital\s+(?:of|in))\s+)?"
    r"(?:(?:east|west|north|south|centre|middle|heart|outskirts|suburbs)\s+of\s+)?$"
)
_NEAR = re.compile(any_of("places", "near") + _BEHIND_CUE, re.IGNORECASE)
_STAY = re.compile(
    any_of("places", "stay") + r"(?:\s+[^\s,;.!?]+){0,4}\s+(?:in|at|to|near)" + _BEHIND_CUE,
    re.IGNORECASE,
)
_CLOSE = re.compile(any_of("places", "close") + _BEHIND_CUE, re.IGNORECASE)
_NOT_THERE = re.compile(any_of("places", "not_there") + r"\s+(?:[^\s,;.]+\s+){0,4}$", re.IGNORECASE)
_THERE = re.compile(rf"^\s*\(?{any_of('places', 'there')}", re.IGNORECASE)
_DATE = (
    r"(?:(?:mid|early|late|about|the\s+end\s+of|end\s+of|next|this|the\s+new)[\s-]+)*"
    r"(?:(?:the\s+)?\d{1,2}(?:(?:st|nd|rd|th)\b(?:\s+of)?(?:\s+\w+)?|\s+(?:of\s+)?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*)|"
    r"(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\w*|march|april|may|june|july|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|week(?:\s+\d+)?|month|term|year|semester|"
    r"(?:spring|summer|autumn|winter)|christmas|easter|tomorrow|now(?:\s+on)?|here|then)\b"
)
_LINKS = (
    r"(?:\s*,?\s*(?:on(?:wards?)?|it|it's|it’s|is|i|i'm|i’m|am|i'll|i’ll|we|we're|will|be|"
    r"live|find|me|my|back|home|again|up|down|over|out|in|at|to)){0,6}\s*[,:]?\s*(?:the\s+)?$"
)
_LATER = re.compile(
    rf"\b(?:(?:from|as\s+of|as\s+from|after|starting|since)\s+{_DATE}|otherwise"
    rf"){_LINKS}|(?:→|->|⇒)\s*$",
    re.IGNORECASE,
)
_THEN = re.compile(rf"\b(?:then|afterwards|after\s+that|by\s+then){_LINKS}", re.IGNORECASE)
_LEFT_FOR = re.compile(
    r"\b(?:left|leaving|leave|swapped|swapping|traded|moved?|moving|shifted|shifting|transferred)\b"
    r"(?:\s+(?:out\s+of|from|away\s+from|up|down|over|across))?(?:\s+[^\s,;.!?]+){1,3}\s+"
    r"(?:for|to)\s+$",
    re.IGNORECASE,
)
_FOR_LONG = re.compile(
    r"^\s*(?:again\s+)?(?:for\s+(?:good|the\s+(?:whole|rest|year))|\(?where\s+i(?:'m|’m)?\s+(?:live|based|will\s+stay)"
    r"|,?\s*to\s+be\s+(?:exact|precise)|is\s+home\b)",
    re.IGNORECASE,
)
_WHEN_THERE = re.compile(
    rf"^\s*(?:hospital\s+)?(?:again\s+)?(?:from|starting|until|till?|through|between|in|this|next)"
    rf"\s+{_DATE}",
    re.IGNORECASE,
)
_AS_ZONE = re.compile(r"^(?:'s)?\s*(?:\w+\s+)?(?:time|clock|hours?)\b", re.IGNORECASE)
_TIME_OF = re.compile(r"\b(?:time|hours?|clocks?)\s+(?:of|in)\s+$", re.IGNORECASE)
_HOUR_IN = re.compile(
    r"\b(?:at|is|when|from|by)\s+\d[\d:.]*\s*(?:[ap]m\s+|o'?clock\s+)?in\s+$", re.IGNORECASE
)
_LEFT_BEHIND = re.compile(r"\b(?:(?:moved|shifted)\s+)?from\s+(?:the\s+)?$", re.IGNORECASE)
_MOVED_ON = re.compile(
    r"^\s*(?:over\s+the\s+border\s+|up\s+|down\s+|across\s+|back\s+)?(?:to\b|→|->)", re.IGNORECASE
)
_WEEKENDS = re.compile(
    r"^\s*\)?\s*(?:most|every|on|at|for\s+the|some)\s+(?:long\s+)?weekends?\b|^\s*any\s*more",
    re.IGNORECASE,
)
_ASKED_FOR = re.compile(
    r"(?:^A|^\(?\w\)|\b(?:where|location|city|town|based?|place|placement|posting|campus|site|"
    r"hospital|from|live|living|home|address))\s*(?:[:=–-]+|(?<=\))|(?<=location))\s*$",
    re.IGNORECASE,
)
"""What a form or a question that is answered asks for."""

_OVER = re.compile(r"\s*(?:(?:is|was)\s+(?:over|done|finished)|for\s+a\s+job)\b", re.IGNORECASE)
_THEREFORE = re.compile(r"\s*,?\s*(?:so|based|here)\b", re.IGNORECASE)
_HOURS_THERE = re.compile(
    r"^\s+(?:mornings?|evenings?|nights?|arvos?|afternoons?)\b", re.IGNORECASE
)
_PIECE = re.compile(r"[.;:!?()\[\],—–|/•·&\"“”]|\s-\s|\b(?:but|so|though|where|which)\b")
_BESIDE = re.compile(
    r"\b(?:(?:year|yr|y|md|mbbs|mbchb|bmed|mchd|med|ms|jmp|elm|alm)\s?-?[1-6][a-d]?|[1-6](?:st|nd|rd|th)|"
    r"first|second|third|fourth|fifth|sixth|final|years?|yrs?|student|medical|med|medicine|md|mbbs|"
    r"currently|presently|still|here|now|for|the|moment|uni|campus|clinical|school|hospital|base|"
    r"joint|program|programme|region|area|town|city|at|in|of|with|hosp|all|places)\b|[~’'*_#>\d-]+",
    re.IGNORECASE,
)
"""What may stand beside a town that is named as one's place: 'UTAS Y5 Burnie'."""

_CAPITALS = frozenset(cue_words("places", "capitals"))
"""Towns that a zone is called after, so that `Perth time` says nothing of where one lives."""


def is_elsewhere(before: str) -> bool:
    """Return whether the words before a place say that others are, or the writer was, there."""
    return bool(_NOT_THERE.search(before))


def tells_clock(before: str, after: str) -> bool:
    """Return whether a town is named for its clock: 'Perth time', '7 in Sydney'."""
    return bool(_AS_ZONE.match(after) or _TIME_OF.search(before))


def likelihood(name: str, before: str, after: str, *, signed: bool) -> int:
    """Return how likely the writer is at a town: 0 for not, else more where it is surer.

    Where several towns are named, the one where they will be while the group runs comes first,
    then where they are, then where they study, then what stands alone.

    Args:
        name: The town in lower case.
        before: What stands before it in its sentence.
        after: What stands behind it.
        signed: Whether it stands in the closing of the mail.
    """
    if _LATER.search(before) and not _AS_ZONE.match(after):
        return 10
    if _LEFT_FOR.search(before):
        return 9
    if _NOT_THERE.search(before) or _OVER.match(after) or _WEEKENDS.match(after):
        return 0
    if _AS_ZONE.match(after) or _HOUR_IN.search(before):
        return 0 if name in _CAPITALS or _HOUR_IN.search(before) else 2
    if _LEFT_BEHIND.search(before) and _MOVED_ON.match(after):
        return 0
    if _THEN.search(before):
        return 11 if _FOR_LONG.match(after) else 5
    return (2 if signed else 0) + _led(before) + _followed(before, after)


def _led(before: str) -> int:
    """Return what the words before a town add."""
    if _STAY.search(before):
        return 7
    if _NEAR.search(before) or _ASKED_FOR.search(before):
        return 5
    if _CLOSE.search(before):
        return 1 if _LEFT_BEHIND.search(before) else 2
    return 0


def _followed(before: str, after: str) -> int:
    """Return what the words behind a town add, and how it stands in its sentence."""
    score = 2 if _THERE.match(after) or _HOURS_THERE.match(after) else 0
    if _WHEN_THERE.match(after):
        score += 3
    if _FOR_LONG.match(after):
        score += 4
    return score + (3 if _alone(before, after) else 0)


def _alone(before: str, after: str) -> bool:
    """Return whether a town stands for itself, or beside no more than a school and year."""
    if not before.strip(" (,.-–—") and _THEREFORE.match(after):
        return True
    if before.rstrip().endswith("~"):
        return True
    lead = _PIECE.split(before)[-1]
    rest = _PIECE.split(after, maxsplit=1)[0]
    return not _BESIDE.sub("", lead).strip() and not _BESIDE.sub("", rest).strip()
