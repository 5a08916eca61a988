"""How a mail puts its answer to an offer: plainly, with a condition, or undecided.

Topics say whether a mail takes a place or turns it down; this says whether a yes may count as one.
The words are in `data/answers.toml`. In doubt it is not plain, so that the coordinator is asked.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from mailbot.model.mail import Evidence
from mailbot.model.reading import (
    FOR_A_PERSON,
    QUESTIONS,
    Route,
    Saying,
    Topic,
    TopicFinding,
)
from mailbot.reading.closing import split_closing
from mailbot.reading.cues import pattern_of
from mailbot.reading.text import own_text, sentences_of

if TYPE_CHECKING:
    from mailbot.model.mail import Message
    from mailbot.model.reading import Reading

_PIECE_END = re.compile(r"[,.!?;:()\n]+|\s[–—-]+\s")
_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[👍👌✅🙌]")
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class _Words:
    """The lists of `data/answers.toml`, as patterns."""

    agreeing: re.Pattern[str]
    thanking: re.Pattern[str]
    courteous: re.Pattern[str]
    conditions: re.Pattern[str]
    wavering: re.Pattern[str]
    harmless: re.Pattern[str]
    refusing: re.Pattern[str]


def read_saying(message: Message, reading: Reading) -> Saying:
    """Return how a mail puts its answer to an offer, by its own words.

    Args:
        message: The mail.
        reading: What it says, read as by somebody with an open offer.
    """
    words = _words()
    told = sentences_of(split_closing(own_text(message), message.sender.name)[0])
    text = words.harmless.sub(" ", _plain(" . ".join(told)))
    if words.wavering.search(text) or _asks_in_its_yes(reading):
        return Saying.UNDECIDED
    pieces = [piece for each in told for piece in _pieces(each)]
    takes = Topic.ACCEPT in reading.topic_set or any(map(words.agreeing.match, pieces))
    # "What if I fall ill?" is a question of its own; "yes, if I may miss one" is not.
    if words.conditions.search(text) and (takes or reading.topic_set <= {Topic.THANKS}):
        return Saying.CONDITIONAL
    said = {_kind(piece, words) for piece in pieces}
    if "yes" not in said:
        return Saying.UNSAID
    return Saying.BARE_YES if said <= {"yes", ""} else Saying.YES_AMONG_OTHER


def as_accepted(reading: Reading, saying: Saying) -> Reading:
    """Return the reading of a bare yes to our own offer as an acceptance.

    What a person should see stays as it is, and so does every other mail.
    """
    plain = saying is Saying.BARE_YES and not reading.flags
    hers = FOR_A_PERSON & reading.topic_set or "possible_distress" in reading.reasons
    if not plain or hers or Topic.ACCEPT in reading.topic_set or reading.screening.origin.machine:
        return reading
    evidence = tuple(each for found in reading.topics for each in found.evidence)
    words = evidence[0].words if evidence else ""
    accepted = TopicFinding(Topic.ACCEPT, _SURE, (Evidence(words, Topic.ACCEPT.value),))
    return replace(
        reading,
        topics=(accepted,),
        route=Route.REPLY,
        confidence=_SURE,
        reasons=("plain_yes",),
    )


def _asks_in_its_yes(reading: Reading) -> bool:
    """Tell whether the yes itself is a question, and not one that a template answers."""
    asked = {
        each.words for one in reading.topics if one.topic in QUESTIONS for each in one.evidence
    }
    taking = (one for one in reading.topics if one.topic is Topic.ACCEPT)
    return any(
        "?" in each.words and each.words not in asked for one in taking for each in one.evidence
    )


def _kind(piece: str, words: _Words) -> str:
    """Return `yes`, nothing for what is mere courtesy, or `more`."""
    if words.agreeing.fullmatch(piece):
        return "yes"
    without, thanks = words.thanking.subn(" ", piece)
    rest = " ".join(words.courteous.sub(" ", without).split())
    if not rest:
        return ""
    if words.agreeing.fullmatch(rest):
        return "yes"
    named = thanks and " " not in rest and not words.refusing.fullmatch(rest)
    return "" if named else "more"


def _pieces(sentence: str) -> list[str]:
    return [piece for part in _PIECE_END.split(sentence) if (piece := _plain(part))]


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(text.lower()))


@cache
def _words() -> _Words:
    text = files("mailbot.reading").joinpath("data/answers.toml").read_text(encoding="utf-8")
    lists: dict[str, list[str]] = tomllib.loads(text)
    patterns = {name: pattern_of(entries) for name, entries in lists.items()}
    # "ok 👍 see you then" is as plain as each of them.
    patterns["agreeing"] = rf"(?:{patterns['agreeing']}\s*)+"
    return _Words(**{name: re.compile(pattern) for name, pattern in patterns.items()})
