"""Links that open a mail to Mailbot with everything filled in (RFC 6068)."""

from __future__ import annotations

import re
from urllib.parse import quote

_TAG = "[review:{}]"
TOKEN = re.compile(r"\[\s*review:\s*([0-9a-z]{1,128})", re.IGNORECASE)
"""A token as it stands in a mail, whole or cut off."""


def tag(token: str) -> str:
    """Return a token as it stands in subjects and texts."""
    return _TAG.format(token)


def order_link(address: str, order: str, token: str) -> str:
    """Return the `mailto:` link that sends an order on the review with this token.

    Everything is percent-encoded, spaces as `%20`, for some mail programs show a plus as it is.
    """
    subject = quote(f"{order} {tag(token)}", safe="")
    return f"mailto:{quote(address, safe='@')}?subject={subject}&body={quote(order, safe='')}"
