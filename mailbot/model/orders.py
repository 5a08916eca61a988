"""What the coordinator orders by answering a review mail."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What is to become of a draft, or of what the weekly page says will go by itself."""

    APPROVE = "approve"
    REJECT = "reject"
    MINE = "mine"
    LATER = "later"
    EDIT = "edit"
    STOP = "stop"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Order:
    """One order.

    Attributes:
        number: Of the draft, as the review mail numbers them.
        action: What is to become of it.
        text: Its new words, to edit; empty otherwise.
    """

    number: int
    action: Action
    text: str = ""


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders of one mail; where something is unclear, none of them may be carried out.

    Attributes:
        orders: By number.
        unclear: What could not be understood, each with the words and why.
    """

    orders: tuple[Order, ...] = ()
    unclear: tuple[str, ...] = ()
