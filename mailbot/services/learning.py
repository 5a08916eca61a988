"""Learning from the coordinator's lessons: at the start of the worker, or on command.

What was learnt is on record with the digest of the lessons that it was made of; a running worker
compares it with its own before each look. Nothing is learnt from but words on this machine.
"""

from __future__ import annotations

import hashlib
import json
import logging
from typing import TYPE_CHECKING

from mailbot.errors import WorldProblem, fault_of
from mailbot.model.mail import Message
from mailbot.reading.lessons import Lesson
from mailbot.reading.text import clauses
from mailbot.services import deeds
from mailbot.store import lessons, record
from mailbot.store.lessons import DEEDS, Learnt, Source
from mailbot.store.record import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, tzinfo

    from sqlalchemy import Connection

    from mailbot.services.office import Office
    from mailbot.store.lessons import KeptLesson, Words

_log = logging.getLogger(__name__)

_TRUST_OF_DEEDS = 0.5
"""What her deeds only suggest moves a reading half-way; a second one like it goes nearly all the
way. So a single draft turned down for some other reason silences no common question."""

_ORDER = tuple(Source)


def learn_at_start(office: Office, now: datetime) -> None:
    """Learn as the worker starts; a fault in it keeps no mail from being read.

    Raises:
        WorldProblem: The database is in the way.
    """
    try:
        learn(office, now)
    except WorldProblem:
        raise
    except Exception as error:  # noqa: BLE001 - mail is read without lessons rather than not at all
        _log.warning("The lessons were not learnt: %s", fault_of(error))


def learn(office: Office, now: datetime) -> Learnt:
    """Learn from every lesson that stands; again, with nothing new, it changes nothing.

    Raises:
        WorldProblem: The database is in the way.
    """
    with office.database.transaction() as connection:
        deeds.gather(office, connection, now)
        standing = lessons.standing(connection)
        lessons.mark_learnt(connection, [each.id for each in standing], now)
        result = note(connection, now)
    refresh(office)
    return result


def note(connection: Connection, now: datetime) -> Learnt:
    """Put on record which lessons speak now, unless that is on record already."""
    spoken = _in_force(connection)
    result = Learnt(now, _digest_of(spoken), len(spoken))
    before = lessons.last_learnt(connection)
    if before is None and not spoken:
        return result
    if before is not None and before.digest == result.digest:
        return before
    lessons.note_learnt(connection, result)
    why = f"{result.lessons} lessons, digest {result.digest[:12]}"
    record.add(connection, Event(now, "learnt", why))
    return result


def refresh(office: Office) -> None:
    """Read from now on by what was learnt last, by whichever process.

    Raises:
        WorldProblem: The database is in the way.
    """
    with office.database.transaction() as connection:
        learnt = lessons.last_learnt(connection)
        if learnt is None or learnt.digest == office.taught.digest:
            return
        spoken = _in_force(connection)
    zone = office.settings.coordinator.zone
    office.taught.take(learnt.digest, [_lesson(kept, words, zone) for kept, words in spoken])


def _in_force(connection: Connection) -> list[tuple[KeptLesson, Words]]:
    """Return the lessons that speak, with their words; of one mail only what counts most."""
    learnt = [each for each in lessons.standing(connection) if each.learnt_at is not None]
    words = lessons.words(connection, [each.new.mail_id for each in learnt])
    best = _best_sources(learnt)
    return [
        (each, words[each.new.mail_id])
        for each in learnt
        if each.new.mail_id in words and _counts(each, best[each.new.mail_id])
    ]


def _best_sources(kept: Iterable[KeptLesson]) -> dict[int, Source]:
    best: dict[int, Source] = {}
    for each in kept:
        sources = (best.get(each.new.mail_id, each.new.source), each.new.source)
        best[each.new.mail_id] = min(sources, key=_ORDER.index)
    return best


def _counts(kept: KeptLesson, best: Source) -> bool:
    """Tell whether what she did is not overruled by what she said of the same mail."""
    return kept.new.source is best or {kept.new.source, best} <= DEEDS


def _digest_of(spoken: Sequence[tuple[KeptLesson, Words]]) -> str:
    told = [
        (each.id, each.new.source, each.new.stage, dict(each.new.said), words.content_digest)
        for each, words in spoken
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _lesson(kept: KeptLesson, words: Words, zone: tzinfo) -> Lesson:
    new = kept.new
    return Lesson(
        number=kept.id,
        source=new.source.value,
        day=kept.at.astimezone(zone).date().isoformat(),
        clauses=clauses(Message(subject=words.subject, new_text=words.new_text)),
        stage=new.stage,
        said=new.said,
        trust=_TRUST_OF_DEEDS if new.source in DEEDS else 1.0,
    )
