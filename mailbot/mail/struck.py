"""Words that a writer struck through, which a mail's plain text shows as if they stood."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from mailbot.mail.charsets import decode
from mailbot.mail.limits import Limits
from mailbot.mail.mime import read_parts

_TAGS = "s, strike, del, [style]"
_LINE_THROUGH = re.compile(r"line-through", re.IGNORECASE)
_IN_TEXT = re.compile("\\S[\u0335-\u0338]|~~\\s*\\S")
"""A character with a stroke laid over it, or the marks that some programs make of one."""


def has_struck(raw: bytes, *, limits: Limits | None = None) -> bool:
    """Tell whether any word of a mail is struck through, in whichever of its parts.

    Args:
        raw: The mail (RFC 5322).
        limits: Where reading stops.
    """
    limits = limits or Limits()
    root, _ = read_parts(raw.replace(b"\r\n", b"\n"), limits)
    for part in root.walk():
        if part.content_type.startswith("text/"):
            text, _ = decode(part.data(), part.charset)
            text = text[: limits.html_chars]
            html = part.content_type == "text/html"
            if _IN_TEXT.search(text) or (html and _in_html(text)):
                return True
    return False


def _in_html(source: str) -> bool:
    return any(
        (node.text() or "").strip()
        for node in LexborHTMLParser(source).css(_TAGS)
        if node.tag in {"s", "strike", "del"}
        or _LINE_THROUGH.search(node.attributes.get("style") or "")
    )
