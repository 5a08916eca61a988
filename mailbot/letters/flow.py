"""From rendered lines to the paragraphs of a letter."""

from __future__ import annotations

import re

LIST_MARK = "- "


def flow(rendered: str) -> str:
    """Let the lines of each paragraph flow together, and end with one line break.

    Templates are written a sentence a line. A blank line ends a paragraph; a line that starts
    with `- ` is an item of a list; a line that ends with a backslash keeps its break.
    """
    paragraphs = (_paragraph(part) for part in re.split(r"\n[ \t]*\n", rendered))
    return "\n\n".join(part for part in paragraphs if part) + "\n"


def _paragraph(part: str) -> str:
    lines: list[str] = []
    open_line = False
    for line in filter(None, (" ".join(raw.split()) for raw in part.split("\n"))):
        if open_line and not line.startswith(LIST_MARK):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
        open_line = not lines[-1].endswith("\\")
        lines[-1] = lines[-1].removesuffix("\\").rstrip()
    return "\n".join(filter(None, lines))
