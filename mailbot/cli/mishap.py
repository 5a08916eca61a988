"""An error that nobody foresaw, kept for whoever mends it, without anyone's words."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from mailbot.errors import fault_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path


def record_mishap(error: BaseException, home: Path, now: datetime) -> tuple[str, str]:
    """Add `error` to `data/errors.log` of `home`: where it happened and its kind.

    The messages of errors are left out, for they may quote a mail or a secret. Where `home` has no
    settings it may be any folder, and nothing is written.

    Returns:
        What to tell the user, and what they can do.
    """
    kind = type(error).__name__
    if not (home / "config").is_dir():
        return f"Mailbot stumbled: {fault_of(error)}.", "Please report this line."
    log = home / "data" / "errors.log"
    try:
        log.parent.mkdir(exist_ok=True)
        with log.open("a", encoding="utf-8") as out:
            out.write(f"{now.isoformat()}\n{''.join(_frames(error))}\n")
    except OSError as refusal:
        return f"Mailbot stumbled ({kind}).", f"It could not be noted in {log}: {refusal.strerror}."
    return f"Mailbot stumbled ({kind}).", f"Where and how is noted in {log}; please report it."


def _frames(error: BaseException) -> Iterator[str]:
    for link in reversed(_chain(error)):
        yield from traceback.format_tb(link.__traceback__)
        yield f"{type(link).__name__}\n"


def _chain(error: BaseException) -> list[BaseException]:
    """Return the error and its causes, each once, the last first."""
    links: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in links:
        links.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return links
