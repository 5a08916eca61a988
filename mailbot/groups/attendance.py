"""What a leader writes after, or before, a session: who was missing, and when they cannot come."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_APOSTROPHES = str.maketrans({"’": "'", "`": "'", "–": "-", "—": "-"})
_CLAUSE = re.compile(
    r"[.!?;\n]+\s*|\s+-+\s+|,?\s+(?:but|though|however)\s+(?!for\b|not\b)"
    r"|,\s+(?=(?:every(?:one|body) else|(?:all )?the (?:others|rest))\b)"
    r"|,?\s+(?:and|so)\s+(?=(?:i|i'm|i'll|my|everyone|everybody|all|nobody|no one)\b)"
)
_POLITE = re.compile(
    r"(?:hi|hello|hey|dear|kia ora|g'?day|good (?:morning|evening|afternoon))\b.{0,30}"
    r"|(?:thanks?|thank you|many thanks|thx|ta|cheers|best|regards|kind regards|warm(?:ly|est)?"
    r"|all the best|best wishes|with (?:best|kind|warm) \w+|ngā mihi|see you|talk soon)\b.{0,25}"
)
_WAS_MISSING = re.compile(
    r"\b(?:(?:was|were|is|are) (?:missing|absent|away|not (?:there|here|present|with us)"
    r"|a no[- ]?show|off sick|unwell|sick|ill)|missing|absent|absences?|apologies"
    r"|(?:wasn't|weren't) (?:there|here|present|with us|able)"
    r"|(?:did not|didn't) (?:come|show|turn up|make it|join|attend|appear|log ?(?:in|on))"
    r"|(?:could not|couldn't) (?:come|make it|join|attend|be)|no[- ]shows?|missed (?:it|out|the)"
    r"|sent (?:his|her|their)? ?apolog\w+|had to miss|never (?:came|showed|joined|turned up))\b"
)
_NOT_YET = re.compile(
    r"\b(?:will|won't|'ll|going to|next (?:week|time|session|tuesday|month)|tomorrow|can't|cannot"
    r"|late|early|left|leaves?|leaving|only|nearly|almost|again)\b"
)
_ALL_BUT = re.compile(
    r"\b(?:every(?:one|body)|all(?: of (?:them|us))?)\b(?:\s+\w+){0,3}\s*,?\s*"
    r"(?:except|but|apart from|bar|besides|other than|save)(?: for)?\s+(?P<who>.+)"
)
_POLITE_START = re.compile(r"(?:thanks?|thank you|hi|hello|hey)(?: \w+)?,\s+")
_ALL = re.compile(
    r"\b(?:every(?:one|body) (?:was|were|came|made it|there|here|present|turned up|joined)"
    r"|all (?:\w+ )?(?:were |was )?(?:there|present|here|came|turned up|joined|made it)"
    r"|all of them (?:were |was )?(?:there|came|joined|present)|full (?:house|attendance|group)"
    r"|(?:nobody|no[- ]one|none) (?:was |were )?(?:missing|absent|away)|no absen\w+"
    r"|no[- ]?shows?: none|we were complete)\b"
)
_ELSE = re.compile(
    r"(?:every(?:one|body) else|(?:all )?the (?:others?|rest)) (?:of \w+ )?"
    r"(?:were |was |are )?(?:all )?(?:there|here|present|came|turned up|joined|made it|fine)"
)
_ONLY = re.compile(r"^(?:it was )?only (?=\w)")
_NOT_ALL = re.compile(r"\bnot (?:every|all)")
_WE_ARE = re.compile(r"\b(?:i|i'm|i'll|i've|i'd|me|my|myself)\b")
_I_MISS = re.compile(
    r"\b(?:can ?not|can't|won't|will not|unable|not able|not be able|miss(?:ing)?|away|absent|late"
    r"|early|leave|step(?:ping)? down|resign|stop leading|pull out|couldn't|could not|sick|unwell"
    r"|on call|overseas|out)\b"
)
_FILLER = re.compile(
    r"\b(?:was|were|is|are|and|to|the|a|in|on|at|from|for|of|with|session|group|tonight|today"
    r"|yesterday|last|night|week|meeting|us|there|here|who|this|time|student|students|person"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|evening|just|both|also|sadly"
    r"|unfortunately|again|unwell|sick|ill|everyone|everybody|all|else|others?|rest|came|great"
    r"|good|lovely|number|first|second|third|fourth|fifth|sixth|\d+)\b|[^\w]+"
)


@dataclass(frozen=True, slots=True)
class Attendance:
    """What a leader's mail says of a session.

    Attributes:
        missing: Ids of the members who were missing, in the order of the members.
        said: It says who was missing, or that nobody was.
        own: The clauses in which the leader says that they cannot come themselves.
        whole: Nothing else stands in the mail, so that nobody else need read it.
    """

    missing: tuple[int, ...] = ()
    said: bool = False
    own: str = ""
    whole: bool = False


def read_attendance(text: str, members: Sequence[tuple[int, str]]) -> Attendance:
    """Return who was missing by a leader's word; what is not clear makes the mail not `whole`.

    Args:
        text: The mail's new words.
        members: Ids and names of the members of the group.
    """
    missing: set[int] = set()
    said, others, own, rest = False, False, [], False
    for clause in _clauses(text):
        if _WE_ARE.search(clause) and _I_MISS.search(clause):
            own.append(clause)
            continue
        if _ELSE.match(clause) and not _left_over(_ELSE.sub(" ", clause), ()):
            others = True
            continue
        found = _clause(clause, members)
        if found is None:
            rest = True
        else:
            said = True
            missing |= found
    # "Everyone else came" leaves open who did not, where nobody is named.
    rest = rest or (others and not missing)
    ordered = tuple(number for number, _ in members if number in missing)
    return Attendance(ordered, said, "\n".join(own), whole=(said or bool(own)) and not rest)


def _clauses(text: str) -> Iterator[str]:
    plain = text.translate(_APOSTROPHES).lower()
    for part in _CLAUSE.split(plain):
        clause = _POLITE_START.sub("", part.strip(" ,:-*\t\r"), count=1)
        if clause and not _POLITE.fullmatch(clause) and not _is_signature(clause):
            yield clause


def _is_signature(clause: str) -> bool:
    """Tell whether a line is a name alone, as at the end of a mail."""
    words = clause.split()
    return len(words) <= 1 and clause.isalpha() and not _WAS_MISSING.search(clause)


def _clause(clause: str, members: Sequence[tuple[int, str]]) -> frozenset[int] | None:
    """Return whom a clause calls missing; None where it says something else, or not clearly."""
    if _WAS_MISSING.search(clause):
        clause = _ONLY.sub("", clause)
    if _NOT_YET.search(clause) or _NOT_ALL.search(clause):
        return None
    all_but = _ALL_BUT.search(clause)
    if all_but:
        return _named_only(all_but["who"], members)
    if _ALL.search(clause) and not _named(clause, members)[0]:
        return frozenset() if not _left_over(_ALL.sub(" ", clause), ()) else None
    return _named_only(clause, members) if _WAS_MISSING.search(clause) else None


def _named_only(clause: str, members: Sequence[tuple[int, str]]) -> frozenset[int] | None:
    """Return the members that a clause names, if it names some and nobody or nothing else."""
    found, names = _named(clause, members)
    plain = _WAS_MISSING.sub(" ", clause)
    return found if found and not _left_over(plain, names) else None


def _named(
    clause: str, members: Sequence[tuple[int, str]]
) -> tuple[frozenset[int], tuple[str, ...]]:
    """Return which members a clause names, and by which words; a name of two people names none."""
    found: dict[str, set[int]] = {}
    for number, name in members:
        parts = name.lower().translate(_APOSTROPHES).split()
        for part in parts:
            if re.search(rf"(?<!\w){re.escape(part)}(?!\w)", clause):
                found.setdefault(part, set()).add(number)
    sure = {number for numbers in found.values() if len(numbers) == 1 for number in numbers}
    doubtful = any(not numbers & sure for numbers in found.values())
    return (frozenset() if doubtful else frozenset(sure)), tuple(found)


def _left_over(clause: str, names: Sequence[str]) -> str:
    for name in names:
        clause = re.sub(rf"(?<!\w){re.escape(name)}(?:'s)?(?!\w)", " ", clause)
    return _FILLER.sub("", clause)
