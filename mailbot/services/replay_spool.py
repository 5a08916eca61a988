"""Words put aside in a file, so that a long replay holds none of them in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.services.replay_values import Slip

if TYPE_CHECKING:
    from typing import BinaryIO

_LONGEST = 20_000
_CUT = "\n[... the rest is left out here]"


class Spool:
    """Keeps texts in an open file, each cut where it is longer than anyone would read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def keep(self, text: str) -> Slip:
        """Put a text aside."""
        shown = text if len(text) <= _LONGEST else text[:_LONGEST] + _CUT
        data = shown.encode("utf-8", "replace")
        slip = Slip(self._file.seek(0, 2), len(data))
        self._file.write(data)
        return slip

    def read(self, slip: Slip) -> str:
        """Return a text that was put aside; an empty one for an empty slip."""
        self._file.seek(slip.at)
        return self._file.read(slip.size).decode("utf-8")
