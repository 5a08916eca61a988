"""`[alerts]`: how urgent alerts are repeated, and by which second way they are told."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, model_validator

from mailbot.settings_types import LOOPBACK, Length, Section


def _https_or_here(url: str) -> str:
    parts = urlsplit(url)
    plain_here = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not (parts.hostname and (parts.scheme == "https" or plain_here)) or parts.username:
        raise ValueError("an address that begins with https://, without a name or password in it")
    return url


class AlertSettings(Section):
    """`[alerts]`: how urgent alerts are repeated, and by which second way they are told.

    Attributes:
        first_pause: After how long an urgent alert that nobody has seen is repeated; each pause is
            twice the one before.
        longest_pause: The longest of these pauses.
        deputy_after: After how long unseen the deputy is alerted too; at once while she is away.
        second_way: The way besides mail; its text holds nobody's name or words.
        ntfy_server: Where ntfy is; the topic is a secret and stands in `.env`.
        command: For the second way "command": gets the text on its standard input.
    """

    first_pause: Length = timedelta(minutes=5)
    longest_pause: Length = timedelta(hours=2)
    deputy_after: Length = timedelta(hours=2)
    second_way: Literal["off", "ntfy", "command"] = "off"
    ntfy_server: Annotated[str, AfterValidator(_https_or_here)] = "https://ntfy.sh"
    command: str = ""

    @model_validator(mode="after")
    def _as_they_belong(self) -> Self:
        if self.second_way == "command" and not self.command.strip():
            raise ValueError('second_way = "command" needs a command')
        if self.longest_pause < self.first_pause:
            raise ValueError("longest_pause is shorter than first_pause")
        return self
