"""A mail's parts (RFC 2045, 2046), with the work bounded whatever the bytes pretend.

The standard library's parser spends, for every line, time in proportion to how deep the line is
nested, and fails altogether some hundred levels down; here each level is one search for its
boundary, and both depth and number of parts end at a limit.
"""

from __future__ import annotations

import binascii
import quopri
import re
from dataclasses import dataclass, field, replace
from email.message import Message as MimeHeader
from typing import TYPE_CHECKING

from mailbot.mail.headers import HeaderBlock, decode_value, lenient_base64, read_block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailbot.mail.limits import Limits

_GUESSED_BOUNDARY = re.compile(rb"^--([^\s-][^\n]{0,68}[^\s])[ \t]*\n[Cc]ontent-", re.MULTILINE)
_CONTROLS = bytes({*range(1, 9), *range(0x0E, 0x20), 0x7F} - {0x1B})
_FEWEST_CONTROLS = 4
_BYTES_A_CONTROL = 25
_WIDE = ("utf-16", "utf16", "utf-32", "utf32", "ucs", "unicode")
_MIME_FIELDS = ("content-type", "content-disposition", "content-transfer-encoding", "content-id")
RETURNED = frozenset({"message/rfc822", "message/global"})
RETURNED_HEADERS = frozenset(
    {"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a mail, or the mail itself.

    Attributes:
        block: Its header fields.
        mime: Those that RFC 2045 defines, for their parameters.
        content: Its bytes, still in their transfer encoding; empty where it has parts.
        parts: The parts of a multipart, or the one mail within a message/rfc822.
    """

    block: HeaderBlock
    mime: MimeHeader
    content: bytes
    parts: tuple[Part, ...] = ()

    @property
    def content_type(self) -> str:
        """`type/subtype` in lower case, text/plain where none is given (RFC 2045, 5.2)."""
        return self.mime.get_content_type()

    @property
    def charset(self) -> str | None:
        """The charset parameter; None where there is none."""
        return _parameter(self.mime, "charset", "content-type")

    @property
    def disposition(self) -> str:
        """`attachment`, `inline`, or an empty string."""
        return (self.mime.get("content-disposition") or "").partition(";")[0].strip().lower()

    @property
    def filename(self) -> str:
        """The decoded file name; empty where the part has none."""
        name = _parameter(self.mime, "filename", "content-disposition") or _parameter(
            self.mime, "name", "content-type"
        )
        return decode_value(name)[:255] if name else ""

    def walk(self) -> Iterator[Part]:
        """Yield this part and all within it, in order."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def data(self) -> bytes:
        """Return the content out of its transfer encoding (RFC 2045, section 6)."""
        encoding = (self.mime.get("content-transfer-encoding") or "").strip().lower()
        if encoding.startswith("base64"):
            return lenient_base64(self.content)
        if encoding.startswith("quoted-printable"):
            return quopri.decodestring(self.content)
        if encoding in {"uuencode", "x-uuencode", "uue", "x-uue"}:
            return _uudecode(self.content)
        return self.content


@dataclass(slots=True)
class _Reader:
    limits: Limits
    count: int = 0
    defects: list[str] = field(default_factory=list)

    def part(self, raw: bytes, start: int, end: int, default: str, depth: int) -> Part:
        self.count += 1
        block = read_block(raw, start, end, self.limits)
        if depth == 0:
            self.defects.extend(block.defects)
        mime = _mime_header(block, default)
        parts = self._parts_within(mime, raw, block.end, end, depth)
        if parts:
            return Part(block, mime, b"", parts)
        part = Part(block, mime, raw[block.end : end])
        defect = self._unreadable(part, depth)
        if defect:
            self.defects.append(defect)
            return replace(part, mime=_unread())
        return part

    def _unreadable(self, part: Part, depth: int) -> str:
        """Say why what has no parts must not be read as somebody's words; empty where it may."""
        if depth >= self.limits.depth and _holds_parts(part.mime):
            return "parts nested too deep, cut at the limit"
        return "bytes that are no text, left unread" if _is_noise(part) else ""

    def _parts_within(
        self, mime: MimeHeader, raw: bytes, start: int, end: int, depth: int
    ) -> tuple[Part, ...]:
        if not _holds_parts(mime) or depth >= self.limits.depth:
            return ()
        kind = mime.get_content_type()
        if kind in RETURNED:
            inner, start, end = _unencoded(mime, raw, start, end)
            return (self.part(inner, start, end, "text/plain", depth + 1),)
        default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        return tuple(self._pieces(raw, _split(mime, raw, start, end), default, depth))

    def _pieces(
        self, raw: bytes, pieces: Iterator[tuple[int, int]], default: str, depth: int
    ) -> Iterator[Part]:
        for start, end in pieces:
            if self.count >= self.limits.parts:
                self.defects.append("too many parts, cut at the limit")
                return
            yield self.part(raw, start, end, default, depth + 1)


def read_parts(raw: bytes, limits: Limits) -> tuple[Part, tuple[str, ...]]:
    """Return a mail's tree of parts, and what was broken or cut in it.

    Args:
        raw: The mail, its lines ended by LF alone.
        limits: Where to stop.
    """
    reader = _Reader(limits)
    part = reader.part(raw, 0, len(raw), "text/plain", 0)
    return part, tuple(dict.fromkeys(reader.defects))


def _mime_header(block: HeaderBlock, default: str) -> MimeHeader:
    mime = MimeHeader()
    mime.set_default_type(default)
    for name in _MIME_FIELDS:
        value = block.get(name)
        if value is not None:
            mime[name] = " ".join(value.split())
    return mime


def _unread() -> MimeHeader:
    """Return the header of a part that is kept as it came (RFC 2046, section 4.5.1)."""
    mime = MimeHeader()
    mime["content-type"] = "application/octet-stream"
    return mime


def _holds_parts(mime: MimeHeader) -> bool:
    return mime.get_content_maintype() == "multipart" or mime.get_content_type() in RETURNED


def _is_noise(part: Part) -> bool:
    """Tell bytes that only pretend to be text by their control characters, which no text holds.

    NULs and escapes are not counted: UTF-16 without a label and ISO 2022 are full of them.
    """
    if part.mime.get_content_maintype() != "text" or part.disposition or part.filename:
        return False
    controls = len(part.content) - len(part.content.translate(None, _CONTROLS))
    few = controls < max(_FEWEST_CONTROLS, len(part.content) / _BYTES_A_CONTROL)
    return not few and not (part.charset or "").lower().startswith(_WIDE)


def _parameter(mime: MimeHeader, name: str, header: str) -> str | None:
    try:
        value = mime.get_param(name, None, header)
    except (ValueError, IndexError, LookupError):
        # RFC 2231 continuations with impossible numbers.
        return None
    if isinstance(value, tuple):
        charset, _, text = value
        try:
            return text.encode("latin-1", "replace").decode(charset or "utf-8", "replace")
        except (LookupError, UnicodeError):
            return text
    return value


def _boundary(mime: MimeHeader, raw: bytes, start: int, end: int) -> bytes:
    stated = (_parameter(mime, "boundary", "content-type") or "").rstrip()
    boundary = stated.encode("utf-8", "replace")
    if boundary and raw.find(b"--" + boundary, start, end) >= 0:
        return boundary
    guessed = _GUESSED_BOUNDARY.search(raw, start, end)
    return guessed[1] if guessed else b""


def _split(mime: MimeHeader, raw: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the pieces between the boundary's lines stand (RFC 2046, section 5.1.1)."""
    boundary = _boundary(mime, raw, start, end)
    line = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\n|\Z)", re.MULTILINE)
    begin = None
    for found in line.finditer(raw, start, end) if boundary else ():
        if begin is not None:
            yield begin, max(found.start() - 1, begin)
        begin = found.end()
        if found[1]:
            return
    if begin is not None:
        yield begin, end


def _unencoded(mime: MimeHeader, raw: bytes, start: int, end: int) -> tuple[bytes, int, int]:
    """A returned mail may not be encoded (RFC 2046, 5.2.1); some are all the same."""
    encoding = (mime.get("content-transfer-encoding") or "").strip().lower()
    if encoding == "base64":
        inner = lenient_base64(raw[start:end]).replace(b"\r\n", b"\n")
    elif encoding == "quoted-printable":
        inner = quopri.decodestring(raw[start:end])
    else:
        return raw, start, end
    return inner, 0, len(inner)


def _uudecode(content: bytes) -> bytes:
    out: list[bytes] = []
    for line in content.splitlines():
        if not line or line.startswith((b"begin ", b"end")):
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            out.append(b"")
    return b"".join(out)
