"""`[mailbox]` and `[delivery]`: the servers where mail comes in, and where it goes out."""

from __future__ import annotations

import fnmatch
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mailbot.model.folders import Filing
from mailbot.settings_types import LOOPBACK, Line, Positive, Recipients, Section, Security, Words


class _Server(Section):
    host: Line
    port: Annotated[int, Field(ge=0, le=65535)] = 0
    security: Security = "tls"
    auth: Literal["password", "xoauth2"] = "password"
    token_command: str = ""
    timeout_seconds: Positive = 30.0

    @model_validator(mode="after")
    def _plain_only_here(self) -> Self:
        if self.security == "plain" and self.host not in LOOPBACK:
            raise ValueError(
                'security = "plain" is only for this machine itself (127.0.0.1); use "tls"'
            )
        return self


class MailboxSettings(_Server):
    """`[mailbox]`: the enquiry inbox over IMAP.

    Attributes:
        authserv: Under which name the receiving server writes Authentication-Results; empty where
            it does not, and then nobody's word is taken for proved.
        sandbox: The mailbox is one of Mailbot's own sandbox, which alone writes this.
    """

    user: Line
    also: Words = ()
    since: date | None = None
    filing: Annotated[Filing, Field(strict=False)] = Filing.LABEL
    drafts: str = ""
    sent: str = ""
    junk: str = ""
    full_look_seconds: Positive = 60.0
    idle_minutes: Annotated[float, Field(gt=0, le=29)] = 9.0
    largest_bytes: Annotated[int, Field(ge=10_000)] = 10_000_000
    batch: Annotated[int, Field(ge=1, le=1000)] = 50
    authserv: str = ""
    sandbox: bool = False

    @property
    def real_port(self) -> int:
        """The port, or the usual one for this security."""
        return self.port or (993 if self.security == "tls" else 143)


class DeliverySettings(_Server):
    """`[delivery]`: the way out over SMTP."""

    user: str = ""
    only_to: Annotated[tuple[Recipients, ...], Field(strict=False)] = ()
    copy_to_sent: Literal["auto", "always", "never"] = "auto"

    @property
    def real_port(self) -> int:
        """The port, or the usual one for this security."""
        return self.port or {"tls": 465, "starttls": 587, "plain": 25}[self.security]

    def allows(self, recipient: str) -> bool:
        """Tell whether `only_to` lets mail through to `recipient`."""
        return not self.only_to or any(
            fnmatch.fnmatchcase(recipient.lower(), pattern.lower()) for pattern in self.only_to
        )
