"""Whether a kind of reply has earned that it may go by itself, and when it has lost that again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.model.permissions import Deed, Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.model.permissions import Decided

LAST = 10
"""Of so many replies of a kind, the newest, changed ones are counted."""

TOO_MANY_CHANGED = 2


def evidence(decided: Sequence[Decided], needed: int) -> Evidence:
    """Return how many of her last `needed` decisions there are, and how many let it go unchanged.

    Args:
        decided: What became of the replies of one kind, newest first.
        needed: How many decisions are looked at.
    """
    hers = [one for one in decided if one.deed is not Deed.BY_ITSELF][:needed]
    return Evidence(len(hers), sum(one.deed is Deed.UNCHANGED for one in hers))


def has_earned(decided: Sequence[Decided], needed: int) -> bool:
    """Tell whether her last `needed` decisions on a kind all let it go unchanged."""
    found = evidence(decided, needed)
    return found.decided == found.unchanged == needed


def why_lost(decided: Sequence[Decided]) -> str:
    """Return why a kind may not go by itself any more, in words to her; empty where it may.

    Args:
        decided: What became of the replies of that kind since it might, newest first.
    """
    deeds = [one.deed for one in decided]
    if Deed.REJECTED in deeds:
        return "you turned one of them down, or called it back"
    if Deed.BY_HAND in deeds:
        return "you answered such a mail yourself"
    changed = deeds[:LAST].count(Deed.CHANGED)
    return f"you changed {changed} of the last {LAST}" if changed >= TOO_MANY_CHANGED else ""
