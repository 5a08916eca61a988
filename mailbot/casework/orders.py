"""The coordinator's answer to a review mail: understood, or asked about, and never guessed."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from lark import Lark, Token, Tree
from lark.exceptions import LarkError

from mailbot.casework.order_words import (
    counts_on,
    is_device,
    is_signed,
    is_small_talk,
    plain,
    tells,
)
from mailbot.model.orders import Action, Order, Orders

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_VERBS = {
    "OK": Action.APPROVE,
    "PRAISE": Action.APPROVE,
    "NO": Action.REJECT,
    "MINE": Action.MINE,
    "LATER": Action.LATER,
}
_UNSURE = re.compile(r"(?:^|\s)[-+]\s?\d|\d\s?\.+\s*\d|\d\s+-\d|\bnos?\.\s*\d|^\W*(?:is|are)\b")
"""Numbers that may be a list, a range, or left out; “no. 2”; a question without its mark."""

_AFTER_DONE = "“{}” may be for what was done already, or for all the rest: please say which."
_SHORT_WORDS = 60
_SHORT_LINE = 20
_BOTH = 2
_HEAD = re.compile(r"\s*(?P<number>\d{1,3})\s*:(?!\d\d\b)\s*(?P<rest>.*)", re.DOTALL)


def read_orders(
    text: str,
    numbers: Collection[int],
    *,
    name: str = "",
    between_quotes: bool = False,
    after_done: bool = False,
) -> Orders:
    """Return what an answer to a review mail orders.

    Lines are such as `ok`, `ok 1 3`, `yes to all`, `no 2`, `2: later`, `all but 3 ok`, `I'll answer
    2 myself`; `2:` followed by anything else is new text for that draft, up to the next such line.
    A verb alone is for every draft of the mail.

    Args:
        text: The mail's new words, without quoted mail.
        numbers: Of the drafts that the review mail shows.
        name: The coordinator's, which may stand below as a signature.
        between_quotes: Quoted mail stands both above and below her words, so that a verb alone may
            be for the draft beside it only.
        after_done: They answer what was told of orders carried out before, while other drafts wait
            still, so that a verb alone may be no more than thanks.
    """
    found: dict[int, Order] = {}
    unclear: list[str] = []
    for line, block in _parts(text, name):
        if after_done and is_bare(line, _own(name)):
            unclear.append(_AFTER_DONE.format(_short(line)))
            continue
        orders = (
            None if between_quotes and _names_none(line) else _ordered(line, numbers, _own(name))
        )
        if orders is None and block is not None:
            orders = _new_words(block, line)
        if orders is None:
            unclear.append(f"I do not understand “{_short(line)}”.")
            continue
        for order in orders:
            unclear += _objections(order, found, numbers)
            found.setdefault(order.number, order)
        unclear += [f"There is no {each} in that mail." for each in _beyond(line, numbers)]
    if not found and not unclear:
        unclear.append("I found no answer in it.")
    return Orders(tuple(found[number] for number in sorted(found)), tuple(unclear))


def is_bare(line: str, own: Collection[str] = ()) -> bool:
    """Tell whether a line is a verb alone, which names neither numbers nor “all”.

    Args:
        line: As it was written.
        own: What the writer may sign with, in lower case.
    """
    tree = _parsed(plain(line, own))
    return tree is not None and tree.data == "everything" and not any(tree.find_data("all"))


def _new_words(number: int, block: str) -> list[Order] | None:
    """Return the order to give a draft new words; None for a remark that begins like an order."""
    words = _HEAD.sub(r"\g<rest>", block).strip()
    remark = "\n" not in words and len(words) <= _SHORT_WORDS and _begins_like_order(words)
    return None if remark or not words else [Order(number, Action.EDIT, words)]


def _begins_like_order(words: str) -> bool:
    firsts = (
        re.split(r"[\s,.;:!-]", each, maxsplit=1)[0] for each in (plain(words), words.lower())
    )
    return any(_parsed(f"{first} 1") is not None for first in firsts)


def _names_none(line: str) -> bool:
    return not re.search(r"\d", plain(line))


def _beyond(line: str, numbers: Collection[int]) -> list[int]:
    """Return the numbers of an order's exceptions that the review mail does not show."""
    tree = _parsed(plain(line))
    if tree is None:
        return []
    excepted = [
        number
        for clause in tree.find_data("except")
        for token in clause.scan_values(lambda value: isinstance(value, Token))
        if token.type in {"NUMBER", "RANGE"}
        for number in _range(token)
    ]
    return [number for number in excepted if number not in numbers]


