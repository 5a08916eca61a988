"""The figures of reading as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def as_json(figures: object) -> str:
    """Return dataclasses with their properties, as JSON; what can only be called is left out."""
    return json.dumps(_plain(figures), indent=1) + "\n"


def _plain(value: object) -> Any:
    if is_dataclass(value):
        names = [each.name for each in fields(value)] + _properties(type(value))
        named = {name: getattr(value, name) for name in names}
        return {name: _plain(each) for name, each in named.items() if not callable(each)}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return round(value, 6) if isinstance(value, float) else value


def _properties(kind: type) -> list[str]:
    return [name for name, member in vars(kind).items() if isinstance(member, property)]
