"""Who has a mailbox in the sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import formataddr


@dataclass(frozen=True, slots=True)
class Account:
    """One mailbox of the sandbox; the address is also the name to log in with.

    Attributes:
        name: The person's display name.
        email: The address, in lower case.
        password: For IMAP and SMTP; nothing but the sandbox is behind it.
    """

    name: str
    email: str
    password: str = "let-me-in"  # noqa: S105

    @property
    def mailbox(self) -> str:
        """`Name <address>` as a From or To header has it."""
        return formataddr((self.name, self.email))
