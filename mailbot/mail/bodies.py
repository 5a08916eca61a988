"""The text of a mail, out of its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.mail.charsets import decode
from mailbot.mail.html import html_to_text
from mailbot.mail.mime import RETURNED_HEADERS
from mailbot.model.mail import Attachment

if TYPE_CHECKING:
    from mailbot.mail.limits import Limits
    from mailbot.mail.mime import Part

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_LOOKS_LIKE_HTML = re.compile(r"\s*(?:<!doctype html|<html\b|<body\b|<div\b)", re.IGNORECASE)
_NO_TEXT = re.compile(
    r"\W*(?:this (?:e-?mail|message) (?:is in|requires|contains) html|"
    r"your (?:e-?mail|mail) (?:client|program|reader) (?:does not|doesn't|cannot|can't)|"
    r"to view (?:this|the) (?:e-?mail|message).{0,80}html)",
    re.IGNORECASE,
)
_BYTES_A_CHARACTER = 4
_TEXTS_WITHOUT_BODY = frozenset({"text/calendar", "text/x-vcard", "text/vcard", "text/directory"})


@dataclass(frozen=True, slots=True)
class Body:
    """A mail's text and what else it carries.

    Attributes:
        text: Readable, lines ended by LF.
        html_only: True where it was made from HTML for want of plain text.
        attachments: The parts that are not the text.
        defects: What was broken or cut.
    """

    text: str
    html_only: bool
    attachments: tuple[Attachment, ...]
    defects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    html: bool


def read_body(root: Part, limits: Limits) -> Body:
    """Return the text of the mail `root`: of alternatives the plain one, of several texts all."""
    defects: list[str] = []
    texts = _texts(root, limits, defects)
    text = "\n\n".join(found.text.strip("\n") for found in texts if found.text.strip())
    if len(text) > limits.text_chars:
        text = text[: limits.text_chars]
        defects.append("text cut at its limit")
    html_only = bool(texts) and all(found.html for found in texts if found.text.strip())
    return Body(text, html_only, tuple(_attachments(root)), tuple(dict.fromkeys(defects)))


def _texts(part: Part, limits: Limits, defects: list[str]) -> list[_Text]:
    if part.content_type == "multipart/alternative" and part.parts:
        return _best([_texts(child, limits, defects) for child in part.parts])
    if part.content_type.startswith("multipart/") and part.parts:
        return [text for child in part.parts for text in _texts(child, limits, defects)]
    if not _is_text(part):
        return []
    text = _part_text(part, limits, defects)
    if part.content_type in _HTML or _LOOKS_LIKE_HTML.match(text):
        return [_Text(html_to_text(text, limits), html=True)]
    return [_Text(text, html=False)]


def _best(alternatives: list[list[_Text]]) -> list[_Text]:
    """The plain alternative, unless it only says that one should look at the other."""

    def plain(texts: list[_Text]) -> bool:
        return any(not found.html and _says_something(found.text) for found in texts)

    for wanted in (plain, lambda texts: any(found.text.strip() for found in texts)):
        for texts in alternatives:
            if wanted(texts):
                return texts
    return alternatives[0] if alternatives else []


def _says_something(text: str) -> bool:
    return bool(text.strip()) and not (len(text) < 400 and _NO_TEXT.match(text))


def _is_text(part: Part) -> bool:
    """True for a part that a reader sees as the mail's text, not as an attachment."""
    kind = part.content_type
    if kind.startswith("multipart/"):
        return not part.parts
    if kind in RETURNED_HEADERS or kind in _TEXTS_WITHOUT_BODY:
        return False
    readable = kind.startswith("text/") or kind in _HTML
    return readable and part.disposition != "attachment" and not part.filename


def _part_text(part: Part, limits: Limits, defects: list[str]) -> str:
    data = part.data()[: _BYTES_A_CHARACTER * limits.html_chars]
    label = part.charset
    if label is None and part.content_type in _HTML:
        stated = _META_CHARSET.search(data, 0, 4000)
        label = stated[1].decode("ascii") if stated else None
    text, wrong = decode(data, label)
    if wrong:
        defects.append(f"text: {wrong}")
    return text


def _attachments(part: Part) -> list[Attachment]:
    if part.content_type.startswith("multipart/") and part.parts:
        return [found for child in part.parts for found in _attachments(child)]
    if _is_text(part):
        return []
    return [Attachment(part.filename, part.content_type, _size(part))]


def _size(part: Part) -> int:
    return sum(len(inner.data()) for inner in part.walk())
