"""Header values of mail that we write: nothing from outside can begin a header of its own."""

from __future__ import annotations

import re
from email.header import Header
from email.utils import quote
from typing import TYPE_CHECKING

import idna

from mailbot.errors import MailProblem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailbot.model.mail import Address

_LONGEST_TEXT = 500
_LONGEST_NAME = 200
_MOST_IDS = 20
_NOT_FOR_HEADERS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,500}>")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}")
_DOMAIN = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*", re.IGNORECASE)
_ATOMS = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*")
_ENCODED_WORD = "=?"


def text_header(name: str, text: str) -> Header:
    """Return `text` as the value of header `name`, on one line of words, encoded where needed.

    Control characters, line breaks among them, become spaces.
    """
    plain = _one_line(text, _LONGEST_TEXT)
    return Header(plain, _charset(plain), header_name=name)


def address_header(name: str, address: Address) -> Header:
    """Return `address` as the value of header `name`, its domain in ASCII (RFC 5890).

    Raises:
        MailProblem: The address cannot stand in a mail.
    """
    header = Header(header_name=name)
    shown = _one_line(address.name, _LONGEST_NAME)
    charset = _charset(shown)
    if charset == "us-ascii" and not _ATOMS.fullmatch(shown):
        shown = f'"{quote(shown)}"'
    if shown:
        header.append(shown, charset)
    header.append(f"<{ascii_address(address.email)}>", "us-ascii")
    return header


def id_header(name: str, ids: Iterable[str]) -> Header:
    """Return Message-IDs as the value of header `name`, folded between them."""
    return Header(" ".join(ids), "us-ascii", header_name=name)


def ascii_address(email: str) -> str:
    """Return `local@domain` with the domain in ASCII.

    Raises:
        MailProblem: The address is none, or its local part needs more than ASCII (RFC 6531).
    """
    local, _, domain = email.rpartition("@")
    if not _LOCAL.fullmatch(local):
        raise MailProblem(
            f"{email!r} is not an address that mail can be sent to from here.",
            "Answer from your own mail program if it can.",
        )
    return f"{local}@{ascii_domain(domain)}"


def ascii_domain(domain: str) -> str:
    """Return `domain` in lower-case ASCII (IDNA 2008, RFC 5891).

    Raises:
        MailProblem: It is no domain.
    """
    try:
        plain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        plain = ""
    if not _DOMAIN.fullmatch(plain):
        raise MailProblem(f"{domain!r} is not a domain that mail can be sent to.")
    return plain.lower()


def good_ids(ids: Iterable[str]) -> tuple[str, ...]:
    """Return those `ids` that are Message-IDs in angle brackets, each once, oldest first.

    Of a long conversation the first and the newest are kept, as RFC 5322, section 3.6.4, suggests
    that readers need only some of them to put a thread together.
    """
    good = tuple(dict.fromkeys(each for each in ids if _MESSAGE_ID.fullmatch(each)))
    return good if len(good) <= _MOST_IDS else (good[0], *good[1 - _MOST_IDS :])


def _one_line(text: str, longest: int) -> str:
    return _NOT_FOR_HEADERS.sub(" ", text).strip()[:longest]


def _charset(text: str) -> str:
    return "us-ascii" if text.isascii() and _ENCODED_WORD not in text else "utf-8"
