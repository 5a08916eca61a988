"""What is wrong with a record, in words: what stands there and what would be right."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from mailbot.cli.paper import one_line

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_SHAPES = {
    "dict_type": "an object in braces",
    "frozen_set_type": "a list in brackets",
    "list_type": "a list in brackets",
    "model_type": "an object in braces",
    "string_type": "words in quotes",
}
_LONGEST_SHOWN = 60


def what_is_wrong(error: ValidationError) -> str:
    """Return, in one line, what a record has wrong and how it would be right."""
    return "; ".join(_fault(each) for each in error.errors(include_url=False))


def _fault(fault: ErrorDetails) -> str:
    where, kind = _place(fault), fault["type"]
    if kind == "missing":
        return f"{where} is missing"
    if kind == "json_invalid":
        # A record is a line of its file, so the parser's own line says nothing.
        words = str(fault["ctx"]["error"])
        return f"this is not JSON: {re.sub(r' at line 1 column (?=[0-9]+$)', ' at column ', words)}"
    if kind == "value_error" and isinstance(fault["input"], dict):
        return f"{where} is wrong: {_reason(fault)}"
    shown = one_line(json.dumps(fault["input"], ensure_ascii=False), _LONGEST_SHOWN)
    return f"{where} is {shown}; it should be {_right(fault)}"


def _place(fault: ErrorDetails) -> str:
    steps = [f"item {step + 1}" if isinstance(step, int) else step for step in fault["loc"]]
    return ", ".join(steps) or "the record"


def _right(fault: ErrorDetails) -> str:
    if fault["type"] == "enum":
        return str(fault["ctx"]["expected"]).replace("'", "")
    return _SHAPES.get(fault["type"]) or _reason(fault)


def _reason(fault: ErrorDetails) -> str:
    return fault["msg"].removeprefix("Value error, ").rstrip(".")
