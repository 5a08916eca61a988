"""What is said of a mail that is approved and would leave now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Judged(StrEnum):
    """What happens to a mail that would leave."""

    LEAVES = "leaves"
    WAITS = "waits"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, and why where the mail does not leave."""

    verdict: Judged
    why: str = ""
