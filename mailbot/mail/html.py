"""HTML made into text as a plain-text mail would have it.

`> ` stands before what is quoted, `-- ` before a signature, a link's address behind its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from mailbot.mail.charsets import clean

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from mailbot.mail.limits import Limits


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_SKIPPED = _tags(
    "audio base canvas head iframe link map meta noscript object script select style svg template "
    "textarea title video"
)
_BLOCKS = _tags(
    "address article aside body center dd details dir div dl dt fieldset figcaption figure footer "
    "form header html li main nav section summary tr"
)
_SPACED = _tags("blockquote h1 h2 h3 h4 h5 h6 menu ol p pre table ul")
_LEFT_OPEN = _tags("area base br col dd dt hr img input li link meta option p source wbr")
_CELLS = frozenset({"td", "th"})
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|max-height\s*:\s*0(?![.\d]*[1-9])",
    re.IGNORECASE,
)
_MERELY_INDENTED = re.compile(r"border\s*:\s*(none|0)|border-(left-)?width\s*:\s*0", re.IGNORECASE)
_QUOTED_CLASSES = frozenset(
    {"yahoo_quoted", "protonmail_quote", "tutanota_quote", "moz-cite-prefix"}
)
_QUOTED_IDS = frozenset({"OLK_SRC_BODY_SECTION", "mail-editor-reference-message-container"})
_SIGNATURE_CLASSES = frozenset({"gmail_signature", "moz-signature", "protonmail_signature_block"})
_SIGNATURE_IDS = frozenset({"Signature", "signature", "ms-outlook-mobile-signature"})
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ANY_TAG = re.compile(r"<[^<>]*>")
_SPACES = re.compile(r"[ \t\n\r\f\xa0]+")
_LINK = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
_LONGEST_LINK = 200
_RULE = "_" * 32


def html_to_text(source: str, limits: Limits) -> str:
    """Return the readable text of an HTML document, without what it hides from its reader.

    Args:
        source: The HTML; characters beyond `limits.html_chars` are left out.
        limits: Where to stop.
    """
    source = source[: limits.html_chars]
    if _nests_deeper(source, limits.html_depth):
        return clean(unescape(_ANY_TAG.sub(" ", source)))
    tree = LexborHTMLParser(source)
    page = _Page(limits.text_chars)
    root = tree.root
    if root is not None:
        _walk(root, page)
    return clean(page.text())


def _nests_deeper(source: str, most: int) -> bool:
    """Tell HTML that no program writes: a parser's time grows with the square of its depth."""
    depth = 0
    for closing, name in _TAG.findall(source):
        if name.lower() in _LEFT_OPEN:
            continue
        depth = max(depth - 1, 0) if closing else depth + 1
        if depth > most:
            return True
    return False


@dataclass(slots=True)
class _Page:
    """Lines as they are written, at a depth of quotation."""

    most: int
    lines: list[str] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    quoted: int = 0
    preformatted: int = 0
    chars: int = 0

    def write(self, text: str) -> None:
        self.chars += len(text)
        if self.preformatted:
            *whole, rest = text.split("\n")
            for line in whole:
                self.current.append(line)
                self.end_line()
            self.current.append(rest)
            return
        words = _SPACES.sub(" ", text)
        if not self.current or self.current[-1].endswith(" "):
            words = words.lstrip(" ")
        if words:
            self.current.append(words)

    def end_line(self) -> None:
        line = "".join(self.current).rstrip()
        self.current.clear()
        self.lines.append((">" * self.quoted + " " + line if self.quoted else line).rstrip())

    def break_line(self) -> None:
        """Begin a new line, unless one has just begun."""
        if self.current:
            self.end_line()

    def space(self) -> None:
        """Leave an empty line, unless there is one."""
        self.break_line()
        if self.lines and self.lines[-1].strip("> "):
            self.end_line()

    def text(self) -> str:
        self.break_line()
        return "\n".join(self.lines).strip("\n")


def _walk(root: LexborNode, page: _Page) -> None:
    """Go through the tree without recursion, for hostile mail nests beyond any stack."""
    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    while stack and page.chars < page.most:
        node, leaving = stack.pop()
        if leaving:
            _leave(node, page)
        elif node.tag == "-text":
            page.write(node.text_content or "")
        elif _enter(node, page):
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))


def _enter(node: LexborNode, page: _Page) -> bool:
    """Write what stands before a node's children; False where they are not to be read."""
    tag = node.tag or ""
    if tag in _SKIPPED or tag.startswith(("-", "!", "o:p")) or _hidden(node):
        return False
    if tag == "br":
        page.end_line()
    elif tag == "hr":
        page.break_line()
        page.write(_RULE)
        page.end_line()
    elif tag == "img":
        page.write(node.attributes.get("alt") or "")
    elif tag in _SPACED:
        page.space()
    elif tag in _BLOCKS:
        page.break_line()
    _enter_special(node, tag, page)
    return True


def _enter_special(node: LexborNode, tag: str, page: _Page) -> None:
    if tag == "li":
        page.write("* ")
    elif tag == "pre":
        page.preformatted += 1
    elif _is_signature(node):
        page.break_line()
        page.lines.append("-- ")
    if _is_quoted(node, tag):
        page.break_line()
        page.quoted += 1


def _leave(node: LexborNode, page: _Page) -> None:
    tag = node.tag or ""
    if tag == "a":
        _write_link(node, page)
    elif tag in _CELLS:
        page.write(" ")
    elif tag in _BLOCKS or tag in _SPACED:
        page.break_line()
    if tag == "pre":
        page.preformatted -= 1
    if _is_quoted(node, tag):
        page.break_line()
        page.quoted -= 1
    if tag in _SPACED and not page.quoted:
        page.space()


def _write_link(node: LexborNode, page: _Page) -> None:
    """Write the address where it says more than the words; long ones only track the reader."""
    href = (node.attributes.get("href") or "").strip()
    if not _LINK.fullmatch(href) or len(href) > _LONGEST_LINK:
        return
    address = href.removeprefix("mailto:").partition("?")[0] if href[:7] == "mailto:" else href
    words = (node.text() or "").strip()
    bare = address.removeprefix("https://").removeprefix("http://").rstrip("/")
    if words and bare.lower() not in words.lower():
        page.write(f" <{address}>")


def _hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _classes(node: LexborNode) -> frozenset[str]:
    return frozenset((node.attributes.get("class") or "").split())


def _is_signature(node: LexborNode) -> bool:
    return bool(_classes(node) & _SIGNATURE_CLASSES) or node.attributes.get("id") in _SIGNATURE_IDS


def _is_quoted(node: LexborNode, tag: str) -> bool:
    if tag == "blockquote":
        style = node.attributes.get("style") or ""
        cited = node.attributes.get("type") == "cite" or "gmail_quote" in _classes(node)
        return cited or not _MERELY_INDENTED.search(style)
    return bool(_classes(node) & _QUOTED_CLASSES) or node.attributes.get("id") in _QUOTED_IDS
