"""Bytes to text under any label, right or wrong, and text made fit to keep."""

from __future__ import annotations

import codecs
import re

_ALIASES = {
    # A superset reads what senders really mean, as in browsers (WHATWG Encoding, section 4.2).
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso2022_jp": "iso2022_jp_ext",
    "big5": "big5hkscs",
}
_SPELLINGS = {
    "ks_c_5601-1987": "cp949",
    "unicode-1-1-utf-7": "utf-7",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "x-big5": "big5hkscs",
    "x-mac-roman": "mac_roman",
    "x-unknown": "utf-8",
    "macintosh": "mac_roman",
    "unicode": "utf-16",
}
_NOT_FOR_MAIL = frozenset(
    # Python's own notations, which turn harmless bytes into something else, or take very long.
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+-]{0,39}")
_UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x9f\u2060\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")


def codec(label: str) -> str | None:
    """Return Python's name for the charset `label`, or None where there is none fit for mail."""
    found = _NAME.search(label)
    if found is None:
        return None
    spelling = found.group().lower()
    name = _SPELLINGS.get(spelling, spelling)
    try:
        info = codecs.lookup(name)
    except LookupError:
        name = spelling.replace("windows", "cp").replace("cp-", "cp")
        try:
            info = codecs.lookup(name)
        except LookupError:
            return None
    if info.name in _NOT_FOR_MAIL or not getattr(info, "_is_text_encoding", True):
        return None
    return _ALIASES.get(info.name, info.name)


def decode(data: bytes, label: str | None) -> tuple[str, str]:
    """Decode `data` as its label says, else as its bytes suggest.

    Returns:
        The text (never with lone surrogates or NULs), and what was wrong in words, empty where
        nothing was.
    """
    name = codec(label) if label else None
    if name is not None:
        try:
            return clean(data.decode(name)), ""
        except UnicodeError:
            return clean(_guess(data, name)), f"not proper {label}"
    wrong = f"unknown charset {clean(label)[:40]}" if label else ""
    return clean(_guess(data, "utf-8")), wrong


def _guess(data: bytes, stated: str) -> str:
    if b"\x1b$" in data or b"\x1b(" in data:
        return data.decode("iso2022_jp_ext", "replace")
    read = data.decode("utf-8", "replace")
    if read.count("\ufffd") * 20 <= sum(byte > 127 for byte in data):
        # UTF-8, with at most a few broken characters, such as a text cut in mid-character.
        return read
    if stated not in {"utf-8", "cp1252"}:
        return data.decode(stated, "replace")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def clean(text: str) -> str:
    """Return `text` with lines ended by LF alone, and nothing in it that no database will take.

    NULs, control characters and byte order marks are left out; lone surrogates become U+FFFD.
    """
    text = _LINE_END.sub("\n", text)
    return _SURROGATE.sub("\ufffd", _UNFIT.sub("", text))
