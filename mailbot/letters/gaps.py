"""Marks for what the coordinator must settle before a letter may go: `[[...]]`."""

from __future__ import annotations

import re

GAP = re.compile(r"\[\[.*?\]\]", re.DOTALL)
_ANY_MARK = re.compile(r"\[\[.*?(?:\]\]|\n\n|\Z)|\]\]", re.DOTALL)


def unsettled(text: str) -> tuple[str, ...]:
    """Return every mark left in `text`, on one line each, in order.

    A mark of which only one half is left counts too, for it would look odd in a student's mail.
    """
    return tuple(" ".join(mark.split()) for mark in _ANY_MARK.findall(text))
