"""Words below a signature's mark: what somebody says there, and what people always have there.

A mark promises that nobody speaks below it (RFC 3676, section 4.3); some do all the same, and what
they say must not go unread. Mottos, disclaimers and working hours speak of "I" too and say nothing.
"""

from __future__ import annotations

import re

_I = (
    # A capital alone is an initial or a numeral as well: "MBBS I at Monash".
    r"\bI(?:['’](?:m|ve|ll|d)\b|\s+(?!(?:at|and|of|in|on|for|to|or|by|the|with|from)\b)[a-z])|"
    r"\bi(?:['’](?:m|ve|ll|d)|ve)\b|"
    r"\bi (?:am|was|have|had|will|would|can|can['’]?t|could|could?n['’]?t|do|don['’]?t|did|may|"
    r"might|should|must|want|need|feel|think|know|wish|hope|hate|love|like|just|never|really|keep|"
    r"still|also|got|live|work|see|get|no longer|\w+ed)\b|"
    r"\b[Ii]m (?:not|so|really|going|feeling|having|thinking|afraid|scared|done|tired|lost|free|"
    r"sorry|keen|late|sick|unsafe)\b"
)
_ME = (
    r"(?i:\bmyself\b|"
    r"\b(?:help|kill|hurts?|hits?|beats?|hates?|miss|without|tell|let|give|send|put|sign|take|"
    r"remove) me\b|\bwan(?:t to|na) (?:die|end|disappear|be dead)\b|"
    r"\bmy(?: [\w'’]+){1,3}? (?:is|are|was|were|has|have|had|will|won['’]t|can|can['’]?t|died|says|"
    r"said|wants?|needs?|keeps?|hurts?)\b)"
)
_ELSEWHERE = (
    r"(?i:\b(?:ich|mich)\b|\bje (?:suis|veux|peux|ne|n['’])|\bj['’]ai\b|\b(?:quiero|estoy)\b|"
    r"\b(?:quero|estou)\b|\bik (?:wil|ben|kan|heb)\b|\bjag\b|\bjeg\b)"
)
SPEAKS = re.compile(f"{_I}|{_ME}|{_ELSEWHERE}")
"""Someone says something of themselves."""

_DAY = r"(?:on )?(?:mon|tue|wed|thu|fri|sat|sun)"
CUSTOMARY = re.compile(
    r"acknowledg|custodian|traditional owner|\belders\b|pay (?:my|our) respects?|live and work|"
    r"(?:views?|opinions?) (?:expressed|are|is|in|here)|"
    r"intended (?:\w+ )?for\b|recipient|confidential|privileged|\bin error\b|\bliab|disclaim|"
    r"\bmy (?:\w+ )?(?:working|work|office|clinic|teaching) (?:days?|hours?|week|pattern)\b|"
    rf"\bi (?:\w+ly )?work (?:part[ -]time|full[ -]time|flexib|remotely|{_DAY})|"
    r"\bpronouns?\b|\b(?:she|he|they)\s?/\s?(?:her|him|they|them)\b|"
    r"\bmy name is (?:pronounced\b|[\w.'’-]+(?: [\w.'’-]+)?\W*$)|"
    r"outside (?:of )?(?:\w+ ){0,3}hours|\bnot expect (?:an?|any|you)\b|"
    r"^\W*(?:please )?(?:call|text|ring|phone|e-?mail|message|reach|contact|find|follow|visit|"
    r"connect with|(?:book|schedule) .{0,20}with) me (?:on|at|via|by|here)\b|"
    r"\bmy (?:\w+ ){0,2}(?:number|phone|mobile|address|e-?mail|website|blog|page|book) "
    r"(?:is|has changed)\b|"
    r"before (?:you )?print|(?:excuse|forgive|pardon) .{0,30}(?:brevity|typos?|spelling|errors)",
    re.IGNORECASE,
)
"""A sentence of those that stand below very many mails, whoever sent them."""

CITED = re.compile(r"[\"“„«][^\"“”„«»]{1,400}[\"”“»]|(?<!\w)['‘].{10,300}?[.!?]?['’](?!\w)")
"""Somebody else's words, in quotation marks."""

ATTRIBUTED = re.compile(r"(?:^|\s)[-–—~]{1,2}\s?([A-Z][\w.'’]*)(?: [A-Z][\w.'’]*){1,3}\W{0,3}$")
"""Whose words stand before: a dash and two names or more end the line (group 1: the first)."""
