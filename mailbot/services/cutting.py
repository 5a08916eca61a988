"""Which blocks the coordinator took out of a draft, where that is all that she changed."""

from __future__ import annotations

import re
from itertools import chain, combinations
from typing import TYPE_CHECKING

from mailbot.errors import TemplateError
from mailbot.model.casework import DraftReply, NextStep
from mailbot.model.reading import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from mailbot.services.office import Office
    from mailbot.store.mails import Enquiry

_SENTENCE_END = re.compile(r"(?<=[.?!:])\s+")
_MOST_CUT = 3


def blocks_cut(
    office: Office, enquiry: Enquiry, blocks: tuple[str, ...], ours: str, hers: str
) -> frozenset[str]:
    """Return the blocks whose sentences, exactly, she took out; none where she changed more.

    The blocks are written anew, so after a change of templates, or where a block says what was
    true only then, nothing is found.

    Args:
        office: The rooms.
        enquiry: The mail that the draft answers.
        blocks: Of the draft.
        ours: Its words as Mailbot wrote them.
        hers: Its words as they left.
    """
    before, after = sentences(ours), sentences(hers)
    if after - before or not before - after or len(blocks) < 2:
        return frozenset()
    own = {block: _own_sentences(office, enquiry, blocks, block) & before for block in blocks}
    return frozenset(_exactly(own, before - after))


def sentences(text: str) -> frozenset[str]:
    """Return the sentences of a letter, white space and list marks made plain."""
    lines = (" ".join(line.lstrip("-*\u2022 ").split()) for line in text.split("\n\n"))
    parts = chain.from_iterable(_SENTENCE_END.split(line) for line in lines)
    return frozenset(part for part in parts if part)


def _exactly(own: Mapping[str, AbstractSet[str]], missing: AbstractSet[str]) -> Iterable[str]:
    """Return the blocks whose own sentences together are what is missing."""
    for count in range(1, min(_MOST_CUT, len(own) - 1) + 1):
        for chosen in combinations(own, count):
            together = frozenset(chain.from_iterable(own[block] for block in chosen))
            if together == missing and all(own[block] for block in chosen):
                return chosen
    return ()


def _own_sentences(
    office: Office, enquiry: Enquiry, blocks: tuple[str, ...], block: str
) -> frozenset[str]:
    """Return what stands in a reply because of `block` alone."""
    try:
        whole = _written(office, enquiry, blocks)
        return whole - _written(office, enquiry, tuple(each for each in blocks if each != block))
    except TemplateError:
        return frozenset()


def _written(office: Office, enquiry: Enquiry, blocks: tuple[str, ...]) -> frozenset[str]:
    reading = enquiry.text.reading
    letter = office.letters.reply(
        DraftReply(blocks, NextStep.NONE),
        name=enquiry.text.sender_name,
        subject=enquiry.text.subject,
        stage=Stage.NEW,
        words=enquiry.text.new_text,
        known=reading.facts,
    )
    return sentences(letter.text)
