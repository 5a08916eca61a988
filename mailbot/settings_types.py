"""What sections of settings are made of: words, addresses, zones, counts, lengths of time."""

from __future__ import annotations

import re
import zoneinfo
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from mailbot.tomlfiles import nearest

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
"""Hosts that are this machine itself."""

_LENGTH = re.compile(r"([1-9]\d{0,3})([dhm])")
_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}


def _one_line(text: str) -> str:
    if not text.isprintable() or not text:
        raise ValueError("one line of text, not empty")
    return text


def _address(text: str) -> str:
    local, _, domain = text.partition("@")
    if not local or not domain or set(text) & set(" <>,;") or "@" in domain:
        raise ValueError("one address, such as name@example.org")
    return _one_line(text)


def _no_address_or(text: str) -> str:
    return _address(text) if text else text


def _recipients(text: str) -> str:
    if "@" not in text:
        raise ValueError('an address, or a pattern such as "*@uni.example"')
    return text


def _zone_name(text: str) -> str:
    try:
        zoneinfo.ZoneInfo(text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        hint = nearest(text, zoneinfo.available_timezones())
        raise ValueError(f"a time zone such as Australia/Sydney.{hint}") from None
    return text


def length(value: object) -> timedelta:
    """Return a length of time from words such as `2d`, `12h` or `90m`.

    Raises:
        ValueError: It is none.
    """
    if isinstance(value, timedelta):
        return value
    found = _LENGTH.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError('a length of time such as "2d", "12h" or "90m"')
    return int(found[1]) * _UNITS[found[2]]


Line = Annotated[str, AfterValidator(_one_line)]
Email = Annotated[str, AfterValidator(_address)]
OptionalEmail = Annotated[str, AfterValidator(_no_address_or)]
Recipients = Annotated[str, AfterValidator(_recipients)]
Zone = Annotated[str, AfterValidator(_zone_name)]
Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]
Words = Annotated[tuple[Line, ...], Field(strict=False)]
Length = Annotated[timedelta, BeforeValidator(length)]
Security = Literal["tls", "starttls", "plain"]


class Section(BaseModel):
    """A table of a settings file: unknown keys and wrong types are refused."""

    model_config = ConfigDict(
        allow_inf_nan=False, extra="forbid", frozen=True, str_strip_whitespace=True, strict=True
    )
