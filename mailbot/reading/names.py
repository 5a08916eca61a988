"""The name that a mail gives its writer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.model.mail import Message

_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?"
_SIGN_OFF = re.compile(
    r"^(?:(?:kind|best|warm|many)\s+(?:regards|wishes|thanks)|regards|cheers|thanks(?:\s+heaps|\s+so\s+much)?|"
    r"thank\s+you|ta|ng[āa]\s+mihi(?:\s+nui)?|yours(?:\s+\w+ly)?|love|best|sincerely|respectfully|from|it's|"
    r"warmest|warmly|god\s+bless(?:\s+you)?|bless(?:ings)?|peace|groetjes|gr[uü](?:ss|ß)e|(?:many|best|friendly|kind|warm)?\s*greetings|"
    r"ciao|cheerio|saludos|un\s+abrazo|a\s+hug|cordially|cordialement|wassalam|mahalo|vinaka(?:\s+vakalevu)?|"
    r"noho\s+ora\s+mai|ka\s+kite|arohanui|mauri\s+ora|n[āa]|fa'?afetai(?:\s+\w+)?|mālō|all\s+the\s+best|take\s+care|"
    r"hei\s+kon[āa]|n[āa]ku(?:\s+noa)?)\b[\s,!.:–—-]*",
    re.IGNORECASE,
)
_TELLS = re.compile(
    rf"(?:my\s+name\s+is|^(?:full\s+|your\s+)?name\s*:|my\s+name's|\bko)\s+(?P<told>{_WORD[:-3]}(?:\s+(?-i:[A-ZĀĒĪŌŪ])\w*)?)",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:university|uni|md|mbbs|year|student|school|faculty|team|office|hospital|phone|mob|gp)\b|[@\d]",
    re.IGNORECASE,
)
_BEHIND_NAME = re.compile(r"(?:\s+(?:RN|PP|OAM|PhD|FRACGP|FRANZCP|MBBS|MD))+$|[^\w.)]+$")
_INITIAL = re.compile(r"\s[A-Z]\.$")
_TITLES = re.compile(r"^(?:dr|prof|professor|mr|mrs|ms|miss|rev|fr|sr)\.?\s+(?=\w)", re.IGNORECASE)


def stated_name(message: Message, body: Sequence[str], closing: Sequence[str]) -> str | None:
    """Return the name as the mail gives it, else as the From header does, if either does."""
    sender = message.sender.name.strip()
    signed = _of_line(closing[0], sender) if closing else None
    return signed or _at_the_end(body, sender) or _told(body) or _of_header(sender)


def _of_line(line: str, sender: str) -> str | None:
    """Return the name in a closing's first line, without sign-off, role or kisses."""
    plain = _SIGN_OFF.sub("", line.strip(" -–—~*_"))
    known = set(re.findall(_WORD, sender.casefold()))
    pieces = re.split(r"\s*,\s*", plain)
    own = [piece for piece in pieces if known & set(re.findall(_WORD, piece.casefold()))]
    plain = own[-1] if own and pieces[0] not in own else plain
    plain = re.split(r"\s*[,(|/;]\s*|\s+[–—-]\s+|\s+here\b|\s+from\b", plain, maxsplit=1)[0]
    plain = re.sub(r"(?:\s+x+o?x*)+$", "", plain.strip(), flags=re.IGNORECASE)
    plain = plain.strip(" !*:)~-–—") if len(plain) > 2 else plain.strip()
    plain = _TITLES.sub("", _BEHIND_NAME.sub("", plain))
    plain = plain if _INITIAL.search(plain) else plain.rstrip(".")
    if not plain or len(plain.split()) > 5 or _ROLE.search(plain):
        return None
    return plain


def _at_the_end(body: Sequence[str], sender: str) -> str | None:
    """Return a first name of the From header that ends the last line: '... cheers, Mei-Lin'."""
    if not body or not sender:
        return None
    last = re.findall(_WORD, body[-1])[-3:]
    known = {part.casefold() for part in sender.split()}
    ending = [word.rstrip(".") for word in last if word.rstrip(".").casefold() in known]
    name = " ".join(ending)
    initials = re.search(rf"((?:\b[A-Z]\.\s*)+){re.escape(name)}\W*$", body[-1]) if name else None
    return f"{initials.group(1).strip()} {name}" if initials else name or None


def _told(body: Sequence[str]) -> str | None:
    for line in body:
        match = _TELLS.search(line)
        if match:
            return match["told"].rstrip(".,")
    return None


def _of_header(sender: str) -> str | None:
    plain = _TITLES.sub("", sender)
    return plain if plain and not _ROLE.search(plain) else None