def _parts(text: str, name: str) -> Iterator[tuple[str, int | None]]:
    """Yield lines, and under the number that heads it each block of new text as a whole.

    What stands below her name is a signature, unless it tells something of drafts.
    """
    block: list[str] = []
    number: int | None = None
    own = _own(name)
    signed = False
    for line in text.splitlines():
        head = _HEAD.fullmatch(line)
        if head is not None and not signed:
            yield from _block(block, number)
            block, number = [line], int(head["number"])
        elif number is not None and not _starts_order(line):
            block.append(line)
        else:
            yield from _block(block, number)
            block, number = [], None
            signed = signed or is_signed(line, own)
            if not is_small_talk(line, own) and not (signed and not _may_order(line)):
                yield line.strip(), None
    yield from _block(block, number)


def _own(name: str) -> set[str]:
    """Return what she may sign with: her name, her first name, its first letter."""
    return {word.lower() for word in (name, *name.split()[:1], name[:1]) if word}


def _may_order(line: str) -> bool:
    """Tell whether a line below a signature may be an order all the same."""
    return _parsed(plain(line)) is not None or tells(line)


def _block(lines: list[str], number: int | None) -> Iterator[tuple[str, int | None]]:
    """Yield a block of new text without what a telephone puts below it."""
    while lines and is_device(lines[-1]):
        lines = lines[:-1]
    if number is not None and lines:
        yield "\n".join(lines).strip(), number


def _starts_order(line: str) -> bool:
    """Tell whether a line below a block of new text is an order of its own, such as `ok 1`."""
    words = plain(line)
    named = re.search(r"\d", words) is not None
    return named and len(words) <= _SHORT_LINE and _parsed(words) is not None


def _ordered(line: str, numbers: Collection[int], own: Collection[str]) -> list[Order] | None:
    words = re.sub(rf"\ball (?:of )?(?:the )?{len(numbers)}\b", "all", plain(line, own))
    tree = None if counts_on(line) else _parsed(words)
    if tree is None or ("both" in words.split() and len(numbers) != _BOTH):
        return None
    if tree.data == "everything":
        return [Order(number, _action(tree), "") for number in sorted(numbers)]
    return [
        Order(number, _action(clause))
        for clause in tree.children
        if isinstance(clause, Tree)
        for number in _targets(clause, numbers)
    ]


def _parsed(words: str) -> Tree[Token] | None:
    if _UNSURE.search(words):
        return None
    try:
        return _grammar().parse(words)
    except LarkError:
        return None


def _action(tree: Tree[Token]) -> Action:
    (verb,) = tree.find_data("verb")
    (token,) = verb.children
    assert isinstance(token, Token)  # noqa: S101 - the grammar has no other child there
    return _VERBS[token.type]


def _targets(clause: Tree[Token], numbers: Collection[int]) -> list[int]:
    named = [
        number
        for token in clause.scan_values(lambda value: isinstance(value, Token))
        if token.type in {"NUMBER", "RANGE"}
        for number in _range(token)
    ]
    if any(clause.find_data("except")):
        return [number for number in sorted(numbers) if number not in named]
    return named


def _range(token: Token) -> range:
    ends = [int(each) for each in re.findall(r"\d+", token)]
    return range(ends[0], ends[-1] + 1)


def _objections(order: Order, found: dict[int, Order], numbers: Collection[int]) -> Iterator[str]:
    if order.number not in numbers:
        yield f"There is no {order.number} in that mail."
    before = found.get(order.number)
    if before is not None and before != order:
        yield f"You say two different things about {order.number}."


def _short(line: str) -> str:
    words = " ".join(line.split())
    return words if len(words) <= _SHORT_WORDS else f"{words[: _SHORT_WORDS - 1]}…"


@cache
def _grammar() -> Lark:
    text = files("mailbot.casework").joinpath("orders.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="contextual")
