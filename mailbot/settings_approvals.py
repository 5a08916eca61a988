"""`[approvals]`: which replies may ever go by themselves. None, unless this section says so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from mailbot.model.casework import BLOCKS
from mailbot.settings_types import Count, Section
from mailbot.tomlfiles import nearest

if TYPE_CHECKING:
    from mailbot.model.permissions import MailKind


def _topic(text: str) -> str:
    if text not in BLOCKS:
        raise ValueError(f"a topic that a reply answers, such as cost.{nearest(text, BLOCKS)}")
    return text


Topics = Annotated[
    tuple[Annotated[str, AfterValidator(_topic)], ...],
    Field(strict=False),
]
Chance = Annotated[float, Field(ge=0.9, le=1)]


class ApprovalSettings(Section):
    """`[approvals]`: which replies may ever go by themselves, once she has switched it on.

    Attributes:
        reply: A reply may go by itself only if every topic that it answers is one of these.
        least: How sure the reading must be at least, from 0.9 to 1; she may ask for more.
        evidence: After how many unchanged approvals in a row Mailbot suggests it.
        delay_minutes: How long she can call such a mail back.
        first_mail: Whether the first mail of somebody unknown may be answered so.
    """

    reply: Topics = ()
    least: Chance = 0.95
    evidence: Count = 25
    delay_minutes: Annotated[int, Field(ge=1, le=24 * 60)] = 15
    first_mail: bool = False

    def allow(self, kind: MailKind) -> bool:
        """Tell whether replies of this kind may ever go by themselves."""
        return bool(kind.topics) and set(kind.topics) <= set(self.reply)

    @property
    def delay(self) -> timedelta:
        """How long she can call such a mail back."""
        return timedelta(minutes=self.delay_minutes)
