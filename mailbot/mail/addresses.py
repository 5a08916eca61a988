"""Addresses, Message-IDs and dates out of header values."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_to_datetime
from typing import TYPE_CHECKING

from mailbot.mail.headers import decode_value
from mailbot.model.mail import Address

if TYPE_CHECKING:
    from mailbot.mail.limits import Limits

_EMAIL = re.compile(r"[^\s<>()\[\]\",;:@]{1,64}@[^\s<>()\",;:@]{1,255}")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,500}>")
_COMMENT = re.compile(r"\([^()]*\)")
_MOST_NESTED = 40


def read_addresses(value: str | None, limits: Limits) -> tuple[Address, ...]:
    """Return the addresses of a header's raw value (RFC 5322, section 3.4), members of groups too.

    Where no address can be made out but a name stands there, an Address with the name alone.
    """
    if not value:
        return ()
    found = [_address(name, email) for name, email in _pairs(value)]
    kept = [address for address in found if address.email]
    if not kept:
        kept = [Address(email.lower()) for email in _EMAIL.findall(decode_value(value))]
    if not kept:
        kept = [address for address in found if address.name][:1]
    return tuple(dict.fromkeys(kept))[: limits.addresses]


def _pairs(value: str) -> list[tuple[str, str]]:
    if value.count("(") + value.count(":") > _MOST_NESTED:
        # The standard library reads comments and groups by recursion, which these would exhaust.
        return [("", email) for email in _EMAIL.findall(value)]
    if "@" not in value:
        value = decode_value(value)
    pairs = getaddresses([value])
    if any("@" in email for _, email in pairs):
        return pairs
    return [
        (_EMAIL.sub("", _COMMENT.sub("", value)), email) for email in _EMAIL.findall(value)
    ] or pairs


def _address(name: str, email: str) -> Address:
    decoded = decode_value(email) if "=?" in email else email
    found = _EMAIL.search(decoded)
    shown = " ".join(decode_value(name).split()).strip("\"' <>")
    if found is None:
        return Address("", shown or decoded)
    return Address(found.group().lower().rstrip("."), shown)


def read_message_ids(value: str | None) -> tuple[str, ...]:
    """Return the Message-IDs of a header's value, angle brackets kept, each once."""
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(value or "")))


def read_date(value: str | None) -> datetime | None:
    """Return a Date header as an aware UTC instant; None where it says no real instant.

    A date without a zone is taken as UTC, as RFC 5322 has it for `-0000`.
    """
    if not value:
        return None
    try:
        date = parsedate_to_datetime(_COMMENT.sub(" ", value[:200]))
        aware = date if date.tzinfo is not None else date.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
