"""Whether a mail truly comes from the domain of its From, by the receiving server's word.

RFC 8601 (Authentication-Results), section 5: only the field of the server that one trusts counts,
and of several of its name the topmost, for those below may have come with the mail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

import authres

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailbot.model.mail import Message

_FIELD = "authentication-results"
_HOLDS = "pass"


class _Property(Protocol):
    type: str
    name: str
    value: str


class _Result(Protocol):
    method: str
    result: str
    properties: Sequence[_Property]


class _Field(Protocol):
    authserv_id: str
    results: Sequence[_Result]


def is_authentic(message: Message, authserv: str) -> bool:
    """Tell whether the server `authserv` found that the domain of From stands behind a mail.

    That is a DMARC pass for that domain, or a DKIM pass of a signature by that very domain. SPF
    alone tells of the envelope only, and never counts. A mail with several From headers is from
    nobody: the server may have looked at another than is shown.

    Args:
        message: The mail as received.
        authserv: The name under which the receiving server writes Authentication-Results; where it
            is empty nothing is authentic.
    """
    domain = message.sender.domain
    one_sender = len(message.header_all("from")) == 1
    found = _topmost(message, authserv) if authserv and domain and one_sender else None
    return found is not None and any(_stands_behind(each, domain) for each in found.results)


def _topmost(message: Message, authserv: str) -> _Field | None:
    """Return the topmost field of that server; None where one above it cannot be read.

    What cannot be read could be the server's own word, with a forged one of its name below it.
    """
    try:
        for field in _fields(message):
            if (field.authserv_id or "").lower() == authserv.lower():
                return field
    except authres.AuthResError:
        return None
    return None


def _fields(message: Message) -> Iterator[_Field]:
    for name, value in message.headers:
        if name == _FIELD:
            plain = " ".join(value.split())
            yield cast("_Field", authres.AuthenticationResultsHeader.parse_value(plain))


def _stands_behind(result: _Result, domain: str) -> bool:
    if result.result != _HOLDS:
        return False
    if result.method == "dmarc":
        return _values(result, "from") == {domain}
    if result.method == "dkim":
        # The signer is d; i names an address below it. Gmail writes i alone.
        signers = _values(result, "d") or {each.rpartition("@")[2] for each in _values(result, "i")}
        return signers == {domain}
    return False


def _values(result: _Result, name: str) -> set[str]:
    """Return what is said of one property of the header, in lower case."""
    wanted = ("header", name)
    return {
        each.value.lower()
        for each in result.properties
        if (each.type.lower(), each.name.lower()) == wanted
    }
