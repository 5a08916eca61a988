"""The subject of a reply."""

from __future__ import annotations

import re

from mailbot.letters.clean import one_line

_LONGEST = 250
_REPLY_MARK = re.compile(
    r"\s*(?:re|aw|antw|antwort|sv|vs|ref|rif|res|odp|vá|ynt|σχετ|回复|答复|回覆|返信)"
    r"(?:\s?\[\d+\]|\(\d+\)|\^\d+)?\s?[:：]",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(
    r"[(\[<]?\s*(no subject|none|kein betreff|sin asunto|sans objet)\s*[)\]>]?", re.IGNORECASE
)


def bare_subject(subject: str) -> str:
    """Return `subject` on one line without any `Re:` of any language; empty where it says nothing.

    Marks of forwarding are kept, for they are part of what the writer sent.
    """
    bare = one_line(subject, _LONGEST)
    while mark := _REPLY_MARK.match(bare):
        bare = bare[mark.end() :].strip()
    return "" if _NO_SUBJECT.fullmatch(bare) else bare
