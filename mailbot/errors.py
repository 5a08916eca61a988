"""One tree of errors, each written for the person who reads it.

Two families matter to the worker: `MailProblem` concerns one mail, which is put aside while the
poll goes on; `WorldProblem` concerns everything, moves no cursor and is tried again later.
"""

from __future__ import annotations

import traceback
from pathlib import Path


class MailbotError(Exception):
    """Something that a person must mend.

    Args:
        what: What happened, to which mail, file or setting, in a sentence.
        remedy: What to do about it; may be empty.
    """

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()


class SettingsError(MailbotError):
    """A setting is missing or wrong; names file, key, value, and what would be right."""


class TemplateError(MailbotError):
    """A template is missing, broken, or asks for something that the letter does not have."""


class RefusedError(MailbotError):
    """An order that may not be carried out, such as an approval of a draft that changed."""


class NotFoundError(MailbotError):
    """The draft, person or mail that a command names is not there."""


class MailProblem(MailbotError):
    """One mail cannot be handled; it is put before the coordinator with this reason."""


class WorldProblem(MailbotError):
    """The world is in the way (server down, disk full): try again later, lose nothing."""


class MailboxUnavailable(WorldProblem):
    """The IMAP server cannot be reached or broke off."""


class MailboxRefused(MailboxUnavailable):
    """The IMAP server refused one command (NO or BAD); the connection still stands."""


class LoginRefused(WorldProblem):
    """A server refused the name or the secret; trying again will not help until it is mended."""


class FolderMissing(WorldProblem):
    """A folder that is needed is not on the server; the remedy lists what the server has."""


class DatabaseUnavailable(WorldProblem):
    """The database cannot be used: full disk, read-only, locked by another worker, or newer."""


class MailerUnavailable(WorldProblem):
    """The SMTP server cannot be reached; nothing was handed over."""


class SendDeferred(MailbotError):
    """The server refused this mail for now (4xx): try again later."""


class SendRejected(MailbotError):
    """The server refused this mail for good (5xx)."""


class SendUncertain(MailbotError):
    """The connection broke after the mail was handed over: nobody knows whether it was taken."""


def fault_of(error: BaseException) -> str:
    """Name a fault by its kind and place, never by its words, which may be a person's."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
