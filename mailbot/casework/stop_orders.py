"""The coordinator's answer to the weekly page: what she stops, and what she lets go on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailbot.casework.orders import is_bare, read_orders
from mailbot.model.orders import Action, Order, Orders

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_RESUME = re.compile(r"\b(?:resume|go on)\b", re.IGNORECASE)
_SHORT = 60
_MEANT = {Action.REJECT: Action.STOP, Action.APPROVE: Action.RESUME}


def read_stop_orders(
    text: str, numbers: Collection[int], *, name: str = "", between_quotes: bool = False
) -> Orders:
    """Return what an answer to the weekly page orders: `stop 2`, `no 2`, `stop all`, `go on 2`.

    A verb alone counts only where the page has one number: “stop” could mean any of several, or the
    page itself. What was stopped goes on by “go on” or “resume” alone, for an “ok” may just be a
    word of thanks.

    Args:
        text: The mail's new words, without quoted mail.
        numbers: What the page offers to stop.
        name: The writer's, which may stand below as a signature.
        between_quotes: Quoted mail stands both above and below the words.
    """
    lines = [_RESUME.sub("go on", line) for line in text.splitlines()]
    found = read_orders("\n".join(lines), numbers, name=name, between_quotes=between_quotes)
    unclear = found.unclear or tuple(_unclear(lines, numbers, name))
    orders = (Order(each.number, _MEANT.get(each.action, each.action)) for each in found.orders)
    return Orders(tuple(orders), unclear)


def _unclear(lines: list[str], numbers: Collection[int], name: str) -> Iterator[str]:
    several = len(numbers) > 1
    for line in lines:
        actions = {each.action for each in read_orders(line, numbers, name=name).orders}
        said = " ".join(line.split())[:_SHORT]
        if Action.APPROVE in actions and not _RESUME.search(line):
            yield f"“{said}” stops nothing, and lets nothing go on."
        elif several and actions & _MEANT.keys() and is_bare(line):
            yield f"“{said}” could mean any of {len(numbers)}: please say which."
