"""Header fields: found in any bytes, unfolded and decoded, as well as they can be."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.mail.charsets import codec, decode

if TYPE_CHECKING:
    from mailbot.mail.limits import Limits

_FIELD = re.compile(rb"([!-9;-~]{1,200}?)[ \t]*:[ \t]*(.*)", re.DOTALL)
_PARAMETER = re.compile(
    rb"(?:boundary|charset|name|filename|format|type|start|report-type)\*?\d*\*?[ \t]*=",
    re.IGNORECASE,
)
_MBOX_FROM = re.compile(rb">?From [^\n]*\n")
_ENCODED_WORD = re.compile(
    r"=\?([A-Za-z0-9_.:+*-]{1,60})\?([bBqQ])\?([^?\n]*(?:\?(?!=)[^?\n]*)*)\?="
)
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\n]+(?==\?[A-Za-z0-9_.:+*-]{1,60}\?[bBqQ]\?)")
_QUOTED_BYTE = re.compile(rb"=([0-9A-Fa-f]{2})")
_FOLD = re.compile(r"[ \t]*\n[ \t\n]*")
_NOT_BASE64 = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
)


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """The header fields of one mail or part.

    Attributes:
        fields: In order, names in lower case; values unfolded, encoded words still encoded.
        end: Where in the bytes the body begins.
        defects: What was broken or cut.
    """

    fields: tuple[tuple[str, str], ...]
    end: int
    defects: tuple[str, ...] = ()

    def get(self, name: str) -> str | None:
        """Return the first value of `name` (lower case), or None."""
        return next((value for key, value in self.fields if key == name), None)


def read_block(raw: bytes, start: int, stop: int, limits: Limits) -> HeaderBlock:
    """Read the header fields from `start` of `raw`, whose lines end with LF, at most to `stop`.

    The fields end at an empty line (RFC 5322, section 2.1), or, where that is missing, at the
    first line that neither is nor continues a field. Stray mbox lines are passed over.
    """
    found: list[tuple[bytes, list[bytes]]] = []
    defects: list[str] = []
    position, limit = start, start + limits.header_bytes
    while position < stop:
        end = raw.find(b"\n", position, stop) + 1 or stop
        line = raw[position : min(end, position + limits.header_chars)]
        if line == b"\n":
            position = end
            break
        field = _FIELD.fullmatch(line.rstrip(b"\n"))
        if found and (line[:1] in b" \t" or _PARAMETER.match(line)):
            found[-1][1].append(line.rstrip(b"\n"))
        elif field is not None and not _MBOX_FROM.match(line):
            found.append((field[1], [field[2]]))
        elif not _stray(raw, position, end, bool(found)):
            defects.append("no empty line between header and body")
            break
        position = end
        if position > limit or len(found) >= limits.headers:
            defects.append("header cut at its limit")
            position = _end_of_block(raw, position, stop)
            break
    fields = tuple((_ascii(name), _value(lines, limits)) for name, lines in found)
    return HeaderBlock(fields, position, tuple(defects))


def _stray(raw: bytes, position: int, end: int, among_fields: bool) -> bool:
    """Tell a line that does not belong among the fields from the beginning of the body."""
    if _MBOX_FROM.match(raw, position):
        return True
    following = _FIELD.match(raw, end, end + 300)
    return among_fields and following is not None


def _end_of_block(raw: bytes, position: int, stop: int) -> int:
    empty = raw.find(b"\n\n", max(position - 1, 0), stop)
    return stop if empty < 0 else empty + 2


def _ascii(name: bytes) -> str:
    return name.decode("ascii").lower()


def _value(lines: list[bytes], limits: Limits) -> str:
    text, _ = decode(b"\n".join(lines)[: limits.header_chars], None)
    return text.strip()


def decode_value(value: str) -> str:
    """Return a header's value unfolded, its encoded words decoded (RFC 2047), even broken ones."""
    if "=?" in value:
        joined = _BETWEEN_WORDS.sub(r"\1", value)
        value = _decode_words(joined)
    return _FOLD.sub(" ", value).strip()


def _decode_words(value: str) -> str:
    """Decode neighbours of one charset together: senders split characters between them."""
    out: list[str] = []
    pending, charset, last = b"", "", 0
    for word in _ENCODED_WORD.finditer(value):
        label = word[1].partition("*")[0].lower()
        if pending and (word.start() > last or label != charset):
            out.append(_text(pending, charset))
            pending = b""
        out.append(value[last : word.start()])
        pending, charset, last = pending + _word_bytes(word[2], word[3], label), label, word.end()
    if pending:
        out.append(_text(pending, charset))
    out.append(value[last:])
    return "".join(out)


def _text(data: bytes, charset: str) -> str:
    text, _ = decode(data, charset)
    return text.replace("\n", " ")


def _word_bytes(encoding: str, payload: str, charset: str) -> bytes:
    # An encoded word is ASCII; where it is not, its own charset gives back the bytes there were.
    original = "ascii" if payload.isascii() else codec(charset) or "utf-8"
    data = payload.encode(original, "replace")
    if encoding in "bB":
        return lenient_base64(data)
    data = data.replace(b"_", b" ")
    return _QUOTED_BYTE.sub(lambda found: bytes([int(found[1], 16)]), data)


def lenient_base64(data: bytes) -> bytes:
    """Decode base64 with stray characters in it, or with its end missing."""
    whole = data.partition(b"=")[0] if data.count(b"=") < 3 else data
    kept = whole.translate(None, _NOT_BASE64)
    if len(kept) % 4 == 1:
        kept = kept[:-1]
    try:
        return base64.b64decode(kept + b"=" * (-len(kept) % 4))
    except binascii.Error:
        return b""
