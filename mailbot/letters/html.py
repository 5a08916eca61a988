"""The HTML of a letter, always made from its text, so that both say the same words."""

from __future__ import annotations

import re

from jinja2.utils import urlize
from markupsafe import Markup, escape

from mailbot.letters.flow import LIST_MARK
from mailbot.letters.gaps import GAP

_PAGE = """\
<!DOCTYPE html>
<html lang="en-AU">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
</head>
<body style="font-family: system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; \
font-size: 16px; line-height: 1.5; max-width: 38em; margin: 0; overflow-wrap: anywhere">
{body}
</body>
</html>
"""
_MARK = '<mark style="background: #ffe08a; color: #1a1a1a">{}</mark>'


def html_of(subject: str, text: str) -> str:
    """Return `text` as a simple page: paragraphs, lists and links, for light and dark screens.

    Every character of `text` is escaped; only `http`, `https` and mail addresses become links.
    """
    return _PAGE.format(title=escape(subject), body=paragraphs(text))


def paragraphs(text: str) -> Markup:
    """Return `text` as `html_of` does, without the page around it."""
    parts = filter(None, (part.strip("\n") for part in re.split(r"\n\s*\n", text)))
    return Markup("\n".join(_paragraph(part) for part in parts))  # noqa: S704 - it is escaped


def _paragraph(part: str) -> str:
    pieces: list[str] = []
    lines: list[str] = []
    items: list[str] = []
    for line in part.split("\n"):
        if line.startswith(LIST_MARK):
            pieces += _lines(lines)
            items.append(line.removeprefix(LIST_MARK))
        else:
            pieces += _list(items)
            lines.append(line)
    return "\n".join(pieces + _lines(lines) + _list(items))


def _lines(lines: list[str]) -> list[str]:
    """Return the gathered lines as one paragraph, and forget them."""
    made = [f"<p>{_inline(chr(10).join(lines))}</p>"] if lines else []
    lines.clear()
    return made


def _list(items: list[str]) -> list[str]:
    """Return the gathered items as one list, and forget them."""
    made = ["<ul>", *(f"<li>{_inline(item)}</li>" for item in items), "</ul>"] if items else []
    items.clear()
    return made


def lines(text: str) -> Markup:
    """Return `text` escaped, with its line breaks."""
    return escape(text).replace("\n", Markup("<br>\n"))


def marked(text: str) -> Markup:
    """Return `text` escaped, with its line breaks, and marked what is to be settled."""
    pieces: list[Markup] = []
    end = 0
    for gap in GAP.finditer(text):
        pieces += [lines(text[end : gap.start()]), Markup(_MARK).format(lines(gap[0]))]  # noqa: S704 - no text of others
        end = gap.end()
    return Markup("").join([*pieces, lines(text[end:])])


def _inline(text: str) -> str:
    """Escape, link and mark. Marks are split off first, so that none lands inside a link."""
    made: list[str] = []
    end = 0
    for gap in GAP.finditer(text):
        made += [_linked(text[end : gap.start()]), _MARK.format(_linked(gap[0]))]
        end = gap.end()
    return "".join([*made, _linked(text[end:])]).replace("\n", "<br>\n")


def _linked(text: str) -> str:
    return urlize(text, rel="noopener")
