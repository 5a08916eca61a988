"""How a figure is shown that there may be nothing to measure by."""

from __future__ import annotations

NO_SUCH_MAIL = "no such mail"


def shown(value: float | None, digits: int = 3) -> str:
    """Return a figure as text, or that there is no mail to measure it by."""
    return NO_SUCH_MAIL if value is None else f"{value:.{digits}f}"
